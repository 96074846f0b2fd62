//! `GET /api/network`, `GET /api/network/statement`, `GET /api/network/watch`

use crate::body::Asked;
use crate::problem::Problem;
use crate::routes::reports::{attachment, format};
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use danso_app::network::{NetworkReply, StatementReply, WatchReply};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which commune.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CommuneAsk {
    /// Code of a commune.
    pub(super) unit: String,
}

/// Areas and collaborators of a commune, with devices and the history of each area.
#[utoipa::path(
    get, path = "/api/network", tag = "network",
    params(CommuneAsk),
    responses(
        (status = OK, body = NetworkReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, not_a_commune"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn network(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<CommuneAsk>,
) -> Result<Json<NetworkReply>, Problem> {
    Ok(Json(server.app.network(&session.caller, &ask.unit).await?))
}

/// What looks wrong in the network of a commune.
#[utoipa::path(
    get, path = "/api/network/watch", tag = "network",
    params(CommuneAsk),
    responses(
        (status = OK, body = WatchReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, not_a_commune"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn watch(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<CommuneAsk>,
) -> Result<Json<WatchReply>, Problem> {
    Ok(Json(server.app.watch(&session.caller, &ask.unit).await?))
}

/// Which statement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StatementAsk {
    /// Code of a commune.
    unit: String,
    /// The month, `2026-10`.
    period: String,
    /// `xlsx`, `pdf`, `docx`, `csv` or `html` for a file; left out: this answer.
    format: Option<String>,
}

/// What each collaborator of a commune did in a month, with the allowance where a rule is known.
#[utoipa::path(
    get, path = "/api/network/statement", tag = "network",
    params(StatementAsk),
    responses(
        (status = OK, body = StatementReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, not_a_commune, bad_period, unknown_format"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn statement(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<StatementAsk>,
) -> Result<Response, Problem> {
    let Some(wanted) = ask.format else {
        return Ok(Json(server.app.statement(&session.caller, &ask.unit, &ask.period).await?).into_response());
    };
    let format = format(&wanted)?;
    let bytes = server.app.statement_file(&session.caller, &ask.unit, &ask.period, format).await?;
    Ok(attachment(&format!("bang-ke_{}_{}.{}", ask.unit, ask.period, format.extension()), format, bytes))
}
