//! Error rates of a sample: by field and collaborator, per 10 000 data points. Pure.
//!
//! The gross difference rate is the share of comparisons that differ, the net difference rate what is left of them when errors that
//! cancel each other out are set off (United Nations Statistics Division 2010: Post Enumeration Surveys, Operational Guidelines.
//! Technical Report, New York, on content error; there for each category of an answer, here half the sum over all categories, which is
//! the share of answers that would have to go into another category). Intervals are Wilson's at 95 %, as if data points were drawn one by
//! one; those of one household are alike, so that they are somewhat too narrow.

use super::compare::PERSON;
use danso_store::DifferenceRow;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Data points.
const PER: f64 = 10_000.0;
/// Fields that have categories, so that their errors can cancel each other out. Of a birth the category is the year.
const COUNTED: [&str; 7] = ["sex", "birth", "relationship", "residence", "marital", "education", "ethnic"];

/// Errors among some data points.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct RateLine {
    /// How often register and second reading were compared.
    pub points: u64,
    /// How often they differ.
    pub differences: u64,
    /// Of these, where the register was found wrong.
    pub register: u64,
    /// Where the second reading was.
    pub reading: u64,
    /// Where neither was: it changed meanwhile.
    pub changed: u64,
    /// Not decided yet.
    pub open: u64,
    /// Differences per 10 000 data points, with the limits of 95 %; left out without data points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Rate>,
    /// Errors of the register per 10 000 data points, once every difference is decided on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross: Option<Rate>,
    /// What is left of them where they cancel each other out, per 10 000; signed for persons, where more left out is above zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net: Option<f64>,
}

/// A rate per 10 000.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Rate {
    /// The rate.
    pub rate: f64,
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

fn rate(part: u64, all: u64) -> Option<Rate> {
    let (low, high) = danso_indicators::wilson(part as f64, all as f64)?;
    Some(Rate { rate: part as f64 / all as f64 * PER, low: low * PER, high: high * PER })
}

/// The category of an answer.
fn category<'a>(field: &str, value: &'a str) -> &'a str {
    if field == "birth" { value.get(..4).unwrap_or(value) } else { value }
}

/// What is left of the register's errors in a field, of so many data points; nothing for a field without categories.
fn net(field: &str, wrong: &[&DifferenceRow], points: u64) -> Option<f64> {
    if points == 0 {
        return None;
    }
    let share = |count: f64| count / points as f64 * PER;
    if field == PERSON {
        let of = |kind: &str| wrong.iter().filter(|row| row.kind == kind).count() as f64;
        return Some(share(of("omission") - of("inclusion")));
    }
    if !COUNTED.contains(&field) {
        return None;
    }
    let mut moved: BTreeMap<&str, i64> = BTreeMap::new();
    for row in wrong {
        if let Some(was) = &row.was {
            *moved.entry(category(field, was)).or_default() += 1;
        }
        if let Some(said) = &row.said {
            *moved.entry(category(field, said)).or_default() -= 1;
        }
    }
    let sum: u64 = moved.values().map(|count| count.unsigned_abs()).sum();
    Some(share(sum as f64 / 2.0))
}

/// The line of some data points. `field`: the one they all are of, for what is left of errors.
pub(crate) fn line(points: u64, differences: &[&DifferenceRow], field: Option<&str>) -> RateLine {
    let with = |verdict: Option<&str>| differences.iter().filter(|row| row.verdict.as_deref() == verdict).count() as u64;
    let open = with(None);
    let register = with(Some("register"));
    let decided = open == 0;
    let wrong: Vec<&DifferenceRow> =
        differences.iter().copied().filter(|row| row.verdict.as_deref() == Some("register")).collect();
    RateLine {
        points,
        differences: differences.len() as u64,
        register,
        reading: with(Some("reading")),
        changed: with(Some("changed")),
        open,
        found: rate(differences.len() as u64, points),
        gross: rate(register, points).filter(|_| decided),
        net: field.filter(|_| decided).and_then(|field| net(field, &wrong, points)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use danso_model::HouseholdId;
    use uuid::Uuid;

    fn row(kind: &str, field: &str, pair: (&str, &str), verdict: &str) -> DifferenceRow {
        let told = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        DifferenceRow {
            household: HouseholdId(Uuid::nil()),
            number: 1,
            kind: kind.to_owned(),
            field: field.to_owned(),
            person: None,
            row: None,
            was: told(pair.0),
            said: told(pair.1),
            verdict: told(verdict),
            by: None,
            at_ms: None,
        }
    }

    #[test]
    fn ten_of_a_hundred_have_the_interval_that_wilson_printed() {
        // Score interval of 10 in 100: 0.0552 to 0.1744 (Newcombe 1998, Statistics in Medicine 17, p. 857–872, method 3).
        let rows = vec![row("value", "sex", ("m", "f"), ""); 10];
        let line = line(100, &rows.iter().collect::<Vec<_>>(), Some("sex"));
        let found = line.found.unwrap();
        assert_eq!((found.rate, found.low.round(), found.high.round()), (1_000.0, 552.0, 1_744.0));
        assert_eq!((line.open, line.gross, line.net), (10, None, None), "nothing is said of errors before each is decided on");
    }

    #[test]
    fn errors_that_cancel_out_leave_nothing_net() {
        let rows = [
            row("value", "sex", ("m", "f"), "register"),
            row("value", "sex", ("f", "m"), "register"),
            row("value", "sex", ("f", "m"), "reading"),
            row("value", "sex", ("f", "m"), "changed"),
        ];
        let line = line(50, &rows.iter().collect::<Vec<_>>(), Some("sex"));
        assert_eq!((line.differences, line.register, line.reading, line.changed), (4, 2, 1, 1));
        assert_eq!(line.gross.unwrap().rate, 400.0);
        assert_eq!(line.net, Some(0.0));
    }

    #[test]
    fn net_is_how_many_would_have_to_move() {
        let rows = [row("value", "marital", ("1", "2"), "register"), row("value", "marital", ("3", "2"), "register")];
        assert_eq!(line(100, &rows.iter().collect::<Vec<_>>(), Some("marital")).net, Some(200.0));
        let births =
            [row("value", "birth", ("1987-05", "1988"), "register"), row("value", "birth", ("1987-01", "1987-03"), "register")];
        assert_eq!(
            line(100, &births.iter().collect::<Vec<_>>(), Some("birth")).net,
            Some(100.0),
            "the same year is the same category"
        );
        let names = [row("value", "name", ("", ""), "register")];
        assert_eq!(line(100, &names.iter().collect::<Vec<_>>(), Some("name")).net, None);
    }

    #[test]
    fn coverage_is_signed() {
        let rows = [
            row("omission", PERSON, ("", ""), "register"),
            row("inclusion", PERSON, ("", ""), "register"),
            row("inclusion", PERSON, ("", ""), "register"),
        ];
        let line = line(1_000, &rows.iter().collect::<Vec<_>>(), Some(PERSON));
        assert_eq!((line.gross.unwrap().rate, line.net), (30.0, Some(-10.0)));
    }

    #[test]
    fn without_data_points_there_is_no_rate() {
        assert_eq!(line(0, &[], Some("sex")).found, None);
    }
}
