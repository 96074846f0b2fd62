//! What the register promises, told at the level of the use cases: whatever phones send, in whatever order and however often, nothing is
//! lost, nothing counts twice, and everything can be derived from the log again.

mod acts;
#[path = "../../../store-sql/tests/common/mod.rs"]
mod database;
mod small;

mod alike;
mod chains;
mod conflict;
mod convergence;
mod country;
mod duplicates;
mod edge_cases;
mod elsewhere;
mod erasure;
mod forecasts;
mod killed;
mod moved_truth;
mod movers;
mod nights;
mod order;
mod pulls;
mod reorganised;
mod same;
mod samples;
mod strangers;
mod tamper;
mod together;
mod working;
