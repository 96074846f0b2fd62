//! The dated tree of administrative units, and how it succeeds itself.
mod code;
mod gazetteer;
mod placing;
mod succession;
mod table;
mod tree;
mod unit;

pub use code::{Level, MalformedCode, UnitCode};
pub use gazetteer::Gazetteer;
pub use succession::{People, Relation, Succession};
pub use tree::{Hamlet, HamletId, HamletIndex, Tree, TreeError};
pub use unit::{Kind, Unit};
