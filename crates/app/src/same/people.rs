//! What of a sheet is compared: name, sex, day of birth, where someone lives, and a keyed hash of the number, which is never opened for it.

use danso_linkage::hash::mix;
use danso_linkage::number::Digits;
use danso_linkage::person::record::{Person, Row, Standardiser};
use danso_model::{HamletId, HouseholdId};
use danso_places::UnitCode;
use danso_store::{LikeRow, PersonRow};
use std::collections::HashMap;

/// One sheet as compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub(super) name: &'a str,
    pub(super) sex: char,
    /// Partial date.
    pub(super) birth: &'a str,
    pub(super) pin: Option<[u8; 32]>,
    pub(super) household: Option<HouseholdId>,
    pub(super) hamlet: Option<HamletId>,
}

impl<'a> From<&'a LikeRow> for Sheet<'a> {
    fn from(row: &'a LikeRow) -> Self {
        let (name, birth) = (row.name.as_str(), row.birth.as_str());
        Self { name, sex: row.sex, birth, pin: row.pin_mac, household: row.household, hamlet: row.hamlet }
    }
}

impl<'a> From<&'a PersonRow> for Sheet<'a> {
    fn from(row: &'a PersonRow) -> Self {
        let (name, birth) = (row.name.as_str(), row.birth.as_str());
        Self { name, sex: row.sex, birth, pin: row.pin_mac, household: row.household, hamlet: row.hamlet }
    }
}

/// A number for an id, zero for none: what is compared are equal ids.
fn short(id: Option<[u8; 16]>) -> u32 {
    id.map_or(0, |id| {
        let (high, low) = id.split_at(8);
        let part = |bytes: &[u8]| bytes.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        ((mix(part(high) ^ mix(part(low))) >> 32) as u32).max(1)
    })
}

/// The commune of a hamlet.
pub(super) type Map<'a> = &'a (dyn Fn(HamletId) -> Option<UnitCode> + Sync);

/// Turns sheets into what is compared.
pub(super) struct Reader<'a> {
    map: Map<'a>,
    communes: HashMap<HamletId, Option<UnitCode>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(map: Map<'a>) -> Self {
        Self { map, communes: HashMap::new() }
    }

    /// Standardises a sheet. The house is the household: the register knows no houses, and whom a household shares a roof with is who is in it.
    pub(super) fn person(&mut self, standardiser: &mut Standardiser, sheet: &Sheet<'_>) -> Person {
        let commune = sheet.hamlet.and_then(|hamlet| *self.communes.entry(hamlet).or_insert_with(|| (self.map)(hamlet)));
        let mut letters = [0; 4];
        let row = Row {
            name: sheet.name,
            sex: sheet.sex.encode_utf8(&mut letters),
            birth: sheet.birth,
            commune: commune.as_ref().map_or("", UnitCode::as_str),
            ..Row::default()
        };
        let mut person = standardiser.person(&row);
        person.household = short(sheet.household.map(|id| *id.0.as_bytes()));
        person.house = person.household;
        person.hamlet = short(sheet.hamlet.map(|id| *id.0.as_bytes()));
        if let Some([first, second, third, fourth, fifth, sixth, seventh, eighth, ..]) = sheet.pin {
            person.number = Digits::code(u64::from_be_bytes([first, second, third, fourth, fifth, sixth, seventh, eighth]));
        }
        person
    }
}
