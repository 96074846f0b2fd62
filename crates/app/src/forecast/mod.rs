//! Forecasts of a unit and of those below it, kept as they were made; the quality of ages and sexes; what other sectors need.
//!
//! What goes in and comes out is in docs/forecasts.md, the methods are those of `danso-demography`.

mod assumptions;
mod base;
mod build;
mod chance;
mod completeness;
mod file;
mod imports;
mod keep;
mod living;
mod own;
mod past;
mod plain;
mod provinces;
mod quality;
mod sectors;
mod shapes;
mod table;

pub use imports::{BaseAsk, BaseRead, BaseTable, ImportedBase};
pub use living::LivingCounts;
pub use plain::PlainForecast;
pub use quality::{AgesBySex, QualityCheck, QualityMissing, QualityPart, QualityReply, Verdict};
pub use sectors::{SectorGroup, SectorLine, SectorsReply};
pub use shapes::{
    AgeBands, Assumption, ChildLine, Forecast, ForecastAsk, ForecastBasis, ForecastList, ForecastScenario, ForecastSummary,
    OwnAssumptions, OwnRate, PastError, PastLine, Pyramid, Score, YearLine,
};
pub use table::read_base;

use crate::AppError;

/// What the methods refuse of what they are given here can only come from numbers that are not there.
fn refused(error: impl std::fmt::Display) -> AppError {
    AppError::bad("forecast_impossible", error.to_string())
}
