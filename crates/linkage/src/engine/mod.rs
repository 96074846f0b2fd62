//! What is common to every kind of record: blocks, candidate pairs, learning, scoring, assignment, clusters.

pub mod assign;
pub mod blocked;
pub mod blocks;
pub mod candidates;
pub mod cluster;
pub mod learn;
pub mod run;
