//! Whom the newcomers of a waiting event may be already.

use super::likeness::{Looks, points, reasons};
use super::list::{looks_of, told};
use super::shapes::{LikeSheet, NewcomerLikes, PairLine, QueueLikes};
use crate::{App, AppError};
use danso_auth::{Caller, Scope};
use danso_catalog::fold;
use danso_model::{EventId, PersonId, SubjectId};
use danso_store::PersonRow;
use danso_wire::sex_letter;
use std::collections::{HashMap, HashSet};

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
            let found = self.found(hamlets).await?;
            let territory = self.territory();
            for line in lines {
                let personal = event.personal_of(SubjectId::from(line.person));
                let name = personal.and_then(|personal| personal.name.clone());
                let pin = personal.and_then(|personal| personal.pin.as_ref());
                let looks = Looks {
                    fold: fold(name.as_deref().unwrap_or_default()),
                    sex: sex_letter(line.sex),
                    birth: Some(line.birth),
                    pin: pin.map(|pin| self.master.mac_pin(pin.as_str())),
                    household: row.household,
                    hamlet: row.hamlet,
                    mother: line.mother,
                };
                let like: Vec<PersonId> = found.like(&looks, &own).into_iter().take(SHOWN * 2).map(|(_, id)| id).collect();
                let hamlet = row.hamlet.and_then(|hamlet| territory.hamlet(hamlet, self.env.today()));
                let person = LikeSheet {
                    id: line.person.0,
                    name,
                    sex: looks.sex.to_string(),
                    birth: line.birth.to_string(),
                    household: row.household.map(|household| household.0),
                    household_number: None,
                    hamlet_name: hamlet.map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)),
                };
                let likes = self.likes_of(&scope, &person, &looks, &like).await?;
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
        person: &LikeSheet,
        looks: &Looks,
        like: &[PersonId],
    ) -> Result<Vec<PairLine>, AppError> {
        if like.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.store.persons_by_id(self.shard, like).await?;
        let homes = self.homes(rows.iter()).await?;
        let mothers: HashMap<PersonId, PersonId> = self.mothers(like).await?;
        let mut lines: Vec<PairLine> = Vec::new();
        let seen = |row: &&PersonRow| row.resident && row.hamlet.is_some_and(|hamlet| scope.reviews(hamlet));
        for row in rows.iter().filter(seen) {
            let reasons = reasons(looks, &Looks { mother: mothers.get(&row.id).copied(), ..looks_of(row) });
            let (score, reasons) = (points(&reasons), told(&reasons));
            if score > 0 {
                lines.push(PairLine { one: person.clone(), other: self.like_sheet(row, &homes), score, reasons });
            }
        }
        lines.sort_by_key(|line| (std::cmp::Reverse(line.score), line.other.id));
        lines.truncate(SHOWN);
        Ok(lines)
    }
}
