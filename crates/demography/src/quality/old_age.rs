//! Rounded ages among the old.

use super::Ages;
use crate::age::AgeGroups;
use crate::error::{Error, check_between, divide};

/// Coale & Li's index of one last digit at old ages, 1 without preference: the mean, over ages from `from` on that end in the digit, of the
/// count over its doubly smoothed value.
///
/// The reference is a centred moving average of five ages, taken twice; ages whose reference reaches the first age or the open one are left out,
/// so with single ages to 99 the last is 95. Source: Coale & Li 1991, *The effect of age misreporting in China on the calculation of
/// mortality rates at very high ages*, Demography 28(2).
///
/// `last` is the highest age that may enter an average. (An open age treated as a single one is a convention of some programs: to follow them
/// give groups that end there.)
///
/// # Errors
/// [`Error::Shape`] when the ages from `from − 4` to `last` are not single, or none ends in the digit; [`Error::OutOfRange`] for a digit above 9;
/// [`Error::ZeroDivisor`] when nobody is around such an age.
pub fn coale_li(groups: &AgeGroups, counts: &[f64], digit: u32, from: u32, last: u32) -> Result<f64, Error> {
    check_between("a last digit", f64::from(digit), 0.0, 9.0)?;
    check_between("the first age", f64::from(from), 4.0, 150.0)?;
    check_between("the last age", f64::from(last), 4.0, 150.0)?;
    let chosen: Vec<u32> = (from..=last.saturating_sub(4)).filter(|age| age % 10 == digit).collect();
    if chosen.is_empty() {
        return Err(Error::Shape {
            method: "the index of Coale and Li",
            needs: "an age that ends in the digit, four years below the last",
        });
    }
    let ages = Ages::new(groups, counts, from - 4, last)?;
    let mut sum = 0.0;
    for age in &chosen {
        // Twice a mean of five: weights 1 2 3 4 5 4 3 2 1 over 25.
        let smooth: f64 = (0..9_u32).map(|near| f64::from(5 - near.abs_diff(4)) * ages.at(age + near - 4)).sum::<f64>() / 25.0;
        sum += divide("the people around an age", ages.at(*age), smooth)?;
    }
    Ok(sum / chosen.len() as f64)
}

/// Jdanov's index, 100 without preference: people at given ages over a fifth of those within two years of them, times 100.
///
/// Source: Jdanov, Scholz & Shkolnikov 2008, *Official population statistics and the Human Mortality Database estimates of populations aged
/// 80+ in Germany and nine other European countries*, Demographic Research 19(33); there 95, 100 and 105.
///
/// # Errors
/// [`Error::Shape`] when an age or one within two years of it is not single; [`Error::ZeroDivisor`] for nobody.
pub fn jdanov(groups: &AgeGroups, counts: &[f64], at: &[u32]) -> Result<f64, Error> {
    let (mut above, mut below) = (0.0, 0.0);
    for age in at {
        let first =
            age.checked_sub(2).ok_or(Error::OutOfRange { what: "an age", low: 2.0, high: 150.0, value: f64::from(*age) })?;
        let ages = Ages::new(groups, counts, first, age.saturating_add(2))?;
        above += ages.at(*age);
        below += ages.sum(age - 2, age + 2, 1) / 5.0;
    }
    divide("the people around the ages", 100.0 * above, below)
}

/// Kannisto's index of one old age, 1 without preference: the count over the geometric mean of the five ages around it.
///
/// `P(x) / exp((ln P(x−2) + … + ln P(x+2)) / 5)`. Source: Kannisto 1999, *Assessing the information on age at death of old persons in national
/// vital statistics*, in *Validation of Exceptional Longevity*.
///
/// # Errors
/// [`Error::Shape`] when the five ages are not single; [`Error::ZeroDivisor`] when one of them is empty.
pub fn kannisto_heaping(groups: &AgeGroups, counts: &[f64], age: u32) -> Result<f64, Error> {
    let first = age.checked_sub(2).ok_or(Error::OutOfRange { what: "an age", low: 2.0, high: 150.0, value: f64::from(age) })?;
    let ages = Ages::new(groups, counts, first, age.saturating_add(2))?;
    let mean = (first..=age + 2).map(|near| ages.at(near).ln()).sum::<f64>() / 5.0;
    divide("the people of an age", ages.at(age), mean.exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_has_no_preference() -> Result<(), Error> {
        let groups = AgeGroups::single(100);
        let counts: Vec<f64> = (0..=100).map(|age| 1_010.0 - 10.0 * f64::from(age)).collect();
        assert!((coale_li(&groups, &counts, 0, 60, 99)? - 1.0).abs() < 1e-12);
        assert!((jdanov(&groups, &counts, &[80, 85, 90])? - 100.0).abs() < 1e-9);
        let falling: Vec<f64> = (0..=100).map(|age| (-0.1 * f64::from(age)).exp()).collect();
        assert!((kannisto_heaping(&groups, &falling, 90)? - 1.0).abs() < 1e-12);
        assert!(kannisto_heaping(&groups, &vec![0.0; 101], 90).is_err());
        assert!(kannisto_heaping(&groups, &falling, 99).is_err());
        Ok(())
    }
}
