//! An area passes from one collaborator to another, with all its households: what was recorded stays, who has it is history.

use super::{HandOverAsk, HandOverReply};
use crate::people::{By, NewUser};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, UserId};
use danso_places::UnitCode;
use danso_store::{AssignmentRow, Grant, Role, UserRow};
use serde_json::json;

impl App {
    /// Gives an area to a collaborator, known or new, and makes a code with which their phone takes it over in one step.
    ///
    /// # Errors
    /// `NotFound` for an area or account that is none or that the caller does not manage; `out_of_scope`; `account_disabled`;
    /// those of adding an account.
    pub async fn hand_over(&self, caller: &Caller, ask: &HandOverAsk) -> Result<HandOverReply, AppError> {
        let area = AreaId(ask.area);
        let row = self.territory().area(area).cloned().ok_or(AppError::NotFound)?;
        let commune: UnitCode = row.commune.parse().map_err(|_| AppError::damaged(format!("commune {}", row.commune)))?;
        if !self.scope(caller).runs(commune) {
            return Err(AppError::NotFound);
        }
        let grant = Grant { role: Role::Collaborator, unit: None, area: Some(area) };
        let before = self.store.users_of_areas(&[area]).await?;
        let (mut to, password) = match (ask.to, &ask.name, &ask.login) {
            (Some(id), None, None) => (self.heir(caller, UserId(id), area).await?, None),
            (None, Some(name), Some(login)) => {
                let new = NewUser { login: login.clone(), name: name.clone(), password: None, grants: vec![grant.clone()] };
                let added = self.add_user(By::Caller(caller), new).await?;
                (self.managed_user(caller, UserId(added.id)).await?, Some(added.password))
            }
            _ => return Err(AppError::bad("hand_over_to_whom", "either `to`, or `name` and `login`")),
        };
        if to.disabled {
            return Err(AppError::Conflict { code: "account_disabled" });
        }
        if !to.grants.contains(&grant) {
            to.grants.push(grant);
        }
        let leave = |user: &&UserRow| !ask.shared && user.id != to.id;
        let left: Vec<UserRow> = before.iter().filter(leave).cloned().collect();
        let spans = self.spans(area, &before, &left, &to, caller.user).await?;
        let mut users: Vec<UserRow> = left.iter().cloned().map(|user| without(user, area)).collect();
        users.push(to.clone());
        self.store.hand_over(self.shard, &users, &spans).await?;
        let ids: Vec<UserId> = left.iter().map(|user| user.id).collect();
        let devices = self.store.devices_of_users(self.shard, &ids).await?;
        let detail = json!({ "to": to.id.0, "from": ids.iter().map(|id| id.0).collect::<Vec<_>>() });
        self.note(Some(caller.user), "area_handed_over", area.to_string(), detail).await?;
        let code = self.make_device_code(caller, &to.id.to_string()).await?;
        Ok(HandOverReply {
            area: area.0,
            to: to.id.0,
            login: to.login,
            password,
            code: code.code,
            expires_at: code.expires_at,
            from: left.into_iter().map(|user| user.name).collect(),
            unsent: devices.iter().map(|(row, arrived)| row.last_counter.saturating_sub(*arrived)).sum(),
        })
    }

    /// Who is to have an area: one whose account the caller manages, or who has no area at all yet.
    async fn heir(&self, caller: &Caller, user: UserId, area: AreaId) -> Result<UserRow, AppError> {
        let row = self.store.users_by_id(&[user]).await?.into_iter().next().ok_or(AppError::NotFound)?;
        let with = UserRow { grants: vec![Grant { role: Role::Collaborator, unit: None, area: Some(area) }], ..row.clone() };
        let scope = self.scope(caller);
        let managed = if row.grants.is_empty() { scope.manages_accounts(&with) } else { scope.manages_accounts(&row) };
        if managed { Ok(row) } else { Err(AppError::NotFound) }
    }

    /// The spans that a hand-over changes: those who leave end now, the heir begins now.
    async fn spans(
        &self,
        area: AreaId,
        before: &[UserRow],
        left: &[UserRow],
        to: &UserRow,
        by: UserId,
    ) -> Result<Vec<AssignmentRow>, AppError> {
        let now = self.env.now_ms();
        let open = self.store.assignments(self.shard, &[area]).await?.into_iter().filter(|span| span.to_ms.is_none());
        let open: Vec<AssignmentRow> = open.collect();
        let begun = |user: UserId| open.iter().find(|span| span.user == user).map_or(0, |span| span.from_ms);
        let mut spans = Vec::new();
        for user in before {
            let to_ms = left.iter().any(|row| row.id == user.id).then_some(now);
            spans.push(AssignmentRow { area, user: user.id, from_ms: begun(user.id), to_ms, by: Some(by) });
        }
        if before.iter().all(|user| user.id != to.id) {
            spans.push(AssignmentRow { area, user: to.id, from_ms: now, to_ms: None, by: Some(by) });
        }
        Ok(spans)
    }
}

fn without(user: UserRow, area: AreaId) -> UserRow {
    let grants = user.grants.into_iter().filter(|grant| grant.area != Some(area)).collect();
    UserRow { grants, ..user }
}
