//! Tables of small numbers, and how far chance may have moved them.

use super::{LifeTable, Rules};
use crate::age::AgeGroups;
use crate::error::{Error, check_between, check_counts, check_length};

/// A table from counted deaths, with the variances that chance gives it.
///
/// A commune of 5 000 people has some 30 deaths a year: the expectancy of one year then moves by several years by chance alone. Always show
/// the interval, or add up years.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// The table.
    pub table: LifeTable,
    /// Var(q), Chiang 1984: `q²·(1 − q) / D`; zero where there were no deaths.
    pub variance_q: Vec<f64>,
    /// Var(m) of a Poisson count: `D / E²`.
    pub variance_m: Vec<f64>,
    /// Var(eₓ), [`LifeTable::from_deaths`].
    pub variance_expectancy: Vec<f64>,
}

impl Estimate {
    /// The interval `e ± z·√Var(e)` at each age; `z` 1.96 for 95 %, 1.2816 for 80 %. The lower end is not below zero.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for `z` outside 0 to 10.
    pub fn interval(&self, z: f64) -> Result<Vec<(f64, f64)>, Error> {
        check_between("z", z, 0.0, 10.0)?;
        let ends = |(e, variance): (&f64, &f64)| ((e - z * variance.sqrt()).max(0.0), e + z * variance.sqrt());
        Ok(self.table.expectancy.iter().zip(&self.variance_expectancy).map(ends).collect())
    }
}

impl LifeTable {
    /// A table from deaths and person-years by age, with variances.
    ///
    /// `m = D / E`; a group without people and without deaths has the rate 0. The variance of the expectancy is
    /// `Var(eₓ) = Σ_{y ≥ x} l(y)²·((n − a) + e(y+n))²·Var(q) / l(x)²` (Chiang 1984, *The Life Table and its Applications*, chapter 8); when the
    /// table is closed by 1/m the open group adds `l(w)²·Var(m) / m⁴ / l(x)²` (Silcocks, Jenner & Reza 2001, Journal of Epidemiology and
    /// Community Health 55).
    ///
    /// # Errors
    /// As [`LifeTable::from_rates`]; [`Error::ZeroDivisor`] for deaths where there are no person-years.
    pub fn from_deaths(groups: &AgeGroups, deaths: &[f64], exposures: &[f64], rules: &Rules) -> Result<Estimate, Error> {
        check_length("deaths", deaths, groups.len())?;
        check_length("exposures", exposures, groups.len())?;
        check_counts("deaths", deaths)?;
        check_counts("exposures", exposures)?;
        let mut m = Vec::with_capacity(deaths.len());
        for (died, lived) in deaths.iter().zip(exposures) {
            m.push(if *died == 0.0 { 0.0 } else { crate::error::divide("the exposure of a group with deaths", *died, *lived)? });
        }
        let table = Self::from_rates(groups, &m, rules)?;
        let variance_q: Vec<f64> =
            table.q.iter().zip(deaths).map(|(q, died)| if *died > 0.0 { q * q * (1.0 - q) / died } else { 0.0 }).collect();
        let variance_m: Vec<f64> =
            deaths.iter().zip(exposures).map(|(died, lived)| if *died > 0.0 { died / lived / lived } else { 0.0 }).collect();
        let widths = groups.widths();
        let size = groups.len();
        let open = size - 1;
        let mut variance_expectancy = vec![0.0; size];
        let mut sum = match rules.closure {
            super::Closure::OneOverM => table.l[open].powi(2) * variance_m[open] / m[open].powi(4),
            super::Closure::Expectancy(_) | super::Closure::Kannisto { .. } | super::Closure::Gompertz { .. } => 0.0,
        };
        for group in (0..size).rev() {
            if let Some(width) = widths.get(group) {
                let lost = f64::from(*width) - table.a[group] + table.expectancy[group + 1];
                sum += (table.l[group] * lost).powi(2) * variance_q[group];
            }
            variance_expectancy[group] = if table.l[group] > 0.0 { sum / table.l[group].powi(2) } else { 0.0 };
        }
        crate::error::check_finite("the variance of the expectancy", &variance_expectancy)?;
        Ok(Estimate { table, variance_q, variance_m, variance_expectancy })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_the_people_a_tenth_of_the_variance() -> Result<(), Error> {
        let groups = AgeGroups::new(vec![0, 1, 5, 30, 60], None)?;
        let (deaths, exposures) = ([2.0, 1.0, 3.0, 10.0, 40.0], [100.0, 400.0, 2_000.0, 1_500.0, 600.0]);
        let small = LifeTable::from_deaths(&groups, &deaths, &exposures, &Rules::both_sexes())?;
        let large =
            LifeTable::from_deaths(&groups, &deaths.map(|d| d * 10.0), &exposures.map(|e| e * 10.0), &Rules::both_sexes())?;
        assert!((small.variance_expectancy[0] / large.variance_expectancy[0] - 10.0).abs() < 1e-9);
        let (low, high) = small.interval(1.96)?[0];
        assert!(low < small.table.e0() && small.table.e0() < high && high - low > 5.0);
        Ok(())
    }

    #[test]
    fn the_variance_is_that_of_many_draws() -> Result<(), Error> {
        // Deaths are moved up by one standard error in one group after another: the squares of what that does to e0 add up to its variance.
        let groups = AgeGroups::abridged(85)?;
        let m: Vec<f64> = (0..groups.len()).map(|group| 0.0008 * 1.35_f64.powi(group as i32)).collect();
        let exposures = vec![50_000.0; groups.len()];
        let deaths: Vec<f64> = m.iter().map(|rate| rate * 50_000.0).collect();
        let rules = Rules { within: crate::lifetable::AxRule::Half, ..Rules::both_sexes() };
        let estimate = LifeTable::from_deaths(&groups, &deaths, &exposures, &rules)?;
        let mut sum = 0.0;
        for group in 0..groups.len() {
            let mut moved = deaths.clone();
            moved[group] += deaths[group].sqrt() * 1e-3;
            let other = LifeTable::from_deaths(&groups, &moved, &exposures, &rules)?;
            sum += ((other.table.e0() - estimate.table.e0()) / 1e-3).powi(2);
        }
        // Chiang's q is binomial and this move is Poisson, which is wider by 1/(1 − q) where many die.
        let ratio = sum / estimate.variance_expectancy[0];
        assert!((0.95..1.15).contains(&ratio), "{ratio}");
        Ok(())
    }
}
