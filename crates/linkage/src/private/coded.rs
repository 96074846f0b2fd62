//! Two lists of filters linked: nothing of a person is in them but filters and codes made with a secret.
//!
//! The same engine as for plain lists does the work: blocks of equal codes, levels of agreement by Dice's coefficient of filters, EM without answers, one
//! partner or none. Rarity is how often a filter stands in both lists: whoever compares can count that, which is also why filters are personal data.

mod compare;
mod values;

use super::clk::{Encoder, Schema, SchemaError, read, written};
use crate::engine::blocked::Blocked;
use crate::engine::run::{Beliefs, Linked, run};
use crate::hash::mix;
use crate::person::record::{Person, Standardiser};
use compare::{Blocks, Comparer, Counts};
use serde::{Deserialize, Serialize};
use thiserror::Error;
pub use values::{FEATURES, default_schema};

/// Words of a filter that is compared; longer ones are cut to it, shorter ones filled with zeros.
const WORDS: usize = 8;

/// A file of filters: what one office gives to whoever compares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodedFile {
    /// The schema with which the filters were made.
    pub schema: Schema,
    /// What the office calls its records; may be running numbers.
    pub ids: Vec<String>,
    /// Filters of each feature, in the order of `ids`: what clkhash prints as `clks`, and nothing where the value is missing.
    pub features: Vec<CodedFeature>,
}

/// Filters of one feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodedFeature {
    /// Its identifier in the schema.
    pub identifier: String,
    /// Filters in base64.
    pub clks: Vec<Option<String>>,
}

/// Why lists of filters cannot be made or linked.
#[derive(Debug, Error)]
pub enum CodedError {
    /// The schema.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The schema names a feature that is not known here.
    #[error("the schema names the feature {0}, which is not known")]
    Feature(String),
    /// The files were made with two schemas.
    #[error("the files were made with two schemas")]
    Differ,
    /// A feature has another number of filters than there are records, or a filter has another length.
    #[error("the filters of {0} do not fit")]
    Length(String),
}

/// Makes the file of a list, from persons that the standardiser made.
///
/// # Errors
/// When the schema names features that are not in [`FEATURES`], or no keys can be derived.
pub fn encode<'a>(
    schema: &Schema,
    secret: &[u8],
    standardiser: &Standardiser,
    people: impl Iterator<Item = (&'a str, &'a Person)>,
) -> Result<CodedFile, CodedError> {
    let encoder = Encoder::new(schema, secret)?;
    let mut columns = Vec::new();
    for (place, name) in schema.features() {
        let known = FEATURES.iter().position(|known| *known == name).ok_or_else(|| CodedError::Feature(name.to_owned()))?;
        columns.push((place, known, CodedFeature { identifier: name.to_owned(), clks: Vec::new() }));
    }
    let mut ids = Vec::new();
    for (id, person) in people {
        ids.push(id.to_owned());
        let values = values::of(person, standardiser);
        for (place, known, feature) in &mut columns {
            feature.clks.push(encoder.filter(*place, &values[*known]).map(|filter| written(&filter)));
        }
    }
    Ok(CodedFile { schema: schema.clone(), ids, features: columns.into_iter().map(|(_, _, feature)| feature).collect() })
}

/// A filter, or nothing where all words are zero.
type Filter = [u64; WORDS];

/// A record as filters and codes.
#[derive(Debug, Clone)]
pub(super) struct Coded {
    /// Filters of the features that are compared by similarity, in the order of [`values::SIMILAR`].
    similar: [Filter; values::SIMILAR],
    /// Hashes of the filters of all features, in the order of [`FEATURES`]; zero for none.
    codes: [u64; FEATURES.len()],
}

fn records(file: &CodedFile) -> Result<Vec<Coded>, CodedError> {
    let empty = Coded { similar: [[0; WORDS]; values::SIMILAR], codes: [0; FEATURES.len()] };
    let mut records = vec![empty; file.ids.len()];
    for feature in &file.features {
        let Some(known) = FEATURES.iter().position(|known| *known == feature.identifier) else {
            return Err(CodedError::Feature(feature.identifier.clone()));
        };
        let wrong = || CodedError::Length(feature.identifier.clone());
        if feature.clks.len() != records.len() {
            return Err(wrong());
        }
        for (record, written) in records.iter_mut().zip(&feature.clks) {
            let Some(written) = written else { continue };
            let bytes = read(written).filter(|bytes| bytes.len() == file.schema.bytes()).ok_or_else(wrong)?;
            let mut hash = 0;
            for (at, part) in bytes.chunks(8).enumerate() {
                let word = part.iter().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
                hash = mix(hash ^ word.wrapping_add(at as u64));
                if let Some(slot) = record.similar.get_mut(known).and_then(|filter| filter.get_mut(at)) {
                    *slot = word;
                }
            }
            record.codes[known] = hash.max(1);
        }
    }
    Ok(records)
}

