//! Which of a set of accepted events are in force: corrections replace, withdrawals and refused hand-overs undo.

use danso_model::{Event, EventBody, EventId};
use std::collections::{BTreeMap, BTreeSet};

/// What decides whether an event is in force.
pub trait Claim {
    /// The event.
    fn id(&self) -> EventId;
    /// The event that it corrects.
    fn corrects(&self) -> Option<EventId>;
    /// The event that it puts out of force without replacing it, by withdrawing or refusing it.
    fn cancels(&self) -> Option<EventId>;
}

impl Claim for Event {
    fn id(&self) -> EventId {
        self.id
    }

    fn corrects(&self) -> Option<EventId> {
        self.supersedes
    }

    fn cancels(&self) -> Option<EventId> {
        let refuses = if let EventBody::TransferReceipt { received, .. } = &self.body { !received } else { true };
        self.body.names_event().filter(|_| refuses)
    }
}

/// What an event corrects, past corrections that do not count themselves: `passes` tells what such a one corrects.
///
/// A correction of a correction that was returned replaces the event that the returned one would have replaced.
pub fn corrected(target: Option<EventId>, passes: impl Fn(EventId) -> Option<EventId>) -> Option<EventId> {
    let mut seen = BTreeSet::new();
    let mut at = target?;
    while seen.insert(at) {
        let Some(next) = passes(at) else { break };
        at = next;
    }
    Some(at)
}

/// The events in force, each once, in order of id.
///
/// An event, its corrections, and theirs are one family of which at most one is in force: of several corrections of one event the one with
/// the greatest id that has someone in force, else the event itself unless an event in force withdraws it or says that its movers never
/// came. The outcome depends on the set only.
#[must_use]
pub fn effective<'a, C: Claim>(events: impl IntoIterator<Item = &'a C>) -> Vec<&'a C> {
    let by_id: BTreeMap<EventId, &C> = events.into_iter().map(|event| (event.id(), event)).collect();
    if by_id.values().all(|event| event.corrects().is_none() && event.cancels().is_none()) {
        return by_id.into_values().collect();
    }
    let mut judge = Judge {
        by_id: &by_id,
        corrections: BTreeMap::new(),
        cancelled_by: BTreeMap::new(),
        known: BTreeMap::new(),
        asked: BTreeSet::new(),
    };
    for event in by_id.values() {
        if let Some(target) = event.corrects() {
            judge.corrections.entry(target).or_default().push(event.id());
        }
        if let Some(target) = event.cancels() {
            judge.cancelled_by.entry(target).or_default().push(event.id());
        }
    }
    let in_force: BTreeSet<EventId> = by_id.keys().rev().copied().filter(|id| judge.is_in_force(*id)).collect();
    by_id.into_values().filter(|event| in_force.contains(&event.id())).collect()
}

struct Judge<'a, 'b, C> {
    by_id: &'b BTreeMap<EventId, &'a C>,
    /// By event, in order of id.
    corrections: BTreeMap<EventId, Vec<EventId>>,
    cancelled_by: BTreeMap<EventId, Vec<EventId>>,
    /// By the first of a family: who of it is in force.
    known: BTreeMap<EventId, Option<EventId>>,
    /// Families that are being judged.
    asked: BTreeSet<EventId>,
}

impl<C: Claim> Judge<'_, '_, C> {
    fn is_in_force(&mut self, event: EventId) -> bool {
        let first = self.first_of_family(event);
        if let Some(one) = self.known.get(&first) {
            return *one == Some(event);
        }
        if !self.asked.insert(first) {
            return true; // events that undo each other in a ring: nobody could have made them honestly
        }
        let one = self.pick(first, &mut BTreeSet::new());
        self.asked.remove(&first);
        self.known.insert(first, one);
        one == Some(event)
    }

    /// The event at the beginning of the corrections; it may be one that is not among the events. Of a ring the least.
    fn first_of_family(&self, event: EventId) -> EventId {
        let (mut at, mut path) = (event, BTreeSet::from([event]));
        while let Some(target) = self.by_id.get(&at).and_then(|event| event.corrects()) {
            if !path.insert(target) {
                let (mut least, mut next) = (target, target);
                while let Some(target) = self.by_id.get(&next).and_then(|event| event.corrects()).filter(|next| *next != at) {
                    least = least.min(target);
                    next = target;
                }
                return least.min(at);
            }
            at = target;
        }
        at
    }

    /// Who of an event and its corrections is in force.
    fn pick(&mut self, event: EventId, seen: &mut BTreeSet<EventId>) -> Option<EventId> {
        if !seen.insert(event) {
            return None;
        }
        for correction in self.corrections.get(&event).cloned().unwrap_or_default().into_iter().rev() {
            if let Some(one) = self.pick(correction, seen) {
                return Some(one);
            }
        }
        let cancelled = self.cancelled_by.get(&event).cloned().unwrap_or_default();
        let stands = self.by_id.contains_key(&event) && !cancelled.into_iter().any(|other| self.is_in_force(other));
        stands.then_some(event)
    }
}
