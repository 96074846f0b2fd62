//! A deployment's own map: the embedded gazetteer up to a day, with the deployment's units laid over it.
//!
//! A decree that is in the embedded tables may not be in force for a deployment yet ([`Gazetteer::until`]), and a decree that came after
//! the program was made is in the deployment's rows ([`Gazetteer::with`]). Both make a gazetteer of its own, as fast as the embedded one:
//! look-ups do not know which rows came from where.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use thiserror::Error;

use crate::code::{Level, UnitCode};
use crate::gazetteer::Gazetteer;
use crate::placing::overlap;
use crate::succession::Succession;
use crate::unit::Unit;

/// Why units and successions make no map.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MapFault {
    /// A version ends before it begins.
    #[error("unit {0}: a version ends before it begins")]
    Backwards(UnitCode),
    /// Two versions of one code hold on the same day.
    #[error("unit {0}: two versions hold on the same day")]
    Overlap(UnitCode),
    /// On some day of its version the unit's parent is not in force, or is not of a level above.
    #[error("unit {unit}: no unit {parent} above it on {on}")]
    NoParent {
        /// The unit.
        unit: UnitCode,
        /// The missing one.
        parent: UnitCode,
        /// A day on which it is missing.
        on: Date,
    },
    /// A version ends and nothing says what it became.
    #[error("unit {unit}: ends on {on} without a successor")]
    NoSuccessor {
        /// The unit.
        unit: UnitCode,
        /// Its last day.
        on: Date,
    },
    /// A version begins and nothing says what it was made from.
    #[error("unit {unit}: begins on {on} without a predecessor")]
    NoPredecessor {
        /// The unit.
        unit: UnitCode,
        /// Its first day.
        on: Date,
    },
    /// A succession names a unit that does not end on the day before, or one that does not begin on the day.
    #[error("succession of {old} by {new} on {on}: one of them does not end or begin then")]
    Loose {
        /// The old unit.
        old: UnitCode,
        /// The new unit.
        new: UnitCode,
        /// The day.
        on: Date,
    },
}

/// Keeps a text as long as the program lives, once however often it comes. Names of units are few and read everywhere, so units borrow
/// them; those of a deployment are kept here.
pub fn kept_text(text: &str) -> &'static str {
    static KEPT: OnceLock<Mutex<HashSet<&'static str>>> = OnceLock::new();
    let mut kept = KEPT.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(text) {
        return known;
    }
    let forever: &'static str = Box::leak(text.to_owned().into_boxed_str());
    kept.insert(forever);
    forever
}

impl Gazetteer {
    /// This map as it would be if nothing had been decreed for a later day than this: what was in force on the day lasts on.
    #[must_use]
    pub fn until(&self, day: Date) -> Gazetteer {
        let begun = self.all().iter().filter(|unit| unit.valid_from.is_none_or(|from| from <= day));
        let open = |unit: &Unit| Unit { valid_to: unit.valid_to.filter(|to| *to < day), ..*unit };
        let successions = self.successions().iter().filter(|s| s.on <= day).copied().collect();
        Gazetteer::of(begun.map(open).collect(), successions)
    }

    /// This map with other rows laid over it: a unit takes the place of the version with the same code and first day, or is added;
    /// successions are added.
    #[must_use]
    pub fn with(&self, units: &[Unit], successions: &[Succession]) -> Gazetteer {
        let mut all: BTreeMap<(UnitCode, Option<Date>), Unit> = self.all().iter().map(|unit| (key(unit), *unit)).collect();
        all.extend(units.iter().map(|unit| (key(unit), *unit)));
        let known: HashSet<_> = self.successions().iter().map(|s| (s.old, s.new, s.on)).collect();
        let new = successions.iter().filter(|s| !known.contains(&(s.old, s.new, s.on)));
        Gazetteer::of(all.into_values().collect(), self.successions().iter().chain(new).copied().collect())
    }

    /// The days on which the map changes, in order.
    pub fn days_of_change(&self) -> Vec<Date> {
        let days: BTreeSet<Date> = self.all().iter().filter_map(|unit| unit.valid_from).collect();
        days.into_iter().collect()
    }

    /// Looks whether the map is whole: versions of a code follow each other, every unit has one above it on all its days, every end
    /// has a successor and every beginning a predecessor, or the code goes on unbroken. Districts may end without a successor of their
    /// own: they became what their communes became.
    pub fn faults(&self) -> Vec<MapFault> {
        let mut faults = Vec::new();
        let successions: HashSet<(UnitCode, Date)> = self.successions().iter().map(|s| (s.old, s.on)).collect();
        let begun: HashSet<(UnitCode, Date)> = self.successions().iter().map(|s| (s.new, s.on)).collect();
        for unit in self.all() {
            if unit.valid_from.zip(unit.valid_to).is_some_and(|(from, to)| to < from) {
                faults.push(MapFault::Backwards(unit.code));
                continue;
            }
            let versions = self.versions(unit.code);
            let period = (unit.valid_from, unit.valid_to);
            if versions.iter().any(|other| key(other) > key(unit) && overlap((other.valid_from, other.valid_to), period)) {
                faults.push(MapFault::Overlap(unit.code));
            }
            self.parent_faults(unit, &mut faults);
            if let Some(last) = unit.valid_to
                && let Ok(next) = last.tomorrow()
                && unit.level() != Level::District
                && !successions.contains(&(unit.code, next))
                && !versions.iter().any(|other| other.valid_from == Some(next))
            {
                faults.push(MapFault::NoSuccessor { unit: unit.code, on: last });
            }
            if let Some(first) = unit.valid_from
                && let Ok(eve) = first.yesterday()
                && !begun.contains(&(unit.code, first))
                && !versions.iter().any(|other| other.valid_to == Some(eve))
            {
                faults.push(MapFault::NoPredecessor { unit: unit.code, on: first });
            }
        }
        for s in self.successions() {
            let old = s.on.yesterday().ok().and_then(|eve| self.unit(s.old, eve)).and_then(|unit| unit.valid_to?.tomorrow().ok());
            let new = self.unit(s.new, s.on).and_then(|unit| unit.valid_from);
            if old != Some(s.on) || new != Some(s.on) {
                faults.push(MapFault::Loose { old: s.old, new: s.new, on: s.on });
            }
        }
        faults
    }

