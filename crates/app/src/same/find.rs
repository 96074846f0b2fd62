//! Finding pairs: the residents of a few hamlets in memory, compared within groups that share a name, a birth or a number.

use super::likeness::{Looks, points, reasons};
use crate::in_place::in_place;
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
/// So many changed rows are taken in one by one.
const FEW: usize = 1_000;
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

/// One set at a time is looked through for whoever asks of it; others are not kept waiting.
type Shared = Arc<Mutex<Arc<Found>>>;

/// What was found for whoever asked lately.
#[derive(Debug, Default)]
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

/// The day that only those born on exactly that day share; None where less is known.
fn day(looks: &Looks) -> Option<i32> {
    looks.birth.filter(|birth| birth.precision() == Precision::Day).map(danso_model::PartialDate::number)
}

/// Day and month exchanged, where that is a day.
fn swapped(day: i32) -> Option<i32> {
    let (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
    (date <= 12 && date != month).then_some(year * 10_000 + date * 100 + month)
}

fn leave<K: std::hash::Hash + Eq>(groups: &mut HashMap<K, Vec<PersonId>>, key: &K, id: PersonId) {
    if let Some(group) = groups.get_mut(key) {
        group.retain(|each| *each != id);
    }
}

impl Found {
    /// Takes in rows that changed; few of them one by one, many all at once.
    fn take(&mut self, rows: &[LikeRow]) {
        let few = !self.people.is_empty() && rows.len() <= FEW;
        for row in rows {
            self.upto = self.upto.max(row.changed);
            if few {
                self.forget(row.id);
            }
            let looks = row.resident.then(|| Looks::from(row));
            if let Some(looks) = looks {
                if few {
                    self.meet(row.id, &looks);
                    self.group(row.id, &looks);
                }
                self.people.insert(row.id, looks);
            } else {
                self.people.remove(&row.id);
            }
        }
        if few {
            self.pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.points), pair.one, pair.other));
        } else {
            (self.by_name, self.by_birth, self.by_pin) = Default::default();
            let people = std::mem::take(&mut self.people);
            people.iter().for_each(|(id, looks)| self.group(*id, looks));
            self.people = people;
            self.pairs = self.all_pairs();
        }
    }

    fn group(&mut self, id: PersonId, looks: &Looks) {
        if !looks.fold.is_empty() {
            self.by_name.entry(looks.fold.clone()).or_default().push(id);
        }
        if let Some(day) = day(looks) {
            self.by_birth.entry(day).or_default().push(id);
        }
        if let Some(pin) = looks.pin {
            self.by_pin.entry(pin).or_default().push(id);
        }
    }

    /// Finds the pairs of someone who comes.
    fn meet(&mut self, id: PersonId, looks: &Looks) {
        let likes = self.like(looks, &HashSet::from([id]));
        self.pairs.extend(likes.into_iter().map(|(points, other)| Pair { points, one: id.min(other), other: id.max(other) }));
    }

    fn forget(&mut self, id: PersonId) {
        let Some(looks) = self.people.remove(&id) else { return };
        leave(&mut self.by_name, &looks.fold, id);
        if let Some(day) = day(&looks) {
            leave(&mut self.by_birth, &day, id);
        }
        if let Some(pin) = looks.pin {
            leave(&mut self.by_pin, &pin, id);
        }
        self.pairs.retain(|pair| pair.one != id && pair.other != id);
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
            group
                .sort_by_key(|id| (self.people.get(id).and_then(|looks| looks.birth.map(danso_model::PartialDate::number)), *id));
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
        let set = self.likes.of(hamlets.clone()).await;
        let mut found = set.lock().await;
        let rows = self.store.people_since(self.shard, &hamlets, found.upto).await?;
        if !rows.is_empty() {
            in_place(|| Arc::make_mut(&mut found).take(&rows));
        }
        Ok(Arc::clone(&found))
    }

    /// Forgets someone for whom another sheet stands now: no row tells it.
    pub(crate) async fn forget_like(&self, person: PersonId) {
        let sets: Vec<Shared> = self.likes.0.lock().await.iter().map(|(_, set)| Arc::clone(set)).collect();
        for set in sets {
            let mut found = set.lock().await;
            if found.people.contains_key(&person) {
                Arc::make_mut(&mut found).forget(person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Found;
    use danso_model::{HamletId, HouseholdId, PersonId, Position};
    use danso_store::LikeRow;
    use uuid::Uuid;

    /// A person out of few names, days and numbers, so that many are alike.
    fn row(number: u128, seed: u128, changed: u32) -> LikeRow {
        let names = ["le thi hoa", "le thi hoan", "tran van an", "hoa le thi", ""];
        let births = ["1990-03-04", "1990-04-03", "1990", "1991-03-04", "1985-07~", "1990-03-05"];
        let pick = |from: &[&str], step: u128| from[(seed / step % from.len() as u128) as usize].to_owned();
        LikeRow {
            id: PersonId(Uuid::from_u128(number)),
            household: Some(HouseholdId(Uuid::from_u128(seed % 7))),
            hamlet: Some(HamletId(Uuid::from_u128(1))),
            resident: seed % 11 != 3,
            fold: pick(&names, 1),
            sex: if seed.is_multiple_of(5) { 'm' } else { 'f' },
            birth: pick(&births, 3),
            pin_mac: (seed % 4 == 1).then_some([(seed % 9) as u8; 32]),
            changed: Position(changed),
        }
    }

    #[test]
    fn taken_in_one_by_one_they_make_the_pairs_of_all_at_once() {
        let first: Vec<LikeRow> = (0..120).map(|number| row(number, number * 7_919 % 1_009, 1)).collect();
        let mut grown = Found::default();
        grown.take(&first);
        let mut now = first;
        for step in 0..40_u128 {
            let number = step * 31 % 125;
            let fresh = row(number, step * 104_729 % 2_003, step as u32 + 2);
            grown.take(std::slice::from_ref(&fresh));
            now.retain(|each| each.id != fresh.id);
            now.push(fresh);
            let mut whole = Found::default();
            whole.take(&now);
            assert!(!whole.pairs.is_empty());
            assert_eq!(grown.pairs, whole.pairs, "after step {step}");
        }
    }
}
