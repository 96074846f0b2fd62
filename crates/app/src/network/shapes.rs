//! What is asked and answered about the network.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An enrolled phone of a collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceLine {
    /// Which.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// When it was enrolled.
    pub enrolled_at: String,
    /// When it last spoke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<String>,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<String>,
    /// Events it says it has made.
    pub made: u64,
    /// Events of it that arrived.
    pub arrived: u64,
}

/// An area with its households.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NetworkArea {
    /// Which.
    pub id: Uuid,
    /// Địa bàn số.
    pub number: String,
    /// The name.
    pub name: String,
    /// Codes of the hamlets it covers.
    pub hamlets: Vec<String>,
    /// Households.
    pub households: u64,
    /// Who had it, and has it.
    pub history: Vec<SpanLine>,
}

/// Who had an area from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpanLine {
    /// The name of the account.
    pub name: String,
    /// From when; left out where it began before it was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until when; left out while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CollaboratorLine {
    /// Which.
    pub id: Uuid,
    /// Login.
    pub login: String,
    /// The name shown to others.
    pub name: String,
    /// Whether the account may no longer log in.
    pub disabled: bool,
    /// Their areas, by id.
    pub areas: Vec<Uuid>,
    /// Their devices.
    pub devices: Vec<DeviceLine>,
    /// Events recorded in the last thirty days.
    pub recorded: u64,
    /// When the last of these was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_at: Option<String>,
}

/// The network of a commune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NetworkReply {
    /// The commune.
    pub unit: String,
    /// Its full name.
    pub unit_name: String,
    /// The day.
    pub today: String,
    /// Whether the caller may change anything here.
    pub may_change: bool,
    /// Its areas, in order of number.
    pub areas: Vec<NetworkArea>,
    /// Its collaborators, in order of login.
    pub collaborators: Vec<CollaboratorLine>,
}

/// An area to add or change.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaAsk {
    /// The commune that runs it.
    pub unit: String,
    /// Which; left out for a new one.
    pub id: Option<Uuid>,
    /// Địa bàn số, unique inside the commune.
    pub number: String,
    /// The name.
    pub name: String,
    /// Codes of the hamlets it covers, wholly or in part; hamlets of the commune.
    pub hamlets: Vec<String>,
}

/// An area that passes to someone.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverAsk {
    /// The area.
    pub area: Uuid,
    /// Who has it from now on: an account by id. Left out with `name` and `login`: a new account is made.
    pub to: Option<Uuid>,
    /// The name of a new collaborator.
    pub name: Option<String>,
    /// The login of a new collaborator.
    pub login: Option<String>,
    /// Whether those who had it keep it as well.
    #[serde(default)]
    pub shared: bool,
}

/// A hand-over that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandOverReply {
    /// The area.
    pub area: Uuid,
    /// Who has it now.
    pub to: Uuid,
    /// Their login.
    pub login: String,
    /// The password of a new account, told once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// A code that enrols their phone in one step, to be typed or scanned.
    pub code: String,
    /// When it ends.
    pub expires_at: String,
    /// Names of those who had it and no longer do.
    pub from: Vec<String>,
    /// What those still have on phones, and has not arrived.
    pub unsent: u64,
}

/// An area of someone in a month, as reports see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandedArea {
    /// Địa bàn số.
    pub number: String,
    /// `reported`, `nothing` or `missing`.
    pub standing: String,
}

/// The work of one person in a month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatementLine {
    /// Which account.
    pub id: Uuid,
    /// Its login.
    pub login: String,
    /// The name shown to others.
    pub name: String,
    /// Their areas, each with its standing in the month.
    pub areas: Vec<HandedArea>,
    /// Households of these areas.
    pub households: u64,
    /// Households of these areas that something of the month concerns.
    pub seen: u64,
    /// Events recorded in the month.
    pub recorded: u64,
    /// Of these, on a phone.
    pub mobile: u64,
    /// Of these, entered by an officer on their behalf.
    pub behalf: u64,
    /// Accepted.
    pub accepted: u64,
    /// Waiting.
    pub waiting: u64,
    /// Returned and not sent again.
    pub returned: u64,
    /// Households found as written.
    pub reviewed: u64,
    /// Births and adoptions.
    pub births: u64,
    /// Deaths.
    pub deaths: u64,
    /// Arrivals, departures, and moves inside.
    pub moves: u64,
    /// Marriages, divorces, separations, widowhood.
    pub marriages: u64,
    /// Family planning, pregnancies, screenings, check-ups.
    pub health: u64,
    /// Everything else.
    pub other: u64,
    /// The allowance in đồng by the rule named; left out where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
}

