//! Reports whose deadline lies in the period and is over, and those of them that were sent by it (Q1).

use super::{Counts, Known, Layer, Sought, tally};
use crate::AppError;
use crate::closing::ask;
use crate::viet_nam::{day_of_ms, ends_ms};
use danso_indicators::closing::State;
use danso_indicators::{PeriodKind, Template};
use danso_model::Position;
use danso_places::{Level, UnitCode};
use danso_store::{ReportFilter, ReportLine};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) const NAMES: &[&str] = &["reports_due", "reports_in_time"];

/// No deadline is later after its period.
const LONGEST: i32 = 3;

/// A form for a period, due on a day from each unit of a level.
struct Due<'a> {
    form: &'a str,
    period: String,
    end: Date,
    level: Level,
    day: Date,
}

/// The period of a kind that ends with a month.
fn period(kind: PeriodKind, end: Date) -> Option<String> {
    let (year, month) = (end.year(), end.month());
    match kind {
        PeriodKind::Month => Some(format!("{year:04}-{month:02}")),
        PeriodKind::Quarter => (month % 3 == 0).then(|| format!("{year:04}-Q{}", month / 3)),
        PeriodKind::Half => (month % 6 == 0).then(|| format!("{year:04}-H{}", month / 6)),
        PeriodKind::Year => (month == 12).then(|| format!("{year:04}")),
        PeriodKind::Years => None,
    }
}

fn due<'a>(template: &'a Template, end: Date) -> Option<Due<'a>> {
    let (level, period) = (ask::level_of(template)?, period(template.period, end)?);
    let counts = !template.print && template.holds_on(end);
    let day = ask::due(template, end)?.day;
    counts.then_some(Due { form: &template.form, period, end, level, day })
}

/// Whether a report stands as sent, and was sent last by the end of a day in Viet Nam.
fn in_time(line: &ReportLine, day: Date) -> bool {
    let reported = State::parse(&line.last.state).is_some_and(State::is_reported);
    reported && line.sent_ms.zip(ends_ms(day)).is_some_and(|(sent, end)| sent < end)
}

impl Sought<'_> {
    pub(super) async fn reports(&self) -> Result<Counts, AppError> {
        let (store, shard) = (&self.app.store, self.app.shard);
        // Nobody owes reports of a time before the register.
        let first = store.entries(shard, Position::default(), 1).await?.pop().map_or(i64::MAX, |entry| entry.at_ms);
        let began = day_of_ms(first);
        let mut units: HashMap<(Level, Date), BTreeMap<UnitCode, Option<String>>> = HashMap::new();
        let (mut all, mut sent) = (Vec::new(), Vec::new());
        for due in self.all_due().into_iter().filter(|due| began.is_some_and(|began| began <= due.end)) {
            let filter = ReportFilter { form: Some(due.form.to_owned()), period: Some(due.period), ..ReportFilter::default() };
            let lines = store.reports(shard, &filter).await?;
            let lines: HashMap<&str, &ReportLine> = lines.iter().map(|line| (line.report.unit.as_str(), line)).collect();
            let reporting = units.entry((due.level, due.end)).or_insert_with(|| self.reporting(due.level, due.end));
            for (reporter, unit) in reporting.iter().filter_map(|(reporter, unit)| Some((reporter, unit.as_ref()?))) {
                let unit = BTreeSet::from([unit.clone()]);
                if lines.get(reporter.as_str()).is_some_and(|line| in_time(line, due.day)) {
                    sent.push(unit.clone());
                }
                all.push(unit);
            }
        }
        Ok(vec![("reports_due", Known::Everywhere(tally(all))), ("reports_in_time", Known::Everywhere(tally(sent)))])
    }

    /// What was due in the period, up to yesterday.
    fn all_due(&self) -> Vec<Due<'_>> {
        let mut found = Vec::new();
        let mut end = self.span.from().saturating_sub(LONGEST.months()).last_of_month();
        while end <= self.span.to() {
            found.extend(self.app.templates().all().filter_map(|template| due(template, end)));
            let Ok(next) = end.tomorrow() else { break };
            end = next.last_of_month();
        }
        found.retain(|due| self.span.contains(due.day) && due.day < self.today);
        found
    }

    /// The units of a level that have hamlets of the register at the end of a period, each with the unit of the layer that it lies in.
    fn reporting(&self, level: Level, end: Date) -> BTreeMap<UnitCode, Option<String>> {
        let holds = match self.ground.layer {
            Layer::Level(layer) => layer <= level,
            Layer::Regions => Level::Province <= level,
            Layer::Area(_) => false,
        };
        if !holds {
            return BTreeMap::new();
        }
        let tree = &self.ground.territory.tree;
        let mut inside: BTreeMap<UnitCode, BTreeSet<String>> = BTreeMap::new();
        for hamlet in tree.indices() {
            let (Some(unit), Some(row)) = (tree.ancestor(hamlet, level, end), tree.rows(hamlet).first()) else { continue };
            let placed = self.ground.shares(danso_model::HamletId::from_bytes(row.id), end);
            inside.entry(unit).or_default().extend(placed.into_iter().map(|(unit, _)| unit));
        }
        let one = |mut units: BTreeSet<String>| units.pop_first().filter(|_| units.is_empty());
        inside.into_iter().map(|(reporter, units)| (reporter, one(units))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use danso_indicators::Templates;
    use jiff::civil::date;

    #[test]
    fn forms_are_due_when_their_period_is_over() {
        let templates = Templates::embedded().unwrap();
        let due_after = |end| -> Vec<(String, String, String)> {
            let all = templates.all().filter_map(|template| due(template, end));
            let mut all: Vec<_> = all.map(|due| (due.form.to_owned(), due.period, due.day.to_string())).collect();
            all.sort();
            all
        };
        let told = |form: &str, period: &str, day: &str| (form.to_owned(), period.to_owned(), day.to_owned());
        assert_eq!(due_after(date(2026, 5, 31)), [told("01-DSX", "2026-05", "2026-06-05")]);
        let quarter = due_after(date(2026, 6, 30));
        assert!(quarter.contains(&told("02-DSX", "2026-Q2", "2026-07-07")), "{quarter:?}");
        assert!(quarter.contains(&told("01-DST", "2026-Q2", "2026-07-20")), "{quarter:?}");
        assert!(quarter.iter().all(|(_, period, _)| period != "2026"), "{quarter:?}");
        assert!(due_after(date(2026, 12, 31)).iter().any(|(form, period, _)| form == "03-DSX" && period == "2026"));
    }
}
