//! The SQL of both engines: SQLite (one file, embedded) and PostgreSQL (a server).
//!
//! Every statement stands here once and runs on both. Where the engines differ — opening, pragmas, column types, bulk loading — see
//! `sqlite.rs`, `postgres.rs` and `engine.rs`; nothing else knows which engine it talks to.
//!
//! | file | what |
//! |---|---|
//! | `store.rs` | [`SqlStore`]: opening, migrating, transactions, bulk loading |
//! | `ports.rs` | the ports of `danso-store`, handed on to the tables |
//! | `commit.rs` | one batch, one transaction |
//! | `tables/` | one file a table: columns, reading, writing, questions |
//! | `query.rs`, `insert.rs`, `values.rs` | statements with values, inserts of many rows, values in and out |
//! | `migrations/` | the tables; files are never edited once landed |
//!
//! # The most common change: a column of a projection
//! A new migration (in the list in `migrations.rs`), and the column in `TARGET`, `SELECT`, `bind` and `read` of its table's file.

mod commit;
mod engine;
mod fault;
mod insert;
mod migrations;
mod pools;
mod ports;
mod ports_closing;
mod ports_forecasts;
mod ports_network;
mod ports_reconciliations;
mod ports_same;
mod ports_samples;
mod ports_working;
mod postgres;
mod query;
mod reorganise;
mod sqlite;
mod store;
mod tables;
mod text;
mod values;

pub use engine::Engine;
pub use store::SqlStore;
