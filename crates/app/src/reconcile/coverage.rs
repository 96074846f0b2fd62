//! How much of the people each list holds, by dual-system estimation, after what the differences turned out to be. Pure.

use super::difference::{Difference, DifferenceKind};
use super::keep::Opened;
use super::progress::count;
use super::state::Standing;
use super::steps::OutcomeCode;
use danso_demography::coverage::{Cell, Estimate, FEW_MATCHES, dual_system, gather, stratified};
use danso_linkage::date::Day;
use danso_linkage::number::Sex;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;

/// Of intervals.
const LEVEL: f64 = 0.95;
/// The oldest group of ages begins here.
const OLDEST: u16 = 80;

/// Counts and what follows from them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CoverageCell {
    /// In both lists.
    pub both: u32,
    /// In the register alone.
    pub ours_only: u32,
    /// In the other list alone.
    pub theirs_only: u32,
    /// People there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<f64>,
    /// At the least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// At the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// The share that the register holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours_covers: Option<f64>,
    /// At the least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours_low: Option<f64>,
    /// At the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours_high: Option<f64>,
    /// The share that the other list holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs_covers: Option<f64>,
    /// In neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<f64>,
}

/// A part of the people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CoverageGroup {
    /// `m`, `f`, `u`; the first age of a group; the id of a hamlet.
    pub code: String,
    /// The hamlet's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The figures.
    #[serde(flatten)]
    pub cell: CoverageCell,
}

/// Differences that are none of coverage, by why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DefinitionCount {
    /// An outcome, or `born`, `arrived`, `absent`, `visitor`, `elsewhere`, where the register itself says so.
    pub code: String,
    /// How many.
    pub count: u32,
}

/// How much of the people each list holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Coverage {
    /// Of all, summed over strata of sex, age and hamlet.
    pub all: CoverageCell,
    /// Of all, as if everyone were as easily found.
    pub collapsed: CoverageCell,
    /// By sex.
    pub sex: Vec<CoverageGroup>,
    /// By age in ten years.
    pub age: Vec<CoverageGroup>,
    /// By hamlet.
    pub hamlet: Vec<CoverageGroup>,
    /// What was left out of both, by why.
    pub definitions: Vec<DefinitionCount>,
    /// Rows that nobody has looked at: they count by their probability.
    pub doubtful: u32,
    /// What to bear in mind: `open_differences`, `doubtful_rows`, `few_matches`, `list_is_partial`, `strata_differ`.
    pub notes: Vec<String>,
}

/// In which stratum someone is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Stratum {
    hamlet: Option<Uuid>,
    sex: char,
    age: Option<u16>,
}

fn told(cell: Cell, estimate: Option<Estimate>) -> CoverageCell {
    let small = |many: u64| u32::try_from(many).unwrap_or(u32::MAX);
    let of = |value: fn(&Estimate) -> f64| estimate.as_ref().map(value);
    CoverageCell {
        both: small(cell.both),
        ours_only: small(cell.first_only),
        theirs_only: small(cell.second_only),
        estimate: of(|found| found.estimate),
        low: of(|found| found.low),
        high: of(|found| found.high),
        ours_covers: of(|found| found.first_covers.value),
        ours_low: of(|found| found.first_covers.low),
        ours_high: of(|found| found.first_covers.high),
        theirs_covers: of(|found| found.second_covers.value),
        missed: of(|found| found.missed),
    }
}

fn sex_of(written: &str) -> char {
    match Sex::read(written) {
        Sex::Male => 'm',
        Sex::Female => 'f',
        Sex::Unknown => 'u',
    }
}

fn age_of(birth: &str, as_of: Day) -> Option<u16> {
    let born = Day::read(birth);
    let late = (born.month, born.day) > (as_of.month, as_of.day) && born.month != 0;
    let age =
        (born.is_known() && as_of.is_known()).then(|| as_of.year.saturating_sub(born.year).saturating_sub(u16::from(late)))?;
    Some(age.min(OLDEST) / 10 * 10)
}

