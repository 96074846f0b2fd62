//! `danso serve`.

use crate::messages::text;
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use danso_app::App;
use danso_server::{Config, WebFiles};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Serve app, desk and API.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    database: Database,
    /// Address and port; port 0 takes a free one
    #[arg(long, env = "DANSO_LISTEN", default_value = "127.0.0.1:8600")]
    listen: String,
    /// Serve the web app from this folder instead of the one built in
    #[arg(long, env = "DANSO_WEB", value_name = "FOLDER")]
    web: Option<PathBuf>,
    /// A proxy in front sets X-Forwarded-For and X-Forwarded-Proto
    #[arg(long, env = "DANSO_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Browsers reach the server by https only
    #[arg(long, env = "DANSO_ALWAYS_HTTPS")]
    always_https: bool,
    /// The hour in Viet Nam at which the register is looked through for people who stand in it twice, 0 to 20; `off`: never
    #[arg(long, env = "DANSO_DUPLICATES_AT", default_value = "2", value_name = "HOUR", value_parser = hour)]
    duplicates_at: Hour,
}

/// An hour of the day, or none.
#[derive(Debug, Clone, Copy)]
struct Hour(Option<u8>);

/// The last hour from which it is still the same day when a search that was missed is made up for.
const LAST_HOUR: u8 = 20;

fn hour(text: &str) -> Result<Hour, String> {
    match text.parse::<u8>() {
        Ok(hour) if hour <= LAST_HOUR => Ok(Hour(Some(hour))),
        Err(_) if text == "off" => Ok(Hour(None)),
        Ok(_) | Err(_) => Err(format!("0..{LAST_HOUR} | off")),
    }
}

/// How often the clock is looked at.
const MINUTE: Duration = Duration::from_secs(60);

/// Searches for duplicates each night. What goes wrong is told to the log and tried again with the next look at the clock.
async fn nights(app: Arc<App>, hour: u8) {
    loop {
        match app.search_when_due(hour).await {
            Ok(Some(report)) => {
                tracing::info!(
                    residents = report.residents,
                    pairs = report.pairs,
                    seconds = report.seconds,
                    "duplicates searched"
                );
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "duplicates could not be searched"),
        }
        tokio::time::sleep(MINUTE).await;
    }
}

impl Serve {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let app = Arc::new(self.database.existing(KeyUse::Need).await?);
        let listener = TcpListener::bind(&self.listen).await?;
        let address = listener.local_addr()?;
        if self.database.json {
            println!("{}", serde_json::json!({ "listening": address.to_string() }));
        } else {
            println!("{}", text("serving", &[("address", &address)]));
        }
        let config = Config {
            web: self.web.map_or(WebFiles::Embedded, WebFiles::Folder),
            behind_proxy: self.behind_proxy,
            always_https: self.always_https,
        };
        let searching = self.duplicates_at.0.map(|hour| tokio::spawn(nights(Arc::clone(&app), hour)));
        danso_server::serve(app, config, listener, stopped()).await?;
        if let Some(searching) = searching {
            searching.abort();
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Ends when the program is asked to stop.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _asked = interrupt.await;
}
