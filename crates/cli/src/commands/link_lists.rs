//! Lists read from CSV files for linkage, of persons or of any columns, and linked with a model that is given or learned.

use super::link_other::{self, Said};
use crate::messages::expected;
use anyhow::Result;
use csv::{ByteRecord, Reader, StringRecord};
use danso_linkage::date::Day;
use danso_linkage::engine::blocked::Blocked;
use danso_linkage::engine::run::Linked;
use danso_linkage::model::{Trained, VERSION};
use danso_linkage::person::frequencies::{Counts, Frequencies};
use danso_linkage::person::link::{KIND, Lists as PersonLists};
use danso_linkage::person::record::{Person, Row, Standardiser, household};
use danso_linkage::person::saved::{Kept, Saved, hash_of};
use danso_linkage::table;
use danso_linkage::units::{Succession, Units};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

/// Our fields of a person and the headings under which they are found.
const FIELDS: [(&str, &[&str]); 13] = [
    ("id", &["a_id", "b_id", "id"]),
    ("name", &["full_name", "name"]),
    ("given", &[]),
    ("sex", &["sex"]),
    ("birth", &["dob", "birth"]),
    ("number", &["id_no", "pin"]),
    ("old_number", &["id_no_old"]),
    ("commune", &["commune"]),
    ("address", &["address", "hamlet"]),
    ("house", &["house_no", "house"]),
    ("phone", &["phone"]),
    ("listed", &["listed"]),
    ("household", &["household_id", "household"]),
];

/// The files of a command.
pub(crate) struct Input<'a> {
    pub(crate) a: &'a Path,
    pub(crate) b: Option<&'a Path>,
    pub(crate) units: Option<&'a Path>,
    pub(crate) map: Option<&'a Path>,
    pub(crate) said: &'a Said,
}

/// A map of persons: our field to the heading, for both lists or for the second.
#[derive(Debug, Default, Deserialize)]
struct PersonMap {
    #[serde(default)]
    person: HashMap<String, String>,
    #[serde(default)]
    person_b: HashMap<String, String>,
}

/// Identifiers one after another in one text.
#[derive(Default)]
pub(crate) struct Ids {
    text: String,
    ends: Vec<u32>,
}

impl Ids {
    pub(crate) fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, at: usize) -> &str {
        let from = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(at).copied().unwrap_or(from);
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    fn find(&self, id: &str) -> Option<usize> {
        (0..self.ends.len()).find(|at| self.get(*at) == id)
    }
}

/// Records of one kind or the other.
pub(crate) enum Records {
    Persons(Box<PersonLists>),
    Table { values: Box<table::record::Standardiser>, a: Vec<table::record::Record>, b: Option<Vec<table::record::Record>> },
}

/// Two lists, or one, ready to be linked.
pub(crate) struct Lists {
    pub(crate) records: Records,
    ids_a: Ids,
    ids_b: Option<Ids>,
}

/// What linking gave.
pub(crate) struct Paired {
    pub(crate) linked: Linked,
    /// SHA-256 of the model file.
    pub(crate) hash: String,
    /// Whether the model was given.
    pub(crate) given: bool,
}

impl Lists {
    /// Reads the files.
    pub(crate) fn read(input: &Input<'_>) -> Result<Self> {
        let map = input.map.map(std::fs::read_to_string).transpose().map_err(|_| missing(input.map))?;
        let bad_map = |error: &dyn std::fmt::Display| expected("link_bad_map", &[("what", error)]);
        if let Some(text) = map.as_deref().filter(|text| text.contains("\"fields\"")) {
            return Self::read_table(input, table::schema::Schema::read(text).map_err(|error| bad_map(&error))?);
        }
        let map: PersonMap =
            map.as_deref().map(serde_json::from_str).transpose().map_err(|error| bad_map(&error))?.unwrap_or_default();
        let units = input.units.map(units).transpose()?.unwrap_or_default();
        let mut standardiser = Standardiser::new(units);
        let (ids_a, a) = persons(input.a, &map.person, input.said, &mut standardiser, input.b.is_none())?;
        let of_b = if map.person_b.is_empty() { &map.person } else { &map.person_b };
        let (ids_b, b) = input.b.map(|file| persons(file, of_b, input.said, &mut standardiser, false)).transpose()?.unzip();
        standardiser.finish();
        Ok(Self { records: Records::Persons(Box::new(PersonLists { standardiser, a, b })), ids_a, ids_b })
    }

