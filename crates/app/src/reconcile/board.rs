//! How well a list could be linked: rates, weights, answers against the program, what is missing in the lists. Pure.

use super::frozen::{Said, Theirs};
use super::keep::Opened;
use super::progress::count;
use super::state::{Standing, answers_on_best, standing_answers};
use danso_linkage::answers::{Answered, calibrated, precision_at};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Bits of a bar of the histogram, and where the bars end.
const BAR: f64 = 2.0;
const ENDS: (f64, f64) = (-14.0, 40.0);
/// Thresholds that are told.
const THRESHOLDS: [f64; 8] = [0.05, 0.2, 0.5, 0.7, 0.9, 0.95, 0.98, 0.99];
/// Bounds of the groups of probabilities.
const GROUPS: [f64; 8] = [0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0];

/// What a level of a field is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LevelWeight {
    /// The field.
    pub field: String,
    /// The level.
    pub level: String,
    /// Bits.
    pub weight: f64,
    /// Its share among pairs of one person.
    pub matched: f64,
    /// Its share among pairs of strangers.
    pub unrelated: f64,
}

/// Rows by the weight of their best candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WeightBar {
    /// From so many bits.
    pub from: f64,
    /// To so many.
    pub to: f64,
    /// Linked.
    pub link: u32,
    /// To be looked at.
    pub review: u32,
    /// Nobody.
    pub none: u32,
}

/// What linking from a probability on would have given, by answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AtThreshold {
    /// The probability.
    pub at: f64,
    /// Rows that reach it.
    pub links: u32,
    /// The share that is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// At the least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision_low: Option<f64>,
    /// At the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision_high: Option<f64>,
    /// The share of all right ones that is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
}

/// Probabilities against answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CalibrationBar {
    /// From this probability.
    pub from: f64,
    /// To this.
    pub to: f64,
    /// The mean of those that were answered.
    pub mean: f64,
    /// The share that was the same person.
    pub share: f64,
    /// How many were answered.
    pub answers: u32,
}

/// Second readings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SecondReadings {
    /// How many rows were read twice.
    pub read: u32,
    /// In how many both said the same.
    pub agreed: u32,
}

/// How much of a field is filled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FieldFilled {
    /// The field.
    pub field: String,
    /// The share of rows of the other list.
    pub theirs: f64,
    /// The share of residents.
    pub ours: f64,
}

/// Who can hardly be linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Unlinkable {
    /// `no_name`, `no_birth_and_number` or `year_only_and_no_number`.
    pub reason: String,
    /// Rows of the other list.
    pub theirs: u32,
    /// Residents.
    pub ours: u32,
}

/// How well a list could be linked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Board {
    /// The share of rows that are someone of the register.
    pub match_rate: f64,
    /// What agreement and difference are worth.
    pub weights: Vec<LevelWeight>,
    /// Rows by weight.
    pub histogram: Vec<WeightBar>,
    /// Precision and recall by answers.
    pub thresholds: Vec<AtThreshold>,
    /// Rows that were answered.
    pub answered: u32,
    /// Probabilities against answers.
    pub calibration: Vec<CalibrationBar>,
    /// Whether enough was answered to correct the probabilities.
    pub calibrated: bool,
    /// Second readings.
    pub second: SecondReadings,
    /// How much is filled.
    pub completeness: Vec<FieldFilled>,
    /// Who can hardly be linked.
    pub unlinkable: Vec<Unlinkable>,
    /// What the model warns of.
    pub doubts: Vec<String>,
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn histogram(theirs: &[Theirs]) -> Vec<WeightBar> {
    let bars = ((ENDS.1 - ENDS.0) / BAR).ceil() as usize;
    let mut found: Vec<WeightBar> = (0..bars)
        .map(|bar| ENDS.0 + bar as f64 * BAR)
        .map(|from| WeightBar { from, to: from + BAR, link: 0, review: 0, none: 0 })
        .collect();
    for row in theirs {
        let Some(best) = row.kept.first() else { continue };
        let bar = ((best.weight - ENDS.0) / BAR).floor().clamp(0.0, (bars - 1) as f64) as usize;
        match row.said {
            Said::Link => found[bar].link += 1,
            Said::Review => found[bar].review += 1,
            Said::Nobody => found[bar].none += 1,
        }
    }
    found
}

fn calibration(answers: &[Answered]) -> Vec<CalibrationBar> {
    let group = |ends: &[f64]| {
        let (from, to) = (ends[0], ends[1]);
        let inside: Vec<&Answered> =
            answers.iter().filter(|answer| answer.probability >= from && (answer.probability < to || to >= 1.0)).collect();
        let mean = inside.iter().map(|answer| answer.probability).sum::<f64>() / inside.len() as f64;
        let same = inside.iter().filter(|answer| answer.same).count();
        (!inside.is_empty()).then(|| CalibrationBar {
            from,
            to,
            mean,
            share: share(same, inside.len()),
            answers: count(inside.len()),
        })
    };
    GROUPS.windows(2).filter_map(group).collect()
}

