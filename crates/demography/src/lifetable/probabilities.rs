//! Tables from probabilities of dying.

use super::build::{LifeTable, Rules, children};
use super::within::within;
use crate::age::AgeGroups;
use crate::error::{Error, check_between, check_length};

impl LifeTable {
    /// A table from probabilities of dying in each group; the last, open group has 1.
    ///
    /// `m = q / (n − (n − a)·q)`, where `a` follows from the rules and those from `m`: both are found together by repetition. The rate of the
    /// open group is then `1 / e`, so the closure must be one that does not need it.
    ///
    /// # Errors
    /// [`Error::Shape`] when the closure is [`Closure::OneOverM`](super::Closure::OneOverM), for probabilities say nothing of the open group;
    /// [`Error::OutOfRange`] for a probability outside 0 to 1, or for 1 before the open group, which leaves nobody; else as
    /// [`LifeTable::from_rates`].
    pub fn from_probabilities(groups: &AgeGroups, q: &[f64], rules: &Rules) -> Result<Self, Error> {
        check_length("probabilities of dying", q, groups.len())?;
        for value in &q[..q.len() - 1] {
            check_between("a probability of dying", *value, 0.0, 1.0 - 1e-12)?;
        }
        check_between("the probability of dying in the open group", q[q.len() - 1], 1.0, 1.0)?;
        if rules.closure == super::Closure::OneOverM {
            return Err(Error::Shape {
                method: "a table from probabilities",
                needs: "a closure other than 1/m: a law of old age, or a known expectancy",
            });
        }
        let widths = groups.widths();
        let mut m = vec![0.0; groups.len()];
        let mut a: Vec<f64> = widths.iter().map(|width| f64::from(*width) / 2.0).collect();
        for _round in 0..200 {
            let mut moved: f64 = 0.0;
            for (group, width) in widths.iter().enumerate() {
                let width = f64::from(*width);
                let rate = q[group] / (width - (width - a[group]) * q[group]);
                moved = moved.max((rate - m[group]).abs());
                m[group] = rate;
            }
            // The open rate is only a neighbour here: the last closed one stands for it until the closure is known.
            let last = m.len() - 1;
            m[last] = m[last.saturating_sub(1)];
            a = within(groups, &m, rules.within, &children(groups, &m, rules)?);
            if moved < 1e-15 {
                break;
            }
        }
        let expectancy = rules.closure.expectancy(groups, &m)?;
        let last = m.len() - 1;
        m[last] = crate::error::divide("the expectancy at the open age", 1.0, expectancy)?;
        a.push(expectancy);
        // Checks the ages, and refuses what is no rate.
        let table = Self::from_rates_and_years(groups, &m, &a, rules.high, rules.radix)?;
        Ok(Self::assemble(table.groups, m, a, q.to_vec(), rules.radix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::age::Sex;
    use crate::lifetable::{AxRule, Closure};

    #[test]
    fn probabilities_lead_back_to_the_rates() -> Result<(), Error> {
        let groups = AgeGroups::abridged(85)?;
        let m: Vec<f64> = (0..groups.len()).map(|group| 0.0008 * 1.35_f64.powi(group as i32)).collect();
        for within in [AxRule::Half, AxRule::KeyfitzFlieger] {
            let rules = Rules { within, closure: Closure::Expectancy(5.0), ..Rules::of(Sex::Female) };
            let table = LifeTable::from_rates(&groups, &m, &rules)?;
            let back = LifeTable::from_probabilities(&groups, &table.q, &rules)?;
            for (found, rate) in back.m.iter().zip(&m).take(groups.len() - 1) {
                assert!((found - rate).abs() < 1e-9, "{within:?} {found} {rate}");
            }
            assert!((back.e0() - table.e0()).abs() < 1e-9);
        }
        assert!(LifeTable::from_probabilities(&groups, &[0.1; 19], &Rules::both_sexes()).is_err());
        Ok(())
    }
}
