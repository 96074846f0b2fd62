//! `POST /api/movers/{arrival}/{departure}`, `POST /api/movers/{arrival}/{departure}/apart`

use crate::body::{JsonBody, Named};
use crate::problem::Problem;
use crate::routes::duplicates::act::Apart;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::Merged;
use danso_model::PersonId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why who came is who left.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PairAsk {
    /// In the officer's words, 500 characters at most; sealed with the person.
    reason: Option<String>,
}

/// Says that who came is who left; it counts at once. Undone with `POST /api/duplicates/undo/{event}` by the event that it answers.
#[utoipa::path(
    post, path = "/api/movers/{arrival}/{departure}", tag = "persons",
    params(("arrival" = Uuid, Path), ("departure" = Uuid, Path)),
    request_body = PairAsk,
    responses(
        (status = OK, body = Merged),
        (status = BAD_REQUEST, body = Problem, description = "merge_reason"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "not_accepted"),
    )
)]
pub(crate) async fn pair(
    State(server): State<Server>,
    session: Session,
    Named((arrival, departure)): Named<(Uuid, Uuid)>,
    JsonBody(ask): JsonBody<PairAsk>,
) -> Result<Json<Merged>, Problem> {
    let (arrival, departure) = (PersonId(arrival), PersonId(departure));
    Ok(Json(server.app.pair_movers(&session.caller, arrival, departure, ask.reason.as_deref()).await?))
}

/// Says that who came is not who left, or takes it back.
#[utoipa::path(
    post, path = "/api/movers/{arrival}/{departure}/apart", tag = "persons",
    params(("arrival" = Uuid, Path), ("departure" = Uuid, Path)),
    request_body = Apart,
    responses(
        (status = OK, body = Apart),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn apart(
    State(server): State<Server>,
    session: Session,
    Named((arrival, departure)): Named<(Uuid, Uuid)>,
    JsonBody(ask): JsonBody<Apart>,
) -> Result<Json<Apart>, Problem> {
    server.app.keep_movers_apart(&session.caller, PersonId(arrival), PersonId(departure), ask.apart).await?;
    Ok(Json(ask))
}
