//! Keys per person, sealing of personal content, the hash chain of the log.
//!
//! * Every person and household has a [`SubjectKey`]. It stands in the database only wrapped by the [`MasterKey`], which lives outside
//!   of it. Destroying a wrapped key erases everything that was sealed with it, wherever copies of the log may lie.
//! * [`seal`] puts the personal content of one event into one blob, each part under the key of its subject; [`open`] gives back the
//!   parts whose keys are still there.
//! * [`MasterKey::statistics`] seals what is counted of that content a second time, so that no erasure changes a count.
//! * [`chain`] binds each log entry to the one before it, over the sealed bytes: erasing a person leaves the chain whole.
//!
//! The crate seals bytes and does not know what they mean. Chance is a parameter everywhere: a nonce must never come twice under one
//! key, so callers hand in a generator made for secrets.

mod chain;
mod error;
mod key;
mod seal;

pub use chain::{Link, chain};
pub use error::VaultError;
pub use key::{MasterKey, NONCE_LEN, STATISTICS, SubjectKey, WRAPPED_LEN};
pub use seal::{Opened, open, seal};
