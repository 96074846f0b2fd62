//! `GET /api/movers`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{MoverSide, MoversAsk, MoversPage};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which movers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAsk {
    /// Of this unit; left out: of all that the caller reviews.
    unit: Option<String>,
    /// Only those who came, or only those who left.
    #[param(inline)]
    side: Option<MoverSide>,
    /// First day of the counts; left out: the first of the year.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Last day of the counts; left out: today.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// The page after this: `next` of the page before.
    after: Option<String>,
    /// At most so many.
    limit: Option<usize>,
}

/// Who left and came nowhere, who came and left nowhere, and who of them may be one; counts alone for those who see no persons of the unit.
/// Every look at persons is audited.
#[utoipa::path(
    get, path = "/api/movers", tag = "persons",
    params(ListAsk),
    responses(
        (status = OK, body = MoversPage),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_period, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<ListAsk>,
) -> Result<Json<MoversPage>, Problem> {
    let ListAsk { unit, side, from, to, after, limit } = ask;
    let ask = MoversAsk { unit, side, from, to, after, limit: limit.unwrap_or(usize::MAX) };
    Ok(Json(server.app.movers(&session.caller, &ask).await?))
}
