//! `GET /api/units/{code}`

use crate::body::{Asked, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::UnitReply;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// On which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UnitAsk {
    /// Left out: today.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<Date>,
}

/// A unit with those above and below it, as far as the caller may know them. `VN` is the root.
#[utoipa::path(
    get, path = "/api/units/{code}", tag = "figures",
    params(("code" = String, Path), UnitAsk),
    responses(
        (status = OK, body = UnitReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn unit(
    State(server): State<Server>,
    session: Session,
    Named(code): Named<String>,
    Asked(ask): Asked<UnitAsk>,
) -> Result<Json<UnitReply>, Problem> {
    Ok(Json(server.app.unit(&session.caller, &code, ask.at).await?))
}
