//! Deaths that were not registered.

use crate::age::AgeGroups;
use crate::error::{Error, check_between, check_counts, check_length, divide};
use crate::linear;

/// Completeness of registered deaths by the growth balance.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthBalance {
    /// Deaths registered over deaths that took place, relative to the coverage of the counts.
    pub completeness: f64,
    /// The intercept: growth of the whole, and in the general form the difference of coverage between the counts.
    pub intercept: f64,
    /// The points of the line, one per age from the second on: (partial death rate, entry rate minus growth rate).
    pub points: Vec<(f64, f64)>,
}

/// The general growth balance: for every age `x`, people enter `x+` at the rate `b(x+)` and leave by deaths at `d(x+)`; `b(x+) − r(x+) = a +
/// d(x+) / c`, so the slope of the points is 1 / completeness.
///
/// `first` and `second` are counts in five-year groups `years` apart, `deaths` the registered deaths of the whole time by age. Entries into `x` are
/// `years/5 · √(P₁(x−5)·P₂(x))`, exposures `years·√(P₁·P₂)`. The line is the orthogonal one (ratio of standard deviations) over the ages
/// `from..=to`; 15 to 65 is usual. With equal growth at all ages this is Brass' original balance. No migration is assumed. Sources: Brass 1975,
/// *Methods for Estimating Fertility and Mortality from Limited and Defective Data*; Hill 1987, *Estimating census and death registration
/// completeness*; Moultrie et al. 2013, *Tools for Demographic Estimation*, chapter 24.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] when the groups are not of five years from age 0 with an open end, or fewer
/// than three ages are fitted; [`Error::OutOfRange`] for a time not between 0.1 and 40 years; [`Error::ZeroDivisor`] for empty ages.
pub fn growth_balance(
    groups: &AgeGroups,
    first: &[f64],
    second: &[f64],
    deaths: &[f64],
    years: f64,
    fit: (u32, u32),
) -> Result<GrowthBalance, Error> {
    check(groups, &[first, second, deaths], years)?;
    let size = groups.len();
    let mut points = Vec::new();
    let mut fitted = Vec::new();
    for group in 1..size {
        let sum = |values: &[f64]| values[group..].iter().sum::<f64>();
        let (before, after) = (sum(first), sum(second));
        let lived = years * (before * after).sqrt();
        let entries = years / 5.0 * (first[group - 1] * second[group]).sqrt();
        divide("the people above an age at the second count", before, after)?;
        let entry = divide("the people above an age", entries, lived)?;
        let growth = divide("the people above an age", after, before)?.ln() / years;
        let dying = divide("the people above an age", sum(deaths), lived)?;
        let point = (dying, entry - growth);
        points.push(point);
        if (fit.0..=fit.1).contains(&groups.starts()[group]) {
            fitted.push(point);
        }
    }
    if fitted.len() < 3 {
        return Err(Error::Shape { method: "the growth balance", needs: "three ages to fit or more" });
    }
    let (intercept, slope) = orthogonal(&fitted)?;
    Ok(GrowthBalance { completeness: divide("the slope of the balance", 1.0, slope)?, intercept, points })
}

/// The line whose slope is the ratio of the standard deviations.
fn orthogonal(points: &[(f64, f64)]) -> Result<(f64, f64), Error> {
    let count = points.len() as f64;
    let (mean_x, mean_y) =
        (points.iter().map(|point| point.0).sum::<f64>() / count, points.iter().map(|point| point.1).sum::<f64>() / count);
    let spread = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(|point| of(point).powi(2)).sum::<f64>();
    let (x, y) = (spread(&|point| point.0 - mean_x), spread(&|point| point.1 - mean_y));
    let slope = divide("the spread of death rates", y, x)?.sqrt();
    let (_, least) = linear::line(
        &points.iter().map(|point| point.0).collect::<Vec<_>>(),
        &points.iter().map(|point| point.1).collect::<Vec<_>>(),
        &vec![1.0; points.len()],
    )?;
    let slope = slope.copysign(least);
    Ok((mean_y - slope * mean_x, slope))
}

/// Completeness of registered deaths by the distribution of deaths.
#[derive(Debug, Clone, PartialEq)]
pub struct DeathDistribution {
    /// The median of the ratios over the ages asked for.
    pub completeness: f64,
    /// The people of each age estimated from later deaths, over those counted: one per closed group from the second on. Level when all is well; a
    /// slope betrays wrong ages or migration.
    pub ratios: Vec<f64>,
}

