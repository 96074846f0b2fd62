//! The envelope of an event.

use crate::personal::PersonalData;
use crate::{Text, body};
use danso_model::{Code, DeviceId, Event, EventId, EventKind, Health, Override, PartialDate, Source, SubjectId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use thiserror::Error;

/// The version of the event format that this build writes, and the newest it reads.
pub const VERSION: u32 = 1;

/// Why an event cannot be read. It is parked, never dropped.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WireError {
    /// Written by a newer program.
    #[error("event format version {version} is newer than {VERSION}")]
    UnknownVersion {
        /// Its version.
        version: u32,
    },
    /// Not such JSON.
    #[error("event cannot be read: {what}")]
    Malformed {
        /// What is wrong.
        what: String,
    },
}

/// The little that can be read of any event, of whatever version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Envelope {
    /// The format version.
    pub v: u32,
    /// The event.
    pub id: Text<EventId>,
    /// The device's counter.
    #[serde(default)]
    pub counter: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventData {
    v: u32,
    id: Text<EventId>,
    kind: String,
    date: Text<PartialDate>,
    recorded_at: Text<Timestamp>,
    by: Text<UserId>,
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    behalf: Option<Text<UserId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    device: Option<Text<DeviceId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    supersedes: Option<Text<EventId>>,
    source: SourceName,
    data: Box<RawValue>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    personal: BTreeMap<String, PersonalData>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    overrides: Vec<OverrideData>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverrideData {
    rule: Text<Code>,
    reason: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SourceName {
    Interview,
    Facility,
    CivilRegistry,
    Police,
    Insurance,
    Import,
}

macro_rules! kinds {
    ($($kind:ident = $name:literal,)*) => {
        /// The name of a kind of event.
        #[must_use]
        pub const fn kind_name(kind: EventKind) -> &'static str {
            match kind { $(EventKind::$kind => $name,)* }
        }
        /// Reads the name of a kind of event.
        #[must_use]
        pub fn parse_kind(name: &str) -> Option<EventKind> {
            match name { $($name => Some(EventKind::$kind),)* _ => None }
        }
    };
}

kinds! {
    Household = "household",
    HouseholdChange = "household_change",
    Birth = "birth",
    Adoption = "adoption",
    Death = "death",
    MoveIn = "move_in",
    MoveOut = "move_out",
    Transfer = "transfer",
    TransferReceipt = "transfer_receipt",
    Split = "split",
    Merge = "merge",
    HeadChange = "head_change",
    Marriage = "marriage",
    Divorce = "divorce",
    Separation = "separation",
    Widowed = "widowed",
    ContraceptionStart = "contraception_start",
    ContraceptionStop = "contraception_stop",
    Pregnancy = "pregnancy",
    PrenatalScreen = "prenatal_screen",
    NewbornScreen = "newborn_screen",
    ElderlyCheckup = "elderly_checkup",
    Disability = "disability",
    Change = "change",
    Reviewed = "reviewed",
    Withdrawal = "withdrawal",
    SamePerson = "same_person",
}

fn malformed(what: impl ToString) -> WireError {
    WireError::Malformed { what: what.to_string() }
}

/// Reads a whole event as sent.
///
/// # Errors
/// [`WireError::UnknownVersion`] for a newer format, [`WireError::Malformed`] for anything else that is not an event.
pub fn decode(bytes: &[u8]) -> Result<Event, WireError> {
    #[derive(Deserialize)]
    struct Version {
        v: u32,
    }
    let data: EventData = match serde_json::from_slice(bytes) {
        Ok(data) => data,
        Err(error) => {
            let version = serde_json::from_slice::<Version>(bytes).map(|version| version.v);
            return Err(match version {
                Ok(version) if version > VERSION => WireError::UnknownVersion { version },
                Ok(_) | Err(_) => malformed(error),
            });
        }
    };
    match data.v {
        VERSION => into_model(data),
        version if version > VERSION => Err(WireError::UnknownVersion { version }),
        version => Err(malformed(format!("version {version} never was"))),
    }
}

/// Reads the open part of an event as stored; personal content is empty.
///
/// # Errors
/// As [`decode`].
pub fn decode_open(bytes: &[u8]) -> Result<Event, WireError> {
    decode(bytes)
}

fn into_model(data: EventData) -> Result<Event, WireError> {
    let kind = parse_kind(&data.kind).ok_or_else(|| malformed(format!("kind {:?} is not known", data.kind)))?;
    let body = body::decode(kind, &data.data).map_err(malformed)?;
    let device = match (data.device, data.counter) {
        (Some(device), Some(counter)) if counter > 0 => Some((device.0, counter)),
        (None, None) => None,
        (_, _) => return Err(malformed("device and counter (from 1) come together")),
    };
    let mut personal = Vec::with_capacity(data.personal.len());
    for (subject, content) in data.personal {
        let subject: SubjectId = subject.parse().map_err(|_| malformed("personal is keyed by the ids of its subjects"))?;
        personal.push((subject, content.into_model().map_err(malformed)?));
    }
    let event = Event {
        id: data.id.0,
        date: data.date.0,
        recorded_at: data.recorded_at.0,
        by: data.by.0,
        behalf: data.behalf.map(|id| id.0),
        device,
        supersedes: data.supersedes.map(|id| id.0),
        source: match data.source {
            SourceName::Interview => Source::Interview,
            SourceName::Facility => Source::Facility,
            SourceName::CivilRegistry => Source::CivilRegistry,
            SourceName::Police => Source::Police,
            SourceName::Insurance => Source::Insurance,
            SourceName::Import => Source::Import,
        },
        body,
        personal,
        overrides: data.overrides.into_iter().map(|each| Override { rule: each.rule.0, reason: each.reason }).collect(),
    };
    check(&event).map_err(malformed)?;
    Ok(event)
}

/// What the shapes alone cannot hold: content stays with those it is about, and nothing can tell the sex of a foetus.
fn check(event: &Event) -> Result<(), &'static str> {
    let kind = event.body.kind();
    let subjects = event.subjects();
    for (subject, personal) in &event.personal {
        if !subjects.contains(subject) {
            return Err("personal content is about someone whom the event does not concern");
        }
        if matches!(kind, EventKind::Pregnancy | EventKind::PrenatalScreen) && personal.note.is_some() {
            return Err("no note is taken on pregnancy and prenatal screening");
        }
        if personal.health.as_ref().is_some_and(|health| !goes_with(health, kind)) {
            return Err("health content does not go with this kind of event");
        }
    }
    if subjects.is_empty() && event.target().is_none() {
        return Err("the event concerns nobody");
    }
    Ok(())
}

