//! With whom older people live, as households of the residents of a day tell.

use crate::image::{Grouping, Image};
use crate::rows::{StatusFilter, day_number, sex_of};
use jiff::civil::Date;

/// Married, as `registry` codes it.
const MARRIED: u8 = 2;
/// A collective household.
const COLLECTIVE: u8 = 2;
/// Two married people of this many years' difference are taken to be parent and child.
const GENERATION: i32 = 20;

/// How someone lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Living {
    /// The only resident of the household.
    Alone,
    /// Two residents, both married, of different sex, less than 20 years apart.
    Couple,
    /// With children or others.
    Others,
    /// In a collective household.
    Collective,
}

impl Living {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Alone, Self::Couple, Self::Others, Self::Collective];
}

/// Older residents of a group of hamlets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LivingCube {
    /// By sex (male, female, unknown), group of ages (60–69, 70–79, 80 and over), how they live.
    cells: [[[u64; 4]; 3]; 3],
}

impl LivingCube {
    /// Where groups of ages begin.
    pub const GROUPS: [u16; 3] = [60, 70, 80];

    /// People of a sex (male 0, female 1, unknown 2) and group of ages who live so.
    #[must_use]
    pub const fn get(&self, sex: usize, group: usize, living: Living) -> u64 {
        self.cells[sex][group][living as usize]
    }
}

/// What is known of a household on a day: how many live there, and the first two of them.
#[derive(Clone, Copy, Default)]
struct Home {
    people: u32,
    first: (u8, i32, bool),
    second: (u8, i32, bool),
    collective: bool,
}

impl Home {
    fn add(&mut self, sex: usize, birth: i32, married: bool) {
        let one = (sex as u8, birth, married);
        match self.people {
            0 => self.first = one,
            1 => self.second = one,
            _ => {}
        }
        self.people += 1;
    }

    fn living(&self) -> Living {
        let ((sex, birth, married), (other, later, also)) = (self.first, self.second);
        let years = (birth / 10_000 - later / 10_000).abs();
        match self.people {
            _ if self.collective => Living::Collective,
            1 => Living::Alone,
            2 if married && also && sex != other && years < GENERATION => Living::Couple,
            _ => Living::Others,
        }
    }
}

impl Image {
    /// With whom the residents of 60 and over of each group live at the end of a day, as known now. Two passes over the rows.
    ///
    /// # Panics
    /// When the grouping was made for fewer hamlets than the image has.
    #[must_use]
    pub fn living(&self, at: Date, groups: &Grouping) -> Vec<LivingCube> {
        assert!(groups.of_hamlet.len() >= self.hamlets().len(), "the grouping is older than the image");
        let (day, usual) = (day_number(at), StatusFilter::usual());
        let mut homes = vec![Home::default(); self.numbers.households.len()];
        self.houses.believed(None, |row, _| {
            if row.from <= day && day < row.to && row.kind == COLLECTIVE {
                homes[row.household as usize].collective = true;
            }
        });
        let here = |at: usize| self.live.from[at] <= day && day < self.live.to[at] && usual.has(self.live.tags[at]);
        for at in (0..self.live.len()).filter(|at| here(*at)) {
            let married = self.live.schooling[at] & 15 == MARRIED;
            homes[self.live.household[at] as usize].add(sex_of(self.live.tags[at]), self.live.birth[at], married);
        }
        let mut cubes = vec![LivingCube { cells: [[[0; 4]; 3]; 3] }; groups.labels.len()];
        for at in (0..self.live.len()).filter(|at| here(*at)) {
            let age = (day - self.live.birth[at]) / 10_000;
            let Some(from) = LivingCube::GROUPS.iter().rposition(|from| age >= i32::from(*from)) else { continue };
            let Some(cube) = cubes.get_mut(groups.of_hamlet[self.live.hamlet[at] as usize] as usize) else { continue };
            let living = homes[self.live.household[at] as usize].living();
            cube.cells[sex_of(self.live.tags[at])][from][living as usize] += 1;
        }
        cubes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(people: &[(usize, i32, bool)], collective: bool) -> Living {
        let mut home = Home { collective, ..Home::default() };
        for (sex, birth, married) in people {
            home.add(*sex, *birth, *married);
        }
        home.living()
    }

    #[test]
    fn households_are_told_apart() {
        let (man, woman) = ((0, 19_500_501, true), (1, 19_550_101, true));
        assert_eq!(home(&[man], false), Living::Alone);
        assert_eq!(home(&[man, woman], false), Living::Couple);
        assert_eq!(home(&[(0, 19_500_501, false), woman], false), Living::Others, "a widower and his sister");
        assert_eq!(home(&[(1, 19_300_501, true), (0, 19_550_101, true)], false), Living::Others, "a mother and her son");
        assert_eq!(home(&[man, woman, (0, 19_800_101, false)], false), Living::Others);
        assert_eq!(home(&[man], true), Living::Collective);
    }
}
