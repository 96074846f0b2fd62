//! What a sample shows.

use super::compare::{FIELDS, PERSON};
use super::rates::line;
use super::{ResultLine, ResultReply};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{HouseholdId, SampleId, UserId};
use danso_store::DifferenceRow;
use std::collections::{BTreeSet, HashMap};

impl App {
    /// Error rates of a sample, by field and collaborator: counts only, no value of anyone.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`; when the store fails.
    pub async fn sample_result(&self, caller: &Caller, id: SampleId) -> Result<ResultReply, AppError> {
        let (row, _) = self.sample_of(caller, id).await?;
        let drawn = self.store.sampled(self.shard, id).await?;
        let points = self.store.sample_points(self.shard, id).await?;
        let differences = self.store.sample_differences(self.shard, id).await?;
        let all: Vec<&DifferenceRow> = differences.iter().collect();
        let fields = std::iter::once(PERSON).chain(FIELDS).map(|field| {
            let own: Vec<&DifferenceRow> = all.iter().copied().filter(|row| row.field == field).collect();
            let points = points.iter().filter(|row| row.field == field).map(|row| row.points).sum();
            ResultLine { of: field.to_owned(), line: line(points, &own, Some(field)) }
        });
        let users: Vec<UserId> = drawn.iter().filter_map(|row| row.collaborator).collect::<BTreeSet<_>>().into_iter().collect();
        let names = self.names_of(&users).await?;
        let owner: HashMap<HouseholdId, Option<UserId>> = drawn.iter().map(|row| (row.household, row.collaborator)).collect();
        let owners: BTreeSet<Option<UserId>> = owner.values().copied().collect();
        let collaborators = owners.into_iter().map(|user| {
            let of = |household: &HouseholdId| owner.get(household) == Some(&user);
            let own: Vec<&DifferenceRow> = all.iter().copied().filter(|row| of(&row.household)).collect();
            let points = points.iter().filter(|row| of(&row.household)).map(|row| row.points).sum();
            let name = user.and_then(|user| names.get(&user)).cloned().unwrap_or_default();
            ResultLine { of: name, line: line(points, &own, None) }
        });
        Ok(ResultReply {
            fields: fields.collect(),
            collaborators: collaborators.collect(),
            total: line(points.iter().map(|row| row.points).sum(), &all, None),
            sample: self.sample_line(&row, &drawn).await?,
        })
    }
}
