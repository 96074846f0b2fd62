//! The little that counting needs of a person: sex, birth, residences, traits and what happened, without anything that names anyone.

use crate::coded::{METHOD_NOT_TOLD, number_of};
use crate::facts::{self, Fact};
use crate::person::line_of;
use crate::traits::{self, Traits};
use crate::{Act, Claim, CodedHealth, ResidenceAct, Stays, acts_of, effective, fold_stays};
use danso_model::{
    BirthPlace, Change, Code, Event, EventBody, EventId, HamletId, HouseholdId, HouseholdType, PartialDate, PersonId, Sex,
    SubjectId,
};
use jiff::civil::Date;

/// What one event says of one person or household, as far as counting goes.
#[derive(Debug, Clone, PartialEq)]
pub struct ResidentClaim {
    pub(crate) event: EventId,
    pub(crate) date: PartialDate,
    /// Few events undo others; a box keeps the rest small.
    undoes: Option<Box<Undoing>>,
    pub(crate) line: Option<Line>,
    act: Option<Act>,
    pub(crate) says: Says,
    /// Told under another sheet of the person.
    pub(crate) other: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Undoing {
    corrects: Option<EventId>,
    cancels: Option<EventId>,
}

/// What the line of a sheet tells; codes as numbers, None where nothing is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    sex: Sex,
    birth: PartialDate,
    pub(crate) ethnic: Option<u8>,
    pub(crate) education: Option<u8>,
    pub(crate) marital: Option<u8>,
}

/// What else is said, at most one thing a subject and event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Says {
    Nothing,
    Sex(Sex),
    Birth(PartialDate),
    Ethnic(u8),
    Education(u8),
    Marital(u8),
    Born {
        place: u8,
        multiple: bool,
    },
    Bore,
    Died {
        place: u8,
    },
    Married {
        registered: bool,
        kin: bool,
        counselled: u8,
    },
    Divorced,
    Separated,
    Widowed,
    MethodBegun(u8),
    /// The method as told with the end; None where it is not.
    MethodEnded(Option<u8>),
    Pregnancy(u8),
    Prenatal(u8, [u8; 4]),
    Newborn([u8; 5]),
    Checkup,
    Disabled,
    /// A household: opened there; by a sheet, or by splitting another.
    Opened {
        hamlet: HamletId,
        kind: HouseholdType,
    },
    Kind(HouseholdType),
    Moved(HamletId),
    Reviewed,
}

impl Claim for ResidentClaim {
    fn id(&self) -> EventId {
        self.event
    }

    fn corrects(&self) -> Option<EventId> {
        self.undoes.as_ref()?.corrects
    }

    fn cancels(&self) -> Option<EventId> {
        self.undoes.as_ref()?.cancels
    }
}

const fn birth_place(place: Option<BirthPlace>) -> u8 {
    match place {
        None => 0,
        Some(BirthPlace::Station) => 1,
        Some(BirthPlace::Home) => 2,
        Some(BirthPlace::Other) => 3,
        Some(BirthPlace::Hospital) => 4,
    }
}

fn death_place(place: Option<Code>) -> u8 {
    place.map_or(0, |code| {
        ["home", "facility", "other"].iter().position(|known| *known == code.as_str()).map_or(9, |at| at as u8 + 1)
    })
}

