//! Dates and identification numbers of the model against the cases that the web app runs too.

use danso_model::{PartialDate, Pin, PinDoubt, Precision, Sex};
use jiff::civil::Date;
use pretty_assertions::assert_eq;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(untagged)]
enum DateCase {
    Age { birth: String, at: Date, age: i32 },
    Overlap { a: String, b: String, overlaps: bool },
    Valid { text: String, precision: String, estimated: bool, imputed: Date },
    Invalid { text: String, valid: bool },
}

#[test]
fn partial_dates() {
    let cases: Vec<DateCase> = serde_json::from_str(include_str!("../../../conformance/partial_date.json")).unwrap();
    let date = |text: &str| text.parse::<PartialDate>().unwrap();
    for case in cases {
        match case {
            DateCase::Age { birth, at, age } => assert_eq!(date(&birth).age_at(at), age, "{birth} at {at}"),
            DateCase::Overlap { a, b, overlaps } => assert_eq!(date(&a).overlaps(date(&b)), overlaps, "{a} {b}"),
            DateCase::Valid { text, precision, estimated, imputed } => {
                let read = date(&text);
                let name = match read.precision() {
                    Precision::Year => "year",
                    Precision::Month => "month",
                    Precision::Day => "day",
                };
                assert_eq!(
                    (read.to_string(), name, read.is_estimated(), read.imputed()),
                    (text, precision.as_str(), estimated, imputed)
                );
            }
            DateCase::Invalid { text, valid } => assert_eq!(text.parse::<PartialDate>().is_ok(), valid, "{text}"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinCase {
    pin: String,
    sex: Option<String>,
    birth: Option<String>,
    issues: Vec<String>,
}

#[test]
fn identification_numbers() {
    let cases: Vec<PinCase> = serde_json::from_str(include_str!("../../../conformance/pin.json")).unwrap();
    for PinCase { pin, sex, birth, issues } in cases {
        let sex = match sex.as_deref() {
            Some("m") => Sex::Male,
            Some("f") => Sex::Female,
            _ => Sex::Unknown,
        };
        let name = |doubt: PinDoubt| match doubt {
            PinDoubt::Place => "place",
            PinDoubt::Sex => "sex",
            PinDoubt::BirthYear => "birth_year",
        };
        let found: Vec<_> = match Pin::new(&pin) {
            Ok(pin) => pin.doubts(sex, birth.map(|birth| birth.parse().unwrap())).into_iter().map(name).collect(),
            Err(_) => vec!["format"],
        };
        assert_eq!(found, issues, "{pin}");
    }
}
