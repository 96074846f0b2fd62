//! Who left and who came without another end, and who of them may be one: found once for each state of the register.

use super::evidence::{self, Agrees, Days, of_kin};
use super::places::agrees;
use crate::in_place::in_place;
use crate::territory::day_of;
use crate::world::View;
use crate::{App, AppError, Territory};
use danso_linkage::engine::assign::{Edge, Graph};
use danso_linkage::model::{Trained, Weigher, Weight};
use danso_linkage::person::compare::Comparer;
use danso_linkage::person::explain::{Line, explain};
use danso_linkage::person::frequencies::Frequencies;
use danso_linkage::person::link::Lists;
use danso_linkage::person::record::{Person, Row, Standardiser};
use danso_model::{HouseholdId, PersonId, Position, SubjectId};
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
/// A model is learnt again when one in so many ends is another.
const LEARNT_FOR: usize = 10;
/// Households of which more pairs may be are no families: dormitories, barracks.
const MOST_TOGETHER: usize = 60;
/// Days within which people leave together, and come together.
const WEEKS: i32 = 31;
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
    /// Of the comparison of persons, against strangers and of kin against strangers.
    compared: Weight,
    /// log₂ of the odds before others are looked at.
    pub(super) weight: f64,
    pub(super) days: Days,
    pub(super) destination: Agrees,
    pub(super) origin: Agrees,
    /// What others of both households add.
    pub(super) together: f64,
}

/// Both lists standardised and the model that was learnt of them.
struct Compared {
    lists: Lists,
    frequencies: Frequencies,
    trained: Trained,
    /// How many ends it was learnt of.
    learnt_of: usize,
}

