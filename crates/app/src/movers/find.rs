//! Who left and who came without another end, and who of them may be one: found once for each state of the register.

use super::evidence::{Agrees, Days, of_kin};
use super::places::agrees;
use crate::in_place::in_place;
use crate::territory::day_of;
use crate::world::View;
use crate::{App, AppError, Territory};
use danso_linkage::engine::assign::{Edge, Graph};
use danso_linkage::model::{Model, Weigher};
use danso_linkage::person::compare::Comparer;
use danso_linkage::person::explain::{Line, explain};
use danso_linkage::person::frequencies::Frequencies;
use danso_linkage::person::link::Lists;
use danso_linkage::person::record::{Person, Row, Standardiser};
use danso_model::{PersonId, Position, SubjectId};
use danso_store::PersonRow;
use danso_tally::{Moved, Way};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Ends older than this are not sought any more.
const YEARS: i16 = 5;
/// Persons opened at once.
const PART: usize = 500;
/// Chance of drawing pairs; the same always, so that the same register gives the same pairs.
const SEED: u64 = 1;
/// The odds below which a pair is forgotten.
const LEAST: f64 = 1e-4;
/// From here a pair is told.
pub(super) const TOLD: f64 = 0.5;

/// What is sealed in the log and compared, of one person.
#[derive(Debug, Clone, Default)]
struct Opened {
    changed: Position,
    number: String,
    phone: String,
}

/// One end of a move whose other end is not known.
#[derive(Debug, Clone)]
pub(super) struct End {
    pub(super) moved: Moved,
    pub(super) day: Date,
    pub(super) row: PersonRow,
    /// The last four digits of the number.
    pub(super) tail: Option<String>,
}

/// Two ends that may be of one person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// Place in the list of those who left.
    pub(super) left: usize,
    /// Place in the list of those who came.
    pub(super) came: usize,
    /// log₂ of the odds before others are looked at.
    pub(super) weight: f64,
    pub(super) days: Days,
    pub(super) destination: Agrees,
    pub(super) origin: Agrees,
}

/// Both lists standardised and the model that was learnt of them.
struct Compared {
    lists: Lists,
    frequencies: Frequencies,
    model: Model,
}

/// All ends without another, and the pairs.
#[derive(Default)]
pub(super) struct Found {
    at: Position,
    today: Option<Date>,
    /// The territory by which places were read.
    territory: Option<Arc<Territory>>,
    opened: HashMap<PersonId, Opened>,
    /// Every end, known or not.
    pub(super) moves: Vec<Moved>,
    pub(super) left: Vec<End>,
    pub(super) came: Vec<End>,
    /// By who came.
    pub(super) pairs: Vec<Pair>,
    compared: Option<Compared>,
}

/// What was found last.
#[derive(Default)]
pub(crate) struct Movers(Mutex<Arc<Found>>);

/// Whoever left may have come by a report, or be found by a sheet; of the many found, only those who share the number, the birth or the
/// name with someone who left are opened.
struct Looks<'a> {
    numbers: HashSet<[u8; 32]>,
    births: HashSet<i32>,
    names: HashSet<&'a str>,
}

impl<'a> Looks<'a> {
    fn of(rows: impl Iterator<Item = &'a PersonRow>) -> Self {
        let mut looks = Self { numbers: HashSet::new(), births: HashSet::new(), names: HashSet::new() };
        for row in rows {
            looks.numbers.extend(row.pin_mac);
            looks.births.insert(row.birth_number);
            looks.names.insert(&row.fold);
        }
        looks
    }

    fn share(&self, row: &PersonRow) -> bool {
        row.pin_mac.is_some_and(|mac| self.numbers.contains(&mac))
            || self.births.contains(&row.birth_number)
            || self.names.contains(row.fold.as_str())
    }
}

fn tail(number: &str) -> Option<String> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 4).then(|| digits[digits.len() - 4..].iter().collect())
}

