//! Who asks for figures: remembered once a day and kind.

use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::UserId;
use danso_store::UseKind;
use danso_tally::day_number;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// What is remembered already of a day.
#[derive(Debug, Default)]
pub(crate) struct Uses(Mutex<(i32, HashSet<(UserId, UseKind)>)>);

impl Uses {
    fn knows(&self, day: i32, user: UserId, kind: UseKind) -> bool {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.0 == day && noted.1.contains(&(user, kind))
    }

    fn keep(&self, day: i32, user: UserId, kind: UseKind) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.0 != day {
            *noted = (day, HashSet::new());
        }
        noted.1.insert((user, kind));
    }
}

impl App {
    /// Remembers that a caller asked for something and got it. At most one write an account, day and kind while the program runs.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_use(&self, caller: &Caller, kind: UseKind) -> Result<(), AppError> {
        let day = day_number(self.env.today());
        if !self.uses.knows(day, caller.user, kind) {
            self.store.note_use(caller.user, day, kind).await?;
            self.uses.keep(day, caller.user, kind);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_noted_holds_for_its_day_and_kind() {
        let (uses, user) = (Uses::default(), UserId(Uuid::from_u128(7)));
        uses.keep(20_260_715, user, UseKind::Figures);
        assert!(uses.knows(20_260_715, user, UseKind::Figures));
        assert!(!uses.knows(20_260_715, user, UseKind::Reports));
        assert!(!uses.knows(20_260_716, user, UseKind::Figures));
        uses.keep(20_260_716, user, UseKind::Reports);
        assert!(!uses.knows(20_260_715, user, UseKind::Figures));
        assert!(uses.knows(20_260_716, user, UseKind::Reports));
    }
}
