//! The projection against other engines and against what the United Nations publish.

#[path = "projection/accounts.rs"]
mod accounts;
#[path = "projection/data.rs"]
mod data;
#[path = "projection/reference.rs"]
mod reference;
#[path = "projection/scenarios.rs"]
mod scenarios;
#[path = "projection/viet_nam.rs"]
mod viet_nam;
