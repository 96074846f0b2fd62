//! What a reconciliation compared, as it was: both lists, the model, and who may be who. Written once, sealed.

use crate::AppError;
use danso_linkage::engine::assign::{Status, Thresholds};
use danso_lists::{Bad, Record};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use uuid::Uuid;

/// Candidates kept of a row.
pub(super) const CANDIDATES: usize = 3;

/// A household of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct House {
    pub(super) id: Uuid,
    pub(super) hamlet: Uuid,
    pub(super) area: Uuid,
    pub(super) number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<String>,
}

/// That someone lived in the household and does no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Left {
    /// Partial date.
    pub(super) date: String,
    /// `death`, `move_out`, `transfer` or `other`.
    pub(super) reason: String,
}

/// A person of the register, as the register knew them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ours {
    pub(super) person: Uuid,
    /// Place in the list of houses.
    pub(super) house: u32,
    pub(super) name: String,
    /// `m`, `f` or `u`.
    pub(super) sex: String,
    /// Partial date.
    pub(super) birth: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) pin: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) phone: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) relationship: String,
    /// Code of the list `residence`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) residence: String,
    /// Since when living there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) since: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) left: Option<Left>,
}

/// Someone whom a row may be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Place in the list of persons of the register.
    pub(super) ours: u32,
    /// That they are one, beside all others.
    pub(super) probability: f64,
    /// log₂ odds of that.
    pub(super) weight: f64,
}

/// What the program said of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    Link,
    Review,
    Nobody,
}

impl From<Status> for Said {
    fn from(status: Status) -> Self {
        match status {
            Status::Link => Self::Link,
            Status::Review => Self::Review,
            Status::None => Self::Nobody,
        }
    }
}

/// A row of the other list with whom it may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Theirs {
    pub(super) record: Record,
    pub(super) said: Said,
    /// The likeliest first, three at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) kept: Vec<Kept>,
}

/// Everything that was compared and came out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Frozen {
    pub(super) houses: Vec<House>,
    pub(super) ours: Vec<Ours>,
    pub(super) theirs: Vec<Theirs>,
    pub(super) bad: Vec<Bad>,
    /// The model file.
    pub(super) model: String,
}

/// From which probability what is done, as it is kept and told.
pub(super) fn thresholds() -> Thresholds {
    Thresholds::default()
}

impl Frozen {
    /// As gzipped JSON.
    pub(super) fn pack(&self) -> Result<Vec<u8>, AppError> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        let damaged = |error: &dyn std::fmt::Display| AppError::damaged(error.to_string());
        let text = serde_json::to_vec(self).map_err(|error| damaged(&error))?;
        packed.write_all(&text).map_err(|error| damaged(&error))?;
        packed.finish().map_err(|error| damaged(&error))
    }

    /// From what [`Frozen::pack`] made.
    pub(super) fn unpack(packed: &[u8]) -> Result<Self, AppError> {
        let mut text = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut text).map_err(|error| AppError::damaged(error.to_string()))?;
        serde_json::from_slice(&text).map_err(|error| AppError::damaged(error.to_string()))
    }

    /// The household of a person.
    pub(super) fn house(&self, ours: &Ours) -> Option<&House> {
        self.houses.get(ours.house as usize)
    }
}
