//! Net migrants as what is left over.

use crate::error::{Error, check_between, check_counts, check_length};

/// When those who moved are taken to have moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Residual {
    /// At the end of the interval: the people of the first count are survived forward and taken from the second.
    Forward,
    /// At its beginning: the people of the second count are revived and compared with the first.
    Reverse,
    /// In between: the mean of both.
    Average,
}

/// Net migrants of one sex by age at the end of an interval as wide as an age (Siegel and Hamilton 1952; United Nations 1970, *Manual VI*, chapter II):
///
/// ```text
/// forward   M(x) = P₂(x) − S(x) · P₁(x−n)          reverse   M(x) = P₂(x)/S(x) − P₁(x−n)
/// newborn   M(0) = P₂(0) − S(0) · B                open age  P₁(ω−1) + P₁(ω) in place of P₁(x−n)
/// ```
///
/// `survival`: the share that lives into the age, as in [`crate::projection`]; `births` of the sex in the interval. Errors of both counts are in the
/// outcome: 1 % of undercount more in the second than in the first looks like 1 % of emigrants.
///
/// # Errors
/// Fewer than two ages, different lengths, numbers that are negative or not finite, survival above 1, or of 0 where it divides.
pub fn net_by_residual(
    method: Residual,
    before: &[f64],
    after: &[f64],
    survival: &[f64],
    births: f64,
) -> Result<Vec<f64>, Error> {
    let ages = before.len();
    if ages < 2 {
        return Err(Error::Shape { method: "migration by residual", needs: "two ages or more" });
    }
    check_counts("the first count", before)?;
    check_length("the second count", after, ages)?;
    check_counts("the second count", after)?;
    check_length("survival", survival, ages)?;
    check_counts("births", &[births])?;
    let mut migrants = Vec::with_capacity(ages);
    for age in 0..ages {
        check_between("survival", survival[age], 0.0, 1.0 + 1e-6)?;
        let cohort = match age {
            0 => births,
            _ if age + 1 == ages => before[age - 1] + before[age],
            _ => before[age - 1],
        };
        let forward = after[age] - survival[age] * cohort;
        let reverse = || {
            let revived = after[age] / survival[age];
            if revived.is_finite() { Ok(revived - cohort) } else { Err(Error::ZeroDivisor { what: "survival" }) }
        };
        migrants.push(match method {
            Residual::Forward => forward,
            Residual::Reverse => reverse()?,
            Residual::Average => f64::midpoint(forward, reverse()?),
        });
    }
    Ok(migrants)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::age::{BySex, Sex};
    use crate::projection::{Inputs, MigrationTiming, Rates, project};

    #[test]
    fn by_hand() -> Result<(), Error> {
        let of = |method| net_by_residual(method, &[10.0, 20.0, 30.0], &[9.0, 10.0, 26.0], &[0.9, 0.8, 0.5], 12.0);
        for (method, wanted) in
            [(Residual::Forward, [-1.8, 2.0, 1.0]), (Residual::Reverse, [-2.0, 2.5, 2.0]), (Residual::Average, [-1.9, 2.25, 1.5])]
        {
            for (found, wanted) in of(method)?.iter().zip(wanted) {
                assert!((found - wanted).abs() < 1e-12, "{method:?}");
            }
        }
        assert!(net_by_residual(Residual::Reverse, &[1.0, 1.0], &[1.0, 1.0], &[0.5, 0.0], 1.0).is_err());
        assert!(net_by_residual(Residual::Forward, &[1.0, 1.0], &[1.0], &[0.5, 0.5], 1.0).is_err());
        assert!(net_by_residual(Residual::Forward, &[1.0, f64::NAN], &[1.0, 1.0], &[0.5, 0.5], 1.0).is_err());
        Ok(())
    }

    /// What a projection put in at the end of its step comes out of the forward residual.
    #[test]
    fn a_projection_is_undone() -> Result<(), Box<dyn std::error::Error>> {
        let migration = vec![3.0, -2.0, 1.5, 0.5];
        let rates = Rates {
            survival: BySex::new(vec![0.95, 0.99, 0.9, 0.4], vec![0.96, 0.99, 0.92, 0.5]),
            fertility: vec![0.0, 0.1, 0.1, 0.0],
            sex_ratio: 1.07,
            migration: BySex::new(migration.clone(), vec![0.0; 4]),
            timing: MigrationTiming::End,
        };
        let inputs = Inputs { width: 5.0, base: BySex::new(vec![50.0; 4], vec![60.0; 4]), steps: vec![rates.clone()] };
        let projection = project(&inputs)?;
        let born = projection.flow(0).births.male;
        let (before, after) = (projection.population(0, Sex::Male), projection.population(1, Sex::Male));
        let found = net_by_residual(Residual::Forward, before, after, &rates.survival.male, born)?;
        for (found, wanted) in found.iter().zip(&migration) {
            assert!((found - wanted).abs() < 1e-9);
        }
        Ok(())
    }
}
