//! Making forecasts, keeping them, and reading them again.

use super::assumptions::National;
use super::base::Area;
use super::build::{Made, lines, make, pyramid, rake, rounded};
use super::chance::Chance;
use super::imports::{BaseTable, ImportedBase};
use super::own::{Level, Levelled, alone, together};
use super::provinces::Provinces;
use super::shapes::{Brief, ChildLine, Document, Forecast, ForecastAsk, ForecastBasis, ForecastList, ForecastSummary};
use super::table::imported;
use crate::in_place::in_place;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{ForecastId, Position, UserId};
use danso_places::{Level as UnitLevel, UnitCode};
use danso_store::{ForecastRow, Role};
use danso_tally::day_number;
use jiff::civil::Date;
use serde_json::json;
use std::collections::HashMap;

/// Years a forecast may reach.
const LONGEST: i16 = 80;
/// Trajectories of one forecast.
const MOST_TRAJECTORIES: u32 = 10_000;
/// Characters of a name.
const LONGEST_NAME: usize = 200;
/// Forecasts of a list.
const LISTED: u32 = 200;

/// What was asked, looked through.
struct Order {
    unit: UnitCode,
    base: Date,
    ask: ForecastAsk,
}

/// A forecast that was made, and those of the units below.
pub(super) struct Outcome {
    pub(super) above: Made,
    pub(super) below: Vec<Made>,
    pub(super) before_raking: Vec<f64>,
    pub(super) known_at: Position,
    pub(super) base: Date,
    pub(super) table: Option<ImportedBase>,
    order: Order,
}

/// What is assumed of the nation and, when asked for, of its provinces.
struct Assumed {
    nation: National,
    provinces: Option<Provinces>,
}

/// Whether the caller is of an office that makes forecasts.
pub(super) fn runs(caller: &Caller) -> bool {
    caller.grants.iter().any(|grant| match grant.role {
        Role::Commune | Role::Province | Role::Nation => true,
        Role::Collaborator | Role::Reader | Role::Admin => false,
    })
}

fn malformed(detail: impl Into<String>) -> AppError {
    AppError::bad("forecast_malformed", detail)
}

