//! What the difference between two expectancies comes from.

use super::LifeTable;
use crate::error::{Error, divide};

impl LifeTable {
    /// The years by which each group's mortality makes life expectancy at the first age of `later` differ from that of `self`; their sum is
    /// `later.e0() − self.e0()`.
    ///
    /// `Δₓ = l₁(x)/l₁(0)·(L₂/l₂ − L₁/l₁) + T₂(x+n)/l₁(0)·(l₁(x)/l₂(x) − l₁(x+n)/l₂(x+n))`, in the open group `l₁/l₁(0)·(T₂/l₂ − T₁/l₁)`.
    /// Source: Arriaga 1984, *Measuring and explaining the change in life expectancies*, Demography 21(1); Preston, Heuveline & Guillot
    /// 2001, p. 64.
    ///
    /// # Errors
    /// [`Error::Shape`] when the tables have different groups; [`Error::ZeroDivisor`] when nobody of a table reaches a group.
    pub fn decompose(&self, later: &Self) -> Result<Vec<f64>, Error> {
        if self.groups != later.groups {
            return Err(Error::Shape { method: "a decomposition", needs: "two tables with the same age groups" });
        }
        let size = self.l.len();
        let mut parts = Vec::with_capacity(size);
        let survivors = "the survivors to a group";
        for group in 0..size {
            let reach = divide(survivors, self.l[group], self.l[0])?;
            if group + 1 == size {
                parts.push(reach * (later.expectancy[group] - self.expectancy[group]));
                break;
            }
            let direct = divide(survivors, later.person_years[group], later.l[group])?
                - divide(survivors, self.person_years[group], self.l[group])?;
            let here = divide(survivors, self.l[group], later.l[group])?;
            let next = divide(survivors, self.l[group + 1], later.l[group + 1])?;
            // T₂ is scaled to the births of the first table: both tables may have different radices.
            parts.push(reach * direct + later.remaining[group + 1] / self.l[0] * (here - next));
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::age::AgeGroups;
    use crate::lifetable::Rules;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(
            first in proptest::collection::vec(1e-4_f64..0.3, 19), second in proptest::collection::vec(1e-4_f64..0.3, 19), radix in 1.0_f64..1e5
        ) {
            let groups = AgeGroups::abridged(85)?;
            let first = LifeTable::from_rates(&groups, &first, &Rules::both_sexes())?;
            let second = LifeTable::from_rates(&groups, &second, &Rules { radix, ..Rules::both_sexes() })?;
            let parts = first.decompose(&second)?;
            prop_assert!((parts.iter().sum::<f64>() - (second.e0() - first.e0())).abs() < 1e-9);
        }
    }
}
