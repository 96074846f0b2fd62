//! What the vault promises.

use danso_model::{EventId, Position, Shard, SubjectId};
use danso_vault::{Link, MasterKey, SubjectKey, VaultError, WRAPPED_LEN, chain, open, seal};
use std::collections::HashMap;

const SUBJECT: SubjectId = SubjectId::from_bytes([1; 16]);
const OTHER: SubjectId = SubjectId::from_bytes([2; 16]);
const EVENT: EventId = EventId::from_bytes([3; 16]);

fn master() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(1);
        }
    }
}

fn sealed_pair() -> (Vec<u8>, HashMap<SubjectId, SubjectKey>) {
    let mut rng = counting();
    let parts = [
        (SUBJECT, SubjectKey::generate(&mut rng), "Nguyễn Thị Hoa".as_bytes().to_vec()),
        (OTHER, SubjectKey::generate(&mut rng), Vec::new()),
    ];
    let blob = seal(&parts, EVENT, &mut rng);
    (blob, parts.into_iter().map(|(subject, key, _)| (subject, key)).collect())
}

#[test]
fn a_master_key_is_read_from_hex_and_both_base64_alphabets() {
    let bytes: [u8; 32] = std::array::from_fn(|at| if at < 3 { 0xff } else { u8::try_from(at).unwrap() });
    let hex = MasterKey::from_bytes(bytes).to_text();
    let wrapped = MasterKey::from_bytes(bytes).wrap(SUBJECT, &SubjectKey::from_bytes([9; 32]), [0; 24]);
    let texts = [
        hex.as_str(),
        &format!("  {}\n", hex.to_uppercase()),
        "////AwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "____AwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    ];
    for text in texts {
        assert!(MasterKey::from_text(text).unwrap().unwrap(SUBJECT, &wrapped).is_ok(), "{text}");
    }
    for text in ["", "00", &"g".repeat(64), &"é".repeat(32), &"!".repeat(43), &"A".repeat(42)] {
        assert!(matches!(MasterKey::from_text(text), Err(VaultError::MasterKeyText)), "{text}");
    }
}

#[test]
fn a_master_key_is_read_from_its_file() {
    let path = std::env::temp_dir().join(format!("danso-vault-{}", std::process::id()));
    std::fs::write(&path, format!("{}\n", master().to_text().as_str())).unwrap();
    let read = MasterKey::from_file(&path);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(read.unwrap().mac_pin("1"), master().mac_pin("1"));
    assert!(matches!(MasterKey::from_file(&path), Err(VaultError::MasterKeyFile { .. })));
}

#[test]
fn keys_never_show_in_debug() {
    assert_eq!(format!("{:?} {:?}", master(), SubjectKey::from_bytes([5; 32])), "MasterKey(…) SubjectKey(…)");
}

#[test]
fn a_wrapped_key_opens_only_for_its_subject_and_its_master() {
    let key = SubjectKey::from_bytes([5; 32]);
    let mut wrapped = master().wrap(SUBJECT, &key, [4; 24]);
    assert_eq!(wrapped.len(), WRAPPED_LEN);
    assert_eq!(master().unwrap(SUBJECT, &wrapped).unwrap(), key);
    assert!(matches!(master().unwrap(OTHER, &wrapped), Err(VaultError::WrappedKey { subject: OTHER })));
    assert!(MasterKey::from_bytes([8; 32]).unwrap(SUBJECT, &wrapped).is_err());
    assert!(master().unwrap(SUBJECT, &wrapped[..20]).is_err());
    wrapped[30] ^= 1;
    assert!(master().unwrap(SUBJECT, &wrapped).is_err());
}

#[test]
fn sealed_parts_open_with_their_keys_and_are_none_without() {
    let (blob, mut keys) = sealed_pair();
    let name = "Nguyễn Thị Hoa".as_bytes().to_vec();
    assert_eq!(open(&blob, EVENT, &keys).unwrap(), [(SUBJECT, Some(name)), (OTHER, Some(Vec::new()))]);
    keys.remove(&SUBJECT);
    assert_eq!(open(&blob, EVENT, &keys).unwrap(), [(SUBJECT, None), (OTHER, Some(Vec::new()))]);
    assert_eq!(open(&[], EVENT, &keys).unwrap(), []);
    assert!(seal(&[], EVENT, &mut counting()).is_empty());
}

