//! Das Gupta's index of ages and sexes together.

use super::five_year;
use crate::age::AgeGroups;
use crate::error::{Error, divide};

/// Das Gupta's index and what it is the product of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DasGupta {
    /// The product; 0 for a perfectly smooth count. Not on the scale of the United Nations' index.
    pub index: f64,
    /// Mean change of the sex ratio from group to group, without the change from the first to the last.
    pub sex_ratio: f64,
    /// Of men: turns of the curve over its way up and down; 1 for a curve that rises once and falls once.
    pub male: f64,
    /// Of women.
    pub female: f64,
}

/// Das Gupta's index over five-year groups that start at ages up to `to`; the open age is left out.
///
/// With pairs of neighbouring groups `S(i) = P(i−1) + P(i)` and sex ratios `R = 100·M/F`, over `n` pairs:
///
/// ```text
/// sex ratio = (Σ|R(i) − R(i−1)| − |R of the first pair − R of the last pair|) / n
/// ages      = Σ|200·P(i)/S(i) − 100| / (2·H − 100 − T)     H = 200·max P / S(1),  T = 200·P(last) / S(1)
/// index     = sex ratio · ages of men · ages of women
/// ```
///
/// Source: A. Das Gupta 1955, *Accuracy index of census age distributions*, Proceedings of the World Population Conference 1954, vol. IV, pp. 63–74,
/// by the steps as they are described for DemoTools' function of that name.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`], [`Error::Shape`] for groups not of five years; [`Error::ZeroDivisor`] where a group is empty.
pub fn das_gupta(groups: &AgeGroups, male: &[f64], female: &[f64], to: u32) -> Result<DasGupta, Error> {
    let used = five_year(groups, &[male, female], to)?;
    let (male, female) = (&male[..used], &female[..used]);
    let mut ratios = Vec::with_capacity(used);
    for (men, women) in male.iter().zip(female) {
        ratios.push(100.0 * divide("the women of an age", *men, *women)?);
    }
    let pair = |at: usize| -> Result<f64, Error> {
        Ok(100.0 * divide("the women of two ages", male[at] + male[at + 1], female[at] + female[at + 1])?)
    };
    let changes: f64 = ratios.windows(2).map(|two| (two[1] - two[0]).abs()).sum();
    let sex_ratio = (changes - (pair(0)? - pair(used - 2)?).abs()) / (used - 1) as f64;
    let (of_men, of_women) = (ages(male)?, ages(female)?);
    Ok(DasGupta { index: sex_ratio * of_men * of_women, sex_ratio, male: of_men, female: of_women })
}

/// How much more the curve of ages turns than one that rises once and falls once.
fn ages(counts: &[f64]) -> Result<f64, Error> {
    let first = counts[0] + counts[1];
    let mut turns = 0.0;
    for two in counts.windows(2) {
        turns += (divide("the people of two ages", 200.0 * two[1], two[0] + two[1])? - 100.0).abs();
    }
    let most = counts.iter().copied().fold(0.0, f64::max);
    let last = counts[counts.len() - 1];
    let highest = divide("the people of the first two ages", 200.0 * most, first)?;
    divide("the way of the curve", turns, 2.0 * highest - 100.0 - 200.0 * last / first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// South West Africa 1946, the counts of the paper's example. The values of the index are compared in `tests/reference`.
    #[test]
    fn an_empty_age_is_an_error_and_a_smooth_count_scores_low() -> Result<(), Error> {
        let groups = AgeGroups::five_year(65)?;
        let male = [2365.0, 2320.0, 1859.0, 1554.0, 1758.0, 1534.0, 1404.0, 1324.0, 1118.0, 872.0, 795.0, 745.0, 743.0, 574.0];
        let female = [2244.0, 2248.0, 1773.0, 1594.0, 1616.0, 1510.0, 1478.0, 1320.0, 1085.0, 858.0, 768.0, 726.0, 533.0, 282.0];
        let rough = das_gupta(&groups, &male, &female, 60)?;
        assert!((rough.index - rough.sex_ratio * rough.male * rough.female).abs() < 1e-12);
        let smooth: Vec<f64> = (0..14).map(|group| 2300.0 - 120.0 * f64::from(group)).collect();
        let even = das_gupta(&groups, &smooth, &smooth, 60)?;
        assert!(even.index.abs() < 1e-9 && rough.index > 1.0, "{rough:?} {even:?}");
        assert!(das_gupta(&groups, &[0.0; 14], &female, 60).is_err());
        Ok(())
    }
}
