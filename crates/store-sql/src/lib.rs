//! The SQL of both engines: SQLite and PostgreSQL.
