//! What is told of an account and its session.

use crate::App;
use danso_auth::Caller;
use danso_places::{Level, UnitCode};
use danso_store::{DeviceRow, Grant};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A role at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleInfo {
    /// `collaborator`, `commune`, `province`, `nation`, `reader` or `admin`.
    pub role: String,
    /// Code of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Area of a collaborator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Uuid>,
    /// The name of the unit or area; empty where the role has no place.
    pub unit_name: String,
}

/// An account as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserInfo {
    /// Which.
    pub id: Uuid,
    /// Login.
    pub login: String,
    /// The name shown to others.
    pub name: String,
    /// What it may do where.
    pub roles: Vec<RoleInfo>,
}

/// An enrolled device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceInfo {
    /// Which.
    pub id: Uuid,
    /// The highest counter known of it; it goes on from here.
    pub counter: u64,
}

/// A session that has just begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SessionReply {
    /// Bearer token; told once.
    pub token: String,
    /// Whose.
    pub user: UserInfo,
    /// The device it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceInfo>,
}

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeReply {
    /// The account.
    pub user: UserInfo,
    /// The device of the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Uuid>,
}

impl App {
    /// Who the caller is, with names of places as they are today.
    #[must_use]
    pub fn me(&self, caller: &Caller) -> MeReply {
        MeReply { user: self.user_info(caller), device: caller.device.map(|device| device.0) }
    }

    pub(super) fn user_info(&self, caller: &Caller) -> UserInfo {
        UserInfo { id: caller.user.0, login: caller.login.clone(), name: caller.name.clone(), roles: self.roles(&caller.grants) }
    }

    pub(super) fn roles(&self, grants: &[Grant]) -> Vec<RoleInfo> {
        grants.iter().map(|grant| self.role(grant)).collect()
    }

    fn role(&self, grant: &Grant) -> RoleInfo {
        let territory = self.territory();
        let area_name = grant.area.and_then(|area| territory.area(area)).map(|area| area.name.clone());
        let unit_name = grant.unit.as_deref().and_then(|unit| self.unit_name(unit));
        RoleInfo {
            role: grant.role.as_str().to_owned(),
            unit: grant.unit.clone(),
            area: grant.area.map(|area| area.0),
            unit_name: area_name.or(unit_name).unwrap_or_default(),
        }
    }

    fn unit_name(&self, unit: &str) -> Option<String> {
        let unit: UnitCode = unit.parse().ok()?;
        let territory = self.territory();
        let today = self.env.today();
        match unit.level() {
            Level::Hamlet => {
                let hamlet = territory.tree.hamlet(territory.tree.index_of_code(unit)?, today)?;
                Some(hamlet.name.clone())
            }
            Level::Nation | Level::Province | Level::District | Level::Commune => {
                Some(territory.tree.gazetteer().unit(unit, today)?.full_name.to_owned())
            }
        }
    }

    /// The device with the highest counter known of it, said by it or received from it.
    pub(super) async fn device_info(&self, row: &DeviceRow) -> Result<DeviceInfo, crate::AppError> {
        let (count, _, missing) = self.store.counters(self.shard, row.id).await?;
        let received = count + missing.len() as u64;
        Ok(DeviceInfo { id: row.id.0, counter: received.max(row.last_counter) })
    }
}
