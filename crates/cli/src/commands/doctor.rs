//! `danso doctor`: whether everything is in order to run.

use crate::messages::text;
use crate::open::{Database, KeyUse};
use crate::system;
use anyhow::Result;
use clap::Args;
use danso_store::{LogStore, PeopleStore, PlaceStore};
use danso_vault::MasterKey;
use serde_json::json;
use std::process::ExitCode;

/// Look whether everything is in order to run.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    database: Database,
}

struct Check {
    name: &'static str,
    ok: bool,
    detail: String,
}

impl Doctor {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let mut checks = Vec::new();
        let mut note = |name, ok, detail: String| checks.push(Check { name, ok, detail });
        match self.database.store().await {
            Err(error) => note("doctor_database", false, format!("{error:#}")),
            Ok(store) => {
                note("doctor_database", true, danso_store::Store::engine(store.as_ref()).to_owned());
                match store.shards().await?.as_slice() {
                    [] => note("doctor_register", false, text("empty", &[("url", &crate::open::shown(self.database.url()?))])),
                    shards => {
                        for shard in shards {
                            let head = store.head(*shard).await?;
                            let hamlets = store.hamlets(*shard).await?.len();
                            note("doctor_register", hamlets > 0, format!("{shard}: {}, {hamlets}", head.position));
                        }
                    }
                }
                let accounts = store.users().await?;
                let able = accounts.iter().filter(|user| !user.disabled && user.password.starts_with("$argon2id$")).count();
                note("doctor_accounts", able > 0, format!("{able}/{}", accounts.len()));
            }
        }
        let path = self.database.key_path()?;
        let key = MasterKey::from_file(&path);
        note("doctor_key", key.is_ok(), path.display().to_string());
        let today = system::env().today();
        note("doctor_clock", today.year() >= 2026, today.to_string());
        if key.is_ok() && checks.iter().all(|check| check.ok) {
            let opened = self.database.existing(KeyUse::Need).await;
            let page = match &opened {
                Ok(app) => app.page_of_events(danso_model::Position(0), 1).await.map(|_| ()).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            checks.push(Check { name: "doctor_key", ok: page.is_ok(), detail: page.err().unwrap_or_default() });
        }
        let ok = checks.iter().all(|check| check.ok);
        if self.database.json {
            let list: Vec<_> = checks
                .iter()
                .map(|check| json!({ "check": check.name.trim_start_matches("doctor_"), "ok": check.ok, "detail": check.detail }))
                .collect();
            println!("{}", json!({ "ok": ok, "checks": list }));
        } else {
            for check in &checks {
                let verdict = if check.ok { text("doctor_ok", &[]) } else { text("doctor_bad", &[]) };
                println!("{:<20} {verdict:<14} {}", text(check.name, &[]), check.detail);
            }
        }
        Ok(if ok { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}
