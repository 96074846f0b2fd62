//! Births of past years from the children of today.

use crate::error::{Error, check_between, check_counts, check_length};

/// Births in each of the last years: children of age `x` divided by the share of births that lives to be counted there, `L(x) / l₀`.
///
/// Entry `x` is the births between `x` and `x + 1` years before the count. `survival` is `L(x)/l₀` for single ages, or `ₙL/(n·l₀)` for groups, whose births then
/// are those of `n` years. Divided by women (taken back in the same way) they give rates. Sources: United Nations 1983, *Manual X*, chapter VIII;
/// Timæus & Moultrie 2013, *Tools for Demographic Estimation*. Children left out of the count show as missing births: look at ages 0 to 2 with
/// distrust.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::OutOfRange`] for a survival not above 0 and up to 1.
pub fn reverse_survival(children: &[f64], survival: &[f64]) -> Result<Vec<f64>, Error> {
    check_length("survival", survival, children.len())?;
    check_counts("children", children)?;
    children
        .iter()
        .zip(survival)
        .map(|(count, share)| {
            check_between("a survival", *share, 1e-6, 1.0)?;
            Ok(count / share)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn births_come_back() -> Result<(), Error> {
        assert_eq!(reverse_survival(&[98.0, 97.0], &[0.98, 0.97])?, vec![100.0, 100.0]);
        assert!(reverse_survival(&[1.0], &[0.0]).is_err());
        Ok(())
    }
}
