//! From cells to groups of ages.

use super::cells::{Cell, Line};
use super::{Fault, Group, OPEN_FROM};
use danso_catalog::fold;

/// Folded headings.
const AGE: [&str; 6] = ["age", "tuoi", "do tuoi", "nhom tuoi", "age group", "ages"];
const MALE: [&str; 5] = ["male", "nam", "males", "men", "m"];
const FEMALE: [&str; 5] = ["female", "nu", "females", "women", "f"];
/// What stands before the sum of all ages.
const SUMS: [&str; 7] = ["total", "tong", "tong so", "tong cong", "cong", "chung", "all"];
/// What stands after an age and says that those above it are with it.
const AND_OVER: [&str; 6] = ["+", "tro len", "va tren", "va cao hon", "and over", "over"];

/// What an age cell says.
enum Said {
    Ages(u32, Option<u32>),
    Sum,
}

fn said(cell: Option<&Cell>) -> Result<Said, &'static str> {
    let text = match cell {
        Some(Cell::Number(age)) if age.fract() == 0.0 && (0.0..=130.0).contains(age) => {
            return Ok(Said::Ages(*age as u32, Some(*age as u32 + 1)));
        }
        Some(Cell::Number(_)) | None => return Err("age"),
        Some(Cell::Date) => return Err("age_is_a_date"),
        Some(Cell::Text(text)) => fold(text),
    };
    if SUMS.contains(&text.as_str()) {
        return Ok(Said::Sum);
    }
    if text.matches(['/', '.']).count() == 2
        || text.ends_with(|c: char| c.is_ascii_alphabetic()) && text.contains('-') && !text.contains("tuoi")
    {
        return Err("age_is_a_date");
    }
    let text = text.replace("tuoi", " ").replace(['–', '—', '−'], "-");
    let text = text.trim();
    let age = |part: &str| part.trim().parse::<u32>().ok().filter(|age| *age <= 130).ok_or("age");
    if let Some(open) = AND_OVER.iter().find_map(|words| text.strip_suffix(words)) {
        return Ok(Said::Ages(age(open)?, None));
    }
    if let Some(below) = text.strip_prefix('<').or_else(|| text.strip_prefix("duoi")) {
        return Ok(Said::Ages(0, Some(age(below)?)));
    }
    match text.split_once('-') {
        Some((from, to)) => {
            let (from, to) = (age(from)?, age(to)?);
            if from > to { Err("age") } else { Ok(Said::Ages(from, Some(to + 1))) }
        }
        None => age(text).map(|age| Said::Ages(age, Some(age + 1))),
    }
}

/// Where age, men and women stand, and how many lines come before the first age.
fn columns(lines: &[Line]) -> Result<([usize; 3], usize), Fault> {
    let first = lines.first().ok_or(Fault { line: 1, reason: "empty" })?;
    let heads: Vec<String> = first
        .cells
        .iter()
        .map(|cell| match cell {
            Cell::Text(text) => fold(text),
            Cell::Number(_) | Cell::Date => String::new(),
        })
        .collect();
    let find = |words: &[&str]| heads.iter().position(|head| words.contains(&head.as_str()));
    match [find(&AGE), find(&MALE), find(&FEMALE)] {
        [Some(age), Some(male), Some(female)] => Ok(([age, male, female], 1)),
        _ if said(first.cells.first()).is_ok() && first.cells.len() >= 3 => Ok(([0, 1, 2], 0)),
        _ => Err(Fault { line: first.number, reason: "columns" }),
    }
}

/// The groups of a table: from age 0 without gap, the last one open or old enough.
pub(super) fn groups(lines: &[Line]) -> Result<Vec<Group>, Fault> {
    let ([age, male, female], heads) = columns(lines)?;
    let mut groups: Vec<Group> = Vec::new();
    let mut last = lines[0].number;
    for line in &lines[heads..] {
        let fault = |reason| Fault { line: line.number, reason };
        let (from, below) = match said(line.cells.get(age)).map_err(fault)? {
            Said::Ages(from, below) => (from, below),
            Said::Sum => continue,
        };
        match groups.last().map(|group| group.below) {
            None if from != 0 => return Err(fault("first_age")),
            Some(None) => return Err(fault("after_the_open_age")),
            Some(Some(next)) if from > next => return Err(fault("gap")),
            Some(Some(next)) if from < next => return Err(fault("overlap")),
            None | Some(Some(_)) => {}
        }
        if below.is_none() && from < OPEN_FROM {
            return Err(fault("open_too_young"));
        }
        let people = |column: usize| match line.cells.get(column) {
            Some(Cell::Number(number)) if *number >= 0.0 && *number < 1e9 => Ok(*number),
            Some(Cell::Number(_) | Cell::Text(_) | Cell::Date) | None => Err(fault("number")),
        };
        groups.push(Group { from, below, male: people(male)?, female: people(female)? });
        last = line.number;
    }
    let fault = |reason| Err(Fault { line: last, reason });
    match groups.last().map(|group| group.below) {
        None => fault("empty"),
        Some(Some(below)) if below < OPEN_FROM => fault("ends_too_young"),
        Some(_) if groups.iter().all(|group| group.male + group.female == 0.0) => fault("nobody"),
        Some(_) => Ok(groups),
    }
}
