//! The columns of a table from its rates.

use super::infant::A0Rule;
use super::within::{AxRule, Young, within};
use super::{Closure, constant_hazard_a, probability};
use crate::age::{AgeGroups, Sex};
use crate::error::{Error, check_between, check_counts, check_length};

/// What to do where `n·m / (1 + (n − a)·m)` is above one: where so many die that `a` cannot be what the rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HighMortality {
    /// Take the force of mortality as constant, for `a` and for `q`, so that the columns agree with each other.
    ConstantHazard,
    /// Set `q = 1 − exp(−n·m)` and leave `a` as it is; `d / L` is then no longer `m`. A convention of some programs, kept to compare with them.
    ProbabilityOnly,
}

/// The rules by which rates become a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Whose rates they are; nothing for both sexes together.
    pub sex: Option<Sex>,
    /// Years lived by infants who die.
    pub infant: A0Rule,
    /// Years lived in the later groups by those who die there.
    pub within: AxRule,
    /// The open group.
    pub closure: Closure,
    /// Very high rates.
    pub high: HighMortality,
    /// Births that the table begins with, l₀.
    pub radix: f64,
}

impl Rules {
    /// The usual rules: Andreev–Kingkade, Greville, fitted from age 5 on, closed by 1/m, 100 000 births.
    pub fn of(sex: Sex) -> Self {
        Self { sex: Some(sex), ..Self::both_sexes() }
    }

    /// The usual rules for both sexes together.
    pub fn both_sexes() -> Self {
        Self {
            sex: None,
            infant: A0Rule::AndreevKingkade,
            within: AxRule::Greville(Young::Fitted),
            closure: Closure::OneOverM,
            high: HighMortality::ConstantHazard,
            radix: 100_000.0,
        }
    }
}

/// A period life table. All columns have one entry a group; units are years, persons out of [`LifeTable::radix`], and deaths per person-year.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LifeTable {
    /// The age groups, the last one open.
    pub groups: AgeGroups,
    /// l at the first age.
    pub radix: f64,
    /// Deaths per person-year.
    pub m: Vec<f64>,
    /// Years lived in the group by those who die in it.
    pub a: Vec<f64>,
    /// Probability of dying in the group; 1 in the open one.
    pub q: Vec<f64>,
    /// Survivors to the start of the group.
    pub l: Vec<f64>,
    /// Deaths in the group.
    pub d: Vec<f64>,
    /// Person-years lived in the group, ₙLₓ.
    pub person_years: Vec<f64>,
    /// Person-years lived from the start of the group on, Tₓ.
    pub remaining: Vec<f64>,
    /// Mean years still to live, eₓ.
    pub expectancy: Vec<f64>,
}

impl LifeTable {
    /// A table from death rates by age: single ages, 0, 1–4, 5–9 …, or any other groups whose first is age 0 alone or starts above 0.
    ///
    /// `m` in deaths per person-year, one per group, the last group open.
    ///
    /// # Errors
    /// [`Error::Shape`] when the last group is not open or the first one holds age 0 with others; [`Error::Length`], [`Error::NotFinite`],
    /// [`Error::Negative`]; [`Error::ZeroDivisor`] when the closure needs a rate that is zero.
    pub fn from_rates(groups: &AgeGroups, m: &[f64], rules: &Rules) -> Result<Self, Error> {
        check_rates(groups, m)?;
        check_between("the radix", rules.radix, f64::MIN_POSITIVE, 1e12)?;
        let mut a = within(groups, m, rules.within, &children(groups, m, rules)?);
        a.push(rules.closure.expectancy(groups, m)?);
        Self::from_rates_and_years(groups, m, &a, rules.high, rules.radix)
    }

    /// A table from death rates and the years lived by those who die, all given, the expectancy at the open age last.
    ///
    /// # Errors
    /// As [`LifeTable::from_rates`]; [`Error::OutOfRange`] when an `a` is not between 0 and the width of its group.
    pub fn from_rates_and_years(
        groups: &AgeGroups,
        m: &[f64],
        a: &[f64],
        high: HighMortality,
        radix: f64,
    ) -> Result<Self, Error> {
        check_rates(groups, m)?;
        check_length("years lived by the dying", a, groups.len())?;
        let mut a = a.to_vec();
        let mut q = Vec::with_capacity(m.len());
        for (group, width) in groups.widths().iter().enumerate() {
            let width = f64::from(*width);
            check_between("years lived by the dying", a[group], 0.0, width)?;
            let dying = probability(width, m[group], a[group]);
            if dying > 1.0 || !dying.is_finite() {
                q.push(-(-width * m[group]).exp_m1());
                if high == HighMortality::ConstantHazard {
                    a[group] = constant_hazard_a(width, m[group]);
                }
            } else {
                q.push(dying);
            }
        }
        q.push(1.0);
        check_between("the expectancy at the open age", a[a.len() - 1], 0.0, 1e9)?;
        Ok(Self::assemble(groups.clone(), m.to_vec(), a, q, radix))
    }

    /// The remaining columns from `m`, `a` and `q`.
    pub(super) fn assemble(groups: AgeGroups, m: Vec<f64>, a: Vec<f64>, q: Vec<f64>, radix: f64) -> Self {
        let widths = groups.widths();
        let size = q.len();
        let mut l = Vec::with_capacity(size);
        let mut d = Vec::with_capacity(size);
        let mut alive = radix;
        for probability in &q {
            l.push(alive);
            d.push(alive * probability);
            alive -= alive * probability;
        }
        let mut person_years: Vec<f64> =
            widths.iter().enumerate().map(|(group, width)| f64::from(*width) * l[group + 1] + a[group] * d[group]).collect();
        person_years.push(l[size - 1] * a[size - 1]);
        let mut remaining = vec![0.0; size];
        let mut sum = 0.0;
        for group in (0..size).rev() {
            sum += person_years[group];
            remaining[group] = sum;
        }
        let expectancy = (0..size).map(|group| if l[group] > 0.0 { remaining[group] / l[group] } else { 0.0 }).collect();
        Self { groups, radix, m, a, q, l, d, person_years, remaining, expectancy }
    }

