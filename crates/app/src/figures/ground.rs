//! The ground that figures stand on: the units of a level on the map of a day, and which hamlets' people are counted in them.

use super::regions;
use crate::{App, Territory};
use danso_model::{AreaId, HamletId, Origin};
use danso_places::{Gazetteer, Kind, Level, UnitCode};
use danso_tally::{Image, Map, Place};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};

/// Which units, none of them in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Layer {
    /// All of a level.
    Level(Level),
    /// The socio-economic regions.
    Regions,
    /// One area of a collaborator, by its hamlets.
    Area(AreaId),
}

/// All units of a layer on the boundaries of a day.
#[derive(Debug)]
pub(crate) struct Ground {
    pub(crate) territory: Arc<Territory>,
    pub(crate) boundary: Date,
    pub(crate) layer: Layer,
    /// The days on which hamlets were divided, in order. Between two of them people of a hamlet are counted in the same units.
    days: Vec<Date>,
    mapped: Mutex<HashMap<usize, Arc<Mapped>>>,
}

/// Hamlets in groups, for figures of the days between two divisions of hamlets.
#[derive(Debug)]
pub(crate) struct Mapped {
    pub(crate) map: Map,
    /// By unit: the groups counted in it with their shares, and whether something of it is estimated. Whole groups come first.
    units: BTreeMap<String, Parts>,
    hamlets: usize,
    outside: usize,
}

/// What is counted in one unit.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) groups: Vec<(usize, f64)>,
    pub(crate) estimated: bool,
}

/// Marks the group of a hamlet that no one unit has whole; sorts behind all codes.
const APART: char = '~';

impl Ground {
    pub(crate) fn new(territory: Arc<Territory>, boundary: Date, layer: Layer) -> Self {
        let days = territory.links.days();
        Self { territory, boundary, layer, days, mapped: Mutex::default() }
    }

    /// Which stretch between two divisions of hamlets a day lies in.
    pub(crate) fn stretch(&self, day: Date) -> usize {
        self.days.partition_point(|on| *on <= day)
    }

    /// A span cut where hamlets were divided.
    pub(crate) fn cut(&self, from: Date, to: Date) -> Vec<(Date, Date)> {
        let mut parts = Vec::new();
        let mut start = from;
        for day in self.days.iter().filter(|day| from < **day && **day <= to) {
            parts.extend(day.yesterday().ok().map(|end| (start, end)));
            start = *day;
        }
        parts.push((start, to));
        parts
    }

    /// The groups of the hamlets of an image for a stretch.
    pub(crate) fn mapped(&self, image: &Image, stretch: usize) -> Arc<Mapped> {
        let (hamlets, outside) = (image.hamlets().len(), image.outside().len());
        let mut all = self.mapped.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(mapped) = all.get(&stretch).filter(|mapped| mapped.hamlets == hamlets && mapped.outside == outside) {
            return Arc::clone(mapped);
        }
        let made = Arc::new(self.make(image, stretch));
        all.insert(stretch, Arc::clone(&made));
        made
    }

    fn make(&self, image: &Image, stretch: usize) -> Mapped {
        let tree = &self.territory.tree;
        // Any day of the stretch: its first, or the day before the first division.
        let day = match stretch.checked_sub(1).and_then(|at| self.days.get(at)) {
            Some(day) => *day,
            None => self.days.first().and_then(|day| day.yesterday().ok()).unwrap_or(self.boundary),
        };
        let mut shares: HashMap<String, (Vec<(String, f64)>, bool)> = HashMap::new();
        let place = |hamlet: HamletId| {
            let Some(index) = self.territory.index(hamlet) else { return Place::default() };
            let placed = |level| self.territory.links.place(tree, index, day, self.boundary, level);
            let commune = placed(Level::Commune).whole();
            let kind = commune.and_then(|commune| tree.gazetteer().unit(commune, self.boundary)).map(|unit| unit.kind);
            let (parts, estimated) = self.units_of(hamlet, &placed);
            let group = match parts.as_slice() {
                [] => None,
                [(unit, share)] if *share >= 1.0 => Some(unit.clone()),
                [..] => tree.rows(index).first().map(|row| format!("{APART}{}", row.code)),
            };
            if let Some(group) = &group {
                let entry = shares.entry(group.clone()).or_insert((parts, false));
                entry.1 |= estimated;
            }
            Place {
                group,
                commune: commune.map(|unit| unit.to_string()),
                province: placed(Level::Province).whole().map(|unit| unit.to_string()),
                urban: matches!(kind, Some(Kind::Ward | Kind::Township)),
            }
        };
        let map = Map::new(image, place, |origin| province_of(tree.gazetteer(), origin, self.boundary));
        let mut units: BTreeMap<String, Parts> = BTreeMap::new();
        for (group, label) in map.groups.labels.iter().enumerate() {
            let Some((parts, estimated)) = shares.get(label) else { continue };
            for (unit, share) in parts {
                let of = units.entry(unit.clone()).or_default();
                of.groups.push((group, *share));
                of.estimated |= estimated;
            }
        }
        Mapped { map, units, hamlets: image.hamlets().len(), outside: image.outside().len() }
    }

