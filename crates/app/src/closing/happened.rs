//! What happened in a unit in a period, as far as "nothing to report", completeness and lateness go.

use super::ask::Wanted;
use crate::{App, AppError};
use danso_indicators::closing::{AreaStanding, Completeness, Late, State};
use danso_indicators::{Period, PeriodKind};
use danso_model::{AreaId, EventKind, Position};
use danso_places::{Level, UnitCode};
use danso_store::{EventCount, ReportFilter};
use danso_tally::day_number;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Kinds of events that tell of something that happened, and not of paper: what the tables of P0/CTV ask for.
const HAPPENINGS: [EventKind; 17] = [
    EventKind::Birth,
    EventKind::Adoption,
    EventKind::Death,
    EventKind::MoveIn,
    EventKind::MoveOut,
    EventKind::Transfer,
    EventKind::Marriage,
    EventKind::Divorce,
    EventKind::Separation,
    EventKind::Widowed,
    EventKind::ContraceptionStart,
    EventKind::ContraceptionStop,
    EventKind::Pregnancy,
    EventKind::PrenatalScreen,
    EventKind::NewbornScreen,
    EventKind::ElderlyCheckup,
    EventKind::Disability,
];

/// The work of one area in a period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AreaWork {
    pub(crate) area: AreaId,
    pub(crate) accepted: u64,
    pub(crate) waiting: u64,
    pub(crate) declared: bool,
}

impl AreaWork {
    pub(crate) const fn standing(&self) -> AreaStanding {
        AreaStanding::of(self.accepted + self.waiting, self.declared)
    }
}

/// What happened in a unit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Happened {
    /// Events, those that wait included.
    pub(crate) events: u64,
    /// By area, for a commune only.
    pub(crate) areas: Vec<AreaWork>,
}

impl Happened {
    pub(crate) fn completeness(&self) -> Completeness {
        self.areas.iter().map(AreaWork::standing).collect()
    }
}

/// The months of a period, as yyyymm.
pub(crate) fn months(period: Period) -> Vec<i32> {
    let span = period.span();
    let month = |at: u32| i32::from(span.from().month() - 1) + at as i32 + i32::from(span.from().year()) * 12;
    (0..span.months()).map(month).map(|number| number / 12 * 100 + number % 12 + 1).collect()
}

/// The period of a kind that a month, as yyyymm, lies in.
fn around(kind: PeriodKind, month: i32) -> String {
    let (year, month) = (month / 100, month % 100);
    match kind {
        PeriodKind::Month => format!("{year}-{month:02}"),
        PeriodKind::Quarter => format!("{year}-Q{}", (month + 2) / 3),
        PeriodKind::Half => format!("{year}-H{}", (month + 5) / 6),
        PeriodKind::Year | PeriodKind::Years => year.to_string(),
    }
}

impl App {
    /// What is known now of a unit in a period.
    pub(crate) async fn happened(&self, unit: UnitCode, period: Period, boundaries: Date) -> Result<Happened, AppError> {
        let territory = self.territory();
        let span = period.span();
        let count = EventCount {
            kinds: HAPPENINGS.to_vec(),
            hamlets: territory.hamlets_in(unit, boundaries),
            happened: (day_number(span.from()), day_number(span.to())),
            accepted: None,
        };
        let rows = self.store.events_by_area(self.shard, &count).await?;
        let events = rows.iter().map(|row| row.accepted + row.waiting).sum();
        if unit.level() != Level::Commune {
            return Ok(Happened { events, areas: Vec::new() });
        }
        let areas: Vec<AreaId> =
            territory.areas.iter().filter(|area| area.commune == unit.as_str()).map(|area| area.id).collect();
        let by_area: HashMap<AreaId, (u64, u64)> =
            rows.iter().filter_map(|row| Some((row.area?, (row.accepted, row.waiting)))).collect();
        let months = months(period);
        let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(Happened::default()) };
        let declared = self.store.declarations(self.shard, &areas, (*first, *last)).await?;
        let declared: HashSet<(AreaId, i32)> = declared.into_iter().map(|row| (row.area, row.month)).collect();
        let work = |area: AreaId| {
            let (accepted, waiting) = by_area.get(&area).copied().unwrap_or_default();
            AreaWork { area, accepted, waiting, declared: months.iter().all(|month| declared.contains(&(area, *month))) }
        };
        Ok(Happened { events, areas: areas.into_iter().map(work).collect() })
    }

    /// What was accepted after the report of an earlier period left the unit, and happened in it or before.
    pub(crate) async fn late(&self, wanted: &Wanted, upto: Position) -> Result<Vec<Late>, AppError> {
        let units = Some(vec![wanted.unit.to_string()]);
        let filter = ReportFilter { form: Some(wanted.form.clone()), units, ..ReportFilter::default() };
        let first = day_number(wanted.period.span().from());
        let reports = self.store.reports(self.shard, &filter).await?;
        let reported = |state: &str| State::parse(state).is_some_and(State::is_reported);
        let before = reports.into_iter().find(|line| line.report.last_day < first && reported(&line.last.state));
        let Some(before) = before else { return Ok(Vec::new()) };
        let versions = self.store.report_versions(self.shard, before.report.id).await?;
        let Some(closed) = versions.last() else { return Ok(Vec::new()) };
        let count = EventCount {
            kinds: HAPPENINGS.to_vec(),
            hamlets: self.territory().hamlets_in(wanted.unit, wanted.boundaries),
            happened: (0, before.report.last_day),
            accepted: Some((closed.position, upto)),
        };
        let mut late: BTreeMap<String, u64> = BTreeMap::new();
        for (month, events) in self.store.events_by_month(self.shard, &count).await? {
            *late.entry(around(wanted.period.kind(), month)).or_default() += events;
        }
        Ok(late.into_iter().map(|(period, events)| Late { period, events }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_periods() {
        let of = |text: &str| months(text.parse().unwrap());
        assert_eq!(of("2026-12"), [202_612]);
        assert_eq!(of("2026-Q4"), [202_610, 202_611, 202_612]);
        assert_eq!(of("2025..2026").len(), 24);
    }

    #[test]
    fn a_month_lies_in_a_period() {
        for month in 1..=12 {
            for (kind, text) in
                [(PeriodKind::Month, "M"), (PeriodKind::Quarter, "Q"), (PeriodKind::Half, "H"), (PeriodKind::Year, "Y")]
            {
                let period: Period = around(kind, 202_600 + month).parse().unwrap();
                assert!(months(period).contains(&(202_600 + month)), "{text} {month}");
                assert_eq!(period.kind(), kind);
            }
        }
    }
}
