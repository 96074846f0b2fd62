//! `danso quality`.

use super::age_table::{AgeTable, vietnamese};
use crate::messages::{expected, text};
use anyhow::Result;
use clap::Args;
use comfy_table::Table;
use danso_demography::Error;
use danso_demography::age::AgeGroups;
use danso_demography::quality::{
    AgeRatio, Bachi, accuracy, age_ratio_score, bachi, coale_li, dissimilarity, jdanov, kannisto_heaping, myers, noumbissi,
    relative_difference, roughness, sawtooth, sex_ratio_score, spoorenberg, whipple,
};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// How far a count by age and sex can be believed
#[derive(Debug, Args)]
pub(crate) struct Quality {
    /// Columns age, male, female: single ages or groups of five years
    file: PathBuf,
    /// The last start of a group that the scores of five-year groups use
    #[arg(long, default_value_t = 70, value_name = "AGE")]
    to: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A value of one index, for a sex or for both together.
struct Line {
    index: &'static str,
    of: &'static str,
    value: Result<f64, Error>,
}

impl Quality {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let input = AgeTable::read(&self.file)?;
        let (male, female) = (input.column("male")?, input.column("female")?);
        let both: Vec<f64> = male.iter().zip(&female).map(|(male, female)| male + female).collect();
        let counts = [("male", &male), ("female", &female), ("both", &both)];
        let mut lines = Vec::new();
        let mut shares = Map::new();
        for (of, counts) in counts {
            if let Ok(digits) = myers_classic(&input.groups, counts) {
                shares.insert(of.to_owned(), json!(digits.shares));
            }
            lines.extend(rounding(&input.groups, counts).into_iter().map(|(index, value)| Line { index, of, value }));
        }
        let five = input.groups.to_five_year().map_err(|error| input.refused("quality", &error))?;
        let grouped = |counts: &[f64]| input.groups.regroup(counts, &five).map_err(|error| input.refused("quality", &error));
        for (of, counts) in counts {
            lines.extend(groups_of_five(&five, &grouped(counts)?, self.to).into_iter().map(|(index, value)| Line {
                index,
                of,
                value,
            }));
        }
        let balance = between_the_sexes(&five, &grouped(&male)?, &grouped(&female)?, self.to);
        lines.extend(balance.into_iter().map(|(index, value)| Line { index, of: "both", value }));
        if lines.iter().all(|line| line.value.is_err()) {
            return Err(expected("quality_nothing", &[("file", &self.file.display())]));
        }
        if self.json {
            println!("{}", as_json(&lines, shares));
        } else {
            show(&lines);
        }
        Ok(ExitCode::SUCCESS)
    }
}