/// What an event says of a person besides the line and the residence.
fn says_of(event: &Event, person: PersonId, health: Option<CodedHealth>) -> Says {
    if !event.body.persons().contains(&person) {
        return Says::Nothing;
    }
    let method = match health {
        Some(CodedHealth::Method(method)) => Some(method.min(METHOD_NOT_TOLD)),
        Some(CodedHealth::Pregnancy(_) | CodedHealth::Prenatal(..) | CodedHealth::Newborn(_) | CodedHealth::Disabled) | None => {
            None
        }
    };
    match &event.body {
        EventBody::Birth { child, facts, .. } if child.person == person => {
            Says::Born { place: birth_place(facts.place), multiple: facts.multiple }
        }
        EventBody::Birth { .. } => Says::Bore,
        EventBody::Death { place, .. } => Says::Died { place: death_place(*place) },
        EventBody::Marriage { registered, counselled, kin_degree, .. } => Says::Married {
            registered: *registered,
            kin: kin_degree.is_some_and(|degree| (1..=3).contains(&degree)),
            counselled: counselled.map_or(0, |yes| if yes { 1 } else { 2 }),
        },
        EventBody::Divorce { .. } => Says::Divorced,
        EventBody::Separation { .. } => Says::Separated,
        EventBody::Widowed { .. } => Says::Widowed,
        EventBody::ContraceptionStart { .. } => Says::MethodBegun(method.unwrap_or(METHOD_NOT_TOLD)),
        EventBody::ContraceptionStop { .. } => Says::MethodEnded(method),
        EventBody::Pregnancy { .. } => {
            Says::Pregnancy(if let Some(CodedHealth::Pregnancy(outcome)) = health { outcome } else { 0 })
        }
        EventBody::PrenatalScreen { .. } => {
            if let Some(CodedHealth::Prenatal(band, results)) = health {
                Says::Prenatal(band, results)
            } else {
                Says::Prenatal(0, [0; 4])
            }
        }
        EventBody::NewbornScreen { .. } => {
            Says::Newborn(if let Some(CodedHealth::Newborn(results)) = health { results } else { [0; 5] })
        }
        EventBody::ElderlyCheckup { .. } => Says::Checkup,
        EventBody::Disability { .. } => Says::Disabled,
        EventBody::Change { change, .. } => match change {
            Change::Sex(sex) => Says::Sex(*sex),
            Change::Birth(birth) => Says::Birth(*birth),
            Change::Ethnic(code) => Says::Ethnic(number_of(*code)),
            Change::Education(code) => Says::Education(number_of(*code)),
            Change::Marital(code) => Says::Marital(number_of(*code)),
            Change::Residence(_)
            | Change::Relationship(_)
            | Change::Mother(_)
            | Change::Father(_)
            | Change::Name
            | Change::Pin
            | Change::HealthCard
            | Change::Phone => Says::Nothing,
        },
        EventBody::Household { .. }
        | EventBody::HouseholdChange { .. }
        | EventBody::Adoption { .. }
        | EventBody::MoveIn { .. }
        | EventBody::MoveOut { .. }
        | EventBody::Transfer { .. }
        | EventBody::TransferReceipt { .. }
        | EventBody::Split { .. }
        | EventBody::Merge { .. }
        | EventBody::HeadChange { .. }
        | EventBody::Reviewed { .. }
        | EventBody::Withdrawal { .. }
        | EventBody::SamePerson { .. } => Says::Nothing,
    }
}

/// What an event says of a household.
fn says_of_household(event: &Event, id: HouseholdId) -> Says {
    match &event.body {
        EventBody::Household { household, hamlet, kind, .. } if *household == id => Says::Opened { hamlet: *hamlet, kind: *kind },
        EventBody::Split { household, hamlet, .. } if *household == id => {
            Says::Opened { hamlet: *hamlet, kind: HouseholdType::Family }
        }
        EventBody::HouseholdChange { household, kind: Some(kind), .. } if *household == id => Says::Kind(*kind),
        EventBody::Transfer { from_household, to_household, to_hamlet, whole: true, .. }
            if from_household == to_household && *to_household == id =>
        {
            Says::Moved(*to_hamlet)
        }
        EventBody::Reviewed { household } if *household == id => Says::Reviewed,
        EventBody::Household { .. }
        | EventBody::HouseholdChange { .. }
        | EventBody::Split { .. }
        | EventBody::Transfer { .. }
        | EventBody::Reviewed { .. }
        | EventBody::Birth { .. }
        | EventBody::Adoption { .. }
        | EventBody::Death { .. }
        | EventBody::MoveIn { .. }
        | EventBody::MoveOut { .. }
        | EventBody::TransferReceipt { .. }
        | EventBody::Merge { .. }
        | EventBody::HeadChange { .. }
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
        | EventBody::Change { .. }
        | EventBody::Withdrawal { .. }
        | EventBody::SamePerson { .. } => Says::Nothing,
    }
}

impl ResidentClaim {
    /// What an event says of a person or household, with the health content that it carries itself; also of one whom it does not name but
    /// whose event it undoes.
    #[must_use]
    pub fn of(event: &Event, subject: impl Into<SubjectId>) -> Self {
        let subject = subject.into();
        let health = event.personal_of(subject).and_then(|personal| personal.health.as_ref()).map(CodedHealth::of);
        Self::with_health(event, subject, health)
    }

    /// The same with health content that is known otherwise: an erased person's is in no event any more.
    #[must_use]
    pub fn with_health(event: &Event, subject: impl Into<SubjectId>, health: Option<CodedHealth>) -> Self {
        let subject = subject.into();
        let person = PersonId(subject.0);
        let (corrects, cancels) = (event.corrects(), event.cancels());
        let of_household = says_of_household(event, HouseholdId(subject.0));
        let says = if of_household == Says::Nothing { says_of(event, person, health) } else { of_household };
        Self {
            event: event.id,
            date: event.date,
            undoes: (corrects.is_some() || cancels.is_some()).then(|| Box::new(Undoing { corrects, cancels })),
            line: line_of(event, person).map(|line| Line {
                sex: line.sex,
                birth: line.birth,
                ethnic: line.ethnic.map(number_of),
                education: line.education.map(number_of),
                marital: line.marital.map(number_of),
            }),
            act: acts_of(event).into_iter().find(|(who, _)| *who == person).map(|(_, act)| act.act),
            says,
            other: false,
        }
    }

