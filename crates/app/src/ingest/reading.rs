//! Reading what was sent: an event, or something that is kept until a later version can read it.

use super::Door;
use danso_model::{DeviceId, Event, EventId, SubjectId, UserId};
use danso_wire::{Envelope, WireError, decode};

/// An event as sent.
pub(crate) struct Sent {
    pub(crate) raw: Vec<u8>,
    pub(crate) by: UserId,
    /// Whether the counter that it carries was another event's when it was parked.
    pub(crate) counter_lost: bool,
}

/// One event of a push after reading.
pub(crate) enum Read {
    Event(Box<Event>),
    Unread { id: EventId, counter: Option<u64>, code: &'static str },
}

pub(crate) fn read(raw: &[u8]) -> Read {
    match decode(raw) {
        Ok(event) => Read::Event(Box::new(event)),
        Err(error) => {
            let envelope: Option<Envelope> = serde_json::from_slice(raw).ok();
            let id = envelope.as_ref().map_or_else(|| name_by_content(raw), |envelope| envelope.id.0);
            let code = match error {
                WireError::UnknownVersion { .. } => "unknown_version",
                WireError::Malformed { .. } => "malformed",
            };
            Read::Unread { id, counter: envelope.and_then(|envelope| envelope.counter).filter(|counter| *counter > 0), code }
        }
    }
}

/// An id for something that names none, the same for the same bytes.
fn name_by_content(raw: &[u8]) -> EventId {
    let hash = *blake3::hash(raw).as_bytes();
    EventId(uuid::Builder::from_custom_bytes(hash[..16].try_into().unwrap_or_default()).into_uuid())
}

/// What others may have waited for.
pub(crate) fn awaited(event: &Event) -> Vec<SubjectId> {
    let (persons, households) = event.body.introduces();
    let introduced = persons.into_iter().map(SubjectId::from).chain(households.into_iter().map(SubjectId::from));
    std::iter::once(SubjectId(event.id.0)).chain(introduced).collect()
}

impl Read {
    pub(crate) fn id(&self) -> EventId {
        match self {
            Self::Event(event) => event.id,
            Self::Unread { id, .. } => *id,
        }
    }

    pub(crate) fn event(&self) -> Option<&Event> {
        match self {
            Self::Event(event) => Some(event),
            Self::Unread { .. } => None,
        }
    }

    /// The device and counter: of an event that cannot be read, the device that pushes it.
    pub(crate) fn device(&self, door: Door) -> Option<(DeviceId, u64)> {
        match (self, door) {
            (Self::Event(event), Door::Device(..) | Door::Desk) => event.device,
            (Self::Unread { counter, .. }, Door::Device(device, _)) => counter.map(|counter| (device, counter)),
            (Self::Event(_), Door::Parked) | (Self::Unread { .. }, Door::Desk | Door::Parked) => None,
        }
    }

    pub(crate) fn counter(&self) -> Option<u64> {
        match self {
            Self::Event(event) => event.device.map(|(_, counter)| counter),
            Self::Unread { counter, .. } => *counter,
        }
    }
}
