//! `GET /api/entry/areas/{id}`, `GET /api/entry/key`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use danso_app::DraftKey;
use danso_model::AreaId;
use danso_wire::Snapshot;
use uuid::Uuid;

/// An area as its collaborator's phone has it, for entry at the desk. Every look is audited.
#[utoipa::path(
    get, path = "/api/entry/areas/{id}", tag = "entry",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = Snapshot),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn area(State(server): State<Server>, session: Session, Named(id): Named<Uuid>) -> Result<Response, Problem> {
    let gzip = server.app.entry_area(&session.caller, AreaId(id)).await?;
    let own = [(CONTENT_TYPE, "application/json"), (CONTENT_ENCODING, "gzip"), (CACHE_CONTROL, "no-store")];
    Ok((own, gzip).into_response())
}

/// The key under which the caller's browser keeps what is typed at the desk and not sent yet.
#[utoipa::path(
    get, path = "/api/entry/key", tag = "entry",
    responses(
        (status = OK, body = DraftKey),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn key(State(server): State<Server>, session: Session) -> Result<Json<DraftKey>, Problem> {
    Ok(Json(server.app.draft_key(&session.caller)?))
}
