//! `danso close` and `danso close list|show|check|board|declare`.

use super::day;
use crate::messages::{Expected, expected, text};
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::{Args, Subcommand};
use comfy_table::Table;
use danso_app::closing::{BoardReply, CheckReply, ReportAsk, ReportReply, ReportState, ReportSummary, StepAsk};
use danso_app::{App, AppError};
use danso_model::{AreaId, ReportId};
use danso_store::ReportFilter;
use serde_json::json;
use std::fmt::Display;
use std::process::ExitCode;

/// Close reports: take one forward step by step, or list, show, check them.
#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct Close {
    #[command(flatten)]
    database: Database,
    #[command(subcommand)]
    action: Option<Action>,
    /// The form, 01-DSX
    #[arg(long, required = true)]
    form: Option<String>,
    /// Code of the unit
    #[arg(long, required = true)]
    unit: Option<String>,
    /// The period: 2026-10, 2026-Q3, 2026
    #[arg(long, required = true)]
    period: Option<String>,
    /// prepared, verified, signed, sent, received, accepted, returned or locked; steps between are taken one by one
    #[arg(long, default_value = "prepared")]
    to: String,
    /// The login of whoever takes the steps; their roles must allow them
    #[arg(long = "as", value_name = "LOGIN", required = true)]
    by: Option<String>,
    /// In their words; needed to return
    #[arg(long)]
    note: Option<String>,
    /// Declare that nothing happened in the period
    #[arg(long)]
    nothing: bool,
    /// The day whose boundaries the unit has; by default the last day of the period
    #[arg(long, value_name = "DAY")]
    boundaries: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List reports
    List {
        /// Only this form
        #[arg(long)]
        form: Option<String>,
        /// Only this unit
        #[arg(long)]
        unit: Option<String>,
        /// Only this period
        #[arg(long)]
        period: Option<String>,
    },
    /// Show a report with its steps, versions and revisions
    Show {
        /// Id of the report
        #[arg(long, value_name = "ID")]
        report: String,
    },
    /// Make reports again and compare; exit code 1 when one differs
    Check {
        /// Id of the report; all when left out
        #[arg(long, value_name = "ID")]
        report: Option<String>,
    },
    /// Who has reported, who is late, how complete
    Board {
        /// The form
        #[arg(long)]
        form: String,
        /// Code of the unit
        #[arg(long)]
        unit: String,
        /// The period
        #[arg(long)]
        period: String,
    },
    /// Declare that nothing happened in an area in a month
    Declare {
        /// Id of the area
        #[arg(long, value_name = "ID")]
        area: String,
        /// The month, 2026-10
        #[arg(long)]
        period: String,
        /// The login of whoever declares it
        #[arg(long = "as", value_name = "LOGIN")]
        by: String,
        /// In their words
        #[arg(long)]
        note: Option<String>,
    },
}

/// A refusal in the words that people read, with its code.
pub(super) fn refused(error: AppError) -> anyhow::Error {
    match error {
        AppError::Store(_) | AppError::Damaged { .. } => error.into(),
        refusal @ (AppError::NotLoggedIn
        | AppError::WrongPassword
        | AppError::TooManyTries { .. }
        | AppError::Forbidden { .. }
        | AppError::NotFound
        | AppError::BadRequest { .. }
        | AppError::Conflict { .. }) => {
            Expected(format!("{} ({})", danso_server::messages::title(refusal.code()), refusal.code())).into()
        }
    }
}

/// Reads the id of a report.
pub(super) fn report_id(text: &str) -> Result<ReportId> {
    text.parse().map_err(|_| expected("bad_report_id", &[("text", &text)]))
}

