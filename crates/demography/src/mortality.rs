//! Mortality models: a few numbers that stand for a whole schedule of death rates.
//!
//! **The question.** Rates are missing (a commune with three deaths), unreliable (ages above 90), or not yet there (the year 2050). A model
//! says what they are likely to be, from few numbers that can be estimated.
//!
//! | model | numbers | for |
//! |---|---|---|
//! | [`Kannisto`] | 2 | ages 80 to 130, levelling off at 1 |
//! | [`CoherentKannisto`] | 3 | both sexes at old ages, without crossing |
//! | [`Gompertz`], [`Makeham`] | 2, 3 | ages 30 to 90 |
//! | [`BrassLogit`] | 2 | all ages, relative to a standard |
//! | [`LogQuadratic`] | ₅q₀ and maybe ₄₅q₁₅ | all ages, where little is known |
//! | [`LeeCarter`] | one a year | the past and the future of one population |
//! | [`LiLee`] | one a year and population | several populations that shall not drift apart |
//! | [`Topals`] | 7 | small areas: a standard bent by few deaths |
//!
//! ```
//! use danso_demography::mortality::Kannisto;
//!
//! // Rates at exact ages 82.5, 87.5, 92.5 and 97.5, carried to 105.
//! let law = Kannisto::fit(&[82.5, 87.5, 92.5, 97.5], &[0.09, 0.15, 0.24, 0.35])?;
//! assert!(law.hazard(105.0) > 0.5 && law.hazard(105.0) < 0.6);
//! # Ok::<(), danso_demography::Error>(())
//! ```

mod brass;
mod gompertz;
mod kannisto;
mod lee_carter;
mod li_lee;
mod log_quadratic;
mod topals;

pub use brass::BrassLogit;
pub use gompertz::{Gompertz, Makeham};
pub use kannisto::{CoherentKannisto, Kannisto, extend};
pub use lee_carter::{LeeCarter, Rotation};
pub use li_lee::LiLee;
pub use log_quadratic::LogQuadratic;
pub use topals::Topals;

use crate::error::{Error, check_finite, check_length};

/// The oldest exact age that laws of old age are carried to.
const END_OF_LIFE: f64 = 150.0;

/// `∫ survival(t) dt` from 0 to `END_OF_LIFE − from`, by Simpson's rule in steps of a tenth of a year.
fn expectancy(from: f64, survival: impl Fn(f64) -> f64) -> f64 {
    let intervals = (((END_OF_LIFE - from).max(1.0) * 10.0).ceil() as usize).div_ceil(2) * 2;
    let step = (END_OF_LIFE - from).max(1.0) / intervals as f64;
    let sum: f64 = (0..=intervals)
        .map(|point| {
            let weight = if point == 0 || point == intervals {
                1.0
            } else if point % 2 == 1 {
                4.0
            } else {
                2.0
            };
            weight * survival(point as f64 * step)
        })
        .sum();
    sum * step / 3.0
}

/// Checks ages and rates to which a law of mortality is fitted: as many, finite, at least `least`, rates above zero.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Shape`], [`Error::Negative`] for a rate that is not above zero.
fn check_law(method: &'static str, ages: &[f64], rates: &[f64], least: usize) -> Result<(), Error> {
    check_length("death rates", rates, ages.len())?;
    check_finite("ages", ages)?;
    check_finite("death rates", rates)?;
    if ages.len() < least {
        return Err(Error::Shape { method, needs: "more ages to fit" });
    }
    match rates.iter().position(|rate| *rate <= 0.0) {
        Some(index) => Err(Error::Negative { what: "death rates to fit must be above zero; a rate", index, value: rates[index] }),
        None => Ok(()),
    }
}
