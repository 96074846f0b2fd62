//! The search of the whole register at night: all communes at once, kept until the next one. Decision: `docs/decisions/2026-11-22-duplicates-by-linkage.md`.

use super::find::{SEED, thousandths};
use super::people::{Reader, Sheet};
use super::shapes::LikeWeight;
use crate::in_place::in_place;
use crate::viet_nam::{begins_ms, day_at, instant};
use crate::{App, AppError};
use danso_linkage::model::Model;
use danso_linkage::person::compare::Comparer;
use danso_linkage::person::explain::explain;
use danso_linkage::person::frequencies::Frequencies;
use danso_linkage::person::link::Lists;
use danso_linkage::person::record::{Person, Standardiser};
use danso_linkage::person::saved::hash_of;
use danso_linkage::person::standing::{Tied, believed, frequencies_of, pairs, probability};
use danso_model::{HamletId, PersonId, Position};
use danso_store::{NightPairRow, NightRow};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::HashMap;

/// Rows read at once.
const PAGE: u32 = 10_000;
/// Bits from which a pair is kept: rather one person than not.
const LEAST: f64 = 0.0;
/// Pairs kept, the likeliest.
const MOST: usize = 200_000;
/// Pairs of one person that must be expected before they teach what such pairs look like; with fewer, learning takes kin and namesakes for them.
const ENOUGH: f64 = 300.0;
/// Learning that finds so many times more pairs than were expected has found something else.
const TOO_MANY: f64 = 1.5;
/// After its hour a search that was missed is made up for, as long as it is night.
const HOURS: i64 = 4;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NightReport {
    /// When it began.
    pub at: String,
    /// The position up to which it knew the log.
    pub position: u32,
    /// How many residents it looked through.
    pub residents: u64,
    /// Pairs that were kept.
    pub pairs: u64,
    /// Of them from a probability of 0.95 on.
    pub sure: u64,
    /// Of them in two communes.
    pub across: u64,
    /// Of them with one number and otherwise rather two persons.
    pub same_number_only: u64,
    /// SHA-256 of the model.
    pub model_hash: String,
    /// Whether the model was learned from this register.
    pub learned: bool,
    /// Whether nothing had changed since the search before, whose pairs stand.
    pub unchanged: bool,
    /// How long it took.
    pub seconds: f64,
}

/// A pair of the last search, for a file.
#[derive(Debug, Clone, PartialEq)]
pub struct NightFile {
    /// One sheet.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
    /// Communes of the two.
    pub communes: [String; 2],
    /// That they are one person.
    pub probability: f64,
    /// log₂ of the odds.
    pub weight: f64,
    /// Whether both have one number.
    pub same_number: bool,
}

/// Whether a search is due: the hour of the day in Viet Nam has come, it is still night, and none was made since.
#[must_use]
pub fn night_due(last_ms: Option<i64>, now: Timestamp, hour: u8) -> bool {
    let now_ms = now.as_millisecond();
    let begin = begins_ms(day_at(now)).map(|midnight| midnight + i64::from(hour) * 3_600_000);
    begin.is_some_and(|begin| (begin..begin + HOURS * 3_600_000).contains(&now_ms) && last_ms.is_none_or(|last| last < begin))
}

/// The residents of the whole register, standardised.
#[derive(Default)]
struct Residents {
    standardiser: Standardiser,
    people: Vec<Person>,
    ids: Vec<PersonId>,
    hamlets: Vec<HamletId>,
}

/// What looking through them gave.
struct Looked {
    model: Model,
    learned: bool,
    rows: Vec<NightPairRow>,
}

impl Residents {
    /// The model: learned where there is enough to learn from and it found what was to be expected, believed otherwise.
    fn model(&mut self, frequencies: &Frequencies) -> (Model, bool) {
        let model = believed(&self.standardiser, &self.people, frequencies, SEED);
        let expected = |tied: &[Tied]| tied.iter().map(Tied::probability).sum::<f64>();
        let first = expected(&pairs(&self.standardiser.lexicon, &self.people, frequencies, &model, -4.0));
        if first < ENOUGH {
            return (model, false);
        }
        let (standardiser, a) = (std::mem::take(&mut self.standardiser), std::mem::take(&mut self.people));
        let lists = Lists { standardiser, a, b: None };
        let linked = lists.link(frequencies, None, SEED);
        (self.standardiser, self.people) = (lists.standardiser, lists.a);
        let learned = linked.trained.model;
        let found: f64 = linked.probabilities.iter().filter(|probability| **probability >= 0.05).sum();
        if learned.learned.doubts.is_empty() && found <= TOO_MANY * first { (learned, true) } else { (model, false) }
    }

    fn look(mut self) -> Looked {
        let frequencies = frequencies_of(&self.standardiser, &self.people);
        let (model, learned) = self.model(&frequencies);
        let mut tied = pairs(&self.standardiser.lexicon, &self.people, &frequencies, &model, LEAST);
        tied.sort_by(|one, other| other.weight.total_cmp(&one.weight).then((one.one, one.other).cmp(&(other.one, other.other))));
        tied.truncate(MOST);
        let comparer = Comparer::new(&self.standardiser.lexicon, &frequencies);
        let row = |tied: &Tied| {
            let at = |record: u32| {
                let at = record as usize;
                Some((*self.ids.get(at)?, *self.hamlets.get(at)?, self.people.get(at)?))
            };
            let (one, other) = (at(tied.one)?, at(tied.other)?);
            let told = explain(&comparer, &model, one.2, other.2);
            let lines: Vec<LikeWeight> = told
                .lines
                .into_iter()
                .map(|line| LikeWeight { field: line.field, level: line.level, weight: line.weight })
                .collect();
            let (one, other) = if one.0 < other.0 { (one, other) } else { (other, one) };
            Some(NightPairRow {
                one: one.0,
                other: other.0,
                hamlet_one: one.1,
                hamlet_other: other.1,
                weight: thousandths(tied.weight),
                same_number: tied.same_number,
                lines: serde_json::to_string(&lines).ok()?,
            })
        };
        let rows = tied.iter().filter_map(row).collect();
        Looked { model, learned, rows }
    }
}

