//! `danso reconcile`.

use super::close::caller;
use super::refused;
use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::{Args, ValueEnum};
use comfy_table::Table;
use danso_app::App;
use danso_app::reconcile::{ReconciliationAsk, ReconciliationPart};
use danso_lists::{Encoding, Mapping};
use danso_model::UserId;
use danso_places::UnitCode;
use danso_reports::{Format, vietnamese_number};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// Whose list it is.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Office {
    Insurance,
    Labour,
    Statistics,
    CivilStatus,
    Health,
    Education,
    Police,
    Other,
}

impl Office {
    const fn code(self) -> &'static str {
        match self {
            Self::Insurance => "insurance",
            Self::Labour => "labour",
            Self::Statistics => "statistics",
            Self::CivilStatus => "civil_status",
            Self::Health => "health",
            Self::Education => "education",
            Self::Police => "police",
            Self::Other => "other",
        }
    }
}

/// Compare the register with a list of another office, and keep what came out.
#[derive(Debug, Args)]
pub(crate) struct Reconcile {
    #[command(flatten)]
    database: Database,
    /// The list: CSV, XLSX, XLS, ODS or Parquet
    #[arg(long, value_name = "FILE")]
    source: PathBuf,
    /// Code of the commune, or of a unit above it
    #[arg(long)]
    unit: String,
    /// The day for which the list holds; today when nothing is said
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Whose list it is
    #[arg(long, value_enum, default_value = "other")]
    office: Office,
    /// What people call it; the name of the file when nothing is said
    #[arg(long)]
    name: Option<String>,
    /// What it is for
    #[arg(long)]
    purpose: String,
    /// What allows it
    #[arg(long)]
    legal_basis: String,
    /// JSON file: fields and the names of their columns; guessed when nothing is said
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The sheet of a workbook
    #[arg(long)]
    sheet: Option<String>,
    /// How letters are stored: utf8, utf16, tcvn3, vni or windows1258; told from the list when nothing is said
    #[arg(long)]
    encoding: Option<String>,
    /// For a unit above communes: a reconciliation for each commune, to be worked on there
    #[arg(long, conflicts_with = "by")]
    by_commune: bool,
    /// Begin afresh: nothing that was said of the office's last list is to hold for this one
    #[arg(long)]
    afresh: bool,
    /// Folder for links.csv, differences.csv, bad.csv and coverage.csv, or with --by-commune for left-out.csv; made if need be
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The login of the officer; left out: whoever holds the database
    #[arg(long = "as", value_name = "LOGIN")]
    by: Option<String>,
}

