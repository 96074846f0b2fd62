//! The log-quadratic model.

use crate::age::{AgeGroups, Sex};
use crate::error::{Error, check_between, check_length};
use crate::lifetable::{LifeTable, Rules};

/// The log-quadratic model: `ln m(x) = a(x) + b(x)·h + c(x)·h² + v(x)·k` with `h = ln ₅q₀`.
///
/// A whole life table from the mortality of children, and, if known, of adults: `k` is chosen so that ₄₅q₁₅ agrees. The rate of 1–4 is not
/// modelled but follows from ₅q₀ and the rate of infants. Source: Wilmoth, Zureick, Canudas-Romo, Inoue & Sawyer 2012, *A flexible
/// two-dimensional mortality model for use in indirect estimation*, Population Studies 66(1), equations 2 and 8.
///
/// The coefficients are given by the caller, one set a sex, from table 3 of that article or from a fit of one's own: this crate carries
/// none, for it could not check them against the printed table.
#[derive(Debug, Clone, PartialEq)]
pub struct LogQuadratic {
    /// Age groups 0, 1–4, 5–9 … of the coefficients.
    pub groups: AgeGroups,
    /// a(x).
    pub a: Vec<f64>,
    /// b(x).
    pub b: Vec<f64>,
    /// c(x).
    pub c: Vec<f64>,
    /// v(x).
    pub v: Vec<f64>,
}

impl LogQuadratic {
    /// The life table with a given ₅q₀, and a given ₄₅q₁₅ where that is known (`k` is 0 where it is not).
    ///
    /// # Errors
    /// [`Error::Shape`] when the groups are not those of an abridged table with ages 15 and 60; [`Error::Length`]; [`Error::OutOfRange`] for a
    /// probability outside 0 to 1; [`Error::NoConvergence`] when no `k` between −10 and 10 gives that ₄₅q₁₅.
    pub fn table(&self, sex: Sex, child: f64, adult: Option<f64>) -> Result<LifeTable, Error> {
        check_between("5q0", child, 1e-6, 0.9)?;
        for column in [&self.a, &self.b, &self.c, &self.v] {
            check_length("coefficients", column, self.groups.len())?;
        }
        if !self.groups.is_abridged() || self.groups.starting_at(60).is_none() {
            return Err(Error::Shape { method: "the log-quadratic model", needs: "groups 0, 1-4, 5-9 … beyond 60" });
        }
        let Some(adult) = adult else { return self.with(sex, child, 0.0) };
        check_between("45q15", adult, 1e-6, 1.0 - 1e-6)?;
        let off = |k: f64| -> Result<f64, Error> { Ok(self.with(sex, child, k)?.probability_between(15, 60)? - adult) };
        let (mut low, mut high) = (-10.0, 10.0);
        let (at_low, at_high) = (off(low)?, off(high)?);
        if at_low * at_high > 0.0 {
            return Err(Error::NoConvergence { method: "the log-quadratic model", rounds: 0 });
        }
        for _round in 0..200 {
            let middle = f64::midpoint(low, high);
            if off(middle)? * at_low > 0.0 { low = middle } else { high = middle }
        }
        self.with(sex, child, f64::midpoint(low, high))
    }

    fn with(&self, sex: Sex, child: f64, k: f64) -> Result<LifeTable, Error> {
        let h = child.ln();
        let mut m: Vec<f64> =
            (0..self.groups.len()).map(|x| (self.a[x] + self.b[x] * h + self.c[x] * h * h + self.v[x] * k).exp()).collect();
        let rules = Rules { within: crate::lifetable::AxRule::Half, ..Rules::of(sex) };
        m[1] = 0.0;
        // q of 1–4 from ₅q₀, then its rate with the years that go with the infants' probability.
        let infants = LifeTable::from_rates(&self.groups, &m, &rules)?;
        let toddlers = (1.0 - (1.0 - child) / (1.0 - infants.q[0])).max(0.0);
        m[1] = toddlers / (4.0 - (4.0 - infants.a[1]) * toddlers);
        LifeTable::from_rates(&self.groups, &m, &rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Coefficients made up for the test: a schedule that falls and rises with age.
    fn model() -> Result<LogQuadratic, Error> {
        let groups = AgeGroups::abridged(100)?;
        let size = groups.len();
        let level = |x: usize| if x < 2 { -0.6 } else { -3.5 + 0.14 * x as f64 };
        Ok(LogQuadratic {
            a: (0..size).map(level).collect(),
            b: (0..size).map(|x| 1.0 - 0.04 * x as f64).collect(),
            c: vec![0.0; size],
            v: (0..size).map(|x| if (4..15).contains(&x) { 0.3 } else { 0.0 }).collect(),
            groups,
        })
    }

    #[test]
    fn both_probabilities_are_met() -> Result<(), Error> {
        let model = model()?;
        let table = model.table(Sex::Female, 0.02, Some(0.15))?;
        assert!((table.probability_between(0, 5)? - 0.02).abs() < 1e-12);
        assert!((table.probability_between(15, 60)? - 0.15).abs() < 1e-9);
        assert!(model.table(Sex::Female, 0.02, None)?.e0() > 40.0);
        assert!(model.table(Sex::Female, 2.0, None).is_err());
        Ok(())
    }
}
