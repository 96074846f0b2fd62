//! How old a population is.

use super::people_between;
use crate::age::BySex;
use crate::error::{Error, check_counts, check_length};

/// Ratios of ages, in percent where it is said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Structure {
    /// Under 15 for 100 of 15 to 64.
    pub young_dependency: f64,
    /// 65 and over for 100 of 15 to 64.
    pub old_dependency: f64,
    /// Both.
    pub dependency: f64,
    /// People of 15 to 64 for one of 65 and over; nothing where there is none.
    pub potential_support: Option<f64>,
    /// 65 and over for 100 under 15; nothing where there is none.
    pub ageing_index: Option<f64>,
    /// The age that half are younger than; nothing where it lies in the open age.
    pub median_age: Option<f64>,
    /// Women from 15 to 49.
    pub mothers: f64,
    /// Whether the demographic window is open: under 15 less than 30 %, 65 and over less than 15 % (United Nations 2004, *World Population to 2300*, p. 70).
    pub window_open: bool,
}

impl Structure {
    /// From people by single age, the last open and not below 65. Definitions: United Nations, *World Population Prospects*, glossary.
    ///
    /// # Errors
    /// Sexes of different lengths, an open age below 65, numbers that are negative or not finite, nobody between 15 and 64.
    pub fn of(people: &BySex<Vec<f64>>) -> Result<Self, Error> {
        check_length("women", &people.female, people.male.len())?;
        check_counts("men", &people.male)?;
        check_counts("women", &people.female)?;
        let both: Vec<f64> = people.male.iter().zip(&people.female).map(|(men, women)| men + women).collect();
        let (young, between) = (people_between(&both, 0.0, Some(15.0))?, people_between(&both, 15.0, Some(65.0))?);
        let old = people_between(&both, 65.0, None)?;
        if between <= 0.0 {
            return Err(Error::ZeroDivisor { what: "people of 15 to 64" });
        }
        let all = young + between + old;
        Ok(Self {
            young_dependency: 100.0 * young / between,
            old_dependency: 100.0 * old / between,
            dependency: 100.0 * (young + old) / between,
            potential_support: (old > 0.0).then(|| between / old),
            ageing_index: (young > 0.0).then(|| 100.0 * old / young),
            median_age: median_age(&both)?,
            mothers: people_between(&people.female, 15.0, Some(50.0))?,
            window_open: young < 0.3 * all && old < 0.15 * all,
        })
    }
}

/// The exact age that half of the people are younger than, with the people of an age spread evenly over it (Shryock and Siegel 1976, chapter 8); nothing where
/// nobody lives, or where it lies in the open age.
///
/// # Errors
/// No age; numbers that are negative or not finite.
pub fn median_age(people: &[f64]) -> Result<Option<f64>, Error> {
    check_counts("people", people)?;
    let open = people.len().checked_sub(1).ok_or(Error::NoGroups)?;
    let half = people.iter().sum::<f64>() / 2.0;
    let mut younger = 0.0;
    for (age, people) in people[..open].iter().enumerate() {
        if *people > 0.0 && younger + people >= half {
            return Ok(Some(age as f64 + (half - younger) / people));
        }
        younger += people;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_by_hand() -> Result<(), Error> {
        // Ages 0 to 80 and over, one of each sex in each.
        let people = BySex::new(vec![1.0; 81], vec![1.0; 81]);
        let structure = Structure::of(&people)?;
        assert_eq!((structure.young_dependency, structure.old_dependency, structure.dependency), (30.0, 32.0, 62.0));
        assert_eq!(structure.potential_support, Some(3.125));
        assert!((structure.ageing_index.unwrap_or_default() - 3200.0 / 30.0).abs() < 1e-12);
        assert_eq!((structure.median_age, structure.mothers, structure.window_open), (Some(40.5), 35.0, false));
        assert!(Structure::of(&BySex::new(vec![1.0; 50], vec![1.0; 50])).is_err());
        assert!(Structure::of(&BySex::new(vec![0.0; 81], vec![0.0; 81])).is_err());
        assert_eq!(median_age(&[1.0, 1.0, 50.0])?, None);
        assert_eq!(median_age(&[0.0, 0.0])?, None);
        Ok(())
    }
}
