//! HTTP: one endpoint one file, the description of the API made from the same declarations, and the static web app.
//!
//! Nothing is decided here: a handler reads the request, calls one use case of `danso-app`, and writes the answer. Refusals are
//! [`problem::Problem`]s with stable codes, listed in `docs/problems.md`, with Vietnamese titles in `messages/vi.json`.
//!
//! # The most common change: an endpoint
//! 1. A file under `routes/` where its address says, with its parameters, its documentation and its handler; declare it in
//!    `routes/mod.rs` (or the folder's `mod.rs`) and add it to [`routes::api`].
//! 2. Its row in `docs/http.md`, its permission tests under `tests/routes/`.
//! 3. `UPDATE_OPENAPI=1 cargo test -p danso-server openapi` writes `docs/openapi.json`.

pub mod body;
mod client;
mod config;
mod headers;
mod limits;
pub mod messages;
mod openapi;
pub mod problem;
pub mod range;
mod routes;
mod serve;
mod session;
mod state;
mod trace;
mod web;

pub use config::{Config, WebFiles};
pub use openapi::openapi;
pub use serve::{router, serve};
