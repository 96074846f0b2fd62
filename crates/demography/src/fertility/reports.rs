//! Brass' comparison of children ever born with recent births.

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length, divide};

/// Parities, cumulated rates and their ratios, for women of 15–19 to 45–49.
#[derive(Debug, Clone, PartialEq)]
pub struct PfRatios {
    /// Cumulated rates brought to the mean exposure of each group, comparable with parity, F.
    pub cumulated: Vec<f64>,
    /// P / F. About level: rates are off by that factor. Rising with age: fertility has fallen.
    pub ratios: Vec<f64>,
    /// The mean ratio of ages 20–24 and 25–29, by which rates are multiplied.
    pub factor: f64,
}

/// P/F ratios from mean children ever born and period rates of the seven five-year groups 15–49.
///
/// Brass 1968: where fertility has been constant, mean parity P of a group of women equals the period rates cumulated to their mean age, F. With
/// `Φ(x)` the rates cumulated to exact age x, F is the mean of Φ over the group, along the parabolas through three neighbouring values:
/// `(13·(Φ(x) + Φ(x+5)) − Φ(x−5) − Φ(x+10)) / 24`, in the first group `(5·Φ(15) + 8·Φ(20) − Φ(25)) / 12`, in the last `(5·Φ(50) + 8·Φ(45) − Φ(40)) / 12`.
/// (United Nations 1983, *Manual X*, chapter II.B, interpolates with tabulated coefficients instead, which differ by the source of the rates; rates here
/// are by age at the birth.)
///
/// # Errors
/// [`Error::Shape`] when the groups are not the seven from 15–19 to 45–49; [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`];
/// [`Error::ZeroDivisor`] when the cumulated rates of a group are zero.
pub fn pf_ratios(ages: &AgeGroups, parities: &[f64], rates: &[f64]) -> Result<PfRatios, Error> {
    if *ages != AgeGroups::new((3..10).map(|group| group * 5).collect(), Some(50))? {
        return Err(Error::Shape { method: "P/F ratios", needs: "women of 15-19, 20-24 … 45-49" });
    }
    check_length("parities", parities, 7)?;
    check_length("rates", rates, 7)?;
    check_counts("parities", parities)?;
    check_counts("rates", rates)?;
    let mut at = vec![0.0];
    for rate in rates {
        at.push(at[at.len() - 1] + 5.0 * rate);
    }
    let cumulated: Vec<f64> = (0..7)
        .map(|group| match group {
            0 => (5.0 * at[0] + 8.0 * at[1] - at[2]).max(0.0) / 12.0,
            6 => (5.0 * at[7] + 8.0 * at[6] - at[5]) / 12.0,
            // The mean of the parabolas forward and backward.
            _ => (13.0 * (at[group] + at[group + 1]) - at[group - 1] - at[group + 2]) / 24.0,
        })
        .collect();
    let ratios = parities
        .iter()
        .zip(&cumulated)
        .map(|(p, f)| divide("the cumulated rates of a group", *p, *f))
        .collect::<Result<Vec<_>, _>>()?;
    let factor = f64::midpoint(ratios[1], ratios[2]);
    Ok(PfRatios { cumulated, ratios, factor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constant_rates_agree_with_themselves() -> Result<(), Error> {
        let ages = AgeGroups::new((3..10).map(|group| group * 5).collect(), Some(50))?;
        // f(x) = (x − 15)(50 − x) / 10⁴: integrals by hand.
        let cumulated = |x: f64| ((x - 15.0).powi(2) * 35.0 / 2.0 - (x - 15.0).powi(3) / 3.0) / 10_000.0;
        let rates: Vec<f64> =
            (3..10).map(|group| (cumulated(f64::from(group) * 5.0 + 5.0) - cumulated(f64::from(group) * 5.0)) / 5.0).collect();
        let mean =
            |low: f64| (0..1_000).map(|step| cumulated(low + 5.0 * (f64::from(step) + 0.5) / 1_000.0)).sum::<f64>() / 1_000.0;
        let parities: Vec<f64> = (3..10).map(|group| 1.2 * mean(f64::from(group) * 5.0)).collect();
        let found = pf_ratios(&ages, &parities, &rates)?;
        assert!(found.ratios[1..].iter().all(|ratio| (ratio - 1.2).abs() < 0.012), "{:?}", found.ratios);
        assert!((found.factor - 1.2).abs() < 0.01);
        assert!(pf_ratios(&ages, &parities, &[0.0; 7]).is_err());
        Ok(())
    }
}
