//! The columnar image: residence, households and countable happenings of a shard as rows in memory, and counts over them.
//!
//! Any count of `docs/measures.md` — at any day, as known at any position of the log, by any map and dimensions — is one pass over the
//! rows concerned ([`Image::measure`]). The image holds no name and no number of anyone; it is built from the log and changed by each
//! accepted event ([`Image::learn`]), and both ways give the same rows.
//!
//! # The most common change: another thing to count by
//! Of residents: a column in `rows.rs` (mind the bytes a row, `cargo xtask bench`). Of what happened: a number in `happened.rs`. Then a
//! [`Dim`], its values in `measure.rs`, and its row in `docs/measures.md`.

mod book;
mod count;
mod doubts;
mod extract;
mod flows;
mod happened;
mod houses;
mod image;
mod living;
mod measure;
mod moves;
mod numbers;
mod people;
mod rows;

pub use count::{CountQuery, Cube, MAX_AGE};
pub use doubts::Doubts;
pub use extract::Extract;
pub use flows::{FlowQuery, Flows, Ledger};
pub use image::{Grouping, Image};
pub use living::{Living, LivingCube};
pub use measure::{Behind, Cells, Count, Dim, Map, MeasureError, MeasureQuery, Place, When, Who};
pub use moves::{Moved, Way};
pub use people::{Happening, PeopleQuery};
pub use rows::{Row, StatusFilter, day_number};
