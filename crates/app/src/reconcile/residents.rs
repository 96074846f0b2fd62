//! Who lives in some hamlets as the register knows them, and who left lately: one side of a comparison.

use super::frozen::{House, Left, Ours};
use crate::document::document;
use crate::world::View;
use crate::{App, AppError};
use danso_model::{HamletId, HouseholdId, PersonId, Position};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Households read at once.
const PART: usize = 500;

/// The register's side.
pub(super) struct Residents {
    pub(super) houses: Vec<House>,
    pub(super) ours: Vec<Ours>,
    /// Those who live there now.
    pub(super) living: u32,
}

impl App {
    /// Everyone of some hamlets, with names and numbers, by household.
    pub(super) async fn residents_of(&self, hamlets: &[HamletId]) -> Result<Residents, AppError> {
        let rows = self.store.people_since(self.shard, hamlets, Position(0)).await?;
        let households: BTreeSet<HouseholdId> = rows.into_iter().filter_map(|row| row.household).collect();
        let households: Vec<HouseholdId> = households.into_iter().collect();
        let mut residents = Residents { houses: Vec::new(), ours: Vec::new(), living: 0 };
        let today = self.env.today();
        for part in households.chunks(PART) {
            let mut world = self.load_households(&[], part).await?;
            for id in part {
                let Some(document) = document(&mut world, *id, View::Accepted, today) else { continue };
                let house = u32::try_from(residents.houses.len()).unwrap_or(u32::MAX);
                let mut numbered = |person: Uuid| {
                    let fold = world.person(PersonId(person), View::Accepted)?;
                    Some((fold.personal.pin.as_ref().map(|pin| pin.as_str().to_owned()), fold.personal.phone.clone()))
                };
                for member in &document.members {
                    let (pin, phone) = numbered(member.id).unwrap_or_default();
                    residents.living += 1;
                    residents.ours.push(Ours {
                        person: member.id,
                        house,
                        name: member.name.clone().unwrap_or_default(),
                        sex: member.sex.clone(),
                        birth: member.birth.clone(),
                        pin: pin.unwrap_or_default(),
                        phone: phone.unwrap_or_default(),
                        relationship: member.relationship.clone(),
                        residence: member.residence.clone(),
                        since: member.since.clone(),
                        left: None,
                    });
                }
                for past in document.past.iter().filter(|past| past.name.is_some()) {
                    let (pin, phone) = numbered(past.id).unwrap_or_default();
                    residents.ours.push(Ours {
                        person: past.id,
                        house,
                        name: past.name.clone().unwrap_or_default(),
                        sex: past.sex.clone(),
                        birth: past.birth.clone(),
                        pin: pin.unwrap_or_default(),
                        phone: phone.unwrap_or_default(),
                        relationship: String::new(),
                        residence: String::new(),
                        since: String::new(),
                        left: Some(Left { date: past.left.clone(), reason: past.reason.clone() }),
                    });
                }
                residents.houses.push(House {
                    id: document.id,
                    hamlet: document.hamlet,
                    area: document.area,
                    number: document.number,
                    address: document.address,
                });
            }
        }
        residents.keep_once();
        Ok(residents)
    }
}

impl Residents {
    /// Whoever left one household for another is there once: where they live.
    fn keep_once(&mut self) {
        let living: BTreeSet<Uuid> = self.ours.iter().filter(|ours| ours.left.is_none()).map(|ours| ours.person).collect();
        let mut gone: BTreeSet<Uuid> = BTreeSet::new();
        self.ours.retain(|ours| ours.left.is_none() || !living.contains(&ours.person) && gone.insert(ours.person));
    }
}