impl Found {
    /// Why two ends have their weight: what is not in the lines, and the lines of the comparison of persons.
    pub(super) fn explain(&self, pair: &Pair) -> Vec<Line> {
        let Some(Compared { lists, frequencies, model }) = &self.compared else { return Vec::new() };
        let Some((left, came)) = lists.a.get(pair.left).zip(lists.b.as_ref().and_then(|came| came.get(pair.came))) else {
            return Vec::new();
        };
        explain(&Comparer::new(&lists.standardiser.lexicon, frequencies), model, left, came).lines
    }

    /// The probability of each pair, when those that were said to be two persons are none.
    pub(super) fn probabilities(&self, apart: &HashSet<(PersonId, PersonId)>) -> Vec<f64> {
        let Some(Compared { model, .. }) = &self.compared else { return Vec::new() };
        let edge = |pair: &Pair| {
            let (left, came) = (self.left[pair.left].row.id, self.came[pair.came].row.id);
            let odds = if apart.contains(&(left.min(came), left.max(came))) { 0.0 } else { pair.weight.exp2() };
            Edge { a: pair.left as u32, b: pair.came as u32, odds }
        };
        let edges: Vec<Edge> = self.pairs.iter().map(edge).collect();
        Graph::new(&edges, self.left.len(), self.came.len()).probabilities(&edges, model.doubled_share)
    }

    /// Compares both lists.
    fn compare(&mut self, territory: &Territory, today: Date) {
        let Self { opened, left, came, .. } = self;
        (self.pairs, self.compared) = (Vec::new(), None);
        if left.is_empty() || came.is_empty() {
            return;
        }
        let mut standardiser = Standardiser::default();
        let mut standard = |ends: &[End]| -> Vec<Person> {
            let person = |end: &End| {
                let plain = Opened::default();
                let opened = opened.get(&end.row.id).unwrap_or(&plain);
                let sex = end.row.sex.to_string();
                let row = Row {
                    name: &end.row.name,
                    sex: &sex,
                    birth: &end.row.birth,
                    number: &opened.number,
                    phone: &opened.phone,
                    ..Row::default()
                };
                standardiser.person(&row)
            };
            ends.iter().map(person).collect()
        };
        let (a, b) = (standard(left), standard(came));
        let lists = Lists { standardiser, a, b: Some(b) };
        let frequencies = Frequencies::new(&lists.counts());
        let linked = lists.link(&frequencies, None, SEED);
        let model = linked.trained.model;
        let (weigher, freedom) = (Weigher::new(&model), model.freedom().log2());
        let comparer = Comparer::new(&lists.standardiser.lexicon, &frequencies);
        for edge in &linked.edges {
            let (at_left, at_came) = (edge.a as usize, edge.b as usize);
            let (one, other) = (&left[at_left], &came[at_came]);
            if one.row.id == other.row.id {
                continue;
            }
            let Some((a, b)) = lists.a.get(at_left).zip(lists.b.as_ref().and_then(|b| b.get(at_came))) else { continue };
            let found = other.moved.way == Way::Found;
            let days = Days::of(other.day.since(one.day).map_or(0, |span| span.get_days()));
            let destination = agrees(territory, one.moved.place, one.day, other.moved.hamlet, today);
            let origin = agrees(territory, other.moved.place, other.day, one.moved.hamlet, today);
            let bits = days.weight(found) + destination.weight() + origin.weight();
            let compared = comparer.compare(a, b);
            let weight = weigher.weigh(compared.pattern, compared.rarity);
            let kin = weight.against_unrelated - weight.against_kin + of_kin(bits);
            let weight = weight.against_unrelated + bits - (1.0 + kin.exp2()).log2() - freedom;
            if weight.exp2() >= LEAST {
                self.pairs.push(Pair { left: at_left, came: at_came, weight, days, destination, origin });
            }
        }
        self.compared = Some(Compared { lists, frequencies, model });
    }
}

