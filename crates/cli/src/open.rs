//! Opening the register that a command works on: the store, its shard, and the key that lies outside of it.

use crate::messages::{expected, text};
use crate::system;
use anyhow::Result;
use clap::Args;
use danso_app::App;
use danso_catalog::Catalog;
use danso_model::Shard;
use danso_store::{LogStore, Store};
use danso_store_sql::SqlStore;
use danso_vault::MasterKey;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the register is.
#[derive(Debug, Clone, Args)]
pub(crate) struct Database {
    /// `sqlite://path` or `postgres://user@host/database`
    #[arg(long, env = "DANSO_DATABASE", value_name = "URL", global = true)]
    pub(crate) database: Option<String>,
    /// File of the key that seals names and numbers; by default beside an SQLite file, else in the home folder
    #[arg(long, env = "DANSO_KEY_FILE", value_name = "FILE", global = true)]
    pub(crate) key_file: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What a command wants of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyUse {
    /// Made when there is none: the register is being made.
    Make,
    /// Must be there.
    Need,
    /// Nothing sealed is opened or written.
    None,
}

impl Database {
    pub(crate) fn url(&self) -> Result<&str> {
        self.database.as_deref().ok_or_else(|| expected("no_database", &[]))
    }

    /// Opens the store and brings its tables up to date.
    pub(crate) async fn store(&self) -> Result<Arc<SqlStore>> {
        let url = self.url()?;
        keep_private(url)?;
        let failed =
            |error: danso_store::StoreError| anyhow::Error::from(error).context(text("open_failed", &[("url", &shown(url))]));
        let store = SqlStore::open(url).await.map_err(failed)?;
        store.migrate().await.map_err(failed)?;
        Ok(Arc::new(store))
    }

    /// The file that holds the key.
    pub(crate) fn key_path(&self) -> Result<PathBuf> {
        if let Some(path) = &self.key_file {
            return Ok(path.clone());
        }
        let url = self.url()?;
        if let Some(path) = url.strip_prefix("sqlite://") {
            return Ok(PathBuf::from(format!("{}.key", path.split('?').next().unwrap_or(path))));
        }
        let name: String =
            url.rsplit('@').next().unwrap_or(url).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let home = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
        let home = home.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".config")));
        Ok(home.unwrap_or_default().join("danso").join(format!("{name}.key")))
    }

    fn key(&self, usage: KeyUse) -> Result<MasterKey> {
        let path = self.key_path()?;
        if usage == KeyUse::None {
            return Ok(MasterKey::from_bytes([0; 32]));
        }
        if path.exists() {
            return Ok(MasterKey::from_file(&path)?);
        }
        if usage == KeyUse::Need {
            return Err(expected("no_key", &[("path", &path.display())]));
        }
        let env = system::env();
        let key = MasterKey::generate(|bytes| env.chance.fill(bytes));
        write_secret(&path, &key.to_text())?;
        eprintln!("{}", text("key_made", &[("path", &path.display())]));
        Ok(key)
    }

    /// Opens the register with its image.
    pub(crate) async fn app(&self, store: Arc<SqlStore>, shard: Shard, usage: KeyUse) -> Result<App> {
        let key = self.key(usage)?;
        let catalog = Arc::new(Catalog::embedded()?);
        Ok(App::open(store, shard, key, catalog, system::env()).await?)
    }

    /// Opens the only register of a database.
    pub(crate) async fn existing(&self, usage: KeyUse) -> Result<App> {
        let store = self.store().await?;
        let shard = self.only_shard(store.as_ref()).await?;
        self.app(store, shard, usage).await
    }

    pub(crate) async fn only_shard(&self, store: &SqlStore) -> Result<Shard> {
        let shards = store.shards().await?;
        match shards.as_slice() {
            [] => Err(expected("empty", &[("url", &shown(self.url()?))])),
            [shard] => Ok(*shard),
            several => {
                let list: Vec<String> = several.iter().map(ToString::to_string).collect();
                Err(expected("several_shards", &[("shards", &list.join(", "))]))
            }
        }
    }
}

/// Makes a new SQLite file readable by its owner only, before anything is in it.
fn keep_private(url: &str) -> Result<()> {
    let Some(path) = url.strip_prefix("sqlite://").map(|path| path.split('?').next().unwrap_or(path)) else { return Ok(()) };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(anyhow::Error::from(error).context(text("open_failed", &[("url", &url)])))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// A URL without its password.
pub(crate) fn shown(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) if !url.starts_with("sqlite") => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

/// Writes a file that only its owner reads.
pub(crate) fn write_secret(path: &Path, content: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    Ok(())
}
