//! What a plan changes: rows before and after, and why it cannot be done.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::act::take;
use super::country;
use super::draft::{Draft, When};
use super::{PLAN_VERSION, Plan};
use crate::code::UnitCode;
use crate::gazetteer::Gazetteer;
use crate::overlay::{MapFault, kept_text};
use crate::succession::Succession;
use crate::tree::{Hamlet, HamletId, Tree, TreeError};
use crate::unit::Unit;

/// A row before and after; one that is missing before is added, one that is missing after is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap<T> {
    /// As it was.
    pub before: Option<T>,
    /// As it is to be.
    pub after: Option<T>,
}

impl<T> Swap<T> {
    /// The contrary.
    #[must_use]
    pub fn turned(self) -> Swap<T> {
        Swap { before: self.after, after: self.before }
    }
}

/// Households of one hamlet that go to another, because the hamlet was divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Where they are.
    pub old: HamletId,
    /// Where they go.
    pub new: HamletId,
    /// The day.
    pub on: Date,
    /// Which, by id; none for those who stay.
    pub households: Option<Vec<String>>,
}

/// Why a plan cannot be done. The code is stable; its words are in the message file of whoever shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A stable code that begins with `plan_`.
    pub code: &'static str,
    /// The number of the step, from 0; none for the plan as a whole.
    pub step: Option<usize>,
    /// The unit concerned.
    pub unit: Option<UnitCode>,
}

/// What a plan changes on a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The last day whose embedded decrees are in force for the deployment, before and after; none for all of them.
    pub through: Swap<Date>,
    /// Versions of units.
    pub units: Vec<Swap<Unit>>,
    /// Successions that are new.
    pub successions: Vec<Succession>,
    /// Rows of hamlets.
    pub hamlets: Vec<Swap<Hamlet>>,
    /// Hamlets whose commune from a day on was chosen by rule.
    pub guessed: Vec<(HamletId, Date)>,
    /// Households that go from one hamlet to another.
    pub divisions: Vec<Division>,
    /// Hamlets joined to another whole: the old one, that one, and the day.
    pub heirs: Vec<(HamletId, HamletId, Date)>,
    /// The first day of all that changes.
    pub first: Date,
    /// The last of the days on which something begins.
    pub last: Date,
}

