//! Use cases: one function per action on [`App`]; transactions begin and end here. Clock and chance come in through [`Env`], the store
//! through its port, so no engine is named.
//!
//! # The way of an event
//! [`App::push`] → `ingest` reads it, loads what is known (`world`), asks the register (`danso_registry::decide`) and the rules
//! (`danso_catalog`), writes one [`danso_store::Batch`], then tells the image. A decision of the officer ([`App::accept`]) goes the same way.
//!
//! # The most common change: a new use case
//! A file with its question and answer structs and one `impl App` block; the scope comes from [`App::scope`] and nowhere else.

mod boundaries;
mod bulk;
mod chain;
pub mod closing;
mod decisions;
mod document;
#[cfg(test)]
mod document_vectors;
mod entry;
mod env;
mod erase;
mod error;
mod evaluate;
mod export;
mod figures;
pub mod forecast;
mod ground;
mod held;
mod image;
mod in_place;
mod ingest;
mod judge;
mod lease;
mod lists;
mod load;
mod messages;
mod movers;
pub mod network;
pub mod people;
mod plan;
mod project;
mod recent;
pub mod reconcile;
mod reorganise;
mod reports;
mod review;
mod same;
pub mod samples;
mod sheet;
mod sync;
mod territory;
mod turn;
mod verify;
mod viet_nam;
mod world;

pub use boundaries::BoundaryGrouping;
pub use bulk::{BulkKind, BulkReport};
pub use entry::DraftKey;
pub use env::{Chance, Clock, Env};
pub use error::AppError;
pub use figures::{
    ByValue, CountAsk, CountBy, CountReply, CountRow, FigureLine, FigurePeopleAsk, FigurePeopleLine, FigurePeoplePage,
    FiguresAsk, FiguresReply, FiguresUnit, FlowAsk, FlowReply, FlowRow, HouseholdLine, IndicatorLine, IndicatorsReply,
    StatusReply, TOLD_NUMBERS, UnitLine, UnitReply,
};
pub use lease::{LEASE_DAYS, LEASE_SETTING};
pub use lists::{Behind, EventLine, HouseholdReply, PeopleAsk, PeoplePage, PersonLine};
pub use movers::{
    MoverCandidate, MoverCounts, MoverLine, MoverPlace, MoverSheet, MoverSide, MoverTally, MoverWeight, MoversAsk, MoversPage,
    StatedPlace,
};
pub use reorganise::{
    AreaMove, BeforeAfter, DeviceBehindLine, PlanRemark, ReorganisationLine, ReorganisationPreview, ReorganisationReply,
    ReportTouched, UnitMove, UnitTotals, UserMove,
};
pub use reports::FormAsk;
pub use review::{ReviewAsk, ReviewCounts, ReviewItem, ReviewLine, ReviewPage};
pub use same::{
    ApartMark, DuplicatePage, DuplicatePair, DuplicatesAsk, LikeSheet, LikeWeight, Likeness, MergePreview, Merged, NewcomerLikes,
    NightAsk, NightFile, NightLine, NightOther, NightPage, NightReport, NightSummary, NightUnit, PairLine, PairSide,
    PreviewHousehold, QueueLikes, night_due,
};
pub use sync::SnapshotFile;
pub use territory::Territory;
pub use verify::{Difference, VerifyReport};

use danso_auth::{Caller, Scope};
use danso_catalog::Catalog;
use danso_model::{PersonId, Shard};
use danso_store::Store;
use danso_tally::Image;
use danso_vault::MasterKey;
use std::collections::HashSet;
use std::sync::{Arc, RwLock};
use tokio::sync::Mutex;