    /// The same claim as told under another sheet of the person, or under the person's own.
    #[must_use]
    pub(crate) const fn told_elsewhere(mut self, other: bool) -> Self {
        self.other = other;
        self
    }

    /// The same claim as a correction of another event.
    #[must_use]
    pub fn correcting(mut self, corrects: Option<EventId>) -> Self {
        if self.corrects() != corrects {
            self.undoes = Some(Box::new(Undoing { corrects, cancels: self.cancels() }));
        }
        self
    }

    /// Whether folding it can change anything.
    #[must_use]
    pub fn matters(&self) -> bool {
        self.undoes.is_some() || self.line.is_some() || self.act.is_some() || self.says != Says::Nothing
    }

    /// What is known of something after its line: another sheet of the person tells only what was not told yet.
    pub(crate) fn tells(&self, line: Option<u8>, known: Option<u8>) -> Option<u8> {
        if self.other { known.or(line) } else { line.or(known) }
    }

    /// The day it is counted on, where no fold says otherwise.
    pub(crate) fn day(&self) -> Date {
        self.date.imputed()
    }
}

/// A person as counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Resident {
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: PartialDate,
    /// Ethnic group, as last told: its code as a number, 0 when not told.
    pub ethnic: u8,
    /// Where, from when to when.
    pub stays: Stays,
    /// What changes with time: from each day on, in order of time. Before the first day nothing is told.
    pub traits: Vec<(Date, Traits)>,
    /// What happened and is counted, in the order of [`Fact`]s' days.
    pub facts: Vec<Fact>,
}

/// Events in force in the order in which they are taken.
pub(crate) fn in_force(claims: &[ResidentClaim]) -> Vec<&ResidentClaim> {
    let mut in_force = effective(claims);
    in_force.sort_by_key(|claim| (claim.day(), claim.event));
    in_force
}

/// Folds what accepted events say of one person, in any order. None until an event in force introduces the person.
#[must_use]
pub fn fold_resident(claims: &[ResidentClaim]) -> Option<Resident> {
    if claims.iter().all(|claim| claim.line.is_none()) {
        return None;
    }
    let in_force = in_force(claims);
    let own = in_force.iter().find(|claim| !claim.other && claim.line.is_some());
    if own.is_none() && claims.iter().any(|claim| claim.other) {
        // Of someone whose own sheet tells nothing any more, the other sheets tell as if they were his.
        return fold_resident(&claims.iter().map(|claim| claim.clone().told_elsewhere(false)).collect::<Vec<_>>());
    }
    let first = own.and_then(|claim| claim.line)?;
    let (mut sex, mut birth, mut ethnic) = (first.sex, first.birth, 0);
    for claim in &in_force {
        if let Some(line) = claim.line {
            if !claim.other {
                (sex, birth) = (line.sex, line.birth);
            }
            ethnic = claim.tells(line.ethnic, Some(ethnic).filter(|told| *told > 0)).unwrap_or(0);
        }
        match claim.says {
            Says::Sex(told) => sex = told,
            Says::Birth(told) => birth = told,
            Says::Ethnic(told) => ethnic = told,
            Says::Nothing
            | Says::Education(_)
            | Says::Marital(_)
            | Says::Born { .. }
            | Says::Bore
            | Says::Died { .. }
            | Says::Married { .. }
            | Says::Divorced
            | Says::Separated
            | Says::Widowed
            | Says::MethodBegun(_)
            | Says::MethodEnded(_)
            | Says::Pregnancy(_)
            | Says::Prenatal(..)
            | Says::Newborn(_)
            | Says::Checkup
            | Says::Disabled
            | Says::Opened { .. }
            | Says::Kind(_)
            | Says::Moved(_)
            | Says::Reviewed => {}
        }
    }
    let acts = in_force
        .iter()
        .filter_map(|claim| Some(ResidenceAct { date: claim.date, event: claim.event, act: claim.act?, other: claim.other }));
    let stays = fold_stays(&acts.collect::<Vec<_>>());
    let facts = facts::fold(&in_force, &stays, sex, birth);
    Some(Resident { sex, birth, ethnic, traits: traits::fold(&in_force), facts, stays })
}
