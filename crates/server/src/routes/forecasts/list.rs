//! `GET /api/forecasts`, `POST /api/forecasts`

use crate::body::{Asked, JsonBody};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::forecast::{ForecastAsk, ForecastList, ForecastSummary};
use serde::Deserialize;
use utoipa::IntoParams;

/// Of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UnitAsk {
    /// Code of a commune or a unit above.
    unit: String,
}

/// Forecasts of a unit as they were made, the latest first, each with the counts that came later.
#[utoipa::path(
    get, path = "/api/forecasts", tag = "forecasts",
    params(UnitAsk),
    responses(
        (status = OK, body = ForecastList),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<UnitAsk>,
) -> Result<Json<ForecastList>, Problem> {
    Ok(Json(server.app.forecasts(&session.caller, &ask.unit).await?))
}

/// Makes a forecast and keeps it; no other one is touched. Offices of a commune, a province or the nation.
#[utoipa::path(
    post, path = "/api/forecasts", tag = "forecasts",
    request_body = ForecastAsk,
    responses(
        (status = OK, body = ForecastSummary),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, forecast_malformed, forecast_table, forecast_empty, forecast_impossible"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn create(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<ForecastAsk>,
) -> Result<Json<ForecastSummary>, Problem> {
    Ok(Json(server.app.make_forecast(&session.caller, &ask).await?))
}