/// Works out what a plan changes on a map. `through` is the last day whose embedded decrees are in force there, and `new_id` makes the
/// ids of hamlets that begin. The answer holds the map as it will be as well.
///
/// # Errors
/// Every reason for which it cannot be done, the first of each step.
pub fn change(
    tree: &Tree,
    through: Option<Date>,
    plan: &Plan,
    new_id: &mut dyn FnMut() -> HamletId,
) -> Result<(Change, Tree), Vec<Fault>> {
    let whole = |code| vec![Fault { code, step: None, unit: None }];
    if plan.version != PLAN_VERSION {
        return Err(whole("plan_version"));
    }
    let mut dated = Vec::new();
    let mut faults = Vec::new();
    for (at, step) in plan.steps.iter().enumerate() {
        match when(plan, at) {
            Some(when) => dated.push((when, &step.act)),
            None => faults.push(Fault { code: "plan_no_day", step: Some(at), unit: Some(step.act.subject()) }),
        }
    }
    dated.sort_by_key(|(when, _)| when.on);
    let first = plan.country.into_iter().chain(dated.first().map(|(when, _)| when.on)).min();
    let Some(first) = first else {
        return Err(if faults.is_empty() { whole("plan_empty") } else { faults });
    };
    let eve = first.yesterday().map_err(|_| whole("plan_no_day"))?;
    let (base, after_through) = match plan.country {
        Some(day) => {
            let (base, through) = country::base(tree.gazetteer(), through, day).map_err(whole)?;
            (Arc::new(base), through)
        }
        None => (tree.shared_gazetteer(), through),
    };
    let mut draft = Draft::of(tree, &base, eve);
    if let Some(day) = plan.country {
        faults.extend(country::take(&mut draft, &base, day, &plan.hamlets));
    }
    for (when, act) in &dated {
        if let Err(fault) = take(&mut draft, when, act, new_id) {
            faults.push(fault);
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let last = plan.country.into_iter().chain(dated.last().map(|(when, _)| when.on)).max().unwrap_or(first);
    let change = Change {
        through: Swap { before: through, after: after_through },
        units: unit_swaps(&base, &draft),
        successions: draft.added.clone(),
        hamlets: hamlet_swaps(tree, &draft),
        guessed: draft.guessed.iter().copied().collect(),
        divisions: draft.divisions.clone(),
        heirs: draft.heirs.clone(),
        first,
        last,
    };
    let same_map = through == after_through && change.units.is_empty() && change.successions.is_empty();
    if same_map && change.hamlets.is_empty() && change.heirs.is_empty() {
        return Err(whole("plan_nothing"));
    }
    let map = checked(tree, &base, draft)?;
    Ok((change, map))
}

fn when(plan: &Plan, at: usize) -> Option<When> {
    let step = plan.steps.get(at)?;
    let on = step.on.or(plan.on)?;
    let decree = step.decree.as_deref().or(plan.decree.as_deref()).unwrap_or_default();
    Some(When { step: Some(at), on, eve: on.yesterday().ok()?, decree: kept_text(decree) })
}

fn unit_swaps(base: &Gazetteer, draft: &Draft) -> Vec<Swap<Unit>> {
    let before: BTreeMap<_, _> = base.all().iter().map(|unit| ((unit.code, unit.valid_from), *unit)).collect();
    differences(&before, &draft.units)
}

fn hamlet_swaps(tree: &Tree, draft: &Draft) -> Vec<Swap<Hamlet>> {
    let mut swaps = Vec::new();
    for (code, rows) in &draft.hamlets {
        let old = tree.index_of_code(*code).map(|index| tree.rows(index)).unwrap_or_default();
        if old == rows.as_slice() {
            continue;
        }
        let by_day = |rows: &[Hamlet]| rows.iter().map(|row| (row.valid_from, row.clone())).collect::<BTreeMap<_, _>>();
        swaps.extend(differences(&by_day(old), &by_day(rows)));
    }
    swaps
}

/// The rows that differ, by key: those taken out or changed, and those added.
fn differences<K: Ord, T: Clone + PartialEq>(before: &BTreeMap<K, T>, after: &BTreeMap<K, T>) -> Vec<Swap<T>> {
    let mut swaps = Vec::new();
    for (key, old) in before {
        let new = after.get(key);
        if new != Some(old) {
            swaps.push(Swap { before: Some(old.clone()), after: new.cloned() });
        }
    }
    let added = after.iter().filter(|(key, _)| !before.contains_key(key));
    swaps.extend(added.map(|(_, new)| Swap { before: None, after: Some(new.clone()) }));
    swaps
}

/// The map as it will be, if it is whole.
fn checked(tree: &Tree, base: &Gazetteer, draft: Draft) -> Result<Tree, Vec<Fault>> {
    let successions = base.successions().iter().chain(&draft.added).copied().collect();
    let gazetteer = Gazetteer::of(draft.units.into_values().collect(), successions);
    let known = base.faults();
    let faults: Vec<Fault> =
        gazetteer.faults().into_iter().filter(|fault| !known.contains(fault)).map(|fault| fault_of(&fault)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let rows = draft.hamlets.into_values().flatten().collect();
    let heirs = tree.heirs().chain(draft.heirs).collect::<Vec<_>>();
    Tree::over(Arc::new(gazetteer), rows).map(|map| map.with_heirs(heirs)).map_err(|error| vec![fault_of_tree(&error)])
}

fn fault_of(fault: &MapFault) -> Fault {
    let (code, unit) = match fault {
        MapFault::Backwards(unit) | MapFault::Overlap(unit) => ("plan_overlap", unit),
        MapFault::NoParent { unit, .. } => ("plan_no_parent", unit),
        MapFault::NoSuccessor { unit, .. } => ("plan_no_successor", unit),
        MapFault::NoPredecessor { unit, .. } => ("plan_no_predecessor", unit),
        MapFault::Loose { old, .. } => ("plan_twice_a_day", old),
    };
    Fault { code, step: None, unit: Some(*unit) }
}

fn fault_of_tree(error: &TreeError) -> Fault {
    let (code, unit) = match error {
        TreeError::NotHamlet(unit) => ("plan_not_hamlet", unit),
        TreeError::NoCommune { hamlet, .. } => ("plan_hamlet_nowhere", hamlet),
        TreeError::Backwards(unit) | TreeError::Overlap(unit) => ("plan_overlap", unit),
        TreeError::Mixed(unit) => ("plan_code_taken", unit),
    };
    Fault { code, step: None, unit: Some(*unit) }
}
