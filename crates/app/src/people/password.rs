//! Passwords, hashed off the async threads and a few at a time.

use crate::{App, AppError};
use danso_auth::{PasswordError, PasswordRule};

/// A hash that no password has, with the parameters of real ones: compared with when the login is unknown, so that an answer takes as
/// long as for a known one.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl App {
    /// Whether a password belongs to a stored hash; None is an account that does not exist.
    pub(super) async fn password_fits(&self, password: String, stored: Option<String>) -> Result<bool, AppError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODYS.to_owned());
        let fits = self.hashing(move || danso_auth::verify_password(&password, &stored)).await?;
        Ok(fits && known)
    }

    /// The hash to store for a password.
    pub(super) async fn password_hash(&self, password: String) -> Result<String, AppError> {
        let mut salt = [0; 16];
        self.env.chance.fill(&mut salt);
        self.hashing(move || danso_auth::hash_password(&password, &salt)).await
    }

    async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, AppError> {
        let _turn = self.people_state.hashing.acquire().await.map_err(|_| AppError::damaged("password hash"))?;
        let done = tokio::task::spawn_blocking(work).await.map_err(|_| AppError::damaged("password hash"))?;
        done.map_err(|error| AppError::damaged(error.to_string()))
    }
}

/// Refuses a password that breaks a rule.
pub(super) fn check(login: &str, password: &str) -> Result<(), AppError> {
    danso_auth::check_password(login, password).map_err(|rule| match rule {
        PasswordRule::TooShort => AppError::bad("password_too_short", rule.to_string()),
        PasswordRule::TooLong => AppError::bad("password_too_long", rule.to_string()),
        PasswordRule::IsLogin => AppError::bad("password_is_login", rule.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::NOBODYS;

    #[test]
    fn nobodys_hash_is_read_and_fits_nothing() {
        assert!(matches!(danso_auth::verify_password("", NOBODYS), Ok(false)));
    }
}
