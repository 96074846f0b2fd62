//! One file a command.

pub(crate) mod count;
pub(crate) mod doctor;
pub(crate) mod erase;
pub(crate) mod export;
pub(crate) mod generate;
pub(crate) mod import;
pub(crate) mod legacy;
pub(crate) mod serve;
pub(crate) mod setting;
pub(crate) mod user;
pub(crate) mod verify;

use crate::messages::expected;
use anyhow::Result;
use jiff::civil::Date;

/// Reads a day.
pub(crate) fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| expected("bad_date", &[("text", &text)]))
}
