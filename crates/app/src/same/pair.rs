//! Two sheets side by side, and what merging them would do.

use super::people::Sheet;
use super::shapes::{ApartMark, DuplicatePair, Likeness, MergePreview, PairSide, PreviewHousehold};
use crate::document::document;
use crate::world::{Standing, View, World};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{
    Event, EventBody, EventId, EventStatus, HouseholdId, PartialDate, PersonId, Position, Source, SubjectId, UserId,
};
use danso_store::PersonRow;
use danso_wire::{HouseholdDocument, MemberDocument};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// Without any part of the identity number.
fn without_pin(member: &MemberDocument) -> MemberDocument {
    MemberDocument { pin_tail: None, ..member.clone() }
}

fn all_without_pin(document: HouseholdDocument) -> HouseholdDocument {
    HouseholdDocument { members: document.members.iter().map(without_pin).collect(), ..document }
}

impl App {
    /// The rows of two persons both of whom the caller reviews.
    pub(super) async fn both(&self, caller: &Caller, one: PersonId, other: PersonId) -> Result<[PersonRow; 2], AppError> {
        let scope = self.scope(caller);
        let rows = self.store.persons_by_id(self.shard, &[one, other]).await?;
        let row = |id: PersonId| {
            let row = rows.iter().find(|row| row.id == id && row.hamlet.is_some_and(|hamlet| scope.reviews(hamlet)));
            row.cloned().ok_or(AppError::NotFound)
        };
        if one == other { Err(AppError::NotFound) } else { Ok([row(one)?, row(other)?]) }
    }

    /// Two sheets side by side, with what speaks for their being one. Audited.
    ///
    /// # Errors
    /// `NotFound` where the caller does not review both.
    pub async fn duplicate_pair(&self, caller: &Caller, one: PersonId, other: PersonId) -> Result<DuplicatePair, AppError> {
        let rows = self.both(caller, one, other).await?;
        let mut world = self.load_world(&[one.into(), other.into()]).await?;
        let likeness = self.likeness(caller, &rows).await?;
        let (lesser, greater) = (one.min(other), one.max(other));
        let apart = self.store.apart(self.shard, &[lesser]).await?.into_iter().find(|row| row.other == greater);
        let apart = match apart {
            Some(row) => Some(ApartMark {
                by_name: self.store.users_by_id(&[row.by]).await?.pop().map_or_else(String::new, |user| user.name),
                at: jiff::Timestamp::from_millisecond(row.at_ms).map(|at| at.to_string()).unwrap_or_default(),
            }),
            None => None,
        };
        let side_one = self.side(&mut world, &rows[0]).await?;
        let side_other = self.side(&mut world, &rows[1]).await?;
        self.audit(caller, "duplicates_compared", &one.to_string(), &format!("{{\"other\":\"{other}\"}}")).await?;
        Ok(DuplicatePair { one: side_one, other: side_other, likeness, apart })
    }

    /// How alike two are among those whom the caller reviews.
    async fn likeness(&self, caller: &Caller, rows: &[PersonRow; 2]) -> Result<Likeness, AppError> {
        let hamlets = self.reviewed_hamlets(caller, None)?;
        let (territory, today) = (self.territory(), self.env.today());
        let map = |hamlet| territory.commune_of(hamlet, today);
        let mut found = self.found_own(hamlets).await?;
        let mut person = |row: &PersonRow| match found.person(row.id) {
            Some(person) => Some(person),
            // Who lives nowhere any more is compared as last known.
            None => std::sync::Arc::make_mut(&mut found).read(&Sheet::from(row), &map),
        };
        let people = person(&rows[0]).zip(person(&rows[1]));
        let told = people.and_then(|(one, other)| found.told(&one, &other));
        let (probability, told) = told.ok_or_else(|| AppError::damaged("a register that was not laid out"))?;
        Ok(Likeness::new(probability, told))
    }

