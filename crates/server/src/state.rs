//! What every handler can reach.

use crate::config::Config;
use crate::limits::Limits;
use crate::web::Web;
use danso_app::App;
use std::sync::Arc;

/// Shared by all requests.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) app: Arc<App>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) web: Arc<Web>,
    pub(crate) config: Arc<Config>,
}

impl Server {
    pub(crate) fn new(app: Arc<App>, config: Config) -> Self {
        Self { app, limits: Arc::new(Limits::new()), web: Arc::new(Web::new(&config.web)), config: Arc::new(config) }
    }
}
