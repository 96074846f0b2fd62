//! One step, taken on a draft.

use super::change::{Division, Fault};
use super::draft::{Draft, When, hamlet_named, named};
use super::{Act, Side};
use crate::code::{Level, UnitCode};
use crate::tree::{Hamlet, HamletId};
use crate::unit::Unit;

/// Takes a step.
pub(super) fn take(draft: &mut Draft, when: &When, act: &Act, new_id: &mut dyn FnMut() -> HamletId) -> Result<(), Fault> {
    let hamlet = act.subject().level() == Level::Hamlet;
    if act.subject().level() == Level::Nation {
        return Err(when.fault("plan_nation", act.subject()));
    }
    match act {
        Act::Rename { unit, name } if hamlet => rename_hamlet(draft, when, *unit, name),
        Act::Rename { unit, name } => rename(draft, when, *unit, name),
        Act::Raise { unit, name, code: None } | Act::Lower { unit, name, code: None } if !hamlet => {
            rename(draft, when, *unit, name)
        }
        Act::Raise { unit, .. } | Act::Lower { unit, .. } | Act::Recode { unit, .. } if hamlet => {
            Err(when.fault("plan_hamlet_code", *unit))
        }
        Act::Raise { unit, name, code: Some(code) } | Act::Lower { unit, name, code: Some(code) } => {
            recode(draft, when, *unit, *code, Some(name))
        }
        Act::Raise { unit, name, code: None } | Act::Lower { unit, name, code: None } => rename(draft, when, *unit, name),
        Act::Recode { unit, code } if unit.level() != code.level() => Err(when.fault("plan_level", *code)),
        Act::Recode { unit, code } => recode(draft, when, *unit, *code, None),
        Act::Merge { units, into } if hamlet => merge_hamlets(draft, when, units, into, new_id),
        Act::Merge { units, into } => merge(draft, when, units, into),
        Act::Split { unit, into } if hamlet => split_hamlet(draft, when, *unit, into, new_id),
        Act::Split { unit, into } => split(draft, when, *unit, into),
        Act::Move { unit, parent } if hamlet => move_hamlet(draft, when, *unit, *parent),
        Act::Move { unit, parent } => {
            let now = draft.subject(*unit, when)?;
            draft.go_on(&now, when, Unit { parent: Some(*parent), ..now });
            Ok(())
        }
        Act::Create { side } if hamlet => create_hamlet(draft, when, side, new_id).map(|_| ()),
        Act::Create { side } => create(draft, when, side),
        Act::End { unit, into: Some(into) } => {
            let side = Side { code: *into, name: None, parent: None, units: Vec::new(), households: Vec::new() };
            let both = [*unit, *into];
            if hamlet { merge_hamlets(draft, when, &both, &side, new_id) } else { merge(draft, when, &both, &side) }
        }
        Act::End { unit, into: None } if hamlet => {
            present(draft, when, *unit)?;
            draft.end_hamlet(*unit, when);
            Ok(())
        }
        Act::End { unit, into: None } => Err(when.fault("plan_no_successor", *unit)),
    }
}

fn rename(draft: &mut Draft, when: &When, unit: UnitCode, name: &str) -> Result<(), Fault> {
    let now = draft.subject(unit, when)?;
    let (kind, name, full_name) = named(unit.level(), name).ok_or_else(|| when.fault("plan_name", unit))?;
    draft.go_on(&now, when, Unit { kind, name, full_name, ..now });
    Ok(())
}

/// A code that nothing has on the day, or that ends on it.
fn free(draft: &Draft, when: &When, code: UnitCode, but: &[UnitCode]) -> Result<(), Fault> {
    let taken = draft.versions(code).any(|unit| unit.valid_to.is_none_or(|to| to >= when.on));
    if taken && !but.contains(&code) { Err(when.fault("plan_code_taken", code)) } else { Ok(()) }
}

