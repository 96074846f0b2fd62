//! What is told of a reorganisation.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A number before and after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct BeforeAfter {
    /// As it is.
    pub before: u64,
    /// As it would be.
    pub after: u64,
}

/// Units in force on the last day of the change, on the map before and after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitTotals {
    /// Provinces.
    pub provinces: BeforeAfter,
    /// Districts.
    pub districts: BeforeAfter,
    /// Communes.
    pub communes: BeforeAfter,
    /// Hamlets.
    pub hamlets: BeforeAfter,
}

/// Why it cannot be done, or what someone should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanRemark {
    /// A stable code that begins with `plan_`.
    pub code: String,
    /// What it says, in Vietnamese.
    pub message: String,
    /// The number of the step, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// The unit, area or account concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
}

/// A unit that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitMove {
    /// The old code; none for a hamlet that begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_name: Option<String>,
    /// What it becomes; none where it ends into units that are told in lines of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_name: Option<String>,
    /// `province`, `district` or `commune`.
    pub level: String,
    /// Usual residents counted now who go this way.
    pub persons: u64,
}

/// An account whose roles follow their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserMove {
    /// Login.
    pub login: String,
    /// Roles and places as they are: `commune 31117`.
    pub before: Vec<String>,
    /// As they will be.
    pub after: Vec<String>,
}

/// An area of work that comes under another commune, or gets another number or another hamlet there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AreaMove {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Commune and number: `31117/3`.
    pub before: String,
    /// The same after it.
    pub after: String,
}

/// A report of a unit that changes, for a period that lasts beyond the first day of the change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportTouched {
    /// The form.
    pub form: String,
    /// The unit.
    pub unit: String,
    /// The period.
    pub period: String,
    /// Where it stands.
    pub state: String,
}

/// A phone that has given out more numbers than arrived: it holds work that was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceBehindLine {
    /// Which.
    pub id: Uuid,
    /// Whose, by login.
    pub login: String,
    /// How many events it holds at least.
    pub unsent: u64,
    /// When it last spoke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<String>,
}

/// What a plan would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReorganisationPreview {
    /// What the plan is called.
    pub name: String,
    /// First day of all that changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// The last day on which something begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// Whether nothing forbids it.
    pub possible: bool,
    /// Why not.
    pub conflicts: Vec<PlanRemark>,
    /// What someone should look at.
    pub warnings: Vec<PlanRemark>,
    /// How many units there are before and after.
    pub totals: UnitTotals,
    /// Usual residents of the nation counted now on the map before and on the map after: the same, or it is a conflict.
    pub national: BeforeAfter,
    /// Hamlets that come under another commune, or whose commune is made anew under its code.
    pub hamlets: u64,
    /// Of these, hamlets whose commune was chosen by rule, which is an estimate.
    pub guessed: u64,
    /// Households that live in them now.
    pub households: u64,
    /// Usual residents who live in them now.
    pub persons: u64,
    /// Households that are put into another hamlet, because theirs is divided.
    pub divided: u64,
    /// Units that change, at most a thousand.
    pub units: Vec<UnitMove>,
    /// How many there are.
    pub unit_count: u64,
    /// Accounts whose roles follow, at most a thousand.
    pub users: Vec<UserMove>,
    /// How many there are.
    pub user_count: u64,
    /// Areas that follow, at most a thousand.
    pub areas: Vec<AreaMove>,
    /// How many there are.
    pub area_count: u64,
    /// Reports of units that change, at most a thousand.
    pub reports: Vec<ReportTouched>,
    /// How many there are.
    pub report_count: u64,
    /// Phones with work that was not sent, at most a thousand.
    pub devices: Vec<DeviceBehindLine>,
    /// How many there are.
    pub device_count: u64,
    /// Events of these hamlets that wait for the officers.
    pub waiting: u64,
    /// Events that are parked, of the whole register.
    pub parked: u64,
}

/// A reorganisation that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReorganisationLine {
    /// Which.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// First day of all that it changes.
    pub first: String,
    /// When it was applied.
    pub made_at: String,
    /// By whom; none from the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Uuid>,
    /// When it was undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<String>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<Uuid>,
}

/// A reorganisation with its plan and what it counted when it was applied.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReorganisationReply {
    /// Which.
    #[serde(flatten)]
    pub line: ReorganisationLine,
    /// The plan as it was given.
    #[schema(value_type = Object)]
    pub plan: serde_json::Value,
    /// What the preview said when it was applied.
    #[schema(value_type = Object)]
    pub summary: serde_json::Value,
}
