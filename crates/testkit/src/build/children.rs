//! Whose children the young are.

use super::Profile;
use crate::chance::{Chance, Weighted};
use crate::days;
use crate::person::{NONE, Person, marital};
use crate::tables::{BIRTHS_BY_AGE, OLDEST};
use jiff::civil::Date;

/// Days between births that are no twins.
const SPACING: i32 = 320;
/// Age of a mother at birth, in years.
pub(super) const MOTHER_AGES: (i32, i32) = (17, 42);
/// How often a second child of one age is taken as a twin.
const TWIN: f64 = 0.12;
/// Tries to find a mother.
const TRIES: usize = 14;

/// The mother's age at birth, by single year.
pub(super) fn mother_ages() -> Weighted<i32> {
    let single =
        BIRTHS_BY_AGE.iter().zip((15..).step_by(5)).flat_map(|(share, from)| (from..from + 5).map(move |age| (age, *share)));
    Weighted::new(single.filter(|(age, _)| (MOTHER_AGES.0..MOTHER_AGES.1).contains(age)))
}

/// Share of the unmarried of an age who live with a parent.
fn at_home(age: i32) -> f64 {
    match age {
        ..18 => 1.0,
        18..23 => 0.86,
        23..30 => 0.78,
        30..40 => 0.62,
        40.. => 0.3,
    }
}

/// How readily a woman with so many children takes another.
fn takes(children: usize, profile: &Profile) -> f64 {
    let large = ((profile.births - 14.0) / 12.0).clamp(0.0, 1.0);
    match children {
        0 => 1.0,
        1 => 0.85,
        2 => 0.28 + 0.5 * large,
        3 => 0.10 + 0.5 * large,
        4 => 0.03 + 0.4 * large,
        _ => 0.2 * large,
    }
}

/// Gives children to mothers (and their husbands); returns the children of each person.
pub(super) fn give(people: &mut [Person], today: Date, profile: &Profile, chance: &mut Chance) -> Vec<Vec<u32>> {
    let ages = mother_ages();
    let mut by_age: Vec<Vec<u32>> = vec![Vec::new(); OLDEST + 2];
    for (at, person) in (0u32..).zip(people.iter()) {
        if person.is_female() && person.marital != marital::SINGLE {
            by_age[person.age(today).clamp(0, OLDEST as i32) as usize].push(at);
        }
    }
    let mut children: Vec<Vec<u32>> = vec![Vec::new(); people.len()];
    let mut order: Vec<u32> = (0..people.len() as u32).collect();
    chance.shuffle(&mut order);
    for child in order {
        let age = people[child as usize].age(today);
        if people[child as usize].marital != marital::SINGLE || !chance.yes(at_home(age)) {
            continue;
        }
        let tries = if age < 18 { TRIES * 3 } else { TRIES };
        for tried in 0..tries {
            let mother_age = age + ages.pick(chance) + i32::from(chance.yes(0.5));
            let candidates = &by_age[(mother_age as usize).min(OLDEST)];
            if candidates.is_empty() {
                continue;
            }
            let mother = *chance.pick(candidates);
            let willing = chance.yes(takes(children[mother as usize].len(), profile)) || tried > TRIES * 2;
            if willing && fits(people, &children[mother as usize], mother, child, chance) {
                adopt(people, mother, child);
                children[mother as usize].push(child);
                break;
            }
        }
    }
    children
}

/// Whether the woman can have borne the child between the others; a child of one age with another may become its twin.
fn fits(people: &mut [Person], others: &[u32], mother: u32, child: u32, chance: &mut Chance) -> bool {
    let birth = days::number(people[child as usize].birth);
    if !may_bear(&people[mother as usize], birth) {
        return false;
    }
    let near = others.iter().find(|other| (days::number(people[**other as usize].birth) - birth).abs() < SPACING).copied();
    let Some(near) = near else { return true };
    let (twin, own) = (people[near as usize].birth, people[child as usize].birth);
    let same_age = days::number(twin).abs_diff(days::number(own)) < 100 && twin.year() == own.year();
    let single = others.iter().filter(|other| people[**other as usize].birth == twin).count() == 1;
    if same_age && single && chance.yes(TWIN) {
        people[child as usize].birth = twin;
        return true;
    }
    false
}

/// Whether the woman was of an age to bear on a day.
pub(super) fn may_bear(mother: &Person, birth: i32) -> bool {
    let years = f64::from(birth - days::number(mother.birth)) / 365.25;
    years >= f64::from(MOTHER_AGES.0) && years < f64::from(MOTHER_AGES.1)
}

/// Makes the woman the mother, and her husband the father if he is old enough.
pub(super) fn adopt(people: &mut [Person], mother: u32, child: u32) {
    let father = people[mother as usize].spouse;
    people[child as usize].mother = mother;
    people[mother as usize].parity = people[mother as usize].parity.saturating_add(1);
    if father != NONE {
        let gap = days::number(people[child as usize].birth) - days::number(people[father as usize].birth);
        if gap > 17 * 365 {
            people[child as usize].father = father;
        }
    }
}
