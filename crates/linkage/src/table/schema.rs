//! The map of a list with columns of its own: which columns are compared, and how.
//!
//! ```
//! let map = r#"{"id": "rec_id", "fields": [
//!     {"column": "given_name", "kind": "given"}, {"column": "surname", "kind": "surname"},
//!     {"column": "date_of_birth", "kind": "date"}, {"column": "soc_sec_id", "kind": "code"},
//!     {"column": "suburb", "kind": "text"}]}"#;
//! let schema = danso_linkage::table::schema::Schema::read(map)?;
//! assert_eq!(schema.fields.len(), 5);
//! # Ok::<(), danso_linkage::table::schema::SchemaError>(())
//! ```

use crate::engine::run::Beliefs;
use crate::fields::{Field, MOST_FIELDS};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The name of the kind of records in models.
pub const KIND: &str = "table";
/// The most fields of a map: the order of names takes one more.
pub const MOST: usize = MOST_FIELDS - 1;

/// How the values of a column are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A given name; may be exchanged with the surname.
    Given,
    /// A surname; may be exchanged with the given name.
    Surname,
    /// Words: a street, a town.
    Text,
    /// Letters and digits that are one code: a number, a postcode.
    Code,
    /// A day.
    Date,
    /// A value of a short list: a sex, a state. Never a key by itself.
    Choice,
}

/// A column that is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The heading, in both lists if `column_b` is not given.
    pub column: String,
    /// The heading in the second list.
    #[serde(default)]
    pub column_b: Option<String>,
    /// How it is compared.
    pub kind: Kind,
}

/// A map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// The heading of the identifier.
    pub id: String,
    /// The heading of the identifier in the second list, if it is another.
    #[serde(default)]
    pub id_b: Option<String>,
    /// The columns.
    pub fields: Vec<Compared>,
}

/// Why a map cannot be used.
#[derive(Debug, Error)]
pub enum SchemaError {
    /// It is not JSON of the right form.
    #[error("the map has another form")]
    Form(#[from] serde_json::Error),
    /// It has no field, or more than can be compared.
    #[error("the map has {0} fields; it may have 1 to {MOST}")]
    Fields(usize),
}

impl Schema {
    /// Reads a map.
    ///
    /// # Errors
    /// When it has another form, or too many fields.
    pub fn read(text: &str) -> Result<Self, SchemaError> {
        let schema: Self = serde_json::from_str(text)?;
        if schema.fields.is_empty() || schema.fields.len() > MOST {
            return Err(SchemaError::Fields(schema.fields.len()));
        }
        Ok(schema)
    }

    /// The place of the first field of a kind.
    #[must_use]
    pub fn place(&self, kind: Kind) -> Option<usize> {
        self.fields.iter().position(|field| field.kind == kind)
    }

    /// What is believed of the fields before data. Nothing is known of kin in lists of this kind.
    #[must_use]
    pub fn beliefs(&self) -> Beliefs {
        let mut fields: Vec<Field> = self.fields.iter().map(field).collect();
        fields.push(Field::with_fixed_chances("order", &[("straight", 0.97, 1.0, 1.0, 0), ("moved", 0.03, 1.0, 1.0, 0)]));
        Beliefs { kind: KIND, aside: Some((fields.len() - 1, 2)), fields, kin: None }
    }
}

fn field(compared: &Compared) -> Field {
    let rows: &[(&str, f64, f64, f64, u8)] = match compared.kind {
        Kind::Given | Kind::Surname => &[
            ("same", 0.85, 0.1, 0.01, 0),
            ("one_edit", 0.06, 0.01, 0.005, 0),
            ("near", 0.04, 0.02, 0.02, 0),
            ("initial", 0.01, 0.02, 0.02, 0),
            ("other", 0.04, 0.85, 0.945, 0),
        ],
        Kind::Text => &[
            ("same", 0.8, 0.1, 0.005, 0),
            ("one_edit", 0.08, 0.01, 0.002, 0),
            ("near", 0.05, 0.02, 0.01, 0),
            ("word", 0.02, 0.05, 0.05, 0),
            ("other", 0.05, 0.82, 0.933, 0),
        ],
        Kind::Code => &[
            ("same", 0.85, 0.05, 0.001, 0),
            ("one_edit", 0.07, 0.01, 0.001, 0),
            ("two_edits", 0.03, 0.01, 0.005, 0),
            ("other", 0.05, 0.93, 0.993, 0),
        ],
        Kind::Date => &[
            ("same", 0.85, 0.01, 0.000_1, 0),
            ("exchanged", 0.02, 0.001, 0.000_1, 0),
            ("one_edit", 0.06, 0.003, 0.001, 0),
            ("two_edits", 0.03, 0.01, 0.005, 0),
            ("year", 0.02, 0.02, 0.01, 0),
            ("other", 0.02, 0.956, 0.984, 0),
        ],
        Kind::Choice => &[("same", 0.95, 0.5, 0.3, 0), ("other", 0.05, 0.5, 0.7, 0)],
    };
    Field::new(&compared.column, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_that_cannot_be_used_says_why() {
        assert!(matches!(Schema::read("{}"), Err(SchemaError::Form(_))));
        assert!(matches!(Schema::read(r#"{"id": "a", "fields": []}"#), Err(SchemaError::Fields(0))));
        let many = vec![r#"{"column": "x", "kind": "text"}"#; 14].join(",");
        assert!(matches!(Schema::read(&format!(r#"{{"id": "a", "fields": [{many}]}}"#)), Err(SchemaError::Fields(14))));
    }
}
