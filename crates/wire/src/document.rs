//! The household document: what the phone holds and the desk shows.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A household as it stands, made by the server's fold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HouseholdDocument {
    /// Which.
    pub id: Uuid,
    /// Where.
    pub hamlet: Uuid,
    /// Whose work.
    pub area: Uuid,
    /// Hộ số.
    pub number: String,
    /// `family` or `collective`.
    pub r#type: String,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// When the sheet was opened.
    pub opened: String,
    /// When last confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// When the last member left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// The last position that changed it.
    pub position: u32,
    /// Who belongs to it now, head first.
    pub members: Vec<MemberDocument>,
    /// Who left it in the last two years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub past: Vec<PastMember>,
}

/// One member.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MemberDocument {
    /// Who.
    pub id: Uuid,
    /// Name; left out when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `m`, `f` or `u`.
    pub sex: String,
    /// Partial date.
    pub birth: String,
    /// Relationship to the head.
    pub relationship: String,
    /// Residence status.
    pub residence: String,
    /// Since when living here.
    pub since: String,
    /// Dân tộc.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ethnic: Option<String>,
    /// Trình độ học vấn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education: Option<String>,
    /// Tình trạng hôn nhân.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marital: Option<String>,
    /// Mother.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mother: Option<Uuid>,
    /// Father.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub father: Option<Uuid>,
    /// The last four digits of the identification number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin_tail: Option<String>,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The method of contraception in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Pregnant since (as reported).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pregnant: Option<String>,
    /// First day of the last menstrual period of that pregnancy, where it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lmp: Option<String>,
    /// When last screened as a newborn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screened: Option<String>,
    /// When last at a check-up for older people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<String>,
    /// Other sheets of the same person, which this one stands for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<Uuid>,
    /// The last event that set a field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub edits: BTreeMap<String, Uuid>,
}

/// Someone who left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PastMember {
    /// Who.
    pub id: Uuid,
    /// Name; left out when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `m`, `f` or `u`.
    pub sex: String,
    /// Partial date.
    pub birth: String,
    /// When.
    pub left: String,
    /// `death`, `move_out`, `transfer` or `other`.
    pub reason: String,
}

/// Where one of the caller's own events stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EventState {
    /// Which.
    pub id: Uuid,
    /// `submitted`, `accepted`, `returned`, `withdrawn` or `parked`.
    pub status: String,
    /// Where it came in, or was decided on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// The officer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// What the rules said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<crate::Issue>,
    /// In a snapshot, of what waits or was returned: the event as sent, without identity numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub event: Option<serde_json::Value>,
}
