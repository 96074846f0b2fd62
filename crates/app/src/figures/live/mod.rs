//! What the program knows of its own working: the counts behind the indicators of the programme and of data quality. One question to the
//! store a count, for all units of a layer at once. What nobody can count is told as missing, by name, and never as zero.

mod begin;
mod collaborators;
mod communes;
mod persons;
mod reports;
mod told;
mod uses;

pub(crate) use begin::begin_counting;
pub use told::TOLD_NUMBERS;
pub(crate) use uses::Uses;

use super::{Ground, Layer};
use crate::{App, AppError};
use danso_indicators::{Ask, Plan, Span};
use danso_model::HamletId;
use danso_tally::day_number;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Numbers by unit. Whole ones, but for hamlets that are counted in shares.
type ByUnit = HashMap<String, f64>;

/// What one count comes to.
#[derive(Debug, Clone, PartialEq)]
enum Known {
    /// In all units: none where a unit has no number.
    Everywhere(ByUnit),
    /// In these units; of others it is not known.
    Somewhere(ByUnit),
    /// It cannot be counted for this period any more.
    NotThen,
}

/// The counts by name.
#[derive(Debug, Default)]
pub(crate) struct Operational(HashMap<String, Known>);

/// Names of counts with what they come to.
type Counts = Vec<(&'static str, Known)>;

impl Operational {
    /// The counts of a unit that an indicator needs; else why it has no value, and what is missing.
    pub(crate) fn lookup(&self, plan: &Plan, unit: &str, is_past: bool) -> Result<ByUnit, (&'static str, Vec<String>)> {
        if is_past && plan.indicator().live {
            return Err(("live_only", Vec::new()));
        }
        self.of(names(plan), unit)
    }

    /// Named counts of a unit.
    fn of(&self, names: BTreeSet<String>, unit: &str) -> Result<ByUnit, (&'static str, Vec<String>)> {
        let (mut counts, mut missing, mut then) = (ByUnit::new(), Vec::new(), true);
        for name in names {
            let number = match self.0.get(&name) {
                Some(Known::Everywhere(units)) => Some(units.get(unit).copied().unwrap_or_default()),
                Some(Known::Somewhere(units)) => units.get(unit).copied(),
                Some(Known::NotThen) => {
                    then = false;
                    continue;
                }
                None => None,
            };
            match number {
                Some(number) => {
                    counts.insert(name, number);
                }
                None => missing.push(name),
            }
        }
        match (missing.is_empty(), then) {
            (true, true) => Ok(counts),
            (true, false) => Err(("live_only", Vec::new())),
            (false, _) => Err(("not_known", missing)),
        }
    }
}

fn names(plan: &Plan) -> BTreeSet<String> {
    let operational = |ask: &Ask| match ask {
        Ask::Operational { name, .. } => Some(name.clone()),
        Ask::Counted { .. } => None,
    };
    plan.asks(0).iter().filter_map(operational).collect()
}

/// For which units and days is counted.
struct Sought<'a> {
    app: &'a App,
    ground: &'a Ground,
    span: Span,
    today: Date,
    /// From which day on the store tells everything, yyyymmdd; None for never.
    since: Option<i32>,
}

impl Sought<'_> {
    /// The last day that is counted.
    fn last(&self) -> Date {
        self.span.to().min(self.today)
    }

    /// Whether the store tells all of the period.
    fn told_all(&self) -> bool {
        self.since.is_some_and(|since| since <= day_number(self.span.from()))
    }

    /// Numbers of hamlets as numbers of units.
    fn by_unit(&self, hamlets: impl IntoIterator<Item = (HamletId, f64)>) -> ByUnit {
        let mut sums = ByUnit::new();
        for (hamlet, number) in hamlets {
            for (unit, share) in self.ground.shares(hamlet, self.last()) {
                *sums.entry(unit).or_default() += share * number;
            }
        }
        sums
    }

    /// The units in which something of some hamlets is counted.
    fn units(&self, hamlets: &[HamletId]) -> BTreeSet<String> {
        hamlets.iter().flat_map(|hamlet| self.ground.shares(*hamlet, self.last())).map(|(unit, _)| unit).collect()
    }
}

/// How many sets name each unit.
fn tally(sets: impl IntoIterator<Item = BTreeSet<String>>) -> ByUnit {
    let mut sums = ByUnit::new();
    sets.into_iter().flatten().for_each(|unit| *sums.entry(unit).or_default() += 1.0);
    sums
}

impl App {
    /// What some plans need of the program's own working, for all units of a ground in a period.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn operational<'p>(
        &self,
        plans: impl Iterator<Item = &'p Plan> + Send,
        ground: &Ground,
        span: Span,
    ) -> Result<Operational, AppError> {
        let wanted: BTreeSet<String> = plans.flat_map(names).collect();
        if wanted.is_empty() {
            return Ok(Operational::default());
        }
        let since = self.store.counting_since(self.shard).await?;
        let sought = Sought { app: self, ground, span, today: self.env.today(), since };
        let any = |names: &[&str]| names.iter().any(|name| wanted.contains(*name));
        let mut known: BTreeMap<&'static str, Known> = BTreeMap::new();
        if any(communes::NAMES) {
            known.extend(sought.communes().await?);
        }
        if any(collaborators::NAMES) {
            known.extend(sought.collaborators().await?);
        }
        if any(persons::NAMES) {
            known.extend(sought.persons().await?);
        }
        if any(&[persons::VALID]) {
            known.extend(sought.persons_valid().await?);
        }
        if any(reports::NAMES) {
            known.extend(sought.reports().await?);
        }
        if any(told::NAMES) {
            known.extend(sought.told().await?);
        }
        Ok(Operational(known.into_iter().map(|(name, known)| (name.to_owned(), known)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn numbers(of: &[(&str, f64)]) -> ByUnit {
        of.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect()
    }

    #[test]
    fn nothing_counted_is_zero_and_nothing_known_is_missing() {
        let known = [
            ("communes", Known::Everywhere(numbers(&[("92", 103.0)]))),
            ("warehouses", Known::Somewhere(numbers(&[("92", 104.0)]))),
            ("persons_valid", Known::NotThen),
        ];
        let known = Operational(known.map(|(name, known)| (name.to_owned(), known)).into());
        assert_eq!(known.of(set(&["communes", "warehouses"]), "92"), Ok(numbers(&[("communes", 103.0), ("warehouses", 104.0)])));
        assert_eq!(known.of(set(&["communes"]), "93"), Ok(numbers(&[("communes", 0.0)])));
        let missing = vec!["records_other".to_owned(), "warehouses".to_owned()];
        assert_eq!(known.of(set(&["warehouses", "records_other", "communes"]), "93"), Err(("not_known", missing)));
        assert_eq!(known.of(set(&["communes", "persons_valid"]), "92"), Err(("live_only", Vec::new())));
    }

    #[test]
    fn someone_in_two_hamlets_of_a_unit_counts_once_in_it() {
        let of = tally([set(&["31120", "31135"]), set(&["31120"])]);
        assert_eq!(of, numbers(&[("31120", 2.0), ("31135", 1.0)]));
    }
}