impl App {
    /// Both ends as the register is now.
    pub(super) async fn movers_found(&self) -> Result<Arc<Found>, AppError> {
        let mut kept = self.movers.0.lock().await;
        let (at, today, territory) = (self.known()?, self.env.today(), self.territory());
        let same_map = kept.territory.as_ref().is_some_and(|known| Arc::ptr_eq(known, &territory));
        if kept.at == at && kept.today == Some(today) && same_map {
            return Ok(Arc::clone(&kept));
        }
        let moves = in_place(|| self.look(danso_tally::Image::moves))?;
        let since = today.year().saturating_sub(YEARS).into();
        let open = |moved: &&Moved| !moved.known && moved.day / 10_000 >= since;
        let unknown: Vec<Moved> = moves.iter().filter(open).copied().collect();
        let ids: Vec<PersonId> = unknown.iter().map(|moved| moved.person).collect();
        let rows = self.store.persons_by_id(self.shard, &ids).await?;
        let rows: HashMap<PersonId, PersonRow> =
            rows.into_iter().filter(|row| !row.name.is_empty()).map(|row| (row.id, row)).collect();
        let looks = Looks::of(unknown.iter().filter(|moved| moved.way == Way::Left).filter_map(|moved| rows.get(&moved.person)));
        let end = |moved: &Moved| {
            let row = rows.get(&moved.person)?;
            let sought = moved.way != Way::Found || looks.share(row);
            Some(End { moved: *moved, day: day_of(moved.day)?, row: row.clone(), tail: None }).filter(|_| sought)
        };
        let ends: Vec<End> = unknown.iter().filter_map(end).collect();
        let mut opened = self.opened_movers(&ends, &kept.opened).await?;
        opened.retain(|id, _| rows.contains_key(id));
        let told = |end: End| End { tail: opened.get(&end.row.id).and_then(|opened| tail(&opened.number)), ..end };
        let (left, came) = ends.into_iter().map(told).partition(|end| end.moved.way == Way::Left);
        let mut found =
            Found { at, today: Some(today), territory: None, opened, moves, left, came, pairs: Vec::new(), compared: None };
        in_place(|| found.compare(&territory, today));
        found.territory = Some(territory);
        *kept = Arc::new(found);
        Ok(Arc::clone(&kept))
    }

    /// Numbers and telephones of ends; those of rows that did not change are known.
    async fn opened_movers(
        &self,
        ends: &[End],
        known: &HashMap<PersonId, Opened>,
    ) -> Result<HashMap<PersonId, Opened>, AppError> {
        let mut opened: HashMap<PersonId, Opened> = HashMap::new();
        let mut fresh: Vec<(PersonId, Position)> = Vec::new();
        for end in ends {
            match known.get(&end.row.id).filter(|opened| opened.changed == end.row.changed) {
                Some(same) => drop(opened.insert(end.row.id, same.clone())),
                None => fresh.push((end.row.id, end.row.changed)),
            }
        }
        fresh.sort_unstable();
        fresh.dedup();
        for part in fresh.chunks(PART) {
            let subjects: Vec<SubjectId> = part.iter().map(|(id, _)| SubjectId::from(*id)).collect();
            let mut world = self.load_households(&subjects, &[]).await?;
            for (id, changed) in part {
                let Some(person) = world.person(*id, View::Accepted) else { continue };
                let number = person.personal.pin.as_ref().map(|pin| pin.as_str().to_owned()).unwrap_or_default();
                let phone = person.personal.phone.clone().unwrap_or_default();
                opened.insert(*id, Opened { changed: *changed, number, phone });
            }
        }
        Ok(opened)
    }

    /// Pairs that were said to be two persons, among those that were found.
    pub(super) async fn movers_apart(&self, found: &Found) -> Result<HashSet<(PersonId, PersonId)>, AppError> {
        let mut ones: Vec<PersonId> =
            found.pairs.iter().map(|pair| found.left[pair.left].row.id.min(found.came[pair.came].row.id)).collect();
        ones.sort_unstable();
        ones.dedup();
        Ok(self.store.apart(self.shard, &ones).await?.into_iter().map(|row| (row.one, row.other)).collect())
    }
}
