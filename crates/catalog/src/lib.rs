//! Code lists and validation rules as data: load, check, evaluate.
//!
//! The data is in `catalog/`; what a rule sees is described in `catalog/FACTS.md`. The same files are evaluated by the web app
//! (`web/lib/rules`), and both sides run the cases in `conformance/`.

mod catalog;
mod day;
mod embedded;
mod engine;
mod error;
mod facts;
mod fold;
mod issue;
mod lint;
mod lists;
mod load;
mod person_facts;
mod rules;
mod seen;
mod situation;

pub use catalog::Catalog;
pub use error::CatalogError;
pub use facts::{FactMap, Facts};
pub use fold::{fold, fold_toned};
pub use issue::{Issue, Scope, Severity};
pub use lint::{Finding, Vectors, lint};
pub use lists::{Item, List};
pub use load::{Source, SourceFile};
pub use rules::Rule;
pub use situation::{Evaluation, Lookup, Situation};
