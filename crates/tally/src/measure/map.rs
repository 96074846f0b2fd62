//! A map as counting sees it: what the tree of units says of each hamlet on some day.

use crate::image::{Grouping, Image};
use crate::numbers::{ABROAD, is_outside, named};
use danso_model::{HamletId, Origin};
use std::collections::BTreeMap;

/// "Not on this map."
const NOWHERE: u32 = u32::MAX;

/// Where a hamlet is on the boundaries of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The group it is counted in; None leaves it out.
    pub group: Option<String>,
    /// Its commune, by any name that is its own.
    pub commune: Option<String>,
    /// Its province.
    pub province: Option<String>,
    /// Whether it is urban.
    pub urban: bool,
}

/// Hamlets in groups, and what is needed to tell the level of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// The groups counted by.
    pub groups: Grouping,
    communes: Vec<u32>,
    provinces: Vec<u32>,
    urban: Vec<bool>,
    /// The province of each place outside the register.
    outside: Vec<u32>,
}

/// Gives names numbers.
#[derive(Default)]
struct Names(BTreeMap<String, u32>);

impl Names {
    fn number(&mut self, name: Option<String>) -> u32 {
        let next = self.0.len() as u32;
        name.map_or(NOWHERE, |name| *self.0.entry(name).or_insert(next))
    }
}

impl Map {
    /// A map of the hamlets of an image. `province` tells the province of a commune or province outside the register by the same name as
    /// [`Place::province`]; None when it cannot be told.
    #[must_use]
    pub fn new(image: &Image, mut place: impl FnMut(HamletId) -> Place, province: impl FnMut(&Origin) -> Option<String>) -> Self {
        let places: Vec<Place> = image.hamlets().iter().map(|hamlet| place(*hamlet)).collect();
        let (mut communes, mut provinces) = (Names::default(), Names::default());
        let mut groups = places.iter().map(|place| place.group.clone());
        Self {
            groups: Grouping::new(image.hamlets(), |_| groups.next().flatten()),
            communes: places.iter().map(|place| communes.number(place.commune.clone())).collect(),
            provinces: places.iter().map(|place| provinces.number(place.province.clone())).collect(),
            urban: places.iter().map(|place| place.urban).collect(),
            outside: image.outside().iter().map(province).map(|name| provinces.number(name)).collect(),
        }
    }

    /// Groups alone: nothing is urban, and how far a move goes is not told.
    #[must_use]
    pub const fn of(groups: Grouping) -> Self {
        Self { groups, communes: Vec::new(), provinces: Vec::new(), urban: Vec::new(), outside: Vec::new() }
    }

    /// The same map with other groups, for the same hamlets.
    #[must_use]
    pub fn with_groups(&self, groups: Grouping) -> Self {
        Self { groups, ..self.clone() }
    }

    /// The group of a hamlet; `u32::MAX` for none.
    #[inline]
    pub(crate) fn group(&self, hamlet: u32) -> u32 {
        if is_outside(hamlet) { NOWHERE } else { self.groups.of_hamlet[hamlet as usize] }
    }

    pub(crate) fn urban(&self, hamlet: u32) -> u16 {
        self.urban.get(hamlet as usize).copied().unwrap_or(false).into()
    }

    /// How far a move goes: 1 another commune of the province, 2 another province, 3 abroad, 4 not told, 5 within the commune.
    pub(crate) fn level(&self, hamlet: u32, other: u32) -> u16 {
        let at = |list: &[u32], number: u32| list.get(number as usize).copied().unwrap_or(NOWHERE);
        let here = at(&self.provinces, hamlet);
        let there = match named(other) {
            Some(place) => self.outside.get(place).copied().unwrap_or(NOWHERE),
            None if other == ABROAD => return 3,
            None if is_outside(other) => return 4,
            None => at(&self.provinces, other),
        };
        if here == NOWHERE || there == NOWHERE {
            4
        } else if here != there {
            2
        } else if !is_outside(other)
            && at(&self.communes, hamlet) != NOWHERE
            && at(&self.communes, hamlet) == at(&self.communes, other)
        {
            5
        } else {
            1
        }
    }
}
