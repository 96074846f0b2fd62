//! What a phone saved to a file because it could not send it: brought in by an officer, in the name of whoever recorded it.

use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::DeviceId;
use danso_wire::{Push, PushReply};
use serde_json::json;

impl App {
    /// Takes in events of a device that its officer holds as a file, as if the device had pushed them: any number of times, revoked or not. They keep
    /// their author, device and counter, so that the count of the device closes; what no longer lies in the author's areas waits for review.
    ///
    /// # Errors
    /// `NotFound` for a device that is none, or of someone whose account the caller does not manage and who never had an area that the
    /// caller's commune runs; as [`App::push`] otherwise.
    pub async fn bring_in(&self, caller: &Caller, push: Push) -> Result<PushReply, AppError> {
        let device = self.store.device(DeviceId(push.device)).await?.ok_or(AppError::NotFound)?;
        let author = self.store.users_by_id(&[device.user]).await?.into_iter().next().ok_or(AppError::NotFound)?;
        let scope = self.scope(caller);
        if !scope.manages_accounts(&author) && !self.worked_for(&scope, author.id).await? {
            return Err(AppError::NotFound);
        }
        let events = push.events.len();
        let speaker =
            Caller { user: author.id, login: author.login, name: author.name, grants: author.grants, device: Some(device.id) };
        let reply = self.push(&speaker, push).await?;
        self.note(Some(caller.user), "outbox_brought_in", device.id.to_string(), json!({ "events": events })).await?;
        Ok(reply)
    }
}
