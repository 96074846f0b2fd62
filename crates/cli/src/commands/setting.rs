//! `danso setting`: how a commune works, and numbers that no database can know.

use super::day;
use crate::messages::{expected, text};
use crate::open::Database;
use crate::system;
use anyhow::Result;
use clap::Args;
use danso_app::{LEASE_SETTING, TOLD_NUMBERS};
use danso_model::Shard;
use danso_places::{Level, UnitCode};
use danso_store::{CommuneSetting, Store, ToldNumber, WorkingStore};
use danso_tally::day_number;
use serde_json::{Value, json};
use std::process::ExitCode;

/// How a commune works: whether clean events of its collaborators count at once or wait for the officer. A running server reads it at
/// its next start. And numbers that no database can know, told for a unit with the day from which they hold and their source.
#[derive(Debug, Args)]
pub(crate) struct Setting {
    #[command(flatten)]
    database: Database,
    /// Code of the commune; of any unit for numbers told
    #[arg(long)]
    unit: String,
    /// Accept clean events without the officer
    #[arg(long)]
    accept_clean: Option<bool>,
    /// Tell a number: `warehouses`, `warehouses_connected`, `consumers`, `consumers_expected`, `applications`; or `lease_days`, the days
    /// that phones of the unit may be used without contact
    #[arg(long, value_name = "NAME=NUMBER", requires = "source", conflicts_with = "accept_clean")]
    tell: Option<String>,
    /// The day from which it holds, until a later one is told; today by default
    #[arg(long, value_name = "DATE", requires = "tell")]
    from: Option<String>,
    /// Where it was found: a decision, a report, a plan
    #[arg(long, requires = "tell")]
    source: Option<String>,
    /// Show the numbers told for the unit
    #[arg(long, conflicts_with_all = ["tell", "accept_clean"])]
    told: bool,
}

impl Setting {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let unit = self.unit.parse::<UnitCode>().ok();
        let unit = unit.filter(|unit| self.told || self.tell.is_some() || unit.level() == Level::Commune);
        let unit = unit.ok_or_else(|| expected("bad_unit", &[("text", &self.unit)]))?;
        let store = self.database.store().await?;
        let shard = self.database.only_shard(store.as_ref()).await?;
        if let Some(tell) = &self.tell {
            store.tell(shard, &self.number(unit, tell)?).await?;
        }
        if self.told || self.tell.is_some() {
            let rows = store.told(shard).await?.into_iter().filter(|row| row.unit == unit.as_str());
            self.show(unit, &rows.collect::<Vec<_>>());
        } else {
            self.commune(unit, store.as_ref(), shard).await?;
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }

    async fn commune(&self, unit: UnitCode, store: &dyn Store, shard: Shard) -> Result<()> {
        if let Some(accept_clean) = self.accept_clean {
            store.put_commune_setting(shard, &CommuneSetting { commune: unit.to_string(), accept_clean }).await?;
        }
        let settings = store.commune_settings(shard).await?;
        let accept_clean = settings.iter().any(|row| row.commune == unit.as_str() && row.accept_clean);
        if self.database.json {
            println!("{}", json!({ "unit": unit.as_str(), "accept_clean": accept_clean }));
        } else {
            let key = if accept_clean { "setting_at_once" } else { "setting_by_hand" };
            println!("{}", text(key, &[("unit", &unit)]));
        }
        Ok(())
    }

    fn number(&self, unit: UnitCode, tell: &str) -> Result<ToldNumber> {
        let told = tell.split_once('=').filter(|(name, _)| TOLD_NUMBERS.contains(name) || *name == LEASE_SETTING);
        let told = told.and_then(|(name, number)| Some((name.to_owned(), number.parse::<u64>().ok()?)));
        let (name, value) = told.ok_or_else(|| {
            expected("bad_tell", &[("text", &tell), ("names", &[TOLD_NUMBERS, &[LEASE_SETTING]].concat().join(", "))])
        })?;
        let env = system::env();
        let from = self.from.as_deref().map_or_else(|| Ok(env.today()), day)?;
        let source = self.source.clone().unwrap_or_default().trim().to_owned();
        if source.is_empty() {
            return Err(expected("no_source", &[]));
        }
        Ok(ToldNumber { unit: unit.to_string(), name, day: day_number(from), value, source, by: None, at_ms: env.now_ms() })
    }

    fn show(&self, unit: UnitCode, rows: &[ToldNumber]) {
        let date = |row: &ToldNumber| format!("{:04}-{:02}-{:02}", row.day / 10_000, row.day / 100 % 100, row.day % 100);
        if self.database.json {
            let line =
                |row: &ToldNumber| json!({ "name": row.name, "value": row.value, "from": date(row), "source": row.source });
            let told: Vec<Value> = rows.iter().map(line).collect();
            println!("{}", json!({ "unit": unit.as_str(), "told": told }));
        } else if rows.is_empty() {
            println!("{}", text("told_none", &[("unit", &unit)]));
        } else {
            for row in rows {
                let from = format!("{:02}/{:02}/{:04}", row.day % 100, row.day / 100 % 100, row.day / 10_000);
                println!(
                    "{}",
                    text(
                        "told",
                        &[("unit", &unit), ("name", &row.name), ("value", &row.value), ("from", &from), ("source", &row.source)]
                    )
                );
            }
        }
    }
}
