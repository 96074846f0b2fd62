//! `danso generate`: a synthetic register over the real units.

use crate::messages::{expected, text};
use crate::open::{Database, KeyUse, shown, write_secret};
use crate::system;
use anyhow::{Context, Result};
use clap::Args;
use danso_app::{App, BulkKind, BulkReport};
use danso_auth::{hash_password, new_password};
use danso_model::{Event, Shard};
use danso_store::{AreaRow, Grant, HamletRow, LogStore, PeopleStore, PlaceStore, ReorganisationStore, Role, UserRow};
use danso_testkit::{Account, Deployment, Plan};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// What stands for the whole country.
const NATION: &str = "VN";
/// The shard of a register of the whole country; provinces have theirs from 1 on.
const WHOLE_COUNTRY: Shard = Shard(0);
/// The last day of the units of before the reorganisation of 2025.
const OLD_MAP: i32 = 20_250_630;

/// Events written in one transaction.
const CHUNK: usize = 2_000;

/// Make a synthetic register.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    #[command(flatten)]
    database: Database,
    /// Two digits of a province of today, or VN for the whole country
    #[arg(long)]
    province: String,
    /// Usual residents on the first day
    #[arg(long)]
    persons: u64,
    /// Months of events after it
    #[arg(long, default_value_t = 0)]
    months: u32,
    /// The same seed gives the same people
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this commune
    #[arg(long)]
    commune: Option<String>,
    /// The month that begins with the register's first day; for VN also one before 2025-07, on the units of June 2025, which then last until
    /// the plan country-2025 is applied (danso reorganise)
    #[arg(long, default_value = "2026-01")]
    from: String,
    /// Leave the last so many events waiting for the officers
    #[arg(long, default_value_t = 0)]
    waiting: usize,
    /// Write logins with passwords to this file; without it the synthetic accounts cannot log in
    #[arg(long, value_name = "FILE")]
    logins: Option<PathBuf>,
}

fn month(text: &str) -> Result<(i16, i8)> {
    let parts = text.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    parts.ok_or_else(|| expected("bad_month", &[("text", &text)]))
}

