//! Two counts of the same people.

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length, divide};

/// How a cohort has come through the years between two counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CohortSurvival {
    /// The first age of the cohort at the first count.
    pub from: u32,
    /// The first age at the second count.
    pub to: u32,
    /// The second count over the first. Above 1 only by migration or by error.
    pub ratio: f64,
    /// That over the survival of a life table: above 1 for people gained, below for people lost; nothing when none was given.
    pub relative: Option<f64>,
}

/// Follows each closed group from one count to another, `years` later, in the same groups; the oldest cohort runs into the open group and is
/// left out.
///
/// `survival` are the ratios by which each group should come through those years ([`LifeTable::survival_ratios`](crate::lifetable::LifeTable::survival_ratios)
/// multiplied up), one per cohort. Source: United Nations 1955, *Manual II*, chapter III.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] when the groups are not equally wide or `years` is no multiple of their
/// width; [`Error::ZeroDivisor`] for an empty cohort.
pub fn cohort_survival(
    groups: &AgeGroups,
    first: &[f64],
    second: &[f64],
    years: u32,
    survival: Option<&[f64]>,
) -> Result<Vec<CohortSurvival>, Error> {
    for counts in [first, second] {
        check_length("counts", counts, groups.len())?;
        check_counts("counts", counts)?;
    }
    let widths = groups.widths();
    let needs =
        Error::Shape { method: "a cohort check", needs: "closed groups of one width and a time that is a multiple of it" };
    let Some(width) = widths.first().copied() else { return Err(needs) };
    if widths.iter().any(|other| *other != width) || years == 0 || !years.is_multiple_of(width) {
        return Err(needs);
    }
    let step = (years / width) as usize;
    let cohorts = widths.len().saturating_sub(step);
    if let Some(survival) = survival {
        check_length("survival", survival, cohorts)?;
        check_counts("survival", survival)?;
    }
    (0..cohorts)
        .map(|group| {
            let ratio = divide("a cohort at the first count", second[group + step], first[group])?;
            let relative = survival.map(|survival| divide("a survival", ratio, survival[group])).transpose()?;
            Ok(CohortSurvival { from: groups.starts()[group], to: groups.starts()[group + step], ratio, relative })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cohorts_are_followed() -> Result<(), Error> {
        let groups = AgeGroups::five_year(20)?;
        let found = cohort_survival(
            &groups,
            &[100.0, 90.0, 80.0, 70.0, 300.0],
            &[95.0, 85.0, 99.0, 72.0, 310.0],
            10,
            Some(&[0.98, 0.96]),
        )?;
        assert_eq!(found.len(), 2);
        assert!((found[0].ratio - 0.99).abs() < 1e-15 && (found[0].from, found[0].to) == (0, 10));
        assert!((found[1].relative.unwrap_or_default() - 0.8 / 0.96).abs() < 1e-12);
        assert!(cohort_survival(&groups, &[1.0; 5], &[1.0; 5], 7, None).is_err());
        assert!(cohort_survival(&groups, &[0.0; 5], &[1.0; 5], 5, None).is_err());
        Ok(())
    }
}
