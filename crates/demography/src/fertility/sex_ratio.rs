//! Boys and girls at birth.

use crate::error::{Error, check_between, check_counts, check_finite, divide};

/// The sex ratio at birth and how far chance may have moved it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SexRatio {
    /// Boys per 100 girls.
    pub ratio: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Boys per 100 girls with Wilson's interval of the share of boys, brought to the ratio.
///
/// The share `p = B / (B + G)` lies within `(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`, and the ratio is `100·p / (1 − p)`. Nature's ratio is
/// 104 to 107. With 1 000 births the 95 % interval is about ±13 points: the ratio of a commune and year is chance; add up years or communes.
/// Source: Wilson 1927, *Probable inference, the law of succession, and statistical inference*.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::Negative`]; [`Error::OutOfRange`] for `z` not between 0 and 10; [`Error::ZeroDivisor`] without girls, when there is no ratio.
pub fn sex_ratio_at_birth(boys: f64, girls: f64, z: f64) -> Result<SexRatio, Error> {
    check_counts("births", &[boys, girls])?;
    check_between("z", z, 0.0, 10.0)?;
    let ratio = divide("the girls born", 100.0 * boys, girls)?;
    let births = boys + girls;
    let share = boys / births;
    let square = z * z / births;
    let half = z * (share * (1.0 - share) / births + square / (4.0 * births)).sqrt();
    let end = |sign: f64| (share + square / 2.0 + sign * half) / (1.0 + square);
    let of = |share: f64| 100.0 * share / (1.0 - share);
    let (low, high) = (of(end(-1.0).max(0.0)), of(end(1.0)));
    check_finite("the interval of the sex ratio", &[low, high])?;
    Ok(SexRatio { ratio, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_births_are_known_to_four_points() -> Result<(), Error> {
        let found = sex_ratio_at_birth(5_270.0, 4_730.0, 1.96)?;
        assert!((found.ratio - 111.416).abs() < 0.001 && found.low > 107.0 && found.high < 116.0, "{found:?}");
        assert!((found.high - found.low) / 2.0 > 4.0);
        assert!(sex_ratio_at_birth(3.0, 0.0, 1.96).is_err());
        Ok(())
    }
}
