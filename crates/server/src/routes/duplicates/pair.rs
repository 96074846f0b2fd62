//! `GET /api/duplicates/{one}/{other}`, `GET /api/duplicates/{one}/{other}/preview`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{DuplicatePair, MergePreview};
use danso_model::PersonId;
use uuid::Uuid;

/// Two sheets side by side, and why they may be about one person. Every look is audited.
#[utoipa::path(
    get, path = "/api/duplicates/{one}/{other}", tag = "persons",
    params(("one" = Uuid, Path), ("other" = Uuid, Path)),
    responses(
        (status = OK, body = DuplicatePair),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn pair(
    State(server): State<Server>,
    session: Session,
    Named((one, other)): Named<(Uuid, Uuid)>,
) -> Result<Json<DuplicatePair>, Problem> {
    Ok(Json(server.app.duplicate_pair(&session.caller, PersonId(one), PersonId(other)).await?))
}

/// What would be if the two were one and the first were kept. Nothing is written; every look is audited.
#[utoipa::path(
    get, path = "/api/duplicates/{one}/{other}/preview", tag = "persons",
    params(("one" = Uuid, Path), ("other" = Uuid, Path)),
    responses(
        (status = OK, body = MergePreview),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn preview(
    State(server): State<Server>,
    session: Session,
    Named((one, other)): Named<(Uuid, Uuid)>,
) -> Result<Json<MergePreview>, Problem> {
    Ok(Json(server.app.merge_preview(&session.caller, PersonId(one), PersonId(other)).await?))
}
