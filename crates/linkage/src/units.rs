//! Codes of communes before and after mergers: many old units go into one new one, and some are split over several.

use crate::date::Day;
use crate::hash::SteadyMap;

/// How often a code may have been changed since it was written.
const CHANGES: usize = 4;

/// One row of a table of successions.
#[derive(Debug, Clone)]
pub struct Succession {
    /// The code of the unit that ended or went on.
    pub old: String,
    /// The code of the unit that took over all or a part.
    pub new: String,
    /// The share of people who went there, 0 to 1.
    pub share: f64,
    /// The day from which it holds; `None`: before every list.
    pub from: Option<Day>,
}

/// Units of today by any code they had.
#[derive(Debug, Clone, Default)]
pub struct Units {
    rows: SteadyMap<String, Vec<Succession>>,
    current: SteadyMap<String, ()>,
}

impl Units {
    /// From the rows of a table.
    #[must_use]
    pub fn new(rows: Vec<Succession>) -> Self {
        let mut units = Self::default();
        for row in rows {
            units.current.insert(row.new.clone(), ());
            units.rows.entry(row.old.clone()).or_default().push(row);
        }
        for list in units.rows.values_mut() {
            list.sort_by(|one, other| other.share.total_cmp(&one.share).then_with(|| one.new.cmp(&other.new)));
        }
        units
    }

    /// Whether there is no table; then a code is only itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The units of today that a code of a list of a day may mean, likeliest first, two at most. None: the code is in no table.
    #[must_use]
    pub fn of_today<'a>(&'a self, code: &'a str, listed: Option<Day>) -> [Option<&'a str>; 2] {
        if self.is_empty() {
            return [Some(code), None];
        }
        let mut now = [Some(code), None];
        for _ in 0..CHANGES {
            let Some(next) = now[0].and_then(|code| self.step(code, listed)) else { break };
            if next[0] == now[0] {
                now[1] = now[1].or(next[1]);
                break;
            }
            now = next;
        }
        match now[0] {
            Some(end) if self.current.contains_key(end) || self.rows.contains_key(end) => now,
            _ => [None, None],
        }
    }

    fn step<'a>(&'a self, code: &str, listed: Option<Day>) -> Option<[Option<&'a str>; 2]> {
        let rows = self.rows.get(code)?;
        let later = |row: &&Succession| match (listed, row.from) {
            (Some(listed), Some(from)) => listed < from,
            (None, _) | (_, None) => true,
        };
        let mut heirs = rows.iter().filter(later).map(|row| row.new.as_str());
        let first = heirs.next()?;
        Some([Some(first), heirs.next()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(old: &str, new: &str, share: f64) -> Succession {
        Succession { old: old.into(), new: new.into(), share, from: None }
    }

    #[test]
    fn merged_split_and_unknown() {
        let units = Units::new(vec![row("1", "2", 1.0), row("2", "2", 1.0), row("3", "2", 0.6), row("3", "9", 0.4)]);
        assert_eq!(units.of_today("1", None), [Some("2"), None]);
        assert_eq!(units.of_today("2", None), [Some("2"), None]);
        assert_eq!(units.of_today("3", None), [Some("2"), Some("9")]);
        assert_eq!(units.of_today("9", None), [Some("9"), None]);
        assert_eq!(units.of_today("77", None), [None, None]);
        assert_eq!(Units::default().of_today("77", None), [Some("77"), None]);
    }

    #[test]
    fn a_code_means_what_it_meant_on_its_day() {
        let from = Some(Day::read("2025-07-01"));
        let units = Units::new(vec![Succession { from, ..row("1", "2", 1.0) }, row("2", "2", 1.0)]);
        assert_eq!(units.of_today("1", Some(Day::read("2024-01-01"))), [Some("2"), None]);
        assert_eq!(units.of_today("1", Some(Day::read("2026-01-01"))), [Some("1"), None]);
    }
}
