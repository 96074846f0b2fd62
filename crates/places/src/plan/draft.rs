//! A map while a plan is worked out on it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::change::{Division, Fault};
use crate::code::{Level, UnitCode};
use crate::gazetteer::Gazetteer;
use crate::overlay::kept_text;
use crate::succession::{People, Relation, Succession};
use crate::tree::{Hamlet, HamletId, HamletIndex, Tree};
use crate::unit::{Kind, Unit};

/// The day and the legal text of a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct When {
    pub(super) step: Option<usize>,
    pub(super) on: Date,
    pub(super) eve: Date,
    pub(super) decree: &'static str,
}

impl When {
    pub(super) fn fault(&self, code: &'static str, unit: UnitCode) -> Fault {
        Fault { code, step: self.step, unit: Some(unit) }
    }
}

/// Units, successions and hamlets, changed step by step.
pub(super) struct Draft {
    pub(super) units: BTreeMap<(UnitCode, Option<Date>), Unit>,
    pub(super) added: Vec<Succession>,
    pub(super) hamlets: BTreeMap<UnitCode, Vec<Hamlet>>,
    /// The commune of each hamlet now, as far as the steps have come; none where it is not known.
    pub(super) commune_of: BTreeMap<UnitCode, Option<UnitCode>>,
    pub(super) by_commune: BTreeMap<UnitCode, BTreeSet<UnitCode>>,
    pub(super) guessed: BTreeSet<(HamletId, Date)>,
    pub(super) divisions: Vec<Division>,
    pub(super) heirs: Vec<(HamletId, HamletId, Date)>,
}

impl Draft {
    /// The map as it is, read on the day before the first step.
    pub(super) fn of(tree: &Tree, gazetteer: &Gazetteer, eve: Date) -> Draft {
        let units = gazetteer.all().iter().map(|unit| ((unit.code, unit.valid_from), *unit)).collect();
        let mut draft = Draft {
            units,
            added: Vec::new(),
            hamlets: BTreeMap::new(),
            commune_of: BTreeMap::new(),
            by_commune: BTreeMap::new(),
            guessed: BTreeSet::new(),
            divisions: Vec::new(),
            heirs: Vec::new(),
        };
        for index in tree.indices() {
            draft.take(tree, index, eve);
        }
        draft
    }

    fn take(&mut self, tree: &Tree, index: HamletIndex, eve: Date) {
        let rows = tree.rows(index);
        let Some(code) = rows.first().map(|row| row.code) else { return };
        self.hamlets.insert(code, rows.to_vec());
        // A hamlet that begins later is where its first row says.
        let begins = rows.first().and_then(|row| row.valid_from).filter(|from| *from > eve);
        let commune = tree.commune_of(index, begins.unwrap_or(eve));
        self.settle(code, commune);
    }

    /// Notes in which commune a hamlet is.
    fn settle(&mut self, hamlet: UnitCode, commune: Option<UnitCode>) {
        if let Some(Some(before)) = self.commune_of.insert(hamlet, commune)
            && let Some(there) = self.by_commune.get_mut(&before)
        {
            there.remove(&hamlet);
        }
        if let Some(commune) = commune {
            self.by_commune.entry(commune).or_default().insert(hamlet);
        }
    }

    /// The version in force on a day.
    pub(super) fn unit(&self, code: UnitCode, at: Date) -> Option<Unit> {
        self.versions(code).find(|unit| unit.in_force(at)).copied()
    }

    pub(super) fn versions(&self, code: UnitCode) -> impl DoubleEndedIterator<Item = &Unit> {
        self.units.range((code, None)..=(code, Some(Date::MAX))).map(|(_, unit)| unit)
    }

    /// The unit that a step is about: in force on its day, and not to change again later.
    pub(super) fn subject(&self, code: UnitCode, when: &When) -> Result<Unit, Fault> {
        let unit = self.unit(code, when.on).ok_or_else(|| when.fault("plan_no_unit", code))?;
        match unit.valid_to {
            Some(_) => Err(when.fault("plan_changes_later", code)),
            None => Ok(unit),
        }
    }

    /// The units next below, on a day.
    pub(super) fn children(&self, code: UnitCode, at: Date) -> Vec<Unit> {
        self.units.values().filter(|unit| unit.parent == Some(code) && unit.in_force(at)).copied().collect()
    }

    /// Makes a version last until the day before; one that begins on the day is taken back.
    pub(super) fn close(&mut self, unit: &Unit, when: &When) {
        let key = (unit.code, unit.valid_from);
        if unit.valid_from == Some(when.on) {
            self.units.remove(&key);
        } else if let Some(version) = self.units.get_mut(&key) {
            version.valid_to = Some(when.eve);
        }
    }

    /// Puts a version from the day on.
    pub(super) fn begin(&mut self, unit: Unit, when: &When) {
        let unit = Unit { valid_from: Some(when.on), valid_to: None, decree: Some(when.decree), ..unit };
        self.units.insert((unit.code, unit.valid_from), unit);
    }

