//! How the server is set up.

use std::path::PathBuf;

/// Where the built web app is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum WebFiles {
    /// Inside the program.
    #[default]
    Embedded,
    /// In a folder like `web/dist`, read anew at each request; for development.
    Folder(PathBuf),
}

/// How the server is set up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Where the built web app is.
    pub web: WebFiles,
    /// Whether a proxy in front sets `X-Forwarded-For` and `X-Forwarded-Proto`. Without one they are not believed.
    pub behind_proxy: bool,
    /// Whether browsers reach the server by https only, so that the session's cookie never travels without.
    pub always_https: bool,
}
