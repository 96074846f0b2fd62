//! Lists with any columns: fields named by a map, compared by their kind.

pub mod compare;
pub mod record;
pub mod schema;
pub mod similar;
