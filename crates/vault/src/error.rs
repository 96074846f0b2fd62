//! What can go wrong with keys and sealed bytes.

use danso_model::{EventId, SubjectId};
use std::path::PathBuf;
use thiserror::Error;

/// Why a key could not be read or bytes could not be opened.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The text of a master key is neither 64 hexadecimal digits nor the base64 of 32 bytes.
    #[error("a master key is 32 bytes, written as 64 hexadecimal digits or as base64")]
    MasterKeyText,
    /// The file of the master key cannot be read.
    #[error("the master key file {path} cannot be read")]
    MasterKeyFile {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A wrapped key was changed, belongs to another subject, or was wrapped by another master key.
    #[error("the wrapped key of {subject} does not open: damaged, or of another master key")]
    WrappedKey {
        /// Whose.
        subject: SubjectId,
    },
    /// The sealed content of an event was changed, moved from another event, or sealed with another key.
    #[error("the sealed content of event {event} does not open: damaged, or sealed with another key")]
    Sealed {
        /// Which event.
        event: EventId,
    },
    /// Parked bytes were changed, or sealed by another master key.
    #[error("raw bytes do not open: damaged, or sealed by another master key")]
    Raw,
}
