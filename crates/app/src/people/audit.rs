//! Rows of the audit about accounts.

use crate::{App, AppError};
use danso_model::UserId;
use danso_store::AuditRow;

impl App {
    /// Appends one row to the audit. `object` is an id or a unit, `detail` JSON without a name or number of a person.
    pub(crate) async fn note(
        &self,
        user: Option<UserId>,
        action: &str,
        object: String,
        detail: serde_json::Value,
    ) -> Result<(), AppError> {
        let row = AuditRow { at_ms: self.env.now_ms(), user, action: action.to_owned(), object, detail: detail.to_string() };
        Ok(self.store.audit(&row).await?)
    }
}