    fn read_table(input: &Input<'_>, schema: table::schema::Schema) -> Result<Self> {
        let mut values = Box::new(table::record::Standardiser::new(schema));
        let (ids_a, a) = cells(input.a, false, &mut values)?;
        let (ids_b, b) = input.b.map(|file| cells(file, true, &mut values)).transpose()?.unzip();
        Ok(Self { records: Records::Table { values, a, b }, ids_a, ids_b })
    }

    pub(crate) fn sizes(&self) -> (usize, Option<usize>) {
        (self.ids_a.ends.len(), self.ids_b.as_ref().map(|ids| ids.ends.len()))
    }

    pub(crate) fn id_a(&self, at: usize) -> &str {
        self.ids_a.get(at)
    }

    /// The identifier in the second list, or in the only one.
    pub(crate) fn id_b(&self, at: usize) -> &str {
        self.ids_b.as_ref().unwrap_or(&self.ids_a).get(at)
    }

    pub(crate) fn find_a(&self, id: &str) -> Result<usize> {
        self.ids_a.find(id).ok_or_else(|| expected("link_no_such_id", &[("id", &id)]))
    }

    pub(crate) fn find_b(&self, id: &str) -> Result<usize> {
        self.ids_b.as_ref().unwrap_or(&self.ids_a).find(id).ok_or_else(|| expected("link_no_such_id", &[("id", &id)]))
    }

    /// Lays the lists out in blocks.
    pub(crate) fn block(&self) -> Blocked {
        match &self.records {
            Records::Persons(lists) => lists.block(),
            Records::Table { values, a, b } => table::compare::Comparer::new(values).block(a, b.as_deref()),
        }
    }

    /// Links with the model of a file, or learns one and writes it there.
    pub(crate) fn link(&mut self, file: Option<&Path>, seed: u64) -> Result<Paired> {
        let kind = match &self.records {
            Records::Persons(_) => KIND,
            Records::Table { .. } => table::schema::KIND,
        };
        let text = file.filter(|file| file.exists()).map(std::fs::read_to_string).transpose()?;
        let bad = |error: danso_linkage::person::saved::SavedError| expected("link_bad_model", &[("what", &error)]);
        let saved = text.as_deref().map(|text| Saved::read(text, kind)).transpose().map_err(bad)?;
        let trained = saved.as_ref().map(|saved| saved.trained.clone());
        let (linked, kept) = match &mut self.records {
            Records::Persons(lists) => {
                let counts = match &saved {
                    Some(saved) => saved.frequencies.counts(&mut lists.standardiser),
                    None => lists.counts(),
                };
                let linked = lists.link(&Frequencies::new(&counts), trained, seed);
                (linked, saved.is_none().then(|| Kept::new(&counts, &lists.standardiser)))
            }
            Records::Table { values, a, b } => {
                (table::compare::Comparer::new(values).link(a, b.as_deref(), trained, seed), Some(Kept::default()))
            }
        };
        if let Some(text) = text {
            return Ok(Paired { linked, hash: hash_of(&text), given: true });
        }
        let saved = Saved {
            version: VERSION,
            kind: kind.to_owned(),
            trained: linked.trained.clone(),
            frequencies: kept.unwrap_or_default(),
        };
        let text = saved.write().map_err(bad)?;
        if let Some(file) = file {
            std::fs::write(file, &text).map_err(|_| expected("link_cannot_write", &[("file", &file.display())]))?;
        }
        Ok(Paired { linked, hash: hash_of(&text), given: false })
    }

    /// The frequencies that a model was learned beside, or those of the lists.
    pub(crate) fn frequencies(lists: &mut PersonLists, model: Option<&Path>) -> Result<Frequencies> {
        let text = model.filter(|file| file.exists()).map(std::fs::read_to_string).transpose()?;
        let counts: Counts = match text.and_then(|text| Saved::read(&text, KIND).ok()) {
            Some(saved) => saved.frequencies.counts(&mut lists.standardiser),
            None => lists.counts(),
        };
        Ok(Frequencies::new(&counts))
    }

