//! The fold of residence acts into episodes: where someone lived, in which household, as what.

use crate::ResidenceAct;
use crate::acts::{Act, Dated, in_order};
use danso_model::{
    Code, EntryReason, Episode, EventId, ExitReason, HamletId, HouseholdId, Membership, Origin, Residence, ResidenceStatus,
};
use jiff::civil::Date;
use std::collections::HashMap;

/// One person's residences and memberships, in order of time, and the acts that could not be believed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stays {
    /// Where, never two at once.
    pub residences: Vec<Episode<Residence>>,
    /// In which household with which relationship, never two at once.
    pub memberships: Vec<Episode<Membership>>,
    /// The day of death.
    pub died: Option<Date>,
    /// Acts without effect, and acts understood as something else.
    pub doubts: Vec<Doubt>,
}

/// An event that could not be taken as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// Which.
    pub event: EventId,
    /// Why.
    pub kind: DoubtKind,
}

/// Why an event could not be taken as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoubtKind {
    /// Something happened to someone who had died.
    AfterDeath,
    /// Leaves or changes where he does not live.
    NotHere,
    /// Arrives where he lives already.
    AlreadyHere,
    /// Arrives while living elsewhere in the register: understood as a move between the two.
    StillElsewhere,
    /// Moves within the register without having lived in it: understood as an arrival.
    CameFromNowhere,
}

impl DoubtKind {
    /// The stable code, as the message file names it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AfterDeath => "after_death",
            Self::NotHere => "not_here",
            Self::AlreadyHere => "already_here",
            Self::StillElsewhere => "still_elsewhere",
            Self::CameFromNowhere => "came_from_nowhere",
        }
    }
}

struct Arrival {
    hamlet: HamletId,
    household: HouseholdId,
    status: ResidenceStatus,
    entry: EntryReason,
    relationship: Code,
}

impl Stays {
    fn here(&self) -> Option<Residence> {
        self.residences.last().filter(|episode| episode.lasts()).map(|episode| episode.what)
    }

    fn relationship(&self) -> Option<Code> {
        self.memberships.last().map(|episode| episode.what.relationship)
    }

    fn doubt(&mut self, event: EventId, kind: DoubtKind) {
        self.doubts.push(Doubt { event, kind });
    }

    fn close(&mut self, day: Date, event: EventId, reason: ExitReason) {
        if let Some(last) = self.residences.last_mut() {
            last.what.exit = Some(reason);
            last.close(day, event);
        }
    }

    fn leave_household(&mut self, day: Date, event: EventId) {
        if let Some(last) = self.memberships.last_mut().filter(|episode| episode.lasts()) {
            last.close(day, event);
        }
    }

    fn arrive(&mut self, day: Date, event: EventId, to: Arrival) {
        let residence = Residence { hamlet: to.hamlet, household: to.household, status: to.status, entry: to.entry, exit: None };
        self.residences.push(Episode::open(residence, day, event));
        self.relate(day, event, to.household, to.relationship);
    }

    fn relate(&mut self, day: Date, event: EventId, household: HouseholdId, relationship: Code) {
        let what = Membership { household, relationship, area: None };
        if self.memberships.last().is_some_and(|episode| episode.lasts() && episode.what == what) {
            return;
        }
        self.leave_household(day, event);
        self.memberships.push(Episode::open(what, day, event));
    }

    fn go(&mut self, day: Date, event: EventId, from: Residence, mut to: Arrival) {
        self.close(day, event, ExitReason::Transferred(to.hamlet));
        to.entry = EntryReason::Transferred(from.hamlet);
        self.arrive(day, event, to);
    }

    /// Why an act of another sheet, under which the person lived in a household, cannot be believed beside what is known so far.
    fn contradicted(&self, dated: &Dated, lived: Option<HouseholdId>) -> Option<DoubtKind> {
        let here = self.here()?;
        match dated.act.act {
            Act::Enter { hamlet, household, entry, .. } => {
                let elsewhere = (here.hamlet, here.household) != (hamlet, household);
                let found = matches!(entry, EntryReason::Enumerated);
                let later = self.residences.last().is_some_and(|episode| episode.spell.from < dated.day);
                (elsewhere && (found || !later)).then_some(DoubtKind::AlreadyHere)
            }
            Act::Status(_) | Act::Relate { household: None, .. } => (lived != Some(here.household)).then_some(DoubtKind::NotHere),
            Act::Move { .. } | Act::Relate { household: Some(_), .. } | Act::Leave { .. } | Act::Die => None,
        }
    }

