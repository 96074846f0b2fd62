//! What of a group of persons looks made up rather than asked: signs for a second look, never a proof.

use crate::image::{Grouping, Image};
use crate::rows::{StatusFilter, day_number};
use hashbrown::HashMap;
use jiff::civil::Date;

/// From so many members on, two households alike in every birth and sex are hardly chance.
const ALIKE: usize = 3;

/// Signs in one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doubts {
    /// Usual residents.
    pub persons: u64,
    /// Of these, said to be born on 1 January. A birth of which only the year is known stands on another day.
    pub new_year: u64,
    /// Households with at least one usual resident.
    pub households: u64,
    /// Of these, with at least three members, all of the same birth and sex as those of another household of the group.
    pub alike: u64,
}

impl Image {
    /// Signs among the usual residents of each group at the end of a day, as known now.
    ///
    /// # Panics
    /// When the grouping was made for fewer hamlets than the image has.
    #[must_use]
    pub fn doubts(&self, groups: &Grouping, at: Date) -> Vec<Doubts> {
        assert!(groups.of_hamlet.len() >= self.hamlets().len(), "the grouping is older than the image");
        let (day, usual) = (day_number(at), StatusFilter::usual());
        let mut doubts = vec![Doubts::default(); groups.labels.len()];
        let mut members: HashMap<(u32, u32), Vec<(i32, u16)>> = HashMap::new();
        self.believed(None, |rows, at| {
            let group = groups.of_hamlet[rows.hamlet[at] as usize];
            if group == u32::MAX || rows.from[at] > day || rows.to[at] <= day || !usual.has(rows.tags[at]) {
                return;
            }
            let birth = rows.birth[at];
            let doubt = &mut doubts[group as usize];
            doubt.persons += 1;
            doubt.new_year += u64::from(birth % 10_000 == 101);
            members.entry((group, rows.household[at])).or_default().push((birth, rows.tags[at] & 3));
        });
        let mut sorts: HashMap<(u32, Vec<(i32, u16)>), u64> = HashMap::new();
        for ((group, _), mut members) in members {
            doubts[group as usize].households += 1;
            if members.len() >= ALIKE {
                members.sort_unstable();
                *sorts.entry((group, members)).or_default() += 1;
            }
        }
        for ((group, _), households) in sorts {
            if households > 1 {
                doubts[group as usize].alike += households;
            }
        }
        doubts
    }
}