/// Units that a succession of the day may begin from.
fn old(draft: &Draft, when: &When, units: &[UnitCode]) -> Result<Vec<Unit>, Fault> {
    let level = units.first().map(UnitCode::level);
    let mut found = Vec::with_capacity(units.len());
    for code in units {
        if Some(code.level()) != level {
            return Err(when.fault("plan_level", *code));
        }
        if draft.changed_today(*code, when) {
            return Err(when.fault("plan_twice_a_day", *code));
        }
        found.push(draft.subject(*code, when)?);
    }
    Ok(found)
}

/// What a side makes out of a unit.
fn made(draft: &Draft, when: &When, side: &Side, from: &Unit) -> Result<Unit, Fault> {
    let keeps = draft.unit(side.code, when.on).filter(|_| side.code == from.code).unwrap_or(*from);
    let (kind, name, full_name) = match &side.name {
        Some(name) => named(side.code.level(), name).ok_or_else(|| when.fault("plan_name", side.code))?,
        None if side.code == from.code => (keeps.kind, keeps.name, keeps.full_name),
        None => return Err(when.fault("plan_name", side.code)),
    };
    let parent = side.parent.or(keeps.parent);
    Ok(Unit { code: side.code, kind, name, full_name, parent, ..keeps })
}

/// Puts what was next below one unit below another.
fn rehang(draft: &mut Draft, when: &When, from: UnitCode, to: UnitCode) {
    if from.level() == Level::Commune {
        for hamlet in draft.hamlets_of(from) {
            draft.put_into(hamlet, to, when);
        }
    } else if from != to {
        for child in draft.children(from, when.on) {
            draft.go_on(&child, when, Unit { parent: Some(to), ..child });
        }
    }
}

fn recode(draft: &mut Draft, when: &When, unit: UnitCode, code: UnitCode, name: Option<&String>) -> Result<(), Fault> {
    let now = old(draft, when, &[unit])?.remove(0);
    free(draft, when, code, &[])?;
    let (kind, name, full_name) = match name {
        Some(name) => named(code.level(), name).ok_or_else(|| when.fault("plan_name", unit))?,
        None => (now.kind, now.name, now.full_name),
    };
    draft.close(&now, when);
    draft.begin(Unit { code, kind, name, full_name, ..now }, when);
    draft.succeed(unit, code, true, when);
    rehang(draft, when, unit, code);
    Ok(())
}

fn merge(draft: &mut Draft, when: &When, units: &[UnitCode], into: &Side) -> Result<(), Fault> {
    if units.len() < 2 {
        return Err(when.fault("plan_too_few", into.code));
    }
    let olds = old(draft, when, units)?;
    free(draft, when, into.code, units)?;
    if units[0].level() != into.code.level() {
        return Err(when.fault("plan_level", into.code));
    }
    let from = olds.iter().find(|unit| unit.code == into.code).unwrap_or(&olds[0]);
    let new = made(draft, when, into, from)?;
    for unit in &olds {
        draft.close(unit, when);
    }
    draft.begin(new, when);
    for unit in units {
        draft.succeed(*unit, into.code, true, when);
        rehang(draft, when, *unit, into.code);
    }
    Ok(())
}

fn split(draft: &mut Draft, when: &When, unit: UnitCode, into: &[Side]) -> Result<(), Fault> {
    if into.len() < 2 {
        return Err(when.fault("plan_too_few", unit));
    }
    let now = old(draft, when, &[unit])?.remove(0);
    let below: Vec<UnitCode> = match unit.level() {
        Level::Commune => draft.hamlets_of(unit),
        Level::Nation | Level::Province | Level::District | Level::Hamlet => {
            draft.children(unit, when.on).iter().map(|child| child.code).collect()
        }
    };
    for side in into {
        free(draft, when, side.code, &[unit])?;
        if let Some(stranger) = side.units.iter().find(|code| !below.contains(code)) {
            return Err(when.fault("plan_not_inside", *stranger));
        }
    }
    let mut sides = Vec::with_capacity(into.len());
    for side in into {
        sides.push(made(draft, when, side, &now)?);
    }
    draft.close(&now, when);
    for new in sides {
        draft.begin(new, when);
        draft.succeed(unit, new.code, false, when);
    }
    for code in below {
        let side = into.iter().find(|side| side.units.contains(&code)).unwrap_or(&into[0]);
        hang(draft, when, code, side.code)?;
    }
    Ok(())
}

