//! What was said of an office's earlier list and still holds of the next one: answers and outcomes about rows and persons that have not changed. Pure.
//!
//! Carried over is only what leaves the register as it is. Whatever said that the register is wrong must be looked at again: were it put right, there would be no
//! difference any more.

use super::difference::{Difference, DifferenceKind};
use super::frozen::{Frozen, Ours, Theirs};
use super::standard::Value;
use super::state::{State, amounts_to};
use super::steps::{CarriedAnswer, OutcomeCode, Settled, Step, Verdict};
use danso_lists::Record;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A list and what was said of it.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) frozen: &'a Frozen,
    pub(super) state: &'a State,
}

/// By what a row is known again: what the office calls it, and who it says that is.
type Known<'a> = (&'a str, String, &'a str, &'a str, &'a str, &'a str);

fn known(record: &Record) -> Known<'_> {
    (&record.id, record.full_name(), &record.sex, &record.birth, &record.number, &record.old_number)
}

/// Rows by what they are known by; those that are known by the same as another are left out.
fn once(theirs: &[Theirs]) -> HashMap<Known<'_>, u32> {
    let mut rows: HashMap<Known<'_>, Option<u32>> = HashMap::new();
    for (row, theirs) in (0_u32..).zip(theirs) {
        rows.entry(known(&theirs.record)).and_modify(|known| *known = None).or_insert(Some(row));
    }
    rows.into_iter().filter_map(|(known, row)| Some((known, row?))).collect()
}

fn persons<'a>(frozen: &'a Frozen, theirs: &'a Theirs) -> impl Iterator<Item = Uuid> + 'a {
    theirs.kept.iter().filter_map(|kept| frozen.ours.get(kept.ours as usize)).map(|ours| ours.person)
}

/// What a value of a person of the register is, as it is compared.
fn value_of(ours: &Ours, value: Value) -> &str {
    match value {
        Value::Name => &ours.name,
        Value::Sex => &ours.sex,
        Value::Birth => &ours.birth,
        Value::Number => &ours.pin,
    }
}

/// Whether an outcome leaves the register as it is, and so may hold again.
fn holds(kind: DifferenceKind, outcome: OutcomeCode) -> bool {
    match (kind, outcome) {
        (_, OutcomeCode::Ours | OutcomeCode::Both | OutcomeCode::Definition) => true,
        (DifferenceKind::TheirsOnly, OutcomeCode::Moved | OutcomeCode::Dead | OutcomeCode::Duplicate) => true,
        (_, OutcomeCode::Theirs) => false,
        (DifferenceKind::OursOnly | DifferenceKind::Value, OutcomeCode::Moved | OutcomeCode::Dead | OutcomeCode::Duplicate) => {
            false
        }
    }
}

/// What of an earlier list still holds: a step of `from`, or None.
pub(super) fn carried(from: Uuid, before: Side<'_>, now: Side<'_>) -> Option<Step> {
    let rows = once(&now.frozen.theirs);
    let earlier = once(&before.frozen.theirs);
    // Rows of the earlier list that are a row of this one.
    let again: HashMap<u32, u32> = earlier.iter().filter_map(|(known, row)| rows.get(known).map(|now| (*row, *now))).collect();
    let answers = answers(before, now, &again);
    let outcomes = outcomes(from, before, now, &again);
    (!answers.is_empty() || !outcomes.is_empty()).then_some(Step::Carried { from, answers, outcomes })
}

fn answers(before: Side<'_>, now: Side<'_>, again: &HashMap<u32, u32>) -> Vec<CarriedAnswer> {
    let here: HashSet<Uuid> = now.frozen.ours.iter().map(|ours| ours.person).collect();
    let mut taken: HashSet<Uuid> = HashSet::new();
    let mut carried = Vec::new();
    for (row, given) in &before.state.answers {
        let (Some(Ok(answer)), Some(new)) = (amounts_to(given), again.get(row)) else { continue };
        let person = answer.ours.and_then(|at| before.frozen.ours.get(at as usize)).map(|ours| ours.person);
        let still = match (answer.verdict, person) {
            (Verdict::Same, Some(person)) => here.contains(&person) && taken.insert(person),
            // Nobody of those whom it might have been; whoever it may be since was not asked about.
            (Verdict::None, _) => {
                let asked: HashSet<Uuid> = persons(before.frozen, &before.frozen.theirs[*row as usize]).collect();
                persons(now.frozen, &now.frozen.theirs[*new as usize]).all(|person| asked.contains(&person))
            }
            (Verdict::Same, None) | (Verdict::Unsure, _) => false,
        };
        if still {
            let person = person.filter(|_| answer.verdict == Verdict::Same);
            carried.push(CarriedAnswer { row: *new, verdict: answer.verdict, person });
        }
    }
    carried.sort_by_key(|answer| answer.row);
    carried
}

fn outcomes(from: Uuid, before: Side<'_>, now: Side<'_>, again: &HashMap<u32, u32>) -> Vec<(String, Settled)> {
    let ours = |side: Side<'_>, difference: &Difference| -> Option<usize> {
        difference.ours.map(|at| at as usize).filter(|at| *at < side.frozen.ours.len())
    };
    // Rows may be differences of this list only once its answers are taken in: by key, whether or not they are one now.
    let key = |difference: &Difference| -> Option<String> {
        match difference.kind {
            DifferenceKind::OursOnly => Some(difference.key.clone()),
            DifferenceKind::TheirsOnly => again.get(&difference.row?).map(|row| format!("t:{row}")),
            DifferenceKind::Value => {
                let (row, value) = (again.get(&difference.row?)?, difference.value?);
                let told = &before.frozen.ours[ours(before, difference)?];
                let same = now.frozen.ours.iter().find(|other| other.person == told.person)?;
                (value_of(told, value) == value_of(same, value)).then(|| format!("v:{row}:{}", value.code()))
            }
        }
    };
    let mut carried: Vec<(String, Settled)> = Vec::new();
    for difference in &before.state.differences {
        let Some((.., settled)) = before.state.outcomes.get(&difference.key) else { continue };
        if let Some(key) = key(difference).filter(|_| holds(difference.kind, settled.outcome)) {
            let settled = Settled {
                outcome: settled.outcome,
                note: settled.note.clone(),
                date: None,
                to: None,
                event: None,
                made: false,
                carried: Some(from),
            };
            carried.push((key, settled));
        }
    }
    carried
}
