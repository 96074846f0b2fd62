//! Jumps between groups and between the sexes.

use super::five_year;
use crate::age::{AgeGroups, BySex};
use crate::error::{Error, check_counts, check_length, divide};

/// How a group is compared with its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeRatio {
    /// `100 · 2·P / (P₋ + P₊)`: United Nations 1952.
    UnitedNations,
    /// `100 · 3·P / (P₋ + P + P₊)`: Zelnik.
    Zelnik,
    /// `100 · 4·P / (P₋ + 2·P + P₊)`: Ramachandran 1967.
    Ramachandran,
}

/// The age ratios of the closed groups from the second up to the one that starts five years below `to`; 100 where a group is the mean of its
/// neighbours.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] when the groups are not of five years from age 0, or fewer than three;
/// [`Error::ZeroDivisor`] when neighbours are empty.
pub fn age_ratios(groups: &AgeGroups, counts: &[f64], to: u32, form: AgeRatio) -> Result<Vec<f64>, Error> {
    let used = five_year(groups, &[counts], to)?;
    let ratio = |near: &[f64]| {
        let (before, here, after) = (near[0], near[1], near[2]);
        match form {
            AgeRatio::UnitedNations => divide("the neighbours of a group", 200.0 * here, before + after),
            AgeRatio::Zelnik => divide("three neighbouring groups", 300.0 * here, before + here + after),
            AgeRatio::Ramachandran => divide("three neighbouring groups", 400.0 * here, before + 2.0 * here + after),
        }
    };
    counts[..used].windows(3).map(ratio).collect()
}

/// The age ratio score: the mean departure of [`age_ratios`] from 100, over groups that start up to five years below `to` (70 is classic).
///
/// Source: United Nations 1955, *Manual II*, p. 42.
///
/// # Errors
/// As [`age_ratios`].
pub fn age_ratio_score(groups: &AgeGroups, counts: &[f64], to: u32, form: AgeRatio) -> Result<f64, Error> {
    let ratios = age_ratios(groups, counts, to, form)?;
    Ok(ratios.iter().map(|ratio| (ratio - 100.0).abs()).sum::<f64>() / ratios.len() as f64)
}

/// Males per 100 females in each closed group that starts up to `to`.
///
/// # Errors
/// As [`age_ratios`]; [`Error::ZeroDivisor`] when a group has no females.
pub fn sex_ratios(groups: &AgeGroups, male: &[f64], female: &[f64], to: u32) -> Result<Vec<f64>, Error> {
    let used = five_year(groups, &[male, female], to)?;
    male[..used].iter().zip(female).map(|(male, female)| divide("the females of a group", 100.0 * male, *female)).collect()
}

/// The sex ratio score: the mean step between successive [`sex_ratios`], up to the group that starts at `to` (70 is classic).
///
/// Source: United Nations 1955, *Manual II*, p. 42.
///
/// # Errors
/// As [`sex_ratios`].
pub fn sex_ratio_score(groups: &AgeGroups, male: &[f64], female: &[f64], to: u32) -> Result<f64, Error> {
    let ratios = sex_ratios(groups, male, female, to)?;
    Ok(ratios.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>() / (ratios.len() - 1) as f64)
}

/// The age–sex accuracy index of the United Nations, with its parts.
///
/// Below 20 accurate, 20 to 40 inaccurate, above 40 highly inaccurate (United Nations 1955, *Manual II*, p. 43). Real swings of births count
/// as errors: the smooth official estimates of Viet Nam for 2020 score almost 20. Show the parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// Age ratio score of each sex.
    pub age_ratio_scores: BySex<f64>,
    /// Sex ratio score.
    pub sex_ratio_score: f64,
    /// `3 · sex ratio score + both age ratio scores`. Not corrected for small populations, in which chance alone makes it large.
    pub index: f64,
}

/// Computes [`Accuracy`] up to the group that starts at `to`; 70 is classic.
///
/// # Errors
/// As [`age_ratios`] and [`sex_ratios`].
pub fn accuracy(groups: &AgeGroups, male: &[f64], female: &[f64], to: u32, form: AgeRatio) -> Result<Accuracy, Error> {
    let age_ratio_scores =
        BySex { male: age_ratio_score(groups, male, to, form)?, female: age_ratio_score(groups, female, to, form)? };
    let sex_ratio_score = sex_ratio_score(groups, male, female, to)?;
    let index = 3.0 * sex_ratio_score + age_ratio_scores.male + age_ratio_scores.female;
    Ok(Accuracy { age_ratio_scores, sex_ratio_score, index })
}

/// The index of dissimilarity of two distributions, 0 to 100: half the sum of the differences of their percentages by age — the percentage
/// that would have to change its group to make them alike.
///
/// Source: Shryock, Siegel & Larmon 1973, p. 233.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::ZeroDivisor`] when one of them is empty.
pub fn dissimilarity(first: &[f64], second: &[f64]) -> Result<f64, Error> {
    let (first, second) = shares(first, second)?;
    Ok(first.iter().zip(&second).map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0)
}

/// The index of relative difference: half the mean of `|100·s₂/s₁ − 100|`, the shares of the second distribution relative to those of the
/// first by age.
///
/// Source: Shryock, Siegel & Larmon 1973, p. 232.
///
/// # Errors
/// As [`dissimilarity`]; [`Error::ZeroDivisor`] when a group of the first is empty.
pub fn relative_difference(first: &[f64], second: &[f64]) -> Result<f64, Error> {
    let (first, second) = shares(first, second)?;
    let mut sum = 0.0;
    for (a, b) in first.iter().zip(&second) {
        sum += (100.0 * divide("a group of the first distribution", *b, *a)? - 100.0).abs();
    }
    Ok(sum / 2.0 / first.len() as f64)
}

/// Percentages of both.
fn shares(first: &[f64], second: &[f64]) -> Result<(Vec<f64>, Vec<f64>), Error> {
    check_length("the second distribution", second, first.len())?;
    check_counts("the first distribution", first)?;
    check_counts("the second distribution", second)?;
    let percentages = |values: &[f64]| -> Result<Vec<f64>, Error> {
        let total = values.iter().sum::<f64>();
        values.iter().map(|value| divide("a distribution", 100.0 * value, total)).collect()
    };
    Ok((percentages(first)?, percentages(second)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_groups_are_perfect() -> Result<(), Error> {
        let groups = AgeGroups::five_year(80)?;
        let found = accuracy(&groups, &[100.0; 17], &[100.0; 17], 70, AgeRatio::UnitedNations)?;
        assert_eq!((found.index, found.sex_ratio_score), (0.0, 0.0));
        assert_eq!(dissimilarity(&[1.0, 3.0], &[10.0, 30.0])?, 0.0);
        assert_eq!(dissimilarity(&[1.0, 0.0], &[0.0, 5.0])?, 100.0);
        Ok(())
    }

    #[test]
    fn empty_groups_are_errors() -> Result<(), Error> {
        let groups = AgeGroups::five_year(20)?;
        assert!(matches!(sex_ratio_score(&groups, &[1.0; 5], &[0.0; 5], 70), Err(Error::ZeroDivisor { .. })));
        assert!(matches!(age_ratio_score(&AgeGroups::abridged(20)?, &[1.0; 6], 70, AgeRatio::Zelnik), Err(Error::Shape { .. })));
        assert!(relative_difference(&[0.0, 1.0], &[1.0, 1.0]).is_err());
        Ok(())
    }
}