/// What names an end as it was compared: who, where, when, and the row.
type Mark = (PersonId, Way, i32, Position);

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
        let Some(Compared { lists, frequencies, trained, .. }) = &self.compared else { return Vec::new() };
        let Some((left, came)) = lists.a.get(pair.left).zip(lists.b.as_ref().and_then(|came| came.get(pair.came))) else {
            return Vec::new();
        };
        explain(&Comparer::new(&lists.standardiser.lexicon, frequencies), &trained.model, left, came).lines
    }

    /// The probability of each pair, when those that were said to be two persons are none.
    pub(super) fn probabilities(&self, apart: &HashSet<(PersonId, PersonId)>) -> Vec<f64> {
        let Some(Compared { trained, .. }) = &self.compared else { return Vec::new() };
        let edge = |pair: &Pair| {
            let (left, came) = (self.left[pair.left].row.id, self.came[pair.came].row.id);
            let odds = if apart.contains(&(left.min(came), left.max(came))) { 0.0 } else { pair.weight.exp2() };
            Edge { a: pair.left as u32, b: pair.came as u32, odds }
        };
        let edges: Vec<Edge> = self.pairs.iter().map(edge).collect();
        Graph::new(&edges, self.left.len(), self.came.len()).probabilities(&edges, trained.model.doubled_share)
    }

    /// Compares both lists. Where nobody is new since they were compared last, what was found then stays; where few are, so does the model.
    fn compare(&mut self, before: &mut Self, territory: &Territory, today: Date) {
        (self.pairs, self.compared) = (Vec::new(), None);
        if self.left.is_empty() || self.came.is_empty() {
            return;
        }
        let same_map =
            before.today == Some(today) && before.territory.as_ref().is_some_and(|map| std::ptr::eq(&**map, territory));
        let known = before.compared.take();
        self.compared = match known {
            Some(known) if same_map && self.is_within(before) => Some(self.fewer(before, known)),
            known => Some(self.link(known, territory, today)),
        };
        self.go_together();
    }

    /// Whether each end stood among those of before, as it is now.
    fn is_within(&self, before: &Self) -> bool {
        let marks: HashSet<Mark> = before.left.iter().chain(&before.came).map(End::mark).collect();
        self.left.iter().chain(&self.came).all(|end| marks.contains(&end.mark()))
    }

    /// What was found before, of those who are still ends.
    fn fewer(&mut self, before: &Self, known: Compared) -> Compared {
        let places = |ends: &[End]| -> HashMap<Mark, usize> { ends.iter().map(End::mark).zip(0..).collect() };
        let (of_left, of_came) = (places(&self.left), places(&self.came));
        let now = |ends: &[End], at: usize, places: &HashMap<Mark, usize>| places.get(&ends.get(at)?.mark()).copied();
        let pair = |pair: &Pair| {
            let (left, came) = (now(&before.left, pair.left, &of_left)?, now(&before.came, pair.came, &of_came)?);
            Some(Pair { left, came, ..*pair })
        };
        self.pairs = before.pairs.iter().filter_map(pair).collect();
        self.pairs.sort_unstable_by_key(|pair| (pair.came, pair.left));
        let Compared { lists: Lists { standardiser, a, b }, frequencies, trained, learnt_of } = known;
        let those = |ends: &[End], people: Vec<Person>, places: &HashMap<Mark, usize>| -> Vec<Person> {
            let mut kept: Vec<(usize, Person)> =
                people.into_iter().enumerate().filter_map(|(at, person)| Some((now(ends, at, places)?, person))).collect();
            kept.sort_unstable_by_key(|(at, _)| *at);
            kept.into_iter().map(|(_, person)| person).collect()
        };
        let (a, b) = (those(&before.left, a, &of_left), b.map(|b| those(&before.came, b, &of_came)));
        Compared { lists: Lists { standardiser, a, b }, frequencies, trained, learnt_of }
    }

    /// Links both lists; with the model of before as long as not many ends are others.
    fn link(&mut self, known: Option<Compared>, territory: &Territory, today: Date) -> Compared {
        let Self { opened, left, came, .. } = self;
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
        let many = a.len() + b.len();
        let lists = Lists { standardiser, a, b: Some(b) };
        let frequencies = Frequencies::new(&lists.counts());
        let known = known.filter(|known| many.abs_diff(known.learnt_of) * LEARNT_FOR <= known.learnt_of);
        let learnt_of = known.as_ref().map_or(many, |known| known.learnt_of);
        let linked = lists.link(&frequencies, known.map(|known| known.trained), SEED);
        let trained = linked.trained;
        let weigher = Weigher::new(&trained.model);
        let comparer = Comparer::new(&lists.standardiser.lexicon, &frequencies);
        let freedom = trained.model.freedom().log2();
        for edge in &linked.edges {
            let (at_left, at_came) = (edge.a as usize, edge.b as usize);
            let (one, other) = (&left[at_left], &came[at_came]);
            if one.row.id == other.row.id {
                continue;
            }
            let Some((a, b)) = lists.a.get(at_left).zip(lists.b.as_ref().and_then(|b| b.get(at_came))) else { continue };
            let days = Days::of(other.day.since(one.day).map_or(0, |span| span.get_days()));
            let destination = agrees(territory, one.moved.place, one.day, other.moved.hamlet, today);
            let origin = agrees(territory, other.moved.place, other.day, one.moved.hamlet, today);
            let compared = comparer.compare(a, b);
            let compared = weigher.weigh(compared.pattern, compared.rarity);
            let mut pair = Pair { left: at_left, came: at_came, compared, weight: 0.0, days, destination, origin, together: 0.0 };
            pair.weight = pair.weighed(other.moved.way == Way::Found, freedom);
            if pair.weight.exp2() >= LEAST {
                self.pairs.push(pair);
            }
        }
        Compared { lists, frequencies, trained, learnt_of }
    }

    /// Members of one household who left together and came together speak for each other: each pair gains by the surest other pair of its two
    /// households, as sure as that is by itself.
    fn go_together(&mut self) {
        let Some(freedom) = self.compared.as_ref().map(|compared| compared.trained.model.freedom().log2()) else { return };
        let freedoms = |pair: &mut Pair, came: &[End], together: f64| {
            pair.together = together;
            pair.weight = pair.weighed(came[pair.came].moved.way == Way::Found, freedom);
        };
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.iter_mut().for_each(|pair| freedoms(pair, &self.came, 0.0));
        self.pairs = pairs;
        let alone = self.probabilities(&HashSet::new());
        let mut groups: HashMap<(HouseholdId, HouseholdId), Vec<usize>> = HashMap::new();
        for (at, pair) in self.pairs.iter().enumerate() {
            let homes = (self.left[pair.left].moved.household, self.came[pair.came].moved.household);
            groups.entry(homes).or_default().push(at);
        }
        let mut gains = vec![0.0; self.pairs.len()];
        for group in groups.values().filter(|group| (2..=MOST_TOGETHER).contains(&group.len())) {
            for at in group {
                let beside = group.iter().filter(|other| self.moved_beside(*at, **other));
                let best = beside.map(|other| alone[*other]).fold(0.0, f64::max);
                gains[*at] = evidence::together(best);
            }
        }
        for (pair, gain) in self.pairs.iter_mut().zip(gains) {
            freedoms(pair, &self.came, gain);
        }
    }

    /// Whether two pairs are of other persons who left and came in the same weeks.
    fn moved_beside(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.pairs[one], &self.pairs[other]);
        let near = |one: &End, other: &End| other.day.since(one.day).map_or(i32::MAX, |span| span.get_days()).abs() <= WEEKS;
        let (left, came) = ((&self.left[one.left], &self.left[other.left]), (&self.came[one.came], &self.came[other.came]));
        left.0.row.id != left.1.row.id && came.0.row.id != came.1.row.id && near(left.0, left.1) && near(came.0, came.1)
    }
}

impl End {
    fn mark(&self) -> Mark {
        (self.row.id, self.moved.way, self.moved.day, self.row.changed)
    }
}

impl Pair {
    /// log₂ of the odds before others are looked at.
    fn weighed(&self, found: bool, freedom: f64) -> f64 {
        let bits = self.days.weight(found) + self.destination.weight() + self.origin.weight() + self.together;
        let Weight { against_unrelated, against_kin, .. } = self.compared;
        let kin = against_unrelated - against_kin + of_kin(bits);
        against_unrelated + bits - (1.0 + kin.exp2()).log2() - freedom
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
        // Whoever still reads what was found before keeps it; then both lists are compared anew.
        let before = std::mem::take(&mut *kept);
        let mut before = Arc::try_unwrap(before).unwrap_or_default();
        in_place(|| found.compare(&mut before, &territory, today));
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
        let lesser = |pair: &Pair| found.left[pair.left].row.id.min(found.came[pair.came].row.id);
        self.apart_among(found.pairs.iter().map(lesser)).await
    }
}
