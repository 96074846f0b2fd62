//! Intervals of 95 %. Only `+ − × ÷` and square roots, in the order written, so that a recount elsewhere gives the same bits.

/// The standard normal distribution leaves 2.5 % above it.
pub(crate) const Z: f64 = 1.959_963_984_540_054;

/// Exact limits of the mean of a Poisson variable seen as 0, 1 … 9: lower with P(X ≥ n) = 2.5 %, upper with P(X ≤ n) = 2.5 %
/// (Garwood, F. 1936: Fiducial limits for the Poisson distribution. Biometrika 28(3/4), p. 437–442), to six decimals.
const EXACT: [(f64, f64); 10] = [
    (0.0, 3.688_879),
    (0.025_318, 5.571_643),
    (0.242_209, 7.224_688),
    (0.618_672, 8.767_273),
    (1.089_865, 10.241_589),
    (1.623_486, 11.668_332),
    (2.201_894, 13.059_474),
    (2.814_363, 14.422_675),
    (3.453_832, 15.763_189),
    (4.115_373, 17.084_803),
];

/// Limits of the mean of a Poisson variable: exact below ten events, from ten on by Byar's approximation (Breslow, N. E. and N. E. Day
/// 1987: Statistical Methods in Cancer Research, vol. II, IARC, p. 69). None for what is no number of events.
pub(crate) fn poisson(events: f64) -> Option<(f64, f64)> {
    if !(events >= 0.0 && events.fract() == 0.0) {
        return None;
    }
    if events < 10.0 {
        return Some(EXACT[events as usize]);
    }
    let cube = |base: f64| base * base * base;
    let low = events * cube(1.0 - 1.0 / (9.0 * events) - Z / (3.0 * events.sqrt()));
    let next = events + 1.0;
    let high = next * cube(1.0 - 1.0 / (9.0 * next) + Z / (3.0 * next.sqrt()));
    Some((low, high))
}

/// Score interval of a proportion (Wilson, E. B. 1927: Probable inference, the law of succession, and statistical inference. Journal of
/// the American Statistical Association 22, p. 209–212). None unless `0 ≤ part ≤ all` and `all > 0`.
#[must_use]
pub fn wilson(part: f64, all: f64) -> Option<(f64, f64)> {
    if !(all > 0.0 && (0.0..=all).contains(&part)) {
        return None;
    }
    let share = part / all;
    let square = Z * Z;
    let centre = share + square / (2.0 * all);
    let half = Z * (share * (1.0 - share) / all + square / (4.0 * all * all)).sqrt();
    let whole = 1.0 + square / all;
    let low = if part == 0.0 { 0.0 } else { (centre - half) / whole };
    let high = if part == all { 1.0 } else { (centre + half) / whole };
    Some((low, high))
}

/// Boys to one girl, from the normal interval of the share of boys, SE = √(p(1−p)/B). None where that interval leaves (0, 1).
pub(crate) fn sex_ratio(boys: f64, girls: f64) -> Option<(f64, f64)> {
    let births = boys + girls;
    let share = boys / births;
    let half = Z * (share * (1.0 - share) / births).sqrt();
    let (low, high) = (share - half, share + half);
    (low > 0.0 && high < 1.0).then(|| (low / (1.0 - low), high / (1.0 - high)))
}

/// Half the width of the interval of a sum of independent rates, each with Poisson events over its own exposure: the variance is
/// Σ (events/exposure)/exposure.
pub(crate) fn half_of_sum(events: &[f64], exposures: &[f64]) -> f64 {
    let variance = events.iter().zip(exposures).fold(0.0, |sum, (events, exposure)| sum + events / exposure / exposure);
    Z * variance.sqrt()
}

