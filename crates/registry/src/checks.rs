//! The residency checks of demographic surveillance (INDEPTH Network, *Population and Health in Developing Countries*, vol. 1, 2002,
//! ch. 2; the rules of the reference data model): they hold after any stream of events, and `danso verify` asks them of every person.

use crate::Stays;
use danso_model::{EntryReason, ExitReason};
use thiserror::Error;

/// A rule that a person's episodes break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Violation {
    /// An episode ends before it begins.
    #[error("an episode ends before it begins")]
    EndsBeforeStart,
    /// In two places at once.
    #[error("two residences overlap")]
    TwoPlaces,
    /// An ended episode has no reason, or one that lasts has one.
    #[error("an end has no reason, or a reason no end")]
    EndWithoutReason,
    /// Something follows a death.
    #[error("an episode follows death")]
    AfterDeath,
    /// Dead and still living somewhere.
    #[error("a dead person is resident")]
    DeadResident,
    /// Born a second time.
    #[error("an episode that is not the first begins with birth")]
    BornTwice,
    /// A transfer or a change of status leads nowhere, or comes from nowhere.
    #[error("a transfer or change of status has only one side")]
    OneSided,
    /// A residence without membership of its household, or the other way round.
    #[error("residence and membership do not cover the same days")]
    Unhoused,
}

/// The rules that these episodes break; none for anything that [`crate::fold_stays`] made.
#[must_use]
pub fn violations(stays: &Stays) -> Vec<Violation> {
    let mut found = Vec::new();
    let residences = &stays.residences;
    for (at, episode) in residences.iter().enumerate() {
        let next = residences.get(at + 1);
        let ends = episode.spell.to;
        if ends.is_some_and(|to| to < episode.spell.from) {
            found.push(Violation::EndsBeforeStart);
        }
        if ends.is_some() != episode.what.exit.is_some() {
            found.push(Violation::EndWithoutReason);
        }
        if let Some(next) = next
            && ends.is_none_or(|to| to > next.spell.from)
        {
            found.push(Violation::TwoPlaces);
        }
        if at > 0 && matches!(episode.what.entry, EntryReason::Birth { .. }) {
            found.push(Violation::BornTwice);
        }
        let goes_on = matches!(episode.what.exit, Some(ExitReason::Transferred(_) | ExitReason::StatusChanged));
        let continues = next.is_some_and(|next| {
            matches!(next.what.entry, EntryReason::Transferred(_) | EntryReason::StatusChanged) && Some(next.spell.from) == ends
        });
        if goes_on != continues {
            found.push(Violation::OneSided);
        }
        if episode.what.exit == Some(ExitReason::Death) && next.is_some() {
            found.push(Violation::AfterDeath);
        }
        let housed = stays.memberships.iter().any(|membership| {
            membership.what.household == episode.what.household
                && membership.spell.from <= episode.spell.from
                && membership.spell.to.is_none_or(|to| to >= episode.spell.from)
        });
        if !housed {
            found.push(Violation::Unhoused);
        }
    }
    if stays.died.is_some() && residences.last().is_some_and(danso_model::Episode::lasts) {
        found.push(Violation::DeadResident);
    }
    found
}
