//! Rates and their sums.

use super::check_rates;
use crate::age::AgeGroups;
use crate::error::{Error, check_between, check_counts, check_length, divide};

/// General fertility rate: births per woman of childbearing age and year, `B / W(15–49)`. Times 1 000 as it is usually shown.
///
/// Source: Preston, Heuveline & Guillot 2001, p. 94.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::Negative`]; [`Error::ZeroDivisor`] without women.
pub fn general_rate(births: f64, women: f64) -> Result<f64, Error> {
    check_counts("births and women", &[births, women])?;
    divide("the women of childbearing age", births, women)
}

/// Age-specific fertility rates: births by age of the mother over woman-years of that age. An age without births has the rate 0, whoever lives there.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::ZeroDivisor`] for births where there are no women.
pub fn age_specific(ages: &AgeGroups, births: &[f64], women: &[f64]) -> Result<Vec<f64>, Error> {
    check_length("births", births, ages.len())?;
    check_length("women", women, ages.len())?;
    check_counts("births", births)?;
    check_counts("women", women)?;
    births
        .iter()
        .zip(women)
        .map(|(births, women)| if *births == 0.0 { Ok(0.0) } else { divide("the women of an age", *births, *women) })
        .collect()
}

/// Total fertility rate, children per woman: `Σ n·f(x)` (Preston, Heuveline & Guillot 2001, p. 95).
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] when the last age group is open.
pub fn total(ages: &AgeGroups, rates: &[f64]) -> Result<f64, Error> {
    Ok(check_rates(ages, rates)?.iter().zip(rates).map(|(width, rate)| width * rate).sum())
}

/// The share of each age group in the total rate; sums to 1. (Proportionate age-specific fertility, PASFR.)
///
/// # Errors
/// As [`total`]; [`Error::ZeroDivisor`] when all rates are zero.
pub fn pattern(ages: &AgeGroups, rates: &[f64]) -> Result<Vec<f64>, Error> {
    let sum = total(ages, rates)?;
    ages.widths()
        .iter()
        .zip(rates)
        .map(|(width, rate)| divide("the total fertility rate", f64::from(*width) * rate, sum))
        .collect()
}

/// Mean age at childbearing, years: `Σ (x + n/2)·n·f(x) / Σ n·f(x)`.
///
/// # Errors
/// As [`pattern`].
pub fn mean_age(ages: &AgeGroups, rates: &[f64]) -> Result<f64, Error> {
    let shares = pattern(ages, rates)?;
    let widths = ages.widths();
    Ok(ages
        .starts()
        .iter()
        .zip(widths)
        .zip(shares)
        .map(|((start, width), share)| (f64::from(*start) + f64::from(width) / 2.0) * share)
        .sum())
}

/// Gross reproduction rate, daughters per woman: `TFR · 1 / (1 + boys per girl)`; `boys_per_girl` is usually 1.05.
///
/// # Errors
/// As [`total`]; [`Error::OutOfRange`] for a ratio not between 0.5 and 2.
pub fn gross_reproduction(ages: &AgeGroups, rates: &[f64], boys_per_girl: f64) -> Result<f64, Error> {
    check_between("boys per girl at birth", boys_per_girl, 0.5, 2.0)?;
    Ok(total(ages, rates)? / (1.0 + boys_per_girl))
}

/// Net reproduction rate, daughters per woman who themselves reach their mother's age: `Σ f(x)·L(x)/l₀ / (1 + boys per girl)`.
///
/// `person_years` are the female person-years of a life table in the same groups, for one birth (ₙLₓ / l₀). Source: Preston, Heuveline & Guillot 2001,
/// p. 113.
///
/// # Errors
/// As [`gross_reproduction`].
pub fn net_reproduction(ages: &AgeGroups, rates: &[f64], person_years: &[f64], boys_per_girl: f64) -> Result<f64, Error> {
    check_between("boys per girl at birth", boys_per_girl, 0.5, 2.0)?;
    let widths = check_rates(ages, rates)?;
    check_length("person-years", person_years, ages.len())?;
    for (years, width) in person_years.iter().zip(widths) {
        check_between("person-years of a group for one birth", *years, 0.0, width)?;
    }
    Ok(rates.iter().zip(person_years).map(|(rate, years)| rate * years).sum::<f64>() / (1.0 + boys_per_girl))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ages() -> Result<AgeGroups, Error> {
        AgeGroups::new((3..10).map(|group| group * 5).collect(), Some(50))
    }

    #[test]
    fn without_deaths_net_is_gross() -> Result<(), Error> {
        let rates = [0.02, 0.1, 0.12, 0.08, 0.03, 0.01, 0.001];
        let gross = gross_reproduction(&ages()?, &rates, 1.05)?;
        assert!((net_reproduction(&ages()?, &rates, &[5.0; 7], 1.05)? - gross).abs() < 1e-15);
        assert!(net_reproduction(&ages()?, &rates, &[500_000.0; 7], 1.05).is_err());
        Ok(())
    }

    #[test]
    fn gaps_are_errors() -> Result<(), Error> {
        assert_eq!(age_specific(&ages()?, &[0.0; 7], &[0.0; 7])?, vec![0.0; 7]);
        assert!(age_specific(&ages()?, &[1.0; 7], &[0.0; 7]).is_err());
        assert!(mean_age(&ages()?, &[0.0; 7]).is_err());
        assert!(total(&AgeGroups::five_year(30)?, &[0.1; 7]).is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn a_pattern_sums_to_one(rates in proptest::collection::vec(0.0_f64..0.4, 7)) {
            prop_assume!(rates.iter().sum::<f64>() > 1e-6);
            prop_assert!((pattern(&ages()?, &rates)?.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            let mean = mean_age(&ages()?, &rates)?;
            prop_assert!((17.0..=48.0).contains(&mean));
        }
    }
}
