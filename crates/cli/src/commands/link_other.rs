//! Lists for linkage that are no plain CSV with our columns: workbooks, Parquet, old encodings, titles above the header, other headings.

use super::link::quoted;
use super::link_lists::{Ids, missing};
use crate::messages::{expected, text};
use anyhow::Result;
use danso_linkage::date::Day;
use danso_linkage::person::record::{Person, Standardiser, household};
use danso_lists::{Bad, Encoding, Field, How, Mapping, Table, guess, read, rows};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Bytes at the beginning that tell whether a file is plain text.
const LOOKED_AT: u64 = 1 << 16;

/// What is said of files that are no plain CSV.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Said {
    /// The sheet of a workbook; the first with a list of persons when left out
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// How letters are stored, if it is not found rightly: utf8, utf16, tcvn3, vni, windows1258
    #[arg(long, value_name = "CODE", value_parser = encoding)]
    pub(crate) encoding: Option<Encoding>,
}

fn encoding(code: &str) -> Result<Encoding, String> {
    let codes = || Encoding::ALL.map(Encoding::code).join(", ");
    Encoding::from_code(code).ok_or_else(codes)
}

/// Whether a file begins as text in UTF-8, so that it may be plain CSV; nothing is decided of what cannot be opened.
pub(crate) fn may_be_plain(file: &Path, said: &Said) -> bool {
    let mut begin = Vec::new();
    let read = File::open(file).and_then(|file| file.take(LOOKED_AT).read_to_end(&mut begin));
    let packed = [&b"PK\x03\x04"[..], b"PAR1", &[0xd0, 0xcf, 0x11, 0xe0]].iter().any(|mark| begin.starts_with(mark));
    let text = match std::str::from_utf8(&begin) {
        Ok(_) => true,
        // A letter may be cut at the end of what was looked at.
        Err(error) => error.error_len().is_none() && begin.len() as u64 == LOOKED_AT,
    };
    let old = matches!(said.encoding, Some(Encoding::Utf16 | Encoding::Tcvn3 | Encoding::Vni | Encoding::Windows1258));
    read.is_err() || (!packed && text && !old && said.sheet.is_none())
}

/// Reads persons; rows that cannot be used are written beside the file, with the reason.
pub(crate) fn persons(
    file: &Path,
    map: &HashMap<String, String>,
    said: &Said,
    standardiser: &mut Standardiser,
    alone: bool,
) -> Result<(Ids, Vec<Person>)> {
    let bytes = std::fs::read(file).map_err(|_| missing(Some(file)))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let how = How { sheet: said.sheet.as_deref(), encoding: said.encoding };
    let cannot = |error: danso_lists::ListError| {
        expected(&format!("list_{}", error.code()), &[("file", &file.display()), ("what", &error)])
    };
    let table = read(&bytes, &name, &how).map_err(cannot)?;
    let no_column = |column: &str| expected("link_no_column", &[("file", &file.display()), ("column", &column)]);
    let mapping = mapping(&table, map).map_err(no_column)?;
    if mapping.get(Field::Name).is_none() {
        return Err(no_column("name"));
    }
    let listed = map.get("listed").map(|name| column(&table, name).ok_or_else(|| no_column(name))).transpose()?;
    let list = rows(&table, &mapping);
    let (mut ids, mut people) = (Ids::default(), Vec::with_capacity(list.kept.len()));
    let mut lines = table.rows.iter();
    for record in &list.kept {
        if let Some(listed) = listed {
            let line = lines.find(|line| line.line == record.line);
            let cell = line.and_then(|line| line.cells.get(listed)).map_or("", String::as_str);
            standardiser.listed(Some(Day::read(cell)).filter(|day| day.is_known()));
        }
        let mut person = standardiser.person(&record.row());
        if alone {
            person.household = household(&record.household);
        }
        people.push(person);
        // Where the list has no identifier its lines are.
        if record.id.is_empty() { ids.push(&record.line.to_string()) } else { ids.push(&record.id) }
    }
    standardiser.listed(None);
    if !list.bad.is_empty() {
        let beside = write_bad(file, &table, &list.bad)?;
        eprintln!("{}", text("list_bad_rows", &[("count", &list.bad.len()), ("file", &beside.display())]));
    }
    Ok((ids, people))
}

fn column(table: &Table, name: &str) -> Option<usize> {
    table.columns.iter().position(|each| each == name)
}

/// The columns that are guessed, and those that the map says; the name of a column that is not there is the error.
fn mapping<'a>(table: &Table, map: &'a HashMap<String, String>) -> Result<Mapping, &'a str> {
    let mut mapping = guess(table);
    for (field, name) in map {
        let Some(field) = Field::from_code(field) else { continue };
        column(table, name).ok_or(name.as_str())?;
        mapping.0.retain(|_, taken| taken != name);
        mapping.0.insert(field, name.clone());
    }
    Ok(mapping)
}

fn write_bad(file: &Path, table: &Table, bad: &[Bad]) -> Result<PathBuf> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".bad.csv");
    let beside = PathBuf::from(beside);
    let cannot = || expected("link_cannot_write", &[("file", &beside.display())]);
    let mut out = BufWriter::new(File::create(&beside).map_err(|_| cannot())?);
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<_> = cells.map(quoted).collect();
        writeln!(out, "{}", cells.join(","))
    };
    line(&mut ["line", "reason"].into_iter().chain(table.columns.iter().map(String::as_str)))?;
    for row in bad {
        let number = row.line.to_string();
        line(&mut [number.as_str(), row.reason.code()].into_iter().chain(row.cells.iter().map(String::as_str)))?;
    }
    out.flush()?;
    Ok(beside)
}