    /// Life expectancy at the first age of the table: at birth when that is 0.
    pub fn e0(&self) -> f64 {
        self.expectancy[0]
    }

    /// The probability of dying between two ages at which groups start, such as ₅q₀ or ₄₅q₁₅: `1 − l(to) / l(from)`.
    ///
    /// # Errors
    /// [`Error::NotNested`] when no group starts at one of the ages; [`Error::ZeroDivisor`] when nobody reaches the first.
    pub fn probability_between(&self, from: u32, to: u32) -> Result<f64, Error> {
        let at = |age| self.groups.starting_at(age).map(|group| self.l[group]).ok_or(Error::NotNested { age });
        Ok(1.0 - crate::error::divide("the survivors to the first age", at(to)?, at(from)?)?)
    }
}

fn check_rates(groups: &AgeGroups, m: &[f64]) -> Result<(), Error> {
    check_length("death rates", m, groups.len())?;
    check_counts("death rates", m)?;
    if !groups.is_open() {
        return Err(Error::Shape { method: "a life table", needs: "an open last group, such as 85+" });
    }
    if groups.first_age() == 0 && groups.width(0).is_some_and(|width| width != 1) {
        return Err(Error::Shape {
            method: "a life table", needs: "age 0 as a group of its own: 0, 1-4, 5-9 …, or single ages"
        });
    }
    Ok(())
}

/// ₁a₀, and ₄a₁ where there is such a group.
pub(super) fn children(groups: &AgeGroups, m: &[f64], rules: &Rules) -> Result<Vec<f64>, Error> {
    if groups.first_age() != 0 || groups.width(0) != Some(1) {
        return Ok(Vec::new());
    }
    let a0 = rules.infant.a0(m[0], rules.sex);
    check_between("years lived by infants who die", a0, 0.0, 1.0)?;
    let mut first = vec![a0];
    if groups.width(1) == Some(4) {
        let q0 = probability(1.0, m[0], a0).min(1.0);
        first.push(super::a1_coale_demeny(q0, rules.sex, rules.infant.region()));
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_it_cannot_close() -> Result<(), Error> {
        let groups = AgeGroups::new(vec![0, 1, 5], None)?;
        let rules = Rules::both_sexes();
        assert_eq!(
            LifeTable::from_rates(&groups, &[0.01, 0.001, 0.0], &rules),
            Err(Error::ZeroDivisor { what: "the death rate of the open group" })
        );
        assert!(matches!(LifeTable::from_rates(&groups, &[0.01, f64::NAN, 0.1], &rules), Err(Error::NotFinite { index: 1, .. })));
        assert!(matches!(LifeTable::from_rates(&AgeGroups::five_year(80)?, &[0.1; 17], &rules), Err(Error::Shape { .. })));
        assert!(matches!(
            LifeTable::from_rates(&AgeGroups::new(vec![0, 1], Some(5))?, &[0.1; 2], &rules),
            Err(Error::Shape { .. })
        ));
        Ok(())
    }

    #[test]
    fn very_high_rates_stay_probabilities() -> Result<(), Error> {
        let groups = AgeGroups::new(vec![80, 85, 90], None)?;
        let rules = Rules { within: AxRule::Half, ..Rules::both_sexes() };
        let table = LifeTable::from_rates(&groups, &[0.3, 0.9, 0.8], &rules)?;
        assert!((table.q[1] - (1.0 - (-4.5_f64).exp())).abs() < 1e-15);
        assert!((table.d[1] / table.person_years[1] - 0.9).abs() < 1e-12);
        Ok(())
    }

    proptest! {
        #[test]
        fn identities_hold(rates in proptest::collection::vec(1e-7_f64..1.5, 3..120), sex in 0_usize..3) {
            let groups = AgeGroups::single(rates.len() as u32 - 1);
            let rules = Rules { sex: [Some(Sex::Male), Some(Sex::Female), None][sex], ..Rules::both_sexes() };
            let table = LifeTable::from_rates(&groups, &rates, &rules)?;
            let deaths: f64 = table.d.iter().sum();
            prop_assert!((deaths - table.radix).abs() < 1e-7);
            for group in 0..groups.len() {
                prop_assert!(table.q[group] >= 0.0 && table.q[group] <= 1.0);
                prop_assert!(table.person_years[group] >= 0.0 && table.expectancy[group].is_finite());
            }
            for ((d, years), rate) in table.d.iter().zip(&table.person_years).zip(&rates).filter(|((_, years), _)| **years > 1e-200) {
                prop_assert!((d / years - rate).abs() < 1e-9 * rate.max(1e-3));
            }
        }

        #[test]
        fn higher_rates_mean_shorter_lives(rates in proptest::collection::vec(1e-5_f64..0.2, 12), times in 1.01_f64..1.5) {
            // Above childhood, where the years lived by the dying do not move with the rates.
            let groups = AgeGroups::new((3..15).map(|group| group * 5).collect(), None)?;
            let higher: Vec<f64> = rates.iter().map(|rate| rate * times).collect();
            let rules = Rules { within: AxRule::Half, ..Rules::of(Sex::Male) };
            let (low, high) = (LifeTable::from_rates(&groups, &rates, &rules)?, LifeTable::from_rates(&groups, &higher, &rules)?);
            prop_assert!(high.e0() < low.e0());
        }
    }
}
