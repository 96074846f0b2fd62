//! The fold of a household. Its members are the persons whose membership lasts; they are folded by themselves.

use crate::effective;
use danso_model::{AreaId, Event, EventBody, EventId, HamletId, HouseholdId, HouseholdType, PartialDate};

/// A household as the accepted events tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Household {
    /// Which.
    pub id: HouseholdId,
    /// Where.
    pub hamlet: HamletId,
    /// Whose work.
    pub area: AreaId,
    /// Hộ số.
    pub number: String,
    /// Family or collective.
    pub kind: HouseholdType,
    /// Address; None when not told or erased.
    pub address: Option<String>,
    /// When the sheet was opened.
    pub opened: PartialDate,
    /// When last confirmed to be as written.
    pub reviewed: Option<PartialDate>,
    /// The last event in force.
    pub last: EventId,
}

impl Household {
    fn apply(&mut self, event: &Event) {
        if let Some(address) = event.personal_of(self.id).and_then(|personal| personal.address.as_ref()) {
            self.address = Some(address.clone());
        }
        self.last = self.last.max(event.id);
        if !event.body.households().contains(&self.id) {
            return; // it corrects or withdraws something told of this household, and tells nothing itself
        }
        match &event.body {
            EventBody::Household { household, .. } if *household == self.id => self.confirm(event.date),
            EventBody::Reviewed { .. } => self.confirm(event.date),
            EventBody::HouseholdChange { number, area, kind, .. } => {
                if let Some(number) = number {
                    self.number.clone_from(number);
                }
                self.area = area.unwrap_or(self.area);
                self.kind = kind.unwrap_or(self.kind);
            }
            EventBody::Transfer { from_household, to_household, to_hamlet, to_area, whole: true, .. }
                if from_household == to_household =>
            {
                self.hamlet = *to_hamlet;
                self.area = to_area.unwrap_or(self.area);
            }
            EventBody::Household { .. }
            | EventBody::Transfer { .. }
            | EventBody::Birth { .. }
            | EventBody::Adoption { .. }
            | EventBody::Death { .. }
            | EventBody::MoveIn { .. }
            | EventBody::MoveOut { .. }
            | EventBody::TransferReceipt { .. }
            | EventBody::Split { .. }
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
            | EventBody::SamePerson { .. } => {}
        }
    }

    fn confirm(&mut self, date: PartialDate) {
        if self.reviewed.is_none_or(|last| last.imputed() < date.imputed()) {
            self.reviewed = Some(date);
        }
    }
}

fn opened_by(id: HouseholdId, event: &Event) -> Option<Household> {
    let sheet = |hamlet: &HamletId, area: &AreaId, number: &str, kind| Household {
        id,
        hamlet: *hamlet,
        area: *area,
        number: number.to_owned(),
        kind,
        address: None,
        opened: event.date,
        reviewed: None,
        last: event.id,
    };
    if let EventBody::Household { household, hamlet, area, number, kind, .. } = &event.body
        && *household == id
    {
        return Some(sheet(hamlet, area, number, *kind));
    }
    if let EventBody::Split { household, hamlet, area, number, .. } = &event.body
        && *household == id
    {
        return Some(sheet(hamlet, area, number, HouseholdType::Family));
    }
    None
}

/// Folds the accepted events that concern a household, in any order. None until some event in force opens it.
#[must_use]
pub fn fold_household<'a>(id: HouseholdId, events: impl IntoIterator<Item = &'a Event>) -> Option<Household> {
    let mut in_force = effective(events);
    in_force.sort_by_key(|event| (event.date.imputed(), event.id));
    let mut household = in_force.iter().find_map(|event| opened_by(id, event))?;
    for event in &in_force {
        household.apply(event);
    }
    Some(household)
}
