//! A statement with its values. Texts never hold a value, only `$n`; both engines read that.

use crate::fault::engine_fault;
use crate::values::{Columns, Value};
use danso_store::StoreError;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, Arguments, AssertSqlSafe, Executor};
use std::fmt::Write as _;

/// How many values one `in (…)` takes where the caller can ask in several pieces. SQLite finds the place of each named value by walking
/// the list of names, so that long lists cost the square of their length.
pub(crate) const LIST: usize = 128;

/// A statement that grows piece by piece.
#[derive(Default)]
pub(crate) struct Query {
    text: String,
    args: AnyArguments,
}

impl Query {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), args: AnyArguments::default() }
    }

    /// More text.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// A value, with its placeholder.
    pub(crate) fn bind(mut self, value: impl Value) -> Self {
        value.add_to(&mut self.args);
        write!(self.text, "${}", self.args.len()).expect("a string takes everything");
        self
    }

    /// A value whose placeholder stands in the text already.
    pub(crate) fn also(mut self, value: impl Value) -> Self {
        value.add_to(&mut self.args);
        self
    }

    /// `in (…)`. A list of up to [`LIST`] is filled up to a power of two with its last value, so that few different texts
    /// need to be prepared. An empty list matches nothing.
    pub(crate) fn within<T: Value + Copy>(mut self, list: &[T]) -> Self {
        let Some(last) = list.last() else {
            return self.text("in (null)");
        };
        self.text.push_str("in (");
        let filled = if list.len() <= LIST { list.len().next_power_of_two() } else { list.len() };
        for at in 0..filled {
            if at > 0 {
                self.text.push(',');
            }
            self = self.bind(*list.get(at).unwrap_or(last));
        }
        self.text(")")
    }

    /// Text, and a value after it, when there is one.
    pub(crate) fn when<T: Value>(self, text: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.text(text).bind(value),
            None => self,
        }
    }

    /// Text, and a list after it, when there is one.
    pub(crate) fn when_within<T: Value + Copy>(self, text: &str, list: Option<&[T]>) -> Self {
        match list {
            Some(list) => self.text(text).within(list),
            None => self,
        }
    }

    fn ready(self) -> sqlx::query::Query<'static, Any, AnyArguments> {
        sqlx::query_with(AssertSqlSafe(self.text), self.args)
    }

    /// Runs it and tells how many rows it touched.
    pub(crate) async fn run<'c>(self, doing: &'static str, on: impl Executor<'c, Database = Any>) -> Result<u64, StoreError> {
        self.ready().execute(on).await.map(|done| done.rows_affected()).map_err(engine_fault(doing))
    }

    /// Runs it and reads its rows.
    pub(crate) async fn read<'c, T>(
        self,
        table: &'static str,
        on: impl Executor<'c, Database = Any>,
        read: impl Fn(&mut Columns<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let rows: Vec<AnyRow> = self.ready().fetch_all(on).await.map_err(engine_fault("reading"))?;
        rows.iter().map(|row| read(&mut Columns::of(row, table))).collect()
    }

    /// Runs it and reads its first row.
    pub(crate) async fn read_one<'c, T>(
        self,
        table: &'static str,
        on: impl Executor<'c, Database = Any>,
        read: impl Fn(&mut Columns<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let row: Option<AnyRow> = self.ready().fetch_optional(on).await.map_err(engine_fault("reading"))?;
        row.map(|row| read(&mut Columns::of(&row, table))).transpose()
    }
}
