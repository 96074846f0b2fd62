//! Accounts and devices that may no longer speak.

use crate::people::By;
use crate::{App, AppError};
use danso_auth::{Caller, Scope};
use danso_model::{AreaId, DeviceId, UserId};
use danso_store::UserRow;
use serde_json::json;

impl App {
    /// Takes a device back: the server no longer listens to it, and the phone empties itself at its next contact. What it has not sent can still be
    /// brought in from the file it saves.
    ///
    /// # Errors
    /// `NotFound` for a device that is none or of an account the caller does not manage.
    pub async fn revoke_device(&self, caller: &Caller, device: DeviceId) -> Result<(), AppError> {
        let row = self.store.device(device).await?.ok_or(AppError::NotFound)?;
        self.managed_user(caller, row.user).await?;
        if self.store.revoke_device(device, self.env.now_ms()).await? {
            self.note(Some(caller.user), "device_revoked", device.to_string(), json!({})).await?;
        }
        Ok(())
    }

    /// Lets an account log in again, or no longer. Its sessions end; its areas stay until they are handed over.
    ///
    /// # Errors
    /// `NotFound` for an account that is none or that the caller does not manage; `own_account` for the caller's own.
    pub async fn set_disabled(&self, caller: &Caller, user: UserId, disabled: bool) -> Result<(), AppError> {
        if user == caller.user {
            return Err(AppError::Conflict { code: "own_account" });
        }
        let mut row = self.managed_user(caller, user).await?;
        if row.disabled == disabled {
            return Ok(());
        }
        row.disabled = disabled;
        self.store.put_user(&row).await?;
        if disabled {
            self.store.delete_sessions_of(user, self.env.now_ms()).await?;
        }
        let action = if disabled { "account_disabled" } else { "account_enabled" };
        self.note(Some(caller.user), action, user.to_string(), json!({})).await
    }

    /// Gives an account a new password, told once.
    ///
    /// # Errors
    /// `NotFound` for an account that is none or that the caller does not manage.
    pub async fn renew_password(&self, caller: &Caller, user: UserId) -> Result<crate::people::AddedUser, AppError> {
        let row = self.managed_user(caller, user).await?;
        self.reset_password(By::Caller(caller), &row.login, None).await
    }

    /// An account that the caller manages. One who does not may not learn whether it exists.
    pub(super) async fn managed_user(&self, caller: &Caller, user: UserId) -> Result<UserRow, AppError> {
        let row = self.store.users_by_id(&[user]).await?.into_iter().next().ok_or(AppError::NotFound)?;
        if self.manages(caller, &row).await? { Ok(row) } else { Err(AppError::NotFound) }
    }

    /// Whether the caller manages an account; of someone who has no role any more, whether they worked in an area that the caller runs.
    pub(super) async fn manages(&self, caller: &Caller, row: &UserRow) -> Result<bool, AppError> {
        let scope = self.scope(caller);
        if !row.grants.is_empty() {
            return Ok(scope.manages_accounts(row));
        }
        self.worked_for(&scope, row.id).await
    }

    /// Whether someone ever had an area that a commune of the scope runs.
    pub(super) async fn worked_for(&self, scope: &Scope, user: UserId) -> Result<bool, AppError> {
        let areas: Vec<AreaId> = scope.run_areas().collect();
        Ok(self.store.assignments(self.shard, &areas).await?.iter().any(|span| span.user == user))
    }
}
