//! The own-children method.

use crate::error::{Error, check_between, check_counts, check_length, divide};

/// Fertility rates of past years by single age of the mother, from children who live with her.
///
/// `children[m][y]` are children of completed age `y` whose mother, of completed age `m`, lives in the household; `unmatched[y]` children without a mother
/// there, shared out like the matched ones; `women[m]` all women of age `m`. Births `y` years ago of mothers then `m − y` old are the children over
/// their survival `child_survival[y]`; the women of that time are those of today over theirs, `woman_survival[y]` (one share for all ages, near 1). The
/// result `[y][m]` is the rate of mothers who would be `m − y` old, at index `m − y`; ages outside are left out.
///
/// Ages are completed ages at the count, so a rate covers mothers over two years of age; average neighbours for display. Source: Cho, Retherford & Choe
/// 1986, *The Own-Children Method of Fertility Estimation*, chapter 2.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::OutOfRange`] for a survival not above 0 and up to 1; [`Error::ZeroDivisor`] for children
/// of an age without any matched, or mothers where there are no women.
pub fn own_children(
    children: &[Vec<f64>],
    unmatched: &[f64],
    women: &[f64],
    child_survival: &[f64],
    woman_survival: &[f64],
) -> Result<Vec<Vec<f64>>, Error> {
    let years = unmatched.len();
    check_length("survival of children", child_survival, years)?;
    check_length("survival of women", woman_survival, years)?;
    check_length("women", women, children.len())?;
    check_counts("women", women)?;
    check_counts("children without a mother", unmatched)?;
    for row in children {
        check_length("children of mothers of an age", row, years)?;
        check_counts("children of mothers of an age", row)?;
    }
    let mut rates = Vec::with_capacity(years);
    for year in 0..years {
        check_between("a survival", child_survival[year], 1e-6, 1.0)?;
        check_between("a survival", woman_survival[year], 1e-6, 1.0)?;
        let matched: f64 = children.iter().map(|row| row[year]).sum();
        let share =
            if unmatched[year] == 0.0 { 1.0 } else { 1.0 + divide("the matched children of an age", unmatched[year], matched)? };
        let mut of_year = Vec::with_capacity(women.len().saturating_sub(year));
        for (row, count) in children.iter().zip(women).skip(year) {
            let births = row[year] * share / child_survival[year];
            of_year.push(if births == 0.0 { 0.0 } else { divide("the women of an age", births, count / woman_survival[year])? });
        }
        rates.push(of_year);
    }
    Ok(rates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constant_rates_come_back() -> Result<(), Error> {
        let rate = |age: usize| if (20..40).contains(&age) { 0.1 } else { 0.0 };
        let women = vec![1_000.0; 60];
        let children: Vec<Vec<f64>> = (0..60)
            .map(|mother: usize| {
                (0..5).map(|year| if mother >= year { 1_000.0 * rate(mother - year) * 0.95 * 0.9 } else { 0.0 }).collect()
            })
            .collect();
        let total: f64 = 20.0 * 1_000.0 * 0.1 * 0.95;
        let found = own_children(&children, &[total * 0.1; 5], &women, &[0.95; 5], &[1.0; 5])?;
        for (year, rates) in found.iter().enumerate() {
            assert!((rates[25] - 0.1).abs() < 1e-12, "{year}");
        }
        assert!(own_children(&children, &[1.0; 5], &[0.0; 60], &[0.95; 5], &[1.0; 5]).is_err());
        Ok(())
    }
}
