//! The nation, its provinces, districts and communes on any date.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::code::{Level, UnitCode};
use crate::succession::Succession;
use crate::table::{TableError, read_successions, read_units};
use crate::unit::Unit;

const UNIT_TABLES: [&str; 3] =
    [include_str!("../data/provinces.tsv"), include_str!("../data/districts.tsv"), include_str!("../data/communes.tsv")];
const SUCCESSION_TABLE: &str = include_str!("../data/successions.tsv");

/// Every unit down to the commune, in every version, and how each tree became the next.
///
/// Two trees are known: nation → province → district → commune until 2025-06-30, and nation → province →
/// commune from 2025-07-01. The older one is the state of June 2025; earlier changes are not recorded, so it
/// answers for every earlier date.
#[derive(Debug)]
pub struct Gazetteer {
    /// By code, then by first day.
    units: Vec<Unit>,
    /// Places in `units`, by parent, then by code.
    by_parent: Vec<u32>,
    /// By old code, day, new code.
    by_old: Vec<Succession>,
    /// By new code, day, old code.
    by_new: Vec<Succession>,
}

impl Gazetteer {
    /// The gazetteer that comes with the program, read once.
    pub fn embedded() -> &'static Gazetteer {
        Gazetteer::kept()
    }

    /// The same, to be shared with those that may also hold an overlay of it.
    pub fn shared() -> Arc<Gazetteer> {
        Arc::clone(Gazetteer::kept())
    }

    fn kept() -> &'static Arc<Gazetteer> {
        static EMBEDDED: OnceLock<Arc<Gazetteer>> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let read = Gazetteer::read(&UNIT_TABLES, SUCCESSION_TABLE);
            Arc::new(read.expect("the embedded tables are part of the program"))
        })
    }

    pub(crate) fn read(unit_tables: &[&'static str], successions: &'static str) -> Result<Gazetteer, TableError> {
        let mut units = vec![Unit::NATION];
        for table in unit_tables {
            read_units(table, &mut units)?;
        }
        let mut all = Vec::new();
        read_successions(successions, &mut all)?;
        Ok(Gazetteer::of(units, all))
    }

    /// Puts units and successions in order.
    pub(crate) fn of(mut units: Vec<Unit>, successions: Vec<Succession>) -> Gazetteer {
        units.sort_by_key(|unit| (unit.code, unit.valid_from));
        let mut by_parent: Vec<u32> = (0..).take(units.len()).collect();
        by_parent.sort_by_key(|&at| units[at as usize].parent);

        let mut by_old = successions;
        let mut by_new = by_old.clone();
        by_old.sort_by_key(|s| (s.old, s.on, s.new));
        by_new.sort_by_key(|s| (s.new, s.on, s.old));
        Gazetteer { units, by_parent, by_old, by_new }
    }

    /// The unit that a code names on a date.
    pub fn unit(&self, code: UnitCode, at: Date) -> Option<Unit> {
        self.versions(code).iter().find(|unit| unit.in_force(at)).copied()
    }

    /// Every version that a code has had, oldest first. A re-used code lists different units.
    pub fn versions(&self, code: UnitCode) -> &[Unit] {
        run(&self.units, |unit| unit.code.cmp(&code))
    }

    /// Every version of every unit, by code, then by first day.
    pub fn all(&self) -> &[Unit] {
        &self.units
    }

    /// Every succession, by old code, then by day.
    pub fn successions(&self) -> &[Succession] {
        &self.by_old
    }

    /// The unit next above.
    pub fn parent(&self, code: UnitCode, at: Date) -> Option<UnitCode> {
        self.unit(code, at)?.parent
    }

    /// The unit of a level that holds this one, or is this one; none if the tree of that date has no such level here.
    pub fn ancestor(&self, code: UnitCode, level: Level, at: Date) -> Option<UnitCode> {
        let mut unit = self.unit(code, at)?;
        while unit.level() > level {
            unit = self.unit(unit.parent?, at)?;
        }
        (unit.level() == level).then_some(unit.code)
    }

    /// From the nation down to the unit itself; empty if the code names nothing on that date.
    pub fn path(&self, code: UnitCode, at: Date) -> Vec<Unit> {
        let mut path = Vec::with_capacity(4);
        let mut next = Some(code);
        while let Some(unit) = next.and_then(|code| self.unit(code, at)) {
            path.push(unit);
            next = unit.parent;
        }
        path.reverse();
        path
    }

    /// The units next below, by code. Below a commune there are hamlets, which a [`crate::Tree`] knows.
    pub fn children(&self, code: UnitCode, at: Date) -> impl Iterator<Item = Unit> {
        run(&self.by_parent, move |&place| self.units[place as usize].parent.cmp(&Some(code)))
            .iter()
            .map(|&place| self.units[place as usize])
            .filter(move |unit| unit.in_force(at))
    }

    /// The provinces and centrally-run cities of a date, by code.
    pub fn provinces(&self, at: Date) -> Vec<Unit> {
        self.below(UnitCode::NATION, Level::Province, at)
    }

    /// The districts of a province; empty from 2025-07-01.
    pub fn districts_of(&self, province: UnitCode, at: Date) -> Vec<Unit> {
        self.below(province, Level::District, at)
    }

    /// The communes under a province or a district, also where districts stand between.
    pub fn communes_of(&self, province: UnitCode, at: Date) -> Vec<Unit> {
        self.below(province, Level::Commune, at)
    }

    /// The units of one level under a unit, by the codes of the levels between, then by code.
    pub fn below(&self, code: UnitCode, level: Level, at: Date) -> Vec<Unit> {
        let mut found = Vec::new();
        self.gather(code, level, at, &mut found);
        found
    }

    fn gather(&self, code: UnitCode, level: Level, at: Date, found: &mut Vec<Unit>) {
        for child in self.children(code, at) {
            if child.level() == level {
                found.push(child);
            } else if child.level() < level {
                self.gather(child.code, level, at, found);
            }
        }
    }

    /// What the unit named on this date became at its next reorganisation; empty if none is known.
    pub fn successors(&self, code: UnitCode, at: Date) -> &[Succession] {
        let all = run(&self.by_old, |s| s.old.cmp(&code));
        match all.iter().find(|s| s.on > at) {
            Some(next) if self.unit(code, at).is_some() => run(all, |s| s.on.cmp(&next.on)),
            Some(_) | None => &[],
        }
    }

    /// What the unit named on this date was made from at its last reorganisation; empty if none is known.
    pub fn predecessors(&self, code: UnitCode, at: Date) -> &[Succession] {
        let all = run(&self.by_new, |s| s.new.cmp(&code));
        match all.iter().rfind(|s| s.on <= at) {
            Some(last) if self.unit(code, at).is_some() => run(all, |s| s.on.cmp(&last.on)),
            Some(_) | None => &[],
        }
    }
}

fn run<T>(sorted: &[T], compare: impl Fn(&T) -> std::cmp::Ordering) -> &[T] {
    let start = sorted.partition_point(|item| compare(item).is_lt());
    let len = sorted[start..].partition_point(|item| compare(item).is_eq());
    &sorted[start..start + len]
}
