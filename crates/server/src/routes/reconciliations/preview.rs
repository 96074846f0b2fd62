//! `POST /api/reconciliations/preview`

use super::upload::{Upload, UploadForm};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::reconcile::{ListPreview, PreviewAsk};

/// Reads a list and tells what would be compared; nothing is kept.
#[utoipa::path(
    post, path = "/api/reconciliations/preview", tag = "reconciliations",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = OK, body = ListPreview),
        (status = BAD_REQUEST, body = Problem, description = "list_broken, list_empty, list_no_such_column, list_no_such_sheet, list_too_large, malformed, unknown_unit"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = PAYLOAD_TOO_LARGE, body = Problem, description = "too_large"),
    )
)]
pub(crate) async fn preview(
    State(server): State<Server>,
    session: Session,
    Upload { file, name, ask }: Upload<PreviewAsk>,
) -> Result<Json<ListPreview>, Problem> {
    Ok(Json(server.app.preview_list(&session.caller, &file, &name, &ask).await?))
}
