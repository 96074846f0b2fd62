//! Values that travel as text, and the small vocabularies.

use danso_model::{EventStatus, Field, Sex};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

/// A value written and read through its `Display` and `FromStr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<T>(pub T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Text<T>
where
    T::Err: Display,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map(Text).map_err(de::Error::custom)
    }
}

/// `m`, `f` or `u`.
#[must_use]
pub const fn sex_letter(sex: Sex) -> char {
    match sex {
        Sex::Male => 'm',
        Sex::Female => 'f',
        Sex::Unknown => 'u',
    }
}

/// Reads `m`, `f` or `u`.
#[must_use]
pub const fn parse_sex(letter: char) -> Option<Sex> {
    match letter {
        'm' => Some(Sex::Male),
        'f' => Some(Sex::Female),
        'u' => Some(Sex::Unknown),
        _ => None,
    }
}

/// The name of a status.
#[must_use]
pub const fn status_name(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Submitted => "submitted",
        EventStatus::Accepted => "accepted",
        EventStatus::Returned => "returned",
        EventStatus::Withdrawn => "withdrawn",
    }
}

/// Reads the name of a status.
#[must_use]
pub fn parse_status(text: &str) -> Option<EventStatus> {
    [EventStatus::Submitted, EventStatus::Accepted, EventStatus::Returned, EventStatus::Withdrawn]
        .into_iter()
        .find(|status| status_name(*status) == text)
}

const FIELDS: [(Field, &str); 13] = [
    (Field::Sex, "sex"),
    (Field::Birth, "birth"),
    (Field::Ethnic, "ethnic"),
    (Field::Education, "education"),
    (Field::Marital, "marital"),
    (Field::Residence, "residence"),
    (Field::Relationship, "relationship"),
    (Field::Mother, "mother"),
    (Field::Father, "father"),
    (Field::Name, "name"),
    (Field::Pin, "pin"),
    (Field::HealthCard, "health_card"),
    (Field::Phone, "phone"),
];

/// The name of a field that can change.
///
/// # Panics
/// Never: every field is in the table (tested).
#[must_use]
pub fn field_name(field: Field) -> &'static str {
    FIELDS.iter().find(|(each, _)| *each == field).map(|(_, name)| *name).expect("every field has a name")
}

/// Reads the name of a field.
#[must_use]
pub fn parse_field(text: &str) -> Option<Field> {
    FIELDS.iter().find(|(_, name)| *name == text).map(|(field, _)| *field)
}
