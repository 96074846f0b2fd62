//! `danso setting`: how a commune works.

use crate::messages::{expected, text};
use crate::open::Database;
use anyhow::Result;
use clap::Args;
use danso_places::{Level, UnitCode};
use danso_store::{CommuneSetting, PlaceStore};
use serde_json::json;
use std::process::ExitCode;

/// How a commune works: whether clean events of its collaborators count at once or wait for the officer. A running server reads it at
/// its next start.
#[derive(Debug, Args)]
pub(crate) struct Setting {
    #[command(flatten)]
    database: Database,
    /// Code of the commune
    #[arg(long)]
    unit: String,
    /// Accept clean events without the officer
    #[arg(long)]
    accept_clean: Option<bool>,
}

impl Setting {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let unit = self.unit.parse::<UnitCode>().ok().filter(|unit| unit.level() == Level::Commune);
        let unit = unit.ok_or_else(|| expected("bad_unit", &[("text", &self.unit)]))?;
        let store = self.database.store().await?;
        let shard = self.database.only_shard(store.as_ref()).await?;
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
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
