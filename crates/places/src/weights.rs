//! Figures of one day on the map of another: where the people of a hamlet are counted, whole or in shares.
//!
//! A hamlet lies whole in one unit on most maps. It does not where
//! - the hamlet itself was divided ([`HamletStep`]): people who lived in it before are counted on the later map in shares of the persons
//!   who went each way; those who live in a part are counted on the earlier map in the whole, which is exact;
//! - its commune of that day is not known, because a row was carried through a reorganisation that parted or joined communes: each
//!   candidate gets an equal share;
//! - a plan had to choose a commune for it by rule ([`Links::guessed`]): it is counted there whole.
//!
//! All three are told as estimated. All else is exact: also hamlets that were joined, since people hang on their old hamlet for which
//! the other one stands ([`Tree::with_heirs`]).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use crate::code::{Level, UnitCode};
use crate::tree::{HamletId, HamletIndex, Tree};

/// People of one hamlet going to another, or staying, when a reorganisation divided a hamlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HamletStep {
    /// Where they lived the day before.
    pub old: HamletId,
    /// Where they live from the day on; the old one itself for those who stay.
    pub new: HamletId,
    /// The day.
    pub on: Date,
    /// Households that went this way.
    pub households: u32,
    /// Usual residents that went this way.
    pub persons: u32,
}

/// What is known of hamlets beside their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Every way that people went when hamlets were divided.
    pub steps: Vec<HamletStep>,
    /// Hamlets whose row that begins on the day names a commune chosen by rule.
    pub guessed: HashSet<(HamletId, Date)>,
}

/// A share of a hamlet's people in a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The unit.
    pub unit: UnitCode,
    /// The share, above 0 and up to 1.
    pub share: f64,
}

/// Where the people of a hamlet are counted on a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placing {
    /// By unit. The shares add up to 1, or to less where some of them lie outside of what was asked, or where the map has no unit of
    /// the level.
    pub parts: Vec<Part>,
    /// Whether a weight or a choice by rule is in it.
    pub estimated: bool,
}

impl Placing {
    /// The one unit that has all of them.
    #[must_use]
    pub fn whole(&self) -> Option<UnitCode> {
        match self.parts.as_slice() {
            [part] if part.share >= 1.0 => Some(part.unit),
            [..] => None,
        }
    }
}

impl Links {
    /// The days on which a hamlet was divided: for days of figures between two of them, the answers of [`Links::place`] on one
    /// map are the same.
    #[must_use]
    pub fn days(&self) -> Vec<Date> {
        let days: BTreeSet<Date> = self.steps.iter().map(|step| step.on).collect();
        days.into_iter().collect()
    }

    /// Where those who live in a hamlet on `day` are counted on the map of `boundary`, by the units of a level.
    #[must_use]
    pub fn place(&self, tree: &Tree, hamlet: HamletIndex, day: Date, boundary: Date, level: Level) -> Placing {
        let Some(id) = tree.rows(hamlet).first().map(|row| row.id) else { return Placing::default() };
        let mut parts: BTreeMap<UnitCode, f64> = BTreeMap::new();
        let mut estimated = false;
        for (id, share) in self.carried(id, day, boundary) {
            estimated |= share < 1.0;
            let Some(index) = tree.index_of(&id) else { continue };
            let units = units_at(tree, index, boundary, level);
            estimated |= units.len() > 1 || (level != Level::Nation && self.guesses(tree, index, boundary));
            for unit in units.iter().flatten() {
                *parts.entry(*unit).or_default() += share / units.len() as f64;
            }
        }
        let parts: Vec<Part> = parts.into_iter().map(|(unit, share)| Part { unit, share: rounded(share) }).collect();
        // Shares that meet again in one unit are no estimate.
        let apart = !matches!(parts.as_slice(), [part] if part.share >= 1.0) || self.guessed_any(tree, id, boundary, level);
        Placing { estimated: estimated && apart, parts }
    }

