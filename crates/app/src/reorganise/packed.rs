//! A change of the territory as bytes, kept so that it can be undone: JSON, packed with gzip.
//!
//! A row is a list of its fields in the order of its struct. A field that is added later comes at the end and may be missing.

use crate::AppError;
use danso_model::{AreaId, EventId, HamletId, UserId};
use danso_store::{
    AreaRow, CommuneSetting, Grant, GrantsRow, GuessRow, HamletRow, HamletStepRow, Role, RowSwap, SuccessionRow, TerritoryChange,
    UnitRow,
};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use uuid::Uuid;

type Day = Option<i32>;
type UnitFields = (String, Day, Day, String, Option<String>, Option<String>);
type SuccessionFields = (String, String, i32, bool, String);
type StepFields = (Uuid, Uuid, i32, u32, u32);
type GuessFields = (Uuid, i32);
type HamletFields = (Uuid, String, String, String, String, Day, Day);
type AreaFields = (Uuid, String, String, String, Vec<Uuid>);
type SettingFields = (String, bool);
type GrantsFields = (Uuid, Vec<(String, Option<String>, Option<Uuid>)>);
type Pair<T> = (Option<T>, Option<T>);

#[derive(Serialize, Deserialize)]
struct Packed {
    version: u32,
    through: Option<(Day, Day)>,
    units: Vec<Pair<UnitFields>>,
    successions: Vec<Pair<SuccessionFields>>,
    steps: Vec<Pair<StepFields>>,
    guesses: Vec<Pair<GuessFields>>,
    hamlets: Vec<Pair<HamletFields>>,
    areas: Vec<Pair<AreaFields>>,
    settings: Vec<Pair<SettingFields>>,
    grants: Vec<Pair<GrantsFields>>,
    transfers: Vec<Uuid>,
}

/// Fields of a row, there and back.
trait Fields: Sized {
    type Of;
    fn fields(&self) -> Self::Of;
    fn row(fields: Self::Of) -> Option<Self>;
}

impl Fields for UnitRow {
    type Of = UnitFields;
    fn fields(&self) -> UnitFields {
        (self.code.clone(), self.valid_from, self.valid_to, self.full_name.clone(), self.parent.clone(), self.decree.clone())
    }
    fn row((code, valid_from, valid_to, full_name, parent, decree): UnitFields) -> Option<Self> {
        Some(Self { code, valid_from, valid_to, full_name, parent, decree })
    }
}

impl Fields for SuccessionRow {
    type Of = SuccessionFields;
    fn fields(&self) -> SuccessionFields {
        (self.old.clone(), self.new.clone(), self.on, self.whole, self.decree.clone())
    }
    fn row((old, new, on, whole, decree): SuccessionFields) -> Option<Self> {
        Some(Self { old, new, on, whole, decree })
    }
}

impl Fields for HamletStepRow {
    type Of = StepFields;
    fn fields(&self) -> StepFields {
        (self.old.0, self.new.0, self.on, self.households, self.persons)
    }
    fn row((old, new, on, households, persons): StepFields) -> Option<Self> {
        Some(Self { old: HamletId(old), new: HamletId(new), on, households, persons })
    }
}

impl Fields for GuessRow {
    type Of = GuessFields;
    fn fields(&self) -> GuessFields {
        (self.hamlet.0, self.on)
    }
    fn row((hamlet, on): GuessFields) -> Option<Self> {
        Some(Self { hamlet: HamletId(hamlet), on })
    }
}

impl Fields for HamletRow {
    type Of = HamletFields;
    fn fields(&self) -> HamletFields {
        let (code, name, kind, commune) = (self.code.clone(), self.name.clone(), self.kind.clone(), self.commune.clone());
        (self.id.0, code, name, kind, commune, self.valid_from, self.valid_to)
    }
    fn row((id, code, name, kind, commune, valid_from, valid_to): HamletFields) -> Option<Self> {
        Some(Self { id: HamletId(id), code, name, kind, commune, valid_from, valid_to })
    }
}

