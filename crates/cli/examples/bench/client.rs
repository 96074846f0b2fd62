//! A phone as the measurements play it: logs in with a device, holds its area, pushes events.

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use std::io::Read;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A phone with its area.
pub struct Phone {
    http: reqwest::Client,
    base: String,
    token: String,
    pub user: String,
    pub device: String,
    pub counter: u64,
    pub snapshot: Value,
    pub snapshot_bytes: usize,
}

fn body(response: &str) -> Result<Value> {
    Ok(serde_json::from_str(response)?)
}

/// Asks with JSON and gives status and JSON.
pub async fn post(http: &reqwest::Client, url: &str, token: Option<&str>, value: &Value) -> Result<(u16, Value)> {
    let mut request = http.post(url).header(CONTENT_TYPE, "application/json").body(value.to_string());
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request.send().await?;
    let status = response.status().as_u16();
    let text = response.text().await?;
    Ok((status, if text.is_empty() { Value::Null } else { body(&text)? }))
}

/// Asks and gives JSON.
pub async fn get(http: &reqwest::Client, url: &str, token: &str) -> Result<Value> {
    let response = http.get(url).bearer_auth(token).send().await?;
    let status = response.status();
    let text = response.text().await?;
    anyhow::ensure!(status.is_success(), "{url}: {status} {text}");
    body(&text)
}

impl Phone {
    /// Logs in with a new device and downloads the area.
    pub async fn enrol(base: &str, login: &str, password: &str) -> Result<Self> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
        let ask = json!({ "login": login, "password": password, "device": { "name": "bench" } });
        let (status, reply) = post(&http, &format!("{base}/api/session"), None, &ask).await?;
        anyhow::ensure!(status == 200, "log-in of {login}: {status} {reply}");
        let text = |pointer: &str| {
            reply.pointer(pointer).and_then(Value::as_str).map(str::to_owned).context("a session has token and device")
        };
        let (token, device, user) = (text("/token")?, text("/device/id")?, text("/user/id")?);
        let file =
            http.get(format!("{base}/api/sync/snapshot")).bearer_auth(&token).send().await?.error_for_status()?.bytes().await?;
        let mut json = String::new();
        GzDecoder::new(&file[..]).read_to_string(&mut json)?;
        let snapshot = body(&json)?;
        Ok(Self { http, base: base.to_owned(), token, user, device, counter: 0, snapshot, snapshot_bytes: file.len() })
    }

    /// Events as a collaborator makes them on a busy day, in households of the area: confirmations, changes, arrivals and births.
    pub fn events(&mut self, count: usize, number: &mut u64) -> Vec<Value> {
        let mut events = Vec::with_capacity(count);
        for _ in 0..count {
            *number += 1;
            self.counter += 1;
            let households = self.snapshot["households"].as_array().map_or(&[][..], Vec::as_slice);
            let household = &households[(*number as usize * 7919) % households.len()];
            events.push(self.event(*number, household));
        }
        events
    }

    fn event(&self, number: u64, household: &Value) -> Value {
        let new_id =
            |salt: u64| Uuid::from_u128(0x0199_f000_0000_7000_8000_0000_0000_0000 | u128::from(fold(&self.device, number, salt)));
        let members = household["members"].as_array().map(Vec::as_slice).unwrap_or_default();
        let person = members.first().map(|member| member["id"].clone()).unwrap_or(Value::Null);
        let child = new_id(2).to_string();
        let member = json!({ "person": child, "sex": if number.is_multiple_of(2) { "m" } else { "f" }, "birth": "2026-06-20", "relationship": "9", "residence": "1" });
        let (kind, data, personal) = match number % 10 {
            0..=4 => ("reviewed", json!({ "household": household["id"] }), json!({})),
            5 | 6 if !person.is_null() => {
                ("change", json!({ "person": person, "field": "education", "value": (1 + number % 7).to_string() }), json!({}))
            }
            7 | 8 => (
                "move_in",
                json!({ "household": household["id"], "hamlet": household["hamlet"], "members": [member], "from": { "kind": "unknown" } }),
                json!({ child: { "name": format!("Người Thử {number}") } }),
            ),
            _ => (
                "birth",
                json!({ "household": household["id"], "hamlet": household["hamlet"], "child": member, "place": "station" }),
                json!({ child: { "name": format!("Trẻ Thử {number}") } }),
            ),
        };
        let mut event = json!({
            "v": 1, "id": new_id(1).to_string(), "kind": kind, "date": "2026-06-20", "recorded_at": "2026-06-21T02:03:04.123Z",
            "by": self.user, "device": self.device, "counter": self.counter, "source": "interview", "data": data,
        });
        if personal.as_object().is_some_and(|personal| !personal.is_empty()) {
            event["personal"] = personal;
        }
        event
    }

    /// Pushes events; gives how long it took and the reply.
    pub async fn push(&self, events: &[Value]) -> Result<(Duration, Value)> {
        let ask = json!({ "device": self.device, "last_counter": self.counter, "events": events });
        let started = Instant::now();
        let (status, reply) = post(&self.http, &format!("{}/api/sync/push", self.base), Some(&self.token), &ask).await?;
        anyhow::ensure!(status == 200, "push: {status} {reply}");
        Ok((started.elapsed(), reply))
    }

    /// The same phone talking to a server that was started anew elsewhere.
    pub fn moved_to(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }
}

/// 60 bits that differ for each device, number and salt.
fn fold(device: &str, number: u64, salt: u64) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ salt;
    for byte in device.bytes().chain(number.to_be_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash >> 4
}
