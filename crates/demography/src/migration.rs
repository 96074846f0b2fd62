//! Who moves, from what is known about everyone.
//!
//! **The difficulty.** Births and deaths are registered; people who leave tell no one. So migration is mostly what is left over when everything else is
//! accounted for ([`net_by_residual`]), with all errors of two counts in it, and by age it is given the shape that moving has everywhere: children with their
//! parents, a peak of the young, sometimes one at retirement ([`RogersCastro`], [`family_schedule`]).
//!
//! | question | use |
//! |---|---|
//! | net migrants between two counts | [`net_by_residual`] |
//! | how much coming and going, and how much of it stays | [`Rates::of`] |
//! | a schedule by age | [`RogersCastro`], [`family_schedule`] |
//! | who went from where to where, from totals | [`origin_destination`] |
//! | several regions at once, people moving between them | [`multiregional`] |

pub mod multiregional;
mod residual;
mod rogers_castro;
mod tables;

pub use residual::{Residual, net_by_residual};
pub use rogers_castro::{Family, OldAge, Peak, RogersCastro, family_schedule};
pub use tables::{Rates, origin_destination};
