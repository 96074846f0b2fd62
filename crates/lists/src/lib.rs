//! Lists of persons that another office sends, read from bytes: CSV, workbooks and Parquet, with whatever stands above the header, in any encoding that
//! Vietnamese offices have used. No IO, no clock.
//!
//! [`read`] makes a [`Table`] of text, [`guess`] says which column is which [`Field`], [`rows`] makes [`Record`]s and keeps apart what it cannot use,
//! with the [`Reason`]. Nothing is lost and nothing panics, whatever the bytes are.
//!
//! ```
//! use danso_lists::{How, guess, read, rows};
//!
//! let file = "UBND xã An Bình;;\nSTT;Họ và tên;Ngày sinh\n1;Nguyễn Thị Hòa;20/05/1987\n2;;01/02/1990\n";
//! let table = read(file.as_bytes(), "ds.csv", &How::default())?;
//! let list = rows(&table, &guess(&table));
//! assert_eq!((list.kept[0].name.as_str(), list.kept[0].birth.as_str()), ("Nguyễn Thị Hòa", "1987-05-20"));
//! assert_eq!((list.bad[0].line, list.bad[0].reason.code()), (4, "no_name"));
//! # Ok::<(), danso_lists::ListError>(())
//! ```
//!
//! # A new heading
//! A phrase in `data/headings.tsv` beside its field, and a line in the test of `fields::headings`.

mod book;
mod columns;
mod delimited;
mod encoding;
mod fields;
mod layout;
mod mend;
mod parquet_file;
mod record;
mod syllables;
mod table;
mod values;

pub use encoding::Encoding;
pub use fields::{Field, Mapping, guess};
pub use record::{Bad, Reason, Record, Remark, Rows, What, rows};
pub use table::{Format, How, Line, ListError, Table, read};