fn bar(len: u64, key: &str) -> ProgressBar {
    let bar = ProgressBar::new(len).with_message(text(key, &[]));
    bar.set_style(
        ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}

impl Generate {
    /// The shard, and what to make: one province, or all of them in one shard.
    fn plans(&self) -> Result<(Shard, Vec<Plan>)> {
        let from = month(&self.from)?;
        let nation = self.province == NATION;
        let province =
            if nation { 0 } else { self.province.parse().map_err(|_| expected("bad_province", &[("text", &self.province)]))? };
        let plan = Plan {
            province,
            commune: self.commune.clone(),
            persons: self.persons,
            months: self.months,
            from,
            old_map: nation && from < (2025, 7),
            seed: self.seed,
        };
        if !nation {
            return Ok((Shard(province), vec![plan]));
        }
        let plans = danso_testkit::nation(&plan).map_err(|error| expected("failed", &[("what", &error)]))?;
        Ok((WHOLE_COUNTRY, plans))
    }

    pub(crate) async fn run(self) -> Result<ExitCode> {
        let started = Instant::now();
        let (shard, plans) = self.plans()?;
        let old_map = plans.iter().any(|plan| plan.old_map);
        let store = self.database.store().await?;
        if store.shards().await?.contains(&shard) {
            return Err(expected("not_empty", &[("url", &shown(self.database.url()?)), ("shard", &shard)]));
        }
        store.begin_bulk().await?;
        if old_map {
            store.put_map_through(shard, Some(OLD_MAP)).await?;
        }
        let app = self.database.app(store.clone(), shard, KeyUse::Make).await?;
        let progress = bar(self.persons, "generating");
        let mut report = BulkReport::default();
        let (mut households, mut persons) = (0, 0);
        let mut people = Vec::new();
        let mut later = Vec::new();
        for plan in plans {
            let generated = danso_testkit::generate(&plan).map_err(|error| expected("failed", &[("what", &error)]))?;
            self.places(store.as_ref(), shard, generated.deployment(), old_map).await?;
            people.push((plan.province, generated.deployment().clone()));
            let mut chunk = Vec::with_capacity(CHUNK);
            for event in generated.baseline() {
                chunk.push(event);
                if chunk.len() == CHUNK {
                    report += app.load_events(std::mem::take(&mut chunk), BulkKind::Fresh).await?;
                    progress.set_position(persons + report.persons.min(plan.persons));
                }
            }
            report += app.load_events(std::mem::take(&mut chunk), BulkKind::Fresh).await?;
            households += u64::from(generated.households());
            persons += plan.persons;
            progress.set_position(persons);
            if self.months > 0 {
                later.push(generated);
            }
        }
        self.accounts(store.as_ref(), &people).await?;
        progress.finish_and_clear();
        // The months are about people who are in the register: reading them needs the indexes that loading put aside.
        store.finish_bulk().await?;
        app.reload_territory().await?;
        let sheets = report.events;
        for generated in later {
            report += self.months_of(&app, generated.into_months()).await?;
        }
        store.close().await;
        let seconds = started.elapsed().as_secs_f64();
        if self.database.json {
            let reply = json!({
                "province": shard.to_string(), "persons": self.persons, "households": households, "events": report.events,
                "events_of_months": report.events - sheets, "waiting": self.waiting, "seed": self.seed, "seconds": seconds,
            });
            println!("{reply}");
        } else {
            let shown = format!("{seconds:.1}").replace('.', ",");
            println!(
                "{}",
                text(
                    "generated",
                    &[("persons", &self.persons), ("households", &households), ("events", &report.events), ("seconds", &shown)]
                )
            );
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn months_of(&self, app: &App, months: impl Iterator<Item = Event>) -> Result<BulkReport> {
        let events: Vec<Event> = months.collect();
        let progress = bar(events.len() as u64, "months");
        let mut report = BulkReport::default();
        let accepted = events.len().saturating_sub(self.waiting);
        let mut events = events.into_iter();
        let mut left = accepted;
        while left > 0 {
            let chunk: Vec<Event> = events.by_ref().take(CHUNK.min(left)).collect();
            left -= chunk.len();
            report += app.load_events(chunk, BulkKind::Later).await?;
            progress.set_position(report.events);
        }
        for event in events {
            app.submit_as_author(&event).await?;
            report.events += 1;
        }
        progress.finish_and_clear();
        Ok(report)
    }

    async fn places(
        &self,
        store: &danso_store_sql::SqlStore,
        shard: Shard,
        deployment: &Deployment,
        old_map: bool,
    ) -> Result<()> {
        let rows = deployment.hamlets.iter().flat_map(|hamlet| {
            let bare = hamlet.name.get(hamlet.kind.len()..).map_or(hamlet.name.as_str(), str::trim).to_owned();
            let row = |commune: &str, valid_from, valid_to| HamletRow {
                id: hamlet.id,
                code: hamlet.code.clone(),
                name: bare.clone(),
                kind: hamlet.name.get(..hamlet.kind.len()).unwrap_or(&hamlet.kind).to_owned(),
                commune: commune.to_owned(),
                valid_from,
                valid_to,
            };
            let old = hamlet.old_commune.as_deref().map(|commune| row(commune, None, Some(20_250_630)));
            let first = if old_map { None } else { Some(20_250_701) };
            [old, Some(row(&hamlet.commune, first, None))].into_iter().flatten().collect::<Vec<_>>()
        });
        let rows: Vec<HamletRow> = rows.collect();
        store.put_hamlets(shard, &rows).await?;
        let area = |area: &danso_testkit::Area| AreaRow {
            id: area.id,
            number: area.number.to_string(),
            name: area.name.clone(),
            commune: area.commune.clone(),
            hamlets: area.hamlets.clone(),
        };
        let areas: Vec<AreaRow> = deployment.areas.iter().map(area).collect();
        store.put_areas(shard, &areas).await?;
        Ok(())
    }

    /// Synthetic accounts share one password: hashing thousands would take longer than making the people.
    async fn accounts(&self, store: &danso_store_sql::SqlStore, deployments: &[(u8, Deployment)]) -> Result<()> {
        let env = system::env();
        let mut chance = [0; 32];
        env.chance.fill(&mut chance);
        let (password, salt) = chance.split_at(16);
        let password = new_password(password.try_into().context("sixteen bytes")?);
        let hash = if self.logins.is_some() { hash_password(&password, salt)? } else { "!".to_owned() };
        // The offices of the nation come with every province.
        let mut logins = HashSet::new();
        let all = deployments
            .iter()
            .flat_map(|(province, deployment)| deployment.people.iter().map(move |account| (*province, account)));
        let all: Vec<(u8, &Account)> = all.filter(|(_, account)| logins.insert(account.login.as_str())).collect();
        let row = |(province, account): &(u8, &Account)| UserRow {
            id: account.id,
            login: account.login.clone(),
            name: account.name.clone(),
            password: hash.clone(),
            disabled: false,
            grants: vec![grant(account, *province)],
        };
        let rows: Vec<UserRow> = all.iter().map(row).collect();
        store.put_users(&rows).await?;
        if let Some(file) = &self.logins {
            let areas: HashMap<_, _> =
                deployments.iter().flat_map(|(_, deployment)| &deployment.areas).map(|area| (area.id, &area.commune)).collect();
            let line = |(province, account): &(u8, &Account)| {
                let grant = grant(account, *province);
                let place = grant.unit.or_else(|| grant.area.map(|area| area.to_string()));
                let commune = grant.area.and_then(|area| areas.get(&area));
                json!({
                    "login": account.login, "password": password, "name": account.name, "role": grant.role.as_str(), "place": place,
                    "commune": commune,
                })
            };
            let lines: Vec<_> = all.iter().map(line).collect();
            let _gone = std::fs::remove_file(file);
            write_secret(file, &serde_json::to_string_pretty(&lines)?)?;
        }
        Ok(())
    }
}

fn grant(account: &Account, province: u8) -> Grant {
    let unit = |code: String| Some(code);
    let province = format!("{province:02}");
    match &account.role {
        danso_testkit::Role::Collaborator { area } => Grant { role: Role::Collaborator, unit: None, area: Some(*area) },
        danso_testkit::Role::Commune { code } => Grant { role: Role::Commune, unit: unit(code.clone()), area: None },
        danso_testkit::Role::Province => Grant { role: Role::Province, unit: unit(province), area: None },
        danso_testkit::Role::Nation => Grant { role: Role::Nation, unit: unit("VN".to_owned()), area: None },
        danso_testkit::Role::Admin => Grant { role: Role::Admin, unit: unit("VN".to_owned()), area: None },
        danso_testkit::Role::Reader => Grant { role: Role::Reader, unit: unit(province), area: None },
    }
}
