//! Passwords: Argon2id, and what a password must be.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use thiserror::Error;

/// The fewest characters of a password.
pub const MIN_PASSWORD_CHARS: usize = 8;

/// The most bytes: more is work for the hash and nothing else.
const MAX_PASSWORD_BYTES: usize = 256;

/// Source: OWASP Password Storage Cheat Sheet, "Argon2id": m = 19 MiB, t = 2, p = 1.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A rule that a proposed password breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordRule {
    /// Fewer than [`MIN_PASSWORD_CHARS`] characters.
    #[error("password has fewer than {MIN_PASSWORD_CHARS} characters")]
    TooShort,
    /// More than can sensibly be typed.
    #[error("password has more than {MAX_PASSWORD_BYTES} bytes")]
    TooLong,
    /// The same as the login, whatever the case.
    #[error("password is the login")]
    IsLogin,
}

/// Why a password could not be hashed or compared.
#[derive(Debug, Error)]
pub enum PasswordError {
    /// The stored text is no Argon2 hash in PHC form.
    #[error("stored password hash cannot be read")]
    Damaged,
    /// The hash function said no, for example to a salt of fewer than 8 bytes.
    #[error("password cannot be hashed")]
    Hash,
}

/// Whether someone may choose this password.
///
/// ```
/// use danso_auth::{PasswordRule, check_password};
/// assert_eq!(check_password("hoa.ctv", "bảy chữ cái"), Ok(()));
/// assert_eq!(check_password("hoa.ctv", "Hoa.CTV"), Err(PasswordRule::TooShort));
/// ```
pub fn check_password(login: &str, password: &str) -> Result<(), PasswordRule> {
    if password.chars().count() < MIN_PASSWORD_CHARS {
        return Err(PasswordRule::TooShort);
    }
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(PasswordRule::TooLong);
    }
    if password.to_lowercase() == login.to_lowercase() {
        return Err(PasswordRule::IsLogin);
    }
    Ok(())
}

/// Hashes a password; the text in PHC form is what the store keeps. Takes tens of milliseconds: call it off the async threads.
pub fn hash_password(password: &str, salt: &[u8]) -> Result<String, PasswordError> {
    let hash = hasher()?.hash_password_with_salt(password.as_bytes(), salt).map_err(|_| PasswordError::Hash)?;
    Ok(hash.to_string())
}

/// Compares a password with a stored hash, under the parameters that the hash names. As slow as [`hash_password`].
pub fn verify_password(password: &str, stored: &str) -> Result<bool, PasswordError> {
    let parsed = PasswordHash::new(stored).map_err(|_| PasswordError::Damaged)?;
    if password.len() > MAX_PASSWORD_BYTES {
        return Ok(false);
    }
    match hasher()?.verify_password(password.as_bytes(), &parsed) {
        Ok(()) => Ok(true),
        Err(HashError::PasswordInvalid) => Ok(false),
        Err(_) => Err(PasswordError::Damaged),
    }
}

fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| PasswordError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &[u8] = b"sixteen bytes...";

    #[test]
    fn right_and_wrong_passwords() {
        let stored = hash_password("mật khẩu dài", SALT).expect("hashes");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify_password("mật khẩu dài", &stored).expect("compares"));
        assert!(!verify_password("mat khau dai", &stored).expect("compares"));
    }

    #[test]
    fn two_salts_make_two_hashes() {
        assert_ne!(hash_password("12345678", SALT).ok(), hash_password("12345678", b"another salt....").ok());
    }

    #[test]
    fn a_damaged_hash_is_an_error_and_no_match() {
        assert!(matches!(verify_password("12345678", "12345678"), Err(PasswordError::Damaged)));
        assert!(matches!(verify_password("", ""), Err(PasswordError::Damaged)));
    }

    #[test]
    fn rules() {
        assert_eq!(check_password("hoa", "1234567"), Err(PasswordRule::TooShort));
        assert_eq!(check_password("hoa", "đườngđườ"), Ok(()), "characters count, not bytes");
        assert_eq!(check_password("canbo31120", "CanBo31120"), Err(PasswordRule::IsLogin));
        assert_eq!(check_password("hoa", &"x".repeat(257)), Err(PasswordRule::TooLong));
    }
}
