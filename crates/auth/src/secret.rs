//! Tokens and one-time codes: made from random bytes that the caller brings, stored only as their SHA-256.

use sha2::{Digest, Sha256};

/// How long a session of a browser at the desk lasts.
pub const DESK_SESSION_MS: i64 = 12 * 60 * 60 * 1000;

/// How long a session of an enrolled device lasts.
pub const DEVICE_SESSION_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// How long an enrolment code lasts.
pub const CODE_LIFETIME_MS: i64 = 15 * 60 * 1000;

/// A session token of 64 hexadecimal digits, and what the store keeps of it.
#[must_use]
pub fn new_token(chance: [u8; 32]) -> (String, [u8; 32]) {
    let token: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let stored = fingerprint(&token);
    (token, stored)
}

/// A one-time code of 8 digits, easy to read out, and what the store keeps of it.
#[must_use]
pub fn new_code(chance: [u8; 16]) -> (String, [u8; 32]) {
    let code = format!("{:08}", u128::from_le_bytes(chance) % 100_000_000);
    let stored = fingerprint(&code);
    (code, stored)
}

/// A password for an account whose owner will be told it: 12 characters that are not mistaken for each other, about 59 bits.
#[must_use]
pub fn new_password(chance: [u8; 16]) -> String {
    const LETTERS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut rest = u128::from_le_bytes(chance);
    let mut password = String::with_capacity(14);
    for place in 0..12 {
        if place == 4 || place == 8 {
            password.push('-');
        }
        password.push(char::from(LETTERS[usize::try_from(rest % 31).unwrap_or_default()]));
        rest /= 31;
    }
    password
}

/// The SHA-256 under which a token or code is looked up. Looking up by it needs no comparison in constant time: whoever can steer the
/// lookup must already know the hash's preimage.
#[must_use]
pub fn fingerprint(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_token_is_its_bytes_in_hexadecimal() {
        let (token, stored) = new_token([0xab; 32]);
        assert_eq!(token, "ab".repeat(32));
        assert_eq!(stored, fingerprint(&token));
    }

    #[test]
    fn fingerprint_is_sha_256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(fingerprint("").iter().map(|byte| format!("{byte:02x}")).collect::<String>(), empty);
    }

    proptest! {
        #[test]
        fn codes_and_passwords_have_their_shape(chance in any::<[u8; 16]>()) {
            let (code, _) = new_code(chance);
            prop_assert_eq!(code.len(), 8);
            prop_assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
            let password = new_password(chance);
            prop_assert_eq!(password.len(), 14);
            prop_assert!(!password.contains(['0', '1', 'i', 'l', 'o']));
        }
    }
}
