//! Communes: all, those that events come from over the network (K1), those whose people ask for figures (K4).

use super::super::regions;
use super::{Counts, Known, Layer, Sought, tally};
use crate::AppError;
use danso_places::{Level, UnitCode};
use danso_store::{Role, UserRow};
use danso_tally::day_number;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const NAMES: &[&str] = &["communes", "communes_online", "communes_reading"];

impl Sought<'_> {
    pub(super) async fn communes(&self) -> Result<Counts, AppError> {
        let all = self.communes_of_units();
        let count = |communes: BTreeSet<UnitCode>| {
            let units = communes.iter().filter_map(|commune| all.get(commune)?.clone());
            Known::Everywhere(tally(units.map(|unit| BTreeSet::from([unit]))))
        };
        let (mut online, mut reading) = (Known::NotThen, Known::NotThen);
        if self.told_all() {
            let month = |day: jiff::civil::Date| day_number(day) / 100;
            let (store, shard) = (&self.app.store, self.app.shard);
            let hamlets = store.hamlets_online(shard, (month(self.span.from()), month(self.span.to()))).await?;
            online = count(hamlets.into_iter().flat_map(|hamlet| self.communes_of_hamlet(hamlet)).collect());
            let asking = store.users_asking((day_number(self.span.from()), day_number(self.span.to()))).await?;
            let asking = store.users_by_id(&asking).await?;
            reading = count(asking.iter().flat_map(|user| self.communes_of_user(user)).collect());
        }
        let every = count(all.keys().copied().collect());
        Ok(vec![("communes", every), ("communes_online", online), ("communes_reading", reading)])
    }

    /// The communes of the provinces that the register is of, on the boundary day, each with its unit of the layer.
    fn communes_of_units(&self) -> BTreeMap<UnitCode, Option<String>> {
        let (tree, on) = (&self.ground.territory.tree, self.ground.boundary);
        let gazetteer = tree.gazetteer();
        let provinces: BTreeSet<UnitCode> =
            tree.indices().filter_map(|hamlet| tree.ancestor(hamlet, Level::Province, on)).collect();
        let unit = |commune: UnitCode, province: UnitCode| match self.ground.layer {
            Layer::Level(level) => gazetteer.ancestor(commune, level, on).map(|unit| unit.to_string()),
            Layer::Regions => regions::of_province(province, on).map(str::to_owned),
            Layer::Area(_) => None,
        };
        let communes = provinces
            .into_iter()
            .flat_map(|province| gazetteer.communes_of(province, on).into_iter().map(move |commune| (commune.code, province)));
        communes.map(|(commune, province)| (commune, unit(commune, province))).collect()
    }

    /// Where a hamlet lies on the boundary day; in several communes when it was divided between them.
    fn communes_of_hamlet(&self, hamlet: danso_model::HamletId) -> Vec<UnitCode> {
        let (territory, on) = (&self.ground.territory, self.ground.boundary);
        let Some(index) = territory.index(hamlet) else { return Vec::new() };
        let placing = territory.links.place(&territory.tree, index, self.last(), on, Level::Commune);
        placing.parts.into_iter().map(|part| part.unit).collect()
    }

    /// The communes whose people an account is one of: its officers, its collaborators, and those who read the counts of it or of a hamlet.
    fn communes_of_user(&self, user: &UserRow) -> Vec<UnitCode> {
        let territory = &self.ground.territory;
        let code = |text: &str| text.parse::<UnitCode>().ok();
        let of = |grant: &danso_store::Grant| match grant.role {
            Role::Collaborator => grant.area.and_then(|area| territory.area(area)).and_then(|area| code(&area.commune)),
            Role::Commune | Role::Reader => grant.unit.as_deref().and_then(code),
            Role::Province | Role::Nation | Role::Admin => None,
        };
        user.grants.iter().filter_map(of).flat_map(|unit| self.on_boundary(unit)).collect()
    }

    /// A commune of today, or a hamlet's, on the boundary day.
    fn on_boundary(&self, unit: UnitCode) -> Vec<UnitCode> {
        let territory = &self.ground.territory;
        match unit.level() {
            Level::Nation | Level::Province | Level::District => Vec::new(),
            Level::Commune if territory.tree.gazetteer().unit(unit, self.ground.boundary).is_some() => vec![unit],
            Level::Commune | Level::Hamlet => {
                let hamlets = territory.hamlets_in(unit, self.today);
                hamlets.into_iter().flat_map(|hamlet| self.communes_of_hamlet(hamlet)).collect()
            }
        }
    }
}
