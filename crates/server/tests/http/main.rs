//! The server as its callers meet it: the whole router over a temporary SQLite database.
//!
//! Behaviour is tested in files named after the addresses; who may ask for what stands in `permissions/`, a file for each group of
//! addresses, each asking every role about places inside and outside.

mod catalog;
mod devices;
mod events;
mod headers;
mod permissions;
mod review;
mod serve;
mod session;
mod sync;
mod trace;
mod units;
mod web;
mod world;
