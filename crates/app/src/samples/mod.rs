//! Samples of households to be interviewed a second time, blind: drawn by chance from a collaborator's households, read again by someone
//! else, compared with the register as it was known at the draw, and each difference decided on. Corrections go the normal way, as events.
//!
//! A second reading is personal: it is sealed under the keys of the persons it was matched with, so that an erasure reaches it. What stays
//! in the open are counts, and codes and dates that are open in the log as well; never a name.

mod choose;
mod compare;
mod draw;
mod known;
mod list;
mod paper;
mod rates;
mod reading;
mod result;
mod shapes;
mod verdicts;

pub use compare::ReadingRow;
pub use rates::{Rate, RateLine};
pub use shapes::{
    DifferencesReply, ReaderLine, ReadingAsk, ReadingReply, ResultLine, ResultReply, SampleAsk, SampleDifferenceLine, SampleLine,
    SampleReply, SampledLine, SamplesReply, VerdictAsk,
};

use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::SampleId;
use danso_places::UnitCode;
use danso_store::SampleRow;

impl App {
    /// Whether the caller may read names of a commune's households and write down what was said of them.
    fn reads_again(&self, caller: &Caller, commune: UnitCode) -> bool {
        let scope = self.scope(caller);
        scope.sees_persons() && scope.reviews_any() && scope.runs(commune)
    }

    /// A sample that the caller may know of, with its commune.
    async fn sample_of(&self, caller: &Caller, id: SampleId) -> Result<(SampleRow, UnitCode), AppError> {
        let row = self.store.sample(self.shard, id).await?.ok_or(AppError::NotFound)?;
        let commune = self.network_of(caller, &row.unit)?;
        Ok((row, commune))
    }

    /// The same for who may read names.
    async fn sample_to_read(&self, caller: &Caller, id: SampleId) -> Result<(SampleRow, UnitCode), AppError> {
        let (row, commune) = self.sample_of(caller, id).await?;
        if self.reads_again(caller, commune) { Ok((row, commune)) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
    }
}
