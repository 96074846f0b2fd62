//! `POST /api/duplicates/{one}/{other}/merge`, `POST /api/duplicates/{one}/{other}/apart`, `POST /api/duplicates/undo/{event}`

use crate::body::{JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::Merged;
use danso_model::{EventId, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Why two sheets are one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeAsk {
    /// In the officer's words, 500 characters at most; sealed with the person.
    reason: String,
}

/// Whether two are two.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Apart {
    /// `true`: two persons, not to be asked about again; `false`: to be asked about again.
    pub(crate) apart: bool,
}

/// Makes two sheets one, of which the first is kept; it counts at once. Undone by the event that it answers.
#[utoipa::path(
    post, path = "/api/duplicates/{one}/{other}/merge", tag = "persons",
    params(("one" = Uuid, Path), ("other" = Uuid, Path)),
    request_body = MergeAsk,
    responses(
        (status = OK, body = Merged),
        (status = BAD_REQUEST, body = Problem, description = "merge_reason"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "person_erased, not_accepted"),
    )
)]
pub(crate) async fn merge(
    State(server): State<Server>,
    session: Session,
    Named((one, other)): Named<(Uuid, Uuid)>,
    JsonBody(ask): JsonBody<MergeAsk>,
) -> Result<Json<Merged>, Problem> {
    Ok(Json(server.app.merge_persons(&session.caller, PersonId(one), PersonId(other), &ask.reason).await?))
}

/// Says that two are two persons, or takes it back.
#[utoipa::path(
    post, path = "/api/duplicates/{one}/{other}/apart", tag = "persons",
    params(("one" = Uuid, Path), ("other" = Uuid, Path)),
    request_body = Apart,
    responses(
        (status = OK, body = Apart),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn apart(
    State(server): State<Server>,
    session: Session,
    Named((one, other)): Named<(Uuid, Uuid)>,
    JsonBody(ask): JsonBody<Apart>,
) -> Result<Json<Apart>, Problem> {
    server.app.keep_apart(&session.caller, PersonId(one), PersonId(other), ask.apart).await?;
    Ok(Json(ask))
}

/// Undoes a merge: both sheets are as if it had never been.
#[utoipa::path(
    post, path = "/api/duplicates/undo/{event}", tag = "persons",
    params(("event" = Uuid, Path)),
    request_body = Object,
    responses(
        (status = OK, body = Merged),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "already_decided, not_accepted"),
    )
)]
pub(crate) async fn undo(
    State(server): State<Server>,
    session: Session,
    Named(event): Named<Uuid>,
) -> Result<Json<Merged>, Problem> {
    Ok(Json(server.app.unmerge(&session.caller, EventId(event)).await?))
}
