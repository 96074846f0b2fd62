//! `GET /api/reports/closed`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::closing::ReportSummary;
use danso_store::ReportFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which reports.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAsk {
    /// Only this form.
    form: Option<String>,
    /// Only this unit.
    unit: Option<String>,
    /// Only this period.
    period: Option<String>,
}

/// Reports with where they stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportList {
    /// The latest period first.
    items: Vec<ReportSummary>,
}

/// Reports that were prepared at least, of the units of which the caller may have counts.
#[utoipa::path(
    get, path = "/api/reports/closed", tag = "reports",
    params(ListAsk),
    responses((status = OK, body = ReportList), (status = BAD_REQUEST, body = Problem, description = "bad_query"))
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<ListAsk>,
) -> Result<Json<ReportList>, Problem> {
    let filter = ReportFilter { id: None, form: ask.form, period: ask.period, units: ask.unit.map(|unit| vec![unit]) };
    Ok(Json(ReportList { items: server.app.reports(&session.caller, &filter).await? }))
}
