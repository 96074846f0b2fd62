//! Whom the newcomers of a waiting event may be already.

use super::find::Found;
use super::people::Sheet;
use super::shapes::{LikeSheet, Likeness, NewcomerLikes, PairLine, QueueLikes};
use crate::{App, AppError};
use danso_auth::{Caller, Scope};
use danso_linkage::person::record::Person;
use danso_model::{EventId, PersonId, SubjectId};
use danso_store::PersonRow;
use danso_wire::sex_letter;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Likes shown of one newcomer.
const SHOWN: usize = 3;

impl App {
    /// Residents whom the newcomers of an event in the queue may be already, among those whom the caller reviews. Audited.
    ///
    /// # Errors
    /// `NotFound` outside the caller's commune.
    pub async fn queue_likes(&self, caller: &Caller, id: EventId) -> Result<QueueLikes, AppError> {
        let hamlets = self.reviewed_hamlets(caller, None)?;
        let scope = self.scope(caller);
        let row = self.store.events_by_id(self.shard, &[id]).await?.pop().ok_or(AppError::NotFound)?;
        if !row.hamlet.is_some_and(|hamlet| hamlets.contains(&hamlet)) {
            return Err(AppError::NotFound);
        }
        let entries = self.store.entries_by_event(self.shard, &[id]).await?;
        let opened = crate::load::open_all(self.store.as_ref(), self.shard, &self.master, &entries).await?;
        let event = opened.into_iter().next().ok_or_else(|| AppError::damaged(format!("event {id}")))?;
        let lines = event.body.members();
        let mut items = Vec::new();
        if !lines.is_empty() {
            let own: HashSet<PersonId> = lines.iter().map(|line| line.person).collect();
            let (territory, today) = (self.territory(), self.env.today());
            let map = |hamlet| territory.commune_of(hamlet, today);
            for line in lines {
                let personal = event.personal_of(SubjectId::from(line.person));
                let name = personal.and_then(|personal| personal.name.clone());
                let pin = personal.and_then(|personal| personal.pin.as_ref());
                let birth = line.birth.to_string();
                let sheet = Sheet {
                    name: name.as_deref().unwrap_or_default(),
                    sex: sex_letter(line.sex),
                    birth: &birth,
                    pin: pin.map(|pin| self.master.mac_pin(pin.as_str())),
                    household: row.household,
                    hamlet: row.hamlet,
                };
                let mut found = self.found_own(hamlets.clone()).await?;
                let compared = Arc::make_mut(&mut found).read(&sheet, &map);
                let found = Arc::clone(&found);
                let Some(compared) = compared else { continue };
                let like: Vec<PersonId> = found.like(&compared, &own).into_iter().take(SHOWN * 2).collect();
                let hamlet = row.hamlet.and_then(|hamlet| territory.hamlet(hamlet, today));
                let person = LikeSheet {
                    id: line.person.0,
                    name: name.clone(),
                    sex: sheet.sex.to_string(),
                    birth: birth.clone(),
                    household: row.household.map(|household| household.0),
                    household_number: None,
                    hamlet_name: hamlet.map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)),
                };
                let likes = self.likes_of(&scope, &found, (&person, &compared), &like).await?;
                if !likes.is_empty() {
                    items.push(NewcomerLikes { person, likes });
                }
            }
        }
        self.audit(caller, "duplicates_of_event", &id.to_string(), &format!("{{\"persons\":{}}}", items.len())).await?;
        Ok(QueueLikes { items })
    }

    /// As the persons are now, and as far as the caller reviews where they live now.
    async fn likes_of(
        &self,
        scope: &Scope,
        found: &Found,
        (person, compared): (&LikeSheet, &Person),
        like: &[PersonId],
    ) -> Result<Vec<PairLine>, AppError> {
        if like.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.store.persons_by_id(self.shard, like).await?;
        let homes = self.homes(rows.iter()).await?;
        let seen = |row: &&PersonRow| row.resident && row.hamlet.is_some_and(|hamlet| scope.reviews(hamlet));
        let rows: HashMap<PersonId, &PersonRow> = rows.iter().filter(seen).map(|row| (row.id, row)).collect();
        let line = |id: &PersonId| {
            let other = self.like_sheet(rows.get(id)?, &homes);
            let (probability, told) = found.told(compared, &found.person(*id)?)?;
            Some(PairLine { one: person.clone(), other, likeness: Likeness::new(probability, told) })
        };
        Ok(like.iter().filter_map(line).take(SHOWN).collect())
    }
}
