//! Messages of the sync.

use crate::{EventState, HouseholdDocument};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a rule said of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Issue {
    /// The rule, or a code of the register such as `conflict` or `out_of_area`.
    pub rule: String,
    /// `warn`, `confirm` or `error`.
    pub severity: String,
    /// In Vietnamese.
    pub message: String,
    /// Another event that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Uuid>,
}

/// A push.
#[derive(Debug, Deserialize)]
pub struct Push {
    /// The device that speaks.
    pub device: Uuid,
    /// The last counter that it has given out.
    pub last_counter: u64,
    /// Events in any order, 200 at most, each kept as the bytes sent.
    pub events: Vec<Box<RawValue>>,
}

/// What became of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// It counts.
    Accepted,
    /// It waits for the commune.
    Queued,
    /// It is kept but cannot be read or placed yet.
    Parked,
    /// It was here before.
    Duplicate,
}

/// The outcome of one event of a push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// Which.
    pub id: Uuid,
    /// What became of it.
    pub outcome: OutcomeKind,
    /// Where in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// Why it is parked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the rules said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
}

/// Which counters of a device have arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Received {
    /// How many.
    pub count: u64,
    /// All up to here.
    pub upto: u64,
    /// Gaps below the highest, 1000 at most.
    pub missing: Vec<u64>,
}

/// The answer to a push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PushReply {
    /// One an event.
    pub outcomes: Vec<Outcome>,
    /// What has arrived of this device.
    pub received: Received,
    /// blake3 over device, `received.upto` and the sorted ids of this push, in hexadecimal.
    pub receipt: String,
    /// The end of the log.
    pub position: u32,
}

/// What changed after a position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Pull {
    /// Ask after this the next time.
    pub position: u32,
    /// Whether there is more at once.
    pub more: bool,
    /// Households of the own areas that changed.
    pub households: Vec<HouseholdDocument>,
    /// Households that are no longer in the own areas.
    pub gone: Vec<Uuid>,
    /// Own events that were taken in or decided on.
    pub events: Vec<EventState>,
    /// The highest counter received of this device.
    pub counter: u64,
    /// The version of the catalogue in force.
    pub catalog: String,
    /// As of the snapshot that holds now: another one means that areas, hamlets or names changed, and the phone downloads anew.
    pub ground: String,
}

/// A whole area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Snapshot {
    /// Pull after this.
    pub position: u32,
    /// The caller's areas.
    pub areas: Vec<AreaInfo>,
    /// Their hamlets.
    pub hamlets: Vec<HamletInfo>,
    /// Where else in their communes somebody may move to within the register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<ElsewhereInfo>,
    /// All communes in force in the province of those.
    pub communes: Vec<CommuneInfo>,
    /// All provinces in force.
    #[serde(default)]
    pub provinces: Vec<CommuneInfo>,
    /// All households.
    pub households: Vec<HouseholdDocument>,
    /// Own events that wait, were returned or withdrawn; those not named count.
    pub events: Vec<EventState>,
    /// The highest counter received of this device.
    pub counter: u64,
    /// The version of the catalogue in force.
    pub catalog: String,
    /// Stands for the areas, hamlets and names in it.
    pub ground: String,
}

/// An area of work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreaInfo {
    /// Which.
    pub id: Uuid,
    /// Địa bàn số.
    pub number: String,
    /// Name.
    pub name: String,
    /// Its hamlets.
    pub hamlets: Vec<Uuid>,
}

/// A hamlet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HamletInfo {
    /// Which.
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of its commune.
    pub commune: String,
}

/// A hamlet of the commune, or the part of one, that is another collaborator's work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ElsewhereInfo {
    /// The hamlet.
    pub hamlet: Uuid,
    /// Its name.
    pub name: String,
    /// The area it belongs to.
    pub area: Uuid,
    /// Địa bàn số.
    pub number: String,
}

/// A commune or province.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CommuneInfo {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name with its type.
    pub full_name: String,
}