/// The system on one shard.
pub struct App {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// Clock and chance.
    pub env: Env,
    pub(crate) shard: Shard,
    pub(crate) master: MasterKey,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) territory: RwLock<Arc<Territory>>,
    pub(crate) image: RwLock<Image>,
    /// One writer at a time; readers are not stopped.
    pub(crate) writing: Mutex<()>,
    pub(crate) people_state: people::PeopleState,
    pub(crate) snapshots: sync::SnapshotCache,
    pub(crate) grounds: ground::GroundCache,
    pub(crate) recent: recent::Recent,
    pub(crate) held: held::HeldWorlds,
    pub(crate) turn: turn::Turn,
    /// Persons whom some event in the log calls the same as another, in force or not.
    pub(crate) linked: RwLock<HashSet<PersonId>>,
    pub(crate) templates: danso_indicators::Templates,
    pub(crate) kept_territories: closing::KeptTerritories,
    pub(crate) indicators: danso_indicators::Indicators,
    pub(crate) cubes: figures::Cubes,
    pub(crate) likes: same::Likes,
    pub(crate) movers: movers::Movers,
    pub(crate) days: figures::Days,
    pub(crate) uses: figures::Uses,
    pub(crate) reconciled: reconcile::Reconciled,
}

impl App {
    /// Opens a shard: reads the territory and builds the image from the log.
    ///
    /// # Errors
    /// When the store fails or holds what cannot be read.
    pub async fn open(
        store: Arc<dyn Store>,
        shard: Shard,
        master: MasterKey,
        catalog: Arc<Catalog>,
        env: Env,
    ) -> Result<Self, AppError> {
        let territory = Territory::load(store.as_ref(), shard).await?;
        figures::begin_counting(store.as_ref(), shard, env.today()).await?;
        let (image, linked) = image::build(store.as_ref(), shard, &master).await?;
        Ok(Self {
            store,
            env,
            shard,
            master,
            catalog,
            territory: RwLock::new(Arc::new(territory)),
            image: RwLock::new(image),
            writing: Mutex::new(()),
            people_state: people::PeopleState::default(),
            snapshots: sync::SnapshotCache::default(),
            grounds: ground::GroundCache::default(),
            recent: recent::Recent::default(),
            held: held::HeldWorlds::default(),
            turn: turn::Turn::default(),
            linked: RwLock::new(linked),
            templates: closing::forms()?,
            kept_territories: closing::KeptTerritories::default(),
            indicators: figures::catalogue()?,
            cubes: figures::Cubes::default(),
            likes: same::Likes::default(),
            movers: movers::Movers::default(),
            days: figures::Days::default(),
            uses: figures::Uses::default(),
            reconciled: reconcile::Reconciled::default(),
        })
    }

    /// The territory as last read.
    ///
    /// # Panics
    /// When a thread panicked while it was replaced.
    #[must_use]
    pub fn territory(&self) -> Arc<Territory> {
        Arc::clone(&self.territory.read().expect("no panic while replacing the territory"))
    }

    /// Reads the territory again, after hamlets, areas or settings changed.
    ///
    /// # Errors
    /// As [`Territory::load`].
    ///
    /// # Panics
    /// When a thread panicked while it was replaced.
    pub async fn reload_territory(&self) -> Result<(), AppError> {
        let fresh = Arc::new(Territory::load(self.store.as_ref(), self.shard).await?);
        *self.territory.write().expect("no panic while replacing the territory") = fresh;
        Ok(())
    }

    /// What the caller may see and do now: the one place where this is decided.
    #[must_use]
    pub fn scope(&self, caller: &Caller) -> Scope {
        let territory = self.territory();
        Scope::of(caller, &territory.tree, &territory.areas, self.env.today())
    }

    /// The shard.
    #[must_use]
    pub const fn shard(&self) -> Shard {
        self.shard
    }

    /// The catalogue as the phone downloads it: its version, and lists and rules as JSON.
    #[must_use]
    pub fn catalog(&self) -> (String, serde_json::Value) {
        let lists = serde_json::to_value(self.catalog.lists()).unwrap_or_default();
        let rules: Vec<_> = self.catalog.rules().collect();
        let body = serde_json::json!({ "version": self.catalog.version(), "lists": lists, "rules": rules });
        (self.catalog.version().to_owned(), body)
    }
}
