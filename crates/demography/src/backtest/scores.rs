//! Errors and what they come to.

use crate::error::{Error, check_finite};
use crate::stochastic::quantile;

/// A forecast and what was counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// How large the area was when the forecast was made.
    pub size: f64,
    /// What was forecast.
    pub forecast: f64,
    /// What was counted, above 0.
    pub actual: f64,
}

impl Case {
    /// Error in percent of what was counted: `100 · (F − A) / A`.
    ///
    /// # Errors
    /// Numbers that are not finite, or nothing counted.
    pub fn error(&self) -> Result<f64, Error> {
        let error = 100.0 * (self.forecast - self.actual) / self.actual;
        if self.actual > 0.0 && error.is_finite() { Ok(error) } else { Err(Error::ZeroDivisor { what: "what was counted" }) }
    }
}

/// Measures of errors, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// How many cases.
    pub cases: usize,
    /// Mean size of errors.
    pub mape: f64,
    /// Mean error: above 0 where forecasts were too high.
    pub malpe: f64,
    /// Median size of errors.
    pub medape: f64,
    /// Size under which nine of ten errors stay.
    pub p90: f64,
    /// Largest size.
    pub largest: f64,
}

/// Scores of cases.
///
/// # Errors
/// No case, or one without an error.
pub fn score(cases: &[Case]) -> Result<Score, Error> {
    let errors = cases.iter().map(Case::error).collect::<Result<Vec<_>, _>>()?;
    check_finite("errors", &errors)?;
    if errors.is_empty() {
        return Err(Error::NoGroups);
    }
    let count = errors.len() as f64;
    let mut sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    Ok(Score {
        cases: errors.len(),
        mape: sizes.iter().sum::<f64>() / count,
        malpe: errors.iter().sum::<f64>() / count,
        medape: quantile(&sizes, 0.5),
        p90: quantile(&sizes, 0.9),
        largest: sizes[sizes.len() - 1],
    })
}

/// Scores of cases by size: below the first bound, from each to the next, from the last on. Nothing where a class has no case.
///
/// # Errors
/// As [`score`]; bounds that do not rise.
pub fn by_size(cases: &[Case], bounds: &[f64]) -> Result<Vec<Option<Score>>, Error> {
    if bounds.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(Error::Shape { method: "classes of size", needs: "bounds that rise" });
    }
    let class = |case: &Case| bounds.partition_point(|bound| *bound <= case.size);
    (0..=bounds.len())
        .map(|wanted| {
            let of_class: Vec<Case> = cases.iter().filter(|case| class(case) == wanted).copied().collect();
            if of_class.is_empty() { Ok(None) } else { score(&of_class).map(Some) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_by_hand() -> Result<(), Error> {
        let case = |size, forecast| Case { size, forecast, actual: 100.0 };
        let cases = [case(1.0, 110.0), case(5.0, 96.0), case(9.0, 100.0), case(9.0, 98.0)];
        let all = score(&cases)?;
        assert_eq!((all.cases, all.mape, all.malpe, all.medape, all.largest), (4, 4.0, 1.0, 3.0, 10.0));
        assert!((all.p90 - 8.2).abs() < 1e-12);
        let classes = by_size(&cases, &[2.0, 3.0, 6.0])?;
        assert_eq!(
            classes.iter().map(|class| class.map(|score| score.mape)).collect::<Vec<_>>(),
            [Some(10.0), None, Some(4.0), Some(1.0)]
        );
        assert!(score(&[]).is_err() && score(&[Case { size: 1.0, forecast: 1.0, actual: 0.0 }]).is_err());
        assert!(by_size(&cases, &[2.0, 1.0]).is_err());
        Ok(())
    }
}
