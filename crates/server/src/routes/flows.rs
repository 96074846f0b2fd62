//! `GET /api/flows`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{FlowAsk, FlowReply};
use danso_model::Position;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which flows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Code of the unit.
    unit: String,
    /// First day.
    #[param(value_type = String, format = Date)]
    from: Date,
    /// Last day.
    #[param(value_type = String, format = Date)]
    to: Date,
    /// A row a month; left out: one for the whole period.
    #[param(inline)]
    by: Option<FlowBy>,
    /// As known at this position; left out: now.
    known_at: Option<u32>,
}

/// By what flows are broken down.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FlowBy {
    Month,
}

/// Births, deaths and moves of a unit in a period. Every row closes: start and flows give the end.
#[utoipa::path(
    get, path = "/api/flows", tag = "figures",
    params(Ask),
    responses(
        (status = OK, body = FlowReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_period, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn flows(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<Ask>,
) -> Result<Json<FlowReply>, Problem> {
    let by_month = ask.by.is_some_and(|FlowBy::Month| true);
    let ask = FlowAsk { unit: ask.unit, from: ask.from, to: ask.to, by_month, known_at: ask.known_at.map(Position) };
    Ok(Json(server.app.flows(&session.caller, &ask).await?))
}