/// The statement of a commune for a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatementReply {
    /// The commune.
    pub unit: String,
    /// Its full name.
    pub unit_name: String,
    /// The month.
    pub period: String,
    /// One line a collaborator, in order of name.
    pub lines: Vec<StatementLine>,
    /// The rule of the allowance, with its legal basis; left out where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// Something about a collaborator that an officer should look at.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Finding {
    /// `silent`, `late`, `unsent`, `same_second`, `no_deaths`, `no_births`, `heaped`, `copied`.
    pub code: String,
    /// Which account; left out where it is of an area without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Uuid>,
    /// The name of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The number of the area concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// What was found: days, events, persons, households, or a share in percent.
    pub value: f64,
    /// What it is compared with.
    pub expected: f64,
}

/// What looks wrong in a commune, what weighs most first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WatchReply {
    /// The commune.
    pub unit: String,
    /// The day.
    pub today: String,
    /// Findings.
    pub findings: Vec<Finding>,
}

/// A campaign to begin.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignAsk {
    /// The commune.
    pub unit: String,
    /// What it is called.
    pub name: String,
    /// First day.
    pub first_day: String,
    /// Last day.
    pub last_day: String,
    /// Ids of areas it is narrowed to; none for all.
    #[serde(default)]
    pub areas: Vec<Uuid>,
}

/// A campaign in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignLine {
    /// Which.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// First day.
    pub first_day: String,
    /// Last day.
    pub last_day: String,
    /// `planned`, `running`, `over` or `ended`.
    pub state: String,
}

/// Campaigns of a commune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignsReply {
    /// The commune.
    pub unit: String,
    /// Campaigns, the latest first.
    pub campaigns: Vec<CampaignLine>,
}

/// How far a campaign is in an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignAreaLine {
    /// Which.
    pub id: Uuid,
    /// Địa bàn số.
    pub number: String,
    /// The name.
    pub name: String,
    /// Households.
    pub households: u64,
    /// Households that something recorded of these days concerns.
    pub seen: u64,
    /// Of these, found as written.
    pub as_written: u64,
}

/// A campaign with its progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignReply {
    /// The campaign.
    pub campaign: CampaignLine,
    /// Its areas.
    pub areas: Vec<CampaignAreaLine>,
    /// What was recorded in its hamlets meanwhile, by kind of event.
    pub changes: std::collections::BTreeMap<String, u64>,
}

/// A completed lesson, as a phone tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingAsk {
    /// Which lesson.
    pub lesson: String,
    /// The day, `2026-11-22`.
    pub day: String,
    /// How much of its check was right at the first try, in percent.
    pub score: u8,
}

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LessonLine {
    /// Which.
    pub id: String,
    /// In Vietnamese.
    pub name: String,
}

/// The best that someone made of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompletedLesson {
    /// Which lesson.
    pub lesson: String,
    /// When.
    pub day: String,
    /// How much of its check was right at the first try, in percent.
    pub score: u8,
}

/// A collaborator who learns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TraineeLine {
    /// Which account.
    pub id: Uuid,
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// Numbers of the areas.
    pub areas: Vec<String>,
    /// What was completed, in the order of the lessons.
    pub completed: Vec<CompletedLesson>,
}

/// Who has completed what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrainingReply {
    /// The commune.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// All lessons, in their order.
    pub lessons: Vec<LessonLine>,
    /// Collaborators that have an area, in order of login.
    pub collaborators: Vec<TraineeLine>,
}