type Values = Vec<(&'static str, Result<f64, Error>)>;

fn myers_classic(groups: &AgeGroups, counts: &[f64]) -> Result<danso_demography::quality::Digits, Error> {
    // 10–89 where single ages reach so far, else the range of tens below the open age.
    let below = groups.last_start().saturating_sub(1).min(89);
    let to = (below + 1) / 10 * 10;
    myers(groups, counts, 10, to.max(1) - 1)
}

/// Indices of single ages; none when the ages are in groups.
fn rounding(groups: &AgeGroups, counts: &[f64]) -> Values {
    if !groups.is_single() {
        return Vec::new();
    }
    let last = groups.widths().len().saturating_sub(1) as u32 + groups.first_age();
    let mut values: Values = vec![
        ("whipple", whipple(groups, counts, 25, 60, &[0, 5])),
        ("whipple_0", whipple(groups, counts, 25, 60, &[0])),
        ("myers", myers_classic(groups, counts).map(|digits| digits.index)),
        ("bachi", bachi(groups, counts, 23, Bachi::Original).map(|digits| digits.index)),
        ("spoorenberg", spoorenberg(groups, counts, 23, 62)),
    ];
    const NOUMBISSI: [&str; 10] = [
        "noumbissi_0",
        "noumbissi_1",
        "noumbissi_2",
        "noumbissi_3",
        "noumbissi_4",
        "noumbissi_5",
        "noumbissi_6",
        "noumbissi_7",
        "noumbissi_8",
        "noumbissi_9",
    ];
    for (name, digit) in NOUMBISSI.into_iter().zip(0..) {
        values.push((name, noumbissi(groups, counts, digit, 20 + digit, 50 + digit)));
    }
    values.push(("coale_li", coale_li(groups, counts, 0, 60, last)));
    values.push(("jdanov", jdanov(groups, counts, &[80, 85, 90])));
    values.push(("kannisto", kannisto_heaping(groups, counts, 90)));
    values
}

fn groups_of_five(five: &AgeGroups, counts: &[f64], to: u32) -> Values {
    vec![
        ("age_ratio_score", age_ratio_score(five, counts, to, AgeRatio::UnitedNations)),
        ("age_ratio_score_zelnik", age_ratio_score(five, counts, to, AgeRatio::Zelnik)),
        ("age_ratio_score_ramachandran", age_ratio_score(five, counts, to, AgeRatio::Ramachandran)),
        ("sawtooth", sawtooth(five, counts, 30, 60)),
        ("roughness", roughness(five, counts, 20, to)),
    ]
}

fn between_the_sexes(five: &AgeGroups, male: &[f64], female: &[f64], to: u32) -> Values {
    vec![
        ("sex_ratio_score", sex_ratio_score(five, male, female, to)),
        ("accuracy", accuracy(five, male, female, to, AgeRatio::UnitedNations).map(|accuracy| accuracy.index)),
        ("dissimilarity", dissimilarity(male, female)),
        ("relative_difference", relative_difference(male, female)),
    ]
}

fn as_json(lines: &[Line], shares: Map<String, Value>) -> Value {
    let mut reply = Map::new();
    let mut left_out: Vec<Value> = Vec::new();
    for line in lines {
        match &line.value {
            Ok(value) => {
                let of = reply.entry(line.of.to_owned()).or_insert_with(|| json!({}));
                if let Some(of) = of.as_object_mut() {
                    of.insert(line.index.to_owned(), json!(value));
                }
            }
            Err(error) => left_out.push(json!({ "of": line.of, "index": line.index, "reason": error.to_string() })),
        }
    }
    if !shares.is_empty() {
        reply.insert("last_digits".into(), Value::Object(shares));
    }
    if !left_out.is_empty() {
        reply.insert("left_out".into(), json!(left_out));
    }
    Value::Object(reply)
}

fn show(lines: &[Line]) {
    let mut shown = Table::new();
    shown.set_header([text("index", &[]), text("male", &[]), text("female", &[]), text("both_sexes", &[]), text("reading", &[])]);
    let mut seen: Vec<&str> = Vec::new();
    for line in lines {
        if seen.contains(&line.index) {
            continue;
        }
        seen.push(line.index);
        let of = |of: &str| {
            let found = lines.iter().find(|other| other.index == line.index && other.of == of);
            found.and_then(|found| found.value.as_ref().ok()).copied()
        };
        let cell = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| vietnamese(value, 2));
        shown.add_row([
            name(line.index),
            cell(of("male")),
            cell(of("female")),
            cell(of("both")),
            reading(line.index, of("both")),
        ]);
    }
    println!("{shown}");
    println!("{}", text("quality_note", &[]));
}

/// The Vietnamese name of an index; of the ten of Noumbissi with its digit.
fn name(index: &str) -> String {
    match index.strip_prefix("noumbissi_") {
        Some(digit) => text("quality_noumbissi", &[("digit", &digit)]),
        None => text(&format!("quality_{index}"), &[]),
    }
}

/// What the value means, for the indices that have published classes (United Nations, *Manual II*).
fn reading(index: &str, value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    let key = match index {
        "whipple" if value < 105.0 => "reading_very_accurate",
        "whipple" if value < 110.0 => "reading_fairly_accurate",
        "whipple" if value < 125.0 => "reading_approximate",
        "whipple" if value < 175.0 => "reading_rough",
        "whipple" => "reading_very_rough",
        "accuracy" if value < 20.0 => "reading_accurate",
        "accuracy" if value < 40.0 => "reading_inaccurate",
        "accuracy" => "reading_very_inaccurate",
        _without_classes => return String::new(),
    };
    text(key, &[])
}