    async fn side(&self, world: &mut World, row: &PersonRow) -> Result<PairSide, AppError> {
        let household = row.household.ok_or(AppError::NotFound)?;
        let document = document(world, household, View::Accepted, self.env.today()).ok_or(AppError::NotFound)?;
        let member = document.members.iter().find(|member| member.id == row.id.0).map(without_pin);
        let mut sheets: Vec<PersonId> = world.same(View::Accepted).merged_into(row.id);
        sheets.push(row.id);
        let ids: BTreeSet<EventId> =
            sheets.iter().flat_map(|sheet| world.events_about((*sheet).into())).map(|standing| standing.event.id).collect();
        let mut rows = self.store.events_by_id(self.shard, &ids.into_iter().collect::<Vec<_>>()).await?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.position));
        let events = self.event_lines(&rows).await?;
        let (territory, today) = (self.territory(), self.env.today());
        let hamlet = row.hamlet.and_then(|hamlet| territory.hamlet(hamlet, today));
        let hamlet_name = hamlet.map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)).unwrap_or_default();
        let gone = MemberDocument {
            id: row.id.0,
            name: Some(row.name.clone()).filter(|name| !name.is_empty()),
            sex: row.sex.to_string(),
            birth: row.birth.clone(),
            relationship: row.relationship.clone(),
            ..MemberDocument::default()
        };
        Ok(PairSide {
            person: member.unwrap_or(gone),
            has_pin: row.pin_mac.is_some(),
            household: all_without_pin(document),
            hamlet_name,
            events,
        })
    }

    /// What would be if two sheets were one and the first were kept. Nothing is written. Audited.
    ///
    /// # Errors
    /// As [`App::duplicate_pair`].
    pub async fn merge_preview(&self, caller: &Caller, kept: PersonId, duplicate: PersonId) -> Result<MergePreview, AppError> {
        let _rows = self.both(caller, kept, duplicate).await?;
        let scope = self.scope(caller);
        let subjects: [SubjectId; 2] = [kept.into(), duplicate.into()];
        let mut world = self.load_world(&subjects).await?;
        let today = self.env.today();
        let homes = |world: &mut World| -> BTreeSet<HouseholdId> {
            let person = |id: PersonId, world: &mut World| world.person(id, View::Accepted);
            let both = [person(kept, world), person(duplicate, world)];
            let homes = both.iter().flatten().flat_map(|person| &person.stays.memberships);
            homes.map(|episode| episode.what.household).collect()
        };
        let mut concerned = homes(&mut world);
        let mut before: HashMap<HouseholdId, HouseholdDocument> = HashMap::new();
        for id in &concerned {
            before.extend(document(&mut world, *id, View::Accepted, today).map(|document| (*id, document)));
        }
        let event = Event { id: EventId(Uuid::max()), ..self.same_person(caller.user, kept, duplicate, None) };
        world.put(Standing { event: Arc::new(event), status: EventStatus::Accepted, position: Position(u32::MAX) }, &subjects);
        concerned.extend(homes(&mut world));
        let mut households = Vec::new();
        for id in concerned {
            let visible = world.household(id, View::Accepted).is_some_and(|home| scope.sees_household(home.hamlet, home.area));
            let after = document(&mut world, id, View::Accepted, today).filter(|_| visible);
            if let (Some(before), Some(after)) = (before.remove(&id), after) {
                let still = HouseholdDocument { position: before.position, ..after.clone() };
                if still != before {
                    households.push(PreviewHousehold { before: all_without_pin(before), after: all_without_pin(still) });
                }
            }
        }
        let person = world.person(kept, View::Accepted).and_then(|person| person.household());
        let person = person.and_then(|home| document(&mut world, home, View::Accepted, today));
        let person = person.and_then(|home| home.members.iter().find(|member| member.id == kept.0).map(without_pin));
        self.audit(caller, "merge_previewed", &kept.to_string(), &format!("{{\"other\":\"{duplicate}\"}}")).await?;
        Ok(MergePreview { person, households })
    }

    /// The event that says that two sheets are about one person, as an officer enters it. The reason is sealed with the person kept.
    pub(crate) fn same_person(&self, by: UserId, kept: PersonId, duplicate: PersonId, reason: Option<String>) -> Event {
        let note = danso_model::Personal { note: reason, ..danso_model::Personal::default() };
        Event {
            id: EventId(self.env.new_id()),
            date: PartialDate::day(self.env.today()),
            recorded_at: self.env.clock.now(),
            by,
            behalf: None,
            device: None,
            supersedes: None,
            source: Source::Interview,
            body: EventBody::SamePerson { person: kept, duplicate },
            personal: if note.is_empty() { Vec::new() } else { vec![(kept.into(), note)] },
            overrides: Vec::new(),
        }
    }
}
