//! Persons by how well they are recorded: with an identity number (Q4), born on a 1 January (Q6D), in no event with an error (Q3).

use super::{Counts, Known, Sought};
use crate::AppError;
use danso_store::PersonTally;
use danso_tally::day_number;
use std::collections::HashMap;

pub(super) const NAMES: &[&str] = &["persons", "persons_identified", "persons_with_birthday", "persons_born_1_january", VALID];
pub(super) const VALID: &str = "persons_valid";

/// Every month.
const EVER: i32 = 999_912;

impl Sought<'_> {
    /// Whether the period is not over.
    fn runs(&self) -> bool {
        self.span.to() >= self.today
    }

    async fn tallies(&self) -> Result<Vec<PersonTally>, AppError> {
        let month = if self.runs() { EVER } else { day_number(self.span.to()) / 100 };
        Ok(self.app.store.person_tallies(self.app.shard, month).await?)
    }

    /// As the rows were at the end of the period.
    pub(super) async fn persons(&self) -> Result<Counts, AppError> {
        let names = ["persons", "persons_identified", "persons_with_birthday", "persons_born_1_january"];
        if self.since.is_none_or(|since| since > day_number(self.last())) {
            return Ok(names.map(|name| (name, Known::NotThen)).into());
        }
        let tallies = self.tallies().await?;
        let counted = |name, number: fn(&PersonTally) -> u64| {
            let hamlets = tallies.iter().map(|tally| (tally.hamlet, number(tally) as f64));
            (name, Known::Everywhere(self.by_unit(hamlets)))
        };
        Ok(vec![
            counted(names[0], |tally| tally.persons),
            counted(names[1], |tally| tally.identified),
            counted(names[2], |tally| tally.dated),
            counted(names[3], |tally| tally.new_year),
        ])
    }

    /// As the rows are now: who lived there when a period was over is not kept beside errors.
    pub(super) async fn persons_valid(&self) -> Result<Counts, AppError> {
        if !self.runs() {
            return Ok(vec![(VALID, Known::NotThen)]);
        }
        let faulty: HashMap<_, u64> = self.app.store.faulty_persons(self.app.shard).await?.into_iter().collect();
        let tallies = self.tallies().await?;
        let valid = tallies.iter().map(|tally| {
            let faulty = faulty.get(&tally.hamlet).copied().unwrap_or_default();
            (tally.hamlet, tally.persons.saturating_sub(faulty) as f64)
        });
        Ok(vec![(VALID, Known::Everywhere(self.by_unit(valid)))])
    }
}
