//! Population projected by cohorts and components: last year's people grow a year older, some die, some are born, some come or leave.
//!
//! The method is Cannan's (1895) and Whelpton's (1928), in the form that the United Nations use for *World Population Prospects*
//! (Preston, Heuveline and Guillot 2001, *Demography*, chapter 6; United Nations 2024, *Methodology Report*, section on the projection).
//! Take one sex, ages x = 0 … ω where ω is open ("100 and over"), and one step of n years in which ages are n years wide:
//!
//! ```text
//! survivors      Q(x) = P(x−1) · S(x)                  0 < x < ω
//!                Q(ω) = (P(ω−1) + P(ω)) · S(ω)
//! births         B    = n · Σ f(x) · W(x)              W(x): women of age x in the middle of the step
//! of them boys   B · r / (1 + r)                       r: boys for one girl
//! newborn        Q(0) = B · S(0)
//! end of step    P'(x) = Q(x) + M(x)
//! ```
//!
//! **S(x) is the share that lives *into* age x**: `L(x)/L(x−1)`, for newborn `L(0)/(n·l(0))`, for the open age `T(ω)/T(ω−1)`. So a row of rates
//! belongs to the age that people have at the end of the step.
//!
//! **Migration** comes at the end of the step ([`MigrationTiming::End`]), or half of it at the beginning and half at the end
//! ([`MigrationTiming::Even`]). The women who bear are the mean of those at both ends of the step: with `End` before anyone has moved,
//! `(P + Q)/2`; with `Even` after the first half and after the second, `(P + M/2 + Q + M/2)/2`, where Q grows out of `P + M/2`.
//!
//! **Nobody is less than nobody.** If more people leave an age than live in it, 0.00001 stays; what is still negative becomes 0.0005.
//! [`Projection::applied_migration`] tells who really moved, so that the accounts close whatever was asked:
//! `end = start + births − deaths + migration` ([`Projection::imbalance`]).
//!
//! **Old ages.** An open group is a poor model of itself: 100-year-olds die less than the 105-year-olds beside them. When mortality is given as
//! death rates, [`carry`](carry()) extends them to 130 with Kannisto's model, splits the open group, projects all 131 ages, and
//! [`Projection::folded`] brings them back to the open age that was asked for.
//!
//! | to | use |
//! |---|---|
//! | project once, with all there is to know | [`project`] |
//! | the same again and again, in the same room | [`project_into`] |
//! | go one step in a loop of one's own, without allocating | [`step::advance`] |
//! | begin from death rates | [`carry`](carry()) |
//! | ask what if | [`scenario`] |

mod both;
mod carry;
mod inputs;
mod outcome;
pub mod scenario;
pub mod step;

pub use carry::{DeathRates, OLDEST_AGE, carry, survival_from_death_rates};
pub use inputs::{Inputs, MigrationTiming, ProjectionError, Rates};
pub use outcome::{Projection, project, project_into};
