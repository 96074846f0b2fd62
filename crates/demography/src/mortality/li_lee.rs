//! The model of Li and Lee for several populations.

use super::lee_carter::{LeeCarter, centred_logarithms, first_term};
use crate::error::{Error, check_between};

/// `ln m(x, t, i) = a(x, i) + B(x)·K(t) + b(x, i)·k(t, i)`: a common change, and one of each population that dies away.
///
/// Forecast apart, two provinces or the two sexes drift apart without end; here the common part carries the trend and the own part returns
/// to its mean as a first-order autoregression. Source: Li & Lee 2005, *Coherent mortality forecasts for a group of populations*,
/// Demography 42(3).
#[derive(Debug, Clone, PartialEq)]
pub struct LiLee {
    /// The common model, fitted to the mean of the logarithms of all populations.
    pub common: LeeCarter,
    /// The own part of each population; its `a` is that population's mean schedule.
    pub own: Vec<LeeCarter>,
    /// The autoregression of each own `k`: how much of it is left after a year, between −1 and 1.
    pub persistence: Vec<f64>,
}

impl LiLee {
    /// Fits the model to the rates of several populations over the same years and ages: `rates[population][year][age]`.
    ///
    /// # Errors
    /// [`Error::Shape`] without two populations of equal years; else as [`LeeCarter::fit`].
    pub fn fit(rates: &[Vec<Vec<f64>>]) -> Result<Self, Error> {
        let years = rates.first().map_or(0, Vec::len);
        if rates.len() < 2 || rates.iter().any(|population| population.len() != years) {
            return Err(Error::Shape {
                method: "the model of Li and Lee",
                needs: "two populations or more, with the same years",
            });
        }
        let centred = rates.iter().map(|population| centred_logarithms(population)).collect::<Result<Vec<_>, _>>()?;
        let ages = centred[0].0.len();
        for (a, _) in &centred {
            crate::error::check_length("the ages of a population", a, ages)?;
        }
        let count = centred.len() as f64;
        let mean = |year: usize, age: usize| centred.iter().map(|(_, left)| left[year][age]).sum::<f64>() / count;
        let shared: Vec<Vec<f64>> = (0..years).map(|year| (0..ages).map(|age| mean(year, age)).collect()).collect();
        let (b, k) = first_term(&shared)?;
        let a = (0..ages).map(|age| centred.iter().map(|(a, _)| a[age]).sum::<f64>() / count).collect();
        let common = LeeCarter::given(a, b, k);
        let mut own = Vec::new();
        let mut persistence = Vec::new();
        for (a, left) in centred {
            let rest: Vec<Vec<f64>> = left
                .iter()
                .zip(&common.k)
                .map(|(year, k)| year.iter().zip(&common.b).map(|(value, b)| value - b * k).collect())
                .collect();
            let size = rest.iter().flatten().map(|value| value.abs()).fold(0.0, f64::max);
            let term = if size < 1e-12 { Err(Error::ZeroDivisor { what: "the own change" }) } else { first_term(&rest) };
            // A population that moves exactly with the others has no part of its own.
            let (b, k) = term.unwrap_or_else(|_| (vec![1.0 / ages as f64; ages], vec![0.0; years]));
            persistence.push(autoregression(&k));
            own.push(LeeCarter::given(a, b, k));
        }
        Ok(Self { common, own, persistence })
    }

    /// Rates of one population `years` after the last fitted one: the common walk with drift, and what is left of the own part.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] when there is no such population; [`Error::NotFinite`] when rates are beyond all numbers.
    pub fn project(&self, population: usize, years: u32) -> Result<Vec<f64>, Error> {
        check_between("the population", population as f64, 0.0, self.own.len().saturating_sub(1) as f64)?;
        let own = &self.own[population];
        let last = |k: &[f64]| k.last().copied().unwrap_or_default();
        let common = last(&self.common.k) + f64::from(years) * self.common.drift;
        let left = last(&own.k) * self.persistence[population].powi(i32::try_from(years).unwrap_or(i32::MAX));
        let rates: Vec<f64> =
            (0..own.a.len()).map(|age| (own.a[age] + self.common.b[age] * common + own.b[age] * left).exp()).collect();
        crate::error::check_finite("projected rates", &rates)?;
        Ok(rates)
    }
}

/// The slope of k(t) on k(t−1) through 0, kept inside −0.999 … 0.999 so that it dies away.
fn autoregression(k: &[f64]) -> f64 {
    let above: f64 = k.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let below: f64 = k.windows(2).map(|pair| pair[0] * pair[0]).sum();
    if below > 0.0 { (above / below).clamp(-0.999, 0.999) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn populations_do_not_drift_apart() -> Result<(), Error> {
        let year = |level: f64, t: f64, own: f64| {
            vec![(level - 0.02 * t + own).exp(), (level + 2.0 - 0.01 * t).exp(), (level + 3.0 - 0.015 * t - own).exp()]
        };
        let first: Vec<Vec<f64>> = (0..20).map(|t| year(-6.0, f64::from(t), 0.02 * (f64::from(t) * 0.7).sin())).collect();
        let second: Vec<Vec<f64>> = (0..20).map(|t| year(-5.5, f64::from(t), -0.02 * (f64::from(t) * 0.9).cos())).collect();
        let model = LiLee::fit(&[first, second])?;
        let (near, far) = (ratio(&model, 10)?, ratio(&model, 200)?);
        assert!((near / far - 1.0).abs() < 0.2, "{near} {far}");
        assert!(model.persistence.iter().all(|rho| rho.abs() < 1.0));
        assert!(model.project(2, 1).is_err());
        Ok(())
    }

    fn ratio(model: &LiLee, years: u32) -> Result<f64, Error> {
        Ok(model.project(1, years)?[0] / model.project(0, years)?[0])
    }
}