/// Why a difference is none of coverage: the person was not there on the day, stands twice, or is counted by another rule.
fn left_out(difference: &Difference, outcome: Option<OutcomeCode>) -> Option<&'static str> {
    use OutcomeCode::{Both, Dead, Definition, Duplicate, Moved, Ours, Theirs};
    match (difference.kind, outcome) {
        (_, Some(code @ (Moved | Dead | Duplicate | Definition))) => Some(code.code()),
        // "The other list is right" of someone who stands in the register alone: the person does not live there.
        (DifferenceKind::OursOnly, Some(code @ Theirs)) | (DifferenceKind::TheirsOnly, Some(code @ Ours)) => Some(code.code()),
        (DifferenceKind::OursOnly, Some(Ours | Both)) | (DifferenceKind::TheirsOnly, Some(Theirs | Both)) => None,
        (DifferenceKind::Value, Some(Ours | Theirs | Both)) => None,
        (_, None) => difference.hints.first().copied(),
    }
}

/// The estimate, from how things stand.
pub(super) fn coverage(opened: &Opened, hamlets: &HashMap<Uuid, String>) -> Coverage {
    let (frozen, state) = (&opened.frozen, &opened.state);
    let as_of = Day::read(&opened.brief.as_of);
    let mut cells: BTreeMap<Stratum, Cell> = BTreeMap::new();
    let mut definitions: BTreeMap<&'static str, u32> = BTreeMap::new();
    let of_ours = |at: u32| {
        let ours = frozen.ours.get(at as usize)?;
        let hamlet = frozen.house(ours).map(|house| house.hamlet);
        Some(Stratum { hamlet, sex: sex_of(&ours.sex), age: age_of(&ours.birth, as_of) })
    };
    for (standing, theirs) in state.standing.iter().zip(&frozen.theirs) {
        let best = theirs.kept.first();
        let partner = match standing {
            Standing::Linked(ours) | Standing::Same(ours) => Some(*ours),
            // Nobody has said yet: the likelier of both.
            Standing::Doubtful(_) | Standing::Unsure => best.filter(|kept| kept.probability >= 0.5).map(|kept| kept.ours),
            Standing::Different | Standing::Nobody => None,
        };
        let lives = partner.filter(|at| frozen.ours.get(*at as usize).is_some_and(|ours| ours.left.is_none()));
        if let Some(stratum) = lives.and_then(of_ours) {
            cells.entry(stratum).or_default().both += 1;
        }
    }
    for difference in state.differences.iter().filter(|difference| difference.kind != DifferenceKind::Value) {
        let outcome = state.outcomes.get(&difference.key).map(|(_, _, settled)| settled.outcome);
        if let Some(why) = left_out(difference, outcome) {
            *definitions.entry(why).or_default() += 1;
            continue;
        }
        if difference.kind == DifferenceKind::OursOnly {
            if let Some(stratum) = difference.ours.and_then(of_ours) {
                cells.entry(stratum).or_default().first_only += 1;
            }
        } else if let Some(theirs) = difference.row.and_then(|row| frozen.theirs.get(row as usize)) {
            let record = &theirs.record;
            let stratum = Stratum { hamlet: difference.hamlet, sex: sex_of(&record.sex), age: age_of(&record.birth, as_of) };
            cells.entry(stratum).or_default().second_only += 1;
        }
    }
    let doubtful =
        count(state.standing.iter().filter(|standing| matches!(standing, Standing::Doubtful(_) | Standing::Unsure)).count());
    let open = state.differences.iter().any(|difference| !state.outcomes.contains_key(&difference.key));
    let mut found = of_cells(&cells, hamlets);
    found.doubtful = doubtful;
    found.definitions = definitions.into_iter().map(|(code, count)| DefinitionCount { code: code.to_owned(), count }).collect();
    let mut note = |is: bool, code: &str| {
        if is {
            found.notes.push(code.to_owned());
        }
    };
    note(open, "open_differences");
    note(doubtful > 0, "doubtful_rows");
    note(u64::from(found.all.both) < FEW_MATCHES, "few_matches");
    note(found.all.theirs_covers.is_some_and(|share| share < 0.5), "list_is_partial");
    let apart = found.all.estimate.zip(found.collapsed.high).is_some_and(|(strata, high)| strata > high);
    note(apart, "strata_differ");
    found
}

