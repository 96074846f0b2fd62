//! Time to check one event with all its rules: `cargo bench -p danso-catalog`.

use danso_catalog::{Catalog, Situation};
use jiff::civil::Date;
use serde_json::Value;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: u32 = 2000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let begun = Instant::now();
    let catalog = Catalog::embedded()?;
    println!("load and compile: {:?}", begun.elapsed());
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../../conformance/facts.json"))?;
    for case in &cases {
        let given = &case["situation"];
        let documents = |key: &str| given[key].as_array().cloned().unwrap_or_default();
        let (before, after) = (documents("before"), documents("after"));
        let today: Date = given["today"].as_str().unwrap_or_default().parse()?;
        let situation = Situation {
            event: &given["event"],
            before: &before.iter().collect::<Vec<_>>(),
            after: &after.iter().collect::<Vec<_>>(),
            today,
            lookups: Default::default(),
            closed_until: None,
        };
        let kind = given["event"]["kind"].as_str().unwrap_or_default();
        let evaluations = catalog.evaluations(&situation);
        let on = given["event"]["date"].as_str().and_then(|day| day.parse().ok()).unwrap_or(today);
        let rules: usize =
            evaluations.iter().map(|one| catalog.rules().filter(|rule| rule.applies(one.scope, kind, on)).count()).sum();
        let begun = Instant::now();
        for _ in 0..ROUNDS {
            black_box(catalog.check_event(black_box(&situation)));
        }
        println!("{kind:20} {rules:3} rules {:7.1} µs", begun.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS));
    }
    Ok(())
}
