//! Collaborators with an open account, and those of them who record on a phone (K2).

use super::{Counts, Known, Sought, tally};
use crate::AppError;
use danso_model::{AreaId, Position, UserId};
use danso_store::{Role, UserRow};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap, HashSet};

pub(super) const NAMES: &[&str] = &["collaborators_active", "collaborators_mobile"];

impl Sought<'_> {
    pub(super) async fn collaborators(&self) -> Result<Counts, AppError> {
        let (store, shard) = (&self.app.store, self.app.shard);
        let areas: HashMap<AreaId, BTreeSet<String>> =
            self.ground.territory.areas.iter().map(|area| (area.id, self.units(&area.hamlets))).collect();
        let units = |user: &UserRow| -> BTreeSet<String> {
            let own = user.grants.iter().filter(|grant| grant.role == Role::Collaborator).filter_map(|grant| grant.area);
            own.filter_map(|area| areas.get(&area)).flatten().cloned().collect()
        };
        let (after, upto) = (self.end_of(self.span.day_before()).await?, self.end_of(self.span.to()).await?);
        let mobile: HashSet<UserId> = store.mobile_collaborators(shard, after, upto).await?.into_iter().collect();
        let users = store.users().await?;
        let open = || users.iter().filter(|user| !user.disabled);
        let active = Known::Everywhere(tally(open().map(units)));
        let mobile = Known::Everywhere(tally(open().filter(|user| mobile.contains(&user.id)).map(units)));
        Ok(vec![("collaborators_active", active), ("collaborators_mobile", mobile)])
    }

    /// The last position of a day; one above all others for a day that is not over.
    async fn end_of(&self, day: Date) -> Result<Position, AppError> {
        if day < self.today { self.app.position_at_end(day).await } else { Ok(Position(u32::MAX)) }
    }
}
