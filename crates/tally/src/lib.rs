//! The columnar image: the residence episodes of a shard as a few columns in memory, and counts over them.
//!
//! Any count — at any day, as known at any position of the log, by any map, sex, age or status — is one pass over the columns. The image
//! holds no name and no number of anyone; it is built from the log and changed by each accepted event ([`Image::learn`]), and both ways
//! give the same rows.
//!
//! # The most common change: another thing to count by
//! Add the column to `rows.rs` (mind the bytes an episode, `cargo xtask bench`), fill it in `Row::of`, and give [`CountQuery`] a flag.

mod count;
mod flows;
mod image;
mod people;
mod rows;

pub use count::{CountQuery, Cube, MAX_AGE};
pub use flows::{FlowQuery, Flows, Ledger};
pub use image::{Grouping, Image};
pub use people::{Happening, PeopleQuery};
pub use rows::{Row, StatusFilter, day_number};
