//! Quality of ages and sexes: how far a count can be believed.
//!
//! **The question.** Before a count is projected, smoothed or compared: are ages rounded, are groups missing, are the sexes in balance? Each
//! index answers a part, and none is a verdict: a real baby boom, a war or a wave of migrants looks like an error to most of them. So show
//! an index with its parts.
//!
//! | question | index | no error | needs |
//! |---|---|---|---|
//! | rounding to 0 and 5 | [`whipple`] | 100 | single ages 23–62 |
//! | any digit liked or avoided | [`myers`], [`bachi`], [`spoorenberg`] | 0 | single ages |
//! | one digit | [`noumbissi`] | 1 | single ages |
//! | rounding among the old | [`coale_li`], [`jdanov`], [`kannisto_heaping`] | 1, 100, 1 | single ages beyond 80 |
//! | rounding worse on tens than on fives | [`sawtooth`] | 1 | five-year groups |
//! | jumps between groups | [`age_ratio_score`], [`roughness`] | 0 | five-year groups |
//! | the sexes in balance | [`sex_ratio_score`], [`dissimilarity`] | 0 | five-year groups by sex |
//! | all together | [`Accuracy`] | below 20 | five-year groups by sex |
//! | the same, by another way of adding up | [`das_gupta`] | 0 | five-year groups by sex |
//! | people lost between two counts | [`cohort_survival`] | near the life table | two counts |
//! | deaths not registered | [`growth_balance`], [`death_distribution`] | 1 | two counts, deaths by age |
//!
//! ```
//! use danso_demography::age::AgeGroups;
//! use danso_demography::quality::whipple;
//!
//! // Everybody of 23 to 62 has rounded to the next multiple of five.
//! let counts: Vec<f64> = (0..=70).map(|age| if age % 5 == 0 { 500.0 } else { 0.0 }).collect();
//! assert!((whipple(&AgeGroups::single(70), &counts, 25, 60, &[0, 5])? - 500.0).abs() < 1e-9);
//! # Ok::<(), danso_demography::Error>(())
//! ```

mod balance;
mod cohorts;
mod completeness;
mod das_gupta;
mod digits;
mod old_age;
mod saw;

pub use balance::{
    Accuracy, AgeRatio, accuracy, age_ratio_score, age_ratios, dissimilarity, relative_difference, sex_ratio_score, sex_ratios,
};
pub use cohorts::{CohortSurvival, cohort_survival};
pub use completeness::{DeathDistribution, GrowthBalance, death_distribution, growth_balance};
pub use das_gupta::{DasGupta, das_gupta};
pub use digits::{Bachi, Digits, bachi, myers, noumbissi, spoorenberg, whipple};
pub use old_age::{coale_li, jdanov, kannisto_heaping};
pub use saw::{roughness, sawtooth};

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length};

/// Single ages that can be asked for by age.
struct Ages<'a> {
    groups: &'a AgeGroups,
    counts: &'a [f64],
}

impl<'a> Ages<'a> {
    /// Checks the counts, and that `from..=to` are single ages (the open age may not be among them).
    fn new(groups: &'a AgeGroups, counts: &'a [f64], from: u32, to: u32) -> Result<Self, Error> {
        check_length("counts", counts, groups.len())?;
        check_counts("counts", counts)?;
        let single = |age: u32| groups.starting_at(age).is_some_and(|group| groups.width(group) == Some(1));
        if from > to || !(from..=to).all(single) {
            return Err(Error::Shape {
                method: "an index of rounded ages",
                needs: "single ages over its whole range, below the open age",
            });
        }
        Ok(Self { groups, counts })
    }

    fn at(&self, age: u32) -> f64 {
        self.groups.starting_at(age).map_or(0.0, |group| self.counts[group])
    }

    /// The sum over ages from `from` to `to`, every `step`.
    fn sum(&self, from: u32, to: u32, step: usize) -> f64 {
        (from..=to).step_by(step).map(|age| self.at(age)).sum()
    }
}

/// Checks a pair of counts in five-year groups from age 0, and gives the number of closed groups that start below `to`.
fn five_year(groups: &AgeGroups, counts: &[&[f64]], to: u32) -> Result<usize, Error> {
    for values in counts {
        check_length("counts", values, groups.len())?;
        check_counts("counts", values)?;
    }
    let used = groups.starts().iter().take(groups.widths().len()).filter(|start| **start <= to).count();
    if !groups.is_five_year() || used < 3 {
        return Err(Error::Shape {
            method: "an index of five-year groups",
            needs: "groups of five years from age 0, at least three closed ones",
        });
    }
    Ok(used)
}
