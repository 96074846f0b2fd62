//! `GET /api/me`

use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::people::MeReply;

/// Who the caller is.
#[utoipa::path(
    get, path = "/api/me", tag = "session",
    responses((status = OK, body = MeReply), (status = UNAUTHORIZED, body = Problem, description = "not_logged_in"))
)]
pub(crate) async fn me(State(server): State<Server>, session: Session) -> Json<MeReply> {
    Json(server.app.me(&session.caller))
}
