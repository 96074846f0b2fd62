//! Record linkage: who is who in two lists without a common number, and how sure that is. No IO and no clock.

pub mod address;
pub mod date;
pub mod engine;
pub mod fields;
pub mod hash;
pub mod model;
pub mod number;
pub mod person;
pub mod table;
pub mod text;
pub mod units;