impl App {
    /// Looks through all residents of the register for those who stand in it twice, and keeps what it found in the place of what was found before.
    /// Pairs said to be two persons are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search_night(&self) -> Result<NightReport, AppError> {
        let (began, position) = (self.env.now_ms(), self.store.head(self.shard).await?.position);
        let before = self.store.night(self.shard).await?.filter(|row| row.position == position);
        let unchanged = before.is_some();
        let (row, rows) = match before {
            Some(row) => (NightRow { at_ms: began, ..row }, self.store.night_pairs(self.shard, None).await?),
            None => self.looked(began, position).await?,
        };
        let rows = self.without_apart(rows).await?;
        let row = NightRow { took_ms: self.env.now_ms() - began, ..row };
        self.store.put_night(self.shard, &row, &rows).await?;
        let (territory, today) = (self.territory(), self.env.today());
        let mut communes = HashMap::new();
        let mut commune = |hamlet: HamletId| *communes.entry(hamlet).or_insert_with(|| territory.commune_of(hamlet, today));
        let across = rows.iter().filter(|row| commune(row.hamlet_one) != commune(row.hamlet_other)).count();
        let count = |is: &dyn Fn(&NightPairRow) -> bool| rows.iter().filter(|row| is(row)).count() as u64;
        Ok(NightReport {
            at: instant(row.at_ms),
            position: row.position.0,
            residents: row.residents,
            pairs: rows.len() as u64,
            sure: count(&|row| probability(f64::from(row.weight) / 1_000.0) >= 0.95),
            across: across as u64,
            same_number_only: count(&|row| row.same_number && row.weight < 0),
            model_hash: row.model_hash,
            learned: row.learned,
            unchanged,
            seconds: row.took_ms as f64 / 1_000.0,
        })
    }

    /// Makes the search of the night if it is due ([`night_due`]).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search_when_due(&self, hour: u8) -> Result<Option<NightReport>, AppError> {
        let last = self.store.night(self.shard).await?.map(|row| row.at_ms);
        if night_due(last, self.env.clock.now(), hour) { Ok(Some(self.search_night().await?)) } else { Ok(None) }
    }

    /// The pairs of the last search, the likeliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn night_file(&self) -> Result<Vec<NightFile>, AppError> {
        let (territory, today) = (self.territory(), self.env.today());
        let commune = |hamlet| territory.commune_of(hamlet, today).map(|code| code.to_string()).unwrap_or_default();
        let mut rows = self.store.night_pairs(self.shard, None).await?;
        rows.sort_by_key(|row| (std::cmp::Reverse(row.weight), row.one, row.other));
        let line = |row: &NightPairRow| {
            let weight = f64::from(row.weight) / 1_000.0;
            NightFile {
                one: row.one,
                other: row.other,
                communes: [row.hamlet_one, row.hamlet_other].map(commune),
                probability: probability(weight),
                weight,
                same_number: row.same_number,
            }
        };
        Ok(rows.iter().map(line).collect())
    }

    async fn looked(&self, at_ms: i64, position: Position) -> Result<(NightRow, Vec<NightPairRow>), AppError> {
        let (territory, today) = (self.territory(), self.env.today());
        let mut residents = Residents::default();
        let map = |hamlet| territory.commune_of(hamlet, today);
        let mut reader = Reader::new(&map);
        let mut after = None;
        loop {
            let page = self.store.persons_page(self.shard, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for row in page.iter().filter(|row| row.resident && !row.name.is_empty()) {
                let Some(hamlet) = row.hamlet else { continue };
                residents.people.push(reader.person(&mut residents.standardiser, &Sheet::from(row)));
                residents.ids.push(row.id);
                residents.hamlets.push(hamlet);
            }
        }
        residents.standardiser.finish();
        let many = residents.ids.len() as u64;
        let Looked { model, learned, rows } = in_place(|| residents.look());
        let model = serde_json::to_string(&model).map_err(|error| AppError::damaged(error.to_string()))?;
        let model_hash = hash_of(&model);
        Ok((NightRow { at_ms, took_ms: 0, position, residents: many, model_hash, learned, model }, rows))
    }

    pub(super) async fn without_apart(&self, rows: Vec<NightPairRow>) -> Result<Vec<NightPairRow>, AppError> {
        let apart = self.apart_among(rows.iter().map(|row| row.one)).await?;
        Ok(rows.into_iter().filter(|row| !apart.contains(&(row.one, row.other))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::night_due;

    #[test]
    fn a_search_is_due_once_a_night() {
        // 02:00 in Viet Nam is 19:00 of the day before in Greenwich.
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        let due = |last: Option<&str>, now: &str| night_due(last.map(|last| at(last).as_millisecond()), at(now), 2);
        assert!(!due(None, "2026-11-21T18:59:59Z"));
        assert!(due(None, "2026-11-21T19:00:00Z"));
        assert!(due(None, "2026-11-21T22:59:59Z"), "made up for");
        assert!(!due(None, "2026-11-21T23:00:00Z"), "no more by day");
        assert!(due(Some("2026-11-20T19:00:30Z"), "2026-11-21T19:00:00Z"));
        assert!(!due(Some("2026-11-21T19:00:30Z"), "2026-11-21T19:30:00Z"));
    }
}
