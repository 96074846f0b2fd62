//! The numbers of a report with the definitions that are kept for it.

use super::ask::Wanted;
use super::kept::Kept;
use crate::evaluate::{Evaluation, Way};
use crate::{App, AppError};
use danso_indicators::ReportContent;
use danso_model::Position;
use std::sync::Arc;

impl App {
    /// Makes the numbers of a report as known at a position, on the kept territory and not on the one in use.
    ///
    /// # Errors
    /// As [`App::evaluate`]; `Damaged` when it was closed by a later program.
    pub(super) fn make_report(&self, kept: &Kept, wanted: &Wanted, known_at: Position) -> Result<ReportContent, AppError> {
        let counting = &kept.counting;
        let way = Way::numbered(counting.evaluation)
            .ok_or_else(|| AppError::damaged(format!("evaluation {} is of a later program", counting.evaluation)))?;
        self.evaluate(Evaluation {
            way,
            templates: &kept.templates,
            form: &wanted.form,
            unit: wanted.unit,
            period: wanted.period,
            territory: Arc::clone(&kept.territory),
            boundaries: wanted.boundaries,
            known_at: Some(known_at),
            modern: counting.modern.clone(),
            catalog: counting.version.clone(),
            places: kept.places.clone(),
        })
    }
}
