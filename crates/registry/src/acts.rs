//! What an event does to where people live, as small acts that can be sorted and folded.

use danso_model::{
    Change, Code, EntryReason, Event, EventBody, EventId, HamletId, HouseholdId, Member, Origin, PartialDate, PersonId,
    Placement, ResidenceStatus,
};
use jiff::civil::Date;

/// One act on one person's residence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResidenceAct {
    /// When, as told.
    pub date: PartialDate,
    /// The event that says so.
    pub event: EventId,
    /// What.
    pub act: Act,
    /// Told under another sheet of the same person: it counts as far as it does not contradict what was told under the person's own.
    pub other: bool,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Act {
    /// Begins to live somewhere.
    Enter {
        /// Where.
        hamlet: HamletId,
        /// In which household.
        household: HouseholdId,
        /// As what.
        status: ResidenceStatus,
        /// How; never transferred or status changed.
        entry: EntryReason,
        /// Relationship to the head.
        relationship: Code,
    },
    /// Goes on living elsewhere in the register.
    Move {
        /// Out of which household.
        from: HouseholdId,
        /// Where to.
        hamlet: HamletId,
        /// Into which household.
        household: HouseholdId,
        /// The new relationship to the head; None keeps the old one.
        relationship: Option<Code>,
    },
    /// The same place, another status.
    Status(ResidenceStatus),
    /// The same place, another relationship to the head.
    Relate {
        /// In which household; None for wherever the person lives.
        household: Option<HouseholdId>,
        /// The relationship.
        relationship: Code,
    },
    /// Leaves the register.
    Leave {
        /// Out of which household.
        household: HouseholdId,
        /// Where to.
        to: Origin,
    },
    /// Dies.
    Die,
}

impl ResidenceAct {
    /// Acts of one day are taken in this order.
    pub(crate) const fn rank(&self) -> u8 {
        match self.act {
            Act::Enter { entry: EntryReason::Birth { .. }, .. } => 0,
            Act::Enter { .. } => 1,
            Act::Status(_) => 2,
            Act::Relate { .. } => 3,
            Act::Move { .. } => 4,
            Act::Leave { .. } => 5,
            Act::Die => 6,
        }
    }
}

fn entering(member: &Member, hamlet: HamletId, household: HouseholdId, entry: EntryReason) -> Act {
    Act::Enter { hamlet, household, status: member.residence, entry, relationship: member.relationship }
}

fn moving(members: &[Placement], from: HouseholdId, hamlet: HamletId, household: HouseholdId) -> Vec<(PersonId, Act)> {
    let to = |member: &Placement| Act::Move { from, hamlet, household, relationship: Some(member.relationship) };
    members.iter().map(|member| (member.person, to(member))).collect()
}

fn relating(members: &[Placement], household: HouseholdId) -> Vec<(PersonId, Act)> {
    let relate = |member: &Placement| Act::Relate { household: Some(household), relationship: member.relationship };
    members.iter().map(|member| (member.person, relate(member))).collect()
}

/// The acts of an event, at most one a person.
#[must_use]
pub fn acts_of(event: &Event) -> Vec<(PersonId, ResidenceAct)> {
    let acts: Vec<(PersonId, Act)> = match &event.body {
        EventBody::Household { household, hamlet, members, .. } => {
            let enter = |member: &Member| (member.person, entering(member, *hamlet, *household, EntryReason::Enumerated));
            members.iter().map(enter).collect()
        }
        EventBody::Birth { household, hamlet, child, facts } => {
            let day = event.date.imputed();
            let mother_age = facts.mother_birth.and_then(|birth| u8::try_from(birth.age_at(day)).ok());
            let entry = EntryReason::Birth { order: facts.order, mother_age };
            vec![(child.person, entering(child, *hamlet, *household, entry))]
        }
        EventBody::Adoption { household, hamlet, child, .. } => {
            vec![(child.person, entering(child, *hamlet, *household, EntryReason::Adopted))]
        }
        EventBody::MoveIn { household, hamlet, members, from, .. } => {
            let enter = |member: &Member| (member.person, entering(member, *hamlet, *household, EntryReason::MovedIn(*from)));
            members.iter().map(enter).collect()
        }
        EventBody::MoveOut { household, persons, to, .. } => {
            persons.iter().map(|person| (*person, Act::Leave { household: *household, to: *to })).collect()
        }
        EventBody::Transfer { from_household, to_household, to_hamlet, members, .. } => {
            moving(members, *from_household, *to_hamlet, *to_household)
        }
        EventBody::Split { from_household, household, hamlet, members, .. }
        | EventBody::Merge { from_household, household, hamlet, members } => {
            moving(members, *from_household, *hamlet, *household)
        }
        EventBody::TransferReceipt { received: true, household: Some(household), members, .. } => relating(members, *household),
        EventBody::TransferReceipt { .. } => Vec::new(),
        EventBody::HeadChange { household, head, members } => {
            let mut acts = relating(members, *household);
            if !members.iter().any(|member| member.person == *head) {
                acts.extend(
                    Code::new("1").map(|relationship| (*head, Act::Relate { household: Some(*household), relationship })),
                );
            }
            acts
        }
        EventBody::Death { person, .. } => vec![(*person, Act::Die)],
        EventBody::Change { person, change: Change::Residence(status), .. } => vec![(*person, Act::Status(*status))],
        EventBody::Change { person, change: Change::Relationship(relationship), .. } => {
            vec![(*person, Act::Relate { household: None, relationship: *relationship })]
        }
        EventBody::Change { .. }
        | EventBody::HouseholdChange { .. }
        | EventBody::Marriage { .. }
        | EventBody::Divorce { .. }
        | EventBody::Separation { .. }
        | EventBody::Widowed { .. }
        | EventBody::ContraceptionStart { .. }
        | EventBody::ContraceptionStop { .. }
        | EventBody::Pregnancy { .. }
        | EventBody::PrenatalScreen { .. }
        | EventBody::NewbornScreen { .. }
        | EventBody::ElderlyCheckup { .. }
        | EventBody::Disability { .. }
        | EventBody::Reviewed { .. }
        | EventBody::Withdrawal { .. }
        | EventBody::SamePerson { .. } => Vec::new(),
    };
    let mut seen = std::collections::HashSet::new();
    acts.into_iter()
        .filter(|(person, _)| seen.insert(*person))
        .map(|(person, act)| (person, ResidenceAct { date: event.date, event: event.id, act, other: false }))
        .collect()
}

/// An act and the one day it is taken on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dated {
    pub(crate) day: Date,
    pub(crate) act: ResidenceAct,
}

/// Gives each act its day and sorts them. A birth of which only the month or year is known is put before the other acts that its span
/// allows, a death after them; all else is taken on its imputed day.
pub(crate) fn in_order(acts: &[ResidenceAct]) -> Vec<Dated> {
    let mut dated: Vec<Dated> = acts.iter().map(|act| Dated { day: act.date.imputed(), act: *act }).collect();
    for at in 0..dated.len() {
        let date = dated[at].act.date;
        let others = dated.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other.day);
        let day = match dated[at].act.rank() {
            0 => others.filter(|day| *day >= date.earliest()).min().map_or(dated[at].day, |first| first.min(dated[at].day)),
            6 => others.filter(|day| *day <= date.latest()).max().map_or(dated[at].day, |last| last.max(dated[at].day)),
            _ => continue,
        };
        dated[at].day = day;
    }
    dated.sort_by_key(|each| (each.day, each.act.rank(), each.act.other, each.act.event));
    dated
}