    fn apply(&mut self, Dated { day, act: ResidenceAct { event, act, .. } }: Dated) {
        if self.died.is_some() {
            return self.doubt(event, DoubtKind::AfterDeath);
        }
        match (act, self.here()) {
            (Act::Enter { hamlet, household, status, entry, relationship }, here) => {
                let to = Arrival { hamlet, household, status, entry, relationship };
                let born_before = matches!(entry, EntryReason::Birth { .. }) && !self.residences.is_empty();
                match here {
                    _ if born_before => self.doubt(event, DoubtKind::AlreadyHere),
                    None => self.arrive(day, event, to),
                    Some(from) if from.household == household && from.hamlet == hamlet => {
                        self.doubt(event, DoubtKind::AlreadyHere)
                    }
                    Some(from) => {
                        self.doubt(event, DoubtKind::StillElsewhere);
                        self.go(day, event, from, to);
                    }
                }
            }
            (Act::Move { from, hamlet, household, relationship }, here) => {
                let kept = self.relationship();
                let Some(relationship) = relationship.or(kept) else { return self.doubt(event, DoubtKind::NotHere) };
                let status = here.map_or(ResidenceStatus::REGISTERED, |residence| residence.status);
                let entry = EntryReason::MovedIn(Origin::Unknown);
                let to = Arrival { hamlet, household, status, entry, relationship };
                match here {
                    None => {
                        self.doubt(event, DoubtKind::CameFromNowhere);
                        self.arrive(day, event, to);
                    }
                    Some(residence) if residence.household == household && residence.hamlet == hamlet => {
                        self.doubt(event, DoubtKind::AlreadyHere);
                    }
                    Some(residence) if residence.household != from => self.doubt(event, DoubtKind::NotHere),
                    Some(residence) => self.go(day, event, residence, to),
                }
            }
            (Act::Status(status), Some(here)) if here.status != status => {
                self.close(day, event, ExitReason::StatusChanged);
                let residence = Residence { status, entry: EntryReason::StatusChanged, exit: None, ..here };
                self.residences.push(Episode::open(residence, day, event));
            }
            (Act::Relate { household, relationship }, Some(here)) if household.is_none_or(|id| id == here.household) => {
                self.relate(day, event, here.household, relationship);
            }
            (Act::Leave { household, to }, Some(here)) if here.household == household => {
                self.close(day, event, ExitReason::MovedOut(to));
                self.leave_household(day, event);
            }
            (Act::Status(_), Some(_)) => {}
            (Act::Die, here) => {
                self.died = Some(day);
                if here.is_some() {
                    self.close(day, event, ExitReason::Death);
                    self.leave_household(day, event);
                }
            }
            (Act::Status(_) | Act::Relate { .. } | Act::Leave { .. }, _) => self.doubt(event, DoubtKind::NotHere),
        }
    }
}

/// Folds the acts of one person, in any order, into episodes. Acts must be those of events in force.
///
/// Acts that were told under another sheet of the person stand back: an own birth or death goes before theirs and nothing of theirs is
/// before the own birth; being found somewhere does not take anyone away from where the own sheet has him, arriving somewhere later does;
/// and what says no place is believed only where the other sheet had the person in the same household.
#[must_use]
pub fn fold_stays(acts: &[ResidenceAct]) -> Stays {
    let mut stays = Stays::default();
    if acts.iter().all(|act| !act.other) {
        in_order(acts).into_iter().for_each(|act| stays.apply(act));
        return stays;
    }
    let lived = lived_elsewhere(acts);
    let own = |rank: u8| acts.iter().any(|act| !act.other && act.rank() == rank);
    let (born, died) = (own(0), own(6));
    let stands_back = |act: &&ResidenceAct| !(act.other && (born && act.rank() == 0 || died && act.rank() == 6));
    let dated = in_order(&acts.iter().filter(stands_back).copied().collect::<Vec<_>>());
    let birth = dated.iter().find(|each| born && !each.act.other && each.act.rank() == 0).map(|each| each.day);
    for each in dated {
        if !each.act.other {
            stays.apply(each);
        } else if birth.is_none_or(|birth| birth <= each.day) {
            match stays.contradicted(&each, lived.get(&each.act.event).copied().flatten()) {
                Some(kind) => stays.doubt(each.act.event, kind),
                None => stays.apply(each),
            }
        }
    }
    stays
}

/// In which household the person lived before each act of the other sheets, as those tell it by themselves.
fn lived_elsewhere(acts: &[ResidenceAct]) -> HashMap<EventId, Option<HouseholdId>> {
    let others: Vec<ResidenceAct> = acts.iter().filter(|act| act.other).copied().collect();
    let mut alone = Stays::default();
    let mut lived = HashMap::new();
    for each in in_order(&others) {
        lived.insert(each.act.event, alone.here().map(|residence| residence.household));
        alone.apply(each);
    }
    lived
}
