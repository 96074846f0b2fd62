//! Differences, and what was decided on each.

use super::compare::{said, written};
use super::{DifferencesReply, SampleDifferenceLine, VerdictAsk};
use crate::territory::day_of;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{SampleId, UserId};
use danso_store::DifferenceRow;
use danso_wire::{HouseholdDocument, MemberDocument};
use serde_json::json;

fn member(document: Option<&HouseholdDocument>, row: &DifferenceRow) -> Option<MemberDocument> {
    let person = row.person?;
    document?.members.iter().find(|member| member.id == person.0).cloned()
}

impl App {
    /// The differences of a sample, with what both said as far as it can be read. Audited.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`; when the store fails.
    pub async fn sample_differences(&self, caller: &Caller, id: SampleId) -> Result<DifferencesReply, AppError> {
        let (sample, _) = self.sample_to_read(caller, id).await?;
        let rows = self.store.sample_differences(self.shard, id).await?;
        let users: Vec<UserId> = rows.iter().filter_map(|row| row.by).collect();
        let names = self.names_of(&users).await?;
        let day = day_of(sample.day).ok_or_else(|| AppError::damaged("the day of a sample"))?;
        let mut items = Vec::with_capacity(rows.len());
        for drawn in self.store.sampled(self.shard, id).await? {
            let own: Vec<&DifferenceRow> = rows.iter().filter(|row| row.household == drawn.household).collect();
            let Some(reading) = drawn.reading.as_ref().filter(|_| !own.is_empty()) else { continue };
            let both = self.then_and_now(drawn.household, sample.position, day).await?;
            let told = self.rows_of(reading).await?;
            for row in own {
                let (then, now) = (member(both.then.as_ref(), row), member(both.now.as_ref(), row));
                let heard = row.row.and_then(|number| told.get(&(number as usize)));
                let name = then.as_ref().and_then(|member| member.name.clone());
                let who = name.or_else(|| heard.and_then(|row| row.name.clone())).unwrap_or_default();
                let of = |member: &Option<MemberDocument>| {
                    member.as_ref().and_then(|member| written(member, &row.field).map(str::to_owned))
                };
                items.push(SampleDifferenceLine {
                    household: drawn.household.0,
                    place: drawn.place,
                    household_number: both.now.as_ref().or(both.then.as_ref()).map(|it| it.number.clone()).unwrap_or_default(),
                    number: row.number,
                    kind: row.kind.clone(),
                    field: row.field.clone(),
                    who,
                    was: row.was.clone().or_else(|| of(&then)),
                    said: row.said.clone().or_else(|| heard.and_then(|heard| said(heard, &row.field)).map(str::to_owned)),
                    now: of(&now),
                    verdict: row.verdict.clone(),
                    by_name: row.by.and_then(|user| names.get(&user)).cloned(),
                });
            }
        }
        self.audit(caller, "sample_compared", &id.to_string(), &json!({ "differences": items.len() }).to_string()).await?;
        items.sort_by_key(|line| (line.place, line.number));
        Ok(DifferencesReply { items })
    }

    /// Decides who was wrong in a difference; a later verdict takes the place of an earlier one.
    ///
    /// # Errors
    /// `NotFound` for a difference that is none; `out_of_scope`; `bad_verdict`.
    pub async fn decide_difference(&self, caller: &Caller, id: SampleId, ask: &VerdictAsk) -> Result<(), AppError> {
        self.sample_to_read(caller, id).await?;
        if !matches!(ask.verdict.as_str(), "register" | "reading" | "changed") {
            return Err(AppError::bad("bad_verdict", &*ask.verdict));
        }
        let rows = self.store.sample_differences(self.shard, id).await?;
        let row = rows.into_iter().find(|row| row.household.0 == ask.household && row.number == ask.number);
        let row = row.ok_or(AppError::NotFound)?;
        let decided =
            DifferenceRow { verdict: Some(ask.verdict.clone()), by: Some(caller.user), at_ms: Some(self.env.now_ms()), ..row };
        self.store.put_difference(self.shard, id, &decided).await?;
        let detail = json!({ "household": ask.household, "number": ask.number, "verdict": ask.verdict });
        self.note(Some(caller.user), "sample_decided", id.to_string(), detail).await
    }
}
