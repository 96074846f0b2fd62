//! Entry on behalf of a collaborator: an officer's, for someone who has or had the area.

use crate::{App, AppError};
use danso_auth::{Caller, Scope};
use danso_model::{AreaId, HamletId, UserId};
use danso_store::Role;

impl App {
    /// Whether a scope may enter an event of a place in the name of a collaborator.
    pub(super) async fn may_enter_for(
        &self,
        scope: &Scope,
        collaborator: UserId,
        hamlet: Option<HamletId>,
        area: Option<AreaId>,
    ) -> Result<bool, AppError> {
        let Some(hamlet) = hamlet.filter(|hamlet| scope.reviews(*hamlet)) else { return Ok(false) };
        let Some(row) = self.store.users_by_id(&[collaborator]).await?.pop() else { return Ok(false) };
        let grants = row.grants.into_iter().filter(|grant| grant.role == Role::Collaborator).collect();
        let own = self.scope(&Caller { user: row.id, login: row.login, name: row.name, grants, device: None });
        if own.records_in(hamlet, area) {
            return Ok(true);
        }
        // Someone who handed the area over meanwhile still brings paper of the months before.
        let Some(area) = area else { return Ok(false) };
        Ok(self.store.assignments(self.shard, &[area]).await?.iter().any(|span| span.user == collaborator))
    }
}
