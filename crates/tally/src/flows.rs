//! Counting what happened in a period: births, deaths, moves, and what is left over.

use crate::image::{Grouping, Image};
use crate::numbers::is_outside;
use crate::rows::{OPEN, Rows, StatusFilter, day_number, entry_of, exit_of, how, sex_of};
use danso_model::Position;
use jiff::civil::Date;

/// Which flows to count.
#[derive(Debug, Clone)]
pub struct FlowQuery<'a> {
    /// First days of the periods, in order; a period ends the day before the next one begins.
    pub starts: &'a [Date],
    /// The day after the last period.
    pub end: Date,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
    /// By which groups of hamlets. A move inside a group is no flow of it.
    pub groups: &'a Grouping,
    /// Which statuses count.
    pub statuses: StatusFilter,
}

/// What happened in one group and period. The balance closes: `end = start + births − deaths + moved_in − moved_out + corrections`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flows {
    /// Live births by sex of the child (male, female, unknown).
    pub births: [u64; 3],
    /// Deaths by sex.
    pub deaths: [u64; 3],
    /// Came to live in the group from outside it.
    pub moved_in: u64,
    /// Left the group.
    pub moved_out: u64,
    /// People written down as found living there, and changes of residence status into or out of what is counted.
    pub corrections: i64,
}

impl Flows {
    /// The change in persons that the flows explain.
    #[must_use]
    pub fn net(&self) -> i64 {
        let sum = |by_sex: [u64; 3]| by_sex.iter().sum::<u64>() as i64;
        sum(self.births) - sum(self.deaths) + self.moved_in as i64 - self.moved_out as i64 + self.corrections
    }

    fn begin(&mut self, entry: u16, sex: usize, crosses: bool) {
        match entry {
            how::BIRTH => self.births[sex] += 1,
            how::MOVED => self.moved_in += 1,
            how::TRANSFERRED if crosses => self.moved_in += 1,
            how::TRAIT => {}
            _ => self.corrections += 1,
        }
    }

    fn end(&mut self, exit: u16, sex: usize, crosses: bool) {
        match exit {
            how::DEATH => self.deaths[sex] += 1,
            how::MOVED => self.moved_out += 1,
            how::TRANSFERRED if crosses => self.moved_out += 1,
            how::TRAIT => {}
            _ => self.corrections -= 1,
        }
    }
}

/// Flows by group and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    periods: usize,
    cells: Vec<Flows>,
}

impl Ledger {
    /// What happened in a group in a period.
    #[must_use]
    pub fn get(&self, group: usize, period: usize) -> Flows {
        self.cells[group * self.periods + period]
    }
}

/// A ledger while it is filled, row by row.
pub(crate) struct Filling<'a> {
    starts: Vec<i32>,
    end: i32,
    groups: &'a [u32],
    statuses: StatusFilter,
    ledger: Ledger,
}

impl<'a> Filling<'a> {
    pub(crate) fn new(query: &FlowQuery<'a>) -> Self {
        let periods = query.starts.len();
        Self {
            starts: query.starts.iter().map(|start| day_number(*start)).collect(),
            end: day_number(query.end),
            groups: &query.groups.of_hamlet,
            statuses: query.statuses,
            ledger: Ledger { periods, cells: vec![Flows::default(); query.groups.labels.len() * periods] },
        }
    }

    fn group_of(&self, hamlet: u32) -> u32 {
        if is_outside(hamlet) { u32::MAX } else { self.groups[hamlet as usize] }
    }

    fn flows_of(&mut self, group: u32, day: i32) -> Option<&mut Flows> {
        let period = (day < self.end).then(|| self.starts.partition_point(|start| *start <= day).checked_sub(1)).flatten()?;
        self.ledger.cells.get_mut(group as usize * self.ledger.periods + period)
    }

    /// Notes what begins and ends with a row.
    pub(crate) fn note(&mut self, rows: &Rows, at: usize) {
        let (tags, group) = (rows.tags[at], self.group_of(rows.hamlet[at]));
        if group == u32::MAX || !self.statuses.has(tags) {
            return;
        }
        let arrives = self.group_of(rows.origin[at]) != group;
        if let Some(flows) = self.flows_of(group, rows.from[at]) {
            flows.begin(entry_of(tags), sex_of(tags), arrives);
        }
        if rows.to[at] == OPEN {
            return;
        }
        let leaves = self.group_of(rows.destination[at]) != group;
        if let Some(flows) = self.flows_of(group, rows.to[at]) {
            flows.end(exit_of(tags), sex_of(tags), leaves);
        }
    }

    pub(crate) fn done(self) -> Ledger {
        self.ledger
    }
}

impl Image {
    /// Counts what happened in each group and period, as known at a position: one pass over the columns.
    ///
    /// # Panics
    /// When the grouping was made for fewer hamlets than the image has.
    #[must_use]
    pub fn flows(&self, query: &FlowQuery<'_>) -> Ledger {
        assert!(query.groups.of_hamlet.len() >= self.hamlets().len(), "the grouping is older than the image");
        let mut filling = Filling::new(query);
        self.believed(query.known_at, |rows, at| filling.note(rows, at));
        filling.done()
    }
}