fn goes_with(health: &Health, kind: EventKind) -> bool {
    match health {
        Health::Contraception { .. } => matches!(kind, EventKind::ContraceptionStart | EventKind::ContraceptionStop),
        Health::Pregnancy { .. } => kind == EventKind::Pregnancy,
        Health::Prenatal { .. } => kind == EventKind::PrenatalScreen,
        Health::Newborn { .. } => kind == EventKind::NewbornScreen,
        Health::Disability { .. } => kind == EventKind::Disability,
    }
}

fn shape(event: &Event, personal: BTreeMap<String, PersonalData>) -> EventData {
    EventData {
        v: VERSION,
        id: Text(event.id),
        kind: kind_name(event.body.kind()).to_owned(),
        date: Text(event.date),
        recorded_at: Text(event.recorded_at),
        by: Text(event.by),
        behalf: event.behalf.map(Text),
        device: event.device.map(|(device, _)| Text(device)),
        counter: event.device.map(|(_, counter)| counter),
        supersedes: event.supersedes.map(Text),
        source: match event.source {
            Source::Interview => SourceName::Interview,
            Source::Facility => SourceName::Facility,
            Source::CivilRegistry => SourceName::CivilRegistry,
            Source::Police => SourceName::Police,
            Source::Insurance => SourceName::Insurance,
            Source::Import => SourceName::Import,
        },
        data: body::encode(&event.body),
        personal,
        overrides: event
            .overrides
            .iter()
            .map(|each| OverrideData { rule: Text(each.rule), reason: each.reason.clone() })
            .collect(),
    }
}

/// Writes a whole event.
///
/// # Panics
/// Never: the shape has text keys and no failing parts.
#[must_use]
pub fn encode(event: &Event) -> Vec<u8> {
    let personal = event.personal.iter().map(|(subject, content)| (subject.to_string(), content.into())).collect();
    serde_json::to_vec(&shape(event, personal)).expect("events are plain JSON")
}

/// Writes the open part, the bytes that the log stores and hashes.
///
/// # Panics
/// Never: the shape has text keys and no failing parts.
#[must_use]
pub fn encode_open(event: &Event) -> Vec<u8> {
    serde_json::to_vec(&shape(event, BTreeMap::new())).expect("events are plain JSON")
}
