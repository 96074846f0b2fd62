//! Finding pairs: the residents of a few hamlets in memory, compared within groups that share a name, a birth or a number.

use super::likeness::{Looks, points, reasons};
use crate::{App, AppError};
use danso_model::{HamletId, PersonId, Position, Precision};
use danso_store::LikeRow;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Sets of hamlets kept; of a commune of 100 000 people it is about 25 MB.
const KEPT: usize = 6;
/// Pairs kept of one set, the likeliest.
const PAIRS: usize = 5_000;
/// Persons of one name compared with each other; of more, those beside each other in order of birth.
const NAMESAKES: usize = 400;

/// Two who may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) points: u32,
    /// The lesser id.
    pub(crate) one: PersonId,
    pub(crate) other: PersonId,
}

/// The residents of some hamlets, and who of them may be the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Up to where the rows are known.
    upto: Position,
    people: HashMap<PersonId, Looks>,
    by_name: HashMap<String, Vec<PersonId>>,
    by_birth: HashMap<i32, Vec<PersonId>>,
    by_pin: HashMap<[u8; 32], Vec<PersonId>>,
    /// The likeliest first.
    pub(crate) pairs: Vec<Pair>,
}

type Kept = VecDeque<(Vec<HamletId>, Arc<Found>)>;

/// What was found for whoever asked lately.
#[derive(Debug, Default)]
pub(crate) struct Likes(Mutex<Kept>);

/// The day that only those born on exactly that day share; None where less is known.
fn day(looks: &Looks) -> Option<i32> {
    looks.birth.filter(|birth| birth.precision() == Precision::Day).map(danso_model::PartialDate::number)
}

/// Day and month exchanged, where that is a day.
fn swapped(day: i32) -> Option<i32> {
    let (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
    (date <= 12 && date != month).then_some(year * 10_000 + date * 100 + month)
}

impl Found {
    /// Takes in rows that changed.
    fn take(&mut self, rows: &[LikeRow]) {
        for row in rows {
            self.upto = self.upto.max(row.changed);
            if row.resident {
                self.people.insert(row.id, Looks::from(row));
            } else {
                self.people.remove(&row.id);
            }
        }
        (self.by_name, self.by_birth, self.by_pin) = Default::default();
        for (id, looks) in &self.people {
            if !looks.fold.is_empty() {
                self.by_name.entry(looks.fold.clone()).or_default().push(*id);
            }
            if let Some(day) = day(looks) {
                self.by_birth.entry(day).or_default().push(*id);
            }
            if let Some(pin) = looks.pin {
                self.by_pin.entry(pin).or_default().push(*id);
            }
        }
        self.pairs = self.all_pairs();
    }

    fn all_pairs(&self) -> Vec<Pair> {
        let mut seen: HashSet<(PersonId, PersonId)> = HashSet::new();
        let mut pairs: Vec<Pair> = Vec::new();
        let mut compare = |a: PersonId, b: PersonId| {
            let (one, other) = (a.min(b), a.max(b));
            let (Some(a), Some(b)) = (self.people.get(&one), self.people.get(&other)) else { return };
            let points = points(&reasons(a, b));
            if points > 0 && one != other && seen.insert((one, other)) {
                pairs.push(Pair { points, one, other });
            }
        };
        for group in self.by_name.values().filter(|group| group.len() > 1) {
            let mut group = group.clone();
            let reach = if group.len() > NAMESAKES { NAMESAKES / 8 } else { group.len() };
            group.sort_by_key(|id| (self.people.get(id).and_then(|looks| looks.birth.map(danso_model::PartialDate::number)), *id));
            for (at, one) in group.iter().enumerate() {
                group[at + 1..].iter().take(reach).for_each(|other| compare(*one, *other));
            }
        }
        for (day, group) in &self.by_birth {
            for (at, one) in group.iter().enumerate() {
                group[at + 1..].iter().for_each(|other| compare(*one, *other));
                let exchanged = swapped(*day).and_then(|day| self.by_birth.get(&day));
                exchanged.into_iter().flatten().for_each(|other| compare(*one, *other));
            }
        }
        for group in self.by_pin.values() {
            for (at, one) in group.iter().enumerate() {
                group[at + 1..].iter().for_each(|other| compare(*one, *other));
            }
        }
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.points), pair.one, pair.other));
        pairs.truncate(PAIRS);
        pairs
    }

    /// Who of the residents someone may be, the likeliest first; not those in `but`.
    pub(crate) fn like(&self, looks: &Looks, but: &HashSet<PersonId>) -> Vec<(u32, PersonId)> {
        let days = day(looks).into_iter().flat_map(|day| [Some(day), swapped(day)]).flatten();
        let born = days.filter_map(|day| self.by_birth.get(&day));
        let numbered = looks.pin.and_then(|pin| self.by_pin.get(&pin));
        let groups = self.by_name.get(&looks.fold).into_iter().chain(born).chain(numbered);
        let ids: HashSet<PersonId> = groups.flatten().copied().filter(|id| !but.contains(id)).collect();
        let compared = ids.into_iter().filter_map(|id| Some((points(&reasons(looks, self.people.get(&id)?)), id)));
        let mut found: Vec<(u32, PersonId)> = compared.filter(|(points, _)| *points > 0).collect();
        found.sort_by_key(|(points, id)| (std::cmp::Reverse(*points), *id));
        found
    }
}

impl App {
    /// The residents of some hamlets as they are now, and who of them may be the same. Persons merged since may still be among them.
    pub(crate) async fn found(&self, mut hamlets: Vec<HamletId>) -> Result<Arc<Found>, AppError> {
        hamlets.sort_unstable();
        let mut kept = self.likes.0.lock().await;
        let at = kept.iter().position(|(own, _)| *own == hamlets);
        let before = at.and_then(|at| kept.remove(at)).map(|(_, found)| found).unwrap_or_default();
        let rows = self.store.people_since(self.shard, &hamlets, before.upto).await?;
        let found = if rows.is_empty() {
            before
        } else {
            let mut found = before;
            Arc::make_mut(&mut found).take(&rows);
            found
        };
        kept.push_back((hamlets, Arc::clone(&found)));
        while kept.len() > KEPT {
            kept.pop_front();
        }
        Ok(found)
    }

    /// Forgets someone for whom another sheet stands now: no row tells it.
    pub(crate) async fn forget_like(&self, person: PersonId) {
        for (_, found) in self.likes.0.lock().await.iter_mut().filter(|(_, found)| found.people.contains_key(&person)) {
            let found = Arc::make_mut(found);
            found.people.remove(&person);
            found.pairs.retain(|pair| pair.one != person && pair.other != person);
        }
    }
}
