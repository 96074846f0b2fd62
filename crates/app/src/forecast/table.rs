//! A base from a table: people by age and sex as an office has them in a file or pasted from one, made single ages.

mod base64;
mod cells;
mod lines;

use super::assumptions::{AGES, National};
use super::imports::{BaseAsk, BaseRead, BaseTable, ImportedBase};
use super::refused;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_demography::age::{AgeGroups, BySex};
use danso_demography::graduate::{Method, graduate};

/// Bytes of a file or text.
const LARGEST: usize = 1 << 20;
/// The youngest age that a table may leave open: what is above it is divided as a life table says.
const OPEN_FROM: u32 = 60;
/// Characters of the source.
const LONGEST_SOURCE: usize = 300;

/// What is wrong with a table, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fault {
    /// The line of the file or text, from 1.
    line: usize,
    reason: &'static str,
}

impl Fault {
    fn refused(self) -> AppError {
        AppError::bad("forecast_table", format!("line {}: {}", self.line, self.reason))
    }
}

impl From<Fault> for AppError {
    fn from(fault: Fault) -> Self {
        fault.refused()
    }
}

/// A group of ages with its people.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Group {
    from: u32,
    /// The first age after it; None for an open one.
    below: Option<u32>,
    male: f64,
    female: f64,
}

/// A table that was understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table(Vec<Group>);

impl Table {
    /// Reads a file: the first sheet of a workbook, or text.
    fn of_bytes(bytes: &[u8]) -> Result<Self, AppError> {
        if bytes.len() > LARGEST {
            return Err(Fault { line: 1, reason: "too_large" }.into());
        }
        let rows = if bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            cells::of_workbook(bytes)?
        } else {
            cells::of_text(&cells::decoded(bytes)?)
        };
        Ok(Self(lines::groups(&rows)?))
    }

    /// The same as text: `age,male,female`.
    fn text(&self) -> String {
        let mut text = "age,male,female\n".to_owned();
        for group in &self.0 {
            let age = match group.below {
                None => format!("{}+", group.from),
                Some(below) if below == group.from + 1 => group.from.to_string(),
                Some(below) => format!("{}-{}", group.from, below - 1),
            };
            text.push_str(&format!("{age},{},{}\n", group.male, group.female));
        }
        text
    }

    /// Whether every closed group is one year wide.
    fn is_single(&self) -> bool {
        self.0.iter().all(|group| group.below.is_none_or(|below| below == group.from + 1))
    }

    /// How groups were divided: `none` where they are single ages.
    fn method(&self) -> &'static str {
        if self.is_single() { "none" } else { "monotone" }
    }

    fn read(&self) -> BaseRead {
        let sum = |of: fn(&Group) -> f64| self.0.iter().map(of).sum::<f64>();
        BaseRead {
            text: self.text(),
            rows: self.0.len() as u32,
            male: sum(|group| group.male),
            female: sum(|group| group.female),
            open: self.0.last().filter(|group| group.below.is_none()).map(|group| group.from),
            method: self.method().to_owned(),
        }
    }

    /// People by single age to 130 and over. Groups are divided by the monotone spline, which keeps each; those above the open age as the person-years of
    /// the life table of the year.
    fn people(&self, national: &National, year: i16) -> Result<BySex<Vec<f64>>, AppError> {
        let survival = national.survival(national.year(year).life, 1.0)?;
        let of = |count: fn(&Group) -> f64, survival: &[f64]| -> Result<Vec<f64>, AppError> {
            let mut ages = vec![0.0; AGES];
            let closed: Vec<&Group> = self.0.iter().filter(|group| group.below.is_some()).collect();
            let counts: Vec<f64> = closed.iter().map(|group| count(group)).collect();
            let end = closed.last().and_then(|group| group.below);
            let groups = AgeGroups::new(closed.iter().map(|group| group.from).collect(), end).map_err(refused)?;
            let single =
                if self.is_single() { counts } else { graduate(&groups, &counts, Method::Monotone).map_err(refused)?.counts };
            ages[..single.len()].copy_from_slice(&single);
            if let Some(open) = self.0.last().filter(|group| group.below.is_none()) {
                let from = open.from as usize;
                let mut left = 1.0;
                let shares: Vec<f64> = (from..AGES)
                    .map(|age| {
                        if age > from {
                            left *= survival[age];
                        }
                        left
                    })
                    .collect();
                let all: f64 = shares.iter().sum();
                for (age, share) in shares.iter().enumerate() {
                    ages[from + age] = count(open) * share / all;
                }
            }
            Ok(ages)
        };
        Ok(BySex::new(of(|group| group.male, &survival.male)?, of(|group| group.female, &survival.female)?))
    }
}

/// Reads a file or a pasted text as a base; the text that comes back is what a forecast is asked with.
///
/// # Errors
/// `forecast_table` with the line and what is wrong in it.
pub fn read_base(bytes: &[u8]) -> Result<BaseRead, AppError> {
    Ok(Table::of_bytes(bytes)?.read())
}

