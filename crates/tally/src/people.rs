//! The persons behind a number.

use crate::image::{Grouping, Image};
use crate::rows::{StatusFilter, day_number, entry_of, exit_of, how, sex_bits};
use danso_model::{PersonId, Position, Sex};
use jiff::civil::Date;

/// Which persons.
#[derive(Debug, Clone)]
pub struct PeopleQuery<'a> {
    /// Living there at the end of a day, or concerned by something that happened.
    pub what: Happening,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
    /// In any group of these.
    pub groups: &'a Grouping,
    /// Which statuses count.
    pub statuses: StatusFilter,
    /// Only this sex.
    pub sex: Option<Sex>,
    /// Only these completed ages (at the day, or when it happened), first and last.
    pub ages: Option<(i32, i32)>,
}

/// What makes a person part of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// Living there at the end of this day.
    Living(Date),
    /// Born there between these days.
    Born(Date, Date),
    /// Died there between these days.
    Died(Date, Date),
}

impl Image {
    /// The persons that a count counts, in order of id.
    ///
    /// # Panics
    /// When the grouping was made for fewer hamlets than the image has.
    #[must_use]
    pub fn people(&self, query: &PeopleQuery<'_>) -> Vec<PersonId> {
        let groups = &query.groups.of_hamlet[..];
        assert!(groups.len() >= self.hamlets().len(), "the grouping is older than the image");
        let mut found = Vec::new();
        self.believed(query.known_at, |rows, at| {
            let tags = rows.tags[at];
            let (from, to) = (rows.from[at], rows.to[at]);
            let inside = groups[rows.hamlet[at] as usize] != u32::MAX;
            let of_sex = query.sex.is_none_or(|sex| tags & 3 == sex_bits(sex));
            if !inside || !of_sex || !query.statuses.has(tags) {
                return;
            }
            let within = |day: i32, first: Date, last: Date| day_number(first) <= day && day <= day_number(last);
            let day = match query.what {
                Happening::Living(date) => Some(day_number(date)).filter(|day| from <= *day && *day < to),
                Happening::Born(first, last) => {
                    Some(from).filter(|day| entry_of(tags) == how::BIRTH && within(*day, first, last))
                }
                Happening::Died(first, last) => Some(to).filter(|day| exit_of(tags) == how::DEATH && within(*day, first, last)),
            };
            let Some(day) = day else { return };
            let age = ((day - rows.birth[at]) / 10_000).max(0);
            if query.ages.is_none_or(|(first, last)| first <= age && age <= last) {
                found.push(PersonId::from_bytes(rows.person[at]));
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }
}