impl App {
    fn order(&self, ask: &ForecastAsk) -> Result<Order, AppError> {
        let unit: UnitCode = ask.unit.parse().map_err(|_| AppError::bad("unknown_unit", ask.unit.clone()))?;
        let today = self.env.today();
        let base = match &ask.base {
            Some(text) => text.parse::<Date>().map_err(|_| malformed("a day as 2025-12-31"))?,
            None => Date::new(today.year() - 1, 12, 31).map_err(|error| malformed(error.to_string()))?,
        };
        if base > today || base.year() < 1990 {
            return Err(malformed("a base from 1990 to today"));
        }
        if unit.level() == UnitLevel::Hamlet {
            return Err(malformed("a commune or a unit above"));
        }
        if ask.to <= base.year() || ask.to - base.year() > LONGEST {
            return Err(malformed(format!("a last year from {} to {}", base.year() + 1, base.year() + LONGEST)));
        }
        if ask.trajectories > MOST_TRAJECTORIES || (1..100).contains(&ask.trajectories) {
            return Err(malformed(format!("0, or 100 to {MOST_TRAJECTORIES} trajectories")));
        }
        if let Some(own) = &ask.own {
            let between = |value: Option<f64>, low: f64, high: f64| value.is_none_or(|value| (low..=high).contains(&value));
            let lives = [own.life_male, own.life_female].iter().all(|life| between(*life, 40.0, 100.0));
            if !(lives && between(own.tfr, 0.5, 8.0) && between(own.net_migration, -100.0, 100.0)) {
                return Err(malformed(
                    "a total fertility of 0.5 to 8, lives of 40 to 100 years, net migrants of -100 to 100 per mille",
                ));
            }
        }
        if ask.name.as_ref().is_some_and(|name| name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)) {
            return Err(malformed("a name of at most 200 characters"));
        }
        Ok(Order { unit, base, ask: ask.clone() })
    }

    fn assumed(&self, assumed: &Assumed, unit: UnitCode, at: Date) -> Result<National, AppError> {
        match &assumed.provinces {
            None => Ok(assumed.nation.clone()),
            Some(provinces) => self.statistics_office(&assumed.nation, provinces, unit, at),
        }
    }

    /// The units below one with their people, and what is assumed of each.
    fn areas_assumed(&self, assumed: &Assumed, unit: UnitCode, base: Date) -> Result<Vec<(National, Area)>, AppError> {
        let areas = self.areas_counted(unit, true, base)?.1.into_iter();
        areas.map(|area| Ok((self.assumed(assumed, area.code, base)?, area))).collect()
    }

    /// The rates of a unit: those of a commune against the communes beside it and their province.
    fn levelled(&self, assumed: &Assumed, unit: UnitCode, base: Date) -> Result<(Position, Levelled), AppError> {
        let year = base.year() - 1;
        let whole = |unit| {
            let (known_at, mut areas) = self.areas_counted(unit, false, base)?;
            let area = areas
                .pop()
                .filter(|area: &Area| area.total() > 0.0)
                .ok_or_else(|| AppError::bad("forecast_empty", UnitCode::to_string(&unit)))?;
            Ok::<_, AppError>((known_at, area))
        };
        let province =
            self.path(unit, base).into_iter().find(|line| line.level == "province").and_then(|line| line.code.parse().ok());
        let (known_at, area) = whole(unit)?;
        let national = self.assumed(assumed, unit, base)?;
        match province.filter(|province| *province != unit) {
            None => Ok((known_at, alone(national, area, year)?)),
            Some(province) => {
                let above = alone(national, whole(province)?.1, year)?;
                let beside = self.areas_assumed(assumed, province, base)?;
                let found = together(beside, above.level, year)?.into_iter().find(|each| each.area.code == unit);
                found.map(|each| (known_at, each)).ok_or_else(|| AppError::bad("forecast_empty", unit.to_string()))
            }
        }
    }

    /// A unit with the people of a table.
    fn imported(
        &self,
        assumed: &Assumed,
        unit: UnitCode,
        base: Date,
        table: &BaseTable,
    ) -> Result<(Position, Levelled, ImportedBase), AppError> {
        let national = self.assumed(assumed, unit, base)?;
        let (people, kept) = imported(&national, table, base.year())?;
        let head = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?.head();
        Ok((head, Levelled::as_assumed(national, Area::of_table(unit, people)), kept))
    }

    /// Makes a forecast without asking who asks, and keeps nothing.
    pub(super) fn outcome(&self, ask: &ForecastAsk) -> Result<Outcome, AppError> {
        let order = self.order(ask)?;
        let provinces = match ask.basis {
            ForecastBasis::Un => None,
            ForecastBasis::Gso => Some(Provinces::read()?),
        };
        let assumed = Assumed { nation: National::read()?, provinces };
        let (unit, base) = (order.unit, order.base);
        let (known_at, levelled, table) = match &ask.table {
            None => {
                let (known_at, levelled) = self.levelled(&assumed, unit, base)?;
                (known_at, levelled, None)
            }
            Some(table) => {
                let (known_at, levelled, kept) = self.imported(&assumed, unit, base, table)?;
                (known_at, levelled, Some(kept))
            }
        };
        let (level, span) = (levelled.level, (base.year(), ask.to));
        let seed = ask.seed.unwrap_or_else(|| {
            let hash = blake3::hash(format!("{unit} {base}").as_bytes());
            u64::from_be_bytes(hash.as_bytes()[..8].try_into().unwrap_or([0; 8])) >> 11
        });
        let chance = (ask.trajectories > 0).then_some(Chance { seed, trajectories: ask.trajectories });
        let above = make(levelled, unit.level(), span, ask, chance)?;
        let mut below = Vec::new();
        if ask.children && unit.level() != UnitLevel::Commune {
            below = self.below_of(&assumed, unit, base, level, ask)?;
        }
        let before_raking = below.iter().map(|made: &Made| made.people.last().map_or(0.0, super::base::sum)).collect();
        rake(&mut below, &above);
        Ok(Outcome { above, below, before_raking, known_at, base, table, order })
    }

    fn below_of(
        &self,
        assumed: &Assumed,
        unit: UnitCode,
        base: Date,
        level: Level,
        ask: &ForecastAsk,
    ) -> Result<Vec<Made>, AppError> {
        let areas = self.areas_assumed(assumed, unit, base)?.into_iter().filter(|(_, area)| area.total() > 0.0).collect();
        let levelled = together(areas, level, base.year() - 1)?;
        let span = (base.year(), ask.to);
        levelled
            .into_iter()
            .map(|each| {
                let level = each.area.code.level();
                make(each, level, span, ask, None)
            })
            .collect()
    }

    /// Makes a forecast of a unit, and of the units below it when asked to, and keeps them.
    ///
    /// # Errors
    /// `forecast_malformed`, `unknown_unit`, `forecast_empty` where nobody lives, `out_of_scope` for who counts there but runs nothing.
    pub async fn make_forecast(&self, caller: &Caller, ask: &ForecastAsk) -> Result<ForecastSummary, AppError> {
        let unit: UnitCode = ask.unit.parse().map_err(|_| AppError::bad("unknown_unit", ask.unit.clone()))?;
        if !runs(caller) || !self.scope(caller).counts(unit) {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let outcome = in_place(|| self.outcome(ask))?;
        let id = ForecastId(self.env.new_id());
        let mut rows = Vec::with_capacity(outcome.below.len() + 1);
        let mut children = Vec::with_capacity(outcome.below.len());
        for (made, before) in outcome.below.iter().zip(&outcome.before_raking) {
            let own = ForecastId(self.env.new_id());
            let row = self.row(&outcome, made, (own, Some(id)), caller.user, Vec::new())?;
            let brief: Brief = serde_json::from_str(&row.0.summary).map_err(|error| AppError::damaged(error.to_string()))?;
            let last = made.people.last().map_or(0.0, super::base::sum);
            children.push(ChildLine {
                id: own.0,
                unit: row.0.unit.clone(),
                unit_name: brief.unit_name,
                first: rounded(made.people.first().map_or(0.0, super::base::sum)),
                last: rounded(last),
                factor: if *before > 0.0 { last / before } else { 1.0 },
            });
            rows.push(row);
        }
        let row = self.row(&outcome, &outcome.above, (id, None), caller.user, children)?;
        let first = row.0.clone();
        rows.push(row);
        self.store.put_forecasts(self.shard, &rows).await?;
        let detail = json!({ "unit": ask.unit, "to": ask.to, "units": rows.len() });
        self.note(Some(caller.user), "forecast_made", id.to_string(), detail).await?;
        let mut summaries = self.summaries(vec![first]).await?;
        summaries.pop().ok_or_else(|| AppError::damaged("a forecast that was just made"))
    }

    fn row(
        &self,
        outcome: &Outcome,
        made: &Made,
        (id, parent): (ForecastId, Option<ForecastId>),
        by: UserId,
        children: Vec<ChildLine>,
    ) -> Result<(ForecastRow, String), AppError> {
        let document = outcome.document(made, children)?;
        let text = serde_json::to_string(&document).map_err(|error| AppError::damaged(error.to_string()))?;
        let ask = &outcome.order.ask;
        let unit = made.levelled.area.code;
        let brief = Brief {
            unit_name: self.line(unit, outcome.base).map(|line| line.full_name).unwrap_or_default(),
            known_at: outcome.known_at.0,
            to: ask.to,
            scenario: ask.scenario,
            basis: ask.basis,
            imported: document.table.is_some(),
            name: ask.name.as_ref().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
            hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
            trajectories: if made.bands.is_empty() { 0 } else { ask.trajectories },
            totals: document.years.iter().map(|line| line.total).collect(),
            bands80: made.bands.iter().map(|band| [rounded(band[1]), rounded(band[3])]).collect(),
        };
        let row = ForecastRow {
            id,
            unit: unit.to_string(),
            parent,
            base: day_number(outcome.base),
            by,
            at_ms: self.env.now_ms(),
            summary: serde_json::to_string(&brief).map_err(|error| AppError::damaged(error.to_string()))?,
        };
        Ok((row, text))
    }

    /// Forecasts of a unit, each with the counts that came later.
    ///
    /// # Errors
    /// `unknown_unit`, `out_of_scope`.
    pub async fn forecasts(&self, caller: &Caller, unit: &str) -> Result<ForecastList, AppError> {
        let unit = self.counted_unit(caller, unit, self.env.today())?;
        let rows = self.store.forecasts(self.shard, unit.as_ref(), LISTED).await?;
        Ok(ForecastList { items: self.summaries(rows).await? })
    }

    /// A forecast, whole.
    ///
    /// # Errors
    /// `NotFound` for one that is none or of a unit whose counts the caller may not have.
    pub async fn forecast(&self, caller: &Caller, id: ForecastId) -> Result<Forecast, AppError> {
        let (row, document) = self.kept_forecast(caller, id).await?;
        let mut all = self.store.forecasts(self.shard, &row.unit, LISTED).await?;
        if all.iter().all(|each| each.id != id) {
            all.push(row);
        }
        let summaries = self.summaries(all).await?;
        let past_error = super::past::errors(&summaries);
        let summary = summaries.into_iter().find(|summary| summary.id == id.0).ok_or(AppError::NotFound)?;
        let Document { years, pyramid, assumptions, own, children, table, living, age_bands } = document;
        Ok(Forecast { summary, years, pyramid, assumptions, own, children, table, living, age_bands, past_error })
    }

    /// A forecast as it was kept, where the caller may have the counts of its unit.
    pub(super) async fn kept_forecast(&self, caller: &Caller, id: ForecastId) -> Result<(ForecastRow, Document), AppError> {
        let (row, text) = self.store.forecast(self.shard, id).await?.ok_or(AppError::NotFound)?;
        self.counted_unit(caller, &row.unit, self.env.today()).map_err(|_| AppError::NotFound)?;
        Ok((row, serde_json::from_str(&text).map_err(|error| AppError::damaged(error.to_string()))?))
    }

    async fn summaries(&self, rows: Vec<ForecastRow>) -> Result<Vec<ForecastSummary>, AppError> {
        let users: Vec<UserId> = rows.iter().map(|row| row.by).collect();
        let names = self.names_of(&users).await?;
        let mut counted = HashMap::new();
        let mut summaries = Vec::with_capacity(rows.len());
        for row in rows {
            let brief: Brief = serde_json::from_str(&row.summary).map_err(|error| AppError::damaged(error.to_string()))?;
            let base = crate::territory::day_of(row.base).ok_or_else(|| AppError::damaged("the day of a forecast"))?;
            let scores = self.scores(&row.unit, base, &brief, &mut counted)?;
            summaries.push(ForecastSummary {
                id: row.id.0,
                unit: row.unit,
                unit_name: brief.unit_name,
                base: base.to_string(),
                known_at: brief.known_at,
                to: brief.to,
                scenario: brief.scenario,
                basis: brief.basis,
                imported: brief.imported,
                name: brief.name,
                made_at: crate::viet_nam::instant(row.at_ms),
                by_name: names.get(&row.by).cloned().unwrap_or_default(),
                hash: brief.hash,
                trajectories: brief.trajectories,
                first: brief.totals.first().copied().unwrap_or_default(),
                last: brief.totals.last().copied().unwrap_or_default(),
                parent: row.parent.map(|id| id.0),
                scores,
            });
        }
        Ok(summaries)
    }
}

impl Outcome {
    /// What of one unit is kept.
    pub(super) fn document(&self, made: &Made, children: Vec<ChildLine>) -> Result<Document, AppError> {
        Ok(Document {
            years: lines(made, self.base.year())?,
            pyramid: pyramid(made),
            assumptions: made.assumptions.clone(),
            own: made.levelled.own.clone(),
            children,
            // The units below are of the register even where the one above is of a table.
            table: self.table.clone().filter(|_| made.levelled.own.is_empty()),
            living: made.levelled.area.living.clone(),
            age_bands: made.age_bands.clone(),
        })
    }
}
