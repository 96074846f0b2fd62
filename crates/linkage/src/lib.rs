//! Record linkage: who is who in two lists without a common number, and how sure that is. No IO, no clock; chance comes from a seed.
//!
//! [`person`] is for lists of persons of Viet Nam, [`table`] for lists with any columns, [`engine`] what both share, [`private`] codes for offices that
//! may not see names. How it works and what it was measured to do: `docs/linkage.md`.
//!
//! ```
//! use danso_linkage::person::{frequencies::Frequencies, link::Lists, record::{Row, Standardiser}};
//!
//! let mut standardiser = Standardiser::default();
//! let a = vec![standardiser.person(&Row { name: "Nguyễn Thị Hòa", birth: "1987-05-20", number: "092187000001", ..Row::default() })];
//! let b = vec![standardiser.person(&Row { name: "NGUYEN THI HOÀ", birth: "20/05/1987", number: "092187000001", ..Row::default() })];
//! let lists = Lists { standardiser, a, b: Some(b) };
//! let linked = lists.link(&Frequencies::new(&lists.counts()), None, 1);
//! assert!(linked.best[0].is_some_and(|best| best.probability > 0.5));
//! ```
//!
//! # A new level of a field
//! A constant in [`person::levels`] with its place in the list, its row in `fields` with first shares, the case in [`person::compare`] or
//! [`person::names`], its words in the message file of the program (`link_level_FIELD_CODE`, a test asks for them). Raise [`model::VERSION`]: models that
//! were kept have no share for it. Then measure on more than one seed (`cargo xtask bench linkage`), and say in `docs/linkage.md` where it comes from.

pub mod address;
pub mod answers;
pub mod date;
pub mod engine;
pub mod fields;
pub mod hash;
pub mod model;
pub mod number;
pub mod person;
pub mod private;
pub mod table;
pub mod text;
pub mod units;
