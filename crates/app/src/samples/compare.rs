//! A second reading against the register: who was left out, who is in it and was not found, what is written otherwise. Pure.
//!
//! Persons are matched by name, birth, sex and relationship, not by anything that the second interviewer could have copied. What is
//! compared of a person is what the second reading says: an answer left empty is no data point.

use danso_catalog::fold;
use danso_model::PartialDate;
use danso_wire::MemberDocument;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The field under which coverage is counted.
pub(crate) const PERSON: &str = "person";
/// What is compared of a person, in the order of the form.
pub(crate) const FIELDS: [&str; 8] = ["name", "sex", "birth", "relationship", "residence", "marital", "education", "ethnic"];

/// A person as the second interviewer found them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingRow {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `m`, `f` or `u`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Partial date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    /// Relationship to the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship: Option<String>,
    /// Residence status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residence: Option<String>,
    /// Marital status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marital: Option<String>,
    /// Education.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education: Option<String>,
    /// Ethnic group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnic: Option<String>,
}

/// A field of the second reading; nothing for an empty answer.
pub(crate) fn said<'a>(row: &'a ReadingRow, field: &str) -> Option<&'a str> {
    let value = match field {
        "name" => &row.name,
        "sex" => &row.sex,
        "birth" => &row.birth,
        "relationship" => &row.relationship,
        "residence" => &row.residence,
        "marital" => &row.marital,
        "education" => &row.education,
        "ethnic" => &row.ethnic,
        _ => &None,
    };
    value.as_deref().map(str::trim).filter(|value| !value.is_empty())
}

/// The same field of the register.
pub(crate) fn written<'a>(member: &'a MemberDocument, field: &str) -> Option<&'a str> {
    match field {
        "name" => member.name.as_deref(),
        "sex" => Some(&member.sex),
        "birth" => Some(&member.birth),
        "relationship" => Some(&member.relationship),
        "residence" => Some(&member.residence),
        "marital" => member.marital.as_deref(),
        "education" => member.education.as_deref(),
        "ethnic" => member.ethnic.as_deref(),
        _ => None,
    }
}

/// A difference found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// `omission`, `inclusion` or `value`.
    pub(crate) kind: &'static str,
    pub(crate) field: &'static str,
    /// Whom of the register.
    pub(crate) person: Option<Uuid>,
    /// Which row of the reading.
    pub(crate) row: Option<usize>,
    /// Never of a name.
    pub(crate) was: Option<String>,
    pub(crate) said: Option<String>,
}

/// What came of comparing a household.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Comparison {
    /// Who of the register is which row of the reading.
    pub(crate) pairs: Vec<(Uuid, usize)>,
    /// How often each field was compared.
    pub(crate) points: BTreeMap<&'static str, u64>,
    pub(crate) differences: Vec<Found>,
}

fn dates(one: &str, other: &str) -> Option<(PartialDate, PartialDate)> {
    Some((one.parse().ok()?, other.parse().ok()?))
}

/// 2: the same but for accents and capitals. 1: one name lacks a word of the other.
fn name_score(one: &str, other: &str) -> u8 {
    let (one, other) = (fold(one), fold(other));
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    if one == other {
        return 2;
    }
    let within =
        |few: &str, many: &str| few.split(' ').count() > 1 && few.split(' ').all(|word| many.split(' ').any(|each| each == word));
    u8::from(within(&one, &other) || within(&other, &one))
}

/// 2: may be the same day. 1: a year apart.
fn birth_score(one: &str, other: &str) -> u8 {
    match dates(one, other) {
        Some((one, other)) if one.overlaps(other) => 2,
        Some((one, other)) if (one.number() / 10_000 - other.number() / 10_000).abs() <= 1 => 1,
        Some(_) | None => 0,
    }
}

/// How much speaks for the same person; nothing where too little does.
fn likeness(member: &MemberDocument, row: &ReadingRow) -> Option<u8> {
    let name = name_score(member.name.as_deref().unwrap_or_default(), said(row, "name").unwrap_or_default());
    let birth = said(row, "birth").map_or(0, |said| birth_score(&member.birth, said));
    let same = |field: &str| written(member, field).is_some_and(|written| said(row, field) == Some(written));
    let (sex, relationship) = (same("sex"), same("relationship"));
    let enough = name == 2 || (name == 1 && birth > 0) || (birth == 2 && sex && relationship);
    enough.then_some(name * 4 + birth * 4 + u8::from(sex) * 2 + u8::from(relationship))
}

/// Whether both say the same, as far as both say it. Accents and capitals of a name do not count, nor how exactly a date is known.
fn agrees(field: &str, written: &str, said: &str) -> bool {
    match field {
        "name" => fold(written) == fold(said),
        "birth" => dates(written, said).map_or(written == said, |(one, other)| one.overlaps(other)),
        _ => written == said,
    }
}

