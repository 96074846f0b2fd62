//! Headings of one or two rows, and columns that are one value.

use super::filled;
use crate::encoding::tidy;
use crate::fields::folded;
use crate::table::Line;
use crate::values::{Shape, is_mark, shape};

/// Headings as they stand.
pub(super) struct Headings {
    upper: Vec<String>,
    /// The second row, where there is one.
    lower: Vec<String>,
    /// The first row after the headings.
    pub(super) end: usize,
}

/// What several columns under one heading are.
enum Group {
    /// Day, month and year: columns of each.
    Day([usize; 3]),
    /// One column for men and one for women.
    Sexes(usize, usize),
}

impl Headings {
    pub(super) fn read(cells: &[Vec<String>], at: usize) -> Self {
        let row =
            |at: usize| cells.get(at).map(|row| row.iter().map(|cell| tidy(cell).into_owned()).collect()).unwrap_or_default();
        let (upper, below): (Vec<String>, Vec<String>) = (row(at), row(at + 1));
        if is_second(&upper, &below) {
            Self { upper, lower: below, end: at + 2 }
        } else {
            Self { upper, lower: Vec::new(), end: at + 1 }
        }
    }

    /// The heading above a column: its own, or the one it is merged with.
    fn above(&self, column: usize) -> &str {
        let has_lower = self.lower.get(column).is_some_and(|lower| !lower.is_empty());
        let own = self.upper.get(column).filter(|upper| !upper.is_empty());
        let merged = || self.upper[..column.min(self.upper.len())].iter().rev().find(|upper| !upper.is_empty());
        own.or_else(|| if has_lower { merged() } else { None }).map_or("", String::as_str)
    }

    /// Whether the heading of a column belongs to the one before.
    fn continues(&self, column: usize) -> bool {
        self.upper.get(column).is_none_or(|upper| upper.is_empty())
            && self.lower.get(column).is_some_and(|lower| !lower.is_empty())
    }

    /// Gives the headings, and makes one value of columns that are one.
    pub(super) fn settle(self, rows: &mut [Line], usual: usize) -> Vec<String> {
        let width = reach(&self.upper).max(reach(&self.lower)).max(usual);
        let mut names: Vec<String> = (0..width).map(|column| self.name(column)).collect();
        let mut gone: Vec<usize> = Vec::new();
        let mut from = 0;
        while from < width {
            let to = (from + 1..width).find(|column| !self.continues(*column)).unwrap_or(width);
            match self.group(from, to) {
                Some(Group::Day(columns)) => {
                    self.above(from).clone_into(&mut names[columns[0]]);
                    for line in rows.iter_mut() {
                        join_day(&mut line.cells, columns);
                    }
                    gone.extend(&columns[1..]);
                }
                Some(Group::Sexes(men, women)) => {
                    let (low, high) = (men.min(women), men.max(women));
                    let labels = [self.lower[low].clone(), self.lower[high].clone()];
                    let marks = rows.iter().flat_map(|line| [line.cells.get(low), line.cells.get(high)]).flatten();
                    let valued = marks.filter(|cell| matches!(shape(cell), Shape::Day | Shape::Year)).count() * 2 > rows.len();
                    self.above(from).clone_into(&mut names[low]);
                    for line in rows.iter_mut() {
                        join_sexes(&mut line.cells, (low, high), &labels, valued);
                    }
                    if valued {
                        names[high] = labels.join("/");
                    } else {
                        gone.push(high);
                    }
                }
                None => {}
            }
            from = to;
        }
        gone.sort_unstable();
        for column in gone.into_iter().rev() {
            names.remove(column);
            for line in rows.iter_mut().filter(|line| column < line.cells.len()) {
                line.cells.remove(column);
            }
        }
        names
    }

    fn name(&self, column: usize) -> String {
        let (above, below) = (self.above(column), self.lower.get(column).map_or("", String::as_str));
        if below.is_empty() || above == below { above.to_owned() } else { format!("{above} {below}").trim().to_owned() }
    }

    fn group(&self, from: usize, to: usize) -> Option<Group> {
        let words: Vec<String> =
            (from..to).map(|column| self.lower.get(column).map(|lower| folded(lower)).unwrap_or_default()).collect();
        let at = |word: &str| words.iter().position(|each| each == word).map(|at| from + at);
        match (words.len(), at("ngay"), at("thang"), at("nam"), at("nu")) {
            (3, Some(day), Some(month), Some(year), _) if day == from => Some(Group::Day([day, month, year])),
            (2, _, _, Some(men), Some(women)) => Some(Group::Sexes(men, women)),
            _ => None,
        }
    }
}

/// Whether a row is the second one of the headings: no data, and under headings that are merged.
fn is_second(upper: &[String], below: &[String]) -> bool {
    let empty = |row: &[String], column: usize| row.get(column).is_none_or(String::is_empty);
    let is_part = |column: usize| empty(upper, column) || (empty(upper, column + 1) && !empty(below, column + 1));
    let texts: Vec<usize> = (0..below.len()).filter(|column| !below[*column].is_empty()).collect();
    let plain = |column: &usize| !below[*column].bytes().any(|byte| byte.is_ascii_digit()) && !is_mark(&below[*column]);
    texts.len() >= 2
        && texts.len() < filled(upper) + texts.len() / 2 + 1
        && texts.iter().all(plain)
        && texts.iter().all(|column| is_part(*column))
}

fn join_day(cells: &mut [String], columns: [usize; 3]) {
    let cell = |column: usize| cells.get(column).map_or("", String::as_str);
    let parts: Vec<&str> = columns.iter().map(|column| cell(*column)).filter(|part| !part.is_empty()).collect();
    let joined = parts.join("/");
    for column in columns {
        if let Some(cell) = cells.get_mut(column) {
            *cell = if column == columns[0] { joined.clone() } else { String::new() };
        }
    }
}

fn join_sexes(cells: &mut [String], (low, high): (usize, usize), labels: &[String; 2], valued: bool) {
    let has = |column: usize| cells.get(column).is_some_and(|cell| !cell.is_empty());
    let side = match (has(low), has(high)) {
        (true, false) => Some(low),
        (false, true) => Some(high),
        _ => None,
    };
    // Marked for both or none: nothing can be said of the sex; both values stay to be seen.
    let Some(side) = side else {
        if let (false, true, Some(cell)) = (valued, has(low), cells.get_mut(low)) {
            cell.clear();
        }
        return;
    };
    let label = labels[usize::from(side == high)].clone();
    let value = cells.get(side).cloned().unwrap_or_default();
    let (first, second) = if valued { (value, label) } else { (label, String::new()) };
    for (column, text) in [(low, first), (high, second)] {
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
    }
}

/// How many columns a row has, up to its last filled one.
fn reach(row: &[String]) -> usize {
    row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1)
}
