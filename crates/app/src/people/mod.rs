//! Accounts, sessions and devices: who someone is, before the scope says what they may do.
//!
//! Every action here leaves a row in the audit, which holds ids and roles and never a login that was typed, a name or a number.

mod accounts;
mod audit;
mod caller;
mod devices;
mod log_in;
mod password;
mod shapes;
mod tries;

pub use accounts::{AddedUser, By, NewUser, UserLine};
pub use devices::{DeviceCodeReply, Enrol};
pub use log_in::{DeviceAsk, LogIn};
pub use shapes::{DeviceInfo, MeReply, RoleInfo, SessionReply, UserInfo};

use std::sync::Mutex;
use tokio::sync::Semaphore;
use tries::Tries;

/// How many passwords are hashed at once: each takes 19 MiB and a core.
const HASHING_AT_ONCE: usize = 4;

/// What this module remembers between calls; lost at a restart.
#[derive(Debug)]
pub struct PeopleState {
    log_ins: Mutex<Tries>,
    enrolments: Mutex<Tries>,
    hashing: Semaphore,
}

impl Default for PeopleState {
    fn default() -> Self {
        Self {
            log_ins: Mutex::new(Tries::new(tries::LOG_INS)),
            enrolments: Mutex::new(Tries::new(tries::ENROLMENTS)),
            hashing: Semaphore::new(HASHING_AT_ONCE),
        }
    }
}
