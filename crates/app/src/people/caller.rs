//! From a token to a caller.

use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::DeviceId;
use danso_store::{DeviceRow, UserRow};

impl App {
    /// Who speaks with this token.
    ///
    /// # Errors
    /// [`AppError::NotLoggedIn`] when there is no such session, it has ended, or the account is disabled; `device_revoked` when the
    /// commune took the device back, which the phone must know to empty itself.
    pub async fn caller_of(&self, token: &str) -> Result<Caller, AppError> {
        let session = self.store.session(&danso_auth::fingerprint(token)).await?.ok_or(AppError::NotLoggedIn)?;
        if session.expires_ms <= self.env.now_ms() {
            return Err(AppError::NotLoggedIn);
        }
        let user = self.store.users_by_id(&[session.user]).await?.into_iter().next().ok_or(AppError::NotLoggedIn)?;
        if user.disabled {
            return Err(AppError::NotLoggedIn);
        }
        if let Some(device) = session.device {
            let row = self.store.device(device).await?.ok_or(AppError::NotLoggedIn)?;
            check_device(&row, &user)?;
        }
        Ok(caller(user, session.device))
    }

    /// Ends the session of this token.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn log_out(&self, caller: &Caller, token: &str) -> Result<(), AppError> {
        self.store.delete_session(&danso_auth::fingerprint(token)).await?;
        self.note(Some(caller.user), "logged_out", String::new(), serde_json::json!({})).await
    }
}

pub(super) fn caller(user: UserRow, device: Option<DeviceId>) -> Caller {
    Caller { user: user.id, login: user.login, name: user.name, grants: user.grants, device }
}

/// A device speaks for its own account only, and only until it is revoked.
pub(super) fn check_device(device: &DeviceRow, user: &UserRow) -> Result<(), AppError> {
    if device.user != user.id {
        return Err(AppError::Forbidden { code: "device_of_other" });
    }
    if device.revoked_ms.is_some() {
        return Err(AppError::Forbidden { code: "device_revoked" });
    }
    Ok(())
}
