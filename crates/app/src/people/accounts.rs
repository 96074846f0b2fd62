//! Accounts: added, listed, given a new password.

use super::{RoleInfo, password};
use crate::{App, AppError};
use danso_auth::{Caller, Scope};
use danso_model::UserId;
use danso_places::{Level, UnitCode};
use danso_store::{Grant, Role, StoreError, UserRow};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// Who acts: someone logged in, or whoever may run commands on the server itself.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// Someone logged in, inside their scope.
    Caller(&'a Caller),
    /// The command line.
    Console,
}

/// An account to add.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// 3 to 40 of `a–z 0–9 . _ -`; capitals are made small.
    pub login: String,
    /// The name shown to others.
    pub name: String,
    /// Left out: one is made up.
    pub password: Option<String>,
    /// What it may do where.
    pub grants: Vec<Grant>,
}

/// An account with a password to tell its owner once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddedUser {
    /// Which.
    pub id: Uuid,
    /// Login.
    pub login: String,
    /// The password in force.
    pub password: String,
}

/// An account in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserLine {
    /// Which.
    pub id: Uuid,
    /// Login.
    pub login: String,
    /// The name shown to others.
    pub name: String,
    /// Whether it may no longer log in.
    pub disabled: bool,
    /// What it may do where.
    pub roles: Vec<RoleInfo>,
}

impl By<'_> {
    pub(crate) fn user(self) -> Option<UserId> {
        match self {
            Self::Caller(caller) => Some(caller.user),
            Self::Console => None,
        }
    }
}

impl App {
    /// Adds an account.
    ///
    /// # Errors
    /// `out_of_scope` when the caller may not give these roles, `login_malformed`, `login_taken`, `grant_misplaced`, and those of the
    /// password rules.
    pub async fn add_user(&self, by: By<'_>, new: NewUser) -> Result<AddedUser, AppError> {
        let login = check_login(&new.login)?;
        for grant in &new.grants {
            self.check_grant(grant)?;
        }
        let word = new.password.unwrap_or_else(|| self.made_up_password());
        password::check(&login, &word)?;
        let mut row = UserRow {
            id: UserId(self.env.new_id()),
            login,
            name: new.name.trim().to_owned(),
            password: String::new(),
            disabled: false,
            grants: new.grants,
        };
        self.check_manages(by, &row)?;
        if self.store.user_by_login(&row.login).await?.is_some() {
            return Err(AppError::Conflict { code: "login_taken" });
        }
        row.password = self.password_hash(word.clone()).await?;
        self.store.put_user(&row).await.map_err(|error| match error {
            StoreError::Duplicate { .. } => AppError::Conflict { code: "login_taken" },
            StoreError::HeadMoved { .. } | StoreError::Damaged { .. } | StoreError::Engine { .. } => AppError::Store(error),
        })?;
        let roles: Vec<_> = row.grants.iter().map(|grant| json!({ "role": grant.role.as_str(), "unit": grant.unit })).collect();
        self.note(by.user(), "user_added", row.id.to_string(), json!({ "roles": roles })).await?;
        Ok(AddedUser { id: row.id.0, login: row.login, password: word })
    }

    /// The accounts that the caller manages, in order of login.
    ///
    /// # Errors
    /// `out_of_scope` when the caller manages none; when the store fails.
    pub async fn list_users(&self, by: By<'_>) -> Result<Vec<UserLine>, AppError> {
        let scope = self.managing(by)?;
        let rows = self.store.users().await?;
        let own = rows.into_iter().filter(|row| scope.as_ref().is_none_or(|scope| scope.manages_accounts(row)));
        Ok(own
            .map(|row| {
                let roles = self.roles(&row.grants);
                UserLine { id: row.id.0, login: row.login, name: row.name, disabled: row.disabled, roles }
            })
            .collect())
    }

    /// Gives an account a new password and ends all its sessions.
    ///
    /// # Errors
    /// [`AppError::NotFound`], `out_of_scope`, and those of the password rules.
    ///
    /// # Panics
    /// When a thread panicked while counting tries.
    pub async fn reset_password(&self, by: By<'_>, login: &str, new: Option<String>) -> Result<AddedUser, AppError> {
        self.managing(by)?;
        let login = login.trim().to_lowercase();
        let mut row = self.store.user_by_login(&login).await?.ok_or(AppError::NotFound)?;
        self.check_manages(by, &row)?;
        let word = new.unwrap_or_else(|| self.made_up_password());
        password::check(&row.login, &word)?;
        row.password = self.password_hash(word.clone()).await?;
        self.store.put_user(&row).await?;
        self.store.delete_sessions_of(row.id, self.env.now_ms()).await?;
        self.people_state.log_ins.lock().expect("no panic while counting tries").succeeded(&login);
        self.note(by.user(), "password_reset", row.id.to_string(), json!({})).await?;
        Ok(AddedUser { id: row.id.0, login: row.login, password: word })
    }

    fn made_up_password(&self) -> String {
        let mut chance = [0; 16];
        self.env.chance.fill(&mut chance);
        danso_auth::new_password(chance)
    }

    /// The scope of a caller who manages accounts; None at the console, which manages all.
    fn managing(&self, by: By<'_>) -> Result<Option<Scope>, AppError> {
        match by {
            By::Console => Ok(None),
            By::Caller(caller) => {
                let scope = self.scope(caller);
                if scope.manages_any_account() { Ok(Some(scope)) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
            }
        }
    }

    fn check_manages(&self, by: By<'_>, row: &UserRow) -> Result<(), AppError> {
        let manages = self.managing(by)?.is_none_or(|scope| scope.manages_accounts(row));
        if manages { Ok(()) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
    }

    /// A grant must have the kind of place its role needs, and there must be such a place today.
    fn check_grant(&self, grant: &Grant) -> Result<(), AppError> {
        let fits = match grant.role {
            Role::Collaborator => grant.unit.is_none() && grant.area.is_some_and(|area| self.territory().area(area).is_some()),
            Role::Commune => self.level_of(grant) == Some(Level::Commune),
            Role::Province => self.level_of(grant) == Some(Level::Province),
            Role::Nation => self.level_of(grant) == Some(Level::Nation),
            Role::Reader => self.level_of(grant).is_some(),
            Role::Admin => grant.area.is_none(),
        };
        if fits { Ok(()) } else { Err(AppError::bad("grant_misplaced", format!("{} at no such place", grant.role.as_str()))) }
    }

    /// The level of a grant's unit, if it names one that exists today and no area.
    fn level_of(&self, grant: &Grant) -> Option<Level> {
        let unit: UnitCode = grant.unit.as_deref().filter(|_| grant.area.is_none())?.parse().ok()?;
        let territory = self.territory();
        let exists = match unit.level() {
            Level::Hamlet => territory.tree.index_of_code(unit).is_some(),
            Level::Nation | Level::Province | Level::District | Level::Commune => {
                territory.tree.gazetteer().unit(unit, self.env.today()).is_some()
            }
        };
        exists.then_some(unit.level())
    }
}

fn check_login(text: &str) -> Result<String, AppError> {
    let login = text.trim().to_lowercase();
    let fits = (3..=40).contains(&login.len())
        && login.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte));
    if fits { Ok(login) } else { Err(AppError::bad("login_malformed", "3 to 40 of a-z 0-9 . _ -")) }
}