/// Bennett & Horiuchi's variable-r method: who is of age `x` now must die later, so the deaths above `x`, grown back, should make up the people of `x`.
///
/// `N̂(x) = N̂(x+5)·exp(5·r) + D·exp(2.5·r)` downward from `N̂(w) = D(w)·(exp(r·e) − (r·e)²/6)`, with `r` the growth rate of each group and `D` the deaths
/// a year; the people at exact age `x` are counted as `√(P₁(x−5)·P₂(x)) / 5`. `open_expectancy` is `e` at the open age, in years. Sources: Bennett &
/// Horiuchi 1981, *Estimating the completeness of death registration in a closed population*, Population Index 47(2); 1984, *Mortality estimation
/// from registered deaths in less developed countries*, Demography 21(2).
///
/// # Errors
/// As [`growth_balance`].
pub fn death_distribution(
    groups: &AgeGroups,
    first: &[f64],
    second: &[f64],
    deaths: &[f64],
    years: f64,
    open_expectancy: f64,
    fit: (u32, u32),
) -> Result<DeathDistribution, Error> {
    check(groups, &[first, second, deaths], years)?;
    check_between("the expectancy at the open age", open_expectancy, 0.1, 60.0)?;
    let size = groups.len();
    let growth =
        |group: usize| -> Result<f64, Error> { Ok(divide("the people of an age", second[group], first[group])?.ln() / years) };
    let open = growth(size - 1)? * open_expectancy;
    let mut people = deaths[size - 1] / years * (open.exp() - open * open / 6.0);
    let mut ratios = Vec::new();
    let mut fitted = Vec::new();
    for group in (1..size - 1).rev() {
        let rate = growth(group)?;
        people = people * (5.0 * rate).exp() + deaths[group] / years * (2.5 * rate).exp();
        let counted = (first[group - 1] * second[group]).sqrt() / 5.0;
        let ratio = divide("the people of an age", people, counted)?;
        ratios.push(ratio);
        if (fit.0..=fit.1).contains(&groups.starts()[group]) {
            fitted.push(ratio);
        }
    }
    ratios.reverse();
    if fitted.is_empty() {
        return Err(Error::Shape { method: "the distribution of deaths", needs: "an age to fit" });
    }
    fitted.sort_by(f64::total_cmp);
    let middle = fitted.len() / 2;
    let completeness = if fitted.len() % 2 == 1 { fitted[middle] } else { f64::midpoint(fitted[middle - 1], fitted[middle]) };
    Ok(DeathDistribution { completeness, ratios })
}

fn check(groups: &AgeGroups, counts: &[&[f64]], years: f64) -> Result<(), Error> {
    for values in counts {
        check_length("counts", values, groups.len())?;
        check_counts("counts", values)?;
    }
    check_between("the years between the counts", years, 0.1, 40.0)?;
    if !groups.is_five_year() || !groups.is_open() || groups.len() < 5 {
        return Err(Error::Shape { method: "completeness of deaths", needs: "five-year groups from age 0 with an open end" });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifetable::{LifeTable, Rules};

    /// A stable population that grows by 1.5 % a year as two counts ten years apart see it, with its true deaths.
    struct Stable {
        groups: AgeGroups,
        first: Vec<f64>,
        second: Vec<f64>,
        deaths: Vec<f64>,
        e85: f64,
    }

    fn stable() -> Result<Stable, Error> {
        let single = AgeGroups::single(120);
        let m: Vec<f64> = (0..=120).map(|age| 0.0008 + (-10.0 + 0.095 * f64::from(age)).exp()).collect();
        let table = LifeTable::from_rates(&single, &m, &Rules::both_sexes())?;
        let r = 0.015_f64;
        let first: Vec<f64> =
            table.person_years.iter().enumerate().map(|(age, years)| years * (-r * (age as f64 + 0.5)).exp()).collect();
        let five = AgeGroups::five_year(85)?;
        let grouped = single.regroup(&first, &five)?;
        let second: Vec<f64> = grouped.iter().map(|count| count * (10.0 * r).exp()).collect();
        let passed = ((10.0 * r).exp() - 1.0) / r;
        let deaths: Vec<f64> = first.iter().zip(&table.m).map(|(count, m)| count * m * passed).collect();
        Ok(Stable { deaths: single.regroup(&deaths, &five)?, groups: five, first: grouped, second, e85: table.expectancy[85] })
    }

    #[test]
    fn a_known_completeness_comes_back() -> Result<(), Error> {
        let Stable { groups, first, second, deaths, e85 } = stable()?;
        let registered: Vec<f64> = deaths.iter().map(|count| count * 0.7).collect();
        let balance = growth_balance(&groups, &first, &second, &registered, 10.0, (15, 65))?;
        assert!((balance.completeness - 0.7).abs() < 0.02, "{}", balance.completeness);
        let distribution = death_distribution(&groups, &first, &second, &registered, 10.0, e85, (15, 65))?;
        assert!((distribution.completeness - 0.7).abs() < 0.02, "{}", distribution.completeness);
        Ok(())
    }

    #[test]
    fn empty_ages_are_errors() -> Result<(), Error> {
        let groups = AgeGroups::five_year(80)?;
        assert!(growth_balance(&groups, &[0.0; 17], &[1.0; 17], &[1.0; 17], 10.0, (15, 65)).is_err());
        assert!(death_distribution(&groups, &[1.0; 17], &[1.0; 17], &[1.0; 17], 0.0, 5.0, (15, 65)).is_err());
        Ok(())
    }
}