#[test]
fn every_changed_byte_of_a_blob_is_noticed() {
    let (blob, keys) = sealed_pair();
    let whole = open(&blob, EVENT, &keys).unwrap();
    let boundary = blob.len() - (16 + 4 + 24 + 16);
    for at in 0..blob.len() {
        let mut changed = blob.clone();
        changed[at] ^= 1;
        match open(&changed, EVENT, &keys) {
            Ok(parts) => assert_ne!(parts, whole, "byte {at}"),
            Err(error) => assert!(matches!(error, VaultError::Sealed { event: EVENT }), "byte {at}"),
        }
        if at > 0 && at != boundary {
            assert!(open(&blob[..at], EVENT, &keys).is_err(), "cut at {at}");
        }
    }
    assert!(open(&blob, EventId::from_bytes([9; 16]), &keys).is_err(), "moved to another event");
}

#[test]
fn the_hash_of_a_number_depends_on_number_and_master() {
    let mac = master().mac_pin("092301001234");
    assert_eq!(mac, master().mac_pin("092301001234"));
    assert_ne!(mac, master().mac_pin("092301001235"));
    assert_ne!(mac, MasterKey::from_bytes([8; 32]).mac_pin("092301001234"));
}

#[test]
fn raw_bytes_open_only_as_raw_bytes_of_the_same_master() {
    let sealed = master().seal_raw(b"{}", [4; 24]);
    assert_eq!(master().open_raw(&sealed).unwrap(), b"{}");
    assert!(matches!(MasterKey::from_bytes([8; 32]).open_raw(&sealed), Err(VaultError::Raw)));
    assert!(master().open_raw(&master().wrap(SUBJECT, &SubjectKey::from_bytes([5; 32]), [4; 24])).is_err());
}

fn link() -> Link<'static> {
    Link {
        shard: Shard(92),
        position: Position(1),
        kind: "recorded",
        event: Some(EVENT),
        at_ms: 1_767_225_600_000,
        payload: b"{\"v\":1}",
        sealed: b"sealed",
    }
}

#[test]
fn the_chain_has_the_documented_bytes() {
    let mut bytes = b"danso log 1".to_vec();
    bytes.extend([0; 32]);
    bytes.extend([92, 0, 0, 0, 1]);
    bytes.extend([0, 0, 0, 0, 0, 0, 0, 8]);
    bytes.extend(b"recorded\x01");
    bytes.extend([3; 16]);
    bytes.extend(1_767_225_600_000_i64.to_be_bytes());
    bytes.extend([0, 0, 0, 0, 0, 0, 0, 7]);
    bytes.extend(b"{\"v\":1}");
    bytes.extend([0, 0, 0, 0, 0, 0, 0, 6]);
    bytes.extend(b"sealed");
    let hash = chain(&[0; 32], &link());
    assert_eq!(hash, *blake3::hash(&bytes).as_bytes());
    assert_eq!(blake3::Hash::from(hash).to_hex().as_str(), "34aa4ddc75c68c1ed2a3aae10b4b1ddfd66039ea278d8fec371fb2b71ee2d29a");
}

#[test]
fn every_part_of_an_entry_moves_the_chain() {
    let base = chain(&[0; 32], &link());
    let others = [
        chain(&[1; 32], &link()),
        chain(&[0; 32], &Link { shard: Shard(1), ..link() }),
        chain(&[0; 32], &Link { position: Position(2), ..link() }),
        chain(&[0; 32], &Link { kind: "submitted", ..link() }),
        chain(&[0; 32], &Link { event: None, ..link() }),
        chain(&[0; 32], &Link { at_ms: 0, ..link() }),
        chain(&[0; 32], &Link { payload: b"{\"v\":1}s", sealed: b"ealed", ..link() }),
        chain(&[0; 32], &Link { sealed: b"", ..link() }),
    ];
    assert!(others.iter().all(|hash| *hash != base));
}
