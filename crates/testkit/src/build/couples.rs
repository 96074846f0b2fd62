//! Who is married to whom.

use super::Profile;
use crate::chance::Chance;
use crate::days;
use crate::person::{NONE, Person, marital};
use jiff::civil::Date;

/// Days by which husbands are older than their wives, and how much that varies.
const AGE_GAP: (f64, f64) = (2.9 * 365.25, 3.0 * 365.25);
/// Of those who ever married, divorced or separated at any age.
const DIVORCED: f64 = 0.022;
const SEPARATED: f64 = 0.005;

/// Share of those of an age who ever married: an S-shaped curve about the mean age at first marriage.
fn ever_married(age: i32, female: bool, profile: &Profile) -> f64 {
    if age < 16 {
        return 0.0;
    }
    let mean = profile.first_marriage + if female { -2.0 } else { 2.0 };
    let spread = if female { 3.2 } else { 3.4 };
    let x = (f64::from(age) + 0.5 - mean) / spread;
    let curve = 0.5 + 0.5 * x / (1.0 + x * x).sqrt();
    let early = if age < 18 {
        0.3
    } else if age < 20 && !female {
        0.5
    } else {
        1.0
    };
    (curve - 0.03).max(0.0) * early * if female { 0.955 } else { 0.975 }
}

/// Share of the ever married of an age who lost the spouse.
fn widowed(age: i32, female: bool) -> f64 {
    let base = match age {
        ..40 => 0.008,
        40..50 => 0.03,
        50..60 => 0.08,
        60..70 => 0.22,
        70..80 => 0.45,
        80.. => 0.72,
    };
    if female { base } else { base * 0.28 }
}

/// Gives everyone a marital status, and the married their spouses.
pub(super) fn marry(people: &mut [Person], today: Date, profile: &Profile, chance: &mut Chance) {
    for person in people.iter_mut() {
        let (age, female) = (person.age(today), person.is_female());
        if !chance.yes(ever_married(age, female, profile)) {
            continue;
        }
        let drawn = chance.unit();
        let lost = widowed(age, female);
        person.marital = if drawn < lost {
            marital::WIDOWED
        } else if drawn < lost + DIVORCED {
            marital::DIVORCED
        } else if drawn < lost + DIVORCED + SEPARATED {
            marital::SEPARATED
        } else {
            marital::MARRIED
        };
    }
    let mut men = ranked(people, false, chance);
    let mut women = ranked(people, true, chance);
    let pairs = men.len().min(women.len());
    release(people, thin(&mut men, pairs, chance), today);
    release(people, thin(&mut women, pairs, chance), today);
    for ((_, man), (_, woman)) in men.into_iter().zip(women) {
        people[man as usize].spouse = woman;
        people[woman as usize].spouse = man;
    }
}

/// The married of one sex by day of birth; women are ranked as the husbands that they would have.
fn ranked(people: &[Person], female: bool, chance: &mut Chance) -> Vec<(i32, u32)> {
    let married = (0u32..).zip(people).filter(|(_, person)| person.marital == marital::MARRIED && person.is_female() == female);
    let mut keys: Vec<(i32, u32)> = married
        .map(|(at, person)| {
            let shift = if female { chance.normal(AGE_GAP.0, AGE_GAP.1) } else { 0.0 };
            (days::number(person.birth) - shift as i32, at)
        })
        .collect();
    keys.sort_unstable();
    keys
}

/// Takes out, evenly along the ranks, all above `keep`.
fn thin(ranked: &mut Vec<(i32, u32)>, keep: usize, chance: &mut Chance) -> Vec<u32> {
    let excess = ranked.len() - keep;
    let len = ranked.len();
    let mut out: Vec<usize> = (0..excess).map(|nth| nth * len / excess + chance.below(len / excess)).collect();
    out.dedup();
    let gone = out.iter().map(|at| ranked[*at].1).collect();
    let mut next = out.into_iter().peekable();
    let mut at = 0;
    ranked.retain(|_| {
        let goes = next.next_if_eq(&at).is_some();
        at += 1;
        !goes
    });
    gone
}

/// Those who find no spouse here: the old are widowed, the young single, the others live apart from theirs.
fn release(people: &mut [Person], without: Vec<u32>, today: Date) {
    for at in without {
        let person = &mut people[at as usize];
        person.spouse = NONE;
        person.marital = match person.age(today) {
            ..30 => marital::SINGLE,
            30..60 => marital::MARRIED,
            60.. => marital::WIDOWED,
        };
    }
}
