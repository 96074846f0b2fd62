//! What a report is made with besides the log, kept under the hash of its bytes: an upgrade of a form or of the catalogue, or a
//! reorganisation, changes no closed report.
//!
//! Three bodies, and a list of their hashes, which is kept too and whose hash stands in the report: the template; what counting takes from
//! the catalogue; the territory with the deployment's own map. What stays outside is the program itself and the embedded tables of units
//! for days gone by.

use crate::evaluate::Way;
use crate::{App, AppError, Territory};
use danso_catalog::Catalog;
use danso_indicators::{Template, Templates};
use danso_store::{DefinitionRow, GuessRow, HamletRow, HamletStepRow, MapRows, SuccessionRow, UnitRow};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What a report is made with.
pub(crate) struct Kept {
    /// The one template.
    pub(crate) templates: Templates,
    /// Of the catalogue.
    pub(crate) counting: Counting,
    /// Hamlets on the map.
    pub(crate) territory: Arc<Territory>,
    /// Hash of the territory, as hexadecimal digits.
    pub(crate) places: String,
    /// Hash of the list.
    pub(crate) hash: [u8; 32],
    /// The bodies, the list included.
    pub(crate) bodies: Vec<DefinitionRow>,
}

/// What counting takes from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counting {
    /// The version of the catalogue.
    pub(crate) version: String,
    /// The numbers of the methods of contraception that are modern.
    pub(crate) modern: Vec<u16>,
    /// The number of the way in which forms are evaluated; reports closed before ways had numbers name none.
    #[serde(default = "first")]
    pub(crate) evaluation: u32,
}

const fn first() -> u32 {
    Way::FIRST.number()
}

impl Counting {
    /// As the catalogue has it on a day.
    pub(crate) fn of(catalog: &Catalog, day: Date) -> Self {
        let modern = crate::figures::modern(catalog, day);
        Self { version: catalog.version().to_owned(), modern, evaluation: Way::NOW.number() }
    }
}

/// The names of the bodies in the list.
const TEMPLATE: &str = "template";
const COUNTING: &str = "counting";
const TERRITORY: &str = "territory";

fn row(body: String) -> DefinitionRow {
    DefinitionRow { hash: *blake3::hash(body.as_bytes()).as_bytes(), body: body.into_bytes() }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(hash: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}

fn text<T: Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::damaged(format!("a definition: {error}")))
}

fn read<'a, T: Deserialize<'a>>(what: &str, body: &'a [u8]) -> Result<T, AppError> {
    serde_json::from_slice(body).map_err(|error| AppError::damaged(format!("the kept {what}: {error}")))
}

impl Kept {
    fn of(known: &KeptTerritories, template: &str, counting: &str, territory: &str) -> Result<Self, AppError> {
        let bodies = [(TEMPLATE, template), (COUNTING, counting), (TERRITORY, territory)];
        let rows: BTreeMap<&str, DefinitionRow> = bodies.into_iter().map(|(name, body)| (name, row(body.to_owned()))).collect();
        let list: BTreeMap<&str, String> = rows.iter().map(|(name, row)| (*name, hex(&row.hash))).collect();
        let list = row(text(&list)?);
        let templates = Templates::parse(&[("template", template)]);
        Ok(Self {
            templates: templates.map_err(|error| AppError::damaged(format!("the kept template: {error}")))?,
            counting: read(COUNTING, counting.as_bytes())?,
            territory: known.get(&list_hash(&rows, TERRITORY), territory)?,
            places: list_hash(&rows, TERRITORY),
            hash: list.hash,
            bodies: rows.into_values().chain([list]).collect(),
        })
    }
}

fn list_hash(rows: &BTreeMap<&str, DefinitionRow>, name: &str) -> String {
    rows.get(name).map(|row| hex(&row.hash)).unwrap_or_default()
}

impl App {
    /// The definitions that a report of a form is made with now.
    ///
    /// # Errors
    /// `unknown_form` when no version of the form is in force on the day.
    pub(crate) async fn definitions_now(&self, form: &str, day: Date) -> Result<Kept, AppError> {
        let templates = self.templates();
        let template: &Template = templates.on(form, day).ok_or_else(|| AppError::bad("unknown_form", form))?;
        let hamlets = self.store.hamlets(self.shard).await?;
        let map = self.store.map_rows(self.shard).await?;
        let territory = KeptTerritory::of(hamlets, map);
        Kept::of(&self.kept_territories, &text(template)?, &text(&Counting::of(&self.catalog, day))?, &text(&territory)?)
    }

