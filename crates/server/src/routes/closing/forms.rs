//! `GET /api/reports/forms`

use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::closing::FormLine;
use serde::Serialize;
use utoipa::ToSchema;

/// Forms in all their versions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FormList {
    /// By form, the oldest version first.
    items: Vec<FormLine>,
}

/// The forms on which units report: who, over which period, to whom, by when, since when.
#[utoipa::path(get, path = "/api/reports/forms", tag = "reports", responses((status = OK, body = FormList)))]
pub(crate) async fn forms(State(server): State<Server>, _session: Session) -> Json<FormList> {
    Json(FormList { items: server.app.forms_told() })
}
