//! `danso user add|list|reset`.

use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::{Args, Subcommand};
use comfy_table::Table;
use danso_app::people::{By, NewUser};
use danso_model::AreaId;
use danso_store::{Grant, Role};
use std::process::ExitCode;

/// Accounts.
#[derive(Debug, Args)]
pub(crate) struct User {
    #[command(flatten)]
    database: Database,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add an account
    Add {
        /// What is typed to log in
        #[arg(long)]
        login: String,
        /// The name shown to others
        #[arg(long)]
        name: String,
        /// collaborator, commune, province, nation, reader, admin
        #[arg(long)]
        role: String,
        /// Code of the unit, for all but collaborators
        #[arg(long)]
        unit: Option<String>,
        /// Id of the area of a collaborator
        #[arg(long)]
        area: Option<String>,
        /// Left out: one is made up and printed
        #[arg(long, env = "DANSO_NEW_PASSWORD")]
        password: Option<String>,
    },
    /// List all accounts
    List,
    /// Give an account a new password and end its sessions
    Reset {
        /// Whose
        #[arg(long)]
        login: String,
        /// Left out: one is made up and printed
        #[arg(long, env = "DANSO_NEW_PASSWORD")]
        password: Option<String>,
    },
}

impl User {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let app = self.database.existing(KeyUse::Need).await?;
        let json = self.database.json;
        match self.action {
            Action::Add { login, name, role, unit, area, password } => {
                let grants = vec![grant(&role, unit, area)?];
                let added = app.add_user(By::Console, NewUser { login, name, password, grants }).await?;
                if json {
                    println!("{}", serde_json::to_string(&added)?);
                } else {
                    println!("{}", text("user_added", &[("login", &added.login), ("password", &added.password)]));
                }
            }
            Action::List => {
                let users = app.list_users(By::Console).await?;
                if json {
                    println!("{}", serde_json::to_string(&users)?);
                } else {
                    let mut table = Table::new();
                    table.set_header([text("login", &[]), text("name", &[]), text("roles", &[])]);
                    for user in users {
                        let roles: Vec<String> =
                            user.roles.iter().map(|role| format!("{} {}", role.role, role.unit_name)).collect();
                        table.add_row([user.login, user.name, roles.join(", ")]);
                    }
                    println!("{table}");
                }
            }
            Action::Reset { login, password } => {
                let reset = app.reset_password(By::Console, &login, password).await?;
                if json {
                    println!("{}", serde_json::to_string(&reset)?);
                } else {
                    println!("{}", text("user_reset", &[("login", &reset.login), ("password", &reset.password)]));
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn grant(role: &str, unit: Option<String>, area: Option<String>) -> Result<Grant> {
    let parsed = Role::parse(role).ok_or_else(|| expected("bad_role", &[("text", &role)]))?;
    let area = area.map(|area| area.parse::<AreaId>()).transpose()?;
    match (parsed, &unit, area) {
        (Role::Collaborator, _, None) => Err(expected("grant_place", &[("role", &role), ("option", &"--area")])),
        (Role::Collaborator, _, area) => Ok(Grant { role: parsed, unit: None, area }),
        (Role::Nation | Role::Admin, None, _) => Ok(Grant { role: parsed, unit: Some("VN".to_owned()), area: None }),
        (_, None, _) => Err(expected("grant_place", &[("role", &role), ("option", &"--unit")])),
        (_, Some(_), _) => Ok(Grant { role: parsed, unit, area: None }),
    }
}
