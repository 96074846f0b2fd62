//! `POST /api/reports/closed`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::closing::{ReportAsk, ReportReply, ReportState, StepAsk};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// Where a report shall go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeAsk {
    /// The form, `01-DSX`.
    form: String,
    /// Code of the unit.
    unit: String,
    /// The period, `2026-10`.
    period: String,
    /// The day whose boundaries the unit has; left out: the last day of the period.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    boundaries: Option<Date>,
    /// `prepared`, `verified`, `signed`, `sent`, `received`, `accepted`, `returned` or `locked`. Steps between are taken one by one.
    to: String,
    /// In the words of whoever takes the step; needed to return.
    #[serde(default)]
    note: Option<String>,
    /// Declares, when preparing, that nothing happened in the period.
    #[serde(default)]
    nothing: bool,
}

/// Takes a report forward. There is no other way than through the steps, each by the side whose it is.
#[utoipa::path(
    post, path = "/api/reports/closed", tag = "reports",
    request_body = TakeAsk,
    responses(
        (status = OK, body = ReportReply),
        (status = BAD_REQUEST, body = Problem,
            description = "malformed, bad_period, period_not_over, unknown_form, form_level, unknown_unit, note_missing"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope, step_of_other_side, own_report"),
        (status = CONFLICT, body = Problem, description = "step_not_next, report_moved, nothing_undeclared, not_nothing"),
    )
)]
pub(crate) async fn step(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<TakeAsk>,
) -> Result<Json<ReportReply>, Problem> {
    let to = ReportState::parse(&ask.to).ok_or_else(|| Problem::bad_request("malformed", "no such state"))?;
    let report = ReportAsk { form: ask.form, unit: ask.unit, period: ask.period, boundaries: ask.boundaries };
    let ask = StepAsk { report, to, note: ask.note, nothing: ask.nothing };
    Ok(Json(server.app.take_steps(&session.caller, &ask).await?))
}
