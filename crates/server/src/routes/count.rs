//! `GET /api/count`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{CountAsk, CountBy, CountReply};
use danso_model::Position;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// What to count.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Code of the unit.
    unit: String,
    /// At the end of this day; left out: today.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<Date>,
    /// Broken down by these, with commas between: `sex`, `age`, `age5`, `unit`.
    #[serde(default)]
    by: String,
    /// As known at this position; left out: now.
    known_at: Option<u32>,
}

/// Usual residents of a unit on a day.
#[utoipa::path(
    get, path = "/api/count", tag = "figures",
    params(Ask),
    responses(
        (status = OK, body = CountReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn count(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<Ask>,
) -> Result<Json<CountReply>, Problem> {
    let ask = CountAsk {
        unit: ask.unit,
        at: ask.at.unwrap_or_else(|| server.app.env.today()),
        by: breakdown(&ask.by)?,
        known_at: ask.known_at.map(Position),
    };
    Ok(Json(server.app.count(&session.caller, &ask).await?))
}

fn breakdown(text: &str) -> Result<Vec<CountBy>, Problem> {
    let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
    words.map(|word| CountBy::parse(word).ok_or_else(|| Problem::bad_request("bad_query", "no such breakdown"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breakdowns() {
        assert_eq!(breakdown(""), Ok(vec![]));
        assert_eq!(breakdown("sex, age5"), Ok(vec![CountBy::Sex, CountBy::Age5]));
        assert_eq!(breakdown("sex,ages").map_err(|problem| problem.code()), Err("bad_query"));
    }
}
