//! The list of pairs.

use super::find::{Found, Pair};
use super::shapes::{DuplicatePage, LikeSheet, Likeness, PairLine};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{HamletId, HouseholdId, PersonId};
use danso_store::{ApartRow, HouseholdRow, PersonRow};
use std::collections::{HashMap, HashSet};

/// Lines on one page.
const PAGE: usize = 50;

/// Which pairs.
#[derive(Debug, Clone, Default)]
pub struct DuplicatesAsk {
    /// Both inside this unit; None for all that the caller reviews.
    pub unit: Option<String>,
    /// The page after this: `next` of the page before.
    pub after: Option<String>,
    /// At most so many, 50 at most.
    pub limit: usize,
}

impl App {
    /// Pairs of living residents who may be one person, the likeliest first, where the caller reviews both. Those said to be two persons
    /// are left out. Audited.
    ///
    /// # Errors
    /// `Forbidden` when the caller reviews nothing inside the unit; `BadRequest` for an `after` that no page gave.
    pub async fn duplicates(&self, caller: &Caller, ask: &DuplicatesAsk) -> Result<DuplicatePage, AppError> {
        let hamlets = self.reviewed_hamlets(caller, ask.unit.as_deref())?;
        let after = ask.after.as_deref().map(Pair::read).transpose()?;
        let own: HashSet<HamletId> = hamlets.iter().copied().collect();
        let found = self.found(hamlets).await?;
        let apart = self.apart_among(found.pairs.iter().map(|pair| pair.one)).await?;
        let open: Vec<Pair> = found.pairs.iter().filter(|pair| !apart.contains(&(pair.one, pair.other))).copied().collect();
        let rest = after.map_or(0, |after| open.partition_point(|pair| pair.order() <= after.order()));
        let limit = ask.limit.clamp(1, PAGE);
        let (mut items, mut at) = (Vec::new(), rest);
        while items.len() < limit && at < open.len() {
            let some = &open[at..open.len().min(at + limit - items.len())];
            items.extend(self.pair_lines(&found, some, &own).await?);
            at += some.len();
        }
        let next = (at < open.len()).then(|| open[at - 1].key());
        let unit = ask.unit.as_deref().unwrap_or("*");
        self.audit(caller, "duplicates_listed", unit, &format!("{{\"pairs\":{}}}", items.len())).await?;
        Ok(DuplicatePage { items, next, total: open.len() as u64 })
    }

    /// Pairs that were said to be two persons, of those of whom the lesser id is among these.
    pub(crate) async fn apart_among(
        &self,
        ones: impl Iterator<Item = PersonId>,
    ) -> Result<HashSet<(PersonId, PersonId)>, AppError> {
        let mut ones: Vec<PersonId> = ones.collect();
        ones.sort_unstable();
        ones.dedup();
        let rows: Vec<ApartRow> = self.store.apart(self.shard, &ones).await?;
        Ok(rows.into_iter().map(|row| (row.one, row.other)).collect())
    }

    /// Lines of pairs as the persons are now; pairs of whom one left, died or went to another sheet are left out.
    async fn pair_lines(&self, found: &Found, pairs: &[Pair], hamlets: &HashSet<HamletId>) -> Result<Vec<PairLine>, AppError> {
        let mut ids: Vec<PersonId> = pairs.iter().flat_map(|pair| [pair.one, pair.other]).collect();
        ids.sort_unstable();
        ids.dedup();
        let rows = self.store.persons_by_id(self.shard, &ids).await?;
        let rows: HashMap<PersonId, PersonRow> = rows
            .into_iter()
            .filter(|row| row.resident && row.hamlet.is_some_and(|hamlet| hamlets.contains(&hamlet)))
            .map(|row| (row.id, row))
            .collect();
        let homes = self.homes(rows.values()).await?;
        let line = |pair: &Pair| {
            let (one, other) = (rows.get(&pair.one)?, rows.get(&pair.other)?);
            let (probability, told) = found.told(&found.person(pair.one)?, &found.person(pair.other)?)?;
            let sheet = |row: &PersonRow| self.like_sheet(row, &homes);
            Some(PairLine { one: sheet(one), other: sheet(other), likeness: Likeness::new(probability, told) })
        };
        Ok(pairs.iter().filter_map(line).collect())
    }

    pub(super) async fn homes(
        &self,
        rows: impl Iterator<Item = &PersonRow>,
    ) -> Result<HashMap<HouseholdId, HouseholdRow>, AppError> {
        let mut ids: Vec<HouseholdId> = rows.filter_map(|row| row.household).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(self.store.households_by_id(self.shard, &ids).await?.into_iter().map(|row| (row.id, row)).collect())
    }

    pub(super) fn like_sheet(&self, row: &PersonRow, homes: &HashMap<HouseholdId, HouseholdRow>) -> LikeSheet {
        let (territory, today) = (self.territory(), self.env.today());
        let hamlet = row.hamlet.and_then(|hamlet| territory.hamlet(hamlet, today));
        LikeSheet {
            id: row.id.0,
            name: Some(row.name.clone()).filter(|name| !name.is_empty()),
            sex: row.sex.to_string(),
            birth: row.birth.clone(),
            household: row.household.map(|id| id.0),
            household_number: row.household.and_then(|id| homes.get(&id)).map(|home| home.number.clone()),
            hamlet_name: hamlet.map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)),
        }
    }
}
