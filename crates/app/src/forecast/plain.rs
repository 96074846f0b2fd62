//! A forecast for the command line, which holds the database itself: made, and not kept.

use super::build::Made;
use super::imports::ImportedBase;
use super::keep::Outcome;
use super::shapes::{Assumption, Document, ForecastAsk, OwnRate, Pyramid, YearLine};
use crate::in_place::in_place;
use crate::{App, AppError};
use serde::Serialize;

/// A forecast that is not kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainForecast {
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// The day of the base.
    pub base: String,
    /// The position of the register at which the base was counted.
    pub known_at: u32,
    /// Year by year, the base first.
    pub years: Vec<YearLine>,
    /// By age.
    pub pyramid: Pyramid,
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
    /// What the unit's own events did to it.
    pub own: Vec<OwnRate>,
    /// The table it began with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<ImportedBase>,
    /// The units below, made to agree with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<PlainForecast>,
}

impl App {
    /// Makes a forecast without asking who asks, and keeps nothing.
    ///
    /// # Errors
    /// As [`App::make_forecast`].
    pub fn forecast_unchecked(&self, ask: &ForecastAsk) -> Result<PlainForecast, AppError> {
        let outcome = in_place(|| self.outcome(ask))?;
        let children = outcome.below.iter().map(|made| self.plain(&outcome, made, Vec::new())).collect::<Result<_, _>>()?;
        self.plain(&outcome, &outcome.above, children)
    }

    fn plain(&self, outcome: &Outcome, made: &Made, children: Vec<PlainForecast>) -> Result<PlainForecast, AppError> {
        let Document { years, pyramid, assumptions, own, table, .. } = outcome.document(made, Vec::new())?;
        let unit = made.levelled.area.code;
        Ok(PlainForecast {
            unit: unit.to_string(),
            unit_name: self.line(unit, outcome.base).map(|line| line.full_name).unwrap_or_default(),
            base: outcome.base.to_string(),
            known_at: outcome.known_at.0,
            years,
            pyramid,
            assumptions,
            own,
            table,
            children,
        })
    }
}