    /// A model that was learned before.
    pub(crate) fn trained(linked: &Linked) -> &Trained {
        &linked.trained
    }
}

pub(crate) fn missing(file: Option<&Path>) -> anyhow::Error {
    let name = file.map(|file| file.display().to_string()).unwrap_or_default();
    expected("no_such_file", &[("file", &name)])
}

fn open(file: &Path) -> Result<(Reader<File>, StringRecord)> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).buffer_capacity(1 << 16).from_path(file).map_err(|_| missing(Some(file)))?;
    let header = reader.headers()?.iter().map(|name| name.trim().trim_start_matches('\u{feff}')).collect();
    Ok((reader, header))
}

fn units(file: &Path) -> Result<Units> {
    let (mut reader, header) = open(file)?;
    let column = |name: &str| header.iter().position(|each| each == name);
    let need =
        |name: &str| column(name).ok_or_else(|| expected("link_no_column", &[("file", &file.display()), ("column", &name)]));
    let (old, new, share, from) = (need("old_code")?, need("new_code")?, column("share"), column("from"));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim();
        rows.push(Succession {
            old: cell(Some(old)).to_owned(),
            new: cell(Some(new)).to_owned(),
            share: cell(share).parse().unwrap_or(1.0),
            from: Some(Day::read(cell(from))).filter(|day| day.is_known()),
        });
    }
    Ok(Units::new(rows))
}

/// Plain CSV with our headings is read row by row; everything else as a list of another office.
fn persons(
    file: &Path,
    map: &HashMap<String, String>,
    said: &Said,
    standardiser: &mut Standardiser,
    alone: bool,
) -> Result<(Ids, Vec<Person>)> {
    let other = |standardiser: &mut Standardiser| link_other::persons(file, map, said, standardiser, alone);
    if !link_other::may_be_plain(file, said) {
        return other(standardiser);
    }
    let (mut reader, header) = open(file)?;
    let place = |name: &str| header.iter().position(|each| each == name);
    let columns = FIELDS.map(|(field, names)| match map.get(field) {
        Some(name) => place(name),
        None => names.iter().find_map(|name| place(name)),
    });
    let is_plain = columns[0].is_some() && columns[1].is_some() && map.values().all(|name| place(name).is_some());
    if !is_plain {
        return other(standardiser);
    }
    let (mut ids, mut people) = (Ids::default(), Vec::new());
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        // Bytes that are no text are read as missing.
        let cell = |at: Option<usize>| {
            at.and_then(|at| record.get(at)).and_then(|cell| std::str::from_utf8(cell).ok()).unwrap_or_default()
        };
        let [id, name, given, sex, birth, number, old_number, commune, address, house, phone, listed, home] = columns.map(cell);
        if columns[11].is_some() {
            standardiser.listed(Some(Day::read(listed)).filter(|day| day.is_known()));
        }
        let mut person =
            standardiser.person(&Row { name, given, sex, birth, number, old_number, commune, address, house, phone });
        if alone {
            person.household = household(home);
        }
        people.push(person);
        ids.push(id);
    }
    standardiser.listed(None);
    Ok((ids, people))
}

fn cells(file: &Path, second: bool, values: &mut table::record::Standardiser) -> Result<(Ids, Vec<table::record::Record>)> {
    let (mut reader, header) = open(file)?;
    let at = |name: &str| {
        let found = header.iter().position(|each| each == name);
        found.ok_or_else(|| expected("link_no_column", &[("file", &file.display()), ("column", &name)]))
    };
    let schema = values.schema.clone();
    let id = at(schema.id_b.as_deref().filter(|_| second).unwrap_or(&schema.id))?;
    let of_field = |field: &table::schema::Compared| at(field.column_b.as_deref().filter(|_| second).unwrap_or(&field.column));
    let columns = schema.fields.iter().map(of_field).collect::<Result<Vec<_>>>()?;
    let (mut ids, mut records) = (Ids::default(), Vec::new());
    for row in reader.records() {
        let row = row?;
        records.push(values.record(columns.iter().map(|column| row.get(*column).unwrap_or_default())));
        ids.push(row.get(id).unwrap_or_default());
    }
    Ok((ids, records))
}
