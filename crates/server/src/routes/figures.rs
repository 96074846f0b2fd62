//! `GET /api/figures`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{FiguresAsk, FiguresReply};
use danso_indicators::Period;
use danso_model::Position;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which figures.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Codes of indicators, with commas between.
    indicator: String,
    /// Code of a unit, `R1` … `R6` for a region, or the id of an area.
    unit: String,
    /// The units next below instead.
    #[serde(default)]
    children: bool,
    /// `2026-10`, `2026-Q3`, `2026-H1`, `2026` or `2024..2026`.
    period: String,
    /// Broken down by these breakdowns, with commas between; several give each combination.
    #[serde(default)]
    by: String,
    /// As known at this position; left out: now.
    known_at: Option<u32>,
    /// On the boundaries of this day; left out: the last day of the period, never later than today.
    #[param(value_type = Option<String>, format = Date)]
    boundaries: Option<Date>,
}

/// Reads a period.
pub(super) fn period(text: &str) -> Result<Period, Problem> {
    text.parse().map_err(|_| Problem::bad_request("bad_period", "no such period"))
}

pub(super) fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Figures of indicators for a unit or those below it, with all that explains them.
#[utoipa::path(
    get, path = "/api/figures", tag = "figures",
    params(Ask),
    responses(
        (status = OK, body = FiguresReply),
        (status = BAD_REQUEST, body = Problem,
            description = "unknown_unit, unknown_indicator, bad_period, bad_breakdown, no_children, too_many_figures, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn figures(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<Ask>,
) -> Result<Json<FiguresReply>, Problem> {
    let ask = FiguresAsk {
        indicators: words(&ask.indicator),
        unit: ask.unit,
        children: ask.children,
        period: period(&ask.period)?,
        by: words(&ask.by),
        known_at: ask.known_at.map(Position),
        boundaries: ask.boundaries,
    };
    Ok(Json(server.app.figures(&session.caller, &ask).await?))
}
