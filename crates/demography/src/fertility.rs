//! Fertility: rates of birth and what follows from them.
//!
//! **The question.** How many children do women have, at which ages, and is it changing? From births by age of the mother and women by age:
//!
//! | measure | function | is |
//! |---|---|---|
//! | general fertility rate | [`general_rate`] | births per woman of 15–49 and year |
//! | age-specific rates | [`age_specific`] | births per woman of an age and year |
//! | total fertility rate | [`total`] | children a woman would have with these rates all her life |
//! | pattern | [`pattern`] | share of each age in that, sums to 1 |
//! | mean age | [`mean_age`] | of mothers, if all ages had as many women |
//! | gross and net reproduction | [`gross_reproduction`], [`net_reproduction`] | daughters, and daughters who live to their mother's age |
//! | parity progression | [`progression`] | share with one child who have a second, and so on |
//! | tempo | [`tempo_adjusted`] | the total rate without the effect of later births |
//! | P/F ratios | [`pf_ratios`] | children ever born against recent rates: do reports agree? |
//! | reverse survival | [`reverse_survival`] | births of past years from the children of today |
//! | indirect total rate | [`indirect`] | from an age pyramid alone, for small areas |
//! | sex ratio at birth | [`sex_ratio_at_birth`] | boys per 100 girls, with its interval |
//!
//! ```
//! use danso_demography::age::AgeGroups;
//! use danso_demography::fertility::{age_specific, mean_age, total};
//!
//! let ages = AgeGroups::new(vec![15, 20, 25, 30, 35, 40, 45], Some(50))?;
//! let births = [30.0, 110.0, 130.0, 80.0, 35.0, 8.0, 1.0];
//! let rates = age_specific(&ages, &births, &[1_000.0; 7])?;
//! assert!((total(&ages, &rates)? - 1.97).abs() < 1e-12);
//! assert!((mean_age(&ages, &rates)? - 27.60).abs() < 0.01);
//! # Ok::<(), danso_demography::Error>(())
//! ```

mod indirect;
mod own_children;
mod parity;
mod rates;
mod reports;
mod sex_ratio;
mod survival;

pub use indirect::{Indirect, indirect};
pub use own_children::own_children;
pub use parity::{progression, tempo_adjusted, total_from_progression};
pub use rates::{age_specific, general_rate, gross_reproduction, mean_age, net_reproduction, pattern, total};
pub use reports::{PfRatios, pf_ratios};
pub use sex_ratio::{SexRatio, sex_ratio_at_birth};
pub use survival::reverse_survival;

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length};

/// Checks rates of women by closed age groups.
fn check_rates(ages: &AgeGroups, rates: &[f64]) -> Result<Vec<f64>, Error> {
    check_length("rates by age", rates, ages.len())?;
    check_counts("rates by age", rates)?;
    if ages.is_open() {
        return Err(Error::Shape { method: "a measure of fertility", needs: "ages of mothers with an end, such as 15 to 49" });
    }
    Ok(ages.widths().iter().map(|width| f64::from(*width)).collect())
}
