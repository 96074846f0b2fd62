//! Sync over HTTP with validation and full fsync: pushes of 20–200 events from 50 devices, on both stores.

use crate::client::Phone;
use crate::load::{phones, push_size};
use crate::served::{Register, engines};
use anyhow::Result;
use std::time::{Duration, Instant};

const DEVICES: usize = 50;
const LASTS: Duration = Duration::from_secs(20);

pub async fn run() -> Result<()> {
    for engine in engines() {
        let register = Register::generate(engine, 60_000)?;
        let server = register.serve()?;
        let devices = phones(&register, &server.base, DEVICES).await?;
        let devices = paced(devices, engine).await?;
        let started = Instant::now();
        let mut tasks = Vec::new();
        for (at, mut phone) in devices.into_iter().enumerate() {
            tasks.push(tokio::spawn(async move {
                let (mut times, mut sent, mut number) = (Vec::new(), 0, at as u64 * 1_000_000);
                while started.elapsed() < LASTS {
                    let events = phone.events(push_size(number), &mut number);
                    let (time, reply) = phone.push(&events).await?;
                    let told = reply["outcomes"].as_array().map_or(0, Vec::len);
                    anyhow::ensure!(told == events.len(), "{told} outcomes for {} events", events.len());
                    anyhow::ensure!(
                        reply["received"]["upto"] == phone.counter,
                        "counters are not complete: {}",
                        reply["received"]
                    );
                    sent += events.len();
                    times.push((time, events.len()));
                }
                Ok::<_, anyhow::Error>((times, sent))
            }));
        }
        let (mut times, mut sent) = (Vec::new(), 0);
        for task in tasks {
            let (its, count) = task.await??;
            times.extend(its);
            sent += count;
        }
        let seconds = started.elapsed().as_secs_f64();
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0.as_millis();
        println!(
            "{engine}: {sent} events in {} pushes from {DEVICES} devices in {seconds:.1} s = {:.0} events/s; push p50 {} ms, p95 {} ms, max {} ms",
            times.len(),
            sent as f64 / seconds,
            at(0.5),
            at(0.95),
            at(1.0)
        );
        server.kill()?;
        let report = register.verify()?;
        println!("{engine}: verify clean, {} entries", report["entries"]);
    }
    Ok(())
}

/// Devices that pause between pushes, so that 3 000 events/s are offered: the latency a phone sees at that load.
async fn paced(devices: Vec<Phone>, engine: &str) -> Result<Vec<Phone>> {
    let started = Instant::now();
    let mut tasks = Vec::new();
    for (at, mut phone) in devices.into_iter().enumerate() {
        tasks.push(tokio::spawn(async move {
            let (mut times, mut sent, mut number) = (Vec::new(), 0_usize, 100_000_000 + at as u64 * 1_000_000);
            tokio::time::sleep(Duration::from_millis(at as u64 * 37)).await;
            while started.elapsed() < LASTS {
                let events = phone.events(push_size(number), &mut number);
                let begun = Instant::now();
                let (time, _) = phone.push(&events).await?;
                if started.elapsed() < LASTS {
                    sent += events.len();
                }
                times.push(time);
                let pace = Duration::from_secs_f64(events.len() as f64 * DEVICES as f64 / 3_000.0);
                tokio::time::sleep(pace.saturating_sub(begun.elapsed())).await;
            }
            Ok::<_, anyhow::Error>((times, sent, phone))
        }));
    }
    let (mut times, mut sent, mut devices) = (Vec::new(), 0, Vec::new());
    for task in tasks {
        let (its, count, phone) = task.await??;
        times.extend(its);
        sent += count;
        devices.push(phone);
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_millis();
    let rate = sent as f64 / LASTS.as_secs_f64();
    println!(
        "{engine}: 3000 events/s offered, {rate:.0} taken; push p50 {} ms, p95 {} ms, max {} ms",
        at(0.5),
        at(0.95),
        at(1.0)
    );
    Ok(devices)
}
