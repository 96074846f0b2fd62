//! Official documents out of tables.
