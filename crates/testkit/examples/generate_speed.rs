//! How fast a province is generated, and in how much memory: `cargo run --release -p danso-testkit --example generate_speed -- 4200000 12`.

use danso_testkit::{Plan, generate};
use std::time::Instant;

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let persons = numbers.first().copied().unwrap_or(500_000);
    let months = numbers.get(1).copied().unwrap_or(12) as u32;
    let province = numbers.get(2).copied().unwrap_or(92) as u8;
    let plan = Plan { months, ..Plan::new(province, persons) };

    let start = Instant::now();
    let generated = match generate(&plan) {
        Ok(generated) => generated,
        Err(error) => return eprintln!("{error}"),
    };
    let built = start.elapsed().as_secs_f64();
    let sheets = generated.baseline().fold(0u64, |count, event| count + u64::from(!event.personal.is_empty()));
    let written = start.elapsed().as_secs_f64();
    println!("households {sheets}, hamlets {}", generated.deployment().hamlets.len());
    println!("build {built:.2} s, sheets {:.2} s: {:.0} persons/s", written - built, persons as f64 / written);
    let mut after = generated.into_months();
    let events = after.by_ref().count();
    let ended = start.elapsed().as_secs_f64();
    println!("{events} events in {:.2} s: {:.0} events/s", ended - written, events as f64 / (ended - written));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("no VmHWM here");
    println!("{peak}");
}
