//! Figures: every one at a day, as known at a position, straight from the image.

use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{HamletId, Position};
use danso_places::{Level, UnitCode};
use danso_store::UseKind;
use danso_tally::{CountQuery, FlowQuery, Grouping, Image, StatusFilter};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// By what a count is broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountBy {
    /// Male, female, unknown.
    Sex,
    /// Single completed years.
    Age,
    /// Groups of five years, 85 and older together… as `80-84`, `85+`.
    Age5,
    /// The units one level below.
    Unit,
}

impl CountBy {
    /// Reads `sex`, `age`, `age5` or `unit`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "sex" => Some(Self::Sex),
            "age" => Some(Self::Age),
            "age5" => Some(Self::Age5),
            "unit" => Some(Self::Unit),
            _ => None,
        }
    }
}

/// What to count.
#[derive(Debug, Clone)]
pub struct CountAsk {
    /// In this unit.
    pub unit: String,
    /// At the end of this day, on the map of that day.
    pub at: Date,
    /// Broken down by these.
    pub by: Vec<CountBy>,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
}

/// Usual residents of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountReply {
    /// The unit.
    pub unit: String,
    /// The day.
    pub at: String,
    /// The position.
    pub known_at: u32,
    /// Sorted; no row for nobody.
    pub rows: Vec<CountRow>,
    /// Sum of the rows.
    pub total: u64,
    /// Events of the unit that wait and are not counted.
    pub waiting: u64,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountRow {
    /// Code of a unit one level below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// `m`, `f` or `u`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Completed years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u16>,
    /// Group of ages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age5: Option<String>,
    /// Persons.
    pub count: u64,
}

/// Which flows.
#[derive(Debug, Clone)]
pub struct FlowAsk {
    /// Of this unit.
    pub unit: String,
    /// From this day on.
    pub from: Date,
    /// To this day.
    pub to: Date,
    /// Month by month.
    pub by_month: bool,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
}

/// Flows of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FlowReply {
    /// The unit.
    pub unit: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The position.
    pub known_at: u32,
    /// One a month, or one in all.
    pub rows: Vec<FlowRow>,
}

/// What happened in a period: `end = start + births − deaths + moved_in − moved_out + corrections`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FlowRow {
    /// `2026-01`; left out for the whole period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
    /// Live births.
    pub births: u64,
    /// Of boys.
    pub births_male: u64,
    /// Of girls.
    pub births_female: u64,
    /// Deaths.
    pub deaths: u64,
    /// Came from outside the unit.
    pub moved_in: u64,
    /// Left the unit.
    pub moved_out: u64,
    /// Found living there, or changed into or out of what is counted.
    pub corrections: i64,
    /// Residents at the end of the day before.
    pub start: u64,
    /// Residents at the end of the last day.
    pub end: u64,
}

/// A unit among the units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitLine {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name with its type.
    pub full_name: String,
    /// `nation`, `province`, `district`, `commune` or `hamlet`.
    pub level: String,
}

/// A unit with those above and below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitReply {
    /// The unit.
    #[serde(flatten)]
    pub unit: UnitLine,
    /// The unit above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// From the nation down to the unit.
    pub path: Vec<UnitLine>,
    /// The units below, with residents in the register or not.
    pub children: Vec<UnitLine>,
}

/// How things stand in a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatusReply {
    /// The end of the log.
    pub position: u32,
    /// Events that wait.
    pub waiting: u64,
    /// Events that cannot be read or placed yet, of the whole register.
    pub parked: u64,
    /// Events returned and not replaced yet.
    pub returned: u64,
    /// When the last event came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_event_at: Option<String>,
}

/// Group, sex, single age and group of ages, each where asked for.
type Cell = (Option<usize>, Option<usize>, Option<u16>, Option<String>);

const SEX_LETTERS: [&str; 3] = ["m", "f", "u"];

pub(crate) const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Nation => "nation",
        Level::Province => "province",
        Level::District => "district",
        Level::Commune => "commune",
        Level::Hamlet => "hamlet",
    }
}

/// The group of five years that an age belongs to.
fn age_group(age: usize) -> String {
    if age >= 85 { "85+".to_owned() } else { format!("{}-{}", age / 5 * 5, age / 5 * 5 + 4) }
}

fn group_start(label: &str) -> u16 {
    label.split(['-', '+']).next().and_then(|start| start.parse().ok()).unwrap_or(u16::MAX)
}

pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl App {
    /// The unit of a day's map, when the caller may have its counts.
    pub(crate) fn counted_unit(&self, caller: &Caller, code: &str, at: Date) -> Result<UnitCode, AppError> {
        let unit: UnitCode = code.parse().map_err(|_| AppError::bad("unknown_unit", code))?;
        if self.scope(caller).counts_at(unit, at) { Ok(unit) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
    }

    /// Groups the image's hamlets: those inside the unit under its own code.
    pub(crate) fn inside(&self, image: &Image, unit: UnitCode, at: Date) -> Grouping {
        let territory = self.territory();
        Grouping::new(image.hamlets(), |hamlet| {
            let index = territory.index(hamlet)?;
            territory.tree.is_within(index, unit, at).then(|| unit.to_string())
        })
    }

    /// Groups the image's hamlets by the units one level below a unit; a hamlet itself stays whole.
    pub(crate) fn below(&self, image: &Image, unit: UnitCode, at: Date) -> Grouping {
        let territory = self.territory();
        let levels = [Level::Province, Level::District, Level::Commune, Level::Hamlet];
        Grouping::new(image.hamlets(), |hamlet: HamletId| {
            let index = territory.index(hamlet)?;
            if !territory.tree.is_within(index, unit, at) {
                return None;
            }
            let below = levels.iter().filter(|level| **level > unit.level());
            let child = below.filter_map(|level| territory.tree.ancestor(index, *level, at)).next();
            Some(child.unwrap_or(unit).to_string())
        })
    }

    /// Counts usual residents.
    ///
    /// # Errors
    /// `Forbidden` outside the caller's scope, `BadRequest` for a unit that is none.
    pub async fn count(&self, caller: &Caller, ask: &CountAsk) -> Result<CountReply, AppError> {
        let unit = self.counted_unit(caller, &ask.unit, ask.at)?;
        self.note_use(caller, UseKind::Figures).await?;
        self.count_unchecked(unit, ask).await
    }

    /// Counts without asking who asks: for the command line, which holds the database itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_unchecked(&self, unit: UnitCode, ask: &CountAsk) -> Result<CountReply, AppError> {
        let (rows, known_at) = {
            let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
            let known_at = ask.known_at.unwrap_or(image.head()).min(image.head());
            (self.count_rows(&image, unit, ask), known_at)
        };
        let hamlets = self.territory().hamlets_in(unit, self.env.today());
        let counts = self.store.status_counts(self.shard, Some(&hamlets)).await?;
        Ok(CountReply {
            unit: unit.to_string(),
            at: ask.at.to_string(),
            known_at: known_at.0,
            total: rows.iter().map(|row| row.count).sum(),
            rows,
            waiting: counts.waiting(),
        })
    }

    fn count_rows(&self, image: &Image, unit: UnitCode, ask: &CountAsk) -> Vec<CountRow> {
        let by = |what| ask.by.contains(&what);
        let groups = if by(CountBy::Unit) { self.below(image, unit, ask.at) } else { self.inside(image, unit, ask.at) };
        let query = CountQuery {
            at: ask.at,
            known_at: ask.known_at,
            groups: &groups,
            statuses: StatusFilter::usual(),
            threads: threads(),
        };
        let cube = image.count(&query);
        let mut cells: BTreeMap<Cell, u64> = BTreeMap::new();
        for (group, sex, age, count) in cube.cells() {
            let group5 = by(CountBy::Age5).then(|| age_group(age));
            let single = by(CountBy::Age).then_some(age as u16);
            let key = (by(CountBy::Unit).then_some(group), by(CountBy::Sex).then_some(sex), single, group5);
            *cells.entry(key).or_default() += count;
        }
        let row = |((group, sex, age, age5), count): (Cell, u64)| CountRow {
            unit: group.map(|group| groups.labels[group].clone()),
            sex: sex.map(|sex| SEX_LETTERS[sex].to_owned()),
            age,
            age5,
            count,
        };
        let mut rows: Vec<CountRow> = cells.into_iter().map(row).collect();
        rows.sort_by_key(|row| {
            (
                row.unit.clone(),
                row.sex.as_ref().map(|sex| SEX_LETTERS.iter().position(|each| each == sex)),
                row.age,
                row.age5.as_deref().map(group_start),
            )
        });
        rows
    }

    /// Counts births, deaths and moves.
    ///
    /// # Errors
    /// As [`App::count`]; `BadRequest` with `bad_period` when the period ends before it begins or is longer than fifty years.
    pub async fn flows(&self, caller: &Caller, ask: &FlowAsk) -> Result<FlowReply, AppError> {
        let unit = self.counted_unit(caller, &ask.unit, ask.to)?;
        if ask.to < ask.from || i32::from(ask.to.year()) - i32::from(ask.from.year()) > 50 {
            return Err(AppError::bad("bad_period", format!("{} to {}", ask.from, ask.to)));
        }
        self.note_use(caller, UseKind::Figures).await?;
        let starts = if ask.by_month { months(ask.from, ask.to) } else { vec![ask.from] };
        let end = ask.to.tomorrow().map_err(|error| AppError::bad("bad_period", error.to_string()))?;
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let groups = self.inside(&image, unit, ask.to);
        let statuses = StatusFilter::usual();
        let ledger = image.flows(&FlowQuery { starts: &starts, end, known_at: ask.known_at, groups: &groups, statuses });
        let stock = |at: Date| {
            image.count(&CountQuery { at, known_at: ask.known_at, groups: &groups, statuses, threads: threads() }).total()
        };
        let mut start = ask.from.yesterday().map_or(0, &stock);
        let mut rows = Vec::with_capacity(starts.len());
        for (period, first) in starts.iter().enumerate() {
            let last = starts.get(period + 1).and_then(|next| next.yesterday().ok()).unwrap_or(ask.to);
            let end = stock(last);
            let flows = if groups.labels.is_empty() { danso_tally::Flows::default() } else { ledger.get(0, period) };
            rows.push(FlowRow {
                month: ask.by_month.then(|| format!("{:04}-{:02}", first.year(), first.month())),
                births: flows.births.iter().sum(),
                births_male: flows.births[0],
                births_female: flows.births[1],
                deaths: flows.deaths.iter().sum(),
                moved_in: flows.moved_in,
                moved_out: flows.moved_out,
                corrections: flows.corrections,
                start,
                end,
            });
            start = end;
        }
        let known_at = ask.known_at.unwrap_or(image.head()).min(image.head()).0;
        Ok(FlowReply { unit: unit.to_string(), from: ask.from.to_string(), to: ask.to.to_string(), known_at, rows })
    }

    /// A unit with those above and below, inside the caller's scope.
    ///
    /// # Errors
    /// `Forbidden` outside it, `NotFound` for a unit that is not in force on the day.
    pub async fn unit(&self, caller: &Caller, code: &str, at: Option<Date>) -> Result<UnitReply, AppError> {
        let at = at.unwrap_or_else(|| self.env.today());
        let unit: UnitCode = code.parse().map_err(|_| AppError::bad("unknown_unit", code))?;
        let scope = self.scope(caller);
        let above = scope.roots().iter().any(|root| self.path(*root, at).iter().any(|line| line.code == code));
        if !scope.counts_at(unit, at) && !above {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let path = self.path(unit, at);
        let own = path.last().filter(|line| line.code == code).cloned().ok_or(AppError::NotFound)?;
        let within = |child: &UnitCode| {
            scope.counts_at(*child, at)
                || scope.roots().iter().any(|root| self.path(*root, at).iter().any(|line| line.code == child.as_str()))
        };
        let children =
            self.territory().tree.children(unit, at).into_iter().filter(within).filter_map(|child| self.line(child, at));
        Ok(UnitReply {
            parent: path.iter().rev().nth(1).map(|line| line.code.clone()),
            children: children.collect(),
            unit: own,
            path,
        })
    }

    /// How things stand in a unit.
    ///
    /// # Errors
    /// As [`App::count`].
    pub async fn status(&self, caller: &Caller, unit: &str) -> Result<StatusReply, AppError> {
        let unit = self.counted_unit(caller, unit, self.env.today())?;
        let hamlets = self.territory().hamlets_in(unit, self.env.today());
        let counts = self.store.status_counts(self.shard, Some(&hamlets)).await?;
        let last = (counts.last_ms > 0).then(|| jiff::Timestamp::from_millisecond(counts.last_ms).ok()).flatten();
        Ok(StatusReply {
            position: self.store.head(self.shard).await?.position.0,
            waiting: counts.waiting(),
            parked: self.store.parked(self.shard, None).await?.len() as u64,
            returned: counts.returned,
            last_event_at: last.map(|at| at.to_string()),
        })
    }

    pub(crate) fn line(&self, unit: UnitCode, at: Date) -> Option<UnitLine> {
        let territory = self.territory();
        let (name, full_name) = if unit.level() == Level::Hamlet {
            let hamlet = territory.tree.hamlet(territory.tree.index_of_code(unit)?, at)?;
            (hamlet.name.clone(), format!("{} {}", hamlet.kind, hamlet.name))
        } else {
            let found = territory.tree.gazetteer().unit(unit, at)?;
            (found.name.to_owned(), found.full_name.to_owned())
        };
        Some(UnitLine { code: unit.to_string(), name, full_name, level: level_name(unit.level()).to_owned() })
    }

    pub(crate) fn path(&self, unit: UnitCode, at: Date) -> Vec<UnitLine> {
        let territory = self.territory();
        let commune = if unit.level() == Level::Hamlet {
            let commune = territory.tree.index_of_code(unit).and_then(|index| territory.tree.commune_of(index, at));
            let Some(commune) = commune else { return Vec::new() };
            commune
        } else {
            unit
        };
        let above = territory.tree.gazetteer().path(commune, at);
        let mut path: Vec<UnitLine> = above.iter().filter_map(|unit| self.line(unit.code, at)).collect();
        if unit != commune {
            path.extend(self.line(unit, at));
        }
        path
    }
}

/// First days of the months of a period; the first one is the period's own.
fn months(from: Date, to: Date) -> Vec<Date> {
    let mut starts = vec![from];
    let mut next = from.last_of_month().tomorrow();
    while let Ok(start) = next {
        if start > to {
            break;
        }
        starts.push(start);
        next = start.last_of_month().tomorrow();
    }
    starts
}
