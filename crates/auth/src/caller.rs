//! Whoever asks.

use danso_model::{DeviceId, UserId};
use danso_store::{Grant, Role};

/// A person who proved who they are, and from which device they speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Whose account.
    pub user: UserId,
    /// Its login.
    pub login: String,
    /// The name shown to others.
    pub name: String,
    /// What it may do where.
    pub grants: Vec<Grant>,
    /// The enrolled device the session belongs to; None for a browser at the desk.
    pub device: Option<DeviceId>,
}

impl Caller {
    /// Whether any grant carries this role, wherever.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}