/// Half the width of the interval of a difference of two independent Poisson rates over one exposure: the variance is (all events)/exposure².
pub(crate) fn half_of_difference(events: f64, exposure: f64) -> f64 {
    Z * events.sqrt() / exposure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: Option<(f64, f64)>, low: f64, high: f64, tolerance: f64) {
        let (found_low, found_high) = found.expect("an interval");
        let fits = (found_low - low).abs() <= tolerance && (found_high - high).abs() <= tolerance;
        assert!(fits, "{found_low} {found_high}, not {low} {high}");
    }

    /// P(X ≤ events) for a Poisson variable.
    fn at_most(events: u32, mean: f64) -> f64 {
        let terms = (1..=events).scan((-mean).exp(), |term, k| {
            *term *= mean / f64::from(k);
            Some(*term)
        });
        (-mean).exp() + terms.sum::<f64>()
    }

    #[test]
    fn below_ten_events_the_limits_leave_two_and_a_half_percent_on_each_side() {
        for events in 0..10 {
            let (low, high) = poisson(f64::from(events)).expect("limits");
            assert!((at_most(events, high) - 0.025).abs() < 1e-6, "{events} {high}");
            if events > 0 {
                assert!((1.0 - at_most(events - 1, low) - 0.025).abs() < 1e-6, "{events} {low}");
            }
        }
    }

    /// The exact limits, printed to one or two decimals in most textbooks (as in Ulm, K. 1990: American Journal of Epidemiology 131(2),
    /// p. 373–375): 10 → 4.80–18.39, 20 → 12.22–30.89, 50 → 37.11–65.92, 100 → 81.36–121.63.
    #[test]
    fn from_ten_events_on_byar_is_within_four_hundredths_of_the_exact_limits() {
        near(poisson(10.0), 4.80, 18.39, 0.04);
        near(poisson(20.0), 12.22, 30.89, 0.04);
        near(poisson(50.0), 37.11, 65.92, 0.04);
        near(poisson(100.0), 81.36, 121.63, 0.04);
        for events in [10u32, 15, 30, 70, 100] {
            let (low, high) = poisson(f64::from(events)).expect("limits");
            assert!((at_most(events, high) - 0.025).abs() < 3e-4, "{events} {high}");
            assert!((1.0 - at_most(events - 1, low) - 0.025).abs() < 3e-4, "{events} {low}");
        }
    }

    #[test]
    fn what_is_no_number_of_events_has_no_limits() {
        for events in [-1.0, 0.5, 12.5, f64::NAN] {
            assert_eq!(poisson(events), None);
        }
    }

    /// Newcombe, R. G. 1998: Two-sided confidence intervals for the single proportion. Statistics in Medicine 17, p. 857–872, table I,
    /// method 3.
    #[test]
    fn wilson_gives_the_numbers_of_newcombe_1998() {
        near(wilson(81.0, 263.0), 0.2553, 0.3662, 5e-5);
        near(wilson(15.0, 148.0), 0.0624, 0.1605, 5e-5);
        near(wilson(0.0, 20.0), 0.0, 0.1611, 5e-5);
        near(wilson(1.0, 29.0), 0.0061, 0.1718, 5e-5);
        assert_eq!(wilson(20.0, 20.0).map(|(_, high)| high), Some(1.0));
        for (part, all) in [(0.0, 0.0), (5.0, 4.0), (-1.0, 4.0)] {
            assert_eq!(wilson(part, all), None);
        }
    }

    /// About 10 000 births are needed to know the ratio to ±2 in a hundred births' share, ±4 points of the ratio.
    #[test]
    fn a_sex_ratio_of_ten_thousand_births_is_known_to_four_points() {
        let (low, high) = sex_ratio(5238.0, 4762.0).expect("an interval");
        assert!((low * 100.0 - 105.8).abs() < 0.1 && (high * 100.0 - 114.4).abs() < 0.1, "{low} {high}");
        assert_eq!(sex_ratio(3.0, 0.0), None);
        assert_eq!(sex_ratio(0.0, 0.0), None);
    }

    #[test]
    fn half_widths_follow_from_poisson_variances() {
        assert_eq!(half_of_sum(&[4.0, 9.0], &[2.0, 3.0]), Z * 2.0_f64.sqrt());
        assert_eq!(half_of_difference(16.0, 8.0), Z * 0.5);
    }
}
