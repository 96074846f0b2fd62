//! What becomes of an event that comes in.

use crate::{DoubtKind, Same, corrected, effective, fold_person};
use danso_model::{Change, Event, EventBody, EventId, EventStatus, HouseholdId, PersonId, SubjectId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is known when an event comes in: everything in the log about the subjects it names.
#[derive(Debug, Default)]
pub struct Known {
    /// Events about those subjects, and the event's target, with where they stand.
    pub events: HashMap<EventId, (Arc<Event>, EventStatus)>,
    /// Subjects that some event in the log introduced.
    pub subjects: HashSet<SubjectId>,
}

/// What the register itself has to say of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It names someone, or some event, that has not arrived yet: keep it until then.
    Park {
        /// The subject or event it waits for.
        waiting_for: SubjectId,
    },
    /// It can be placed. The findings go to the officer with those of the catalogue's rules.
    Place {
        /// What does not fit.
        findings: Vec<Finding>,
    },
}

/// Something that does not fit, with the stable code that the message file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Such as `conflict` or `after_death`.
    pub code: &'static str,
    /// Whether it forbids acceptance at once (`error`) or asks (`confirm`).
    pub is_error: bool,
    /// The other event, for a conflict.
    pub event: Option<EventId>,
}

fn finding(code: &'static str, is_error: bool, event: Option<EventId>) -> Finding {
    Finding { code, is_error, event }
}

/// Decides on an event by what is known. The same event and the same knowledge give the same verdict.
#[must_use]
pub fn decide(event: &Event, known: &Known) -> Verdict {
    if let Some(waiting_for) = missing(event, known) {
        return Verdict::Park { waiting_for };
    }
    let mut findings = doubts(event, known);
    findings.extend(wrong_target(event, known));
    findings.extend(conflicts(event, known));
    findings.extend(second_report(event, known));
    Verdict::Place { findings }
}

/// The first subject or event that is named and not known.
fn missing(event: &Event, known: &Known) -> Option<SubjectId> {
    if let Some(target) = event.target()
        && !known.events.contains_key(&target)
    {
        return Some(SubjectId(target.0));
    }
    let (persons, households): (Vec<PersonId>, Vec<HouseholdId>) = event.body.introduces();
    let introduced: HashSet<SubjectId> =
        persons.into_iter().map(SubjectId::from).chain(households.into_iter().map(SubjectId::from)).collect();
    event.subjects().into_iter().find(|subject| !introduced.contains(subject) && !known.subjects.contains(subject))
}

/// What the fold would say of the event, given all that counts or waits.
fn doubts(event: &Event, known: &Known) -> Vec<Finding> {
    let passed =
        |id: EventId| known.events.get(&id).filter(|(_, status)| !standing(*status)).and_then(|(other, _)| other.supersedes);
    let event = &Event { supersedes: corrected(event.supersedes, passed), ..event.clone() };
    let before = || known.events.values().filter(|(_, status)| standing(*status)).map(|(event, _)| event.as_ref());
    let mut kinds: Vec<DoubtKind> = Vec::new();
    let same = same_in(known);
    for person in event.body.persons().into_iter().map(|person| same.kept(person)) {
        let is_named = |event: &Event| event.body.persons().iter().any(|named| same.kept(*named) == person);
        let concerns = |each: &&Event| each.target().is_some() || is_named(each);
        let events = before().filter(concerns).chain(std::iter::once(event));
        let folded = fold_person(person, events);
        let own = folded.iter().flat_map(|person| person.doubts()).filter(|doubt| doubt.event == event.id);
        kinds.extend(own.map(|doubt| doubt.kind));
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().map(|kind| finding(kind.code(), kind == DoubtKind::AfterDeath, None)).collect()
}

/// Who stands for whom, given all that counts or waits.
fn same_in(known: &Known) -> Same {
    let standing: Vec<&Event> =
        known.events.values().filter(|(_, status)| standing(*status)).map(|(event, _)| event.as_ref()).collect();
    if standing.iter().all(|event| !matches!(event.body, EventBody::SamePerson { .. })) {
        return Same::default();
    }
    Same::of(effective(standing))
}

fn wrong_target(event: &Event, known: &Known) -> Option<Finding> {
    let (target, status) = known.events.get(&event.target()?)?;
    if event.supersedes.is_some() && target.body.kind() != event.body.kind() {
        return Some(finding("correction_of_other_kind", true, Some(target.id)));
    }
    (*status == EventStatus::Withdrawn).then(|| finding("target_withdrawn", false, Some(target.id)))
}

fn standing(status: EventStatus) -> bool {
    matches!(status, EventStatus::Accepted | EventStatus::Submitted)
}

/// Another change of the same field that neither author knew of: both are kept and the officer is asked.
fn conflicts(event: &Event, known: &Known) -> Vec<Finding> {
    let EventBody::Change { person, change, base } = &event.body else { return Vec::new() };
    let same = same_in(known);
    let rival = |other: &Event| {
        let EventBody::Change { person: about, change: theirs, base: their_base } = &other.body else { return false };
        other.id != event.id
            && same.kept(*about) == same.kept(*person)
            && theirs.field() == change.field()
            && their_base == base
            && other.supersedes != Some(event.id)
            && event.supersedes != Some(other.id)
            && differs(event, change, other, theirs)
    };
    let mut rivals: Vec<EventId> =
        known.events.values().filter(|(other, status)| standing(*status) && rival(other)).map(|(other, _)| other.id).collect();
    rivals.sort_unstable();
    rivals.into_iter().map(|other| finding("conflict", false, Some(other))).collect()
}

fn differs(event: &Event, change: &Change, other: &Event, theirs: &Change) -> bool {
    let personal = |event: &Event| event.personal.iter().map(|(_, personal)| personal.clone()).collect::<Vec<_>>();
    change != theirs || personal(event) != personal(other)
}

/// A second report of the same birth or death under another id.
fn second_report(event: &Event, known: &Known) -> Option<Finding> {
    let persons = same_in(known);
    let same = |other: &Event| match (&event.body, &other.body) {
        (EventBody::Birth { child, facts, .. }, EventBody::Birth { child: theirs, .. }) => {
            child.mother.is_some()
                && child.mother.map(|mother| persons.kept(mother)) == theirs.mother.map(|mother| persons.kept(mother))
                && persons.kept(child.person) != persons.kept(theirs.person)
                && !facts.multiple
                && event.date.overlaps(other.date)
        }
        (EventBody::Death { person, .. }, EventBody::Death { person: theirs, .. }) => {
            persons.kept(*person) == persons.kept(*theirs)
        }
        _ => false,
    };
    let other = known.events.values().find(|(other, status)| {
        standing(*status)
            && other.id != event.id
            && event.supersedes != Some(other.id)
            && other.supersedes != Some(event.id)
            && same(other)
    })?;
    Some(finding("second_report", false, Some(other.0.id)))
}
