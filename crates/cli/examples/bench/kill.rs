//! kill -9 of the server at random moments under load, 50 times: no acknowledged event is lost, and `verify` is clean.

use crate::load::{phones, push_size};
use crate::served::{Register, engines};
use anyhow::Result;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const KILLS: u64 = 50;
const DEVICES: usize = 6;

pub async fn run() -> Result<()> {
    for engine in engines() {
        let register = Register::generate(engine, 6_000)?;
        let mut server = register.serve()?;
        let mut devices = phones(&register, &server.base, DEVICES).await?;
        let mut acknowledged: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut unanswered = 0;
        for round in 0..KILLS {
            let stop = Arc::new(AtomicBool::new(false));
            let mut tasks = Vec::new();
            for (at, mut phone) in devices.into_iter().enumerate() {
                phone.moved_to(&server.base);
                let stop = Arc::clone(&stop);
                tasks.push(tokio::spawn(async move {
                    let (mut acked, mut lost) = (Vec::new(), 0);
                    let mut number = (round * DEVICES as u64 + at as u64) * 100_000;
                    while !stop.load(Ordering::Relaxed) {
                        let events = phone.events(push_size(number) / 4 + 1, &mut number);
                        match phone.push(&events).await {
                            Ok(_) => acked.extend(events),
                            Err(_) => lost += events.len(),
                        }
                    }
                    (phone, acked, lost)
                }));
            }
            tokio::time::sleep(Duration::from_millis(60 + round * 7_919 % 400)).await;
            server.kill()?;
            stop.store(true, Ordering::Relaxed);
            devices = Vec::new();
            for task in tasks {
                let (phone, acked, lost) = task.await?;
                acknowledged.entry(phone.device.clone()).or_default().extend(acked);
                unanswered += lost;
                devices.push(phone);
            }
            server = register.serve()?;
        }
        let mut kept = 0;
        for phone in &mut devices {
            phone.moved_to(&server.base);
            for events in acknowledged.get(&phone.device).map(Vec::as_slice).unwrap_or_default().chunks(200) {
                let (_, reply) = phone.push(events).await?;
                let outcomes = reply["outcomes"].as_array().map(Vec::as_slice).unwrap_or_default();
                let lost = outcomes.iter().filter(|outcome| outcome["outcome"] != "duplicate").count();
                anyhow::ensure!(lost == 0 && outcomes.len() == events.len(), "{engine}: {lost} acknowledged events were lost");
                kept += events.len();
            }
        }
        server.kill()?;
        let report = register.verify()?;
        println!(
            "{engine}: {KILLS} kills, {kept} acknowledged events all there, {unanswered} sent without an answer; verify clean over {} entries",
            report["entries"]
        );
    }
    Ok(())
}
