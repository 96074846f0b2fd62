//! Entries of the log as the bytes that are stored and hashed. The sealed part of an event travels beside them.

use crate::{Text, WireError, decode_open, encode_open};
use danso_model::{Entry, EventId, SubjectId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionData {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<Text<EventId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<Text<SubjectId>>,
    by: Text<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// The name of the kind of an entry, and its open part.
///
/// # Panics
/// Never: the shapes are plain JSON.
#[must_use]
pub fn encode_entry(entry: &Entry) -> (&'static str, Vec<u8>) {
    let decision = |event, subject, by: UserId, reason| {
        serde_json::to_vec(&DecisionData { event, subject, by: Text(by), reason }).expect("decisions are plain JSON")
    };
    match entry {
        Entry::Submitted(event) => ("submitted", encode_open(event)),
        Entry::Recorded(event) => ("recorded", encode_open(event)),
        Entry::Accepted { event, by } => ("accepted", decision(Some(Text(*event)), None, *by, None)),
        Entry::Returned { event, by, reason } => ("returned", decision(Some(Text(*event)), None, *by, Some(reason.clone()))),
        Entry::Withdrawn { event, by } => ("withdrawn", decision(Some(Text(*event)), None, *by, None)),
        Entry::Erased { subject, by } => ("erased", decision(None, Some(Text(*subject)), *by, None)),
    }
}

/// Reads an entry back; an event's personal content is empty.
///
/// # Errors
/// When the kind is unknown or the bytes are not such JSON.
pub fn decode_entry(kind: &str, payload: &[u8]) -> Result<Entry, WireError> {
    let malformed = |what: String| WireError::Malformed { what };
    let decision = || serde_json::from_slice::<DecisionData>(payload).map_err(|error| malformed(error.to_string()));
    let missing = |what: &str| malformed(format!("decision without {what}"));
    match kind {
        "submitted" => Ok(Entry::Submitted(Box::new(decode_open(payload)?))),
        "recorded" => Ok(Entry::Recorded(Box::new(decode_open(payload)?))),
        "accepted" | "withdrawn" | "returned" => {
            let data = decision()?;
            let event = data.event.ok_or_else(|| missing("event"))?.0;
            let by = data.by.0;
            Ok(match kind {
                "accepted" => Entry::Accepted { event, by },
                "withdrawn" => Entry::Withdrawn { event, by },
                _ => Entry::Returned { event, by, reason: data.reason.ok_or_else(|| missing("reason"))? },
            })
        }
        "erased" => {
            let data = decision()?;
            Ok(Entry::Erased { subject: data.subject.ok_or_else(|| missing("subject"))?.0, by: data.by.0 })
        }
        other => Err(malformed(format!("entry kind {other:?} is not known"))),
    }
}