fn year_only(birth: &str) -> bool {
    danso_linkage::date::Day::read(birth).is_year_only()
}

fn completeness(opened: &Opened) -> (Vec<FieldFilled>, Vec<Unlinkable>) {
    let frozen = &opened.frozen;
    let living: Vec<_> = frozen.ours.iter().filter(|ours| ours.left.is_none()).collect();
    let records: Vec<_> = frozen.theirs.iter().map(|theirs| &theirs.record).collect();
    let address = |house: u32| frozen.houses.get(house as usize).is_some_and(|house| house.address.is_some());
    let field =
        |field: &str, theirs: &dyn Fn(&danso_lists::Record) -> bool, ours: &dyn Fn(&super::frozen::Ours) -> bool| FieldFilled {
            field: field.to_owned(),
            theirs: share(records.iter().filter(|record| theirs(record)).count(), records.len()),
            ours: share(living.iter().filter(|person| ours(person)).count(), living.len()),
        };
    let filled = vec![
        field("name", &|record| !record.full_name().is_empty(), &|person| !person.name.is_empty()),
        field("sex", &|record| !record.sex.is_empty(), &|person| person.sex != "u"),
        field("birth", &|record| !record.birth.is_empty() && !year_only(&record.birth), &|person| !year_only(&person.birth)),
        field("number", &|record| !record.number.is_empty(), &|person| !person.pin.is_empty()),
        field("phone", &|record| !record.phone.is_empty(), &|person| !person.phone.is_empty()),
        field("address", &|record| !record.address.is_empty(), &|person| address(person.house)),
    ];
    let reason =
        |reason: &str, theirs: &dyn Fn(&danso_lists::Record) -> bool, ours: &dyn Fn(&super::frozen::Ours) -> bool| Unlinkable {
            reason: reason.to_owned(),
            theirs: count(records.iter().filter(|record| theirs(record)).count()),
            ours: count(living.iter().filter(|person| ours(person)).count()),
        };
    let bare = |record: &danso_lists::Record| record.number.is_empty() && record.old_number.is_empty();
    let hard = vec![
        reason("no_name", &|record| record.full_name().is_empty(), &|person| person.name.is_empty()),
        reason("no_birth_and_number", &|record| bare(record) && record.birth.is_empty(), &|person| {
            person.pin.is_empty() && person.birth.is_empty()
        }),
        reason("year_only_and_no_number", &|record| bare(record) && year_only(&record.birth), &|person| {
            person.pin.is_empty() && year_only(&person.birth)
        }),
    ];
    (filled, hard)
}

/// The board, from how things stand.
pub(super) fn board(opened: &Opened) -> Board {
    let (frozen, state) = (&opened.frozen, &opened.state);
    let answers = answers_on_best(frozen, &state.answers);
    let links: Vec<f64> = frozen.theirs.iter().filter_map(|row| row.kept.first()).map(|kept| kept.probability).collect();
    let thresholds = precision_at(&answers, &links, &THRESHOLDS).into_iter().map(|at| AtThreshold {
        at: at.threshold,
        links: count(at.links),
        precision: at.precision.map(|interval| interval.share),
        precision_low: at.precision.map(|interval| interval.low),
        precision_high: at.precision.map(|interval| interval.high),
        recall: at.recall,
    });
    let weight = |field: &danso_linkage::fields::Field| {
        let line = |level: &danso_linkage::fields::Level| LevelWeight {
            field: field.name.clone(),
            level: level.code.clone(),
            weight: (level.m / level.u).log2(),
            matched: level.m,
            unrelated: level.u,
        };
        field.levels.iter().skip(1).map(line).filter(|line| line.weight.is_finite()).collect::<Vec<_>>()
    };
    let weights = opened.standard.trained().map(|trained| trained.model.fields.iter().flat_map(weight).collect());
    let twice = |answers: &&Vec<super::state::Answered>| standing_answers(answers).len() > 1;
    let read: Vec<_> = state.answers.values().filter(twice).collect();
    let agreed = |answers: &Vec<super::state::Answered>| {
        let last = standing_answers(answers);
        last.windows(2).all(|pair| pair[0].verdict == pair[1].verdict && pair[0].ours == pair[1].ours)
    };
    let linked = state.standing.iter().filter(|standing| matches!(standing, Standing::Linked(_) | Standing::Same(_))).count();
    let (completeness, unlinkable) = completeness(opened);
    Board {
        match_rate: share(linked, state.standing.len()),
        weights: weights.unwrap_or_default(),
        histogram: histogram(&frozen.theirs),
        thresholds: thresholds.collect(),
        answered: count(answers.len()),
        calibration: calibration(&answers),
        calibrated: calibrated(&answers).is_some(),
        second: SecondReadings { read: count(read.len()), agreed: count(read.iter().filter(|answers| agreed(answers)).count()) },
        completeness,
        unlinkable,
        doubts: opened.brief.doubts.clone(),
    }
}
