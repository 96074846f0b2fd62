//! Synthetic population for tests, demonstrations and measurements. Pure: the same plan gives the same bytes.
//!
//! [`generate`] builds a province (or a commune) of real communes and invented people: the province's structure of age and sex, its
//! ethnic groups, couples, families and households, settled in hamlets and areas of work. [`Generated::baseline`] gives the sheets of the
//! first day; [`Generated::months`] gives the events of the months after it, in the order in which they were recorded, with
//! [`Truth`] counted beside them and not from them.
//!
//! [`sample`] makes single events by hand, one of each kind, and [`FixedClock`] stands still.
//!
//! # The most common change: another rate or another kind of dirt
//! Rates of events are in `months/rates.rs`, dirt in `untidy.rs`, families in `build/`. Run `cargo test -p danso-testkit`: the tests measure
//! what comes out. The pinned lines in `tests/pinned.txt` change with every change of chance; look at them and write them anew.

mod build;
mod chance;
mod clock;
mod days;
mod deployment;
mod generated;
mod ids;
mod months;
mod names;
mod nation;
mod person;
mod plan;
pub mod sample;
mod sheet;
mod state;
mod tables;
mod truth;
mod untidy;

pub use clock::FixedClock;
pub use deployment::{Account, Area, Deployment, Hamlet, Role};
pub use generated::{Generated, generate};
pub use months::Months;
pub use nation::nation;
pub use plan::{Plan, PlanError};
pub use truth::{MonthTruth, Truth};
