//! Samples and the households to find.

use super::{ReaderLine, SampleLine, SampleReply, SampledLine, SamplesReply};
use crate::territory::day_of;
use crate::viet_nam::instant;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{HouseholdId, SampleId, UserId};
use danso_places::UnitCode;
use danso_store::{DifferenceRow, SampleRow, SampledRow};
use std::collections::HashMap;

impl App {
    pub(super) async fn sample_line(&self, row: &SampleRow, households: &[SampledRow]) -> Result<SampleLine, AppError> {
        let by = self.store.users_by_id(&[row.by]).await?.pop();
        let readings = || households.iter().filter_map(|row| row.reading.as_ref());
        Ok(SampleLine {
            id: row.id.0,
            unit: row.unit.clone(),
            name: row.name.clone(),
            day: day_of(row.day).map(|day| day.to_string()).unwrap_or_default(),
            position: row.position.0,
            seed: row.seed,
            by_name: by.map(|user| user.name).unwrap_or_default(),
            households: households.len() as u32,
            read: readings().filter(|reading| reading.met).count() as u32,
            absent: readings().filter(|reading| !reading.met).count() as u32,
        })
    }

    /// The samples of a commune.
    ///
    /// # Errors
    /// `not_a_commune`, `out_of_scope`; when the store fails.
    pub async fn samples(&self, caller: &Caller, unit: &str) -> Result<SamplesReply, AppError> {
        let commune = self.network_of(caller, unit)?;
        let mut samples = Vec::new();
        for row in self.store.samples(self.shard, commune.as_str()).await? {
            samples.push(self.sample_line(&row, &self.store.sampled(self.shard, row.id).await?).await?);
        }
        Ok(SamplesReply {
            unit: commune.to_string(),
            unit_name: self.line(commune, self.env.today()).map(|line| line.full_name).unwrap_or_default(),
            may_read: self.reads_again(caller, commune),
            samples,
        })
    }

    /// A sample with what is needed to find its households, for who may see persons. Audited.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`; when the store fails.
    pub async fn sample(&self, caller: &Caller, id: SampleId) -> Result<SampleReply, AppError> {
        let (row, commune) = self.sample_of(caller, id).await?;
        let drawn = self.store.sampled(self.shard, id).await?;
        let may_read = self.reads_again(caller, commune);
        let (households, readers) = if may_read {
            self.audit(caller, "sample_opened", &id.to_string(), "{}").await?;
            (self.sampled_lines(id, &drawn).await?, self.readers(caller, commune).await?)
        } else {
            (Vec::new(), Vec::new())
        };
        Ok(SampleReply { sample: self.sample_line(&row, &drawn).await?, may_read, households, readers })
    }

    async fn readers(&self, caller: &Caller, commune: UnitCode) -> Result<Vec<ReaderLine>, AppError> {
        let areas: Vec<_> = self.areas_of(commune).iter().map(|row| row.id).collect();
        let mut readers: Vec<ReaderLine> = vec![ReaderLine { id: caller.user.0, name: caller.name.clone() }];
        let users = self.store.users_of_areas(&areas).await?;
        readers.extend(users.into_iter().filter(|row| !row.disabled).map(|row| ReaderLine { id: row.id.0, name: row.name }));
        Ok(readers)
    }

    /// Only what is needed to find a household: nothing that was written of anyone but the name of the head.
    pub(super) async fn sampled_lines(&self, id: SampleId, drawn: &[SampledRow]) -> Result<Vec<SampledLine>, AppError> {
        let ids: Vec<HouseholdId> = drawn.iter().map(|row| row.household).collect();
        let rows: HashMap<HouseholdId, danso_store::HouseholdRow> =
            self.store.households_by_id(self.shard, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
        let listed: Vec<danso_store::HouseholdRow> = ids.iter().filter_map(|id| rows.get(id).cloned()).collect();
        let addresses: HashMap<uuid::Uuid, String> =
            self.documents_of(&listed).await?.into_iter().filter_map(|document| Some((document.id, document.address?))).collect();
        let users: Vec<UserId> = drawn
            .iter()
            .flat_map(|row| row.collaborator.into_iter().chain(row.reading.as_ref().map(|reading| reading.reader)))
            .collect();
        let names = self.names_of(&users).await?;
        let differences = self.store.sample_differences(self.shard, id).await?;
        let (territory, today) = (self.territory(), self.env.today());
        let line = |drawn: &SampledRow| {
            let row = rows.get(&drawn.household);
            let hamlet = row.and_then(|row| territory.hamlet(row.hamlet, today));
            let own = || differences.iter().filter(|row: &&DifferenceRow| row.household == drawn.household);
            let reading = drawn.reading.as_ref();
            SampledLine {
                household: drawn.household.0,
                place: drawn.place,
                number: row.map(|row| row.number.clone()).unwrap_or_default(),
                address: addresses.get(&drawn.household.0).cloned(),
                head: row.map(|row| row.head_name.clone()).filter(|name| !name.is_empty()),
                hamlet_name: hamlet.map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)).unwrap_or_default(),
                collaborator_name: drawn.collaborator.and_then(|user| names.get(&user)).cloned().unwrap_or_default(),
                state: match reading {
                    None => "waiting",
                    Some(reading) if reading.met => "read",
                    Some(_) => "absent",
                }
                .to_owned(),
                reader_name: reading.and_then(|reading| names.get(&reading.reader)).cloned(),
                read_at: reading.map(|reading| instant(reading.at_ms)),
                differences: own().count() as u32,
                open: own().filter(|row| row.verdict.is_none()).count() as u32,
            }
        };
        Ok(drawn.iter().map(line).collect())
    }
}
