//! What a population needs: pupils and teachers, work and pensions, care for the old, beds for births.
//!
//! All of these are people of certain ages times a rate, divided by how many one unit serves. The method is simple; what must be right are the ages, which
//! laws set and change, and the rates, which belong to a place and a year. So neither is in the code: ages are a table with law, day and whether it was compared
//! ([`Ages`], `data/viet_nam_ages.tsv`), rates are passed in.
//!
//! | question | use |
//! |---|---|
//! | how old, how dependent, how long the window stays open | [`Structure`] |
//! | people of an age, with ages in fractions of a year | [`people_between`] |
//! | pupils, classes, teachers | [`enrolled`], [`units_needed`] |
//! | labour force, who enters it and who leaves | [`labour_force`], [`retiring`] |
//! | beds for births | [`maternity_beds`] |

mod ages;
mod needs;
mod structure;

pub use ages::{AgeRule, Ages, VIET_NAM_AGES};
pub use needs::{enrolled, labour_force, maternity_beds, people_between, retiring, units_needed};
pub use structure::{Structure, median_age};