impl Reconcile {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let unreadable = |file: &PathBuf| expected("no_such_file", &[("file", &file.display())]);
        let file = std::fs::read(&self.source).map_err(|_| unreadable(&self.source))?;
        let map = self.map.as_ref().map(|file| std::fs::read_to_string(file).map_err(|_| unreadable(file))).transpose()?;
        let mapping: Option<Mapping> = map.map(|text| serde_json::from_str(&text)).transpose().map_err(|error| {
            let shown: &dyn std::fmt::Display = &error;
            expected("link_bad_map", &[("what", shown)])
        })?;
        let encoding = match &self.encoding {
            Some(code) => Some(Encoding::from_code(code).ok_or_else(|| expected("reconcile_no_encoding", &[("code", code)]))?),
            None => None,
        };
        let unit: UnitCode =
            self.unit.parse().map_err(|_| expected("refused", &[("code", &"unknown_unit"), ("detail", &self.unit)]))?;
        let file_name = self.source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let app = self.database.existing(KeyUse::Need).await?;
        let ask = ReconciliationAsk {
            unit: self.unit.clone(),
            name: self.name.clone().unwrap_or_else(|| file_name.clone()),
            source: self.office.code().to_owned(),
            purpose: self.purpose.clone(),
            legal_basis: self.legal_basis.clone(),
            as_of: self.as_of.clone().unwrap_or_else(|| app.env.today().to_string()),
            mapping,
            sheet: self.sheet.clone(),
            encoding,
            afresh: self.afresh,
        };
        if self.by_commune {
            return self.parts(&app, unit, &file, &file_name, &ask).await;
        }
        let made = match &self.by {
            Some(login) => app.reconcile(&caller(&app, login).await?, &file, &file_name, &ask).await.map_err(refused)?,
            None => {
                let id = app.reconcile_unchecked(UserId(Uuid::nil()), unit, &file, &file_name, &ask).await.map_err(refused)?;
                app.reconciliation_unchecked(id).await.map_err(refused)?
            }
        };
        let id = danso_model::ReconciliationId(made.id);
        if let Some(out) = &self.out {
            let unwritable = |_| expected("unwritable", &[("file", &out.display())]);
            std::fs::create_dir_all(out).map_err(unwritable)?;
            for part in [
                ReconciliationPart::Links,
                ReconciliationPart::Differences,
                ReconciliationPart::Bad,
                ReconciliationPart::Coverage,
            ] {
                let bytes = app.part_unchecked(id, part, Format::Csv).await.map_err(refused)?;
                std::fs::write(out.join(format!("{}.csv", part.code())), bytes).map_err(unwritable)?;
            }
        }
        let coverage = app.coverage_unchecked(id).await.map_err(refused)?;
        if self.database.json {
            let out = self.out.as_ref().map(|out| out.display().to_string());
            println!("{}", json!({ "reconciliation": made, "coverage": coverage, "out": out }));
            return Ok(ExitCode::SUCCESS);
        }
        println!("{}", text("reconcile_made", &[("id", &made.id), ("unit", &made.unit_name)]));
        let mut table = Table::new();
        let counts = [
            ("reconcile_rows", made.rows),
            ("reconcile_bad", made.bad),
            ("reconcile_residents", made.residents),
            ("reconcile_linked", made.linked),
            ("reconcile_doubtful", made.doubtful),
            ("reconcile_theirs_only", made.theirs_only),
            ("reconcile_ours_only", made.ours_only),
            ("reconcile_open", made.differences.open),
        ];
        for (key, many) in counts {
            table.add_row([text(key, &[]), vietnamese_number(f64::from(many), 0)]);
        }
        if let Some((covers, low, high)) =
            coverage.all.ours_covers.zip(coverage.all.ours_low).zip(coverage.all.ours_high).map(|((a, b), c)| (a, b, c))
        {
            let share = |value: f64| vietnamese_number(value * 100.0, 1);
            table.add_row([text("reconcile_covers", &[]), format!("{} ({}–{})", share(covers), share(low), share(high))]);
        }
        println!("{table}");
        Ok(ExitCode::SUCCESS)
    }

    /// A reconciliation for each commune.
    async fn parts(&self, app: &App, unit: UnitCode, file: &[u8], name: &str, ask: &ReconciliationAsk) -> Result<ExitCode> {
        let told = |done: usize, all: usize| {
            if !self.database.json {
                eprintln!("{}", text("reconcile_part_done", &[("done", &done), ("all", &all)]));
            }
        };
        let batch = app.reconcile_by_commune(UserId(Uuid::nil()), unit, (file, name), ask, told).await.map_err(refused)?;
        if let Some(out) = &self.out {
            let unwritable = |_| expected("unwritable", &[("file", &out.display())]);
            std::fs::create_dir_all(out).map_err(unwritable)?;
            let lines = batch.left_out.iter().map(|left| format!("{},{}\n", left.line, left.reason));
            let written = std::iter::once("line,reason\n".to_owned()).chain(lines).collect::<String>();
            std::fs::write(out.join("left-out.csv"), written).map_err(unwritable)?;
        }
        if self.database.json {
            println!("{}", serde_json::to_string(&batch)?);
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = Table::new();
        let heads = [
            "reconcile_unit",
            "reconcile_rows",
            "reconcile_residents",
            "reconcile_linked",
            "reconcile_doubtful",
            "reconcile_open",
        ];
        table.set_header(heads.map(|key| text(key, &[])));
        for made in &batch.items {
            let counts = [made.rows, made.residents, made.linked, made.doubtful, made.differences.open];
            let counts = counts.map(|many| vietnamese_number(f64::from(many), 0));
            table.add_row(std::iter::once(made.unit_name.clone()).chain(counts));
        }
        println!("{table}");
        println!("{}", text("reconcile_left_out", &[("rows", &batch.left_out.len())]));
        Ok(ExitCode::SUCCESS)
    }
}
