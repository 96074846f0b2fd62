//! Cohorts that change as the last ones did.

use super::shrinkage::shrink;
use crate::age::BySex;
use crate::error::{Error, check_between, check_counts, check_length};
use std::ops::Range;

/// Ratios of people to those they grew out of, by age at the end; first of children to women.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratios {
    /// For the first age: children of the sex for one woman of the ages of mothers, both at the end. For others: people for one who was an age younger a step
    /// before; for the open age for one of the last two ages.
    pub ratios: BySex<Vec<f64>>,
    /// How many people each ratio is of.
    pub people: BySex<Vec<f64>>,
    /// How many those became.
    pub became: BySex<Vec<f64>>,
}

/// Ratios from two counts a step apart: `CCR(x) = P(x, t) / P(x−n, t−n)`, ages and step n years wide, the last age open (Hamilton and Perry 1962,
/// *Social Forces* 41, 163–170; Swanson, Schlottmann and Schmidt 2010, *Population Research and Policy Review* 29, 47–63).
/// `mothers`: rows of ages 15 to 49. Where nobody was before, the ratio is 1: nobody became somebody is not a rate; [`Ratios::shrunk`] does better.
///
/// # Errors
/// Fewer than two ages, different lengths, rows of mothers beyond the ages, numbers that are negative or not finite.
pub fn cohort_change_ratios(before: &BySex<Vec<f64>>, after: &BySex<Vec<f64>>, mothers: Range<usize>) -> Result<Ratios, Error> {
    let ages = before.male.len();
    check_people(before, ages, &mothers)?;
    check_people(after, ages, &mothers)?;
    let women: f64 = after.female[mothers].iter().sum();
    let people = BySex::new(exposed(&before.male, women), exposed(&before.female, women));
    let ratio = |became: &[f64], people: &[f64]| -> Vec<f64> {
        let each = became.iter().zip(people).enumerate();
        each.map(|(age, (became, people))| if *people > 0.0 { became / people } else { f64::from(u8::from(age > 0)) }).collect()
    };
    let ratios = BySex::new(ratio(&after.male, &people.male), ratio(&after.female, &people.female));
    Ok(Ratios { ratios, people, became: after.clone() })
}

impl Ratios {
    /// The same with each ratio but that of children not below `floor` nor above `cap`: a camp that closed last year does not close again each five years.
    ///
    /// # Errors
    /// Bounds that are not finite, or in the wrong order.
    pub fn capped(&self, floor: f64, cap: f64) -> Result<Self, Error> {
        check_between("the floor", floor, 0.0, cap)?;
        check_between("the cap", cap, floor, f64::MAX)?;
        let side = |ratios: Vec<f64>| -> Vec<f64> {
            ratios.into_iter().enumerate().map(|(age, ratio)| if age == 0 { ratio } else { ratio.clamp(floor, cap) }).collect()
        };
        Ok(Self { ratios: self.ratios.clone().map(side), ..self.clone() })
    }

    /// The ratios of areas drawn to those of all of them together, age by age, with the weight of the own number of each area, sex and age: empirical Bayes
    /// as in [`shrink`], with `people · parent's ratio` expected.
    ///
    /// # Errors
    /// No area; areas of different ages.
    pub fn shrunk(areas: &[Self]) -> Result<Vec<ShrunkRatios>, Error> {
        let ages = areas.first().ok_or(Error::NoGroups)?.ratios.male.len();
        let men =
            areas.iter().map(|area| Side { people: &area.people.male, became: &area.became.male, ratios: &area.ratios.male });
        let women = areas.iter().map(|area| Side {
            people: &area.people.female,
            became: &area.became.female,
            ratios: &area.ratios.female,
        });
        let (men, women) = (shrink_side(&men.collect::<Vec<_>>(), ages)?, shrink_side(&women.collect::<Vec<_>>(), ages)?);
        let shrunk = areas.iter().zip(men.into_iter().zip(women)).map(|(area, (men, women))| ShrunkRatios {
            ratios: Self { ratios: BySex::new(men.ratios, women.ratios), ..area.clone() },
            weights: BySex::new(men.weights, women.weights),
        });
        Ok(shrunk.collect())
    }
}

