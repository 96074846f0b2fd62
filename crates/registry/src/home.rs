//! The little that counting needs of a household: where it is, of which type, when it was confirmed.

use crate::resident::{ResidentClaim, Says, in_force};
use danso_model::{EventId, HamletId, HouseholdType};
use jiff::civil::Date;

/// A household as counted. Whether someone lives in it, the residents tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Where and of which type before the first of the steps.
    pub first: (HamletId, HouseholdType),
    /// Where and of which type from a day on, in order of time, at most one a day.
    pub steps: Vec<(Date, HamletId, HouseholdType)>,
    /// The days on which it was opened or confirmed, in order.
    pub confirmed: Vec<Date>,
    /// Visits that found nothing changed: the event, the day, where and of which type the household was.
    pub reviews: Vec<(EventId, Date, HamletId, HouseholdType)>,
}

/// Folds what accepted events say of one household, in any order. None until an event in force opens it.
#[must_use]
pub fn fold_home(claims: &[ResidentClaim]) -> Option<Home> {
    if !claims.iter().any(|claim| matches!(claim.says, Says::Opened { .. })) {
        return None;
    }
    let in_force = in_force(claims);
    let opened = |claim: &&ResidentClaim| {
        if let Says::Opened { hamlet, kind } = claim.says { Some((hamlet, kind)) } else { None }
    };
    let first = in_force.iter().find_map(opened)?;
    let (mut hamlet, mut kind) = first;
    let mut home = Home { first, steps: Vec::new(), confirmed: Vec::new(), reviews: Vec::new() };
    for claim in in_force {
        let day = claim.day();
        match claim.says {
            Says::Opened { .. } => home.confirmed.push(day),
            Says::Reviewed => {
                home.confirmed.push(day);
                home.reviews.push((claim.event, day, hamlet, kind));
            }
            Says::Kind(told) => kind = told,
            Says::Moved(to) => hamlet = to,
            Says::Nothing
            | Says::Sex(_)
            | Says::Birth(_)
            | Says::Ethnic(_)
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
            | Says::Disabled => {}
        }
        let (_, before, was) = home.steps.last().copied().unwrap_or((day, first.0, first.1));
        if (before, was) != (hamlet, kind) {
            match home.steps.last_mut() {
                Some(last) if last.0 == day => *last = (day, hamlet, kind),
                Some(_) | None => home.steps.push((day, hamlet, kind)),
            }
        }
    }
    home.confirmed.dedup();
    Some(home)
}
