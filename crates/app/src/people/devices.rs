//! One-time codes, and devices enrolled with them.

use super::SessionReply;
use crate::{App, AppError};
use danso_auth::{CODE_LIFETIME_MS, Caller};
use danso_model::UserId;
use danso_store::DeviceCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// All enrolments share one count of failures: a wrong code names no account.
const ANY_CODE: &str = "";

/// A one-time code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceCodeReply {
    /// Eight digits, told once.
    pub code: String,
    /// When it ends.
    pub expires_at: String,
}

/// An enrolment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The code, as told by the commune.
    pub code: String,
    /// What the owner calls the device.
    pub name: String,
}

impl App {
    /// Makes a code with which the owner of an account, named by id or login, enrols a device without typing a password.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such account, `out_of_scope` when the caller does not manage it.
    pub async fn make_device_code(&self, caller: &Caller, user: &str) -> Result<DeviceCodeReply, AppError> {
        let scope = self.scope(caller);
        if !scope.manages_any_account() {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let row = match user.parse::<UserId>() {
            Ok(id) => self.store.users_by_id(&[id]).await?.into_iter().next(),
            Err(_) => self.store.user_by_login(&user.trim().to_lowercase()).await?,
        };
        let row = row.ok_or(AppError::NotFound)?;
        let user = row.id;
        if !scope.manages_accounts(&row) {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        if row.disabled {
            return Err(AppError::Conflict { code: "account_disabled" });
        }
        let mut chance = [0; 16];
        self.env.chance.fill(&mut chance);
        let (code, code_hash) = danso_auth::new_code(chance);
        let expires_ms = self.env.now_ms() + CODE_LIFETIME_MS;
        self.store.put_device_code(&DeviceCode { code_hash, user, made_by: caller.user, expires_ms }).await?;
        self.note(Some(caller.user), "device_code_made", user.to_string(), json!({})).await?;
        let expires_at = Timestamp::from_millisecond(expires_ms).map_err(|_| AppError::damaged("clock"))?;
        Ok(DeviceCodeReply { code, expires_at: format!("{expires_at:.3}") })
    }

    /// Enrols a device with a one-time code, and begins its session.
    ///
    /// # Errors
    /// `enrolment_code_invalid` for a code that is unknown, used or over; [`AppError::TooManyTries`] when many were wrong.
    ///
    /// # Panics
    /// When a thread panicked while counting tries.
    pub async fn enrol(&self, ask: Enrol) -> Result<SessionReply, AppError> {
        let now_ms = self.env.now_ms();
        let tries = &self.people_state.enrolments;
        let begun = tries.lock().expect("no panic while counting tries").begin(ANY_CODE, now_ms);
        begun.map_err(|retry_after_s| AppError::TooManyTries { retry_after_s })?;
        let digits: String = ask.code.chars().filter(char::is_ascii_digit).collect();
        let taken = self.store.take_device_code(&danso_auth::fingerprint(&digits)).await?;
        let invalid = || AppError::bad("enrolment_code_invalid", "unknown, used or over");
        let code = taken.filter(|code| code.expires_ms > now_ms).ok_or_else(invalid)?;
        tries.lock().expect("no panic while counting tries").give_back(ANY_CODE);
        let user = self.store.users_by_id(&[code.user]).await?.into_iter().next().ok_or_else(invalid)?;
        if user.disabled {
            return Err(AppError::Forbidden { code: "account_disabled" });
        }
        let device = self.new_device(&user, ask.name).await?;
        self.begin_session(user, Some(device), "enrolled").await
    }
}
