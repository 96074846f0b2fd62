//! How many live where now, hamlet by hamlet.

use crate::{App, AppError};
use danso_model::HamletId;
use danso_tally::{Count, Image, Map, MeasureQuery, Place, When};
use jiff::civil::Date;
use std::collections::HashMap;

/// Usual residents and households.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Heads {
    pub(super) persons: u64,
    pub(super) households: u64,
}

/// By hamlet.
#[derive(Debug, Default)]
pub(super) struct Counted(HashMap<HamletId, Heads>);

impl Counted {
    pub(super) fn of(&self, hamlet: HamletId) -> Heads {
        self.0.get(&hamlet).copied().unwrap_or_default()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (HamletId, Heads)> + '_ {
        self.0.iter().map(|(hamlet, heads)| (*hamlet, *heads))
    }

    pub(super) fn total(&self, hamlets: impl IntoIterator<Item = HamletId>) -> Heads {
        let heads = hamlets.into_iter().map(|hamlet| self.of(hamlet));
        heads.fold(Heads::default(), |sum, heads| Heads {
            persons: sum.persons + heads.persons,
            households: sum.households + heads.households,
        })
    }
}

impl App {
    /// Counts every hamlet at the end of a day.
    pub(super) fn count_hamlets(&self, at: Date) -> Result<Counted, AppError> {
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let own = |hamlet: HamletId| Place { group: Some(hamlet.to_string()), ..Place::default() };
        let map = Map::new(&image, own, |_| None);
        let persons = sums(&image, &map, Count::Residents, at)?;
        let households = sums(&image, &map, Count::Households, at)?;
        let mut counted = Counted::default();
        for hamlet in image.hamlets() {
            let of = |sums: &HashMap<HamletId, u64>| sums.get(hamlet).copied().unwrap_or_default();
            counted.0.insert(*hamlet, Heads { persons: of(&persons), households: of(&households) });
        }
        Ok(counted)
    }
}

fn sums(image: &Image, map: &Map, count: Count, at: Date) -> Result<HashMap<HamletId, u64>, AppError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let query = MeasureQuery { count, when: When::Days(&[at]), known_at: None, map, only: &[], by: &[], modern: &[], threads };
    let cells = image.measure(&query).map_err(|error| AppError::damaged(error.to_string()))?;
    let labels = &map.groups.labels;
    let sum = |(group, label): (usize, &String)| Some((label.parse().ok()?, u64::try_from(cells.sum(group, 0)).ok()?));
    Ok(labels.iter().enumerate().filter_map(sum).collect())
}
