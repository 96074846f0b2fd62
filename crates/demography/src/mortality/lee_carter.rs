//! The model of Lee and Carter.

use crate::error::{Error, check_between, check_finite, check_length, divide};

/// `ln m(x, t) = a(x) + b(x)·k(t)` with `Σ b = 1` and `Σ k = 0`.
///
/// One number a year moves the whole schedule; its straight fall has been the best simple forecast of mortality for decades. Source: Lee &
/// Carter 1992, *Modeling and forecasting U.S. mortality*, Journal of the American Statistical Association 87(419).
#[derive(Debug, Clone, PartialEq)]
pub struct LeeCarter {
    /// Mean of ln m by age.
    pub a: Vec<f64>,
    /// How strongly each age follows; sums to 1.
    pub b: Vec<f64>,
    /// The level of each year; sums to 0, and falls as mortality does.
    pub k: Vec<f64>,
    /// Change of `k` a year, `(k(last) − k(first)) / (years − 1)`.
    pub drift: f64,
    /// Standard deviation of what a year's change departs from the drift.
    pub deviation: f64,
}

/// How the pattern of change turns as life becomes long: from children to old people.
///
/// Source: Li, Lee & Gerland 2013, *Extending the Lee–Carter method to model the rotation of age patterns of mortality decline*,
/// Demography 50(6).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rotation {
    /// Life expectancy at which the turn begins; 80 in the source.
    pub from: f64,
    /// Life expectancy at which it is complete; 102 in the source.
    pub to: f64,
    /// The power of its weight; 0.5 in the source.
    pub power: f64,
}

impl Default for Rotation {
    fn default() -> Self {
        Self { from: 80.0, to: 102.0, power: 0.5 }
    }
}

impl LeeCarter {
    /// Fits the model to rates by year, each a list by age: `a` is the mean of the logarithms, `b·k` the first term of the singular value
    /// decomposition of what is left.
    ///
    /// # Errors
    /// [`Error::Shape`] with fewer than three years or two ages; [`Error::Length`] when years have different numbers of ages;
    /// [`Error::Negative`] for a rate that is not above zero; [`Error::ZeroDivisor`] when nothing changes.
    pub fn fit(rates: &[Vec<f64>]) -> Result<Self, Error> {
        let (a, left) = centred_logarithms(rates)?;
        let (b, k) = first_term(&left)?;
        Ok(Self::given(a, b, k))
    }

    /// The model with its drift from given `a`, `b` and `k`.
    pub(super) fn given(a: Vec<f64>, b: Vec<f64>, k: Vec<f64>) -> Self {
        let changes: Vec<f64> = k.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let count = changes.len().max(1) as f64;
        let drift = changes.iter().sum::<f64>() / count;
        let spread: f64 = changes.iter().map(|change| (change - drift).powi(2)).sum();
        let deviation = (spread / (count - 1.0).max(1.0)).sqrt();
        Self { a, b, k, drift, deviation }
    }

    /// Rates for a level `k`: `exp(a + b·k)`.
    fn rates(&self, k: f64) -> Vec<f64> {
        self.a.iter().zip(&self.b).map(|(a, b)| (a + b * k).exp()).collect()
    }

    /// Rates `years` after the last fitted one, by a random walk with drift: `k = k(last) + years·drift + shock`. The shock is 0 for the
    /// central forecast; its standard deviation after `t` years is `deviation·√t`.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a shock that is not a number, or so large that rates are beyond all numbers.
    pub fn project(&self, years: u32, shock: f64) -> Result<Vec<f64>, Error> {
        check_finite("the shock", &[shock])?;
        let last = self.k.last().copied().unwrap_or_default();
        let rates = self.rates(last + f64::from(years) * self.drift + shock);
        check_finite("projected rates", &rates)?;
        Ok(rates)
    }

    /// The pattern `b` turned toward its ultimate shape at a given life expectancy. Ages are single or five-year groups with given starts.
    ///
    /// The ultimate pattern is level below age 65 at the mean of ages 15–64, and above has the shape of `b` scaled to meet that level at 65–69; both
    /// sum to 1. The weight is `(½·(1 + sin(π/2·(2w − 1))))^power` with `w = (e₀ − from) / (to − from)`.
    ///
    /// # Errors
    /// [`Error::Length`]; [`Error::Shape`] when no group starts in 15–64 or none in 65–69; [`Error::OutOfRange`] for a life expectancy outside 0 to 150.
    pub fn rotated(&self, starts: &[u32], e0: f64, rotation: Rotation) -> Result<Vec<f64>, Error> {
        check_length("ages", &self.b, starts.len())?;
        check_between("life expectancy", e0, 0.0, 150.0)?;
        let of = |from: u32, to: u32| -> Result<f64, Error> {
            let chosen: Vec<f64> =
                starts.iter().zip(&self.b).filter(|(start, _)| (from..=to).contains(start)).map(|(_, b)| *b).collect();
            if chosen.is_empty() {
                return Err(Error::Shape {
                    method: "a rotation",
                    needs: "groups that start between 15 and 64 and between 65 and 69",
                });
            }
            Ok(chosen.iter().sum::<f64>() / chosen.len() as f64)
        };
        let (level, meeting) = (of(15, 64)?, of(65, 69)?);
        let scale = divide("b at 65-69", level, meeting)?;
        let raw: Vec<f64> = starts.iter().zip(&self.b).map(|(start, b)| if *start < 65 { level } else { b * scale }).collect();
        let sum = raw.iter().sum::<f64>();
        let share = divide("the spread of the rotation", e0 - rotation.from, rotation.to - rotation.from)?.clamp(0.0, 1.0);
        let weight = (0.5 * (1.0 + (std::f64::consts::FRAC_PI_2 * (2.0 * share - 1.0)).sin())).powf(rotation.power);
        raw.iter()
            .zip(&self.b)
            .map(|(ultimate, b)| Ok((1.0 - weight) * b + weight * divide("the ultimate pattern", *ultimate, sum)?))
            .collect()
    }
}