fn of_cells(cells: &BTreeMap<Stratum, Cell>, hamlets: &HashMap<Uuid, String>) -> Coverage {
    let sum = |cells: &[Cell]| cells.iter().fold(Cell::default(), |sum, cell| sum.and(*cell));
    let all: Vec<Cell> = cells.values().copied().collect();
    let thick = gather(&all, 4 * FEW_MATCHES);
    let grouped = |key: &dyn Fn(&Stratum) -> Option<String>| {
        let mut groups: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
        for (stratum, cell) in cells {
            if let Some(code) = key(stratum) {
                groups.entry(code).or_default().push(*cell);
            }
        }
        let group = |(code, parts): (String, Vec<Cell>)| {
            let whole = sum(&parts);
            let name = code.parse().ok().and_then(|id: Uuid| hamlets.get(&id).cloned()).unwrap_or_default();
            CoverageGroup { code, name, cell: told(whole, dual_system(whole, LEVEL).ok()) }
        };
        groups.into_iter().map(group).collect::<Vec<_>>()
    };
    let mut hamlet = grouped(&|stratum| stratum.hamlet.map(|id| id.to_string()));
    hamlet.sort_by(|one, other| (&one.name, &one.code).cmp(&(&other.name, &other.code)));
    let mut age = grouped(&|stratum| stratum.age.map(|age| age.to_string()));
    age.sort_by_key(|group| group.code.parse::<u16>().unwrap_or(u16::MAX));
    Coverage {
        all: told(sum(&all), stratified(&thick, LEVEL).ok()),
        collapsed: told(sum(&all), dual_system(sum(&all), LEVEL).ok()),
        sex: grouped(&|stratum| Some(stratum.sex.to_string())),
        age,
        hamlet,
        ..Coverage::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_take_out_who_was_not_there() {
        let difference =
            |kind, hints| Difference { key: String::new(), kind, row: None, ours: None, value: None, hamlet: None, hints };
        let ours = difference(DifferenceKind::OursOnly, vec!["born"]);
        assert_eq!(left_out(&ours, None), Some("born"));
        assert_eq!(left_out(&ours, Some(OutcomeCode::Ours)), None, "the officer knows better");
        assert_eq!(left_out(&ours, Some(OutcomeCode::Theirs)), Some("theirs"));
        let theirs = difference(DifferenceKind::TheirsOnly, Vec::new());
        assert_eq!(left_out(&theirs, None), None);
        assert_eq!(left_out(&theirs, Some(OutcomeCode::Theirs)), None);
        use OutcomeCode::{Both, Dead, Definition, Duplicate, Moved, Ours, Theirs};
        for outcome in [Ours, Theirs, Both, Moved, Dead, Duplicate, Definition] {
            let code = outcome.code();
            let gone = matches!(code, "moved" | "dead" | "duplicate" | "definition" | "ours");
            assert_eq!(left_out(&theirs, Some(outcome)), gone.then_some(code), "{code}");
        }
    }

    #[test]
    fn groups_add_up_and_ages_are_of_the_day_of_the_list() {
        let day = Day::read("2026-03-15");
        assert_eq!(age_of("2016-03-15", day), Some(10));
        assert_eq!(age_of("2016-03-16", day), Some(0));
        assert_eq!(age_of("1930", day), Some(80));
        assert_eq!(age_of("", day), None);
        let hamlet = Uuid::from_u128(7);
        let stratum = |sex, age| Stratum { hamlet: Some(hamlet), sex, age: Some(age) };
        let cell = |both, first_only, second_only| Cell { both, first_only, second_only };
        let cells = BTreeMap::from([
            (stratum('f', 0), cell(90, 10, 5)),
            (stratum('m', 0), cell(80, 5, 20)),
            (stratum('m', 10), cell(70, 0, 3)),
        ]);
        let found = of_cells(&cells, &HashMap::from([(hamlet, "Ấp 1".to_owned())]));
        assert_eq!((found.all.both, found.all.ours_only, found.all.theirs_only), (240, 15, 28));
        assert_eq!(found.sex.iter().map(|group| group.cell.both).sum::<u32>(), 240);
        assert_eq!(found.hamlet[0].name, "Ấp 1");
        let by_sex: f64 = found.sex.iter().filter_map(|group| group.cell.missed).sum();
        assert!(by_sex > 0.0 && found.all.estimate.unwrap() >= 283.0, "{:?}", found.all);
        assert!(found.all.ours_covers.unwrap() < 255.0 / 283.0 + 1e-9);
    }
}