    /// The unit goes on under its code from the day on, changed.
    pub(super) fn go_on(&mut self, unit: &Unit, when: &When, changed: Unit) {
        self.close(unit, when);
        self.begin(changed, when);
    }

    /// One unit goes into another on the day.
    pub(super) fn succeed(&mut self, old: UnitCode, new: UnitCode, whole: bool, when: &When) {
        let (relation, people) = if whole { (Relation::Whole, People::All) } else { (Relation::Part, People::Some) };
        self.added.push(Succession { old, new, relation, people, on: when.on, decree: when.decree });
    }

    /// Whether the code was made or ended by a succession on the day: then it cannot be changed by another.
    pub(super) fn changed_today(&self, code: UnitCode, when: &When) -> bool {
        self.added.iter().any(|s| s.on == when.on && (s.old == code || s.new == code))
    }

    /// The hamlets of a commune now.
    pub(super) fn hamlets_of(&self, commune: UnitCode) -> Vec<UnitCode> {
        self.by_commune.get(&commune).map(|hamlets| hamlets.iter().copied().collect()).unwrap_or_default()
    }

    /// The row of a hamlet on a day.
    pub(super) fn row(&self, hamlet: UnitCode, at: Date) -> Option<&Hamlet> {
        let covers = |row: &&Hamlet| row.valid_from.is_none_or(|from| from <= at) && row.valid_to.is_none_or(|to| at <= to);
        self.hamlets.get(&hamlet)?.iter().find(covers)
    }

    /// Changes a hamlet from the day on: its row ends the day before and another begins, which lasts as long.
    pub(super) fn change_hamlet(&mut self, hamlet: UnitCode, when: &When, edit: impl FnOnce(&mut Hamlet)) {
        let Some(row) = self.row(hamlet, when.on).cloned() else { return };
        let mut next = Hamlet { valid_from: Some(when.on), ..row.clone() };
        edit(&mut next);
        let commune = next.commune;
        let rows = self.hamlets.entry(hamlet).or_default();
        rows.retain(|other| other.valid_from != row.valid_from);
        if row.valid_from != Some(when.on) {
            rows.push(Hamlet { valid_to: Some(when.eve), ..row });
        }
        rows.push(next);
        rows.sort_by_key(|row| row.valid_from);
        self.settle(hamlet, Some(commune));
    }

    /// Puts a hamlet into a commune from the day on, with a row of its own even if the code of the commune stays: the commune of that code is
    /// another one.
    pub(super) fn put_into(&mut self, hamlet: UnitCode, commune: UnitCode, when: &When) {
        self.change_hamlet(hamlet, when, |row| row.commune = commune);
    }

    /// Ends a hamlet on the day before.
    pub(super) fn end_hamlet(&mut self, hamlet: UnitCode, when: &When) {
        let Some(row) = self.row(hamlet, when.on).cloned() else { return };
        if let Some(rows) = self.hamlets.get_mut(&hamlet) {
            rows.retain(|other| other.valid_from != row.valid_from);
            if row.valid_from != Some(when.on) {
                rows.push(Hamlet { valid_to: Some(when.eve), ..row });
            }
            rows.sort_by_key(|row| row.valid_from);
        }
        self.settle(hamlet, None);
    }

    /// A new hamlet from the day on.
    pub(super) fn found_hamlet(&mut self, row: Hamlet) {
        let (code, commune) = (row.code, row.commune);
        self.hamlets.insert(code, vec![row]);
        self.settle(code, Some(commune));
    }
}

/// Kind and name out of a full name of a unit of a level.
pub(super) fn named(level: Level, full_name: &str) -> Option<(Kind, &'static str, &'static str)> {
    let full_name = kept_text(full_name.trim());
    let (kind, name) = Kind::split(level, full_name)?;
    (!name.is_empty()).then_some((kind, name, full_name))
}

/// Kind and name of a hamlet: the words before the first that begins with a capital or is a number, and the rest.
pub(super) fn hamlet_named(full_name: &str, kind: &str) -> Option<(String, String)> {
    let full_name = full_name.trim();
    let lower = full_name.to_lowercase();
    if !kind.is_empty() && lower.starts_with(&format!("{} ", kind.to_lowercase())) {
        let (head, name) = full_name.split_at(full_name.len().min(kind.len()));
        return Some((head.to_owned(), name.trim().to_owned()));
    }
    let (first, rest) = full_name.split_once(' ')?;
    let words: Vec<&str> = rest.split(' ').take_while(|word| word.chars().all(char::is_lowercase)).collect();
    let cut = words.iter().map(|word| word.len() + 1).sum::<usize>();
    let name = rest.get(cut..).unwrap_or_default().trim();
    let kind = std::iter::once(first).chain(words).collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then(|| (kind, name.to_owned()))
}
