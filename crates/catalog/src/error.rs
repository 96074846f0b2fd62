//! What can be wrong with a catalogue.

use std::path::Path;
use thiserror::Error;

/// A catalogue that cannot be used.
#[derive(Debug, Error)]
pub enum CatalogError {
    /// A file or folder could not be read.
    #[error("cannot read {file}: {error}")]
    Read {
        /// The file or folder.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A file does not have the shape of a list or a set of rules.
    #[error("{file}: {error}")]
    Shape {
        /// The file.
        file: String,
        /// What does not fit, and where.
        error: serde_json::Error,
    },
    /// An expression is not of the language.
    #[error("{file}: rule {rule}: {error}")]
    Expression {
        /// The file.
        file: String,
        /// The rule.
        rule: String,
        /// What the parser said.
        error: String,
    },
    /// The engine refuses one of our functions.
    #[error("expression engine: {0}")]
    Engine(#[from] cel::DeclarationError),
}

impl CatalogError {
    pub(crate) fn read(file: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let file = file.display().to_string();
        move |error| Self::Read { file, error }
    }
}
