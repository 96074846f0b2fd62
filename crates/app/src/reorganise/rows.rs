//! Units, hamlets and links between the rows of the store and the tree of units.

use crate::AppError;
use crate::territory::day_of;
use danso_model::HamletId;
use danso_places::plan::Swap;
use danso_places::{Gazetteer, Hamlet, HamletStep, Links, People, Relation, Succession, Unit, UnitCode, kept_text};
use danso_store::{HamletRow, MapRows, RowSwap, SuccessionRow, UnitRow};
use danso_tally::day_number;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

fn code(text: &str) -> Result<UnitCode, AppError> {
    text.parse().map_err(|_| AppError::damaged(format!("code of a unit {text:?}")))
}

fn day(number: i32) -> Result<Date, AppError> {
    day_of(number).ok_or_else(|| AppError::damaged(format!("day {number}")))
}

pub(super) fn unit_row(unit: &Unit) -> UnitRow {
    UnitRow {
        code: unit.code.to_string(),
        valid_from: unit.valid_from.map(day_number),
        valid_to: unit.valid_to.map(day_number),
        full_name: unit.full_name.to_owned(),
        parent: unit.parent.map(|parent| parent.to_string()),
        decree: unit.decree.map(str::to_owned),
    }
}

fn unit(row: &UnitRow) -> Result<Unit, AppError> {
    let parent = row.parent.as_deref().map(code).transpose()?;
    let read = Unit::read(code(&row.code)?, &row.full_name, parent, row.decree.as_deref());
    let read = read.ok_or_else(|| AppError::damaged(format!("name of unit {}", row.code)))?;
    Ok(Unit { valid_from: row.valid_from.map(day).transpose()?, valid_to: row.valid_to.map(day).transpose()?, ..read })
}

pub(super) fn succession_row(succession: &Succession) -> SuccessionRow {
    SuccessionRow {
        old: succession.old.to_string(),
        new: succession.new.to_string(),
        on: day_number(succession.on),
        whole: succession.relation == Relation::Whole,
        decree: succession.decree.to_owned(),
    }
}

fn succession(row: &SuccessionRow) -> Result<Succession, AppError> {
    let (relation, people) = if row.whole { (Relation::Whole, People::All) } else { (Relation::Part, People::Some) };
    let (old, new) = (code(&row.old)?, code(&row.new)?);
    Ok(Succession { old, new, relation, people, on: day(row.on)?, decree: kept_text(&row.decree) })
}

pub(super) fn hamlet_row(hamlet: &Hamlet) -> HamletRow {
    HamletRow {
        id: HamletId::from_bytes(hamlet.id),
        code: hamlet.code.to_string(),
        name: hamlet.name.clone(),
        kind: hamlet.kind.clone(),
        commune: hamlet.commune.to_string(),
        valid_from: hamlet.valid_from.map(day_number),
        valid_to: hamlet.valid_to.map(day_number),
    }
}

pub(super) fn swap_rows<T, R>(swaps: &[Swap<T>], row: impl Fn(&T) -> R) -> Vec<RowSwap<R>> {
    swaps.iter().map(|swap| RowSwap { before: swap.before.as_ref().map(&row), after: swap.after.as_ref().map(&row) }).collect()
}

/// The map of a deployment: the embedded one up to its day, with its own rows laid over.
pub(crate) fn gazetteer_of(rows: &MapRows) -> Result<Arc<Gazetteer>, AppError> {
    let base = match rows.through {
        Some(through) => Arc::new(Gazetteer::embedded().until(day(through)?)),
        None => Gazetteer::shared(),
    };
    if rows.units.is_empty() && rows.successions.is_empty() {
        return Ok(base);
    }
    let units = rows.units.iter().map(unit).collect::<Result<Vec<_>, _>>()?;
    let successions = rows.successions.iter().map(succession).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(base.with(&units, &successions)))
}

/// A hamlet, the one that stands for it, and from which day.
pub(crate) type Heir = (danso_places::HamletId, danso_places::HamletId, Date);

/// How hamlets were divided, and which were joined: a hamlet all of whose people went to one other.
pub(crate) fn links_of(rows: &MapRows) -> Result<(Links, Vec<Heir>), AppError> {
    let mut ways: HashMap<(HamletId, i32), u32> = HashMap::new();
    for step in &rows.steps {
        *ways.entry((step.old, step.on)).or_default() += 1;
    }
    let (mut links, mut heirs) = (Links::default(), Vec::new());
    for step in &rows.steps {
        let (old, new, on) = (*step.old.as_bytes(), *step.new.as_bytes(), day(step.on)?);
        if ways[&(step.old, step.on)] == 1 && old != new {
            heirs.push((old, new, on));
        } else {
            links.steps.push(HamletStep { old, new, on, households: step.households, persons: step.persons });
        }
    }
    for guess in &rows.guesses {
        links.guessed.insert((*guess.hamlet.as_bytes(), day(guess.on)?));
    }
    Ok((links, heirs))
}
