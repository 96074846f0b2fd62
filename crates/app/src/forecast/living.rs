//! Older people by how they live: shares of the register's households at the base, held.

use danso_tally::{Living, LivingCube};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Persons of the unit whose shares a share of few persons is drawn toward.
const HELD_BY: f64 = 10.0;

/// How many people of 60 and over lived how at the base; of each sex 60–69, 70–79 and 80 and over; of each alone, a couple by itself, with children or
/// others, in a collective household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LivingCounts {
    /// Men.
    pub male: [[u64; 4]; 3],
    /// Women.
    pub female: [[u64; 4]; 3],
}

impl LivingCounts {
    /// None where nobody is so old.
    pub(super) fn of(cube: &LivingCube) -> Option<Self> {
        let row = |sex: usize| std::array::from_fn(|group| Living::ALL.map(|living| cube.get(sex, group, living)));
        let counts = Self { male: row(0), female: row(1) };
        (counts.people() > 0).then_some(counts)
    }

    /// All of them.
    pub(super) fn people(&self) -> u64 {
        self.male.iter().chain(&self.female).flatten().sum()
    }

    /// Shares by sex, group of ages and how they live: those of the group, drawn toward those of all as if ten persons more were like all.
    fn shares(&self) -> [[[f64; 4]; 3]; 2] {
        let all: [f64; 4] =
            std::array::from_fn(|how| self.male.iter().chain(&self.female).map(|row| row[how]).sum::<u64>() as f64);
        let everybody: f64 = all.iter().sum();
        let of = |row: &[u64; 4]| {
            let people = row.iter().sum::<u64>() as f64;
            std::array::from_fn(|how| (row[how] as f64 + HELD_BY * all[how] / everybody) / (people + HELD_BY))
        };
        [&self.male, &self.female].map(|sex| std::array::from_fn(|group| of(&sex[group])))
    }

    /// People who will live so, of people by single age.
    pub(super) fn expected(&self, male: &[f64], female: &[f64]) -> [f64; 4] {
        let shares = self.shares();
        let mut expected = [0.0; 4];
        for (shares, ages) in shares.iter().zip([male, female]) {
            for (group, from) in LivingCube::GROUPS.iter().enumerate() {
                let below = LivingCube::GROUPS.get(group + 1).map_or(ages.len(), |next| usize::from(*next));
                let people: f64 = ages.iter().take(below).skip(usize::from(*from)).sum();
                for (expected, share) in expected.iter_mut().zip(shares[group]) {
                    *expected += people * share;
                }
            }
        }
        expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_few_are_drawn_toward_all() {
        let counts = LivingCounts { male: [[10, 60, 30, 0], [0, 1, 0, 0], [0, 0, 0, 0]], female: [[30, 50, 20, 0]; 3] };
        let mut male = vec![0.0; 101];
        (male[65], male[75], male[90]) = (100.0, 10.0, 5.0);
        let expected = counts.expected(&male, &[0.0; 101]);
        assert!((expected.iter().sum::<f64>() - 115.0).abs() < 1e-9);
        let all = 401.0;
        let near = |have: f64, people: f64, own: f64, pooled: f64| have * (own + 10.0 * pooled / all) / (people + 10.0);
        let couples = near(100.0, 100.0, 60.0, 211.0) + near(10.0, 1.0, 1.0, 211.0) + near(5.0, 0.0, 0.0, 211.0);
        assert!((expected[1] - couples).abs() < 1e-9, "{expected:?}");
        assert_eq!(expected[3], 0.0);
    }
}
