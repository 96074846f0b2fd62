//! How many people live in each commune: sizes are drawn by chance, no figure of a real commune is used.

use crate::chance::Chance;
use danso_places::{Kind, Unit};

/// Persons that a commune should have before another one is populated.
const WORTH_A_COMMUNE: u64 = 3000;
/// The smallest commune against the mean.
const SMALLEST: f64 = 0.14;

/// Chooses communes and spreads the persons over them exactly.
pub(super) fn spread(units: Vec<Unit>, persons: u64, chance: &mut Chance) -> Vec<(Unit, u32)> {
    let count = ((persons / WORTH_A_COMMUNE) as usize).clamp(1, units.len());
    let mut order: Vec<usize> = (0..units.len()).collect();
    chance.shuffle(&mut order);
    order.truncate(count);
    order.sort_unstable();
    let weighted: Vec<(Unit, f64)> = order.into_iter().map(|at| (units[at], weight(&units[at], chance))).collect();
    let mean = weighted.iter().map(|(_, weight)| weight).sum::<f64>() / count as f64;
    let weighted: Vec<(Unit, f64)> = weighted.into_iter().map(|(unit, weight)| (unit, weight.max(mean * SMALLEST))).collect();
    let total: f64 = weighted.iter().map(|(_, weight)| weight).sum();
    let mut before = 0.0;
    let mut given = 0;
    let last = weighted.len() - 1;
    weighted
        .into_iter()
        .enumerate()
        .map(|(at, (unit, weight))| {
            before += weight;
            let upto = if at == last { persons } else { (persons as f64 * before / total) as u64 };
            let own = upto - given;
            given = upto;
            (unit, own as u32)
        })
        .collect()
}

/// A cube of an even-tailed draw: half of the communes below 0.8 of the mean, a few at five times of it.
fn weight(unit: &Unit, chance: &mut Chance) -> f64 {
    let root = chance.normal(1.0, 0.27).max(0.2);
    let by_kind = match unit.kind {
        Kind::Ward => 1.4,
        Kind::SpecialZone => 0.3,
        Kind::Commune
        | Kind::Township
        | Kind::Country
        | Kind::Province
        | Kind::CentralCity
        | Kind::UrbanDistrict
        | Kind::RuralDistrict
        | Kind::Town
        | Kind::City => 1.0,
    };
    root * root * root * by_kind
}
