//! What is written of each person besides age, sex and kin: ethnic group, name, schooling, residence, number, and the dirt in them.

use super::Draft;
use crate::chance::Chance;
use crate::names::Names;
use crate::person::{NONE, Person, Spelling, Written, marital, rel};
use crate::state::State;
use crate::untidy;
use jiff::civil::Date;

/// Couples of two ethnic groups.
const MIXED: f64 = 0.05;
/// Households that are registered elsewhere and live here; and that are registered nowhere.
const TEMPORARY: f64 = 0.06;
const UNREGISTERED: f64 = 0.012;
/// Adults away for less than six months.
const AWAY: f64 = 0.03;
/// Persons over 14 days old who have a number, adults and children.
const HAS_PIN: (f64, f64) = (0.965, 0.93);
/// Ethnic groups that had little schooling in the past.
const KINH: u8 = 1;

/// Gives all members of a household their ethnic groups, names, schooling and residence.
pub(super) fn dress(draft: &Draft, people: &mut [Person], ethnic: u8, other: u8, today: Date, chance: &mut Chance) {
    let whole = if chance.yes(TEMPORARY) {
        2
    } else if chance.yes(UNREGISTERED) {
        3
    } else {
        1
    };
    let mixed = chance.yes(MIXED);
    for at in &draft.members {
        let person = &mut people[*at as usize];
        let by_marriage = matches!(person.relationship, rel::SPOUSE | rel::CHILD_IN_LAW);
        person.ethnic = if by_marriage && mixed && person.is_female() { other } else { ethnic };
        let age = person.age(today);
        person.education = education(age, person.ethnic == KINH, chance);
        if person.residence != 7 {
            let away = (16..55).contains(&age) && chance.yes(AWAY) && whole == 1 && person.relationship != rel::HEAD;
            let lodges = matches!(person.relationship, rel::LODGER);
            person.residence = if away {
                4
            } else if lodges {
                2
            } else {
                whole
            };
        }
        soil(person, today, chance);
    }
    let mut by_age = draft.members.clone();
    by_age.sort_by_key(|at| people[*at as usize].birth);
    let names = Names::embedded();
    for at in by_age {
        let person = &people[at as usize];
        let father = (person.father != NONE).then(|| &people[person.father as usize]);
        let mut name = names.draw(person, father, chance);
        let elder = draft.members.iter().map(|other| &people[*other as usize]).find(|other| {
            father.is_none() && person.mother != NONE && other.mother == person.mother && other.birth < person.birth
        });
        if let Some(elder) = elder.filter(|elder| elder.ethnic == person.ethnic) {
            name.surname = elder.name.surname;
        }
        people[at as usize].name = name;
    }
}

/// How date and name came to be written.
fn soil(person: &mut Person, today: Date, chance: &mut Chance) {
    let year = person.birth.year();
    let factor = if person.ethnic == KINH { 1.0 } else { untidy::MINORITY_FACTOR };
    let year_only = if year < 1960 { untidy::YEAR_ONLY_OLD } else { untidy::YEAR_ONLY_YOUNG } * factor;
    let january = if year < 1975 { untidy::FIRST_OF_JANUARY_OLD } else { untidy::FIRST_OF_JANUARY_YOUNG } * factor;
    let drawn = chance.unit();
    let old_enough = year < today.year() - 1;
    person.written = if drawn < year_only && old_enough {
        Written::Year
    } else if drawn < year_only + january && old_enough {
        Written::FirstOfJanuary
    } else if drawn < year_only + january + untidy::MONTH_ONLY && old_enough {
        Written::Month
    } else if drawn > 1.0 - untidy::SWAPPED && old_enough && person.birth.day() <= 12 {
        Written::Swapped
    } else {
        Written::Right
    };
    let drawn = chance.unit();
    person.spelling = if drawn < untidy::BARE_NAME {
        Spelling::Bare
    } else if drawn < untidy::BARE_NAME + untidy::TELEX_NAME {
        Spelling::Telex
    } else {
        Spelling::Right
    };
}

/// Level of schooling, codes of the list `education`.
pub(crate) fn education(age: i32, kinh: bool, chance: &mut Chance) -> u8 {
    if chance.yes(untidy::WRONG_EDUCATION) {
        return if age < 10 { 6 } else { 8 };
    }
    let shares: [u32; 8] = match age {
        ..6 => return 8,
        6..11 => return 1,
        11..15 => return 2,
        15..18 => return if chance.yes(if kinh { 0.85 } else { 0.6 }) { 3 } else { 2 },
        18..30 if kinh => [0, 5, 18, 42, 7, 10, 18, 0],
        30..50 if kinh => [1, 12, 30, 28, 7, 6, 14, 2],
        50..65 if kinh => [2, 25, 38, 18, 6, 3, 7, 1],
        65.. if kinh => [7, 42, 32, 10, 4, 1, 4, 0],
        18..30 => [4, 16, 38, 30, 4, 4, 4, 0],
        30..50 => [14, 32, 32, 14, 4, 1, 3, 0],
        50.. => [38, 38, 16, 5, 2, 0, 1, 0],
    };
    let mut drawn = chance.below(shares.iter().sum::<u32>() as usize) as u32;
    for (level, share) in (0u8..).zip(shares) {
        if drawn < share {
            return level;
        }
        drawn -= share;
    }
    9
}

/// Gives numbers of persons to most.
pub(super) fn number(state: &mut State, person: &mut Person, chance: &mut Chance) {
    let days = state.first_day - crate::days::number(person.birth);
    let child = days < 14 * 366;
    let has = days > 14 && chance.yes(if child { HAS_PIN.1 } else { HAS_PIN.0 });
    if has {
        let elsewhere = chance.yes(0.06);
        let place = if elsewhere { 79 } else { *state.province.old_codes.pick(chance) };
        let wrong = if chance.yes(untidy::WRONG_PIN) { State::WRONG_PIN } else { 0 };
        person.pin = state.next_pin(place, person.is_female(), person.birth.year()) | wrong;
    }
}

/// Writes some people down twice: another person elsewhere in the commune becomes the second record.
pub(super) fn duplicate(people: &mut [Person], today: Date, chance: &mut Chance) {
    let wanted = chance.count(people.len() as f64 * untidy::DUPLICATE);
    let fits = |person: &Person| {
        person.marital == marital::SINGLE && person.parity == 0 && (18..50).contains(&person.age(today)) && person.residence != 7
    };
    for _ in 0..wanted {
        let first = chance.below(people.len());
        let second = (0..60).map(|_| chance.below(people.len())).find(|second| {
            let (one, two) = (&people[first], &people[*second]);
            fits(one)
                && fits(two)
                && one.home != two.home
                && one.sex == two.sex
                && one.birth.year().abs_diff(two.birth.year()) < 3
                && two.relationship != rel::HEAD
                && two.relationship != rel::CHILD
        });
        if let Some(second) = second {
            let original = people[first].clone();
            let copy = &mut people[second];
            copy.birth = original.birth;
            copy.written = original.written;
            copy.name = original.name;
            copy.spelling = original.spelling;
            copy.ethnic = original.ethnic;
            copy.education = original.education;
            copy.pin = original.pin;
            copy.mother = NONE;
            copy.father = NONE;
            copy.residence = 2;
        }
    }
}
