//! Records of lists with any columns: each value a number, its text kept once.

use super::schema::{Kind, MOST, Schema};
use crate::date::Day;
use crate::hash::{SteadyMap, join, of_text};
use crate::text::letters::fold;

/// No value.
pub const NONE: u32 = 0;

/// A record: one number a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Record(pub [u32; MOST]);

/// A text that stands in lists.
#[derive(Debug, Clone)]
pub struct Value {
    /// In small letters and digits without accents, words apart by one space.
    pub text: Box<str>,
    /// Its hash.
    pub hash: u64,
    /// The hash of its beginning.
    pub begin: u64,
    /// The day, in a field of days.
    pub day: Day,
    /// How many records have it, in each field it stands in, both lists together.
    pub count: u32,
}

/// Reads records of lists of one schema.
#[derive(Debug, Clone)]
pub struct Standardiser {
    /// The map.
    pub schema: Schema,
    numbers: Vec<SteadyMap<Box<str>, u32>>,
    values: Vec<Vec<Value>>,
}

impl Standardiser {
    /// For a map.
    #[must_use]
    pub fn new(schema: Schema) -> Self {
        let empty = Value { text: "".into(), hash: 0, begin: 0, day: Day::default(), count: 0 };
        let many = schema.fields.len();
        Self { schema, numbers: vec![SteadyMap::default(); many], values: vec![vec![empty]; many] }
    }

    /// Standardises the cells of a row, in the order of the fields.
    pub fn record<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Record {
        let mut record = Record::default();
        for (field, cell) in cells.enumerate().take(self.schema.fields.len()) {
            record.0[field] = self.number(field, cell);
        }
        record
    }

    fn number(&mut self, field: usize, cell: &str) -> u32 {
        let kind = self.schema.fields[field].kind;
        let text = standard(cell, kind);
        if text.is_empty() {
            return NONE;
        }
        if let Some(known) = self.numbers[field].get(text.as_str()) {
            self.values[field][*known as usize].count += 1;
            return *known;
        }
        let number = u32::try_from(self.values[field].len()).unwrap_or(NONE);
        let begin: String = text.chars().take(4).collect();
        self.values[field].push(Value {
            hash: join(of_text(&text), 1),
            begin: join(of_text(&begin), 2),
            day: if kind == Kind::Date { Day::read(cell) } else { Day::default() },
            count: 1,
            text: text.as_str().into(),
        });
        self.numbers[field].insert(text.into(), number);
        number
    }

    /// What a number stands for.
    #[must_use]
    pub fn value(&self, field: usize, number: u32) -> Option<&Value> {
        (number != NONE).then(|| self.values.get(field)?.get(number as usize))?
    }

    /// How many values a field has, and how many records have one.
    #[must_use]
    pub fn spread(&self, field: usize) -> (usize, u64) {
        let values = self.values.get(field).map_or(&[][..], Vec::as_slice);
        (values.len().saturating_sub(1), values.iter().map(|value| u64::from(value.count)).sum())
    }

    /// The chance that two records agree in a field, in bits.
    #[must_use]
    pub fn chance(&self, field: usize) -> f32 {
        let (_, all) = self.spread(field);
        let squares: f64 = self
            .values
            .get(field)
            .map_or(0.0, |values| values.iter().map(|value| (f64::from(value.count) / (all as f64).max(1.0)).powi(2)).sum());
        if squares > 0.0 { -squares.log2() as f32 } else { 0.0 }
    }
}

fn standard(cell: &str, kind: Kind) -> String {
    match kind {
        Kind::Date => {
            let day = Day::read(cell);
            if day.is_known() {
                format!("{:04}{:02}{:02}", day.year, day.month, day.day)
            } else {
                cell.chars().filter(char::is_ascii_digit).collect()
            }
        }
        Kind::Code => fold(cell).text().to_owned(),
        Kind::Given | Kind::Surname | Kind::Text | Kind::Choice => {
            let words = cell.split(|letter: char| !letter.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&letter));
            let words = words.map(|word| fold(word).text().to_owned()).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join(" ")
        }
    }
}
