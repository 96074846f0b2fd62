//! `GET /api/households/{id}`, `GET /api/households/{id}/sheet`

use crate::body::{Asked, Named};
use crate::problem::Problem;
use crate::routes::reports::{attachment, format};
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use danso_app::HouseholdReply;
use danso_model::HouseholdId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// A household as it stands, with what happened to it. Every look is audited.
#[utoipa::path(
    get, path = "/api/households/{id}", tag = "persons",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = HouseholdReply),
        (status = FORBIDDEN, body = Problem, description = "no_persons, out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn household(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<HouseholdReply>, Problem> {
    Ok(Json(server.app.household(&session.caller, HouseholdId(id)).await?))
}

/// As which file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SheetAsk {
    /// `pdf`, `docx`, `xlsx`, `html`, `csv` or `json`.
    format: String,
}

/// The A0/CTV sheet of a household to print. Every print is audited.
#[utoipa::path(
    get, path = "/api/households/{id}/sheet", tag = "persons",
    params(("id" = Uuid, Path), SheetAsk),
    responses(
        (status = OK, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = BAD_REQUEST, body = Problem, description = "unknown_format, bad_query"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn sheet(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    Asked(ask): Asked<SheetAsk>,
) -> Result<Response, Problem> {
    let format = format(&ask.format)?;
    let bytes = server.app.household_sheet(&session.caller, HouseholdId(id), format).await?;
    Ok(attachment(&format!("A0_{id}.{}", format.extension()), format, bytes))
}
