//! Rounded ages: which last digits are liked and avoided.

use super::Ages;
use crate::age::AgeGroups;
use crate::error::{Error, check_between, divide};

/// Shares of the ten last digits of age, in percent, and the index made of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Digits {
    /// The percentage for each last digit from 0 to 9; 10 each without preference.
    pub shares: [f64; 10],
    /// Half the sum of the departures from 10: the least percentage of people whose age must be wrong.
    pub index: f64,
}

impl Digits {
    fn of(shares: [f64; 10]) -> Self {
        Self { shares, index: shares.iter().map(|share| (share - 10.0).abs()).sum::<f64>() / 2.0 }
    }
}

/// Which form of Bachi's index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bachi {
    /// Each share is the mean of two, over the fifty years that begin at the edge and those that begin one year later.
    Original,
    /// One share over the fifty years with half the people of each edge, as in the Population Analysis Spreadsheets.
    HalfEdges,
}

/// Whipple's index, 100 to 500: people at ages that end in a digit, relative to a tenth of those over the range, times 100 for each digit.
///
/// `100 · Σ P(ages from..=to ending in a digit) · 10 / digits / Σ P(from − 2 ..= to + 2)`. Classic: ages 25 to 60, digits 0 and 5. Up to 105 ages
/// are highly accurate, above 175 very rough. Source: United Nations 1955, *Manual II*, p. 40; Shryock, Siegel & Larmon 1973, p. 205. (Some
/// programs give it on the scale 1 to 5: divide by 100.)
///
/// # Errors
/// [`Error::Shape`] when the ages from `from − 2` to `to + 2` are not single; [`Error::OutOfRange`] for a digit above 9; [`Error::ZeroDivisor`] for nobody.
pub fn whipple(groups: &AgeGroups, counts: &[f64], from: u32, to: u32, digits: &[u32]) -> Result<f64, Error> {
    let from_all =
        from.checked_sub(2).ok_or(Error::OutOfRange { what: "the first age", low: 2.0, high: 150.0, value: f64::from(from) })?;
    let ages = Ages::new(groups, counts, from_all, to.saturating_add(2))?;
    for digit in digits {
        check_between("a last digit", f64::from(*digit), 0.0, 9.0)?;
    }
    let liked: f64 = (from..=to).filter(|age| digits.contains(&(age % 10))).map(|age| ages.at(age)).sum();
    divide("the people over the range", 1_000.0 / digits.len().max(1) as f64 * liked, ages.sum(from_all, to + 2, 1))
}

/// Myers' blended index, 0 to 90: the last digits compared so that mortality does not favour any.
///
/// For the digit at distance `j` from `from`, people at `from + j, from + j + 10 …` up to ten years below the end weigh `j + 1`, those ten years
/// later `9 − j`; each blended sum is a percentage of all ten. `to − from + 1` must be a multiple of ten: 10–89 is classic. Source: Myers
/// 1940, *Errors and bias in the reporting of ages in census data*; Shryock, Siegel & Larmon 1973, p. 206.
///
/// # Errors
/// [`Error::Shape`] when the ages are not single, or the range is not a multiple of ten years of at least twenty; [`Error::ZeroDivisor`] for nobody.
pub fn myers(groups: &AgeGroups, counts: &[f64], from: u32, to: u32) -> Result<Digits, Error> {
    let ages = Ages::new(groups, counts, from, to)?;
    let span = to - from + 1;
    if !span.is_multiple_of(10) || span < 20 {
        return Err(Error::Shape { method: "Myers' index", needs: "a range of whole tens of years, at least twenty" });
    }
    let mut blended = [0.0; 10];
    for first in 0..10 {
        let early = ages.sum(from + first, to - 10, 10);
        let late = ages.sum(from + first + 10, to, 10);
        blended[((from + first) % 10) as usize] = f64::from(first + 1) * early + f64::from(9 - first) * late;
    }
    let total: f64 = blended.iter().sum();
    let mut shares = [0.0; 10];
    for (share, sum) in shares.iter_mut().zip(blended) {
        *share = divide("the people over the range", 100.0 * sum, total)?;
    }
    Ok(Digits::of(shares))
}

/// Bachi's index, 0 to 90: Whipple's idea for all ten digits, each over fifty years around its own ages.
///
/// The digits that lie at `from + 5 …` have five ages inside a window of fifty years; the others have four inside and one at each edge, which
/// counts half. The classic range is 23 to 77. Source: Bachi 1951, *The tendency to round off age returns*; Shryock, Siegel & Larmon 1973,
/// p. 206.
///
/// # Errors
/// [`Error::Shape`] when the ages from `from` to `from + 54` are not single; [`Error::ZeroDivisor`] for nobody.
pub fn bachi(groups: &AgeGroups, counts: &[f64], from: u32, form: Bachi) -> Result<Digits, Error> {
    let ages = Ages::new(groups, counts, from, from.saturating_add(54))?;
    let mut shares = [0.0; 10];
    for first in 0..5 {
        let (low, high) = (from + first, from + first + 50);
        let inner = ages.sum(low + 5, high - 5, 10);
        let (lower, upper) = (ages.sum(low, high - 10, 10), ages.sum(low + 10, high, 10));
        let (early, late) = (ages.sum(low, high - 1, 1), ages.sum(low + 1, high, 1));
        let share = |above: f64, below: f64| divide("the people over the range", 100.0 * above, below);
        let (of_inner, of_edges) = match form {
            Bachi::HalfEdges => {
                let window = f64::midpoint(early, late);
                (share(inner, window)?, share(f64::midpoint(lower, upper), window)?)
            }
            Bachi::Original => (
                f64::midpoint(share(inner, early)?, share(inner, late)?),
                f64::midpoint(share(lower, early)?, share(upper, late)?),
            ),
        };
        shares[((low + 5) % 10) as usize] = of_inner;
        shares[(low % 10) as usize] = of_edges;
    }
    Ok(Digits::of(shares))
}

