//! Which of a set of accepted events are in force: corrections replace, withdrawals and refused hand-overs undo.

use danso_model::{Event, EventBody, EventId};
use std::collections::{BTreeMap, BTreeSet};

/// What decides whether an event is in force.
pub trait Claim {
    /// The event.
    fn id(&self) -> EventId;
    /// The event that it corrects.
    fn corrects(&self) -> Option<EventId>;
    /// The event that it puts out of force, by correcting, withdrawing or refusing it.
    fn undoes(&self) -> Option<EventId>;
}

impl Claim for Event {
    fn id(&self) -> EventId {
        self.id
    }

    fn corrects(&self) -> Option<EventId> {
        self.supersedes
    }

    fn undoes(&self) -> Option<EventId> {
        let refuses = if let EventBody::TransferReceipt { received, .. } = &self.body { !received } else { true };
        self.supersedes.or(self.body.names_event().filter(|_| refuses))
    }
}

/// The events in force, each once, in order of id.
///
/// An event is out of force while some event in force supersedes it, withdraws it, or says that its movers never came. Of several
/// corrections of one event the one with the greatest id is in force. The outcome depends on the set only.
#[must_use]
pub fn effective<'a, C: Claim>(events: impl IntoIterator<Item = &'a C>) -> Vec<&'a C> {
    let by_id: BTreeMap<EventId, &C> = events.into_iter().map(|event| (event.id(), event)).collect();
    if by_id.values().all(|event| event.undoes().is_none()) {
        return by_id.into_values().collect();
    }
    let mut undone_by: BTreeMap<EventId, Vec<&C>> = BTreeMap::new();
    for event in by_id.values() {
        if let Some(target) = event.undoes() {
            undone_by.entry(target).or_default().push(event);
        }
    }
    let mut judge = Judge { undone_by: &undone_by, known: BTreeMap::new(), asked: BTreeSet::new() };
    let in_force: Vec<EventId> = by_id.values().rev().filter(|event| !judge.is_void(event)).map(|event| event.id()).collect();
    let in_force: BTreeSet<EventId> = in_force.into_iter().collect();
    by_id.into_values().filter(|event| in_force.contains(&event.id())).collect()
}

struct Judge<'a, C> {
    undone_by: &'a BTreeMap<EventId, Vec<&'a C>>,
    known: BTreeMap<EventId, bool>,
    asked: BTreeSet<EventId>,
}

impl<C: Claim> Judge<'_, C> {
    fn is_void(&mut self, event: &C) -> bool {
        if let Some(void) = self.known.get(&event.id()) {
            return *void;
        }
        if !self.asked.insert(event.id()) {
            return false; // events that undo each other in a ring: nobody could have made them honestly
        }
        let undone = self.undone_by.get(&event.id()).is_some_and(|others| others.iter().any(|other| !self.is_void(other)));
        let void = undone || self.is_outdone(event);
        self.asked.remove(&event.id());
        self.known.insert(event.id(), void);
        void
    }

    /// Whether a later correction of the same event is in force.
    fn is_outdone(&mut self, event: &C) -> bool {
        let Some(target) = event.corrects() else { return false };
        let siblings = self.undone_by.get(&target).into_iter().flatten();
        let later: Vec<&C> =
            siblings.copied().filter(|other| other.corrects() == Some(target) && other.id() > event.id()).collect();
        later.into_iter().any(|other| !self.is_void(other))
    }
}
