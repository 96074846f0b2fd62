//! The engines' errors in the words of the port.

use danso_store::StoreError;
use sqlx::error::{DatabaseError, ErrorKind};

/// Constraints whose breach a caller may meet, by what each engine calls them: index or column on PostgreSQL, columns on SQLite.
const RULES: [(&str, &str, &str); 9] = [
    ("device_counter", "device_counter.event", "a counter of the device"),
    ("log_entry_event", "log_entry.event", "an event in the log"),
    ("account_login", "account.login", "an account with this login"),
    ("area_number", "area.number", "an area with this number"),
    ("session_pkey", "session.token_hash", "a session with this token"),
    ("device_code_pkey", "device_code.code_hash", "an enrolment code"),
    ("report_of_unit", "report.period", "a report of this unit"),
    ("report_step_pkey", "report_step.number", "a step of the report"),
    ("report_revision_pkey", "report_revision.number", "a revision of the report"),
];

/// Turns an error of the engine into one of the port.
pub(crate) fn engine_fault<E: Into<sqlx::Error>>(doing: &'static str) -> impl Fn(E) -> StoreError {
    move |error| {
        let error = error.into();
        match error.as_database_error().and_then(broken_rule) {
            Some(what) => StoreError::Duplicate { what: what.to_owned() },
            None => StoreError::Engine { doing, source: Box::new(error) },
        }
    }
}

/// A counter that belongs to another event already shows as a missing value: see the statement of `device_counter`.
fn broken_rule(error: &dyn DatabaseError) -> Option<&'static str> {
    let table = error.table();
    let constraint = error.constraint();
    let found = RULES.iter().find(|(postgres, sqlite, _)| {
        constraint == Some(*postgres)
            || (error.kind() == ErrorKind::NotNullViolation && table == Some(*postgres))
            || error.message().ends_with(sqlite)
    });
    let rule = found.map(|(_, _, what)| *what);
    rule.filter(|_| matches!(error.kind(), ErrorKind::UniqueViolation | ErrorKind::NotNullViolation))
}
