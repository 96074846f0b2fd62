//! `GET /api/figures/people`

use super::figures::{period, words};
use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{FigurePeopleAsk, FigurePeoplePage};
use danso_model::Position;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// Behind which number.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Code of the indicator.
    indicator: String,
    /// The name in its formula; left out: its first.
    term: Option<String>,
    /// Code of the unit, or the id of an area.
    unit: String,
    /// As for figures.
    period: String,
    /// Only these categories, `sex:f,age5:20–24`.
    #[serde(default)]
    cut: String,
    /// As known at this position; left out: now.
    known_at: Option<u32>,
    /// On the boundaries of this day; as for figures.
    #[param(value_type = Option<String>, format = Date)]
    boundaries: Option<Date>,
    /// So many lines of earlier pages.
    #[serde(default)]
    after: usize,
    /// At most so many.
    limit: Option<usize>,
}

/// The persons or households behind a number, as far as the caller sees them there. Audited.
#[utoipa::path(
    get, path = "/api/figures/people", tag = "figures",
    params(Ask),
    responses(
        (status = OK, body = FigurePeoplePage),
        (status = BAD_REQUEST, body = Problem,
            description = "unknown_unit, unknown_indicator, unknown_term, bad_period, bad_breakdown, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "no_persons, out_of_scope"),
    )
)]
pub(crate) async fn people(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<Ask>,
) -> Result<Json<FigurePeoplePage>, Problem> {
    let category = |word: String| {
        let (name, code) = word.split_once(':').ok_or_else(|| Problem::bad_request("bad_breakdown", "write name:code"))?;
        Ok((name.to_owned(), code.to_owned()))
    };
    let ask = FigurePeopleAsk {
        indicator: ask.indicator,
        term: ask.term,
        unit: ask.unit,
        period: period(&ask.period)?,
        cut: words(&ask.cut).into_iter().map(category).collect::<Result<_, Problem>>()?,
        known_at: ask.known_at.map(Position),
        boundaries: ask.boundaries,
        after: ask.after,
        limit: ask.limit.unwrap_or(100),
    };
    Ok(Json(server.app.figure_people(&session.caller, &ask).await?))
}
