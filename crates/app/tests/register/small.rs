//! A register of a few households in three hamlets, each the area of one collaborator, and a world that stands still.

use crate::acts::{area, hamlet, house, id, sheet, user};
use crate::database::Database;
use danso_app::{App, AppError, BulkKind, Chance, Clock, CountAsk, CountBy, CountReply, Env, ReviewAsk, ReviewLine};
use danso_auth::Caller;
use danso_catalog::Catalog;
use danso_model::{DeviceId, Event, EventBody, EventId, PartialDate, Position, Shard, Source};
use danso_store::{AreaRow, CommuneSetting, Grant, HamletRow, LogStore, PeopleStore, PlaceStore, Role, Store, UserRow};
use danso_store_sql::SqlStore;
use danso_testkit::FixedClock;
use danso_vault::MasterKey;
use danso_wire::{HouseholdDocument, Outcome, Push, PushReply, Snapshot};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use serde_json::value::RawValue;
use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

pub const SHARD: Shard = Shard(92);
pub const COMMUNE: &str = "31120";
pub const TODAY: Date = date(2026, 7, 15);
pub const AREAS: u128 = 3;

const OFFICER: u128 = 90;
const NATION: u128 = 91;

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

fn env() -> Env {
    env_at("2026-07-15T03:00:00Z")
}

pub fn env_at(now: &str) -> Env {
    static SEED: AtomicU64 = AtomicU64::new(1);
    let chance = ChaCha12Rng::seed_from_u64(SEED.fetch_add(1, Ordering::Relaxed));
    let clock = FixedClock::at(now.parse().unwrap());
    Env { clock: Arc::new(Still(clock)), chance: Arc::new(Seeded(Mutex::new(chance))) }
}

fn catalog() -> Arc<Catalog> {
    static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
    Arc::clone(CATALOG.get_or_init(|| Arc::new(Catalog::embedded().unwrap())))
}

/// Opens what is in a store.
pub async fn open(store: &Arc<SqlStore>) -> App {
    try_open(store).await.unwrap()
}

pub async fn try_open(store: &Arc<SqlStore>) -> Result<App, AppError> {
    let port: Arc<dyn Store> = Arc::clone(store) as Arc<dyn Store>;
    App::open(port, SHARD, MasterKey::from_bytes([7; 32]), catalog(), env()).await
}

pub struct Small {
    pub database: Database,
    pub store: Arc<SqlStore>,
    pub app: App,
}

fn grant_of(number: u128) -> Grant {
    let at = |role, unit: &str| Grant { role, unit: Some(unit.to_owned()), area: None };
    match number {
        OFFICER => at(Role::Commune, COMMUNE),
        NATION => at(Role::Nation, "VN"),
        number => Grant { role: Role::Collaborator, unit: None, area: Some(area(number)) },
    }
}

fn caller(number: u128) -> Caller {
    Caller {
        user: user(number),
        login: format!("ctv{number}"),
        name: format!("Người dùng {number}"),
        grants: vec![grant_of(number)],
        device: None,
    }
}

impl Small {
    /// Three households in each of three areas.
    pub async fn new() -> Self {
        Self::on(Database::sqlite()).await
    }

    pub async fn on(database: Database) -> Self {
        let small = Self::empty(database).await;
        let sheets = (0..AREAS).flat_map(|area| (0..3).map(move |number| sheet(area * 10 + number, area)));
        small.load(sheets.collect()).await;
        small
    }

    pub async fn empty(database: Database) -> Self {
        let store = Arc::new(database.open().await);
        let hamlets = (0..AREAS).map(|number| HamletRow {
            id: hamlet(number),
            code: format!("{COMMUNE}.{:02}", number + 1),
            name: format!("Bình {}", number + 1),
            kind: "khu vực".to_owned(),
            commune: COMMUNE.to_owned(),
            valid_from: Some(20_250_701),
            valid_to: None,
        });
        store.put_hamlets(SHARD, &hamlets.collect::<Vec<_>>()).await.unwrap();
        let areas = (0..AREAS).map(|number| AreaRow {
            id: area(number),
            number: number.to_string(),
            name: format!("Địa bàn {number}"),
            commune: COMMUNE.to_owned(),
            hamlets: vec![hamlet(number)],
        });
        store.put_areas(SHARD, &areas.collect::<Vec<_>>()).await.unwrap();
        let users = (0..AREAS).chain([OFFICER, NATION]).map(|number| {
            let Caller { user, login, name, grants, .. } = caller(number);
            UserRow { id: user, login, name, password: "!".to_owned(), disabled: false, grants }
        });
        store.put_users(&users.collect::<Vec<_>>()).await.unwrap();
        let app = open(&store).await;
        Self { database, store, app }
    }

    pub async fn load(&self, events: Vec<Event>) {
        self.app.load_events(events, BulkKind::Fresh).await.unwrap();
    }

    /// The server is killed and started again.
    pub async fn killed(self) -> Self {
        let Self { database, store, app } = self;
        drop(app);
        store.close().await;
        drop(store);
        let store = Arc::new(database.open().await);
        let app = open(&store).await;
        Self { database, store, app }
    }

    pub async fn accept_clean(&self) {
        let row = CommuneSetting { commune: COMMUNE.to_owned(), accept_clean: true };
        self.store.put_commune_setting(SHARD, &row).await.unwrap();
        self.app.reload_territory().await.unwrap();
    }