impl App {
    /// Reads a file or a pasted text as a base for whoever may make forecasts; keeps nothing.
    ///
    /// # Errors
    /// `forecast_table`, `out_of_scope` for who makes none.
    pub fn read_base(&self, caller: &Caller, ask: &BaseAsk) -> Result<BaseRead, AppError> {
        if !super::keep::runs(caller) {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        match (&ask.text, &ask.file) {
            (Some(text), None) => read_base(text.as_bytes()),
            (None, Some(file)) => {
                let not_text = Fault { line: 1, reason: "not_text" };
                read_base(&base64::bytes(file).ok_or(not_text)?)
            }
            (Some(_), Some(_)) | (None, None) => Err(AppError::bad("forecast_malformed", "either a text or a file")),
        }
    }
}

/// The people of a table that a forecast was asked with, and what is kept of it.
pub(super) fn imported(national: &National, table: &BaseTable, year: i16) -> Result<(BySex<Vec<f64>>, ImportedBase), AppError> {
    let source = table.source.trim();
    if source.is_empty() || source.chars().count() > LONGEST_SOURCE || source.chars().any(char::is_control) {
        return Err(AppError::bad("forecast_malformed", "a source of the table, at most 300 characters"));
    }
    let read = Table::of_bytes(table.text.as_bytes())?;
    let people = read.people(national, year)?;
    let kept = ImportedBase {
        source: source.to_owned(),
        hash: blake3::hash(table.text.as_bytes()).to_hex().to_string(),
        method: read.method().to_owned(),
        text: table.text.clone(),
    };
    Ok((people, kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPED: &str = "Nhóm tuổi;Nam;Nữ;Tổng\n0-4;1.200;1.100;2.300\n5 – 9;1.150;1.080;2.230\n10-14;1.000;980;1.980\n15-64;7.000,5;7.200;14.200,5\n\
        65 tuổi trở lên;600;900;1.500\nTổng số;10.950,5;11.260;22.210,5\n";

    fn reason(text: &str) -> String {
        match read_base(text.as_bytes()) {
            Err(AppError::BadRequest { code: "forecast_table", detail }) => detail,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn groups_of_an_office_become_single_ages_that_add_up() {
        let table = Table::of_bytes(GROUPED.as_bytes()).unwrap();
        let read = table.read();
        assert_eq!((read.rows, read.male, read.open, read.method.as_str()), (5, 10_950.5, Some(65), "monotone"));
        assert_eq!(read_base(read.text.as_bytes()).unwrap().text, read.text, "what comes back is read as the same");
        let people = table.people(&National::read().unwrap(), 2024).unwrap();
        let sum = |ages: &[f64]| ages.iter().sum::<f64>();
        assert!((sum(&people.male[..5]) - 1200.0).abs() < 1e-6 && (sum(&people.female[65..]) - 900.0).abs() < 1e-6);
        assert!(
            people.male.iter().all(|people| *people >= 0.0) && people.female[66] < people.female[65] && people.female[100] > 0.0
        );
        assert!(sum(&people.male) > sum(&people.male[..100]));
    }

    #[test]
    fn single_ages_stay_as_they_are() {
        let mut text = "age,male,female\n".to_owned();
        for age in 0..100 {
            text.push_str(&format!("{age},{}.5,{}\n", 200 - age, 210 - age));
        }
        text.push_str("100+,1,3\n");
        let table = Table::of_bytes(text.as_bytes()).unwrap();
        assert_eq!(table.method(), "none");
        let people = table.people(&National::read().unwrap(), 2024).unwrap();
        assert_eq!((people.male[0], people.female[99]), (200.5, 111.0));
    }

    #[test]
    fn a_workbook_is_read_as_its_first_sheet() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (at, head) in ["Tuổi", "Nam", "Nữ"].iter().enumerate() {
            sheet.write(0, at as u16, *head).unwrap();
        }
        for (row, (age, male, female)) in
            [("0-4", 10.0, 11.0), ("5-9", 12.0, 13.5), ("10-59", 80.0, 82.0), ("60+", 9.0, 14.0)].iter().enumerate()
        {
            sheet.write(row as u32 + 1, 0, *age).unwrap();
            sheet.write(row as u32 + 1, 1, *male).unwrap();
            sheet.write(row as u32 + 1, 2, *female).unwrap();
        }
        let read = read_base(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!((read.male, read.female, read.rows, read.open), (111.0, 120.5, 4, Some(60)));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert_eq!(reason(""), "line 1: empty");
        assert_eq!(reason("tên;địa chỉ;số\n1;2;3"), "line 1: columns");
        assert_eq!(reason("age,male,female\n0,1,2\n1,one,2\n"), "line 3: number");
        assert_eq!(reason("age,male,female\n0,1,2\n1,-1,2\n"), "line 3: number");
        assert_eq!(reason("age,male,female\n0,1,2\n2,1,2\n"), "line 3: gap");
        assert_eq!(reason("age,male,female\n0-4,1,2\n3-9,1,2\n"), "line 3: overlap");
        assert_eq!(reason("age,male,female\n5,1,2\n"), "line 2: first_age");
        assert_eq!(reason("age,male,female\nzero,1,2\n"), "line 2: age");
        assert_eq!(reason("age,male,female\n0-4,1,2\n09/05/2025,3,4\n"), "line 3: age_is_a_date");
        assert_eq!(reason("age,male,female\n0-39,1,2\n40+,3,4\n"), "line 3: open_too_young");
        assert_eq!(reason("age,male,female\n0-4,1,2\n5-9,1,2\n"), "line 3: ends_too_young");
        assert_eq!(reason("age,male,female\n0-59,1,2\n60+,3,4\n65+,1,1\n"), "line 4: after_the_open_age");
        assert_eq!(reason("age,male,female\n0-59,0,0\n60+,0,0\n"), "line 3: nobody");
    }
}