/// Links two files.
///
/// # Errors
/// When they were made with two schemas, or are no lists of filters.
pub fn link(a: &CodedFile, b: &CodedFile, seed: u64) -> Result<Linked, CodedError> {
    if a.schema != b.schema {
        return Err(CodedError::Differ);
    }
    let (of_a, of_b) = (records(a)?, records(b)?);
    let comparer = Comparer::new(Counts::new(of_a.iter().chain(&of_b)));
    let blocked = Blocked::new(&Blocks, &of_a, Some(&of_b));
    let beliefs = Beliefs { kind: "coded", fields: compare::fields(), kin: Some(compare::KIN), aside: Some(compare::ASIDE) };
    Ok(run(&comparer, blocked, (&of_a, Some(&of_b)), beliefs, None, seed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::record::Row;

    const SECRET: &[u8] = b"a secret of two offices, 32 bytes or more";

    fn file(rows: &[(&str, Row<'_>)], secret: &[u8]) -> CodedFile {
        let schema = Schema::read(default_schema()).unwrap();
        let mut standardiser = Standardiser::default();
        let people: Vec<(&str, Person)> = rows.iter().map(|(id, row)| (*id, standardiser.person(row))).collect();
        encode(&schema, secret, &standardiser, people.iter().map(|(id, person)| (*id, person))).unwrap()
    }

    fn row<'a>(name: &'a str, birth: &'a str, number: &'a str) -> Row<'a> {
        Row { name, birth, number, sex: "f", commune: "31120", address: "Ấp 5", ..Row::default() }
    }

    #[test]
    fn orthography_changes_no_filter_and_another_secret_all() {
        let one = file(&[("1", row("Nguyễn Thị Hoà", "1987-05-20", "094187000001"))], SECRET);
        let same = file(&[("1", row("NGUYEN THI HÒA", "20/05/1987", "094 187 000 001"))], SECRET);
        assert_eq!(one, same);
        let other =
            file(&[("1", row("Nguyễn Thị Hoà", "1987-05-20", "094187000001"))], b"another secret of 32 bytes or more.....");
        assert!(one.features.iter().zip(&other.features).all(|(one, other)| one.clks[0].is_none() || one.clks != other.clks));
        let text = serde_json::to_string(&one).unwrap();
        assert!(!text.contains("nguyen") && !text.contains("1987"));
        assert_eq!(serde_json::from_str::<CodedFile>(&text).unwrap(), one);
    }

    #[test]
    fn damaged_records_find_each_other() {
        let families = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô"];
        let given = ["Hòa", "Lan", "Mai", "Hương", "Tuyết", "Quỳnh", "Ngọc", "Thảo", "Yến", "Vân", "Loan", "Phượng"];
        let names: Vec<(String, String, String)> = (0..120)
            .map(|at| {
                let name = format!("{} Thị {}", families[at % 10], given[at % 12]);
                (
                    name,
                    format!("{}-{:02}-{:02}", 1950 + at / 2, 1 + at % 12, 1 + at % 28),
                    format!("0941{:02}{:06}", (50 + at / 2) % 100, at * 7919),
                )
            })
            .collect();
        let a: Vec<(String, Row<'_>)> =
            names.iter().enumerate().map(|(at, (name, birth, number))| (format!("A{at}"), row(name, birth, number))).collect();
        // In the other list no number, and names without accents.
        let bare: Vec<String> =
            names.iter().map(|(name, ..)| name.replace("ị", "i").replace("ễ", "e").replace("ầ", "a")).collect();
        let b: Vec<(String, Row<'_>)> = names
            .iter()
            .zip(&bare)
            .enumerate()
            .map(|(at, ((_, birth, _), name))| (format!("B{at}"), row(name, birth, "")))
            .collect();
        let a: Vec<(&str, Row<'_>)> = a.iter().map(|(id, row)| (id.as_str(), *row)).collect();
        let b: Vec<(&str, Row<'_>)> = b.iter().map(|(id, row)| (id.as_str(), *row)).collect();
        let linked = link(&file(&a, SECRET), &file(&b, SECRET), 1).unwrap();
        let right =
            linked.best.iter().enumerate().filter(|(at, best)| {
                best.is_some_and(|best| linked.edges[best.edge].a as usize == *at && best.probability > 0.5)
            });
        assert!(right.count() >= 115);
    }

    #[test]
    fn files_of_two_schemas_are_refused() {
        let one = file(&[], SECRET);
        let mut other = one.clone();
        other.schema = Schema::read(&default_schema().replace("\"l\": 256", "\"l\": 512")).unwrap();
        assert!(matches!(link(&one, &other, 1), Err(CodedError::Differ)));
    }
}
