//! A hamlet is divided by households: those that go are put into the new hamlet by events like any other, each of the day of the change
//! or, for whoever came into the household after it, of the day they came.

use super::counts::Heads;
use super::shapes::PlanRemark;
use super::work::remark;
use crate::document::members_in_order;
use crate::world::View;
use crate::{App, AppError};
use danso_model::{Event, EventBody, EventId, HamletId, HouseholdId, PartialDate, Placement, Source, UserId};
use danso_places::HamletStep;
use danso_places::plan::Division;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// The events, and the weights that they leave behind.
#[derive(Default)]
pub(super) struct Transfers {
    pub(super) events: Vec<Event>,
    pub(super) steps: Vec<HamletStep>,
    pub(super) households: u64,
}

impl App {
    /// Works out which events divide hamlets; remarks where it cannot be done. `heads` are those of a hamlet now.
    pub(super) async fn divide(
        &self,
        divisions: &[Division],
        by: UserId,
        heads: impl Fn(HamletId) -> Heads,
        conflicts: &mut Vec<PlanRemark>,
    ) -> Result<Transfers, AppError> {
        let mut done = Transfers::default();
        let mut gone: HashMap<HamletId, Heads> = HashMap::new();
        for division in divisions {
            let Some(chosen) = &division.households else { continue };
            let (old, new) = (HamletId::from_bytes(division.old), HamletId::from_bytes(division.new));
            let ids: Vec<Option<HouseholdId>> = chosen.iter().map(|id| id.parse().ok()).collect();
            for (text, _) in chosen.iter().zip(&ids).filter(|(_, id)| id.is_none()) {
                conflicts.push(remark("plan_no_household", None, Some(text.clone())));
            }
            let ids: Vec<HouseholdId> = ids.into_iter().flatten().collect();
            let rows = self.store.households_by_id(self.shard, &ids).await?;
            let there: HashMap<HouseholdId, HamletId> = rows.iter().map(|row| (row.id, row.hamlet)).collect();
            for id in ids.iter().filter(|id| there.get(*id) != Some(&old)) {
                conflicts.push(remark("plan_no_household", None, Some(id.to_string())));
            }
            let mut world = self.load_households(&[], &ids).await?;
            let mut moved = Heads::default();
            for household in ids {
                let members = members_in_order(&mut world, household, View::Accepted);
                let mut by_day: BTreeMap<_, Vec<Placement>> = BTreeMap::from([(division.on, Vec::new())]);
                for person in &members {
                    let membership = person.stays.memberships.last();
                    let residence = person.stays.residences.last().filter(|residence| residence.lasts());
                    let (Some(membership), Some(residence)) = (membership, residence) else { continue };
                    let day = residence.spell.from.max(division.on);
                    moved.persons += u64::from(residence.what.status.is_usual());
                    let relationship = membership.what.relationship;
                    by_day.entry(day).or_default().push(Placement { person: person.id, relationship });
                }
                moved.households += 1;
                for (day, members) in by_day {
                    done.events.push(self.transfer(household, new, day, members, by));
                }
            }
            let so_far = gone.entry(old).or_default();
            so_far.persons += moved.persons;
            so_far.households += moved.households;
            done.households += moved.households;
            done.steps.push(step(old, new, division, moved));
        }
        for division in divisions.iter().filter(|division| division.households.is_none()) {
            let old = HamletId::from_bytes(division.old);
            let (all, gone) = (heads(old), gone.get(&old).copied().unwrap_or_default());
            let stays = Heads {
                persons: all.persons.saturating_sub(gone.persons),
                households: all.households.saturating_sub(gone.households),
            };
            done.steps.push(step(old, HamletId::from_bytes(division.new), division, stays));
        }
        Ok(done)
    }

    fn transfer(
        &self,
        household: HouseholdId,
        hamlet: HamletId,
        day: jiff::civil::Date,
        members: Vec<Placement>,
        by: UserId,
    ) -> Event {
        let body = EventBody::Transfer {
            from_household: household,
            to_household: household,
            to_hamlet: hamlet,
            to_area: None,
            members,
            whole: true,
        };
        Event {
            id: EventId(self.env.new_id()),
            date: PartialDate::day(day),
            recorded_at: now(self),
            by,
            device: None,
            supersedes: None,
            source: Source::Import,
            body,
            personal: Vec::new(),
            behalf: None,
            overrides: Vec::new(),
        }
    }

    /// The events that take transfers back.
    pub(super) fn withdrawals(&self, transfers: &[EventId], by: UserId) -> Vec<Event> {
        let withdrawal = |event: &EventId| Event {
            id: EventId(self.env.new_id()),
            date: PartialDate::day(self.env.today()),
            recorded_at: now(self),
            by,
            device: None,
            supersedes: None,
            source: Source::Import,
            body: EventBody::Withdrawal { event: *event, reason: None },
            personal: Vec::new(),
            behalf: None,
            overrides: Vec::new(),
        };
        transfers.iter().map(withdrawal).collect()
    }
}

fn now(app: &App) -> Timestamp {
    app.env.clock.now()
}

fn step(old: HamletId, new: HamletId, division: &Division, heads: Heads) -> HamletStep {
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    HamletStep {
        old: *old.as_bytes(),
        new: *new.as_bytes(),
        on: division.on,
        households: small(heads.households),
        persons: small(heads.persons),
    }
}
