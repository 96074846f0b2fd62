//! Forecasts with their uncertainty: many trajectories of fertility, life expectancy and migration around a medium projection.
//!
//! **The question** an honest forecast answers is not "how many in 2050?" but "between which numbers, with which chance?". Each trajectory is a
//! possible future: total fertility, life expectancy and net migration each leave their medium path by a random walk that is pulled back to it more or
//! less ([`Driver`]), the population is projected with the rates that follow, and at the end each year's numbers are put in order. The 80 % interval is what
//! lies between the 10th and the 90th of a hundred.
//!
//! ```text
//! z(t) = ρ(t) · z(t−1) + √(1 − ρ(t)²) · ε(t)        ε: independent, normal (0, 1); z(t) is normal (0, 1) at each t
//! x(t) = medium(t) + shift(t) + z(t) · above(t)     z ≥ 0
//!                             + z(t) · below(t)     z < 0
//! ```
//!
//! A first-order autoregression `d(t) = ρ·d(t−1) + σ·ε(t)` and a random walk are special cases ([`Driver::autoregressive`], [`Driver::random_walk`]); published
//! bounds, which are seldom symmetric, are met exactly ([`Driver::from_bounds`]). Autoregressive drivers of this kind are those of Lee and Tuljapurkar (1994,
//! *JASA* 89, 1175–1189); the Bayesian models of the United Nations (Alkema et al. 2011; Raftery et al. 2013) give bounds to calibrate to.
//!
//! **Mortality is rebuilt in each year of each trajectory** by Brass's relational model: the logits of survivorship all move by the same amount
//! ([`Lifelines`]). **Fertility** keeps its pattern, **migration** gets more or fewer of a pattern of ages.
//!
//! **Chance is repeatable.** A trajectory draws from the stream of its number ([`crate::chance`]): 1 000 trajectories made at once, in ten lots or on eight
//! threads are the same to the last bit. [`Plan::run`] makes a range of numbers, [`Bundle::join`] puts ranges together.
//!
//! **Memory.** Quantiles are exact: a run keeps seven numbers a year and trajectory ([`Measure`]; 1 000 × 77 years: 4 MB) and sorts them at the end.
//! Ages cost more and are kept only when asked for, by groups of any width and in single precision (five-year groups of both sexes: 13 MB).

mod bands;
mod driver;
mod lifelines;
mod plan;

pub(crate) use bands::quantile;
pub use bands::{Bands, Bundle, Measure};
pub use driver::{Driver, Drivers};
pub use lifelines::Lifelines;
pub use plan::Plan;
