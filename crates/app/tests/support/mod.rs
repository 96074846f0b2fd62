//! A register for tests: some hundred synthetic people in one commune, their accounts, and a world that stands still.

use danso_app::{App, BulkKind, Chance, Clock, Env};
use danso_auth::Caller;
use danso_catalog::Catalog;
use danso_model::{DeviceId, Event, Shard};
use danso_store::{AreaRow, Grant, HamletRow, PeopleStore, PlaceStore, Role, Store, UserRow};
use danso_store_sql::SqlStore;
use danso_testkit::{Account, Deployment, FixedClock, Plan, Truth, generate};
use danso_vault::MasterKey;
use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use std::sync::{Arc, Mutex};

/// The province of all tests.
pub const SHARD: Shard = Shard(92);
/// The commune of all tests (phường Cái Khế).
pub const COMMUNE: &str = "31120";

struct Still(FixedClock);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

struct Seeded(Mutex<ChaCha12Rng>);

impl Chance for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(bytes);
    }
}

/// A world of 2026-07-15 whose chance comes from a seed.
pub fn env(seed: u64) -> Env {
    let clock = FixedClock::at("2026-07-15T03:00:00Z".parse().unwrap());
    Env { clock: Arc::new(Still(clock)), chance: Arc::new(Seeded(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))) }
}

/// A register with what is needed to use it.
pub struct Register {
    pub app: App,
    pub store: Arc<SqlStore>,
    pub deployment: Deployment,
    pub truth: Truth,
    pub master: MasterKey,
}

fn grant(account: &Account) -> Grant {
    let at = |role, unit: &str| Grant { role, unit: Some(unit.to_owned()), area: None };
    match &account.role {
        danso_testkit::Role::Collaborator { area } => Grant { role: Role::Collaborator, unit: None, area: Some(*area) },
        danso_testkit::Role::Commune { code } => at(Role::Commune, code),
        danso_testkit::Role::Province => at(Role::Province, "92"),
        danso_testkit::Role::Nation => at(Role::Nation, "VN"),
        danso_testkit::Role::Admin => at(Role::Admin, "VN"),
        danso_testkit::Role::Reader => at(Role::Reader, "92"),
    }
}

/// Makes a register of `persons` people with `months` of events in an empty store.
pub async fn register(store: SqlStore, persons: u64, months: u32) -> Register {
    let store = Arc::new(store);
    store.migrate().await.unwrap();
    let plan = Plan { months, commune: Some(COMMUNE.to_owned()), seed: 7, ..Plan::new(92, persons) };
    let generated = generate(&plan).unwrap();
    let deployment = generated.deployment().clone();
    let hamlet = |hamlet: &danso_testkit::Hamlet| HamletRow {
        id: hamlet.id,
        code: hamlet.code.clone(),
        name: hamlet.name.clone(),
        kind: hamlet.kind.clone(),
        commune: hamlet.commune.clone(),
        valid_from: Some(20_250_701),
        valid_to: None,
    };
    store.put_hamlets(SHARD, &deployment.hamlets.iter().map(hamlet).collect::<Vec<_>>()).await.unwrap();
    let area = |area: &danso_testkit::Area| AreaRow {
        id: area.id,
        number: area.number.to_string(),
        name: area.name.clone(),
        commune: area.commune.clone(),
        hamlets: area.hamlets.clone(),
    };
    store.put_areas(SHARD, &deployment.areas.iter().map(area).collect::<Vec<_>>()).await.unwrap();
    let user = |account: &Account| UserRow {
        id: account.id,
        login: account.login.clone(),
        name: account.name.clone(),
        password: "!".to_owned(),
        disabled: false,
        grants: vec![grant(account)],
    };
    store.put_users(&deployment.people.iter().map(user).collect::<Vec<_>>()).await.unwrap();
    let master = MasterKey::from_bytes([7; 32]);
    let app = open(&store, &master).await;
    app.load_events(generated.baseline().collect(), BulkKind::Fresh).await.unwrap();
    let mut stream = generated.into_months();
    let events: Vec<Event> = stream.by_ref().collect();
    app.load_events(events, BulkKind::Later).await.unwrap();
    Register { app, store, deployment, truth: stream.truth().clone(), master }
}

/// Opens what is in a store.
pub async fn open(store: &Arc<SqlStore>, master: &MasterKey) -> App {
    open_with(store, master, Catalog::embedded().unwrap()).await
}

/// The same with another catalogue.
pub async fn open_with(store: &Arc<SqlStore>, master: &MasterKey, catalog: Catalog) -> App {
    let store: Arc<dyn Store> = Arc::clone(store) as Arc<dyn Store>;
    App::open(store, SHARD, master.clone(), Arc::new(catalog), env(1)).await.unwrap()
}

impl Register {
    /// The caller of the first account of which this holds.
    pub fn caller(&self, is: impl Fn(&Account) -> bool) -> Caller {
        let account = self.deployment.people.iter().find(|account| is(account)).unwrap();
        Caller {
            user: account.id,
            login: account.login.clone(),
            name: account.name.clone(),
            grants: vec![grant(account)],
            device: None,
        }
    }

    /// The collaborator of the first area, on a new phone.
    pub fn collaborator(&self) -> Caller {
        let area = self.deployment.areas[0].id;
        let caller = self.caller(|account| account.role == danso_testkit::Role::Collaborator { area });
        Caller { device: Some(DeviceId(uuid::Uuid::from_u128(0xd0))), ..caller }
    }

    /// The officer of the commune.
    pub fn officer(&self) -> Caller {
        self.caller(|account| matches!(account.role, danso_testkit::Role::Commune { .. }))
    }

    /// The nation's account.
    pub fn nation(&self) -> Caller {
        self.caller(|account| account.role == danso_testkit::Role::Nation)
    }
}
