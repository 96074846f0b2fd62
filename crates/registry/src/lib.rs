//! What is true: which accepted events are in force, and the fold of those into persons, households and their episodes.
//!
//! The state of a person is a function of the **set** of accepted events that concern the person, so it does not matter in which order
//! or how often they arrived: every replica that holds the same set holds the same state. Nothing here reads a clock or a store.
//!
//! An event that contradicts what is known (a move out of a house one does not live in, anything after death) has no effect and leaves a
//! [`Doubt`] that names it; it is never an error, because tomorrow's late event may make it right.
//!
//! # The most common change: an event that moves people
//! Give it acts in `acts.rs`; [`fold_stays`] then keeps the residency checks of [`checks`] by construction.

mod acts;
pub mod checks;
mod coded;
mod decide;
mod effective;
mod facts;
mod home;
mod household;
mod person;
mod resident;
mod same;
mod stays;
mod traits;

pub use acts::{Act, ResidenceAct, acts_of};
pub use coded::{CodedHealth, METHOD_NOT_TOLD};
pub use decide::{Finding, Known, Verdict, decide};
pub use effective::{Claim, corrected, effective};
pub use facts::{Fact, FactKind};
pub use home::{Home, fold_home};
pub use household::{Household, fold_household};
pub use person::{ContraceptionEpisode, Person, PregnancyEpisode, fold_person};
pub use resident::{Resident, ResidentClaim, fold_resident};
pub use same::{Same, claims_of, kin_in};
pub use stays::{Doubt, DoubtKind, Stays, fold_stays};
pub use traits::Traits;
