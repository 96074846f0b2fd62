//! Survival ratios: what carries a population one step forward.

use super::LifeTable;
use crate::age::AgeGroups;
use crate::error::{Error, divide};

/// Survival over a step of `step` years, between groups as wide as the step.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalRatios {
    /// The step and the width of the groups, in years.
    pub step: u32,
    /// From births during the step to the first group at its end: `ₙL₀ / (n·l₀)`.
    pub births: f64,
    /// From each group to the next, `ₙL(x+n) / ₙLₓ`; the last of these leads into the open group from the one before it and from itself:
    /// `T(w) / T(w−n)`, where `w` is the open age.
    pub groups: Vec<f64>,
}

impl LifeTable {
    /// Survival ratios over `step` years (Preston, Heuveline & Guillot 2001, p. 121; United Nations, *Manual III*).
    ///
    /// The groups of the table are merged to `step` years; with `step` 1 a table of single ages is needed, with 5 an abridged one will do.
    /// [`SurvivalRatios::groups`] has one entry less than there are merged groups.
    ///
    /// # Errors
    /// [`Error::Shape`] when the table does not start at 0; [`Error::NotNested`] when a group of the table would be cut;
    /// [`Error::ZeroDivisor`] when nobody is alive in a group.
    pub fn survival_ratios(&self, step: u32) -> Result<SurvivalRatios, Error> {
        if step == 0 || self.groups.first_age() != 0 || self.groups.last_start() < step {
            return Err(Error::Shape {
                method: "survival ratios",
                needs: "a table from birth and a step of at least one year, below the open age",
            });
        }
        let open = self.groups.last_start() - self.groups.last_start() % step;
        let merged = AgeGroups::new((0..=open / step).map(|group| group * step).collect(), None)?;
        let years = self.groups.regroup(&self.person_years, &merged)?;
        let size = years.len();
        let births = divide("the births of the table", years[0], f64::from(step) * self.radix)?;
        let mut groups = Vec::with_capacity(size - 1);
        for group in 0..size - 1 {
            let into = years[group + 1];
            let from = if group + 2 == size { years[group] + into } else { years[group] };
            groups.push(divide("the person-years of a group", into, from)?);
        }
        Ok(SurvivalRatios { step, births, groups })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifetable::Rules;

    #[test]
    fn a_stationary_population_stays_as_it_is() -> Result<(), Error> {
        let groups = AgeGroups::abridged(85)?;
        let m: Vec<f64> = (0..groups.len()).map(|group| 0.001 * 1.3_f64.powi(group as i32)).collect();
        let table = LifeTable::from_rates(&groups, &m, &Rules::both_sexes())?;
        let ratios = table.survival_ratios(5)?;
        let five = groups.regroup(&table.person_years, &AgeGroups::five_year(85)?)?;
        let size = five.len();
        let mut next = vec![ratios.births * 5.0 * table.radix];
        next.extend((0..size - 2).map(|group| five[group] * ratios.groups[group]));
        next.push((five[size - 2] + five[size - 1]) * ratios.groups[size - 2]);
        for (was, is) in five.iter().zip(&next) {
            assert!((was - is).abs() < 1e-9 * was);
        }
        assert!(table.survival_ratios(1).is_err());
        Ok(())
    }
}
