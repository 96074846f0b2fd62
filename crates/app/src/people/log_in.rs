//! Log-in with a password.

use super::caller::{caller, check_device};
use super::{DeviceInfo, SessionReply};
use crate::{App, AppError};
use danso_auth::{DESK_SESSION_MS, DEVICE_SESSION_MS};
use danso_model::DeviceId;
use danso_store::{DeviceRow, SessionRow, UserRow};
use serde::Deserialize;
use serde_json::json;
use std::fmt;
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest name of a device, in characters.
const LONGEST_DEVICE_NAME: usize = 60;

/// A log-in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// Login, in any case.
    pub login: String,
    /// Password.
    pub password: String,
    /// The phone that logs in; left out by a browser at the desk.
    pub device: Option<DeviceAsk>,
}

impl fmt::Debug for LogIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogIn").field("device", &self.device.is_some()).finish_non_exhaustive()
    }
}

/// A phone that logs in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceAsk {
    /// The id it has from an earlier time.
    pub id: Option<Uuid>,
    /// What its owner calls it.
    pub name: String,
}

impl App {
    /// Begins a session: 12 hours at the desk, 90 days on a device.
    ///
    /// # Errors
    /// [`AppError::WrongPassword`] for an unknown login and a wrong password alike, [`AppError::TooManyTries`] after ten failures,
    /// `account_disabled` once the password is right, `device_revoked` and `device_of_other`.
    ///
    /// # Panics
    /// When a thread panicked while counting tries.
    pub async fn log_in(&self, ask: LogIn) -> Result<SessionReply, AppError> {
        let login = ask.login.trim().to_lowercase();
        let tries = &self.people_state.log_ins;
        let begun = tries.lock().expect("no panic while counting tries").begin(&login, self.env.now_ms());
        begun.map_err(|retry_after_s| AppError::TooManyTries { retry_after_s })?;
        let user = self.store.user_by_login(&login).await?;
        let stored = user.as_ref().map(|user| user.password.clone());
        let fits = self.password_fits(ask.password, stored).await?;
        let Some(user) = user.filter(|_| fits) else {
            self.note(None, "log_in_failed", String::new(), json!({})).await?;
            return Err(AppError::WrongPassword);
        };
        tries.lock().expect("no panic while counting tries").succeeded(&login);
        if user.disabled {
            return Err(AppError::Forbidden { code: "account_disabled" });
        }
        let device = match ask.device {
            Some(ask) => Some(self.device_for(&user, ask).await?),
            None => None,
        };
        self.begin_session(user, device, "logged_in").await
    }

    /// The device a phone names, if it is the account's own; a new one otherwise.
    async fn device_for(&self, user: &UserRow, ask: DeviceAsk) -> Result<DeviceRow, AppError> {
        let known = match ask.id {
            Some(id) => self.store.device(DeviceId(id)).await?,
            None => None,
        };
        match known {
            Some(row) => {
                check_device(&row, user)?;
                Ok(row)
            }
            None => self.new_device(user, ask.name).await,
        }
    }

    pub(super) async fn new_device(&self, user: &UserRow, name: String) -> Result<DeviceRow, AppError> {
        let name: String = name.trim().chars().take(LONGEST_DEVICE_NAME).collect();
        let row = DeviceRow {
            id: DeviceId(self.env.new_id()),
            user: user.id,
            name,
            enrolled_ms: self.env.now_ms(),
            revoked_ms: None,
            last_counter: 0,
            seen_ms: None,
        };
        self.store.put_device(&row).await?;
        self.note(Some(user.id), "device_enrolled", row.id.to_string(), json!({})).await?;
        Ok(row)
    }

    pub(super) async fn begin_session(
        &self,
        user: UserRow,
        device: Option<DeviceRow>,
        action: &str,
    ) -> Result<SessionReply, AppError> {
        let mut chance = [0; 32];
        self.env.chance.fill(&mut chance);
        let (token, token_hash) = danso_auth::new_token(chance);
        let created_ms = self.env.now_ms();
        let lasts_ms = if device.is_some() { DEVICE_SESSION_MS } else { DESK_SESSION_MS };
        let id = device.as_ref().map(|row| row.id);
        let session = SessionRow { token_hash, user: user.id, device: id, created_ms, expires_ms: created_ms + lasts_ms };
        self.store.put_session(&session).await?;
        let object = id.map(|id| id.to_string()).unwrap_or_default();
        self.note(Some(user.id), action, object, json!({})).await?;
        let device: Option<DeviceInfo> = match &device {
            Some(row) => Some(self.device_info(row).await?),
            None => None,
        };
        let caller = caller(user, id);
        Ok(SessionReply { token, user: self.user_info(&caller), device })
    }
}