/// The mean logarithm of each age, and what each year departs from it.
pub(super) fn centred_logarithms(rates: &[Vec<f64>]) -> Result<(Vec<f64>, Vec<Vec<f64>>), Error> {
    let ages = rates.first().map_or(0, Vec::len);
    if rates.len() < 3 || ages < 2 {
        return Err(Error::Shape { method: "the model of Lee and Carter", needs: "at least three years and two ages" });
    }
    for year in rates {
        check_length("death rates of a year", year, ages)?;
        check_finite("death rates", year)?;
        if let Some(index) = year.iter().position(|rate| *rate <= 0.0) {
            return Err(Error::Negative { what: "death rates must be above zero; a rate", index, value: year[index] });
        }
    }
    let a: Vec<f64> = (0..ages).map(|age| rates.iter().map(|year| year[age].ln()).sum::<f64>() / rates.len() as f64).collect();
    let left = rates.iter().map(|year| year.iter().zip(&a).map(|(rate, mean)| rate.ln() - mean).collect()).collect();
    Ok((a, left))
}

/// The first term of the singular value decomposition of years × ages, as `b` that sums to 1 and `k` that belongs to it, by power iteration.
pub(super) fn first_term(left: &[Vec<f64>]) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let ages = left[0].len();
    let times =
        |b: &[f64]| -> Vec<f64> { left.iter().map(|year| year.iter().zip(b).map(|(value, b)| value * b).sum()).collect() };
    // The first year's departure has a part along the first direction unless everything stands still.
    let mut b = left[0].clone();
    for value in &mut b {
        *value += 1e-9;
    }
    for _round in 0..5_000 {
        let k = times(&b);
        let mut next: Vec<f64> = (0..ages).map(|age| left.iter().zip(&k).map(|(year, k)| year[age] * k).sum()).collect();
        let size = next.iter().map(|value| value * value).sum::<f64>().sqrt();
        for value in &mut next {
            *value = divide("the change of mortality", *value, size)?;
        }
        let moved = next.iter().zip(&b).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
        b = next;
        if moved < 1e-15 {
            break;
        }
    }
    let sum = b.iter().sum::<f64>();
    let k = times(&b).iter().map(|k| k * sum).collect();
    let b = b.iter().map(|b| divide("the sum of b", *b, sum)).collect::<Result<_, _>>()?;
    Ok((b, k))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth() -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        (vec![-4.0, -7.0, -6.0, -3.0], vec![0.4, 0.3, 0.2, 0.1], vec![3.0, 1.0, 0.5, -1.5, -3.0])
    }

    #[test]
    fn the_parameters_come_back() -> Result<(), Error> {
        let (a, b, k) = truth();
        let rates: Vec<Vec<f64>> = k.iter().map(|k| a.iter().zip(&b).map(|(a, b)| (a + b * k).exp()).collect()).collect();
        let model = LeeCarter::fit(&rates)?;
        for (found, given) in model.a.iter().chain(&model.b).chain(&model.k).zip(a.iter().chain(&b).chain(&k)) {
            assert!((found - given).abs() < 1e-9, "{found} {given}");
        }
        assert!((model.drift + 1.5).abs() < 1e-9);
        assert!((model.project(2, 0.0)?[0] - (-4.0 + 0.4 * -6.0_f64).exp()).abs() < 1e-9);
        Ok(())
    }

    #[test]
    fn a_rotation_keeps_the_sum_and_ends_level() -> Result<(), Error> {
        let starts: Vec<u32> = (0..18).map(|group| group * 5).collect();
        let b: Vec<f64> = (0..18).map(|group| (20.0 - f64::from(group)) / 207.0).collect();
        let model = LeeCarter::given(vec![0.0; 18], b.clone(), vec![1.0, 0.0, -1.0]);
        assert_eq!(model.rotated(&starts, 70.0, Rotation::default())?, b);
        let turned = model.rotated(&starts, 102.0, Rotation::default())?;
        assert!((turned.iter().sum::<f64>() - 1.0).abs() < 1e-12 && (turned[0] - turned[12]).abs() < 1e-15);
        Ok(())
    }

    #[test]
    fn refuses_a_standstill_and_gaps() {
        assert!(LeeCarter::fit(&[vec![0.1, 0.2], vec![0.1, 0.2], vec![0.1, 0.2]]).is_err());
        assert!(LeeCarter::fit(&[vec![0.1, 0.0], vec![0.1, 0.2], vec![0.1, 0.2]]).is_err());
    }
}
