//! `danso serve`.

use crate::messages::text;
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use danso_server::{Config, WebFiles};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
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
        danso_server::serve(app, config, listener, stopped()).await?;
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
