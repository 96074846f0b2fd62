//! Own numbers and the parent's, weighted by what the own ones know.

use crate::error::{Error, check_counts, check_length};

/// Ratios of areas to what was expected of them, drawn together.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunk {
    /// Of each area: events for one expected, after shrinkage. Times the parent's rate it is the area's rate.
    pub ratios: Vec<f64>,
    /// Weight of the area's own number, from 0 (the mean of all areas alone) to 1 (its own alone). Show it beside the figure.
    pub weights: Vec<f64>,
    /// Events for one expected in all areas together.
    pub mean: f64,
    /// Variance of true ratios between areas; 0 where chance alone explains the differences.
    pub variance: f64,
}

/// Empirical Bayes for counts: true ratios θ of areas follow a gamma distribution with mean m and variance A, events are Poisson with mean θ·expected
/// (Clayton and Kaldor 1987, *Biometrics* 43, 671–681), both found by moments (Marshall 1991, *Applied Statistics* 40, 283–294):
///
/// ```text
/// m = Σd / Σe        s² = Σ e(d/e − m)² / Σe        A = max(0, s² − m/ē)
/// w = A / (A + m/e)                θ = m + w · (d/e − m)
/// ```
///
/// `events`: counted in each area; `expected`: what the parent's rates would give there. An area of which nothing was expected gets m with weight 0.
///
/// # Errors
/// No area; lists of different lengths; numbers that are negative or not finite; nothing expected anywhere.
pub fn shrink(events: &[f64], expected: &[f64]) -> Result<Shrunk, Error> {
    check_counts("events", events)?;
    check_length("expected events", expected, events.len())?;
    check_counts("expected events", expected)?;
    let all: f64 = expected.iter().sum();
    let areas = expected.iter().filter(|expected| **expected > 0.0).count() as f64;
    if !(all > 0.0 && all.is_finite()) {
        return Err(Error::ZeroDivisor { what: "the sum of expected events" });
    }
    let mean = events.iter().sum::<f64>() / all;
    let own = |(events, expected): (&f64, &f64)| if *expected > 0.0 { events / expected } else { mean };
    let both = || events.iter().zip(expected);
    let spread = both().map(|pair| pair.1 * (own(pair) - mean).powi(2)).sum::<f64>() / all;
    let variance = (spread - mean / (all / areas)).max(0.0);
    let weight = |expected: f64| {
        let chance = if expected > 0.0 { mean / expected } else { f64::INFINITY };
        if variance > 0.0 { variance / (variance + chance) } else { 0.0 }
    };
    let weights: Vec<f64> = expected.iter().map(|expected| weight(*expected)).collect();
    let ratios = both().zip(&weights).map(|(pair, weight)| mean + weight * (own(pair) - mean)).collect();
    Ok(Shrunk { ratios, weights, mean, variance })
}

/// The parent's rates by age, set so that they give the events of the area: indirect standardisation, `rate(x) · events / Σ rate(x) · people(x)`
/// (Preston, Heuveline and Guillot 2001, section 2.3). Gives the factor too, which [`shrink`] can draw nearer to 1 first.
///
/// # Errors
/// Lists of different lengths; numbers that are negative or not finite; rates that expect nothing where there are events.
pub fn synthetic_rates(parent: &[f64], people: &[f64], events: f64) -> Result<(Vec<f64>, f64), Error> {
    check_counts("rates of the parent", parent)?;
    check_length("people", people, parent.len())?;
    check_counts("people", people)?;
    check_counts("events", &[events])?;
    let expected: f64 = parent.iter().zip(people).map(|(rate, people)| rate * people).sum();
    let factor = if expected > 0.0 {
        events / expected
    } else if events == 0.0 {
        1.0
    } else {
        return Err(Error::ZeroDivisor { what: "the events expected of the area" });
    };
    Ok((parent.iter().map(|rate| rate * factor).collect(), factor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;

    #[test]
    fn chance_alone_is_drawn_to_the_mean_entirely() -> Result<(), Error> {
        let shrunk = shrink(&[10.0, 9.0, 11.0], &[10.0, 10.0, 10.0])?;
        assert_eq!((shrunk.variance, shrunk.mean), (0.0, 1.0));
        assert_eq!((shrunk.ratios, shrunk.weights), (vec![1.0; 3], vec![0.0; 3]));
        Ok(())
    }

    /// By hand: m = 1, s² = (100·0.25 + 100·0.25)/200 = 0.25, A = 0.25 − 1/100 = 0.24, w = 0.24/(0.24 + 0.01) = 0.96.
    #[test]
    fn large_areas_keep_their_own() -> Result<(), Error> {
        let shrunk = shrink(&[150.0, 50.0, 0.0], &[100.0, 100.0, 0.0]);
        // The third area, of which nothing was expected, does not count into the mean size.
        let shrunk = shrunk?;
        assert!((shrunk.variance - 0.24).abs() < 1e-12 && (shrunk.weights[0] - 0.96).abs() < 1e-12);
        assert!((shrunk.ratios[0] - 1.48).abs() < 1e-12 && (shrunk.ratios[1] - 0.52).abs() < 1e-12);
        assert_eq!((shrunk.ratios[2], shrunk.weights[2]), (1.0, 0.0));
        assert!(shrink(&[1.0], &[0.0]).is_err() && shrink(&[], &[]).is_err() && shrink(&[-1.0], &[1.0]).is_err());
        Ok(())
    }

    /// Data from known ratios: the estimator finds their variance, and its ratios are nearer to the truth than the raw ones.
    #[test]
    fn known_ratios_are_recovered() -> Result<(), Error> {
        let mut stream = Stream::new(11, 0);
        let truth: Vec<f64> = (0..2000).map(|_| (1.0 + 0.3 * stream.normal()).max(0.05)).collect();
        let expected: Vec<f64> = (0..2000).map(|area| 5.0 + f64::from(area % 40)).collect();
        let events: Vec<f64> =
            truth.iter().zip(&expected).map(|(ratio, e)| (ratio * e + (ratio * e).sqrt() * stream.normal()).max(0.0)).collect();
        let shrunk = shrink(&events, &expected)?;
        assert!((shrunk.variance.sqrt() - 0.3).abs() < 0.03, "{}", shrunk.variance.sqrt());
        let wrong = |ratios: &[f64]| ratios.iter().zip(&truth).map(|(found, true_one)| (found - true_one).powi(2)).sum::<f64>();
        let raw: Vec<f64> = events.iter().zip(&expected).map(|(events, expected)| events / expected).collect();
        assert!(wrong(&shrunk.ratios) < 0.75 * wrong(&raw));
        Ok(())
    }

    #[test]
    fn synthetic_rates_give_the_events() -> Result<(), Error> {
        let (rates, factor) = synthetic_rates(&[0.1, 0.2], &[50.0, 25.0], 12.0)?;
        assert!((factor - 1.2).abs() < 1e-12 && (rates[0] * 50.0 + rates[1] * 25.0 - 12.0).abs() < 1e-12);
        assert_eq!(synthetic_rates(&[0.0], &[5.0], 0.0), Ok((vec![0.0], 1.0)));
        assert!(synthetic_rates(&[0.0], &[5.0], 1.0).is_err());
        Ok(())
    }
}
