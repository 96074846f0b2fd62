//! Figures over HTTP: twenty readers ask random figures while phones push; then the monthly reports of all communes as XLSX.
//! `DANSO_BENCH_PERSONS` says how large the register is (4.2 million when left out).

use crate::client::{Phone, get, post};
use crate::served::{Register, Server, program};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PERSONS: u64 = 4_200_000;
const READERS: usize = 20;
const DEVICES: usize = 25;
/// Events a second, all devices together.
const RATE: f64 = 500.0;
const PUSHED: usize = 50;
const LASTS: Duration = Duration::from_secs(30);
/// Before times are taken, readers ask for so long.
const WARM: Duration = Duration::from_secs(30);

pub fn persons(otherwise: u64) -> u64 {
    std::env::var("DANSO_BENCH_PERSONS").ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// What readers draw from.
struct Asked {
    indicators: Vec<String>,
    units: Vec<String>,
}

const PERIODS: [&str; 6] = ["2026", "2026-H1", "2026-Q1", "2026-Q2", "2026-01", "2026-05"];

pub async fn run() -> Result<()> {
    let persons = persons(PERSONS);
    let started = Instant::now();
    let register = Register::generate("sqlite", persons)?;
    println!("a register of {persons} persons generated in {:.0} s", started.elapsed().as_secs_f64());
    let communes: BTreeSet<String> = register
        .logins
        .iter()
        .filter_map(|line| line["commune"].as_str())
        .filter(|code| code.len() == 5)
        .map(str::to_owned)
        .collect();
    let collaborators = register.accounts("collaborator");
    let pushing: Vec<&(String, String)> =
        collaborators.iter().step_by((collaborators.len() / DEVICES).max(1)).take(DEVICES).collect();
    let pushed_in: BTreeSet<String> =
        pushing.iter().filter_map(|(login, _)| login.split('.').nth(1)).map(str::to_owned).collect();
    register.accept_clean(&pushed_in)?;
    let opened = Instant::now();
    let server = register.serve()?;
    println!("the server is ready after {:.0} s", opened.elapsed().as_secs_f64());
    let (login, password) = register.accounts("province").into_iter().next().context("an officer of the province")?;
    let http = reqwest::Client::builder().timeout(Duration::from_secs(120)).build()?;
    let (status, session) =
        post(&http, &format!("{}/api/session", server.base), None, &json!({ "login": login, "password": password })).await?;
    anyhow::ensure!(status == 200, "log-in: {status} {session}");
    let token = session["token"].as_str().context("a token")?.to_owned();
    let catalogue = get(&http, &format!("{}/api/indicators", server.base), &token).await?;
    let known = |line: &&Value| line["live"] == false && line["periods"].as_array().is_some_and(Vec::is_empty);
    let lines = catalogue["indicators"].as_array().context("indicators")?;
    let asked = Asked {
        indicators: lines.iter().filter(known).filter_map(|line| line["code"].as_str()).map(str::to_owned).collect(),
        units: communes.iter().cloned().chain(["92".to_owned()]).collect(),
    };
    let asked = std::sync::Arc::new(asked);
    quiet_then_busy(&server, &register, &asked, &pushing).await?;
    reports(&server, &http, &token, &communes).await
}

async fn quiet_then_busy(
    server: &Server,
    register: &Register,
    asked: &std::sync::Arc<Asked>,
    pushing: &[&(String, String)],
) -> Result<()> {
    let tokens = tokens(server, register).await?;
    tell("while nothing arrives, first questions", read(server, &tokens, asked, WARM).await?);
    // The server takes sixty log-ins and enrolments a minute.
    tokio::time::sleep(Duration::from_secs(60).saturating_sub(WARM)).await;
    let mut phones = Vec::new();
    for (login, password) in pushing {
        phones.push(Phone::enrol(&server.base, login, password).await?);
    }
    let devices = phones.len();
    let begun = Instant::now();
    let pushes: Vec<_> = phones
        .into_iter()
        .enumerate()
        .map(|(at, mut phone)| {
            tokio::spawn(async move {
                let (mut sent, mut number) = (0_usize, at as u64 * 1_000_000);
                tokio::time::sleep(Duration::from_millis(at as u64 * 97)).await;
                while begun.elapsed() < LASTS {
                    let events = phone.events(PUSHED, &mut number);
                    let pushed = Instant::now();
                    phone.push(&events).await?;
                    sent += events.len();
                    let pace = Duration::from_secs_f64(PUSHED as f64 * devices as f64 / RATE);
                    tokio::time::sleep(pace.saturating_sub(pushed.elapsed())).await;
                }
                Ok::<_, anyhow::Error>(sent)
            })
        })
        .collect();
    let times = read(server, &tokens, asked, LASTS).await?;
    let mut sent = 0;
    for push in pushes {
        sent += push.await??;
    }
    println!("{:.0} events/s were pushed", sent as f64 / begun.elapsed().as_secs_f64());
    tell("while they arrive", times);
    Ok(())
}

/// Tokens for every reader, for a token may ask 600 times a minute.
async fn tokens(server: &Server, register: &Register) -> Result<Vec<Vec<String>>> {
    let (login, password) = register.accounts("province").into_iter().next().context("an officer of the province")?;
    let http = reqwest::Client::new();
    let mut all = Vec::new();
    for _ in 0..READERS {
        let mut tokens = Vec::new();
        for _ in 0..2 {
            let ask = json!({ "login": login, "password": password });
            let (status, session) = post(&http, &format!("{}/api/session", server.base), None, &ask).await?;
            anyhow::ensure!(status == 200, "a reader cannot log in: {status} {session}");
            tokens.push(session["token"].as_str().context("a token")?.to_owned());
        }
        all.push(tokens);
    }
    Ok(all)
}

/// Readers, each of whom reads an answer for a moment before the next question.
async fn read(server: &Server, tokens: &[Vec<String>], asked: &std::sync::Arc<Asked>, lasts: Duration) -> Result<Vec<Duration>> {
    let begun = Instant::now();
    let mut readers = Vec::new();
    for (reader, tokens) in tokens.iter().cloned().enumerate() {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(120)).build()?;
        let (base, asked) = (server.base.clone(), std::sync::Arc::clone(asked));
        readers.push(tokio::spawn(async move {
            let (mut times, mut drawn) = (Vec::new(), reader as u64 * 7_919 + 1);
            while begun.elapsed() < lasts {
                let mut draw = |many: usize| {
                    drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (drawn >> 33) as usize % many
                };
                let indicator = &asked.indicators[draw(asked.indicators.len())];
                let (unit, period) = (&asked.units[draw(asked.units.len())], PERIODS[draw(PERIODS.len())]);
                let token = &tokens[times.len() % tokens.len()];
                let begun = Instant::now();
                let url = format!("{base}/api/figures?indicator={indicator}&unit={unit}&period={period}");
                let response = http.get(url).bearer_auth(token).send().await?;
                if response.status().as_u16() == 429 {
                    tokio::time::sleep(Duration::from_millis(500)).await;
                    continue;
                }
                anyhow::ensure!(response.status().is_success(), "{indicator} {unit} {period}: {}", response.text().await?);
                response.bytes().await?;
                times.push(begun.elapsed());
                // People read what they asked for; without a pause twenty readers are a load test of the scheduler.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Ok::<_, anyhow::Error>(times)
        }));
    }
    let mut times = Vec::new();
    for reader in readers {
        times.extend(reader.await??);
    }
    times.sort_unstable();
    Ok(times)
}

fn tell(when: &str, times: Vec<Duration>) {
    let at = |share: f64| {
        times.get(((times.len().max(1) - 1) as f64 * share) as usize).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    println!("{when}: {} figures, p50 {:.1} ms, p95 {:.1} ms, max {:.1} ms", times.len(), at(0.5), at(0.95), at(1.0));
}

async fn reports(server: &Server, http: &reqwest::Client, token: &str, communes: &BTreeSet<String>) -> Result<()> {
    let started = Instant::now();
    let mut bytes = 0;
    for commune in communes {
        let url = format!("{}/api/reports/01-DSX?unit={commune}&period=2026-01&format=xlsx", server.base);
        bytes += http.get(url).bearer_auth(token).send().await?.error_for_status()?.bytes().await?.len();
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{} monthly reports as XLSX, one after the other: {seconds:.1} s, {} kB", communes.len(), bytes / 1000);
    Ok(())
}

impl Register {
    /// Lets clean events of communes count at once.
    fn accept_clean(&self, communes: &BTreeSet<String>) -> Result<()> {
        for commune in communes {
            let mut command = Command::new(program()?);
            command.args([
                "setting",
                "--database",
                &self.url,
                "--unit",
                commune,
                "--accept-clean",
                "true",
                "--json",
                "--key-file",
            ]);
            let status = command.arg(self.key_file()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
            anyhow::ensure!(status.success(), "setting of {commune} failed");
        }
        Ok(())
    }
}
