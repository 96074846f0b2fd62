//! Inserts of many rows at a time.

use crate::Engine;
use crate::fault::engine_fault;
use danso_store::StoreError;
use futures::future::join;
use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, Arguments, AssertSqlSafe};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// Where rows go and what happens to one that is there already.
#[derive(Debug)]
pub(crate) struct Target {
    /// The table.
    pub(crate) table: &'static str,
    /// Its columns, in the order in which a row binds them.
    pub(crate) columns: &'static [&'static str],
    /// What follows the rows.
    pub(crate) conflict: Conflict,
}

/// What happens to a row that is there already.
#[derive(Debug)]
pub(crate) enum Conflict {
    /// The statement fails.
    Refuse,
    /// The old one stays.
    Keep,
    /// The new one takes its place; so many columns from the left are the key.
    Replace(usize),
    /// As it says.
    Clause(&'static str),
}

/// The texts of inserts, by table and number of rows: the same text again is a statement prepared already.
#[derive(Debug, Default)]
pub(crate) struct Inserts {
    texts: Mutex<HashMap<(&'static str, usize), Arc<str>>>,
}

impl Inserts {
    /// Inserts all rows, in pieces of few different sizes. `bind` adds the values of one row.
    pub(crate) async fn run<T>(
        &self,
        engine: Engine,
        conn: &mut AnyConnection,
        target: &'static Target,
        rows: &[T],
        bind: impl Fn(&mut AnyArguments, &T),
    ) -> Result<(), StoreError> {
        let most = previous_power_of_two(engine.insert_binds() / target.columns.len());
        let values = |rows: &[T]| {
            let mut args = AnyArguments::default();
            args.reserve(rows.len() * target.columns.len(), 0);
            for row in rows {
                bind(&mut args, row);
            }
            args
        };
        let piece = |rows: &'_ [T]| engine.insert_piece(rows.len()).min(most).min(rows.len());
        let (mut now, mut later) = rows.split_at(piece(rows));
        let mut args = values(now);
        while !now.is_empty() {
            let text = AssertSqlSafe(self.text(engine, target, now.len()));
            let execute = sqlx::query_with(text, args).execute(&mut *conn);
            let next = later.split_at(piece(later));
            // The values of the next piece are made while the engine works on this one.
            let (done, next_args) = join(execute, async { values(next.0) }).await;
            done.map_err(engine_fault(target.table))?;
            args = next_args;
            (now, later) = next;
        }
        Ok(())
    }

    fn text(&self, engine: Engine, target: &'static Target, rows: usize) -> Arc<str> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(texts.entry((target.table, rows)).or_insert_with(|| target.text(engine, rows).into()))
    }
}

impl Target {
    fn text(&self, engine: Engine, rows: usize) -> String {
        let mut text = format!("insert into {} ({}) values ", self.table, self.columns.join(", "));
        let mut n = 0;
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ",(" });
            for column in 0..self.columns.len() {
                if column > 0 {
                    text.push(',');
                }
                n += 1;
                engine.placeholder(n, &mut text).expect("a string takes everything");
            }
            text.push(')');
        }
        match self.conflict {
            Conflict::Refuse => {}
            Conflict::Keep => text.push_str(" on conflict do nothing"),
            Conflict::Clause(clause) => {
                text.push(' ');
                text.push_str(clause);
            }
            Conflict::Replace(key) => {
                let (key, others) = self.columns.split_at(key);
                write!(text, " on conflict ({}) do update set ", key.join(", ")).expect("a string takes everything");
                let set: Vec<_> = others.iter().map(|column| format!("{column} = excluded.{column}")).collect();
                text.push_str(&set.join(", "));
            }
        }
        text
    }
}

/// The greatest power of two that is not greater; 1 for 0.
pub(crate) const fn previous_power_of_two(n: usize) -> usize {
    if n == 0 { 1 } else { 1 << n.ilog2() }
}
