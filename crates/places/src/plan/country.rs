//! The change of the whole country on a day that the embedded tables know.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::change::Fault;
use super::draft::{Draft, When};
use crate::code::{Level, UnitCode};
use crate::gazetteer::Gazetteer;
use crate::succession::{People, Succession};

/// The map on which the decrees of the day are in force, and the last day whose decrees are: that before the next change with
/// successions, none if there is none.
pub(super) fn base(now: &Gazetteer, through: Option<Date>, day: Date) -> Result<(Gazetteer, Option<Date>), &'static str> {
    let embedded = Gazetteer::embedded();
    if !embedded.successions().iter().any(|s| s.on == day) {
        return Err("plan_no_country");
    }
    let Some(through) = through.filter(|through| *through < day) else { return Err("plan_country_in_force") };
    if embedded.successions().iter().any(|s| through < s.on && s.on < day) {
        return Err("plan_country_before");
    }
    let next = embedded.successions().iter().map(|s| s.on).filter(|on| *on > day).min();
    let upto = next.and_then(|next| next.yesterday().ok());
    let base = upto.map_or_else(|| embedded.with(&[], &[]), |upto| embedded.until(upto));
    // What the deployment had laid over the earlier map stays, where the decrees of the day do not end it.
    let earlier = embedded.until(through);
    let own: Vec<_> =
        now.all().iter().filter(|unit| earlier.versions(unit.code).iter().all(|version| version != *unit)).collect();
    if own.is_empty() { Ok((base, upto)) } else { Err("plan_country_over_own") }
}

/// Puts every hamlet into its commune of the day: the one that its commune became; where it became several, the one that the plan names
/// or else, in order of codes, the hamlets dealt to the communes that took people, which is a guess and marked so.
pub(super) fn take(draft: &mut Draft, base: &Gazetteer, day: Date, chosen: &BTreeMap<UnitCode, UnitCode>) -> Vec<Fault> {
    let Ok(eve) = day.yesterday() else { return Vec::new() };
    let when = When { step: None, on: day, eve, decree: "" };
    let mut faults = Vec::new();
    let mut homeless: Vec<UnitCode> = Vec::new();
    for (hamlet, commune) in &draft.commune_of {
        if commune.is_none() && draft.row(*hamlet, eve).is_some() && draft.row(*hamlet, day).is_some() {
            homeless.push(*hamlet);
        }
    }
    faults.extend(homeless.into_iter().map(|hamlet| when.fault("plan_hamlet_nowhere", hamlet)));
    let communes: Vec<UnitCode> = draft.by_commune.keys().copied().collect();
    for commune in communes {
        let became: Vec<Succession> =
            base.successors(commune, eve).iter().filter(|s| s.on == day && s.new.level() == Level::Commune).copied().collect();
        let present = |hamlet: &UnitCode| draft.row(*hamlet, day).is_some_and(|row| row.valid_from != Some(day));
        let hamlets: Vec<UnitCode> = draft.hamlets_of(commune).into_iter().filter(present).collect();
        let heirs = heirs(&became);
        if heirs.is_empty() {
            faults.extend(hamlets.first().map(|_| when.fault("plan_no_successor", commune)));
            continue;
        }
        let named: Vec<Option<UnitCode>> = hamlets.iter().map(|hamlet| chosen.get(hamlet).copied()).collect();
        let open = named.iter().filter(|named| named.is_none()).count();
        let mut dealt = 0;
        for (hamlet, named) in hamlets.into_iter().zip(named) {
            let into = match named {
                Some(named) if became.iter().any(|s| s.new == named) => named,
                Some(_) => {
                    faults.push(when.fault("plan_not_an_heir", hamlet));
                    continue;
                }
                None => {
                    let heir = heirs[dealt * heirs.len() / open.max(1)];
                    dealt += 1;
                    if heirs.len() > 1 {
                        draft.guessed.extend(draft.row(hamlet, day).map(|row| (row.id, day)));
                    }
                    heir
                }
            };
            draft.put_into(hamlet, into, &when);
        }
    }
    faults
}

/// The communes that took people: the one that took all, or those that took some, or all of them where the decree speaks of land alone.
fn heirs(became: &[Succession]) -> Vec<UnitCode> {
    for people in [People::All, People::Some, People::None] {
        let of: Vec<UnitCode> = became.iter().filter(|s| s.people == people).map(|s| s.new).collect();
        if !of.is_empty() {
            return of;
        }
    }
    Vec::new()
}
