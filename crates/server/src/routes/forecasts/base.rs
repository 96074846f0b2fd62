//! `POST /api/forecasts/base`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::forecast::{BaseAsk, BaseRead};

/// Reads a table of people by age and sex, as text or as a file, and says how it was understood; keeps nothing. What comes back as `text` is what a
/// forecast can begin with. Offices of a commune, a province or the nation.
#[utoipa::path(
    post, path = "/api/forecasts/base", tag = "forecasts",
    request_body = BaseAsk,
    responses(
        (status = OK, body = BaseRead),
        (status = BAD_REQUEST, body = Problem, description = "forecast_table with the line, forecast_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn base(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<BaseAsk>,
) -> Result<Json<BaseRead>, Problem> {
    Ok(Json(server.app.read_base(&session.caller, &ask)?))
}