    /// The definitions kept under a hash.
    ///
    /// # Errors
    /// `Damaged` when one is missing or is not what its hash says.
    pub(crate) async fn definitions_kept(&self, hash: [u8; 32]) -> Result<Kept, AppError> {
        let list = self.definition(hash).await?;
        let list: BTreeMap<String, String> = read("list of definitions", &list)?;
        let mut bodies = BTreeMap::new();
        for (name, digits) in list {
            let hash = blake3::Hash::from_hex(&digits).map_err(|_| AppError::damaged("a hash in the list of definitions"))?;
            let body = self.definition(*hash.as_bytes()).await?;
            bodies.insert(name, String::from_utf8(body).map_err(|_| AppError::damaged("a kept definition"))?);
        }
        let body = |name: &str| bodies.get(name).map(String::as_str).ok_or_else(|| AppError::damaged(format!("the kept {name}")));
        Kept::of(&self.kept_territories, body(TEMPLATE)?, body(COUNTING)?, body(TERRITORY)?)
    }

    async fn definition(&self, hash: [u8; 32]) -> Result<Vec<u8>, AppError> {
        let found = self.store.definitions(self.shard, &[hash]).await?.pop();
        let found = found.filter(|row| *blake3::hash(&row.body).as_bytes() == hash);
        found.map(|row| row.body).ok_or_else(|| AppError::damaged(format!("definition {}", hex(&hash))))
    }
}

/// Territories read from their kept rows, by hash, the last used at the end: reports of many units closed together are counted together.
#[derive(Debug, Default)]
pub(crate) struct KeptTerritories(Mutex<Vec<(String, Arc<Territory>)>>);

/// So many are held.
const HELD: usize = 4;

impl KeptTerritories {
    fn get(&self, hash: &str, rows: &str) -> Result<Arc<Territory>, AppError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match held.iter().position(|(known, _)| known == hash) {
            Some(at) => held.remove(at).1,
            None => Arc::new(read::<KeptTerritory>(TERRITORY, rows.as_bytes())?.territory()?),
        };
        if held.len() == HELD {
            held.remove(0);
        }
        held.push((hash.to_owned(), Arc::clone(&found)));
        Ok(found)
    }
}

/// The territory as rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptTerritory {
    hamlets: Vec<KeptHamlet>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    through: Option<i32>,
    units: Vec<KeptUnit>,
    successions: Vec<(String, String, i32, bool, String)>,
    steps: Vec<(Uuid, Uuid, i32, u32, u32)>,
    guesses: Vec<(Uuid, i32)>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptHamlet {
    id: Uuid,
    code: String,
    name: String,
    kind: String,
    commune: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<i32>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptUnit {
    code: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decree: Option<String>,
}

impl KeptTerritory {
    fn of(hamlets: Vec<HamletRow>, map: MapRows) -> Self {
        let hamlet = |row: HamletRow| KeptHamlet {
            id: row.id.0,
            code: row.code,
            name: row.name,
            kind: row.kind,
            commune: row.commune,
            from: row.valid_from,
            to: row.valid_to,
        };
        let unit = |row: UnitRow| KeptUnit {
            code: row.code,
            name: row.full_name,
            parent: row.parent,
            from: row.valid_from,
            to: row.valid_to,
            decree: row.decree,
        };
        Self {
            hamlets: hamlets.into_iter().map(hamlet).collect(),
            through: map.through,
            units: map.units.into_iter().map(unit).collect(),
            successions: map.successions.into_iter().map(|row| (row.old, row.new, row.on, row.whole, row.decree)).collect(),
            steps: map.steps.iter().map(|row| (row.old.0, row.new.0, row.on, row.households, row.persons)).collect(),
            guesses: map.guesses.iter().map(|row| (row.hamlet.0, row.on)).collect(),
        }
    }

    fn territory(self) -> Result<Territory, AppError> {
        use danso_model::HamletId;
        let hamlet = |row: KeptHamlet| HamletRow {
            id: HamletId(row.id),
            code: row.code,
            name: row.name,
            kind: row.kind,
            commune: row.commune,
            valid_from: row.from,
            valid_to: row.to,
        };
        let unit = |row: KeptUnit| UnitRow {
            code: row.code,
            valid_from: row.from,
            valid_to: row.to,
            full_name: row.name,
            parent: row.parent,
            decree: row.decree,
        };
        let succession = |(old, new, on, whole, decree)| SuccessionRow { old, new, on, whole, decree };
        let step = |(old, new, on, households, persons)| HamletStepRow {
            old: HamletId(old),
            new: HamletId(new),
            on,
            households,
            persons,
        };
        let map = MapRows {
            through: self.through,
            units: self.units.into_iter().map(unit).collect(),
            successions: self.successions.into_iter().map(succession).collect(),
            steps: self.steps.into_iter().map(step).collect(),
            guesses: self.guesses.into_iter().map(|(hamlet, on)| GuessRow { hamlet: HamletId(hamlet), on }).collect(),
        };
        Territory::of_rows(self.hamlets.into_iter().map(hamlet).collect(), &map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_closed_before_evaluations_had_numbers_is_made_the_first_way() {
        let counting: Counting = read(COUNTING, br#"{"version":"a","modern":[1,2]}"#).unwrap();
        assert_eq!(Way::numbered(counting.evaluation), Some(Way::FIRST));
    }
}