impl Close {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let app = self.database.existing(KeyUse::Need).await?;
        let json = self.database.json;
        match self.action {
            None => self.step(&app).await,
            Some(Action::List { form, unit, period }) => {
                let filter = ReportFilter { id: None, form, period, units: unit.map(|unit| vec![unit]) };
                let reports = app.reports_unchecked(&filter).await.map_err(refused)?;
                if json {
                    println!("{}", serde_json::to_string(&reports)?)
                } else {
                    println!("{}", list(&reports))
                }
                Ok(ExitCode::SUCCESS)
            }
            Some(Action::Show { report }) => {
                let reply = app.report_unchecked(report_id(&report)?).await.map_err(refused)?;
                if json {
                    println!("{}", serde_json::to_string(&reply)?)
                } else {
                    show(&reply)
                }
                Ok(ExitCode::SUCCESS)
            }
            Some(Action::Check { report }) => check(&app, report, json).await,
            Some(Action::Board { form, unit, period }) => {
                let ask = ReportAsk { form, unit, period, boundaries: None };
                let board = app.board_unchecked(&ask).await.map_err(refused)?;
                if json {
                    println!("{}", serde_json::to_string(&board)?)
                } else {
                    show_board(&board)
                }
                Ok(ExitCode::SUCCESS)
            }
            Some(Action::Declare { area, period, by, note }) => {
                let area: AreaId = area.parse().map_err(|_| expected("bad_area", &[("text", &area)]))?;
                let caller = caller(&app, &by).await?;
                let reply = app.declare_nothing(&caller, area, &period, note.as_deref()).await.map_err(refused)?;
                if json {
                    println!("{}", serde_json::to_string(&reply)?);
                } else {
                    println!("{}", text("declared", &[("area", &area), ("period", &reply.period)]));
                }
                Ok(ExitCode::SUCCESS)
            }
        }
    }

    async fn step(self, app: &App) -> Result<ExitCode> {
        let to = ReportState::parse(&self.to).filter(|to| *to != ReportState::Open);
        let to = to.ok_or_else(|| expected("bad_state", &[("text", &self.to)]))?;
        let report = ReportAsk {
            form: self.form.unwrap_or_default(),
            unit: self.unit.unwrap_or_default(),
            period: self.period.unwrap_or_default(),
            boundaries: self.boundaries.as_deref().map(day).transpose()?,
        };
        let caller = caller(app, &self.by.unwrap_or_default()).await?;
        let ask = StepAsk { report, to, note: self.note, nothing: self.nothing };
        let reply = app.take_steps(&caller, &ask).await.map_err(refused)?;
        if self.database.json {
            println!("{}", serde_json::to_string(&reply)?)
        } else {
            show(&reply)
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The account that a login names.
pub(super) async fn caller(app: &App, login: &str) -> Result<danso_auth::Caller> {
    match app.caller_named(login).await {
        Err(AppError::NotFound) => Err(expected("no_such_login", &[("login", &login)])),
        other => other.map_err(refused),
    }
}

async fn check(app: &App, report: Option<String>, json: bool) -> Result<ExitCode> {
    let ids: Vec<ReportId> = match report {
        Some(report) => vec![report_id(&report)?],
        None => {
            let all = app.reports_unchecked(&ReportFilter::default()).await.map_err(refused)?;
            all.into_iter().map(|report| ReportId(report.id)).collect()
        }
    };
    let mut replies: Vec<CheckReply> = Vec::with_capacity(ids.len());
    for id in ids {
        replies.push(app.check_report_unchecked(id).await.map_err(refused)?);
    }
    let ok = replies.iter().all(|reply| reply.ok);
    if json {
        println!("{}", json!({ "ok": ok, "reports": replies }));
    } else {
        for reply in &replies {
            for part in &reply.parts {
                let what =
                    part.revision.map_or_else(|| part.version.to_string(), |revision| format!("{}+{revision}", part.version));
                let said = text(if part.ok { "check_same" } else { "check_differs" }, &[]);
                println!("{}\t{what}\t{}\t{said}", reply.id, part.hash);
            }
            if !reply.steps_ok {
                println!("{}\t{}", reply.id, text("check_steps", &[]));
            }
        }
    }
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn state(word: &str) -> String {
    text(&format!("state_{word}"), &[])
}

fn days(left: Option<u32>, late: Option<u32>) -> String {
    match (left, late) {
        (_, Some(late)) => text("days_late", &[("days", &late)]),
        (Some(left), None) => text("days_left", &[("days", &left)]),
        (None, None) => String::new(),
    }
}

/// A day as people write it.
fn shown(day: Option<&str>) -> String {
    let date = day.and_then(|day| day.parse::<jiff::civil::Date>().ok());
    date.map(|date| format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())).unwrap_or_default()
}

/// An instant as people in Viet Nam write it.
fn instant(at: &str) -> String {
    let Ok(at) = at.parse::<jiff::Timestamp>() else { return at.to_owned() };
    let at = jiff::tz::Offset::constant(7).to_datetime(at);
    format!("{:02}/{:02}/{} {:02}:{:02}", at.day(), at.month(), at.year(), at.hour(), at.minute())
}

fn list(reports: &[ReportSummary]) -> Table {
    let mut table = Table::new();
    table.set_header(
        ["form", "unit", "period", "state", "version", "due", "days", "report"].map(|key| text(&format!("head_{key}"), &[])),
    );
    for report in reports {
        table.add_row([
            report.form.clone(),
            format!("{} {}", report.unit, report.unit_name),
            report.period.clone(),
            state(&report.state),
            report.version.to_string(),
            shown(report.due.as_deref()),
            days(report.days_left, report.days_late),
            report.id.to_string(),
        ]);
    }
    table
}

fn show(reply: &ReportReply) {
    println!("{}", list(std::slice::from_ref(&reply.report)));
    for step in &reply.steps {
        let note = step.note.as_deref().unwrap_or_default();
        println!("{}\t{}\t{}\t{}\t{note}", step.number, instant(&step.at), state(&step.state), step.by_name);
    }
    for part in reply.versions.iter().chain(&reply.revisions) {
        let key = if part.revision.is_some() { "part_revision" } else { "part_version" };
        let number = part.revision.unwrap_or(part.version);
        let values: [(&str, &dyn Display); 3] = [("number", &number), ("position", &part.position), ("hash", &part.hash)];
        println!("{}", text(key, &values));
    }
}

fn show_board(board: &BoardReply) {
    let due = shown(board.due.as_deref());
    let values: [(&str, &dyn Display); 4] =
        [("form", &board.form), ("unit", &board.unit_name), ("period", &board.period), ("due", &due)];
    println!("{}", text("board", &values));
    let mut table = Table::new();
    table.set_header(["unit", "state", "sent", "days"].map(|key| text(&format!("head_{key}"), &[])));
    for row in &board.rows {
        let unit = format!("{} {}", row.unit, row.unit_name);
        table.add_row([unit, state(&row.state), shown(row.sent_on.as_deref()), days(row.days_left, row.days_late)]);
    }
    println!("{table}");
    if !board.areas.is_empty() {
        let mut table = Table::new();
        table.set_header(["area", "who", "standing", "accepted", "waiting"].map(|key| text(&format!("head_{key}"), &[])));
        for area in &board.areas {
            let standing = text(&format!("standing_{}", area.standing), &[]);
            let who = area.collaborators.join(", ");
            table.add_row([area.name.clone(), who, standing, area.accepted.to_string(), area.waiting.to_string()]);
        }
        println!("{table}");
    }
    let percent = format!("{},{}", board.summary.complete_permille / 10, board.summary.complete_permille % 10);
    let values: [(&str, &dyn Display); 5] = [
        ("due", &board.summary.due),
        ("reported", &board.summary.reported),
        ("nothing", &board.summary.nothing),
        ("missing", &board.summary.missing),
        ("percent", &percent),
    ];
    println!("{}", text("board_summary", &values));
}
