//! `GET /api/review`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{ReviewAsk, ReviewPage};
use danso_model::Position;
use danso_store::Severity;
use danso_wire::parse_status;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which part of the queue.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAsk {
    /// Inside this unit; left out: all that the caller reviews.
    unit: Option<String>,
    /// `submitted` when left out.
    status: Option<String>,
    /// Only this severity.
    #[param(inline)]
    severity: Option<SeverityName>,
    /// The page after this position.
    after: Option<u32>,
    /// At most so many.
    limit: Option<u32>,
}

/// How serious the worst issue is.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SeverityName {
    Clean,
    Warn,
    Confirm,
    Error,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Self {
        match name {
            SeverityName::Clean => Self::Clean,
            SeverityName::Warn => Self::Warn,
            SeverityName::Confirm => Self::Confirm,
            SeverityName::Error => Self::Error,
        }
    }
}

impl TryFrom<ListAsk> for ReviewAsk {
    type Error = Problem;

    fn try_from(ask: ListAsk) -> Result<Self, Problem> {
        let read = |text: &str| parse_status(text).ok_or_else(|| Problem::bad_request("bad_query", "no such status"));
        Ok(Self {
            unit: ask.unit,
            status: ask.status.as_deref().map(read).transpose()?,
            severity: ask.severity.map(Severity::from),
            after: ask.after.map(Position),
            limit: ask.limit.unwrap_or(u32::MAX),
        })
    }
}

/// The events that wait for the commune, or that it decided on.
#[utoipa::path(
    get, path = "/api/review", tag = "review",
    params(ListAsk),
    responses(
        (status = OK, body = ReviewPage),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<ListAsk>,
) -> Result<Json<ReviewPage>, Problem> {
    Ok(Json(server.app.review_list(&session.caller, &ask.try_into()?).await?))
}