impl Fields for AreaRow {
    type Of = AreaFields;
    fn fields(&self) -> AreaFields {
        let hamlets = self.hamlets.iter().map(|hamlet| hamlet.0).collect();
        (self.id.0, self.number.clone(), self.name.clone(), self.commune.clone(), hamlets)
    }
    fn row((id, number, name, commune, hamlets): AreaFields) -> Option<Self> {
        Some(Self { id: AreaId(id), number, name, commune, hamlets: hamlets.into_iter().map(HamletId).collect() })
    }
}

impl Fields for CommuneSetting {
    type Of = SettingFields;
    fn fields(&self) -> SettingFields {
        (self.commune.clone(), self.accept_clean)
    }
    fn row((commune, accept_clean): SettingFields) -> Option<Self> {
        Some(Self { commune, accept_clean })
    }
}

impl Fields for GrantsRow {
    type Of = GrantsFields;
    fn fields(&self) -> GrantsFields {
        let grant = |grant: &Grant| (grant.role.as_str().to_owned(), grant.unit.clone(), grant.area.map(|area| area.0));
        (self.user.0, self.grants.iter().map(grant).collect())
    }
    fn row((user, grants): GrantsFields) -> Option<Self> {
        let grant = |(role, unit, area): (String, Option<String>, Option<Uuid>)| {
            Some(Grant { role: Role::parse(&role)?, unit, area: area.map(AreaId) })
        };
        Some(Self { user: UserId(user), grants: grants.into_iter().map(grant).collect::<Option<_>>()? })
    }
}

fn packed<T: Fields>(swaps: &[RowSwap<T>]) -> Vec<Pair<T::Of>> {
    swaps.iter().map(|swap| (swap.before.as_ref().map(T::fields), swap.after.as_ref().map(T::fields))).collect()
}

fn unpacked<T: Fields>(pairs: Vec<Pair<T::Of>>) -> Result<Vec<RowSwap<T>>, AppError> {
    let read = |fields: Option<T::Of>| fields.map(|fields| T::row(fields).ok_or_else(damaged)).transpose();
    pairs.into_iter().map(|(before, after)| Ok(RowSwap { before: read(before)?, after: read(after)? })).collect()
}

fn damaged() -> AppError {
    AppError::damaged("change of a reorganisation")
}

/// The bytes of a change, with the events that put households into other hamlets.
pub(super) fn pack(change: &TerritoryChange, transfers: &[EventId]) -> Result<Vec<u8>, AppError> {
    let packed = Packed {
        version: 1,
        through: change.through,
        units: packed(&change.units),
        successions: packed(&change.successions),
        steps: packed(&change.steps),
        guesses: packed(&change.guesses),
        hamlets: packed(&change.hamlets),
        areas: packed(&change.areas),
        settings: packed(&change.settings),
        grants: packed(&change.grants),
        transfers: transfers.iter().map(|event| event.0).collect(),
    };
    let json = serde_json::to_vec(&packed).map_err(|_| damaged())?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&json).and_then(|()| encoder.finish()).map_err(|_| damaged())
}

/// The change turned round, so that writing it undoes it, and the events to withdraw.
pub(super) fn unpack_turned(bytes: &[u8]) -> Result<(TerritoryChange, Vec<EventId>), AppError> {
    let mut json = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut json).map_err(|_| damaged())?;
    let packed: Packed = serde_json::from_slice(&json).map_err(|_| damaged())?;
    if packed.version != 1 {
        return Err(damaged());
    }
    let change = TerritoryChange {
        through: packed.through.map(|(before, after)| (after, before)),
        units: turned(unpacked(packed.units)?),
        successions: turned(unpacked(packed.successions)?),
        steps: turned(unpacked(packed.steps)?),
        guesses: turned(unpacked(packed.guesses)?),
        hamlets: turned(unpacked(packed.hamlets)?),
        areas: turned(unpacked(packed.areas)?),
        settings: turned(unpacked(packed.settings)?),
        grants: turned(unpacked(packed.grants)?),
    };
    Ok((change, packed.transfers.into_iter().map(EventId).collect()))
}

fn turned<T>(swaps: Vec<RowSwap<T>>) -> Vec<RowSwap<T>> {
    swaps.into_iter().map(|swap| RowSwap { before: swap.after, after: swap.before }).collect()
}