/// Compares what the register had of a household with what was found.
pub(crate) fn compare(members: &[MemberDocument], rows: &[ReadingRow]) -> Comparison {
    let mut likely: Vec<(u8, usize, usize)> = Vec::new();
    for (at, member) in members.iter().enumerate() {
        likely.extend(rows.iter().enumerate().filter_map(|(row, said)| Some((likeness(member, said)?, at, row))));
    }
    likely.sort_by_key(|(score, at, row)| (std::cmp::Reverse(*score), *at, *row));
    let (mut of_member, mut of_row) = (vec![None; members.len()], vec![None; rows.len()]);
    for (_, at, row) in likely {
        if of_member[at].is_none() && of_row[row].is_none() {
            (of_member[at], of_row[row]) = (Some(row), Some(at));
        }
    }

    let mut comparison = Comparison::default();
    let mut count = |field: &'static str| *comparison.points.entry(field).or_default() += 1;
    let mut differences = Vec::new();
    for (at, member) in members.iter().enumerate() {
        count(PERSON);
        let Some(row) = of_member[at] else {
            differences.push(Found {
                kind: "inclusion",
                field: PERSON,
                person: Some(member.id),
                row: None,
                was: None,
                said: None,
            });
            continue;
        };
        comparison.pairs.push((member.id, row));
        for field in FIELDS {
            let Some(said) = said(&rows[row], field) else { continue };
            count(field);
            let written = written(member, field);
            if written.is_some_and(|written| agrees(field, written, said)) {
                continue;
            }
            let open = |value: Option<&str>| value.filter(|_| field != "name").map(str::to_owned);
            differences.push(Found {
                kind: "value",
                field,
                person: Some(member.id),
                row: Some(row),
                was: open(written),
                said: open(Some(said)),
            });
        }
    }
    for row in (0..rows.len()).filter(|row| of_row[*row].is_none()) {
        count(PERSON);
        differences.push(Found { kind: "omission", field: PERSON, person: None, row: Some(row), was: None, said: None });
    }
    comparison.differences = differences;
    comparison
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(number: u128, name: &str, sex: &str, birth: &str, relationship: &str) -> MemberDocument {
        serde_json::from_value(serde_json::json!({
            "id": Uuid::from_u128(number), "name": name, "sex": sex, "birth": birth, "relationship": relationship, "residence": "1",
            "since": "2026-01-01",
        }))
        .unwrap()
    }

    fn row(name: &str, sex: &str, birth: &str, relationship: &str) -> ReadingRow {
        let told = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        ReadingRow {
            name: told(name),
            sex: told(sex),
            birth: told(birth),
            relationship: told(relationship),
            ..ReadingRow::default()
        }
    }

    fn kinds(comparison: &Comparison) -> Vec<(&str, &str)> {
        comparison.differences.iter().map(|found| (found.kind, found.field)).collect()
    }

    #[test]
    fn what_agrees_is_no_difference_however_it_is_spelt_or_dated() {
        let register = [member(1, "Nguyễn Thị Hoà", "f", "1987-05", "1"), member(2, "Trần Văn An", "m", "1980-02-03", "2")];
        let comparison =
            compare(&register, &[row("tran van an", "m", "1980", "2"), row("Nguyễn Thị Hòa", "f", "1987-05-20", "1")]);
        assert_eq!(kinds(&comparison), []);
        assert_eq!(comparison.pairs, [(Uuid::from_u128(1), 1), (Uuid::from_u128(2), 0)]);
        assert_eq!(comparison.points.get(PERSON), Some(&2));
        assert_eq!(comparison.points.get("name"), Some(&2));
        assert_eq!(comparison.points.get("education"), None, "an empty answer is no data point");
    }

    #[test]
    fn who_was_left_out_who_is_not_there_and_what_differs() {
        let register = [member(1, "Nguyễn Thị Hoa", "f", "1987", "1"), member(2, "Trần Văn An", "m", "1980", "2")];
        let found = [row("Nguyễn Thị Hoa", "m", "1990", "1"), row("Lê Bé Ba", "f", "2020", "3")];
        let comparison = compare(&register, &found);
        assert_eq!(kinds(&comparison), [("value", "sex"), ("value", "birth"), ("inclusion", PERSON), ("omission", PERSON)]);
        assert_eq!(comparison.points.get(PERSON), Some(&3));
        let sex = &comparison.differences[0];
        assert_eq!((sex.was.as_deref(), sex.said.as_deref(), sex.row), (Some("f"), Some("m"), Some(0)));
    }

    #[test]
    fn a_name_that_differs_is_told_and_never_kept() {
        let comparison =
            compare(&[member(1, "Nguyễn Thị Hoa", "f", "1987-05-20", "1")], &[row("Nguyễn Thị Huệ", "f", "1987-05-20", "1")]);
        assert_eq!(kinds(&comparison), [("value", "name")]);
        assert_eq!((&comparison.differences[0].was, &comparison.differences[0].said), (&None, &None));
    }

    #[test]
    fn namesakes_are_told_apart_by_their_births() {
        let register = [member(1, "Lê Thị Lan", "f", "1950", "6"), member(2, "Lê Thị Lan", "f", "2001", "3")];
        let comparison = compare(&register, &[row("Lê Thị Lan", "f", "2001", "3"), row("Lê Thị Lan", "f", "1950", "6")]);
        assert_eq!(kinds(&comparison), []);
    }

    #[test]
    fn what_the_register_does_not_know_is_a_difference() {
        let said = ReadingRow { marital: Some("2".to_owned()), ..row("Lê Thị Lan", "f", "1950", "1") };
        let comparison = compare(&[member(1, "Lê Thị Lan", "f", "1950", "1")], &[said]);
        assert_eq!(kinds(&comparison), [("value", "marital")]);
        assert_eq!(comparison.differences[0].was, None);
    }

    #[test]
    fn of_an_empty_house_everyone_was_written_in_vain() {
        assert_eq!(kinds(&compare(&[member(1, "Lê Thị Lan", "f", "1950", "1")], &[])), [("inclusion", PERSON)]);
        assert_eq!(compare(&[], &[]), Comparison::default());
    }
}