/// Puts one unit or hamlet below another.
fn hang(draft: &mut Draft, when: &When, code: UnitCode, parent: UnitCode) -> Result<(), Fault> {
    if code.level() == Level::Hamlet {
        draft.put_into(code, parent, when);
        return Ok(());
    }
    let now = draft.subject(code, when)?;
    if now.parent != Some(parent) {
        draft.go_on(&now, when, Unit { parent: Some(parent), ..now });
    }
    Ok(())
}

fn create(draft: &mut Draft, when: &When, side: &Side) -> Result<(), Fault> {
    free(draft, when, side.code, &[])?;
    let parent = side.parent.ok_or_else(|| when.fault("plan_no_parent", side.code))?;
    let name = side.name.as_ref().ok_or_else(|| when.fault("plan_name", side.code))?;
    let (kind, name, full_name) = named(side.code.level(), name).ok_or_else(|| when.fault("plan_name", side.code))?;
    let mut from: Vec<UnitCode> = Vec::new();
    for code in &side.units {
        let above = match code.level() {
            Level::Hamlet => draft.commune_of.get(code).copied().flatten(),
            Level::Nation | Level::Province | Level::District | Level::Commune => draft.subject(*code, when)?.parent,
        };
        let above = above.ok_or_else(|| when.fault("plan_no_unit", *code))?;
        if above.level() != side.code.level() {
            return Err(when.fault("plan_level", *code));
        }
        if !from.contains(&above) {
            from.push(above);
        }
    }
    if from.is_empty() {
        return Err(when.fault("plan_no_predecessor", side.code));
    }
    // Those that give a part go on under their codes, smaller: as any divided unit that keeps its code.
    for unit in old(draft, when, &from)? {
        draft.go_on(&unit, when, unit);
        draft.succeed(unit.code, unit.code, false, when);
        draft.succeed(unit.code, side.code, false, when);
        for hamlet in draft.hamlets_of(unit.code) {
            draft.put_into(hamlet, unit.code, when);
        }
    }
    let parent = Some(parent);
    draft.begin(Unit { code: side.code, kind, name, full_name, parent, valid_from: None, valid_to: None, decree: None }, when);
    for code in &side.units {
        hang(draft, when, *code, side.code)?;
    }
    Ok(())
}

/// The row of a hamlet on the day, open to the end.
fn present(draft: &Draft, when: &When, hamlet: UnitCode) -> Result<Hamlet, Fault> {
    let row = draft.row(hamlet, when.on).ok_or_else(|| when.fault("plan_no_unit", hamlet))?;
    match row.valid_to {
        Some(_) => Err(when.fault("plan_changes_later", hamlet)),
        None => Ok(row.clone()),
    }
}

fn rename_hamlet(draft: &mut Draft, when: &When, hamlet: UnitCode, name: &str) -> Result<(), Fault> {
    let row = present(draft, when, hamlet)?;
    let (kind, name) = hamlet_named(name, &row.kind).ok_or_else(|| when.fault("plan_name", hamlet))?;
    let commune = draft.commune_of.get(&hamlet).copied().flatten().unwrap_or(row.commune);
    draft.change_hamlet(hamlet, when, |row| (row.kind, row.name, row.commune) = (kind, name, commune));
    Ok(())
}

