//! Finding pairs: the residents of a few hamlets in memory, compared as `danso-linkage` compares records.

use super::people::{Map, Reader, Sheet};
use crate::in_place::in_place;
use crate::{App, AppError};
use danso_linkage::model::Model;
use danso_linkage::person::explain::Explanation;
use danso_linkage::person::record::{Person, Standardiser};
use danso_linkage::person::standing::{Standing, Tied, believed, frequencies_of, probability};
use danso_model::{HamletId, PersonId, Position};
use danso_store::{LikeRow, NightPairRow, NightRow};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Sets of hamlets kept.
const KEPT: usize = 6;
/// Pairs kept of one set, the likeliest.
const PAIRS: usize = 5_000;
/// So many rows are taken in one by one before all are read again.
const FEW: usize = 1_000;
/// Bits from which a pair is asked about: one in twenty is one person.
pub(super) const LEAST: f64 = -4.25;
/// Chance of drawing pairs; the same always, so that the same register gives the same pairs.
pub(super) const SEED: u64 = 1;

/// Two who may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    /// By what pairs are ordered, in thousandths of a bit: the weight; of pairs with one number no less than an even chance, since two people
    /// cannot have it.
    pub(crate) rank: i32,
    /// The lesser id.
    pub(crate) one: PersonId,
    pub(crate) other: PersonId,
}

/// Bits in thousandths.
pub(super) fn thousandths(weight: f64) -> i32 {
    // What a weight can be fits by far.
    (weight * 1_000.0).round() as i32
}

fn rank(tied: &Tied) -> i32 {
    thousandths(if tied.same_number { tied.weight.max(0.0) } else { tied.weight })
}

impl Pair {
    pub(super) fn new(one: PersonId, other: PersonId, tied: &Tied) -> Self {
        Self { rank: rank(tied), one: one.min(other), other: one.max(other) }
    }

    /// A pair of the last night.
    pub(super) fn of_night(row: &NightPairRow) -> Self {
        let rank = if row.same_number { row.weight.max(0) } else { row.weight };
        Self { rank, one: row.one, other: row.other }
    }

    pub(super) fn order(&self) -> (std::cmp::Reverse<i32>, PersonId, PersonId) {
        (std::cmp::Reverse(self.rank), self.one, self.other)
    }

    /// What a page names its last pair by.
    pub(super) fn key(&self) -> String {
        format!("{}_{}_{}", self.rank, self.one, self.other)
    }

    /// The pair that a page named.
    pub(super) fn read(text: &str) -> Result<Self, AppError> {
        let read = || {
            let mut parts = text.splitn(3, '_');
            let (rank, one, other) = (parts.next()?, parts.next()?, parts.next()?);
            Some(Self { rank: rank.parse().ok()?, one: one.parse().ok()?, other: other.parse().ok()? })
        };
        read().ok_or_else(|| AppError::bad("bad_query", "after"))
    }
}

/// By what pairs are weighed.
#[derive(Debug, Clone, Default)]
pub(super) struct Judge {
    /// The hash of the model; empty before the first night.
    hash: String,
    model: Option<Model>,
}

/// The residents of some hamlets, and who of them may be the same.
#[derive(Clone, Default)]
pub(crate) struct Found {
    /// Up to where the rows are known.
    upto: Position,
    /// The hash of the model by which they were laid out.
    judged: String,
    standing: Option<Standing>,
    /// By record.
    ids: Vec<PersonId>,
    records: HashMap<PersonId, u32>,
    /// Rows that were taken in since they were laid out.
    came: usize,
    /// The likeliest first.
    pub(crate) pairs: Vec<Pair>,
}

/// One set at a time is looked through for whoever asks of it; others are not kept waiting.
type Shared = Arc<Mutex<Arc<Found>>>;

/// What was found for whoever asked lately.
#[derive(Default)]
pub(crate) struct Likes(Mutex<VecDeque<(Vec<HamletId>, Shared)>>);

impl Likes {
    /// The set of these hamlets, made empty when it is not kept.
    async fn of(&self, hamlets: Vec<HamletId>) -> Shared {
        let mut kept = self.0.lock().await;
        let at = kept.iter().position(|(own, _)| *own == hamlets);
        let (hamlets, set) = at.and_then(|at| kept.remove(at)).unwrap_or_else(|| (hamlets, Shared::default()));
        kept.push_back((hamlets, Arc::clone(&set)));
        if kept.len() > KEPT {
            kept.pop_front();
        }
        set
    }
}

impl Found {
    /// Lays out the residents among some rows.
    pub(super) fn laid_out(rows: &[LikeRow], judge: Judge, map: Map<'_>) -> Self {
        let mut residents: Vec<&LikeRow> = rows.iter().filter(|row| is_compared(row)).collect();
        residents.sort_unstable_by_key(|row| row.id);
        let (mut standardiser, mut reader) = (Standardiser::default(), Reader::new(map));
        let people: Vec<Person> = residents.iter().map(|row| reader.person(&mut standardiser, &Sheet::from(*row))).collect();
        let frequencies = frequencies_of(&standardiser, &people);
        let model = judge.model.unwrap_or_else(|| believed(&standardiser, &people, &frequencies, SEED));
        let (standing, tied) = Standing::new(standardiser, people, frequencies, model, LEAST);
        let ids: Vec<PersonId> = residents.iter().map(|row| row.id).collect();
        let records = ids.iter().zip(0..).map(|(id, record)| (*id, record)).collect();
        let pair = |tied: &Tied| Some(Pair::new(*ids.get(tied.one as usize)?, *ids.get(tied.other as usize)?, tied));
        let mut pairs: Vec<Pair> = tied.iter().filter_map(pair).collect();
        pairs.sort_unstable_by_key(Pair::order);
        pairs.truncate(PAIRS);
        let upto = rows.iter().map(|row| row.changed).max().unwrap_or_default();
        Self { upto, judged: judge.hash, standing: Some(standing), ids, records, came: 0, pairs }
    }

