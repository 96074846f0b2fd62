//! The two engines, and the few words in which their SQL differs.

use crate::insert::previous_power_of_two;
use std::fmt;

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// The engine that a URL names.
    pub(crate) fn of_url(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }

    /// `sqlite` or `postgres`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// How many of so many rows the next insert takes: few different numbers, so that statements are prepared once, yet few statements.
    /// SQLite keeps a hundred statements prepared and has no way to go between them; PostgreSQL keeps more, and each is a way there and back.
    pub(crate) const fn insert_piece(self, rows: usize) -> usize {
        match self {
            Self::Sqlite => previous_power_of_two(rows),
            Self::Postgres if rows < 8 => rows,
            Self::Postgres if rows < 64 => rows / 8 * 8,
            Self::Postgres => previous_power_of_two(rows),
        }
    }

    /// How many values one insert may bind. Beyond some hundred rows a statement gets longer and not faster.
    pub(crate) const fn insert_binds(self) -> usize {
        match self {
            Self::Sqlite => 2_048,
            Self::Postgres => 8_192,
        }
    }

    /// Writes the placeholder of the `n`th value of a multi-row insert. SQLite searches its named ones (`$n`) one after the other, so
    /// thousands of them would cost their square.
    pub(crate) fn placeholder(self, n: usize, out: &mut impl fmt::Write) -> fmt::Result {
        match self {
            Self::Sqlite => out.write_char('?'),
            Self::Postgres => write!(out, "${n}"),
        }
    }

    /// Fills in what stands in braces in a migration.
    pub(crate) fn fill_in(self, sql: &str) -> String {
        let words = match self {
            Self::Sqlite => [
                ("{number}", "integer"),
                ("{bytes}", "blob"),
                ("{sorted_text}", "text"),
                ("{serial}", "integer primary key autoincrement"),
                ("{rows}", "strict"),
                ("{index}", "strict, without rowid"),
            ],
            Self::Postgres => [
                ("{number}", "bigint"),
                ("{bytes}", "bytea"),
                ("{sorted_text}", "text collate \"C\""),
                ("{serial}", "bigint generated always as identity primary key"),
                ("{rows}", ""),
                ("{index}", ""),
            ],
        };
        words.into_iter().fold(sql.to_owned(), |sql, (word, filled)| sql.replace(word, filled))
    }
}
