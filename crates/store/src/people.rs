//! Accounts, what they may do where, sessions, devices, audit.

use crate::StoreError;
use async_trait::async_trait;
use danso_model::{AreaId, DeviceId, UserId};

/// What someone does in the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Cộng tác viên dân số: records in areas.
    Collaborator,
    /// Viên chức dân số xã: checks and accepts in a commune.
    Commune,
    /// Chi cục: counts of a province.
    Province,
    /// Cục Dân số: counts of the nation.
    Nation,
    /// Counts of a unit, nothing else.
    Reader,
    /// Accounts and devices, no person.
    Admin,
}

impl Role {
    /// The stored and sent text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collaborator => "collaborator",
            Self::Commune => "commune",
            Self::Province => "province",
            Self::Nation => "nation",
            Self::Reader => "reader",
            Self::Admin => "admin",
        }
    }

    /// Reads the text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Collaborator, Self::Commune, Self::Province, Self::Nation, Self::Reader, Self::Admin]
            .into_iter()
            .find(|role| role.as_str() == text)
    }
}

/// A role at a place: an area for a collaborator, a unit for the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// What.
    pub role: Role,
    /// Unit code; `VN` for the nation. None for a collaborator.
    pub unit: Option<String>,
    /// Area of a collaborator.
    pub area: Option<AreaId>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// Which.
    pub id: UserId,
    /// Unique, lower case.
    pub login: String,
    /// The name shown to others.
    pub name: String,
    /// Argon2id in PHC form.
    pub password: String,
    /// Whether it may no longer log in.
    pub disabled: bool,
    /// What it may do where.
    pub grants: Vec<Grant>,
}

/// A session: only the hash of its token is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Whose.
    pub user: UserId,
    /// The device it belongs to; None for a browser at the desk.
    pub device: Option<DeviceId>,
    /// When made.
    pub created_ms: i64,
    /// When it ends.
    pub expires_ms: i64,
}

/// An enrolled device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Which.
    pub id: DeviceId,
    /// Whose.
    pub user: UserId,
    /// What its owner calls it.
    pub name: String,
    /// When enrolled.
    pub enrolled_ms: i64,
    /// When it may no longer speak.
    pub revoked_ms: Option<i64>,
    /// The last counter it said it has given out.
    pub last_counter: u64,
    /// When it last spoke.
    pub seen_ms: Option<i64>,
}

/// A one-time enrolment code: only its hash is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCode {
    /// SHA-256 of the code.
    pub code_hash: [u8; 32],
    /// Whom it enrols.
    pub user: UserId,
    /// Who made it.
    pub made_by: UserId,
    /// When it ends.
    pub expires_ms: i64,
}

/// Someone looked at, searched or exported persons, or changed an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// When.
    pub at_ms: i64,
    /// Who; None before log-in.
    pub user: Option<UserId>,
    /// A stable word such as `people_listed`.
    pub action: String,
    /// The unit or id concerned.
    pub object: String,
    /// Parameters as JSON. Never a name or a number of a person.
    pub detail: String,
}

/// Accounts and what belongs to them.
#[async_trait]
pub trait PeopleStore: Send + Sync {
    /// An account by login.
    async fn user_by_login(&self, login: &str) -> Result<Option<UserRow>, StoreError>;
    /// Accounts by id.
    async fn users_by_id(&self, ids: &[UserId]) -> Result<Vec<UserRow>, StoreError>;
    /// All accounts, in order of login.
    async fn users(&self) -> Result<Vec<UserRow>, StoreError>;
    /// Adds or replaces an account and its grants. [`StoreError::Duplicate`] when another account has the login.
    async fn put_user(&self, row: &UserRow) -> Result<(), StoreError>;
    /// Adds many accounts in one transaction, as `put_user`.
    async fn put_users(&self, rows: &[UserRow]) -> Result<(), StoreError>;
    /// Adds a session.
    async fn put_session(&self, row: &SessionRow) -> Result<(), StoreError>;
    /// A session by the hash of its token, whether ended or not.
    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError>;
    /// Ends a session.
    async fn delete_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError>;
    /// Ends the sessions of an account (all devices), and those that ended before `now_ms`.
    async fn delete_sessions_of(&self, user: UserId, now_ms: i64) -> Result<(), StoreError>;
    /// Adds or replaces a device.
    async fn put_device(&self, row: &DeviceRow) -> Result<(), StoreError>;
    /// A device.
    async fn device(&self, id: DeviceId) -> Result<Option<DeviceRow>, StoreError>;
    /// Devices of an account.
    async fn devices_of(&self, user: UserId) -> Result<Vec<DeviceRow>, StoreError>;
    /// Adds an enrolment code.
    async fn put_device_code(&self, row: &DeviceCode) -> Result<(), StoreError>;
    /// Takes an enrolment code out: the second call with the same hash gives None.
    async fn take_device_code(&self, code_hash: &[u8; 32]) -> Result<Option<DeviceCode>, StoreError>;
    /// Appends to the audit.
    async fn audit(&self, row: &AuditRow) -> Result<(), StoreError>;
    /// The last entries of the audit, newest first.
    async fn audit_page(&self, limit: u32) -> Result<Vec<AuditRow>, StoreError>;
}