    /// The hamlets of the map's day in which the people are, with their shares.
    fn carried(&self, id: HamletId, day: Date, boundary: Date) -> Vec<(HamletId, f64)> {
        if self.steps.is_empty() || day == boundary {
            return vec![(id, 1.0)];
        }
        let mut now: HashMap<HamletId, f64> = HashMap::from([(id, 1.0)]);
        let mut days = self.days();
        let forward = day < boundary;
        days.retain(|on| if forward { day < *on && *on <= boundary } else { boundary < *on && *on <= day });
        if !forward {
            days.reverse();
        }
        for on in days {
            let mut next: HashMap<HamletId, f64> = HashMap::new();
            for (id, share) in now {
                let from = |step: &HamletStep| if forward { step.old } else { step.new };
                let ways: Vec<&HamletStep> = self.steps.iter().filter(|step| step.on == on && from(step) == id).collect();
                let total: u64 = ways.iter().map(|step| u64::from(step.persons)).sum();
                if ways.is_empty() {
                    *next.entry(id).or_default() += share;
                }
                for step in &ways {
                    let to = if forward { step.new } else { step.old };
                    // Where nobody lived, the ways are as good as each other.
                    let part = if total == 0 { 1.0 / ways.len() as f64 } else { f64::from(step.persons) / total as f64 };
                    if part > 0.0 {
                        *next.entry(to).or_default() += share * part;
                    }
                }
            }
            now = next;
        }
        let mut carried: Vec<(HamletId, f64)> = now.into_iter().collect();
        carried.sort_by_key(|(id, _)| *id);
        carried
    }

    fn guesses(&self, tree: &Tree, hamlet: HamletIndex, boundary: Date) -> bool {
        let begun = tree.hamlet(hamlet, boundary).and_then(|row| Some((row.id, row.valid_from?)));
        begun.is_some_and(|(id, from)| from <= boundary && self.guessed.contains(&(id, from)))
    }

    fn guessed_any(&self, tree: &Tree, id: HamletId, boundary: Date, level: Level) -> bool {
        level != Level::Nation && tree.index_of(&id).is_some_and(|index| self.guesses(tree, index, boundary))
    }
}

/// The unit of a level for each candidate commune, none where the map has no such level there. Outside of a hamlet's life its first
/// or last row answers, carried through what its commune was or became.
fn units_at(tree: &Tree, hamlet: HamletIndex, at: Date, level: Level) -> Vec<Option<UnitCode>> {
    let communes = tree.communes_on(hamlet, at);
    if level == Level::Hamlet {
        return vec![tree.ancestor(hamlet, Level::Hamlet, at).or_else(|| tree.rows(hamlet).first().map(|row| row.code))];
    }
    let mut units: Vec<Option<UnitCode>> =
        communes.iter().map(|commune| tree.gazetteer().ancestor(*commune, level, at)).collect();
    if units.iter().all(|unit| *unit == units.first().copied().flatten()) {
        units.truncate(1);
    }
    units
}

