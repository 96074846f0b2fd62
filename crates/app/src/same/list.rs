//! The list of pairs.

use super::find::Pair;
use super::likeness::{Looks, Reason, points, reasons};
use super::shapes::{DuplicatePage, LikeReason, LikeSheet, PairLine};
use crate::world::{View, World};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{HamletId, HouseholdId, PersonId, SubjectId};
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

fn key(pair: &Pair) -> String {
    format!("{}_{}_{}", pair.points, pair.one, pair.other)
}

fn read_key(text: &str) -> Option<Pair> {
    let mut parts = text.splitn(3, '_');
    let (points, one, other) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Pair { points: points.parse().ok()?, one: one.parse().ok()?, other: other.parse().ok()? })
}

pub(super) fn looks_of(row: &PersonRow) -> Looks {
    Looks {
        fold: row.fold.clone(),
        sex: row.sex,
        birth: row.birth.parse().ok(),
        pin: row.pin_mac,
        household: row.household,
        hamlet: row.hamlet,
        mother: None,
    }
}

pub(super) fn told(reasons: &[Reason]) -> Vec<LikeReason> {
    reasons.iter().map(|reason| LikeReason { code: reason.code().to_owned(), points: reason.points() }).collect()
}

impl App {
    /// Pairs of living residents who may be one person, the likeliest first, where the caller reviews both. Those said to be two persons
    /// are left out. Audited.
    ///
    /// # Errors
    /// `Forbidden` when the caller reviews nothing inside the unit; `BadRequest` for an `after` that no page gave.
    pub async fn duplicates(&self, caller: &Caller, ask: &DuplicatesAsk) -> Result<DuplicatePage, AppError> {
        let hamlets = self.reviewed_hamlets(caller, ask.unit.as_deref())?;
        let read = |text: &str| read_key(text).ok_or_else(|| AppError::bad("bad_query", "after"));
        let after = ask.after.as_deref().map(read).transpose()?;
        let own: HashSet<HamletId> = hamlets.iter().copied().collect();
        let found = self.found(hamlets).await?;
        let apart = self.apart_among(&found.pairs).await?;
        let open: Vec<Pair> = found.pairs.iter().filter(|pair| !apart.contains(&(pair.one, pair.other))).copied().collect();
        let rank = |pair: &Pair| (std::cmp::Reverse(pair.points), pair.one, pair.other);
        let rest = after.map_or(0, |after| open.partition_point(|pair| rank(pair) <= rank(&after)));
        let limit = ask.limit.clamp(1, PAGE);
        let (mut items, mut at) = (Vec::new(), rest);
        while items.len() < limit && at < open.len() {
            let some = &open[at..open.len().min(at + limit - items.len())];
            items.extend(self.pair_lines(some, &own).await?);
            at += some.len();
        }
        let next = (at < open.len()).then(|| key(&open[at - 1]));
        let unit = ask.unit.as_deref().unwrap_or("*");
        self.audit(caller, "duplicates_listed", unit, &format!("{{\"pairs\":{}}}", items.len())).await?;
        Ok(DuplicatePage { items, next, total: open.len() as u64 })
    }

    async fn apart_among(&self, pairs: &[Pair]) -> Result<HashSet<(PersonId, PersonId)>, AppError> {
        let mut ones: Vec<PersonId> = pairs.iter().map(|pair| pair.one).collect();
        ones.sort_unstable();
        ones.dedup();
        let rows: Vec<ApartRow> = self.store.apart(self.shard, &ones).await?;
        Ok(rows.into_iter().map(|row| (row.one, row.other)).collect())
    }

    /// Lines of pairs as the persons are now; pairs of whom one left, died or went to another sheet are left out.
    async fn pair_lines(&self, pairs: &[Pair], hamlets: &HashSet<HamletId>) -> Result<Vec<PairLine>, AppError> {
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
        let mothers = self.mothers(&ids).await?;
        let line = |pair: &Pair| {
            let (one, other) = (rows.get(&pair.one)?, rows.get(&pair.other)?);
            let looks = |row: &PersonRow| Looks { mother: mothers.get(&row.id).copied(), ..looks_of(row) };
            let reasons = reasons(&looks(one), &looks(other));
            let sheet = |row: &PersonRow| self.like_sheet(row, &homes);
            let (one, other, score) = (sheet(one), sheet(other), points(&reasons));
            (score > 0).then(|| PairLine { one, other, score, reasons: told(&reasons) })
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

    /// The mothers of persons, as far as told.
    pub(super) async fn mothers(&self, persons: &[PersonId]) -> Result<HashMap<PersonId, PersonId>, AppError> {
        let subjects: Vec<SubjectId> = persons.iter().copied().map(SubjectId::from).collect();
        let mut world: World = self.load_households(&subjects, &[]).await?;
        let mut mother = |person: &PersonId| Some((*person, world.person(*person, View::Accepted)?.mother?));
        Ok(persons.iter().filter_map(&mut mother).collect())
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

#[cfg(test)]
mod tests {
    use super::{Pair, key, read_key};
    use danso_model::PersonId;

    #[test]
    fn a_page_is_found_again_by_its_last_pair() {
        let pair = Pair { points: 65, one: PersonId::from_bytes([1; 16]), other: PersonId::from_bytes([2; 16]) };
        assert_eq!(read_key(&key(&pair)), Some(pair));
        for text in ["", "65", "65_x_y", "a_b_c"] {
            assert_eq!(read_key(text), None, "{text}");
        }
    }
}
