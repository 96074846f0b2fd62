//! Figures: every one at a day, as known at a position, straight from the image.
//!
//! `count` has plain counts and flows. Indicators go this way: `answer` plans what must be counted for all units of a level, `counter` counts it
//! with what `cubes` still holds, on the map that `ground` has made of the boundaries of a day; the formulas are those of `danso_indicators`.

mod answer;
mod count;
mod counter;
mod cubes;
mod ground;
mod hide;
mod indicators;
mod late;
mod live;
mod people;
pub(crate) mod regions;
mod shapes;
mod units;
mod words;

pub use count::{CountAsk, CountBy, CountReply, CountRow, FlowAsk, FlowReply, FlowRow, StatusReply, UnitLine, UnitReply};
pub use indicators::IndicatorsReply;
pub use live::TOLD_NUMBERS;
pub use people::{FigurePeopleAsk, FigurePeopleLine, FigurePeoplePage, HouseholdLine};
pub use shapes::{ByValue, FigureLine, FiguresAsk, FiguresReply, FiguresUnit, IndicatorLine};

pub(crate) use count::{level_name, threads};
pub(crate) use counter::Counter;
pub(crate) use cubes::Cubes;
pub(crate) use ground::{Ground, Layer};
pub(crate) use late::Days;
pub(crate) use live::{Uses, begin_counting};
pub(crate) use words::modern;

use crate::AppError;
use danso_indicators::Indicators;

/// The indicators that come with the program.
pub(crate) fn catalogue() -> Result<Indicators, AppError> {
    Indicators::embedded().map_err(|error| AppError::damaged(format!("the indicators: {error}")))
}
