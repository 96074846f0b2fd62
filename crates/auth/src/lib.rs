//! People, roles at places, sessions, devices, and the one scope function.
//!
//! Nothing here does IO: a clock's reading, random bytes and rows of the store come in as arguments.
//! What a caller may see and do is said by [`Scope`] and nowhere else.
//!
//! # The most common change: what a role may do
//! Change [`Scope::of`] or the question it concerns, then the table of that role in `tests/scope/`: every role has a file of its own there
//! that asks every question about a place inside and a place outside.

mod caller;
mod duties;
mod password;
mod scope;
mod secret;

pub use caller::Caller;
pub use duties::Duties;
pub use password::{MIN_PASSWORD_CHARS, PasswordError, PasswordRule, check_password, hash_password, verify_password};
pub use scope::Scope;
pub use secret::{CODE_LIFETIME_MS, DESK_SESSION_MS, DEVICE_SESSION_MS, fingerprint, new_code, new_password, new_token};
