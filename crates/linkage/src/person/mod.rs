//! Persons of Vietnamese registers: what is kept of a record, its blocking keys, and how two are compared.

pub mod compare;
pub mod explain;
pub mod frequencies;
pub mod keys;
pub mod levels;
pub mod link;
pub mod names;
pub mod record;
pub mod resident;
pub mod saved;
pub mod standing;
