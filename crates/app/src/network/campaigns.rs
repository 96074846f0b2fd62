//! Campaigns of review (rà soát): where, when, how far, what changed.

use super::{CampaignAreaLine, CampaignAsk, CampaignLine, CampaignReply, CampaignsReply};
use crate::territory::day_of;
use crate::viet_nam::{begins_ms, ends_ms};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, CampaignId, EventStatus};
use danso_store::{AreaRow, CampaignRow, WorkFilter};
use danso_tally::day_number;
use jiff::civil::Date;
use serde_json::json;
use std::collections::BTreeMap;

/// A name is no longer.
const LONGEST: usize = 200;

fn day(text: &str) -> Result<Date, AppError> {
    text.parse().map_err(|_| AppError::bad("bad_day", text))
}

fn line(row: &CampaignRow, today: i32) -> CampaignLine {
    let state = match (row.ended_ms, today < row.days.0, today > row.days.1) {
        (Some(_), _, _) => "ended",
        (None, true, _) => "planned",
        (None, _, true) => "over",
        (None, false, false) => "running",
    };
    let told = |day: i32| day_of(day).map_or_else(String::new, |day| day.to_string());
    CampaignLine {
        id: row.id.0,
        name: row.name.clone(),
        first_day: told(row.days.0),
        last_day: told(row.days.1),
        state: state.to_owned(),
    }
}

impl App {
    /// Begins a campaign in a commune.
    ///
    /// # Errors
    /// `out_of_scope`; `campaign_malformed` without a name, or where it ends before it begins or covers an area of another commune.
    pub async fn begin_campaign(&self, caller: &Caller, ask: &CampaignAsk) -> Result<CampaignLine, AppError> {
        let commune = self.run_commune(caller, &ask.unit)?;
        let (first, last) = (day(&ask.first_day)?, day(&ask.last_day)?);
        let name = ask.name.trim();
        let areas: Vec<AreaId> = ask.areas.iter().map(|id| AreaId(*id)).collect();
        let own = self.areas_of(commune);
        let fits = !name.is_empty() && name.chars().count() <= LONGEST && first <= last;
        if !fits || !areas.iter().all(|area| own.iter().any(|row| row.id == *area)) {
            return Err(AppError::bad("campaign_malformed", "a name, a last day not before the first, areas of the commune"));
        }
        let row = CampaignRow {
            id: CampaignId(self.env.new_id()),
            unit: commune.to_string(),
            name: name.to_owned(),
            days: (day_number(first), day_number(last)),
            areas,
            by: caller.user,
            at_ms: self.env.now_ms(),
            ended_ms: None,
        };
        self.store.put_campaign(self.shard, &row).await?;
        self.note(Some(caller.user), "campaign_begun", row.id.to_string(), json!({ "unit": row.unit })).await?;
        Ok(line(&row, day_number(self.env.today())))
    }

    /// Campaigns of a commune, the latest first.
    ///
    /// # Errors
    /// `not_a_commune`, `out_of_scope`.
    pub async fn campaigns(&self, caller: &Caller, unit: &str) -> Result<CampaignsReply, AppError> {
        let commune = self.network_of(caller, unit)?;
        let rows = self.store.campaigns(self.shard, &[commune.to_string()]).await?;
        let today = day_number(self.env.today());
        Ok(CampaignsReply { unit: commune.to_string(), campaigns: rows.iter().map(|row| line(row, today)).collect() })
    }

    /// How far a campaign is, and what was recorded meanwhile.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`.
    pub async fn campaign(&self, caller: &Caller, id: CampaignId) -> Result<CampaignReply, AppError> {
        let row = self.store.campaign(self.shard, id).await?.ok_or(AppError::NotFound)?;
        let commune = self.network_of(caller, &row.unit)?;
        let areas: Vec<AreaRow> =
            self.areas_of(commune).into_iter().filter(|area| row.areas.is_empty() || row.areas.contains(&area.id)).collect();
        let ids: Vec<AreaId> = areas.iter().map(|area| area.id).collect();
        let households = self.store.area_households(self.shard, &ids, row.days).await?;
        let area = |area: &AreaRow| {
            let counted = households.iter().find(|line| line.area == area.id);
            CampaignAreaLine {
                id: area.id.0,
                number: area.number.clone(),
                name: area.name.clone(),
                households: counted.map_or(0, |line| line.households),
                seen: counted.map_or(0, |line| line.seen),
                as_written: counted.map_or(0, |line| line.reviewed),
            }
        };
        let mut hamlets: Vec<_> = areas.iter().flat_map(|area| area.hamlets.iter().copied()).collect();
        hamlets.sort_unstable();
        hamlets.dedup();
        let first = day_of(row.days.0).and_then(begins_ms);
        let last = day_of(row.days.1).and_then(ends_ms);
        let recorded_ms = first.zip(last).ok_or_else(|| AppError::damaged("the days of a campaign"))?;
        let mut changes: BTreeMap<String, u64> = BTreeMap::new();
        for work in self.store.work(self.shard, &WorkFilter { hamlets, recorded_ms }).await? {
            if matches!(work.status, EventStatus::Accepted | EventStatus::Submitted) {
                *changes.entry(danso_wire::kind_name(work.kind).to_owned()).or_default() += work.events;
            }
        }
        Ok(CampaignReply { campaign: line(&row, day_number(self.env.today())), areas: areas.iter().map(area).collect(), changes })
    }

    /// Ends a campaign before its last day.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`; `campaign_over` when it is over or was ended before.
    pub async fn end_campaign(&self, caller: &Caller, id: CampaignId) -> Result<CampaignLine, AppError> {
        let mut row = self.store.campaign(self.shard, id).await?.ok_or(AppError::NotFound)?;
        self.run_commune(caller, &row.unit)?;
        let today = day_number(self.env.today());
        if row.ended_ms.is_some() || today > row.days.1 {
            return Err(AppError::Conflict { code: "campaign_over" });
        }
        row.ended_ms = Some(self.env.now_ms());
        self.store.put_campaign(self.shard, &row).await?;
        self.note(Some(caller.user), "campaign_ended", id.to_string(), json!({})).await?;
        Ok(line(&row, today))
    }
}
