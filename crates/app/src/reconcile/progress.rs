//! What is kept of a reconciliation in the open: what it is, and how far people have come. No row, no person.

use super::board::Board;
use super::coverage::Coverage;
use super::difference::DifferenceKind;
use super::frozen::{Frozen, thresholds};
use super::shapes::{CarriedOver, LinkThresholds, ListFile, OpenSettled};
use super::state::{Standing, State};
use crate::AppError;
use danso_linkage::date::Day;
use danso_lists::Mapping;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a reconciliation is, as it was when it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Brief {
    pub(super) name: String,
    pub(super) source: String,
    pub(super) purpose: String,
    pub(super) legal_basis: String,
    pub(super) as_of: String,
    pub(super) known_at: u32,
    pub(super) file: ListFile,
    pub(super) mapping: Mapping,
    pub(super) model_hash: String,
    pub(super) doubts: Vec<String>,
    pub(super) thresholds: LinkThresholds,
    pub(super) rows: u32,
    pub(super) bad: u32,
    pub(super) residents: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) carried: Option<CarriedOver>,
    /// The list of a larger unit of which it is a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) batch: Option<Uuid>,
}

/// How far people have come.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Progress {
    pub(super) linked: u32,
    pub(super) doubtful: u32,
    pub(super) answered: u32,
    pub(super) theirs_only: u32,
    pub(super) ours_only: u32,
    pub(super) differences: OpenSettled,
    /// Areas whose differences are with whoever holds them, so that a phone is answered without opening anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) handed: Vec<Uuid>,
    /// What stays when all else is destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) left: Option<Left>,
}

/// Figures that outlive rows and persons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Left {
    pub(super) reason: String,
    pub(super) coverage: Coverage,
    pub(super) board: Board,
}

fn text<T: Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::damaged(error.to_string()))
}

impl Brief {
    /// As it is kept.
    pub(super) fn text(&self) -> Result<String, AppError> {
        text(self)
    }

    /// From what is kept.
    pub(super) fn read(text: &str) -> Result<Self, AppError> {
        serde_json::from_str(text).map_err(|error| AppError::damaged(error.to_string()))
    }

    /// The day of the list.
    pub(super) fn listed(&self) -> Option<Day> {
        Some(Day::read(&self.as_of)).filter(|day| day.is_known())
    }
}

/// The thresholds in force, to be kept and told.
pub(super) fn told_thresholds() -> LinkThresholds {
    let own = thresholds();
    LinkThresholds { link: own.link, review: own.review, margin: own.margin }
}

pub(super) fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

impl Progress {
    /// From how things stand.
    pub(super) fn of(frozen: &Frozen, state: &State) -> Self {
        let lives = |ours: u32| frozen.ours.get(ours as usize).is_some_and(|ours| ours.left.is_none());
        let linked = state.standing.iter().filter(|standing| standing.partner().is_some_and(lives)).count();
        let doubtful = state.standing.iter().filter(|standing| matches!(standing, Standing::Doubtful(_))).count();
        let of = |kind: DifferenceKind| count(state.differences.iter().filter(|difference| difference.kind == kind).count());
        let settled = state.differences.iter().filter(|difference| state.outcomes.contains_key(&difference.key)).count();
        Self {
            linked: count(linked),
            doubtful: count(doubtful),
            answered: count(state.answers.values().filter(|answers| answers.iter().any(|answer| !answer.undone)).count()),
            theirs_only: of(DifferenceKind::TheirsOnly),
            ours_only: of(DifferenceKind::OursOnly),
            differences: OpenSettled { open: count(state.differences.len() - settled), settled: count(settled) },
            handed: state.handed.keys().copied().collect(),
            left: None,
        }
    }

    /// As it is kept.
    pub(super) fn text(&self) -> Result<String, AppError> {
        text(self)
    }

    /// From what is kept.
    pub(super) fn read(text: &str) -> Result<Self, AppError> {
        serde_json::from_str(text).map_err(|error| AppError::damaged(error.to_string()))
    }
}
