//! `danso erase`.

use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use danso_model::{SubjectId, UserId};
use serde_json::json;
use std::process::ExitCode;
use uuid::Uuid;

/// Destroy the key of a person or household. There is no way back.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    database: Database,
    /// The id of the person (or household)
    #[arg(long, value_name = "ID")]
    person: String,
}

impl Erase {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let subject: SubjectId = self.person.parse().map_err(|error| expected("failed", &[("what", &error)]))?;
        let app = self.database.existing(KeyUse::Need).await?;
        let position = app.erase(UserId(Uuid::nil()), subject).await?;
        if self.database.json {
            println!("{}", json!({ "erased": subject.to_string(), "position": position.0 }));
        } else {
            println!("{}", text("erased", &[("subject", &subject), ("position", &position)]));
        }
        Ok(ExitCode::SUCCESS)
    }
}
