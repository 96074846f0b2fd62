//! Rows of the projections out of folds. What is written here can be written again from the log, bit for bit.

use crate::document::members_in_order;
use crate::world::{View, World};
use danso_catalog::fold;
use danso_model::{Event, EventId, EventStatus, HamletId, HouseholdId, HouseholdType, PersonId, Position, SubjectId};
use danso_store::{EventRow, HouseholdRow, PersonRow, Severity};
use danso_tally::day_number;
use danso_vault::MasterKey;
use danso_wire::sex_letter;
use std::collections::{BTreeSet, HashSet};

/// The row of a person; None when no accepted event introduces the person.
pub(crate) fn person_row(world: &mut World, id: PersonId, master: &MasterKey) -> Option<PersonRow> {
    let person = world.person(id, View::Accepted)?;
    let residence = person.stays.residences.last();
    let membership = person.stays.memberships.last();
    let name = person.personal.name.clone().unwrap_or_default();
    Some(PersonRow {
        id,
        household: membership.map(|episode| episode.what.household),
        hamlet: residence.map(|episode| episode.what.hamlet),
        resident: residence.is_some_and(danso_model::Episode::lasts),
        fold: fold(&name),
        name,
        sex: sex_letter(person.sex),
        birth: person.birth.to_string(),
        birth_number: person.birth.number(),
        relationship: membership.map(|episode| episode.what.relationship.to_string()).unwrap_or_default(),
        residence: residence.map_or(0, |episode| episode.what.status.code()),
        pin_mac: person.personal.pin.as_ref().map(|pin| master.mac_pin(pin.as_str())),
        died: person.stays.died.map(day_number),
        changed: world.person_changed(id),
    })
}

/// The row of a household; None when no accepted event opens it.
pub(crate) fn household_row(world: &mut World, id: HouseholdId) -> Option<HouseholdRow> {
    let household = world.household(id, View::Accepted)?;
    let members = members_in_order(world, id, View::Accepted);
    let candidates = world.candidates(id);
    let is_head = |person: &danso_registry::Person| {
        person.stays.memberships.last().is_some_and(|episode| episode.what.relationship.as_str() == "1")
    };
    let head = members.iter().find(|person| is_head(person));
    let left = candidates
        .iter()
        .filter_map(|person| world.person(*person, View::Accepted))
        .filter_map(|person| person.stays.memberships.iter().rev().find(|episode| episode.what.household == id)?.spell.to);
    let last_left = left.max();
    let changed = world.household_changed(id);
    Some(HouseholdRow {
        id,
        hamlet: household.hamlet,
        area: household.area,
        number: household.number.clone(),
        collective: household.kind == HouseholdType::Collective,
        head_name: head.and_then(|person| person.personal.name.clone()).unwrap_or_default(),
        size: members.len() as u32,
        reviewed: household.reviewed.map(danso_model::PartialDate::number),
        opened: household.opened.number(),
        closed: last_left.filter(|_| members.is_empty()).map(day_number),
        changed,
    })
}

/// Persons and households whose rows an accepted event may change: those it is indexed under, and the households that events which count
/// name with them, whose documents name them or may come to.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    pub(crate) persons: BTreeSet<PersonId>,
    pub(crate) households: BTreeSet<HouseholdId>,
    /// Those of them that accepted events told of when they were first touched: only they have a row that may have to go.
    pub(crate) known: HashSet<SubjectId>,
}

impl Touched {
    /// Notes what an event touches; called before and after it counts, since people may change their household with it.
    pub(crate) fn note(&mut self, world: &mut World, event: &Event) {
        let subjects = world.index_of(event);
        if world.links_persons(event) {
            self.note_kin(world, &subjects);
        }
        for subject in world.beside_all(&subjects) {
            let (person, household) = (PersonId(subject.0), HouseholdId(subject.0));
            if world.household(household, View::Standing).is_some() {
                self.note_household(world, household);
            } else if self.persons.insert(person) && world.person(person, View::Accepted).is_some() {
                self.known.insert(subject);
            }
            for household in world.households_counted_with(person) {
                self.note_household(world, household);
            }
            if let Some(person) = world.person(person, View::Accepted) {
                person.stays.memberships.iter().for_each(|episode| self.note_household(world, episode.what.household));
            }
        }
    }

    /// Households that name as mother or father someone whose sheet is merged, or apart again.
    fn note_kin(&mut self, world: &mut World, subjects: &[SubjectId]) {
        for child in world.children_of(subjects) {
            let home = world.person(child, View::Accepted).and_then(|child| child.stays.memberships.last().cloned());
            if let Some(home) = home {
                self.note_household(world, home.what.household);
            }
        }
    }

    fn note_household(&mut self, world: &mut World, household: HouseholdId) {
        if self.households.insert(household) && world.household(household, View::Accepted).is_some() {
            self.known.insert(household.into());
        }
    }
}

/// Where an event is shown: hamlet, household and person. A household that the event moves is shown where it was, so that those whom it
/// leaves hear of it. What is told of someone whose arrival was returned is shown where that was, so that someone decides on it.
pub(crate) fn place_of(world: &mut World, event: &Event) -> (Option<HamletId>, Option<HouseholdId>, Option<PersonId>) {
    place_beside(world, event, event.id)
}

fn place_beside(world: &mut World, event: &Event, beside: EventId) -> (Option<HamletId>, Option<HouseholdId>, Option<PersonId>) {
    let person = event.body.persons().first().copied();
    let lived = person
        .map(|person| world.kept(person, View::Standing))
        .and_then(|person| world.person(person, View::Standing))
        .and_then(|person| person.stays.memberships.last().map(|episode| episode.what.household));
    let households: Vec<HouseholdId> = event.body.households().into_iter().chain(lived).collect();
    // A household that nothing opens any more has no place; the other one of a move may have.
    let placed = households.iter().find_map(|id| Some((world.household_around(*id, beside)?.hamlet, *id)));
    if let Some((hamlet, household)) = placed {
        return (Some(hamlet), Some(household), person);
    }
    let target = event.target().and_then(|target| world.get(target)).map(|standing| standing.event.clone());
    match target {
        Some(target) => place_beside(world, &target, beside),
        None => match world.last_told(&households, person) {
            Some((hamlet, household)) => (Some(hamlet), Some(household), person),
            None => (None, households.first().copied(), person),
        },
    }
}

/// The row of an event.
#[expect(clippy::too_many_arguments, reason = "a row has these parts and they come from as many places")]
pub(crate) fn event_row(
    event: &Event,
    place: (Option<HamletId>, Option<HouseholdId>, Option<PersonId>),
    status: EventStatus,
    position: Position,
    decided: Option<Position>,
    received_ms: i64,
    severity: Severity,
    issues: String,
) -> EventRow {
    let (hamlet, household, person) = place;
    EventRow {
        id: event.id,
        kind: event.body.kind(),
        status,
        position,
        decided,
        by: event.by,
        behalf: event.behalf,
        device: event.device,
        hamlet,
        household,
        person,
        date: event.date.number(),
        recorded_ms: event.recorded_at.as_millisecond(),
        received_ms,
        severity,
        issues,
        reason: None,
    }
}
