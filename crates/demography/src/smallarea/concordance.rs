//! Old numbers on new boundaries.

use crate::error::{Error, check_counts, check_finite, check_length};

/// A part of an old area that belongs to a new one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Place of the old area in its list.
    pub old: usize,
    /// Place of the new one.
    pub new: usize,
    /// How much of the old one: its people there, or its houses, or its land. Only its share among the parts of the old area counts.
    pub weight: f64,
}

/// How old areas lie in new ones.
///
/// Counts go over by the shares of each old area (areal interpolation with known weights: Goodchild and Lam 1980), so no one is lost; rates do not: take
/// numerator and denominator over apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance {
    old: usize,
    new: usize,
    links: Vec<Link>,
}

impl Concordance {
    /// From the parts of all old areas.
    ///
    /// # Errors
    /// Places beyond the lists; weights that are negative or not finite; an old area without a part, or whose weights are all 0.
    pub fn new(old: usize, new: usize, links: &[Link]) -> Result<Self, Error> {
        let weights: Vec<f64> = links.iter().map(|link| link.weight).collect();
        check_counts("weights", &weights)?;
        if links.iter().any(|link| link.old >= old || link.new >= new) {
            return Err(Error::Shape { method: "a concordance", needs: "links between areas that there are" });
        }
        let mut all = vec![0.0; old];
        links.iter().for_each(|link| all[link.old] += link.weight);
        check_finite("weights of an old area", &all)?;
        if all.iter().any(|all| *all <= 0.0) {
            return Err(Error::ZeroDivisor { what: "the weight of an old area" });
        }
        let links = links.iter().map(|link| Link { weight: link.weight / all[link.old], ..*link }).collect();
        Ok(Self { old, new, links })
    }

    /// Counts of the old areas on the new map; the total stays.
    ///
    /// # Errors
    /// Another number of areas; counts that are not finite.
    pub fn to_new(&self, counts: &[f64]) -> Result<Vec<f64>, Error> {
        check_length("counts of old areas", counts, self.old)?;
        check_finite("counts of old areas", counts)?;
        let mut moved = vec![0.0; self.new];
        self.links.iter().for_each(|link| moved[link.new] += counts[link.old] * link.weight);
        Ok(moved)
    }

    /// Share of each new area that came from old areas which were divided: where it is large, old numbers are estimates.
    ///
    /// # Errors
    /// As [`Self::to_new`]; negative counts.
    pub fn divided(&self, counts: &[f64]) -> Result<Vec<f64>, Error> {
        check_counts("counts of old areas", counts)?;
        let whole = self.to_new(counts)?;
        let mut parts = vec![0.0; self.new];
        for link in self.links.iter().filter(|link| link.weight < 1.0 - 1e-9) {
            parts[link.new] += counts[link.old] * link.weight;
        }
        Ok(parts.iter().zip(&whole).map(|(part, whole)| if *whole > 0.0 { part / whole } else { 0.0 }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_divided_commune_keeps_its_people() -> Result<(), Error> {
        let link = |old, new, weight| Link { old, new, weight };
        let map = Concordance::new(3, 2, &[link(0, 0, 7.0), link(1, 0, 30.0), link(1, 1, 10.0), link(2, 1, 1.0)])?;
        assert_eq!(map.to_new(&[100.0, 400.0, 50.0])?, vec![400.0, 150.0]);
        assert_eq!(map.divided(&[100.0, 400.0, 50.0])?, vec![0.75, 100.0 / 150.0]);
        assert!(map.to_new(&[1.0]).is_err());
        assert!(Concordance::new(1, 1, &[link(0, 1, 1.0)]).is_err());
        assert!(Concordance::new(2, 1, &[link(0, 0, 1.0)]).is_err());
        assert!(Concordance::new(1, 1, &[link(0, 0, -1.0)]).is_err());
        Ok(())
    }
}
