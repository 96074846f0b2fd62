//! The numbers of a report, from the image at a position, with kept definitions.

use super::ask::Wanted;
use super::kept::Kept;
use crate::figures::{Counter, Layer};
use crate::{App, AppError, Territory};
use danso_indicators::{Ask, MadeFrom, ReportContent, ReportError, UnitLabel};
use danso_model::Position;
use danso_places::{Level, UnitCode};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

struct Fault(AppError);

impl From<ReportError> for Fault {
    fn from(error: ReportError) -> Self {
        Self(AppError::bad("bad_report", error.to_string()))
    }
}

/// A unit as reports name it.
fn label(territory: &Territory, unit: UnitCode, on: Date) -> UnitLabel {
    let name = territory.tree.gazetteer().unit(unit, on).map_or_else(|| unit.to_string(), |unit| unit.full_name.to_owned());
    UnitLabel { code: unit.to_string(), name }
}

impl App {
    /// Makes the numbers of a report as known at a position, on the kept territory and not on the one in use.
    ///
    /// # Errors
    /// `unknown_form` or `bad_report` when the kept template cannot make it.
    pub(crate) fn make_report(&self, kept: &Kept, wanted: &Wanted, known_at: Position) -> Result<ReportContent, AppError> {
        let (territory, on) = (&kept.territory, wanted.boundaries);
        let children = territory.tree.children(wanted.unit, on).into_iter().map(|unit| label(territory, unit, on));
        let own = label(territory, wanted.unit, on);
        let plan = kept.templates.plan(&wanted.form, wanted.period, own, &children.collect::<Vec<_>>());
        let plan = plan.ok_or_else(|| AppError::bad("unknown_form", &wanted.form))?.map_err(|error| Fault::from(error).0)?;
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let mut counters: BTreeMap<Level, Counter<'_>> = BTreeMap::new();
        for unit in plan.units() {
            let level = level(unit)?;
            counters.entry(level).or_insert_with(|| {
                let ground = self.cubes.ground(Arc::clone(territory), on, Layer::Level(level));
                Counter::new(self, &image, ground, Some(known_at), kept.counting.modern.clone())
            });
        }
        for counter in counters.values_mut() {
            counter.prepare(plan.asks())?;
        }
        let made_from = MadeFrom {
            known_at: known_at.0.into(),
            boundaries: on,
            catalog: kept.counting.version.clone(),
            places: kept.places.clone(),
        };
        let answer = |unit: &str, ask: &Ask| {
            let counter = counters.get_mut(&level(unit).map_err(Fault)?);
            counter.ok_or_else(|| Fault(AppError::damaged(format!("unit {unit}"))))?.answer(unit, ask).map_err(Fault)
        };
        plan.content(made_from, answer).map_err(|fault| fault.0)
    }
}

fn level(unit: &str) -> Result<Level, AppError> {
    unit.parse().map(|unit: UnitCode| unit.level()).map_err(|_| AppError::damaged(format!("unit {unit}")))
}
