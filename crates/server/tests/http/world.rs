//! Two communes with their accounts, and a way to ask the server something as one of them.
//!
//! | account | role |
//! |---|---|
//! | `ctv.khe`, `ctv.kheb` | collaborators of the areas `KHE` (hamlets `K1`, `K2`) and `KHE_B` (`K2`) in Cái Khế (31120) |
//! | `ctv.kieu` | collaborator of `KIEU` (`N1`) in Ninh Kiều (31135) |
//! | `xa.khe`, `xa.kieu` | officers of the two communes |
//! | `tinh`, `nuoc`, `doc`, `quantri` | province 92, the nation, a reader of 31120, an administrator |
//!
//! Each has a session whose token is the login. Collaborators speak from a device of their own.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use danso_app::{App, Chance, Clock, Env};
use danso_auth::{fingerprint, hash_password};
use danso_catalog::Catalog;
use danso_model::{AreaId, DeviceId, HamletId, Shard, UserId};
use danso_server::{Config, router};
use danso_store::{AreaRow, DeviceRow, Grant, HamletRow, PeopleStore, PlaceStore, Role, SessionRow, Store, UserRow};
use danso_store_sql::SqlStore;
use danso_vault::MasterKey;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

pub const SHARD: Shard = Shard(92);
pub const PASSWORD: &str = "mật khẩu chung";

pub const K1: HamletId = HamletId(Uuid::from_u128(0x11));
pub const K2: HamletId = HamletId(Uuid::from_u128(0x12));
pub const N1: HamletId = HamletId(Uuid::from_u128(0x21));
pub const KHE: AreaId = AreaId(Uuid::from_u128(0xA1));
pub const KHE_B: AreaId = AreaId(Uuid::from_u128(0xA2));
pub const KIEU: AreaId = AreaId(Uuid::from_u128(0xA3));

/// Every account, in the order of the tables of permissions.
pub const ACCOUNTS: [&str; 9] = ["ctv.khe", "ctv.kheb", "ctv.kieu", "xa.khe", "xa.kieu", "tinh", "nuoc", "doc", "quantri"];

const START: &str = "2026-03-01T02:00:00Z";

struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).expect("a time in range")
    }
}

struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::SeqCst);
        let stream = fingerprint(&next.to_string());
        bytes.iter_mut().zip(stream.iter().cycle()).for_each(|(byte, chance)| *byte = *chance);
    }
}

pub struct World {
    pub app: Arc<App>,
    router: Router,
    clock: Arc<SetClock>,
    _folder: TempDir,
}

/// What the server said.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// The id of an account.
pub fn user(login: &str) -> UserId {
    let at = ACCOUNTS.iter().position(|each| *each == login).expect("an account");
    UserId(Uuid::from_u128(0x100 + at as u128))
}

/// The device of a collaborator.
pub fn device(login: &str) -> DeviceId {
    DeviceId(Uuid::from_u128(0x1000 + user(login).0.as_u128()))
}

fn grant(login: &str) -> Grant {
    let at = |role, unit: &str| Grant { role, unit: Some(unit.to_owned()), area: None };
    let area = |area| Grant { role: Role::Collaborator, unit: None, area: Some(area) };
    match login {
        "ctv.khe" => area(KHE),
        "ctv.kheb" => area(KHE_B),
        "ctv.kieu" => area(KIEU),
        "xa.khe" => at(Role::Commune, "31120"),
        "xa.kieu" => at(Role::Commune, "31135"),
        "tinh" => at(Role::Province, "92"),
        "nuoc" => at(Role::Nation, "VN"),
        "doc" => at(Role::Reader, "31120"),
        _ => Grant { role: Role::Admin, unit: None, area: None },
    }
}

fn password_hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hash_password(PASSWORD, b"salt of all tests").expect("hashes")).clone()
}

