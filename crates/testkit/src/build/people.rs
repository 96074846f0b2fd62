//! The pool of a commune: people of the province's ages and sexes, nothing else known.

use crate::chance::Chance;
use crate::days;
use crate::person::Person;
use crate::tables::Province;
use danso_model::Sex;
use jiff::civil::Date;

/// So many people, by an even walk through the province's table, so that even a small pool has its shape.
pub(super) fn pool(persons: u32, province: &Province, today: Date, chance: &mut Chance) -> Vec<Person> {
    let cells: Vec<(Sex, usize, f64)> = [Sex::Male, Sex::Female]
        .into_iter()
        .zip(&province.ages)
        .flat_map(|(sex, ages)| ages.iter().enumerate().map(move |(age, share)| (sex, age, *share)))
        .collect();
    let total: f64 = cells.iter().map(|(_, _, share)| share).sum();
    let step = total / f64::from(persons);
    let mut next = chance.unit() * step;
    let mut upto = 0.0;
    let mut people = Vec::with_capacity(persons as usize);
    for (sex, age, share) in cells {
        upto += share;
        while next < upto && people.len() < persons as usize {
            people.push(Person::new(birth(age as i16, today, chance), sex));
            next += step;
        }
    }
    while people.len() < persons as usize {
        people.push(Person::new(birth(30, today, chance), Sex::Female));
    }
    chance.shuffle(&mut people);
    people
}

/// A day of birth of someone of an age; never today itself.
fn birth(age: i16, today: Date, chance: &mut Chance) -> Date {
    let of = |years: i16| days::number(Date::constant(today.year() - years, today.month(), 1));
    let (after, last) = (of(age + 1), of(age) - i32::from(age == 0));
    days::date(chance.between(after + 1, last))
}
