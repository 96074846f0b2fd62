//! `GET /api/indicators`

use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::IndicatorsReply;

/// The catalogue of indicators: what each counts, its formula, its unit, on what it rests.
#[utoipa::path(get, path = "/api/indicators", tag = "figures", responses((status = OK, body = IndicatorsReply)))]
pub(crate) async fn indicators(State(server): State<Server>, _session: Session) -> Json<IndicatorsReply> {
    Json(server.app.indicators_told())
}
