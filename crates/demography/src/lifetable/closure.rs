//! The open group: how long those live who reach it.

use crate::age::AgeGroups;
use crate::error::{Error, check_between, divide};
use crate::mortality::{Gompertz, Kannisto};

/// How a table is closed at its open age `w`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Closure {
    /// `e(w) = 1 / m(w)`: right when the open group is as old as in a stable population; the usual rule (Preston, Heuveline & Guillot
    /// 2001, p. 48).
    OneOverM,
    /// `e(w)` known from elsewhere, in years.
    Expectancy(f64),
    /// A law of [`Kannisto`] fitted to the rates of the groups that start at `fit_from` up to and including `fit_to`, and carried from `w` to
    /// the end of life. The rate of the open group itself is not used for `e(w)`.
    Kannisto {
        /// First start of a group to fit.
        fit_from: u32,
        /// Last start of a group to fit.
        fit_to: u32,
    },
    /// A law of [`Gompertz`] fitted in the same way. It lets mortality rise without bound, so `e(w)` is lower than with Kannisto.
    Gompertz {
        /// First start of a group to fit.
        fit_from: u32,
        /// Last start of a group to fit.
        fit_to: u32,
    },
}

impl Closure {
    /// Kannisto fitted to the last twenty years below the open age, or to the last three closed groups when they reach further back: the
    /// choice when the open rate is badly known.
    pub fn kannisto_below(groups: &AgeGroups) -> Self {
        let open = groups.last_start();
        let third = groups.starts()[groups.len().saturating_sub(4)];
        Self::Kannisto { fit_from: open.saturating_sub(20).min(third), fit_to: open.saturating_sub(1) }
    }

    /// Years still to live at the open age.
    ///
    /// # Errors
    /// [`Error::ZeroDivisor`] when the rate that closes is zero; [`Error::Shape`] with fewer than two groups to fit.
    pub(super) fn expectancy(self, groups: &AgeGroups, m: &[f64]) -> Result<f64, Error> {
        let open_age = f64::from(groups.last_start());
        match self {
            Self::OneOverM => divide("the death rate of the open group", 1.0, m[m.len() - 1]),
            Self::Expectancy(years) => {
                check_between("the expectancy at the open age", years, 0.0, 100.0)?;
                Ok(years)
            }
            Self::Kannisto { fit_from, fit_to } => {
                let (ages, rates) = to_fit(groups, m, fit_from, fit_to)?;
                Ok(Kannisto::fit(&ages, &rates)?.expectancy(open_age))
            }
            Self::Gompertz { fit_from, fit_to } => {
                let (ages, rates) = to_fit(groups, m, fit_from, fit_to)?;
                Ok(Gompertz::fit(&ages, &rates)?.expectancy(open_age))
            }
        }
    }
}

/// Middles and rates of the closed groups between two starts, those without deaths left out.
fn to_fit(groups: &AgeGroups, m: &[f64], from: u32, to: u32) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let mut ages = Vec::new();
    let mut rates = Vec::new();
    for (group, (start, rate)) in groups.starts().iter().zip(m).enumerate() {
        let Some(width) = groups.width(group) else { continue };
        if (from..=to).contains(start) && *rate > 0.0 {
            ages.push(f64::from(*start) + f64::from(width) / 2.0);
            rates.push(*rate);
        }
    }
    if ages.len() < 2 {
        return Err(Error::Shape { method: "a law of old age", needs: "at least two groups with deaths among the ages to fit" });
    }
    Ok((ages, rates))
}
