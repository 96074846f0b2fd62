//! What danso talks about: persons, households, events, episodes, partial dates, ids and the identity number.
//!
//! Everything here is a value. Nothing reads a clock, draws a random number, touches a file or knows how it is written down:
//! `danso-wire` gives these types their JSON, the stores their rows.
//!
//! # The most common change: a new kind of event
//! 1. Add a variant to [`EventBody`] with the facts it states; anything a person may ask to be erased goes into [`Personal`].
//! 2. Name it in [`EventKind`], say whom it concerns in [`EventBody::persons`] and [`EventBody::households`].
//! 3. Follow the compiler: the folds in `danso-registry` and the shape in `danso-wire` match exhaustively.

mod code;
mod date;
mod episode;
mod event;
mod event_body;
mod id;
mod log;
mod personal;
mod pin;

pub use code::{Code, CodeError, ResidenceStatus, Sex};
pub use date::{PartialDate, PartialDateError, Precision};
pub use episode::{EntryReason, Episode, ExitReason, Membership, Residence, Spell, UnionEnd, UnionEpisode};
pub use event::{Event, EventKind, Override, Source};
pub use event_body::{BirthFacts, BirthPlace, Change, EventBody, Field, HouseholdType, Member, Origin, Partner, Placement};
pub use id::{
    AreaId, CampaignId, DeviceId, EventId, ForecastId, HamletId, HouseholdId, PersonId, ReconciliationId, ReportId, SampleId,
    SubjectId, UserId,
};
pub use log::{Entry, EventStatus, Position, Shard};
pub use personal::{Health, Personal, PregnancyOutcome, Risk, ScreenResult};
pub use pin::{Pin, PinDoubt, PinError};
