//! `/api/reports/board`, `/api/reports/closed`, `/api/reports/declarations`, `/api/reports/forms`

pub(super) mod board;
pub(super) mod check;
pub(super) mod declare;
pub(super) mod file;
pub(super) mod forms;
pub(super) mod list;
pub(super) mod read;
pub(super) mod revise;
pub(super) mod step;
