//! `GET /api/search`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::PeoplePage;
use serde::Deserialize;
use std::fmt;
use utoipa::IntoParams;

/// Whom to look for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Words of a name, with or without accents, or an identification number.
    q: String,
    /// Only in this unit.
    unit: Option<String>,
    /// At most so many.
    limit: Option<u32>,
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ask").field("unit", &self.unit).finish_non_exhaustive()
    }
}

/// Persons by name or number, as far as the caller may see persons. Every search is audited.
#[utoipa::path(
    get, path = "/api/search", tag = "persons",
    params(Ask),
    responses(
        (status = OK, body = PeoplePage),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "no_persons, out_of_scope"),
    )
)]
pub(crate) async fn search(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<Ask>,
) -> Result<Json<PeoplePage>, Problem> {
    let limit = ask.limit.unwrap_or(u32::MAX);
    Ok(Json(server.app.search(&session.caller, &ask.q, ask.unit.as_deref(), limit).await?))
}