    /// A unit needs one above on its first day, its last day and each day on which that one changes between.
    fn parent_faults(&self, unit: &Unit, faults: &mut Vec<MapFault>) {
        let Some(parent) = unit.parent else { return };
        let versions = self.versions(parent);
        let inside = |day: &Date| unit.in_force(*day);
        let begins = versions.iter().filter_map(|version| version.valid_from);
        let after = versions.iter().filter_map(|version| version.valid_to?.tomorrow().ok());
        let days = unit.valid_from.into_iter().chain(unit.valid_to).chain(begins).chain(after).filter(inside);
        let always = unit.valid_from.is_none() && unit.valid_to.is_none() && versions.is_empty();
        let missing = days.into_iter().find(|day| !versions.iter().any(|version| version.in_force(*day)));
        let on = missing.or_else(|| (always || parent.level() >= unit.level()).then_some(Date::constant(2025, 7, 1)));
        if let Some(on) = on {
            faults.push(MapFault::NoParent { unit: unit.code, parent, on });
        }
    }
}

fn key(unit: &Unit) -> (UnitCode, Option<Date>) {
    (unit.code, unit.valid_from)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::succession::{People, Relation};

    const EVE: Date = date(2025, 6, 30);
    const DAY: Date = date(2025, 7, 1);

    fn code(text: &str) -> UnitCode {
        text.parse().expect("a unit code")
    }

    #[test]
    fn the_embedded_map_is_whole() {
        assert_eq!(Gazetteer::embedded().faults(), []);
    }

    #[test]
    fn before_a_decree_the_old_map_lasts_on() {
        let old = Gazetteer::embedded().until(EVE);
        assert_eq!(old.faults(), []);
        let later = date(2026, 6, 1);
        assert_eq!(old.provinces(later).len(), 63);
        assert_eq!(old.below(UnitCode::NATION, Level::District, later).len(), 696);
        assert_eq!(old.below(UnitCode::NATION, Level::Commune, later).len(), 10_035);
        assert_eq!(old.unit(code("15"), later).map(|unit| unit.name), Some("Yên Bái"));
        assert_eq!(old.successors(code("00016"), EVE), []);
        assert_eq!(old.days_of_change(), []);
        assert_eq!(Gazetteer::embedded().days_of_change(), [DAY, date(2026, 4, 30)]);
        let next = Gazetteer::embedded().until(DAY);
        assert_eq!(next.faults(), []);
        assert_eq!(next.unit(code("75"), later).map(|unit| unit.full_name), Some("Tỉnh Đồng Nai"));
    }

    #[test]
    fn a_rename_is_laid_over() {
        let base = Gazetteer::embedded();
        let day = date(2027, 1, 1);
        let old = base.unit(code("31120"), day).expect("a commune");
        let closed = Unit { valid_to: day.yesterday().ok(), ..old };
        let name = kept_text("Phường Cái Khế Mới");
        let new = Unit { name, full_name: name, valid_from: Some(day), valid_to: None, ..old };
        let map = base.with(&[closed, new], &[]);
        assert_eq!(map.faults(), []);
        assert_eq!(map.unit(code("31120"), day).map(|unit| unit.full_name), Some("Phường Cái Khế Mới"));
        assert_eq!(
            map.unit(code("31120"), EVE).map(|unit| unit.full_name),
            base.unit(code("31120"), EVE).map(|unit| unit.full_name)
        );
        assert!(std::ptr::eq(name, kept_text("Phường Cái Khế Mới")), "kept once");
    }

    #[test]
    fn what_is_not_whole_is_told() {
        let base = Gazetteer::embedded();
        let day = date(2027, 1, 1);
        let old = base.unit(code("31120"), day).expect("a commune");
        let closed = Unit { valid_to: day.yesterday().ok(), ..old };
        let eve = day.yesterday().expect("a day before");
        assert_eq!(base.with(&[closed], &[]).faults(), [MapFault::NoSuccessor { unit: code("31120"), on: eve }]);
        let founded = Unit { code: code("99999"), valid_from: Some(day), ..old };
        assert_eq!(base.with(&[founded], &[]).faults(), [MapFault::NoPredecessor { unit: code("99999"), on: day }]);
        let orphan = Unit { parent: Some(code("93")), valid_from: Some(day), ..old };
        let told = base.with(&[closed, orphan], &[]).faults();
        assert_eq!(told, [MapFault::NoParent { unit: code("31120"), parent: code("93"), on: day }]);
        let twice = Unit { valid_from: Some(day), ..old };
        assert_eq!(base.with(&[twice], &[]).faults()[0], MapFault::Overlap(code("31120")));
        let loose = Succession {
            old: code("31120"),
            new: code("31135"),
            relation: Relation::Whole,
            people: People::All,
            on: day,
            decree: "1",
        };
        assert_eq!(base.with(&[], &[loose]).faults(), [MapFault::Loose { old: code("31120"), new: code("31135"), on: day }]);
    }
}
