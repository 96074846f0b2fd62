//! Entry at the desk for a collaborator without a phone: what the forms must know of an area, and the key of half-typed sheets.

use crate::sync::packed;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::AreaId;
use flate2::Compression;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// The key under which a browser keeps what is typed and not sent yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DraftKey {
    /// 32 bytes as hexadecimal digits, for AES-GCM; always the same for an account.
    pub key: String,
}

impl App {
    /// What a phone of an area would download, as gzipped JSON, for whoever runs the area and may see its people. Audited.
    ///
    /// # Errors
    /// `NotFound` for an area that the caller does not run; when the store fails.
    pub async fn entry_area(&self, caller: &Caller, area: AreaId) -> Result<Vec<u8>, AppError> {
        let scope = self.scope(caller);
        if !scope.sees_persons() || !scope.run_areas().any(|own| own == area) {
            return Err(AppError::NotFound);
        }
        let head = self.store.head(self.shard).await?.position;
        let snapshot = self.make_snapshot(caller, &[area], head).await?;
        let detail = json!({ "households": snapshot.households.len() });
        self.note(Some(caller.user), "area_opened", area.to_string(), detail).await?;
        packed(&snapshot, Compression::fast())
    }

    /// The caller's key for half-typed sheets: a browser's files alone do not open them.
    ///
    /// # Errors
    /// `Forbidden` for who reviews nothing.
    pub fn draft_key(&self, caller: &Caller) -> Result<DraftKey, AppError> {
        if !self.scope(caller).reviews_any() {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let key = self.master.draft_key(caller.user.as_bytes());
        Ok(DraftKey { key: key.iter().map(|byte| format!("{byte:02x}")).collect() })
    }
}
