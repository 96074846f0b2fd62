//! Areas of work: added, renamed, drawn otherwise.

use super::AreaAsk;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, HamletId};
use danso_places::UnitCode;
use danso_store::AreaRow;
use serde_json::json;

/// A number or name of an area is no longer.
const LONGEST: usize = 100;

fn told(text: &str) -> Result<String, AppError> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(AppError::bad("area_malformed", "number and name of 1 to 100 characters")) }
}

impl App {
    /// Adds an area, or changes its number, name and hamlets. Households stay in the area they are in.
    ///
    /// # Errors
    /// `out_of_scope`; `area_malformed`; `hamlet_elsewhere` for a hamlet that is not of the commune today; `area_number_taken`;
    /// `NotFound` for an area of another commune.
    pub async fn put_area(&self, caller: &Caller, ask: &AreaAsk) -> Result<AreaId, AppError> {
        let commune = self.run_commune(caller, &ask.unit)?;
        let (number, name) = (told(&ask.number)?, told(&ask.name)?);
        let hamlets = ask.hamlets.iter().map(|code| self.hamlet_of_commune(code, commune)).collect::<Result<Vec<_>, _>>()?;
        if hamlets.is_empty() {
            return Err(AppError::bad("area_malformed", "at least one hamlet"));
        }
        let id = ask.id.map_or_else(|| AreaId(self.env.new_id()), AreaId);
        let territory = self.territory();
        if ask.id.is_some() && territory.area(id).is_none_or(|area| area.commune != commune.as_str()) {
            return Err(AppError::NotFound);
        }
        let taken = |area: &AreaRow| area.id != id && area.commune == commune.as_str() && area.number == number;
        if territory.areas.iter().any(taken) {
            return Err(AppError::Conflict { code: "area_number_taken" });
        }
        let row = AreaRow { id, number, name, commune: commune.to_string(), hamlets };
        self.store.put_areas(self.shard, std::slice::from_ref(&row)).await?;
        self.reload_territory().await?;
        let action = if ask.id.is_some() { "area_changed" } else { "area_added" };
        self.note(Some(caller.user), action, id.to_string(), json!({ "unit": ask.unit })).await?;
        Ok(id)
    }

    fn hamlet_of_commune(&self, code: &str, commune: UnitCode) -> Result<HamletId, AppError> {
        let elsewhere = || AppError::bad("hamlet_elsewhere", code);
        let unit: UnitCode = code.parse().map_err(|_| elsewhere())?;
        let (territory, today) = (self.territory(), self.env.today());
        let index = territory.tree.index_of_code(unit).ok_or_else(elsewhere)?;
        let row = territory.tree.hamlet(index, today).ok_or_else(elsewhere)?;
        let inside = territory.tree.commune_of(index, today) == Some(commune);
        if inside { Ok(HamletId::from_bytes(row.id)) } else { Err(elsewhere()) }
    }
}