/// Ratios of an area after they were drawn to those of all.
#[derive(Debug, Clone, PartialEq)]
pub struct ShrunkRatios {
    /// The ratios.
    pub ratios: Ratios,
    /// Weight of the area's own number in each, from 0 to 1.
    pub weights: BySex<Vec<f64>>,
}

/// One sex of it.
struct ShrunkSide {
    ratios: Vec<f64>,
    weights: Vec<f64>,
}

/// One sex of an area.
struct Side<'a> {
    people: &'a [f64],
    became: &'a [f64],
    ratios: &'a [f64],
}

/// Ratios and weights of each area. Where all areas together know no ratio, each keeps its own.
fn shrink_side(areas: &[Side<'_>], ages: usize) -> Result<Vec<ShrunkSide>, Error> {
    for area in areas {
        check_length("ratios of an area", area.ratios, ages)?;
        check_length("people of an area", area.people, ages)?;
        check_length("people of an area", area.became, ages)?;
    }
    let side = |area: &Side<'_>| ShrunkSide { ratios: area.ratios.to_vec(), weights: vec![0.0; ages] };
    let mut all: Vec<ShrunkSide> = areas.iter().map(side).collect();
    for age in 0..ages {
        let people: f64 = areas.iter().map(|area| area.people[age]).sum();
        let became: Vec<f64> = areas.iter().map(|area| area.became[age]).collect();
        let parent = became.iter().sum::<f64>() / people;
        if !(parent > 0.0 && parent.is_finite()) {
            continue;
        }
        let expected: Vec<f64> = areas.iter().map(|area| area.people[age] * parent).collect();
        let shrunk = shrink(&became, &expected)?;
        for (side, (ratio, weight)) in all.iter_mut().zip(shrunk.ratios.iter().zip(&shrunk.weights)) {
            side.ratios[age] = ratio * parent;
            side.weights[age] = *weight;
        }
    }
    Ok(all)
}

/// Takes the people of `base` so many steps on with the same ratios, and gives the people after each. `apart`: people of barracks, dormitories, prisons, who
/// are held out of the cohorts and stay as they are; they are part of `base`.
///
/// # Errors
/// Lists of different lengths, numbers that are negative or not finite, more people apart than there are.
pub fn hamilton_perry(
    base: &BySex<Vec<f64>>,
    ratios: &Ratios,
    steps: usize,
    mothers: Range<usize>,
    apart: Option<&BySex<Vec<f64>>>,
) -> Result<Vec<BySex<Vec<f64>>>, Error> {
    let ages = base.male.len();
    check_people(base, ages, &mothers)?;
    for side in ratios.ratios.slices().into_array() {
        check_length("ratios", side, ages)?;
        check_counts("ratios", side)?;
    }
    let mut now = base.clone();
    if let Some(apart) = apart {
        check_people(apart, ages, &mothers)?;
        take_from(&mut now, apart);
        check_people(&now, ages, &mothers)?;
    }
    let mut path = Vec::with_capacity(steps);
    for _ in 0..steps {
        let older = |people: &[f64], ratios: &[f64]| -> Vec<f64> {
            exposed(people, 0.0).iter().zip(ratios).map(|(people, ratio)| people * ratio).collect()
        };
        let mut next = BySex::new(older(&now.male, &ratios.ratios.male), older(&now.female, &ratios.ratios.female));
        let women: f64 = next.female[mothers.clone()].iter().sum();
        next.male[0] = women * ratios.ratios.male[0];
        next.female[0] = women * ratios.ratios.female[0];
        now = next;
        let mut all = now.clone();
        if let Some(apart) = apart {
            add_to(&mut all, apart);
        }
        path.push(all);
    }
    Ok(path)
}

/// Those out of whom each age grows; for the first age as told.
fn exposed(before: &[f64], first: f64) -> Vec<f64> {
    let open = before.len() - 1;
    let mut exposed: Vec<f64> = std::iter::once(first).chain(before[..open].iter().copied()).collect();
    exposed[open] += before[open];
    exposed
}

fn check_people(people: &BySex<Vec<f64>>, ages: usize, mothers: &Range<usize>) -> Result<(), Error> {
    if ages < 2 || mothers.end > ages || mothers.start == 0 || mothers.start >= mothers.end {
        return Err(Error::Shape {
            method: "cohort change ratios",
            needs: "two ages or more, and mothers among those after the first",
        });
    }
    for side in people.slices().into_array() {
        check_length("people", side, ages)?;
        check_counts("people", side)?;
    }
    Ok(())
}

fn take_from(people: &mut BySex<Vec<f64>>, apart: &BySex<Vec<f64>>) {
    people.male.iter_mut().zip(&apart.male).for_each(|(people, apart)| *people -= apart);
    people.female.iter_mut().zip(&apart.female).for_each(|(people, apart)| *people -= apart);
}

fn add_to(people: &mut BySex<Vec<f64>>, apart: &BySex<Vec<f64>>) {
    people.male.iter_mut().zip(&apart.male).for_each(|(people, apart)| *people += apart);
    people.female.iter_mut().zip(&apart.female).for_each(|(people, apart)| *people += apart);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(before: [f64; 4], after: [f64; 4]) -> (BySex<Vec<f64>>, BySex<Vec<f64>>) {
        (BySex::new(before.to_vec(), before.to_vec()), BySex::new(after.to_vec(), after.to_vec()))
    }

    #[test]
    fn ratios_take_the_first_count_to_the_second() -> Result<(), Error> {
        let (before, after) = two([10.0, 20.0, 30.0, 5.0], [12.0, 9.0, 22.0, 7.0]);
        let ratios = cohort_change_ratios(&before, &after, 1..3)?;
        assert_eq!(ratios.ratios.male, vec![12.0 / 31.0, 0.9, 1.1, 0.2]);
        let again = hamilton_perry(&before, &ratios, 1, 1..3, None)?;
        for (found, wanted) in again[0].male.iter().zip(&after.male) {
            assert!((found - wanted).abs() < 1e-12);
        }
        let capped = ratios.capped(0.5, 1.0)?;
        assert_eq!(capped.ratios.female, vec![12.0 / 31.0, 0.9, 1.0, 0.5]);
        assert!(ratios.capped(1.0, 0.5).is_err());
        Ok(())
    }

    #[test]
    fn those_apart_stay_as_they_are() -> Result<(), Error> {
        let (before, after) = two([10.0, 20.0, 30.0, 5.0], [10.0, 10.0, 20.0, 35.0]);
        let apart = BySex::new(vec![0.0, 20.0, 0.0, 0.0], vec![0.0; 4]);
        let ratios = cohort_change_ratios(&before, &after, 1..3)?;
        let path = hamilton_perry(&before, &ratios, 3, 1..3, Some(&apart))?;
        assert!(path.iter().all(|people| people.male[1] >= 20.0));
        let too_many = BySex::new(vec![0.0, 21.0, 0.0, 0.0], vec![0.0; 4]);
        assert!(hamilton_perry(&before, &ratios, 1, 1..3, Some(&too_many)).is_err());
        Ok(())
    }

    #[test]
    fn small_areas_are_drawn_to_all_of_them() -> Result<(), Error> {
        let area = |size: f64, ratio: f64| {
            let before = BySex::new(vec![size; 4], vec![size; 4]);
            let after = BySex::new(vec![size, ratio * size, size, size], vec![size; 4]);
            cohort_change_ratios(&before, &after, 1..3)
        };
        let areas = [area(10.0, 1.6)?, area(5000.0, 0.8)?, area(5000.0, 1.2)?];
        let shrunk = Ratios::shrunk(&areas)?;
        let ShrunkRatios { ratios: small, weights } = &shrunk[0];
        assert!(small.ratios.male[1] < 1.4 && small.ratios.male[1] > 1.0, "{}", small.ratios.male[1]);
        assert!(weights.male[1] < 0.5 && shrunk[1].weights.male[1] > 0.95);
        assert_eq!(Ratios::shrunk(&[]), Err(Error::NoGroups));
        // Nobody before, nobody after: the parent speaks.
        let empty = cohort_change_ratios(&BySex::new(vec![0.0; 4], vec![0.0; 4]), &BySex::new(vec![0.0; 4], vec![0.0; 4]), 1..3)?;
        let with_empty = Ratios::shrunk(&[empty, areas[1].clone()])?;
        assert!((with_empty[0].ratios.ratios.male[1] - 0.8).abs() < 1e-12);
        Ok(())
    }
}