fn move_hamlet(draft: &mut Draft, when: &When, hamlet: UnitCode, parent: UnitCode) -> Result<(), Fault> {
    present(draft, when, hamlet)?;
    if parent.level() != Level::Commune {
        return Err(when.fault("plan_level", parent));
    }
    draft.subject(parent, when)?;
    draft.put_into(hamlet, parent, when);
    Ok(())
}

fn create_hamlet(draft: &mut Draft, when: &When, side: &Side, new_id: &mut dyn FnMut() -> HamletId) -> Result<Hamlet, Fault> {
    if draft.hamlets.contains_key(&side.code) {
        return Err(when.fault("plan_code_taken", side.code));
    }
    let commune = side.parent.ok_or_else(|| when.fault("plan_no_parent", side.code))?;
    if commune.level() != Level::Commune {
        return Err(when.fault("plan_level", commune));
    }
    draft.subject(commune, when)?;
    let told = side.name.as_ref().and_then(|name| hamlet_named(name, ""));
    let (kind, name) = told.ok_or_else(|| when.fault("plan_name", side.code))?;
    let row = Hamlet { id: new_id(), code: side.code, name, kind, commune, valid_from: Some(when.on), valid_to: None };
    draft.found_hamlet(row.clone());
    Ok(row)
}

/// The hamlet of a side: one that is there, or a new one beside it.
fn side_hamlet(
    draft: &mut Draft,
    when: &When,
    side: &Side,
    beside: UnitCode,
    new_id: &mut dyn FnMut() -> HamletId,
) -> Result<HamletId, Fault> {
    if draft.hamlets.contains_key(&side.code) {
        let id = present(draft, when, side.code)?.id;
        if let Some(name) = &side.name {
            rename_hamlet(draft, when, side.code, name)?;
        }
        if let Some(parent) = side.parent {
            move_hamlet(draft, when, side.code, parent)?;
        }
        return Ok(id);
    }
    let parent = side.parent.or_else(|| draft.commune_of.get(&beside).copied().flatten());
    create_hamlet(draft, when, &Side { parent, ..side.clone() }, new_id).map(|row| row.id)
}

fn merge_hamlets(
    draft: &mut Draft,
    when: &When,
    units: &[UnitCode],
    into: &Side,
    new_id: &mut dyn FnMut() -> HamletId,
) -> Result<(), Fault> {
    if units.len() < 2 {
        return Err(when.fault("plan_too_few", into.code));
    }
    let mut olds = Vec::with_capacity(units.len());
    for unit in units {
        olds.push(present(draft, when, *unit)?);
    }
    if draft.hamlets.contains_key(&into.code) && !units.contains(&into.code) {
        return Err(when.fault("plan_code_taken", into.code));
    }
    let new = side_hamlet(draft, when, into, units[0], new_id)?;
    for row in olds {
        if row.code != into.code {
            draft.heirs.push((row.id, new, when.on));
            draft.end_hamlet(row.code, when);
        }
    }
    Ok(())
}

fn split_hamlet(
    draft: &mut Draft,
    when: &When,
    unit: UnitCode,
    into: &[Side],
    new_id: &mut dyn FnMut() -> HamletId,
) -> Result<(), Fault> {
    if into.len() < 2 {
        return Err(when.fault("plan_too_few", unit));
    }
    let row = present(draft, when, unit)?;
    // Those whom no side names stay: so the old hamlet has to go on as the first side.
    if into[0].code != unit {
        return Err(when.fault("plan_first_side", unit));
    }
    for side in &into[1..] {
        if draft.hamlets.contains_key(&side.code) {
            return Err(when.fault("plan_code_taken", side.code));
        }
        if side.households.is_empty() {
            return Err(when.fault("plan_no_households", side.code));
        }
    }
    for side in into {
        let new = side_hamlet(draft, when, side, unit, new_id)?;
        let stays = side.code == unit;
        let households = (!stays).then(|| side.households.clone());
        draft.divisions.push(Division { old: row.id, new, on: when.on, households });
    }
    Ok(())
}
