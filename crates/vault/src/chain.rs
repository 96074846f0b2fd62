//! The hash chain of a log.

use danso_model::{EventId, Position, Shard};

/// What a log entry is, as far as the chain goes.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// Which log.
    pub shard: Shard,
    /// Where in it.
    pub position: Position,
    /// The stored text of the entry's kind.
    pub kind: &'a str,
    /// The event that comes in or is decided on.
    pub event: Option<EventId>,
    /// The server's clock.
    pub at_ms: i64,
    /// The open part.
    pub payload: &'a [u8],
    /// The sealed part.
    pub sealed: &'a [u8],
}

/// The hash after an entry, given the one before it (all zero before the first).
///
/// BLAKE3 over these bytes, numbers big endian:
/// `"danso log 1" ‖ previous hash (32) ‖ shard (1) ‖ position (4) ‖ length of kind (8) ‖ kind ‖ 0, or 1 and the event's id (16) ‖
/// at_ms (8, two's complement) ‖ length of payload (8) ‖ payload ‖ length of sealed (8) ‖ sealed`.
/// Every part has a fixed or a stated length, so no two entries give the same bytes.
#[must_use]
pub fn chain(previous: &[u8; 32], link: &Link<'_>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"danso log 1");
    hasher.update(previous);
    hasher.update(&[link.shard.0]);
    hasher.update(&link.position.0.to_be_bytes());
    part(&mut hasher, link.kind.as_bytes());
    match link.event {
        None => hasher.update(&[0]),
        Some(event) => hasher.update(&[1]).update(event.as_bytes()),
    };
    hasher.update(&link.at_ms.to_be_bytes());
    part(&mut hasher, link.payload);
    part(&mut hasher, link.sealed);
    *hasher.finalize().as_bytes()
}

fn part(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}
