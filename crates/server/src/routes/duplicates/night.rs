//! `GET /api/duplicates/night`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{NightAsk, NightPage};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which pairs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NightQuery {
    /// One of them inside this unit; left out: all that the caller reviews.
    unit: Option<String>,
    /// The page after this: `next` of the page before.
    after: Option<String>,
    /// At most so many.
    limit: Option<usize>,
}

/// What the last search of the whole register found: pairs of a resident and someone of another commune, and counts by commune. Every look at persons is
/// audited.
#[utoipa::path(
    get, path = "/api/duplicates/night", tag = "persons",
    params(NightQuery),
    responses(
        (status = OK, body = NightPage),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn night(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<NightQuery>,
) -> Result<Json<NightPage>, Problem> {
    let ask = NightAsk { unit: ask.unit, after: ask.after, limit: ask.limit.unwrap_or(usize::MAX) };
    Ok(Json(server.app.night_duplicates(&session.caller, &ask).await?))
}
