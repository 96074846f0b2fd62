//! Household documents out of folds.

use crate::world::{View, World};
use danso_model::{Episode, EventId, ExitReason, HouseholdId, HouseholdType, Membership, PartialDate, PersonId};
use danso_registry::{Person, Same};
use danso_wire::{HouseholdDocument, MemberDocument, PastMember, field_name, sex_letter};
use jiff::civil::Date;

/// How long someone who left stays in the document.
const PAST_YEARS: i32 = 2;

fn membership_in(person: &Person, household: HouseholdId) -> Option<&Episode<Membership>> {
    person.stays.memberships.iter().rev().find(|episode| episode.what.household == household)
}

/// The date that an event told. Folds hold the one day it is counted on, a document what is known of it.
fn told(world: &World, event: EventId, counted: Date) -> PartialDate {
    world.get(event).map_or(PartialDate::day(counted), |standing| standing.event.date)
}

/// Since when the person lives where the person lives now; another status is no other place.
fn since(world: &World, person: &Person) -> PartialDate {
    let mut stays = person.stays.residences.iter().rev();
    let mut first = stays.next();
    for earlier in stays.take_while(|episode| episode.what.exit == Some(ExitReason::StatusChanged)) {
        first = Some(earlier);
    }
    first.map_or(person.birth, |episode| told(world, episode.opened_by, episode.spell.from))
}

fn member(world: &World, person: &Person, membership: &Membership, same: &Same) -> MemberDocument {
    let residence = person.stays.residences.last().map(|episode| episode.what.status.code());
    let method = person.contraception.last().filter(|episode| episode.lasts()).and_then(|episode| episode.what.method);
    let pregnant = person.pregnancies.last().filter(|episode| episode.lasts());
    MemberDocument {
        id: person.id.0,
        name: person.personal.name.clone(),
        sex: sex_letter(person.sex).to_string(),
        birth: person.birth.to_string(),
        relationship: membership.relationship.to_string(),
        residence: residence.unwrap_or(1).to_string(),
        since: since(world, person).to_string(),
        ethnic: person.ethnic.map(|code| code.to_string()),
        education: person.education.map(|code| code.to_string()),
        marital: person.marital.map(|code| code.to_string()),
        mother: person.mother.map(|id| id.0),
        father: person.father.map(|id| id.0),
        pin_tail: person.personal.pin.as_ref().map(|pin| pin.tail().to_owned()),
        phone: person.personal.phone.clone(),
        method: method.map(|code| code.to_string()),
        pregnant: pregnant.map(|episode| told(world, episode.opened_by, episode.spell.from).to_string()),
        lmp: pregnant.and_then(|episode| episode.what.lmp).map(|date| date.to_string()),
        screened: person.screened.map(|date| date.to_string()),
        checked: person.checked.map(|date| date.to_string()),
        merged: same.merged_into(person.id).into_iter().map(|id| id.0).collect(),
        edits: person
            .edits
            .iter()
            .filter(|(_, event)| Some(**event) != first_event(person))
            .map(|(field, event)| (field_name(*field).to_owned(), event.0))
            .collect(),
    }
}

/// The event that introduced the person: fields that it set need no mention, since nobody can have changed them unknowingly before.
fn first_event(person: &Person) -> Option<EventId> {
    person.stays.residences.first().map(|episode| episode.opened_by)
}

/// When someone who lived in the household left it.
fn left(world: &World, person: &Person, household: HouseholdId) -> Option<PartialDate> {
    let membership = membership_in(person, household)?;
    Some(told(world, membership.closed_by?, membership.spell.to?))
}

fn past(world: &World, person: &Person, household: HouseholdId, today: Date) -> Option<(PartialDate, PastMember)> {
    let left = left(world, person, household)?;
    let closed = person.stays.residences.iter().rev().find(|episode| episode.what.household == household)?;
    let reason = match closed.what.exit {
        Some(ExitReason::Death) => "death",
        Some(ExitReason::MovedOut(_)) => "move_out",
        Some(ExitReason::Transferred(_)) => "transfer",
        Some(ExitReason::StatusChanged) | None => "other",
    };
    let recent = i32::from(today.year()) - i32::from(left.imputed().year()) <= PAST_YEARS;
    let member = PastMember {
        id: person.id.0,
        name: person.personal.name.clone(),
        sex: sex_letter(person.sex).to_string(),
        birth: person.birth.to_string(),
        left: left.to_string(),
        reason: reason.to_owned(),
    };
    recent.then_some((left, member))
}

/// Members of a household in the order of the sheet: head, spouse, children by age, then the others.
pub(crate) fn members_in_order(world: &mut World, household: HouseholdId, view: View) -> Vec<std::sync::Arc<Person>> {
    let candidates: Vec<PersonId> = world.candidates(household);
    let mut members: Vec<_> = candidates
        .into_iter()
        .filter_map(|id| world.person(id, view))
        .filter(|person| person.household() == Some(household))
        .collect();
    members.sort_by_key(|person| {
        let relationship = person.stays.memberships.last().map(|episode| episode.what.relationship.to_string());
        (relationship.and_then(|code| code.parse::<u32>().ok()).unwrap_or(u32::MAX), person.birth.number(), person.id)
    });
    members
}

/// The document of a household; None when no event in force opens it.
pub(crate) fn document(world: &mut World, id: HouseholdId, view: View, today: Date) -> Option<HouseholdDocument> {
    let household = world.household(id, view)?;
    let members = members_in_order(world, id, view);
    let candidates = world.candidates(id);
    let others: Vec<_> = candidates.iter().filter_map(|person| world.person(*person, view)).collect();
    let gone = || others.iter().filter(|person| person.household() != Some(id));
    let mut past: Vec<(PartialDate, PastMember)> = gone().filter_map(|person| past(world, person, id, today)).collect();
    past.sort_by_key(|(left, member)| (left.imputed(), member.id));
    let last_left = gone().filter_map(|person| left(world, person, id)).max_by_key(|left| (left.imputed(), left.to_string()));
    let position = world.household_changed(id);
    let same = world.same(view);
    Some(HouseholdDocument {
        id: id.0,
        hamlet: household.hamlet.0,
        area: household.area.0,
        number: household.number.clone(),
        r#type: match household.kind {
            HouseholdType::Family => "family",
            HouseholdType::Collective => "collective",
        }
        .to_owned(),
        address: household.address.clone(),
        opened: household.opened.to_string(),
        reviewed: household.reviewed.map(|date| date.to_string()),
        closed: last_left.filter(|_| members.is_empty()).map(|date| date.to_string()),
        position: position.0,
        members: members
            .iter()
            .filter_map(|person| Some(member(world, person, &person.stays.memberships.last()?.what, &same)))
            .collect(),
        past: past.into_iter().map(|(_, member)| member).collect(),
    })
}
