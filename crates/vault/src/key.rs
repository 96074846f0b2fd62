//! The master key and the keys of subjects.

use crate::VaultError;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use danso_model::SubjectId;
use std::fmt;
use std::path::Path;
use zeroize::Zeroizing;

/// Bytes of a nonce.
pub const NONCE_LEN: usize = 24;
/// Bytes of the tag that tells whether sealed bytes were changed.
pub(crate) const TAG_LEN: usize = 16;
/// Bytes of a wrapped key: nonce, key, tag.
pub const WRAPPED_LEN: usize = NONCE_LEN + 32 + TAG_LEN;

/// The subject under which [`MasterKey::statistics`] seals. No person or household has this id, and its key is stored nowhere.
pub const STATISTICS: SubjectId = SubjectId::from_bytes(*b"danso statistics");

/// The key of one person or household.
#[derive(Clone, PartialEq, Eq)]
pub struct SubjectKey(Zeroizing<[u8; 32]>);

impl SubjectKey {
    /// A key from its bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new key; `rng` fills the slice it is given with secret random bytes.
    #[must_use]
    pub fn generate(mut rng: impl FnMut(&mut [u8])) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng(&mut *bytes);
        Self(bytes)
    }

    pub(crate) fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.0))
    }
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectKey(…)")
    }
}

/// The deployment's key, kept outside the database. One key is derived from it for each use, so that no bytes sealed for one use open
/// in another.
#[derive(Clone)]
pub struct MasterKey {
    bytes: Zeroizing<[u8; 32]>,
    wrap: Zeroizing<[u8; 32]>,
    pin: Zeroizing<[u8; 32]>,
    raw: Zeroizing<[u8; 32]>,
    drafts: Zeroizing<[u8; 32]>,
    statistics: SubjectKey,
}

impl MasterKey {
    /// A key from its bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self {
            wrap: Zeroizing::new(blake3::derive_key("danso vault 1 wrapping of subject keys", &bytes)),
            pin: Zeroizing::new(blake3::derive_key("danso vault 1 look-up of identification numbers", &bytes)),
            raw: Zeroizing::new(blake3::derive_key("danso vault 1 sealing of raw bytes", &bytes)),
            drafts: Zeroizing::new(blake3::derive_key("danso vault 1 half-typed sheets at the desk", &bytes)),
            statistics: SubjectKey::from_bytes(blake3::derive_key("danso vault 1 statistics", &bytes)),
            bytes: Zeroizing::new(bytes),
        }
    }

    /// A new key; `rng` fills the slice it is given with secret random bytes.
    #[must_use]
    pub fn generate(mut rng: impl FnMut(&mut [u8])) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng(&mut *bytes);
        Self::from_bytes(*bytes)
    }

    /// Reads 64 hexadecimal digits, or base64 (either alphabet, padding optional). White space around it does not count.
    pub fn from_text(text: &str) -> Result<Self, VaultError> {
        let text = text.trim();
        let bytes = if text.len() == 64 { from_hex(text) } else { from_base64(text) };
        let bytes = Zeroizing::new(bytes.ok_or(VaultError::MasterKeyText)?);
        Ok(Self::from_bytes(*bytes))
    }

    /// Reads a file that holds the text of the key.
    pub fn from_file(path: &Path) -> Result<Self, VaultError> {
        let text = std::fs::read_to_string(path)
            .map(Zeroizing::new)
            .map_err(|source| VaultError::MasterKeyFile { path: path.to_owned(), source })?;
        Self::from_text(&text)
    }

    /// The key as 64 hexadecimal digits, to be written to its file.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new(String::with_capacity(64));
        for byte in *self.bytes {
            text.push(DIGITS[usize::from(byte >> 4)].into());
            text.push(DIGITS[usize::from(byte & 15)].into());
        }
        text
    }

    /// Wraps a subject's key. The nonce must be new and random.
    #[must_use]
    pub fn wrap(&self, subject: SubjectId, key: &SubjectKey, nonce: [u8; NONCE_LEN]) -> Vec<u8> {
        encrypt(&cipher(&self.wrap), nonce, &*key.0, subject.as_bytes())
    }

    /// Opens a wrapped key.
    pub fn unwrap(&self, subject: SubjectId, wrapped: &[u8]) -> Result<SubjectKey, VaultError> {
        let key = decrypt(&cipher(&self.wrap), wrapped, subject.as_bytes()).map(Zeroizing::new);
        let key = key.as_ref().and_then(|key| key.as_slice().try_into().ok());
        key.map(SubjectKey::from_bytes).ok_or(VaultError::WrappedKey { subject })
    }

    /// The keyed hash by which a person is found by identification number. The number itself cannot be guessed from it without the key.
    #[must_use]
    pub fn mac_pin(&self, pin: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.pin, pin.as_bytes()).as_bytes()
    }

    /// The key under which an account's browser keeps what is typed and not sent yet. It is another one for each account.
    #[must_use]
    pub fn draft_key(&self, account: &[u8; 16]) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(*blake3::keyed_hash(&self.drafts, account).as_bytes())
    }

    /// The key of [`STATISTICS`]: what is counted of sealed content is sealed under it once more, and outlives the keys of subjects.
    #[must_use]
    pub const fn statistics(&self) -> &SubjectKey {
        &self.statistics
    }

    /// Seals bytes that belong to no subject yet, such as parked events. The nonce must be new and random.
    #[must_use]
    pub fn seal_raw(&self, plain: &[u8], nonce: [u8; NONCE_LEN]) -> Vec<u8> {
        encrypt(&cipher(&self.raw), nonce, plain, &[])
    }

    /// Opens what [`MasterKey::seal_raw`] sealed.
    pub fn open_raw(&self, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        decrypt(&cipher(&self.raw), sealed, &[]).ok_or(VaultError::Raw)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

/// Nonce, ciphertext, tag.
pub(crate) fn encrypt(cipher: &XChaCha20Poly1305, nonce: [u8; NONCE_LEN], msg: &[u8], aad: &[u8]) -> Vec<u8> {
    let body = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg, aad })
        .expect("a plaintext in memory is shorter than the 256 GB that the cipher takes");
    let mut out = Vec::with_capacity(NONCE_LEN + body.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&body);
    out
}

/// The opposite of [`encrypt`].
pub(crate) fn decrypt(cipher: &XChaCha20Poly1305, sealed: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
    let (nonce, msg) = sealed.split_first_chunk::<NONCE_LEN>()?;
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg, aad }).ok()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    Some(out)
}

fn from_base64(text: &str) -> Option<[u8; 32]> {
    let text = text.strip_suffix('=').unwrap_or(text);
    if text.len() != 43 {
        return None;
    }
    let mut out = [0; 32];
    let (mut held, mut bits, mut at) = (0_u32, 0, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            *out.get_mut(at)? = u8::try_from(held >> bits & 0xff).ok()?;
            at += 1;
        }
    }
    (at == 32).then_some(out)
}
