//! Drawing a sample.

use super::choose::{allocate, choose};
use super::{SampleAsk, SampleLine};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, HouseholdId, SampleId, UserId};
use danso_store::{HouseholdRow, SampleRow, SampledRow};
use danso_tally::day_number;
use serde_json::json;
use std::collections::BTreeMap;

/// A name is no longer.
const LONGEST: usize = 200;
/// Households of one sample.
const MOST: usize = 1_000;

impl App {
    /// Draws a sample: households of a commune, of one of its areas or of one collaborator, stratified by collaborator.
    ///
    /// # Errors
    /// `not_a_commune`, `out_of_scope`; `sample_malformed` without a name or a number, for an area or a collaborator of another commune,
    /// and where there is no household to draw.
    pub async fn draw_sample(&self, caller: &Caller, ask: &SampleAsk) -> Result<SampleLine, AppError> {
        let commune = self.network_of(caller, &ask.unit)?;
        let malformed = |detail: &str| AppError::bad("sample_malformed", detail);
        let name = ask.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST || name.chars().any(char::is_control) {
            return Err(malformed("a name of 1 to 200 characters"));
        }
        let mut areas: Vec<AreaId> = self.areas_of(commune).iter().map(|row| row.id).collect();
        let users = self.store.users_of_areas(&areas).await?;
        let owner = |area: AreaId| users.iter().find(|user| user.grants.iter().any(|grant| grant.area == Some(area)));
        if let Some(area) = ask.area {
            areas.retain(|own| own.0 == area);
        }
        if let Some(user) = ask.collaborator {
            areas.retain(|area| {
                users.iter().any(|row| row.id.0 == user && row.grants.iter().any(|grant| grant.area == Some(*area)))
            });
        }
        let mut strata: BTreeMap<Option<UserId>, Vec<HouseholdId>> = BTreeMap::new();
        for row in self.open_households(&areas).await? {
            strata.entry(owner(row.area).map(|user| user.id)).or_default().push(row.id);
        }
        let sizes: Vec<usize> = strata.values().map(Vec::len).collect();
        let all: usize = sizes.iter().sum();
        let wanted = match (ask.households, ask.percent) {
            (Some(number), None) => number as usize,
            (None, Some(percent)) if percent > 0.0 && percent <= 100.0 => (all as f64 * percent / 100.0).ceil() as usize,
            (_, _) => return Err(malformed("so many households, or so many of a hundred")),
        };
        if wanted == 0 || all == 0 || wanted > MOST {
            return Err(malformed("from 1 to 1000 households, of which there are some"));
        }
        let mut bytes = [0; 8];
        self.env.chance.fill(&mut bytes);
        // What JavaScript writes without loss.
        let seed = u64::from_be_bytes(bytes) >> 11;
        let mut drawn: Vec<(HouseholdId, Option<UserId>)> = Vec::new();
        for ((collaborator, households), count) in strata.iter().zip(allocate(&sizes, wanted)) {
            drawn.extend(choose(seed, households, count).into_iter().map(|household| (household, *collaborator)));
        }
        let rows = drawn.iter().zip(1..).map(|((household, collaborator), place)| SampledRow {
            household: *household,
            place,
            collaborator: *collaborator,
            reading: None,
        });
        let rows: Vec<SampledRow> = rows.collect();
        let sample = SampleRow {
            id: SampleId(self.env.new_id()),
            unit: commune.to_string(),
            name: name.to_owned(),
            position: self.store.head(self.shard).await?.position,
            day: day_number(self.env.today()),
            seed,
            by: caller.user,
            at_ms: self.env.now_ms(),
        };
        self.store.put_sample(self.shard, &sample, &rows).await?;
        let detail = json!({ "unit": ask.unit, "households": rows.len() });
        self.note(Some(caller.user), "sample_drawn", sample.id.to_string(), detail).await?;
        self.sample_line(&sample, &rows).await
    }

    /// Households of areas that are not closed and where someone lives, in order of id.
    async fn open_households(&self, areas: &[AreaId]) -> Result<Vec<HouseholdRow>, AppError> {
        let mut rows = self.households_in(areas).await?;
        rows.retain(|row| row.closed.is_none() && row.size > 0);
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }
}