    pub async fn head(&self) -> Position {
        self.store.head(SHARD).await.unwrap().position
    }

    pub async fn accept(&self, event: &Event) -> Position {
        self.app.accept(&officer(), event.id).await.unwrap()
    }

    pub async fn give_back(&self, event: &Event) {
        self.app.give_back(&officer(), event.id, "Hỏi lại".to_owned()).await.unwrap();
    }

    /// Those that wait, in order of arrival.
    pub async fn queue(&self) -> Vec<ReviewLine> {
        self.app.review_list(&officer(), &ReviewAsk { limit: 100, ..ReviewAsk::default() }).await.unwrap().items
    }

    pub async fn document(&self, number: u128) -> HouseholdDocument {
        self.app.household(&officer(), house(number)).await.unwrap().household
    }

    /// Everything derived again from the log is what is stored.
    pub async fn clean(&self) {
        clean(&self.app).await;
    }
}

pub async fn clean(app: &App) {
    let report = app.verify(|_, _| {}).await.unwrap();
    assert_eq!(report.differences, vec![]);
    assert_eq!(report.wrong, 0);
    let live = app.look(danso_tally::Image::fingerprint).unwrap();
    // Whether the log is read once or a few subjects at a time.
    for held in [usize::MAX, 7] {
        assert_eq!(app.image_again(held).await.unwrap().fingerprint(), live, "holding {held}");
    }
}

pub fn officer() -> Caller {
    caller(OFFICER)
}

pub fn nation() -> Caller {
    caller(NATION)
}

pub async fn counted(app: &App, at: Date, known_at: Option<Position>, by: Vec<CountBy>) -> CountReply {
    app.count(&nation(), &CountAsk { unit: "VN".to_owned(), at, by, known_at }).await.unwrap()
}

pub async fn total(app: &App) -> u64 {
    counted(app, TODAY, None, vec![]).await.total
}

pub fn raw(event: &Event) -> Box<RawValue> {
    RawValue::from_string(String::from_utf8(danso_wire::encode(event)).unwrap()).unwrap()
}

/// A collaborator's phone. Two with one `device` and different `mark` are clones of each other.
pub struct Phone {
    pub caller: Caller,
    pub counter: u64,
    pub mark: u128,
}

impl Phone {
    pub fn of(collaborator: u128) -> Self {
        let device = Some(DeviceId(id(0xd0, collaborator)));
        Self { caller: Caller { device, ..caller(collaborator) }, counter: 0, mark: collaborator }
    }

    /// The same phone restored from a copy: same device, same counter, other ids.
    pub fn clone_with(&self, mark: u128) -> Self {
        Self { caller: self.caller.clone(), counter: self.counter, mark }
    }

    pub fn device(&self) -> DeviceId {
        self.caller.device.unwrap()
    }

    /// An event with the next counter.
    pub fn event(&mut self, date: &str, body: EventBody) -> Event {
        self.counter += 1;
        Event {
            id: EventId(id(0xe0 + self.mark, u128::from(self.counter))),
            date: date.parse::<PartialDate>().unwrap(),
            recorded_at: "2026-07-14T02:03:04.123Z".parse().unwrap(),
            by: self.caller.user,
            device: Some((self.device(), self.counter)),
            supersedes: None,
            source: Source::Interview,
            body,
            personal: Vec::new(),
            behalf: None,
            overrides: Vec::new(),
        }
    }

    /// The same act, corrected.
    pub fn correcting(&mut self, target: &Event, date: &str, body: EventBody) -> Event {
        Event { supersedes: Some(target.id), ..self.event(date, body) }
    }

    pub async fn push(&self, app: &App, events: &[Event]) -> PushReply {
        self.push_raw(app, events.iter().map(raw).collect()).await
    }

    pub async fn push_raw(&self, app: &App, events: Vec<Box<RawValue>>) -> PushReply {
        app.push(&self.caller, self.message(events)).await.unwrap()
    }

    pub fn message(&self, events: Vec<Box<RawValue>>) -> Push {
        Push { device: self.device().0, last_counter: self.counter, events }
    }

    pub async fn snapshot(&self, app: &App) -> Snapshot {
        let file = app.snapshot(&self.caller).await.unwrap();
        let mut json = String::new();
        flate2::read::GzDecoder::new(file.gzip.as_slice()).read_to_string(&mut json).unwrap();
        serde_json::from_str(&json).unwrap()
    }

    /// Own events as a pull tells them: id, status and reason.
    pub async fn statuses(&self, app: &App, after: Position) -> Vec<(EventId, String, Option<String>)> {
        let pull = app.pull(&self.caller, after).await.unwrap();
        pull.events.into_iter().map(|state| (EventId(state.id), state.status, state.reason)).collect()
    }

    pub async fn status(&self, app: &App, event: &Event) -> Option<String> {
        let all = self.statuses(app, Position(0)).await;
        all.into_iter().find(|(id, ..)| *id == event.id).map(|(_, status, _)| status)
    }
}

pub fn issue_codes(outcome: &Outcome) -> Vec<&str> {
    outcome.issues.iter().map(|issue| issue.rule.as_str()).collect()
}
