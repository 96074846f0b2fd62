//! Rates of moving, and tables of where from and where to.

use crate::error::{Error, check_counts, check_length};
use crate::smallarea::{Raked, rake_two_way};

/// Rates of migration of an area in a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// People who came, for 1 000 person-years.
    pub coming: f64,
    /// People who left, for 1 000 person-years.
    pub leaving: f64,
    /// `coming − leaving`.
    pub net: f64,
    /// `coming + leaving`.
    pub gross: f64,
    /// How much of the moving changes the numbers: `100 · net / gross`, from −100 to 100; 0 where nobody moves.
    pub effectiveness: f64,
}

impl Rates {
    /// From counts and person-years (United Nations 1970, *Manual VI*, chapter I; Shryock and Siegel 1976, chapter 20).
    ///
    /// # Errors
    /// Numbers that are negative or not finite, no person-years.
    pub fn of(came: f64, left: f64, person_years: f64) -> Result<Self, Error> {
        check_counts("migrants", &[came, left])?;
        check_counts("person-years", &[person_years])?;
        if person_years <= 0.0 {
            return Err(Error::ZeroDivisor { what: "person-years" });
        }
        let (coming, leaving) = (1000.0 * came / person_years, 1000.0 * left / person_years);
        let (net, gross) = (coming - leaving, coming + leaving);
        let effectiveness = if came + left > 0.0 { 100.0 * (came - left) / (came + left) } else { 0.0 };
        Ok(Self { coming, leaving, net, gross, effectiveness })
    }
}

/// A table of moves from origins (rows) to destinations (columns) with these sums, as near to a known table as the sums allow: iterative proportional fitting
/// (Willekens 1999; [`rake_two_way`]). Without a known table, moves go from each origin as all who arrive are distributed, and none from an area to itself.
///
/// # Errors
/// As [`rake_two_way`]; sums of as many origins as destinations where no table is known.
pub fn origin_destination(known: Option<&[f64]>, left: &[f64], arrived: &[f64]) -> Result<Raked, Error> {
    let seed = match known {
        Some(table) => table.to_vec(),
        None => {
            check_length("those who arrived", arrived, left.len())?;
            let cell = |place: usize| if place / left.len() == place % left.len() { 0.0 } else { 1.0 };
            (0..left.len() * left.len()).map(cell).collect()
        }
    };
    rake_two_way(&seed, left, arrived, 1e-10, 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_by_hand() -> Result<(), Error> {
        let rates = Rates::of(300.0, 100.0, 20_000.0)?;
        assert_eq!(rates, Rates { coming: 15.0, leaving: 5.0, net: 10.0, gross: 20.0, effectiveness: 50.0 });
        assert_eq!(Rates::of(0.0, 0.0, 1.0)?.effectiveness, 0.0);
        assert!(Rates::of(1.0, 1.0, 0.0).is_err() && Rates::of(-1.0, 1.0, 1.0).is_err());
        Ok(())
    }

    #[test]
    fn nobody_moves_from_an_area_to_itself() -> Result<(), Error> {
        let table = origin_destination(None, &[60.0, 30.0, 10.0], &[20.0, 40.0, 40.0])?;
        assert!(table.converged);
        assert_eq!((table.values[0], table.values[4], table.values[8]), (0.0, 0.0, 0.0));
        assert!((table.values[1] + table.values[2] - 60.0).abs() < 1e-6);
        assert!((table.values[3] + table.values[6] - 20.0).abs() < 1e-6);
        let known = origin_destination(Some(&[5.0, 5.0, 5.0, 5.0]), &[12.0, 8.0], &[10.0, 10.0])?;
        assert_eq!(known.values, vec![6.0, 6.0, 4.0, 4.0]);
        assert!(origin_destination(None, &[1.0], &[0.5, 0.5]).is_err());
        Ok(())
    }
}
