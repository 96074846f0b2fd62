//! The whole country, as one plan for each province.

use crate::plan::{OLD_MAP, Plan, PlanError};
use danso_places::Gazetteer;

/// The fewest persons of a province.
const SMALLEST: u64 = 100;

/// Plans that together make a country of `plan.persons` people: every province of the map gets people by the number of its communes and chance
/// of its own. `plan.province` and `plan.commune` are not read. The offices of the nation come with the first plan; those that the others
/// bring (`quantri`, `tw`, `xem`) are the same ones again.
///
/// # Errors
/// When the first day is none, or there are fewer than a hundred persons for each province.
pub fn nation(plan: &Plan) -> Result<Vec<Plan>, PlanError> {
    let first = plan.first_day()?;
    let day = if plan.old_map { OLD_MAP } else { first };
    let places = Gazetteer::embedded();
    let provinces = places.provinces(day);
    let sizes: Vec<u64> = provinces.iter().map(|unit| places.communes_of(unit.code, day).len() as u64).collect();
    let (all, fewest) = (sizes.iter().sum::<u64>(), SMALLEST * provinces.len() as u64);
    let shared = plan.persons.checked_sub(fewest).ok_or(PlanError::Persons(plan.persons))?;
    let mut plans = Vec::with_capacity(provinces.len());
    let (mut before, mut given) = (0, 0);
    for (unit, size) in provinces.iter().zip(sizes) {
        before += size;
        let upto = (u128::from(shared) * u128::from(before) / u128::from(all)) as u64;
        let province = unit.code.as_str().parse().map_err(|_| PlanError::Province(plan.province))?;
        let seed = plan.seed.wrapping_mul(1000).wrapping_add(u64::from(province));
        plans.push(Plan { province, commune: None, persons: SMALLEST + upto - given, seed, ..plan.clone() });
        given = upto;
    }
    Ok(plans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_province_of_either_map_is_there_and_the_people_add_up() {
        for (old_map, provinces) in [(true, 63), (false, 34)] {
            let plan = Plan { old_map, ..Plan::new(0, 10_001) };
            let plans = nation(&plan).expect("a country");
            assert_eq!(plans.len(), provinces);
            assert_eq!(plans.iter().map(|plan| plan.persons).sum::<u64>(), 10_001);
            let mut ids = HashSet::new();
            let made: Vec<_> = plans.iter().map(|plan| crate::generate(plan).expect("a province")).collect();
            for each in &made {
                assert!(each.deployment().hamlets.iter().all(|hamlet| ids.insert(hamlet.id)), "no id twice");
                assert_eq!(each.deployment().hamlets.iter().all(|hamlet| hamlet.old_commune.is_none()), old_map);
            }
            let hanoi = &made[0].deployment().hamlets[0];
            let day = if old_map { OLD_MAP } else { plan.first_day().expect("a day") };
            let commune = hanoi.commune.parse().expect("a code");
            assert!(Gazetteer::embedded().unit(commune, day).is_some(), "on the units of the map");
        }
        assert_eq!(nation(&Plan { old_map: true, ..Plan::new(0, 6000) }), Err(PlanError::Persons(6000)));
    }
}
