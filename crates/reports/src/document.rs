//! What a document says, before anything is known of paper or file formats.

use crate::Table;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An official document: a head, a title, tables and texts, notes, signatures. All texts are what people read, in Vietnamese, and come from
/// whoever makes the document; what every document says (the nation's name, "Trang 1/3" …) is in the message file of this crate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The paper.
    pub page: Page,
    /// What stands above the title.
    pub head: Head,
    /// The lines of the title; the first is the name of the document and also its title as a file.
    pub title: Vec<String>,
    /// Tables and texts, in order.
    pub parts: Vec<Part>,
    /// Notes below the tables. What marks mean (drafts, hidden and estimated numbers) is added where a mark occurs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Who signs, from left to right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// How far its figures may be relied on.
    pub standing: Standing,
}

/// The paper and the size of the letters in tables.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The sheet.
    pub paper: Paper,
    /// Whether the long side lies at the bottom.
    pub landscape: bool,
    /// Letters in tables, in points; everything else keeps the sizes of official documents.
    pub table_points: f32,
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm.
    A3,
}

/// What stands above the title, on the left and on the right (Nghị định 30/2020/NĐ-CP, annex I, for organisation, nation, number, place and date;
/// the circulars on statistical forms for the form's own block).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Head {
    /// The organisation above the one that writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The organisation that writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The number of the document, as in `12/BC-TYT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Whether the nation's name and motto stand on the right.
    #[serde(default)]
    pub nation: bool,
    /// Where and when it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_and_date: Option<PlaceAndDate>,
    /// The statistical form that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
}

/// Where and when a document is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceAndDate {
    /// The place, as in `Cần Thơ`.
    pub place: String,
    /// The day; dots to write on when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// A statistical form, and between whom it goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Form {
    /// The symbol, as in `01-DSX`.
    pub symbol: String,
    /// What issued it, in words, as in `Ban hành kèm theo Thông tư số 01/2022/TT-BYT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// By when it is to be received, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
    /// Who reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
    /// Who receives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receivers: Vec<String>,
}

/// A part between title and notes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A heading, bold.
    Heading(String),
    /// A line or paragraph.
    Text(String),
    /// A table.
    Table(Table),
    /// What follows begins on a new page.
    NewPage,
}

/// A place to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// In which role, as in `Người lập biểu`.
    pub role: String,
    /// Whether the organisation's seal belongs here.
    #[serde(default)]
    pub seal: bool,
    /// The name below, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How far the figures of a document may be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The period is not closed: every page says so.
    Draft {
        /// The position of the log at which it was made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u64>,
    },
    /// The period is closed.
    Closed {
        /// The hash of the closed report.
        hash: String,
        /// The position of the log at which it was closed.
        position: u64,
        /// How many revisions there were before; 0 for the first.
        #[serde(default)]
        revision: u32,
    },
    /// A print of records, which is never closed.
    Record {
        /// The position of the log at which it was made.
        position: u64,
    },
}

impl Page {
    /// A4 upright.
    pub const A4: Self = Self { paper: Paper::A4, landscape: false, table_points: 11.0 };
    /// A4 on its long side.
    pub const A4_LANDSCAPE: Self = Self { paper: Paper::A4, landscape: true, table_points: 10.0 };
    /// A3 on its long side, for many columns.
    pub const A3_LANDSCAPE: Self = Self { paper: Paper::A3, landscape: true, table_points: 10.0 };

    /// Width and height as it lies, in millimetres.
    #[must_use]
    pub const fn size_mm(self) -> (f32, f32) {
        let (short, long) = match self.paper {
            Paper::A4 => (210.0, 297.0),
            Paper::A3 => (297.0, 420.0),
        };
        if self.landscape { (long, short) } else { (short, long) }
    }

    /// Top, right, bottom and left margins in millimetres: those of Nghị định 30/2020/NĐ-CP, annex I, where the page is upright; landscape
    /// pages have the wide margin on top, where they are bound.
    #[must_use]
    pub const fn margins_mm(self) -> [f32; 4] {
        if self.landscape { [20.0, 15.0, 15.0, 15.0] } else { [20.0, 15.0, 20.0, 30.0] }
    }

    /// What lies between the left and the right margin, in millimetres.
    #[must_use]
    pub fn inner_width_mm(self) -> f32 {
        let [_, right, _, left] = self.margins_mm();
        self.size_mm().0 - left - right
    }
}

impl Document {
    /// The name of the document.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.first().map_or("", String::as_str)
    }

    /// The tables, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.parts.iter().filter_map(|part| match part {
            Part::Table(table) => Some(table),
            Part::Heading(_) | Part::Text(_) | Part::NewPage => None,
        })
    }
}
