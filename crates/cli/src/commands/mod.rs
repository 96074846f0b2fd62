//! One file a command.

pub(crate) mod age_table;
pub(crate) mod backtest;
pub(crate) mod close;
pub(crate) mod count;
pub(crate) mod dedupe;
pub(crate) mod doctor;
pub(crate) mod duplicates;
pub(crate) mod erase;
pub(crate) mod export;
pub(crate) mod figures;
pub(crate) mod forecast;
pub(crate) mod generate;
pub(crate) mod graduate;
pub(crate) mod import;
pub(crate) mod indicators;
pub(crate) mod legacy;
pub(crate) mod lifetable;
pub(crate) mod link;
pub(crate) mod link_blocks;
pub(crate) mod link_explain;
pub(crate) mod link_lists;
mod link_other;
mod link_private;
pub(crate) mod project;
mod project_tables;
mod project_trajectories;
pub(crate) mod quality;
pub(crate) mod reconcile;
pub(crate) mod reorganise;
pub(crate) mod report;
pub(crate) mod revise;
pub(crate) mod serve;
pub(crate) mod setting;
pub(crate) mod user;
pub(crate) mod verify;

use crate::messages::expected;
use anyhow::Result;
use danso_app::AppError;
use danso_indicators::Period;
use jiff::civil::Date;

/// Reads a day.
pub(crate) fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| expected("bad_date", &[("text", &text)]))
}

/// Reads a period.
pub(crate) fn period(text: &str) -> Result<Period> {
    text.parse().map_err(|_| expected("bad_period", &[("text", &text)]))
}

/// What the use case refuses because of the command line.
pub(crate) fn refused(error: AppError) -> anyhow::Error {
    match &error {
        AppError::BadRequest { code, detail } => expected("refused", &[("code", code), ("detail", detail)]),
        AppError::NotLoggedIn
        | AppError::WrongPassword
        | AppError::TooManyTries { .. }
        | AppError::Forbidden { .. }
        | AppError::NotFound
        | AppError::Conflict { .. }
        | AppError::Store(_)
        | AppError::Damaged { .. } => error.into(),
    }
}