    /// Takes in rows that changed, one by one.
    pub(super) fn take(&mut self, rows: &[LikeRow], map: Map<'_>) {
        let mut reader = Reader::new(map);
        self.came += rows.len();
        for row in rows {
            self.upto = self.upto.max(row.changed);
            self.forget(row.id);
            let Some(standing) = self.standing.as_mut().filter(|_| is_compared(row)) else { continue };
            let person = reader.person(standing.standardiser(), &Sheet::from(row));
            let near = standing.near(&person, &[]);
            let record = standing.join(person);
            self.ids.push(row.id);
            self.records.insert(row.id, record);
            let ids = &self.ids;
            self.pairs.extend(near.iter().filter_map(|tied| Some(Pair::new(row.id, *ids.get(tied.one as usize)?, tied))));
        }
        self.pairs.sort_unstable_by_key(Pair::order);
    }

    fn forget(&mut self, id: PersonId) {
        let Some(record) = self.records.remove(&id) else { return };
        if let Some(standing) = &mut self.standing {
            standing.leave(record);
        }
        self.pairs.retain(|pair| pair.one != id && pair.other != id);
    }

    /// Someone who was laid out or taken in.
    pub(super) fn person(&self, id: PersonId) -> Option<Person> {
        self.standing.as_ref()?.person(*self.records.get(&id)?).copied()
    }

    /// A sheet as it is compared here.
    pub(super) fn read(&mut self, sheet: &Sheet<'_>, map: Map<'_>) -> Option<Person> {
        let standing = self.standing.as_mut()?;
        Some(Reader::new(map).person(standing.standardiser(), sheet))
    }

    /// Who of the residents someone may be, the likeliest first; not those in `but`.
    pub(super) fn like(&self, person: &Person, but: &HashSet<PersonId>) -> Vec<PersonId> {
        let but: Vec<u32> = but.iter().filter_map(|id| self.records.get(id)).copied().collect();
        let near = self.standing.as_ref().map(|standing| standing.near(person, &but)).unwrap_or_default();
        let pair = |tied: &Tied| Some((rank(tied), *self.ids.get(tied.one as usize)?));
        let mut found: Vec<(i32, PersonId)> = near.iter().filter_map(pair).collect();
        found.sort_unstable_by_key(|(rank, id)| (std::cmp::Reverse(*rank), *id));
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// How sure it is that two are one, and why.
    pub(super) fn told(&self, one: &Person, other: &Person) -> Option<(f64, Explanation)> {
        let told = self.standing.as_ref()?.explain(one, other);
        Some((probability(told.weight), told))
    }
}

/// Whether someone lives here and still has a name.
fn is_compared(row: &LikeRow) -> bool {
    row.resident && !row.name.is_empty()
}

impl App {
    /// The model of the last night.
    fn judge(row: Option<NightRow>) -> Result<Judge, AppError> {
        let Some(row) = row else { return Ok(Judge::default()) };
        let model = serde_json::from_str(&row.model).map_err(|error| AppError::damaged(error.to_string()))?;
        Ok(Judge { hash: row.model_hash, model: Some(model) })
    }

    /// The set of some hamlets as they are now, for whoever changes it.
    pub(super) async fn found_own(&self, mut hamlets: Vec<HamletId>) -> Result<OwnedMutexGuard<Arc<Found>>, AppError> {
        hamlets.sort_unstable();
        let mut found = self.likes.of(hamlets.clone()).await.lock_owned().await;
        let night = self.store.night(self.shard).await?;
        let (territory, today) = (self.territory(), self.env.today());
        let map = |hamlet| territory.commune_of(hamlet, today);
        let same_model = night.as_ref().map_or("", |row| row.model_hash.as_str()) == found.judged;
        let known = found.standing.is_some() && same_model;
        let after = if known { found.upto } else { Position::default() };
        let mut rows = self.store.people_since(self.shard, &hamlets, after).await?;
        if known && found.came + rows.len() <= FEW {
            if !rows.is_empty() {
                in_place(|| Arc::make_mut(&mut found).take(&rows, &map));
            }
            return Ok(found);
        }
        if known {
            rows = self.store.people_since(self.shard, &hamlets, Position::default()).await?;
        }
        let judge = Self::judge(night)?;
        *found = Arc::new(in_place(|| Found::laid_out(&rows, judge, &map)));
        Ok(found)
    }

    /// The residents of some hamlets as they are now, and who of them may be the same. Persons merged since may still be among them.
    pub(super) async fn found(&self, hamlets: Vec<HamletId>) -> Result<Arc<Found>, AppError> {
        Ok(Arc::clone(&*self.found_own(hamlets).await?))
    }

    /// Forgets someone for whom another sheet stands now: no row tells it.
    pub(crate) async fn forget_like(&self, person: PersonId) {
        let sets: Vec<Shared> = self.likes.0.lock().await.iter().map(|(_, set)| Arc::clone(set)).collect();
        for set in sets {
            let mut found = set.lock().await;
            if found.records.contains_key(&person) {
                Arc::make_mut(&mut found).forget(person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pair;
    use danso_model::PersonId;

    #[test]
    fn a_page_is_found_again_by_its_last_pair() {
        let pair = Pair { rank: -65, one: PersonId::from_bytes([1; 16]), other: PersonId::from_bytes([2; 16]) };
        assert_eq!(Pair::read(&pair.key()).unwrap(), pair);
        for text in ["", "65", "65_x_y", "a_b_c"] {
            assert_eq!(Pair::read(text).unwrap_err().code(), "bad_query", "{text}");
        }
    }
}
