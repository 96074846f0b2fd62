//! What a use case can refuse, each with a stable code that the message files translate.

use danso_store::StoreError;
use thiserror::Error;

/// Why a use case did not do what was asked.
#[derive(Debug, Error)]
pub enum AppError {
    /// No session, or one that ended.
    #[error("not logged in")]
    NotLoggedIn,
    /// Login and password do not go together.
    #[error("wrong login or password")]
    WrongPassword,
    /// Too many failures; try again later.
    #[error("too many tries, again in {retry_after_s} seconds")]
    TooManyTries {
        /// When, in seconds.
        retry_after_s: u64,
    },
    /// The caller's roles do not reach there.
    #[error("forbidden: {code}")]
    Forbidden {
        /// The stable code.
        code: &'static str,
    },
    /// There is no such thing, or none that the caller may know of.
    #[error("not found")]
    NotFound,
    /// What was sent makes no sense.
    #[error("bad request: {code}: {detail}")]
    BadRequest {
        /// The stable code.
        code: &'static str,
        /// What exactly, for a developer.
        detail: String,
    },
    /// It was true a moment ago: decided by someone else, taken already.
    #[error("conflict: {code}")]
    Conflict {
        /// The stable code.
        code: &'static str,
    },
    /// The store failed.
    #[error("store failed")]
    Store(#[from] StoreError),
    /// Something stored cannot be read: the database was changed by something else, or the key is another one.
    #[error("stored {what} cannot be read")]
    Damaged {
        /// What.
        what: String,
    },
}

impl AppError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotLoggedIn => "not_logged_in",
            Self::WrongPassword => "wrong_password",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::Forbidden { code } | Self::BadRequest { code, .. } | Self::Conflict { code } => code,
            Self::NotFound => "not_found",
            Self::Store(_) => "store_failed",
            Self::Damaged { .. } => "damaged",
        }
    }

    pub(crate) fn bad(code: &'static str, detail: impl Into<String>) -> Self {
        Self::BadRequest { code, detail: detail.into() }
    }

    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}
