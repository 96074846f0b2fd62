//! Code lists and validation rules as data: load, check, evaluate.
//!
//! The data is in `catalog/`; what a rule sees is described in `catalog/FACTS.md`. The same files are evaluated by the web app
//! (`web/lib/rules`), and both sides run the cases in `conformance/`.

mod facts;
mod issue;

pub use facts::{FactMap, Facts};
pub use issue::{Issue, Scope, Severity};
