//! `danso reorganise`: a plan previewed, applied, undone.

use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use comfy_table::Table;
use danso_app::people::By;
use danso_app::{App, AppError, PlanRemark, ReorganisationPreview};
use serde_json::json;
use std::process::ExitCode;
use std::time::Instant;
use uuid::Uuid;

/// Lines of each list that are shown to people.
const SHOWN: usize = 20;

/// Change the map of units: rename, recode, merge, split, move, raise, lower, create, end. A running server reads it at its next start.
#[derive(Debug, Args)]
pub(crate) struct Reorganise {
    #[command(flatten)]
    database: Database,
    /// File of the plan (docs/reorganisation.md), or country-2025 for the whole change of 1 July 2025
    #[arg(long, value_name = "FILE", conflicts_with = "undo")]
    plan: Option<String>,
    /// Show what it would do; the default
    #[arg(long, conflicts_with = "apply")]
    preview: bool,
    /// Do it
    #[arg(long, requires = "plan")]
    apply: bool,
    /// Take back the reorganisation with this id
    #[arg(long, value_name = "ID", conflicts_with = "apply")]
    undo: Option<Uuid>,
}

/// Expected refusals in the words of their code.
fn refused(error: AppError) -> anyhow::Error {
    match error {
        AppError::Conflict { code } => expected(code, &[]),
        AppError::NotFound => expected("reorganisation_unknown", &[]),
        AppError::BadRequest { code, detail } => expected(code, &[("what", &detail)]),
        AppError::NotLoggedIn
        | AppError::WrongPassword
        | AppError::TooManyTries { .. }
        | AppError::Forbidden { .. }
        | AppError::Store(_)
        | AppError::Damaged { .. } => error.into(),
    }
}

impl Reorganise {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let app =
            self.database.existing(if self.plan.is_none() && self.undo.is_none() { KeyUse::None } else { KeyUse::Need }).await?;
        match (&self.plan, self.undo) {
            (Some(plan), _) => self.plan(&app, plan).await,
            (None, Some(id)) => self.take_back(&app, id).await,
            (None, None) => self.list(&app).await,
        }
    }

    async fn plan(&self, app: &App, file: &str) -> Result<ExitCode> {
        let known = file == "country-2025";
        let content = if known {
            file.to_owned()
        } else {
            std::fs::read_to_string(file).map_err(|_| expected("no_such_file", &[("file", &file)]))?
        };
        let plan = App::read_plan(&content).map_err(refused)?;
        let started = Instant::now();
        if !self.apply {
            let preview = app.preview_reorganisation(By::Console, &plan).await.map_err(refused)?;
            let seconds = started.elapsed().as_secs_f64();
            return self.told(None, &preview, seconds);
        }
        let applied = app.reorganise(By::Console, &plan).await;
        if let Err(AppError::Conflict { code: "plan_conflicts" }) = applied {
            let preview = app.preview_reorganisation(By::Console, &plan).await.map_err(refused)?;
            return self.told(None, &preview, started.elapsed().as_secs_f64());
        }
        let (line, preview) = applied.map_err(refused)?;
        self.told(Some(line.id), &preview, started.elapsed().as_secs_f64())
    }

    /// Shows a preview or what was applied; 1 when it cannot be done.
    fn told(&self, id: Option<Uuid>, preview: &ReorganisationPreview, seconds: f64) -> Result<ExitCode> {
        let code = if preview.possible { ExitCode::SUCCESS } else { ExitCode::from(1) };
        if self.database.json {
            let mut reply = serde_json::to_value(preview)?;
            if let Some(fields) = reply.as_object_mut() {
                fields.extend(id.map(|id| ("id".to_owned(), json!(id))));
                fields.insert("applied".to_owned(), json!(id.is_some()));
                fields.insert("seconds".to_owned(), json!(seconds));
            }
            println!("{reply}");
            return Ok(code);
        }
        for (key, remarks) in [("plan_conflict", &preview.conflicts), ("plan_warning", &preview.warnings)] {
            for remark in remarks.iter().take(SHOWN) {
                println!("{}", text(key, &[("what", &shown(remark))]));
            }
        }
        let mut table = Table::new();
        table.set_header(["old", "new", "people"].map(|column| text(&format!("plan_column_{column}"), &[])));
        for unit in preview.units.iter().take(SHOWN) {
            let place = |code: &Option<String>, name: &Option<String>| {
                format!("{} {}", code.as_deref().unwrap_or("–"), name.as_deref().unwrap_or_default())
            };
            table.add_row([place(&unit.old, &unit.old_name), place(&unit.new, &unit.new_name), unit.persons.to_string()]);
        }
        println!("{table}");
        let shown_seconds = format!("{seconds:.1}").replace('.', ",");
        let counts: [(&str, &dyn std::fmt::Display); 8] = [
            ("units", &preview.unit_count),
            ("hamlets", &preview.hamlets),
            ("households", &preview.households),
            ("persons", &preview.persons),
            ("users", &preview.user_count),
            ("areas", &preview.area_count),
            ("devices", &preview.device_count),
            ("before", &preview.national.before),
        ];
        println!("{}", text("plan_counts", &counts));
        match id {
            Some(id) => println!("{}", text("plan_applied", &[("id", &id), ("seconds", &shown_seconds)])),
            None if preview.possible => println!("{}", text("plan_possible", &[])),
            None => println!("{}", text("plan_impossible", &[])),
        }
        Ok(code)
    }

    async fn take_back(&self, app: &App, id: Uuid) -> Result<ExitCode> {
        let started = Instant::now();
        let line = app.undo_reorganisation(By::Console, id).await.map_err(refused)?;
        let seconds = started.elapsed().as_secs_f64();
        if self.database.json {
            let mut reply = serde_json::to_value(&line)?;
            if let Some(fields) = reply.as_object_mut() {
                fields.insert("seconds".to_owned(), json!(seconds));
            }
            println!("{reply}");
        } else {
            println!("{}", text("plan_undone", &[("name", &line.name)]));
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn list(&self, app: &App) -> Result<ExitCode> {
        let lines = app.reorganisations(By::Console).await.map_err(refused)?;
        if self.database.json {
            println!("{}", serde_json::to_string(&lines)?);
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = Table::new();
        table.set_header(["id", "name", "first", "made", "undone"].map(|column| text(&format!("plan_column_{column}"), &[])));
        for line in lines {
            table.add_row([line.id.to_string(), line.name, line.first, line.made_at, line.undone_at.unwrap_or_default()]);
        }
        println!("{table}");
        Ok(ExitCode::SUCCESS)
    }
}

fn shown(remark: &PlanRemark) -> String {
    let step = remark.step.map(|step| format!("{step}. ")).unwrap_or_default();
    let object = remark.object.as_ref().map(|object| format!(" ({object})")).unwrap_or_default();
    format!("{step}{}{object}", remark.message)
}
