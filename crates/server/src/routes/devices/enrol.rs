//! `POST /api/devices/enrol`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::MayLogIn;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::people::{Enrol, SessionReply};

/// Enrols a device with a one-time code, and begins its session.
#[utoipa::path(
    post, path = "/api/devices/enrol", tag = "devices", security(()),
    request_body = Enrol,
    responses(
        (status = OK, body = SessionReply),
        (status = BAD_REQUEST, body = Problem, description = "enrolment_code_invalid"),
        (status = FORBIDDEN, body = Problem, description = "account_disabled"),
        (status = TOO_MANY_REQUESTS, body = Problem, description = "too_many_tries, too_many_requests"),
    )
)]
pub(crate) async fn enrol(
    State(server): State<Server>,
    _may: MayLogIn,
    JsonBody(ask): JsonBody<Enrol>,
) -> Result<Json<SessionReply>, Problem> {
    Ok(Json(server.app.enrol(ask).await?))
}
