//! Official documents out of tables: one [`Document`], six kinds of file, laid out as Vietnamese official documents are.
//!
//! Knows neither indicators nor records: whoever has figures makes a [`Document`] of them. Reads no clock and no file; the same document gives the
//! same bytes.
//!
//! # The most common change: something new in documents
//! A field of [`Document`] or [`Table`]; the compiler leads through `tidy_text`. What every output says goes through `frame.rs`, so that it is said
//! once; its words into `messages/vi.json`. Then one place in each of `html`, `xlsx`, `docx`, `pdf`. Look at each page:
//! `cargo run -p danso-reports --example samples -- DIR`.

mod csv;
mod document;
mod docx;
mod frame;
mod grid;
mod html;
mod metrics;
mod number;
mod pdf;
mod render;
mod report_table;
pub mod sheets;
mod split;
mod table;
mod tidy_text;
mod words;
mod xlsx;

pub use csv::CsvOptions;
pub use danso_model::PartialDate;
pub use document::{Document, Form, Head, Page, Paper, Part, PlaceAndDate, Signature, Standing};
pub use number::vietnamese as vietnamese_number;
pub use render::{Format, RenderError, UnknownFormat, render, render_csv};
pub use report_table::{ReportColumns, ReportRow, ValueColumn};
pub use table::{Align, Cell, Column, HeadCell, Number, Row, Table};
