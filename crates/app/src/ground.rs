//! What a phone knows of places, and a mark by which it sees that this changed: an area that came or went, a reorganisation, a new name.

use crate::{App, Territory};
use danso_model::AreaId;
use danso_places::{Hamlet, Level, UnitCode};
use danso_wire::{AreaInfo, CommuneInfo, ElsewhereInfo, HamletInfo};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

/// What a snapshot tells of places.
#[derive(Serialize)]
pub(crate) struct Ground {
    pub(crate) areas: Vec<AreaInfo>,
    pub(crate) hamlets: Vec<HamletInfo>,
    pub(crate) elsewhere: Vec<ElsewhereInfo>,
    pub(crate) communes: Vec<CommuneInfo>,
    pub(crate) provinces: Vec<CommuneInfo>,
}

/// What stands for the grounds asked for lately, as long as territory and day are the same.
#[derive(Debug, Default)]
struct Grounds {
    territory: Option<Arc<Territory>>,
    day: Option<Date>,
    marks: HashMap<Vec<AreaId>, String>,
}

/// See [`App::ground_mark`].
#[derive(Debug, Default)]
pub(crate) struct GroundCache(Mutex<Grounds>);

fn name_of(hamlet: &Hamlet) -> String {
    format!("{} {}", hamlet.kind, hamlet.name)
}

/// What of the communes of some hamlets is other areas' work, by hamlet.
fn elsewhere(territory: &Territory, own: &[AreaId], communes: &BTreeSet<UnitCode>, today: Date) -> Vec<ElsewhereInfo> {
    let others = territory.areas.iter().filter(|area| !own.contains(&area.id));
    let mut lines: Vec<(String, ElsewhereInfo)> = others
        .flat_map(|area| area.hamlets.iter().map(move |hamlet| (area, *hamlet)))
        .filter_map(|(area, id)| {
            let hamlet = territory.hamlet(id, today).filter(|hamlet| communes.contains(&hamlet.commune))?;
            let line = ElsewhereInfo { hamlet: id.0, name: name_of(hamlet), area: area.id.0, number: area.number.clone() };
            Some((hamlet.code.to_string(), line))
        })
        .collect();
    lines.sort_by(|(code, line), (other, against)| (code, &line.number).cmp(&(other, &against.number)));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Areas, their hamlets, and the communes and provinces that people may come from or go to.
pub(crate) fn ground_of(territory: &Territory, areas: &[AreaId], today: Date) -> Ground {
    let own: Vec<_> = areas.iter().filter_map(|area| territory.area(*area)).collect();
    let hamlet_ids: BTreeSet<_> = own.iter().flat_map(|area| area.hamlets.iter().copied()).collect();
    let hamlets: Vec<HamletInfo> = hamlet_ids
        .iter()
        .filter_map(|id| territory.hamlet(*id, today))
        .map(|hamlet| HamletInfo {
            id: uuid::Uuid::from_bytes(hamlet.id),
            code: hamlet.code.to_string(),
            name: name_of(hamlet),
            commune: hamlet.commune.to_string(),
        })
        .collect();
    let own_communes = hamlet_ids.iter().filter_map(|id| territory.commune_of(*id, today)).collect();
    let elsewhere = elsewhere(territory, areas, &own_communes, today);
    let gazetteer = territory.tree.gazetteer();
    let province_of = |hamlet: &HamletInfo| gazetteer.ancestor(hamlet.commune.parse().ok()?, Level::Province, today);
    let own_provinces: BTreeSet<_> = hamlets.iter().filter_map(province_of).collect();
    let unit_info = |unit: danso_places::Unit| CommuneInfo {
        code: unit.code.to_string(),
        name: unit.name.to_owned(),
        full_name: unit.full_name.to_owned(),
    };
    let communes = own_provinces.into_iter().flat_map(|province| gazetteer.communes_of(province, today)).map(unit_info).collect();
    let provinces = gazetteer.provinces(today).into_iter().map(unit_info).collect();
    let info = |area: &&danso_store::AreaRow| AreaInfo {
        id: area.id.0,
        number: area.number.clone(),
        name: area.name.clone(),
        hamlets: area.hamlets.iter().map(|id| id.0).collect(),
    };
    Ground { areas: own.iter().map(info).collect(), elsewhere, hamlets, communes, provinces }
}

impl App {
    /// What stands for the places that a snapshot of these areas tells of.
    pub(crate) fn ground_mark(&self, areas: &[AreaId]) -> String {
        let (territory, today) = (self.territory(), self.env.today());
        let make =
            || serde_json::to_vec(&ground_of(&territory, areas, today)).map(|json| blake3::hash(&json).to_hex()[..16].to_owned());
        let Ok(mut kept) = self.grounds.0.lock() else { return make().unwrap_or_default() };
        if kept.territory.as_ref().is_none_or(|known| !Arc::ptr_eq(known, &territory)) || kept.day != Some(today) {
            *kept = Grounds { territory: Some(Arc::clone(&territory)), day: Some(today), marks: HashMap::new() };
        }
        kept.marks.entry(areas.to_vec()).or_insert_with(|| make().unwrap_or_default()).clone()
    }
}
