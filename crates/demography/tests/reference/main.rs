//! The numbers of another implementation, reproduced to 1e-9: see README.md here for where they come from and for each named difference.

mod accuracy;
mod graduation;
mod heaping;
mod published;
mod smoothing;
mod tables;

use std::collections::BTreeMap;

/// The lines of a small table without quotes inside quotes, as maps from the head line.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines().map(cells);
    let head = lines.next().unwrap();
    lines.map(|line| head.iter().cloned().zip(line).collect()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// Asserts that two numbers agree to 1e-9 of the greater of the wanted one and `scale`.
#[track_caller]
fn close(found: f64, wanted: f64, scale: f64, what: &str) {
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(scale), "{what}: {found} instead of {wanted}");
}

/// Counts by data set: starts of groups, and a column.
fn counts(text: &str, column: &str) -> BTreeMap<String, (Vec<u32>, Vec<f64>)> {
    let mut sets: BTreeMap<String, (Vec<u32>, Vec<f64>)> = BTreeMap::new();
    for row in rows(text) {
        let set = sets.entry(row["dataset"].clone()).or_default();
        set.0.push(row["age"].parse().unwrap());
        set.1.push(row[column].parse().unwrap());
    }
    sets
}

const FIVE_YEAR: &str = include_str!("in_five_year_counts.csv");
const SINGLE: &str = include_str!("in_single_age_counts.csv");
