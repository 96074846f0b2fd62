//! `/api/review`

pub(super) mod accept;
pub(super) mod accept_clean;
pub(super) mod duplicates;
pub(super) mod give_back;
pub(super) mod list;
pub(super) mod read;

use danso_model::{EventId, EventStatus, Position};
use danso_wire::status_name;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decision {
    /// The event.
    id: Uuid,
    /// `accepted` or `returned`.
    status: &'static str,
    /// Where the decision stands in the log.
    position: u32,
}

impl Decision {
    fn new(event: EventId, status: EventStatus, position: Position) -> Self {
        Self { id: event.0, status: status_name(status), position: position.0 }
    }
}
