//! The dated tree of administrative units, and how it succeeds itself.
//!
//! [`Gazetteer`] holds the nation, provinces, districts and communes on any date; [`Tree`] adds the hamlets of a
//! deployment. Both answer in the same way before 2025-07-01, with districts, and after it, without them. Codes are
//! re-used, so every question takes a date.
//!
//! ```
//! use danso_places::{Gazetteer, UnitCode};
//! use jiff::civil::date;
//!
//! let places = Gazetteer::embedded();
//! let code: UnitCode = "15".parse()?;
//! assert_eq!(places.unit(code, date(2025, 6, 30)).map(|unit| unit.name), Some("Yên Bái"));
//! assert_eq!(places.unit(code, date(2025, 7, 1)).map(|unit| unit.name), Some("Lào Cai"));
//! # Ok::<(), danso_places::MalformedCode>(())
//! ```
//!
//! # Recipe: a new decree
//! Edit the tables under `data/` by hand; `data/SOURCES.md` tells their form. For a decree in force from day D:
//! 1. Under a section that ends on the day before D, put the rows of the units it changes or ends, taken from
//!    the section they stand in.
//! 2. Under a section that begins on D, with the number of the decree, put the units as they are from then on.
//!    If only a name or kind changes, this is all: the unit goes on under its code.
//! 3. If it moves land or people between units, write into `successions.tsv`, under `@ D decree`, what each new unit
//!    was made from: also a unit that grows and keeps its code, which then has itself among the old ones.
//! 4. Give the new counts for D in `tests/trees.rs`, and run `cargo test -p danso-places`: every end must have
//!    a successor and every beginning a predecessor, or one unbroken code.
//!
//! Then each deployment puts its hamlets into the changed communes with a plan ([`plan`]).

mod calendar;
mod code;
mod gazetteer;
mod lunar;
mod overlay;
mod placing;
pub mod plan;
mod search;
mod succession;
mod table;
mod tree;
mod unit;
mod weights;

pub use calendar::{DayKind, DeadlineRule, Reckoned, WorkCalendar};
pub use code::{Level, MalformedCode, UnitCode};
pub use gazetteer::Gazetteer;
pub use lunar::LunarDate;
pub use overlay::{MapFault, kept_text};
pub use succession::{People, Relation, Succession};
pub use tree::{Hamlet, HamletId, HamletIndex, Tree, TreeError};
pub use unit::{Kind, Unit};
pub use weights::{HamletStep, Links, Part, Placing};
