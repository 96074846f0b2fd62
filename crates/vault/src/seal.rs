//! Sealing the personal content of an event.
//!
//! A blob is a sequence of parts: the subject (16 bytes), the length of what follows (u32, big endian), nonce (24), ciphertext and tag.
//! Each part is XChaCha20-Poly1305 under its subject's key, with `event ‖ subject` as associated data, so that a part cannot be moved
//! to another event or passed off as another subject's. The empty blob has no parts.

use crate::VaultError;
use crate::key::{NONCE_LEN, SubjectKey, TAG_LEN, decrypt, encrypt};
use danso_model::{EventId, SubjectId};
use std::collections::HashMap;

/// A part of a blob: None when the key is not there, that is, when the subject was erased.
pub type Opened = (SubjectId, Option<Vec<u8>>);

const HEADER_LEN: usize = 16 + 4;

/// Seals the parts of one event. `nonce_source` fills the slice it is given with random bytes.
///
/// # Panics
/// When one part is 4 GB or longer.
#[must_use]
pub fn seal(parts: &[(SubjectId, SubjectKey, Vec<u8>)], event: EventId, nonce_source: &mut dyn FnMut(&mut [u8])) -> Vec<u8> {
    let total = parts.iter().map(|(_, _, plain)| HEADER_LEN + NONCE_LEN + plain.len() + TAG_LEN).sum();
    let mut blob = Vec::with_capacity(total);
    for (subject, key, plain) in parts {
        let mut nonce = [0; NONCE_LEN];
        nonce_source(&mut nonce);
        let part = encrypt(&key.cipher(), nonce, plain, &context(event, *subject));
        blob.extend_from_slice(subject.as_bytes());
        blob.extend_from_slice(&u32::try_from(part.len()).expect("a part is far below 4 GB").to_be_bytes());
        blob.extend_from_slice(&part);
    }
    blob
}

/// Opens the parts whose keys are given. A part that does not open under its key is an error; a missing key is not.
pub fn open(blob: &[u8], event: EventId, keys: &HashMap<SubjectId, SubjectKey>) -> Result<Vec<Opened>, VaultError> {
    let damaged = || VaultError::Sealed { event };
    let mut opened = Vec::new();
    let mut rest = blob;
    while !rest.is_empty() {
        let (subject, after) = rest.split_first_chunk::<16>().ok_or_else(damaged)?;
        let (len, after) = after.split_first_chunk::<4>().ok_or_else(damaged)?;
        let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| damaged())?;
        if len < NONCE_LEN + TAG_LEN {
            return Err(damaged());
        }
        let (part, after) = after.split_at_checked(len).ok_or_else(damaged)?;
        let subject = SubjectId::from_bytes(*subject);
        let plain = match keys.get(&subject) {
            Some(key) => Some(decrypt(&key.cipher(), part, &context(event, subject)).ok_or_else(damaged)?),
            None => None,
        };
        opened.push((subject, plain));
        rest = after;
    }
    Ok(opened)
}

fn context(event: EventId, subject: SubjectId) -> [u8; 32] {
    let mut aad = [0; 32];
    aad[..16].copy_from_slice(event.as_bytes());
    aad[16..].copy_from_slice(subject.as_bytes());
    aad
}