async fn fill(store: &SqlStore, now_ms: i64) {
    let hamlet = |(id, code, commune): (HamletId, &str, &str)| HamletRow {
        id,
        code: code.to_owned(),
        name: format!("Khu vực {}", &code[6..]),
        kind: "khu vực".to_owned(),
        commune: commune.to_owned(),
        valid_from: Some(20_250_701),
        valid_to: None,
    };
    let hamlets = [(K1, "31120.01", "31120"), (K2, "31120.02", "31120"), (N1, "31135.01", "31135")].map(hamlet);
    store.put_hamlets(SHARD, &hamlets).await.expect("hamlets");
    let area = |(id, number, commune, hamlets): (AreaId, &str, &str, &[HamletId])| AreaRow {
        id,
        number: number.to_owned(),
        name: format!("Địa bàn {number}"),
        commune: commune.to_owned(),
        hamlets: hamlets.to_vec(),
    };
    let areas: [(AreaId, &str, &str, &[HamletId]); 3] =
        [(KHE, "1", "31120", &[K1, K2]), (KHE_B, "2", "31120", &[K2]), (KIEU, "1", "31135", &[N1])];
    store.put_areas(SHARD, &areas.map(area)).await.expect("areas");
    for login in ACCOUNTS {
        let grants = vec![grant(login)];
        let owner = UserRow {
            id: user(login),
            login: login.to_owned(),
            name: format!("Người {login}"),
            password: password_hash(),
            disabled: false,
            grants,
        };
        store.put_user(&owner).await.expect("an account");
        let enrolled = login.starts_with("ctv.").then(|| device(login));
        if let Some(id) = enrolled {
            let name = "Máy của tôi".to_owned();
            let row =
                DeviceRow { id, user: owner.id, name, enrolled_ms: now_ms, revoked_ms: None, last_counter: 0, seen_ms: None };
            store.put_device(&row).await.expect("a device");
        }
        let expires_ms = now_ms + 90 * 86_400_000;
        let session =
            SessionRow { token_hash: fingerprint(login), user: owner.id, device: enrolled, created_ms: now_ms, expires_ms };
        store.put_session(&session).await.expect("a session");
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(Config::default()).await
    }

    pub async fn with(config: Config) -> Self {
        static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
        let catalog = CATALOG.get_or_init(|| Arc::new(Catalog::embedded().expect("the catalogue")));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = SqlStore::open(&format!("sqlite://{}", folder.path().join("register.db").display())).await.expect("a store");
        store.migrate().await.expect("tables");
        let now_ms = START.parse::<Timestamp>().expect("a time").as_millisecond();
        fill(&store, now_ms).await;
        let clock = Arc::new(SetClock(AtomicI64::new(now_ms)));
        let env = Env { clock: Arc::clone(&clock) as Arc<dyn Clock>, chance: Arc::new(Counting(AtomicU64::new(0))) };
        let master = MasterKey::from_bytes([7; 32]);
        let app = App::open(Arc::new(store), SHARD, master, Arc::clone(catalog), env).await.expect("the app opens");
        let app = Arc::new(app);
        Self { router: router(Arc::clone(&app), config), app, clock, _folder: folder }
    }

    /// Lets time go by.
    pub fn pass_minutes(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// Asks as an account, or as nobody when the login is empty.
    pub async fn ask(&self, login: &str, method: Method, address: &str, body: Option<&Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        if !login.is_empty() {
            request = request.header("authorization", format!("Bearer {login}"));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.body(body).expect("a request")).await
    }

    /// A file with what is asked of it, as `multipart/form-data`.
    pub async fn upload(&self, login: &str, address: &str, file: &str, ask: Option<&Value>) -> Answer {
        let mut body = String::new();
        if let Some(ask) = ask {
            body.push_str(&format!("--x\r\ncontent-disposition: form-data; name=\"ask\"\r\n\r\n{ask}\r\n"));
        }
        let head = "content-disposition: form-data; name=\"file\"; filename=\"ds.csv\"\r\ncontent-type: text/csv";
        body.push_str(&format!("--x\r\n{head}\r\n\r\n{file}\r\n--x--\r\n"));
        let mut request = Request::builder().method(Method::POST).uri(address);
        request = request.header("content-type", "multipart/form-data; boundary=x");
        if !login.is_empty() {
            request = request.header("authorization", format!("Bearer {login}"));
        }
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    pub async fn get(&self, login: &str, address: &str) -> Answer {
        self.ask(login, Method::GET, address, None).await
    }

    pub async fn post(&self, login: &str, address: &str, body: &Value) -> Answer {
        self.ask(login, Method::POST, address, Some(body)).await
    }

    /// A collaborator's phone sends events.
    pub async fn push(&self, login: &str, last_counter: u64, events: &[Value]) -> Answer {
        let body = json!({ "device": device(login).0, "last_counter": last_counter, "events": events });
        self.post(login, "/api/sync/push", &body).await
    }
}

/// A household with one person, as an event: its sheet is opened at the beginning of 2026. The number makes all ids.
pub fn household(number: u128, login: &str, (hamlet, area): (HamletId, AreaId), counter: Option<u64>) -> Value {
    let mut event = json!({
        "v": 1,
        "id": Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + number),
        "kind": "household",
        "date": "2026-01-01",
        "recorded_at": "2026-01-02T02:03:04.123Z",
        "by": user(login).0,
        "source": "interview",
        "data": {
            "household": household_id(number), "hamlet": hamlet.0, "area": area.0, "number": number.to_string(), "type": "family",
            "members": [{ "person": person_id(number), "sex": "f", "birth": "1987-05-20", "relationship": "1", "residence": "1" }],
        },
        "personal": { person_id(number).to_string(): { "name": format!("Nguyễn Thị {}", NAMES[number as usize % NAMES.len()]) } },
    });
    if let Some(counter) = counter {
        event["device"] = json!(device(login).0);
        event["counter"] = json!(counter);
    }
    event
}

const NAMES: [&str; 5] = ["Hoa", "Lan", "Cúc", "Mai", "Đào"];

pub fn household_id(number: u128) -> Uuid {
    Uuid::from_u128(0xB000 + number)
}

pub fn person_id(number: u128) -> Uuid {
    Uuid::from_u128(0xC000 + number)
}

pub fn event_id(number: u128) -> Uuid {
    Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + number)
}
