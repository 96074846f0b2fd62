//! The little of a person that counting needs: sex, birth and residences, without anything that names anyone.

use crate::person::line_of;
use crate::{Claim, ResidenceAct, Stays, acts_of, effective, fold_stays};
use danso_model::{Change, Event, EventBody, EventId, PartialDate, PersonId, Sex};

/// What one event says of one person, as far as counting goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResidentClaim {
    event: EventId,
    date: PartialDate,
    corrects: Option<EventId>,
    cancels: Option<EventId>,
    line: bool,
    sex: Option<Sex>,
    birth: Option<PartialDate>,
    act: Option<ResidenceAct>,
}

impl Claim for ResidentClaim {
    fn id(&self) -> EventId {
        self.event
    }

    fn corrects(&self) -> Option<EventId> {
        self.corrects
    }

    fn cancels(&self) -> Option<EventId> {
        self.cancels
    }
}

impl ResidentClaim {
    /// What an event says of a person; also of one whom it does not name but whose event it undoes.
    #[must_use]
    pub fn of(event: &Event, person: PersonId) -> Self {
        let line = line_of(event, person);
        let changed = if let EventBody::Change { person: who, change, .. } = &event.body {
            (*who == person).then_some(change)
        } else {
            None
        };
        let (sex, birth) = match changed {
            Some(Change::Sex(sex)) => (Some(*sex), None),
            Some(Change::Birth(birth)) => (None, Some(*birth)),
            Some(_) | None => (line.map(|line| line.sex), line.map(|line| line.birth)),
        };
        Self {
            event: event.id,
            date: event.date,
            corrects: event.corrects(),
            cancels: event.cancels(),
            line: line.is_some(),
            sex,
            birth,
            act: acts_of(event).into_iter().find(|(who, _)| *who == person).map(|(_, act)| act),
        }
    }

    /// The same claim as a correction of another event.
    #[must_use]
    pub const fn correcting(self, corrects: Option<EventId>) -> Self {
        Self { corrects, ..self }
    }

    /// Whether folding it can change anything.
    #[must_use]
    pub const fn matters(&self) -> bool {
        self.corrects.is_some() || self.cancels.is_some() || self.sex.is_some() || self.birth.is_some() || self.act.is_some()
    }
}

/// A person as counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Resident {
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: PartialDate,
    /// Where, from when to when.
    pub stays: Stays,
}

/// Folds what accepted events say of one person, in any order. None until an event in force introduces the person.
#[must_use]
pub fn fold_resident(claims: &[ResidentClaim]) -> Option<Resident> {
    let mut in_force = effective(claims);
    in_force.sort_by_key(|claim| (claim.date.imputed(), claim.event));
    let first = in_force.iter().find(|claim| claim.line)?;
    let (mut sex, mut birth) = (first.sex?, first.birth?);
    for claim in &in_force {
        sex = claim.sex.unwrap_or(sex);
        birth = claim.birth.unwrap_or(birth);
    }
    let acts: Vec<ResidenceAct> = in_force.iter().filter_map(|claim| claim.act).collect();
    Some(Resident { sex, birth, stays: fold_stays(&acts) })
}