    /// The units of the layer in which what is counted of a hamlet on a day belongs, with their shares.
    pub(crate) fn shares(&self, hamlet: HamletId, day: Date) -> Vec<(String, f64)> {
        let (tree, links) = (&self.territory.tree, &self.territory.links);
        let Some(index) = self.territory.index(hamlet) else { return Vec::new() };
        self.units_of(hamlet, &|level| links.place(tree, index, day, self.boundary, level)).0
    }

    /// The units of the layer in which the people of a hamlet are counted, and whether that is estimated.
    fn units_of(&self, hamlet: HamletId, placed: &dyn Fn(Level) -> danso_places::Placing) -> (Vec<(String, f64)>, bool) {
        let level = match self.layer {
            Layer::Level(level) => level,
            Layer::Regions => Level::Province,
            Layer::Area(area) => {
                let inside = self.territory.area(area).is_some_and(|area| area.hamlets.contains(&hamlet));
                return (if inside { vec![(area.to_string(), 1.0)] } else { Vec::new() }, false);
            }
        };
        let placing = placed(level);
        let name = |unit: UnitCode| match self.layer {
            Layer::Regions => regions::of_province(unit, self.boundary).map(str::to_owned),
            Layer::Level(_) | Layer::Area(_) => Some(unit.to_string()),
        };
        let mut parts: BTreeMap<String, f64> = BTreeMap::new();
        for part in &placing.parts {
            if let Some(unit) = name(part.unit) {
                *parts.entry(unit).or_default() += part.share;
            }
        }
        (parts.into_iter().collect(), placing.estimated)
    }
}

impl Mapped {
    /// What is counted in a unit; None when no hamlet lies in it.
    pub(crate) fn unit(&self, unit: &str) -> Option<&Parts> {
        self.units.get(unit)
    }
}

/// The province of a place outside the register, by its code on a map: what it lies in, or what all that it was or became lies in.
fn province_of(gazetteer: &Gazetteer, origin: &Origin, on: Date) -> Option<String> {
    let (Origin::Commune(code) | Origin::Province(code)) = origin else { return None };
    let named: UnitCode = code.as_str().parse().ok()?;
    let mut now: HashSet<UnitCode> = HashSet::from([named]);
    // No unit went through more changes than there are days of change.
    for _ in 0..=gazetteer.days_of_change().len() {
        let provinces: HashSet<Option<UnitCode>> =
            now.iter().map(|unit| gazetteer.ancestor(*unit, Level::Province, on)).collect();
        if !provinces.contains(&None) {
            let mut found = provinces.into_iter().flatten();
            let first = found.next()?;
            return found.next().is_none().then(|| first.to_string());
        }
        let became = now.iter().flat_map(|unit| next(gazetteer, *unit, on)).collect();
        if became == now {
            return None;
        }
        now = became;
    }
    None
}

/// A unit on the way to a day: itself where it is in force, else what it became before that day, or was made from after it.
fn next(gazetteer: &Gazetteer, unit: UnitCode, on: Date) -> Vec<UnitCode> {
    let stays = vec![unit];
    if gazetteer.unit(unit, on).is_some() {
        return stays;
    }
    let Some(version) = gazetteer.versions(unit).last() else { return stays };
    let steps: Vec<UnitCode> = match version.valid_to.filter(|last| *last < on) {
        Some(last) => gazetteer.successors(unit, last).iter().map(|step| step.new).collect(),
        None => {
            let first = version.valid_from.unwrap_or(on);
            gazetteer.predecessors(unit, first).iter().map(|step| step.old).collect()
        }
    };
    if steps.is_empty() { stays } else { steps }
}

impl App {
    /// The ground of figures on the boundaries of a day, kept while the territory stays the same.
    pub(crate) fn ground(&self, boundary: Date, layer: Layer) -> Arc<Ground> {
        self.cubes.ground(self.territory(), boundary, layer)
    }
}
