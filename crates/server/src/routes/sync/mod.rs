//! `/api/sync`

use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::http::{HeaderName, HeaderValue};

pub(super) mod differences;
pub(super) mod pull;
pub(super) mod push;
pub(super) mod snapshot;

/// Says for how many days the phone may be used without contact. `docs/wire.md`, Sync.
const LEASE: HeaderName = HeaderName::from_static("danso-lease-days");

async fn lease(server: &Server, session: &Session) -> Result<[(HeaderName, HeaderValue); 1], Problem> {
    Ok([(LEASE, HeaderValue::from(server.app.lease_days(&session.caller).await?))])
}
