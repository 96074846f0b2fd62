//! `GET /api/duplicates`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{DuplicatePage, DuplicatesAsk};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which pairs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAsk {
    /// Both inside this unit; left out: all that the caller reviews.
    unit: Option<String>,
    /// The page after this: `next` of the page before.
    after: Option<String>,
    /// At most so many.
    limit: Option<usize>,
}

/// Pairs of living residents who may be one person, the likeliest first. Every look is audited.
#[utoipa::path(
    get, path = "/api/duplicates", tag = "persons",
    params(ListAsk),
    responses(
        (status = OK, body = DuplicatePage),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<ListAsk>,
) -> Result<Json<DuplicatePage>, Problem> {
    let ask = DuplicatesAsk { unit: ask.unit, after: ask.after, limit: ask.limit.unwrap_or(usize::MAX) };
    Ok(Json(server.app.duplicates(&session.caller, &ask).await?))
}
