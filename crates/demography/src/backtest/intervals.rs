//! Intervals from past errors, and how often they held.

use crate::error::{Error, check_between, check_finite, check_length};
use crate::stochastic::quantile;

/// Bounds of an error in percent of what will be counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Share of cases it is to hold.
    pub level: f64,
    /// Lower bound of `100 · (F − A) / A`.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Interval {
    /// Between what a forecast lies if its error is within the bounds: from `F / (1 + high/100)` to `F / (1 + low/100)`.
    pub fn around(&self, forecast: f64) -> (f64, f64) {
        let count = |error: f64| forecast / (1.0 + error / 100.0).max(1e-6);
        (count(self.high), count(self.low))
    }
}

/// Bounds between which the next error lies with the probability `level`, if it is like the past ones: the values at the places `(n + 1)(1 ± level)/2` of n errors in
/// order, with straight lines between (definition 6 of Hyndman and Fan 1996). The next one is as likely to fall into each of the n + 1 gaps that n errors leave; usual
/// quantiles would hold it too seldom. Of few errors the bounds are the outermost, and hold less than asked for.
///
/// # Errors
/// No error, one that is not finite, a level outside of 0 … 1.
pub fn empirical_interval(errors: &[f64], level: f64) -> Result<Interval, Error> {
    check_finite("errors", errors)?;
    check_between("the level", level, 0.0, 1.0)?;
    if errors.is_empty() {
        return Err(Error::NoGroups);
    }
    let mut sorted = errors.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Ok(Interval { level, low: bound(&sorted, 0.5 - level / 2.0), high: bound(&sorted, 0.5 + level / 2.0) })
}

/// Of errors in order, one at least.
fn bound(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = (share * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, last as f64);
    quantile(sorted, if last > 0 { place / last as f64 } else { 0.0 })
}

/// Share of errors that lie within the interval of all the others: what [`empirical_interval`] of so many errors really holds. Nearer to the level than the
/// share within the interval of all, which the error itself helped to draw.
///
/// # Errors
/// Fewer than three errors; as [`empirical_interval`].
pub fn leave_one_out(errors: &[f64], level: f64) -> Result<f64, Error> {
    if errors.len() < 3 {
        return Err(Error::Shape { method: "leaving errors out", needs: "three errors or more" });
    }
    let mut held = 0;
    for (place, error) in errors.iter().enumerate() {
        let others: Vec<f64> = errors.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, error)| *error).collect();
        let interval = empirical_interval(&others, level)?;
        held += usize::from(interval.low <= *error && *error <= interval.high);
    }
    Ok(held as f64 / errors.len() as f64)
}

/// Share of what was counted that lay between its bounds.
///
/// # Errors
/// Nothing counted, lists of different lengths, numbers that are not finite.
pub fn coverage(actual: &[f64], low: &[f64], high: &[f64]) -> Result<f64, Error> {
    check_finite("what was counted", actual)?;
    check_length("lower bounds", low, actual.len())?;
    check_length("upper bounds", high, actual.len())?;
    check_finite("lower bounds", low)?;
    check_finite("upper bounds", high)?;
    if actual.is_empty() {
        return Err(Error::NoGroups);
    }
    let held = actual.iter().zip(low.iter().zip(high)).filter(|(actual, (low, high))| low <= actual && actual <= high).count();
    Ok(held as f64 / actual.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;

    #[test]
    fn an_interval_is_turned_into_people() -> Result<(), Error> {
        let interval = empirical_interval(&[-20.0, -10.0, 0.0, 10.0, 25.0], 1.0)?;
        assert_eq!((interval.low, interval.high), (-20.0, 25.0));
        // Two thirds of five errors: places 1 and 5 of the six gaps; half of three: places 1 and 3 of four.
        let third = empirical_interval(&[-20.0, -10.0, 0.0, 10.0, 25.0], 2.0 / 3.0)?;
        assert!((third.low + 20.0).abs() < 1e-9 && (third.high - 25.0).abs() < 1e-9);
        assert_eq!(empirical_interval(&[1.0, 2.0, 4.0], 0.5)?.high, 4.0);
        assert_eq!(empirical_interval(&[3.0], 0.8)?.low, 3.0);
        assert_eq!(interval.around(1000.0), (800.0, 1250.0));
        assert!(empirical_interval(&[], 0.8).is_err() && empirical_interval(&[f64::NAN], 0.8).is_err());
        assert_eq!(coverage(&[1.0, 5.0], &[0.0, 0.0], &[2.0, 4.0]), Ok(0.5));
        assert!(coverage(&[], &[], &[]).is_err() && coverage(&[1.0], &[], &[1.0]).is_err());
        Ok(())
    }

    #[test]
    fn leaving_out_finds_the_level_where_errors_are_alike() -> Result<(), Error> {
        let mut stream = Stream::new(2, 0);
        let errors: Vec<f64> = (0..600).map(|_| stream.normal()).collect();
        let held = leave_one_out(&errors, 0.8)?;
        assert!((held - 0.8).abs() < 0.005, "{held}");
        assert!(leave_one_out(&[1.0, 2.0], 0.8).is_err());
        Ok(())
    }
}