/// Shares that add up to one but for the last bits.
fn rounded(share: f64) -> f64 {
    if (share - 1.0).abs() < 1e-9 { 1.0 } else { share }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::tree::Hamlet;

    const EVE: Date = date(2025, 6, 30);
    const DAY: Date = date(2025, 7, 1);
    const SPLIT: Date = date(2026, 5, 1);
    const LATER: Date = date(2026, 8, 1);

    fn code(text: &str) -> UnitCode {
        text.parse().expect("a unit code")
    }

    fn row(id: u8, hamlet: &str, commune: &str, from: Option<Date>, to: Option<Date>) -> Hamlet {
        Hamlet {
            id: [id; 16],
            code: code(hamlet),
            name: String::new(),
            kind: String::new(),
            commune: code(commune),
            valid_from: from,
            valid_to: to,
        }
    }

    fn told(links: &Links, rows: Vec<Hamlet>, of: &str, day: Date, boundary: Date, level: Level) -> (Vec<(String, f64)>, bool) {
        let tree = Tree::new(rows).expect("a tree");
        let placing = links.place(&tree, tree.index_of_code(code(of)).expect("a hamlet"), day, boundary, level);
        (placing.parts.iter().map(|part| (part.unit.to_string(), part.share)).collect(), placing.estimated)
    }

    fn one(unit: &str, estimated: bool) -> (Vec<(String, f64)>, bool) {
        (vec![(unit.to_owned(), 1.0)], estimated)
    }

    /// 1 lies in 31117 and then 31120; 2 was parted from it with a quarter of its people, and lies in 31135.
    fn parted() -> (Links, Vec<Hamlet>) {
        let step = |new, persons| HamletStep { old: [1; 16], new: [new; 16], on: SPLIT, households: persons / 4, persons };
        let links = Links { steps: vec![step(1, 300), step(2, 100)], ..Links::default() };
        let rows = vec![
            row(1, "31117.01", "31117", None, Some(EVE)),
            row(1, "31117.01", "31120", Some(DAY), None),
            row(2, "31117.02", "31135", Some(SPLIT), None),
        ];
        (links, rows)
    }

    #[test]
    fn a_map_of_any_day_where_nothing_is_in_doubt() {
        let rows = parted().1;
        let links = Links::default();
        for day in [EVE, DAY, LATER] {
            assert_eq!(told(&links, rows.clone(), "31117.01", day, EVE, Level::Commune), one("31117", false));
            assert_eq!(told(&links, rows.clone(), "31117.01", day, EVE, Level::District), one("916", false));
            assert_eq!(told(&links, rows.clone(), "31117.01", day, LATER, Level::Commune), one("31120", false));
            assert_eq!(told(&links, rows.clone(), "31117.01", day, LATER, Level::District), (vec![], false));
        }
    }

    #[test]
    fn a_divided_hamlet_is_weighed_on_the_later_map_and_exact_on_the_earlier() {
        let (links, rows) = parted();
        let shares = (vec![("31120".to_owned(), 0.75), ("31135".to_owned(), 0.25)], true);
        assert_eq!(told(&links, rows.clone(), "31117.01", EVE, LATER, Level::Commune), shares);
        assert_eq!(told(&links, rows.clone(), "31117.01", LATER, LATER, Level::Commune), one("31120", false));
        assert_eq!(told(&links, rows.clone(), "31117.02", LATER, LATER, Level::Commune), one("31135", false));
        assert_eq!(told(&links, rows.clone(), "31117.02", LATER, EVE, Level::Commune), one("31117", false));
        assert_eq!(told(&links, rows.clone(), "31117.01", EVE, LATER, Level::Province), one("92", false));
        assert_eq!(told(&links, rows, "31117.01", EVE, LATER, Level::Hamlet).0.len(), 2);
        assert_eq!(links.days(), [SPLIT]);
    }

    #[test]
    fn joined_hamlets_are_exact_on_both_maps() {
        let rows =
            vec![row(1, "31120.01", "31120", Some(DAY), None), row(2, "31135.01", "31135", Some(DAY), SPLIT.yesterday().ok())];
        let tree = Tree::new(rows).expect("a tree").with_heirs([([2; 16], [1; 16], SPLIT)]);
        let of = tree.index_of_code(code("31135.01")).expect("a hamlet");
        let told = |day, boundary, level| Links::default().place(&tree, of, day, boundary, level);
        for day in [DAY, LATER] {
            assert_eq!(told(day, DAY, Level::Commune).whole(), Some(code("31135")));
            assert_eq!(told(day, LATER, Level::Commune).whole(), Some(code("31120")));
            assert_eq!(told(day, LATER, Level::Hamlet).whole(), Some(code("31120.01")));
            assert!(!told(day, LATER, Level::Commune).estimated);
        }
        assert_eq!(tree.ancestor(of, Level::Hamlet, DAY), Some(code("31135.01")));
        assert_eq!(tree.ancestor(of, Level::Hamlet, LATER), Some(code("31120.01")));
        assert_eq!(tree.children(code("31120"), LATER), [code("31120.01")]);
        assert_eq!(tree.hamlets_in(code("31120"), LATER).len(), 2);
    }

    #[test]
    fn candidates_share_alike_and_a_choice_by_rule_is_told() {
        let rows = vec![row(1, "31135.01", "31135", Some(DAY), None)];
        let (parts, estimated) = told(&Links::default(), rows.clone(), "31135.01", LATER, EVE, Level::Commune);
        assert_eq!(parts.iter().map(|part| part.0.as_str()).collect::<Vec<_>>(), ["31123", "31135", "31144"]);
        assert!(estimated && parts.iter().all(|part| (part.1 - 1.0 / 3.0).abs() < 1e-12));
        assert_eq!(told(&Links::default(), rows.clone(), "31135.01", LATER, EVE, Level::District), one("916", false));
        let links = Links { guessed: HashSet::from([([1; 16], DAY)]), ..Links::default() };
        assert_eq!(told(&links, rows.clone(), "31135.01", LATER, LATER, Level::Commune), one("31135", true));
        assert_eq!(told(&links, rows, "31135.01", LATER, LATER, Level::Nation), one("VN", false));
    }

    #[test]
    fn a_hamlet_founded_later_or_ended_before_is_carried() {
        let rows = vec![row(1, "31213.01", "31213", Some(SPLIT), Some(LATER))];
        assert_eq!(told(&Links::default(), rows.clone(), "31213.01", LATER, EVE, Level::District), one("923", false));
        assert_eq!(told(&Links::default(), rows, "31213.01", SPLIT, date(2030, 1, 1), Level::Province), one("92", false));
    }
}