/// Noumbissi's index of one last digit, 0 to 5, 1 without preference: five times the people at its ages, relative to those of the five ages
/// around each of them.
///
/// `5·Σ P(x) / Σ (P(x−2) + … + P(x+2))` over the ages from `from` to `to` that end in the digit; classic: from `20 + digit` to 30 years later.
/// Source: Noumbissi 1992, *L'indice de Whipple modifié*, Population 47(4).
///
/// # Errors
/// [`Error::Shape`] when the ages from `from − 2` to `to + 2` are not single; [`Error::OutOfRange`] for a digit above 9; [`Error::ZeroDivisor`] for nobody.
pub fn noumbissi(groups: &AgeGroups, counts: &[f64], digit: u32, from: u32, to: u32) -> Result<f64, Error> {
    check_between("a last digit", f64::from(digit), 0.0, 9.0)?;
    check_between("the last age", f64::from(to), 0.0, 150.0)?;
    let chosen: Vec<u32> = (from..=to).filter(|age| age % 10 == digit).collect();
    let (Some(first), Some(last)) = (chosen.first(), chosen.last()) else {
        return Err(Error::Shape { method: "Noumbissi's index", needs: "an age that ends in the digit" });
    };
    let below = first.checked_sub(2).ok_or(Error::OutOfRange {
        what: "the first age",
        low: 2.0,
        high: 150.0,
        value: f64::from(*first),
    })?;
    let ages = Ages::new(groups, counts, below, last.saturating_add(2))?;
    let at: f64 = chosen.iter().map(|age| ages.at(*age)).sum();
    let around: f64 = chosen.iter().map(|age| ages.sum(age - 2, age + 2, 1)).sum();
    divide("the people around the ages", 5.0 * at, around)
}

/// Spoorenberg's total modified Whipple index, 0 to 16: the sum over all ten digits of how far [`noumbissi`] is from 1. Classic: 23 to 62.
///
/// Source: Spoorenberg 2007, *Quality of age reporting: extension and application of the modified Whipple's index*, Population 62(4).
///
/// # Errors
/// As [`noumbissi`].
pub fn spoorenberg(groups: &AgeGroups, counts: &[f64], from: u32, to: u32) -> Result<f64, Error> {
    (0..10).map(|digit| Ok((noumbissi(groups, counts, digit, from, to)? - 1.0).abs())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even() -> (AgeGroups, Vec<f64>) {
        (AgeGroups::single(100), vec![100.0; 101])
    }

    #[test]
    fn no_preference_has_the_neutral_value() -> Result<(), Error> {
        let (groups, counts) = even();
        assert!((whipple(&groups, &counts, 25, 60, &[0, 5])? - 100.0).abs() < 1e-12);
        assert!(myers(&groups, &counts, 10, 89)?.index.abs() < 1e-12);
        assert!(bachi(&groups, &counts, 23, Bachi::Original)?.index.abs() < 1e-12);
        assert!(bachi(&groups, &counts, 23, Bachi::HalfEdges)?.index.abs() < 1e-12);
        assert!(spoorenberg(&groups, &counts, 23, 62)?.abs() < 1e-12);
        Ok(())
    }

    #[test]
    fn all_on_zero_is_the_worst() -> Result<(), Error> {
        let groups = AgeGroups::single(100);
        let counts: Vec<f64> = (0..=100).map(|age| if age % 10 == 0 { 1_000.0 } else { 0.0 }).collect();
        assert!((myers(&groups, &counts, 10, 89)?.index - 90.0).abs() < 1e-9);
        assert!((noumbissi(&groups, &counts, 0, 20, 50)? - 5.0).abs() < 1e-12);
        Ok(())
    }

    #[test]
    fn a_range_beyond_the_ages_is_refused() {
        let (groups, counts) = even();
        assert!(matches!(whipple(&groups, &counts, 25, 99, &[0, 5]), Err(Error::Shape { .. })));
        assert!(whipple(&groups, &counts, 1, 60, &[0]).is_err());
        assert!(myers(&groups, &counts, 10, 88).is_err());
        assert!(matches!(whipple(&groups, &[0.0; 101], 25, 60, &[0, 5]), Err(Error::ZeroDivisor { .. })));
        assert!(whipple(&groups, &counts, 25, u32::MAX, &[0]).is_err());
    }
}
