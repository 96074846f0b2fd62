//! The versioned JSON shapes of events, entries, household documents and sync messages, and their way to and from `danso-model`.
//!
//! The format is written down in `docs/wire.md`; samples that TypeScript reads as well lie in `conformance/wire/`.
//!
//! # The most common change: a field of an event
//! Add it to the shape in `data.rs` as an `Option` and to both conversions in `body.rs`. An older server parks an event with a key that
//! it does not know, so a field that changes the meaning of an event needs a new [`VERSION`] instead.

mod body;
mod data;
mod document;
mod entry;
mod event;
mod personal;
mod sync;
mod text;

pub use document::{EventState, HouseholdDocument, MemberDocument, PastMember};
pub use entry::{decode_entry, encode_entry};
pub use event::{Envelope, VERSION, WireError, decode, decode_open, encode, encode_open, kind_name, parse_kind};
pub use personal::{decode_personal, encode_personal};
pub use sync::{
    AreaInfo, CommuneInfo, ElsewhereInfo, HamletInfo, Issue, Outcome, OutcomeKind, Pull, Push, PushReply, Received, Snapshot,
};
pub use text::{Text, field_name, parse_field, parse_sex, parse_status, sex_letter, status_name};
