//! The numbers of a report, from the image at a position, with kept definitions.

use super::ask::Wanted;
use super::kept::Kept;
use crate::{App, AppError, Territory};
use danso_indicators::{Ask, By, MadeFrom, Measure, ReportContent, ReportError, Span, UnitLabel, average};
use danso_model::{HamletId, Origin, Position};
use danso_places::{Kind, Level, UnitCode};
use danso_tally::{Dim, Image, Map, MeasureQuery, Place, When};
use jiff::civil::Date;
use std::collections::HashMap;

/// The values of an enum of the indicators in the words of the image: both have the names of `docs/measures.md`.
macro_rules! same_words {
    ($name:ident: $from:ty => $to:ty { $($variant:ident),+ $(,)? }) => {
        const fn $name(value: $from) -> $to {
            match value { $(<$from>::$variant => <$to>::$variant,)+ }
        }
    };
}
same_words!(count: danso_indicators::Count => danso_tally::Count {
    Residents, Households, Births, Deaths, MovesIn, MovesOut, Corrections, Marriages, Couples, Divorces, Separations, Widowed,
    MethodStarts, MethodStops, Pregnancies, PrenatalScreens, NewbornScreens, Checkups, Reviews,
});
same_words!(dimension: danso_indicators::Dimension => Dim {
    Sex, Age, Residence, Marital, Method, Ethnic, Education, Disabled, Urban, Type, Fresh, Order, MotherAge, BirthPlace, Multiple,
    Neonatal, DeathPlace, Level, Registered, Kin, Underage, Counselled, First, Modern, New, Outcome, Band, Panels, Edward, Down,
    Patau, Thalassemia, Ch, G6pd, Cah, Hearing, Heart,
});

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

/// The hamlets of a unit as one group, and what tells the level of a move.
fn map(image: &Image, territory: &Territory, unit: UnitCode, on: Date) -> Map {
    let tree = &territory.tree;
    let at = |hamlet: HamletId, level| territory.index(hamlet).and_then(|index| tree.ancestor(index, level, on));
    let place = |hamlet: HamletId| {
        let commune = at(hamlet, Level::Commune);
        let kind = commune.and_then(|commune| tree.gazetteer().unit(commune, on)).map(|commune| commune.kind);
        Place {
            group: (at(hamlet, unit.level()) == Some(unit)).then(|| unit.to_string()),
            commune: commune.map(|unit| unit.to_string()),
            province: at(hamlet, Level::Province).map(|unit| unit.to_string()),
            urban: matches!(kind, Some(Kind::Ward | Kind::Township)),
        }
    };
    let province = |origin: &Origin| {
        let (Origin::Commune(code) | Origin::Province(code)) = origin else { return None };
        let named: UnitCode = code.as_str().parse().ok()?;
        tree.gazetteer().ancestor(named, Level::Province, on).map(|unit| unit.to_string())
    };
    Map::new(image, place, province)
}

impl App {
    /// Makes the numbers of a report as known at a position.
    ///
    /// # Errors
    /// `unknown_form` or `bad_report` when the kept template cannot make it.
    pub(crate) fn make_report(&self, kept: &Kept, wanted: &Wanted, known_at: Position) -> Result<ReportContent, AppError> {
        let (territory, on) = (kept.territory.as_ref(), wanted.boundaries);
        let own = label(territory, wanted.unit, on);
        let children: Vec<UnitLabel> =
            territory.tree.children(wanted.unit, on).into_iter().map(|unit| label(territory, unit, on)).collect();
        let plan = kept.templates.plan(&wanted.form, wanted.period, own, &children);
        let plan = plan.ok_or_else(|| AppError::bad("unknown_form", &wanted.form))?;
        let plan = plan.map_err(|error| Fault::from(error).0)?;
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let maps: HashMap<String, Map> = plan
            .units()
            .into_iter()
            .filter_map(|code| Some((code.to_owned(), map(&image, territory, code.parse().ok()?, on))))
            .collect();
        let made_from = MadeFrom {
            known_at: known_at.0.into(),
            boundaries: on,
            catalog: kept.counting.version.clone(),
            places: kept.places.clone(),
        };
        let answer = |unit: &str, ask: &Ask| match ask {
            Ask::Counted { measure, by, span } => {
                let map = maps.get(unit).ok_or_else(|| Fault(AppError::damaged(format!("unit {unit}"))))?;
                numbers(&image, map, measure, *by, *span, known_at, &kept.counting.modern).map_err(Fault)
            }
            Ask::Operational { name, .. } => Err(Fault(AppError::damaged(format!("a report with {name}")))),
        };
        plan.content(made_from, answer).map_err(|fault| fault.0)
    }
}

fn numbers(
    image: &Image,
    map: &Map,
    measure: &Measure,
    by: Option<By>,
    span: Span,
    known_at: Position,
    modern: &[u16],
) -> Result<Vec<f64>, AppError> {
    use danso_indicators::When as Taken;
    let what = count(measure.count);
    let days = match measure.when {
        Taken::End => vec![span.to()],
        Taken::Start => vec![span.day_before()],
        Taken::Average => span.stock_days(),
    };
    let period = [(span.from(), span.to())];
    let when = if what.is_stock() { When::Days(&days) } else { When::Periods(&period) };
    let only: Vec<(Dim, Vec<(u16, u16)>)> = measure.only.iter().map(|(dim, ranges)| (dimension(*dim), ranges.clone())).collect();
    let split: Vec<Dim> = by.iter().map(|by| dimension(by.dimension)).collect();
    let query = MeasureQuery { count: what, when, known_at: Some(known_at), map, only: &only, by: &split, modern, threads: 1 };
    let cells = image.measure(&query).map_err(|error| AppError::bad("bad_report", error.to_string()))?;
    let times = if what.is_stock() { days.len() } else { 1 };
    let mut sums = vec![vec![0_i64; times]; by.map_or(1, By::len)];
    for (_, time, of, found) in cells.iter() {
        let group = match (by, of.first()) {
            (Some(by), Some(value)) => by.group_of(*value),
            (Some(_), None) => None,
            (None, _) => Some(0),
        };
        if let Some(sum) = group.and_then(|group| sums.get_mut(group)).and_then(|row| row.get_mut(time)) {
            *sum += found;
        }
    }
    let settle = |row: &Vec<i64>| match row.as_slice() {
        [one] => *one as f64,
        several => average(&several.iter().map(|stock| stock.unsigned_abs()).collect::<Vec<_>>()),
    };
    Ok(sums.iter().map(settle).collect())
}
