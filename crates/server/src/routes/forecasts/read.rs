//! `GET /api/forecasts/{id}`, `GET /api/forecasts/{id}/sectors`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::forecast::{Forecast, SectorsReply};
use danso_model::ForecastId;
use uuid::Uuid;

/// A forecast with everything that went in and came out.
#[utoipa::path(
    get, path = "/api/forecasts/{id}", tag = "forecasts",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = Forecast),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn read(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<Forecast>, Problem> {
    Ok(Json(server.app.forecast(&session.caller, ForecastId(id)).await?))
}

/// What schools, work, the old and births need of a forecast, year by year.
#[utoipa::path(
    get, path = "/api/forecasts/{id}/sectors", tag = "forecasts",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = SectorsReply),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn sectors(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<SectorsReply>, Problem> {
    Ok(Json(server.app.sectors(&session.caller, ForecastId(id)).await?))
}
