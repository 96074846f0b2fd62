//! `GET /api/people`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::{Behind, PeopleAsk, PeoplePage};
use danso_model::{PersonId, Position, Sex};
use danso_wire::parse_sex;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// An age that nobody passes.
const OLDEST: i32 = 200;

/// Which persons.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Code of the unit.
    unit: String,
    /// Living there at the end of this day; left out: today. Not with `event`.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<Date>,
    /// `m`, `f` or `u`.
    #[param(value_type = Option<String>)]
    sex: Option<char>,
    /// First completed age.
    age_from: Option<i32>,
    /// Last completed age.
    age_to: Option<i32>,
    /// Those born or died between `from` and `to`.
    #[param(inline)]
    event: Option<Happened>,
    /// First day of the event.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Last day of the event.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// As known at this position; left out: now.
    known_at: Option<u32>,
    /// The page after this person.
    after: Option<Uuid>,
    /// At most so many.
    limit: Option<usize>,
}

/// What happened to them.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Happened {
    Birth,
    Death,
}

impl Ask {
    fn what(&self, today: Date) -> Result<Behind, Problem> {
        let period = || {
            let days = self.from.zip(self.to);
            days.ok_or_else(|| Problem::bad_request("bad_query", "event needs from and to"))
        };
        match self.event {
            None => Ok(Behind::Living(self.at.unwrap_or(today))),
            Some(Happened::Birth) => period().map(|(from, to)| Behind::Born(from, to)),
            Some(Happened::Death) => period().map(|(from, to)| Behind::Died(from, to)),
        }
    }

    fn ages(&self) -> Option<(i32, i32)> {
        let asked = self.age_from.is_some() || self.age_to.is_some();
        asked.then(|| (self.age_from.unwrap_or(0), self.age_to.unwrap_or(OLDEST)))
    }

    fn sex(&self) -> Result<Option<Sex>, Problem> {
        let read = |letter| parse_sex(letter).ok_or_else(|| Problem::bad_request("bad_query", "no such sex"));
        self.sex.map(read).transpose()
    }
}

/// The persons behind a number, as far as the caller may see persons. Every look is audited.
#[utoipa::path(
    get, path = "/api/people", tag = "persons",
    params(Ask),
    responses(
        (status = OK, body = PeoplePage),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "no_persons, out_of_scope"),
    )
)]
pub(crate) async fn people(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<Ask>,
) -> Result<Json<PeoplePage>, Problem> {
    let what = ask.what(server.app.env.today())?;
    let (ages, sex) = (ask.ages(), ask.sex()?);
    let ask = PeopleAsk {
        unit: ask.unit,
        what,
        known_at: ask.known_at.map(Position),
        sex,
        ages,
        after: ask.after.map(PersonId),
        limit: ask.limit.unwrap_or(usize::MAX),
    };
    Ok(Json(server.app.people_behind(&session.caller, &ask).await?))
}
