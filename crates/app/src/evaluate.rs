//! The numbers of a form: one way of making them, for reports as they stand and for reports that are closed. Hamlets are placed as
//! figures place them, in shares where they were divided, so that a report and a figure of the same thing are the same number.

use crate::figures::{Counter, Layer};
use crate::{App, AppError, Territory};
use danso_indicators::{Ask, MadeFrom, Period, ReportContent, ReportError, Templates, UnitLabel};
use danso_model::Position;
use danso_places::{Level, UnitCode};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// How a form is evaluated. A closed report names its way and is made again that way for ever; whoever changes what an evaluation says
/// begins another number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way(u32);

impl Way {
    /// The first: columns that rest on shares of hamlets are not marked.
    pub(crate) const FIRST: Self = Self(1);
    /// The one in use: they are marked as estimated.
    pub(crate) const NOW: Self = Self(2);

    /// Reads the number that a closed report names; None for one of a later program.
    pub(crate) fn numbered(number: u32) -> Option<Self> {
        (Self::FIRST.0..=Self::NOW.0).contains(&number).then_some(Self(number))
    }

    /// The number that a closed report names.
    pub(crate) const fn number(self) -> u32 {
        self.0
    }
}

/// What a form is evaluated with.
pub(crate) struct Evaluation<'a> {
    /// How.
    pub(crate) way: Way,
    /// Among these is the form.
    pub(crate) templates: &'a Templates,
    /// The form, `01-DSX`.
    pub(crate) form: &'a str,
    /// Whose report it is.
    pub(crate) unit: UnitCode,
    /// Over which period.
    pub(crate) period: Period,
    /// Hamlets on the map.
    pub(crate) territory: Arc<Territory>,
    /// The day whose map is used.
    pub(crate) boundaries: Date,
    /// As known at this position; None for now.
    pub(crate) known_at: Option<Position>,
    /// The numbers of the methods of contraception that are modern.
    pub(crate) modern: Vec<u16>,
    /// The version of the catalogue.
    pub(crate) catalog: String,
    /// The hash of the map.
    pub(crate) places: String,
}

/// A fault on the way out of the formulas.
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

fn level(unit: &str) -> Result<Level, AppError> {
    unit.parse().map(|unit: UnitCode| unit.level()).map_err(|_| AppError::damaged(format!("unit {unit}")))
}

impl App {
    /// Makes the numbers of a report.
    ///
    /// # Errors
    /// `unknown_form`, or `bad_report` when the form cannot be made of the period.
    pub(crate) fn evaluate(&self, with: Evaluation<'_>) -> Result<ReportContent, AppError> {
        let (territory, on) = (&with.territory, with.boundaries);
        let children = territory.tree.children(with.unit, on).into_iter().map(|unit| label(territory, unit, on));
        let own = label(territory, with.unit, on);
        let plan = with.templates.plan(with.form, with.period, own, &children.collect::<Vec<_>>());
        let plan = plan.ok_or_else(|| AppError::bad("unknown_form", with.form))?.map_err(|error| Fault::from(error).0)?;
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let mut counters: BTreeMap<Level, Counter<'_>> = BTreeMap::new();
        // All columns know as much as the first.
        let mut known_at = with.known_at;
        for unit in plan.units() {
            let level = level(unit)?;
            let Entry::Vacant(place) = counters.entry(level) else { continue };
            let ground = self.cubes.ground(Arc::clone(territory), on, Layer::Level(level));
            let mut counter = Counter::new(self, &image, ground, known_at, with.modern.clone());
            counter.prepare(plan.asks())?;
            known_at = Some(counter.known_at());
            place.insert(counter);
        }
        let made_from = MadeFrom {
            known_at: known_at.unwrap_or_else(|| image.head()).0.into(),
            boundaries: on,
            catalog: with.catalog,
            places: with.places,
        };
        let answer = |unit: &str, ask: &Ask| {
            let counter = counters.get_mut(&level(unit).map_err(Fault)?);
            counter.ok_or_else(|| Fault(AppError::damaged(format!("unit {unit}"))))?.answer(unit, ask).map_err(Fault)
        };
        let mut content = plan.content(made_from, answer).map_err(|fault| fault.0)?;
        if with.way > Way::FIRST {
            for column in &mut content.columns {
                let span = match column.span {
                    danso_indicators::ColumnSpan::Period => with.period.span(),
                    danso_indicators::ColumnSpan::YearToDate => with.period.year_to_date(),
                };
                let counter = counters.get(&level(&column.unit)?);
                column.estimated = counter.is_some_and(|counter| counter.is_estimated(&column.unit, span));
            }
        }
        Ok(content)
    }
}

#[cfg(test)]
mod tests {
    use super::Way;

    #[test]
    fn a_way_of_a_later_program_is_not_guessed() {
        assert_eq!([1, 2].map(Way::numbered), [Some(Way::FIRST), Some(Way::NOW)]);
        assert_eq!([0, 3].map(Way::numbered), [None, None]);
        assert_eq!(Way::NOW.number(), 2);
    }
}
