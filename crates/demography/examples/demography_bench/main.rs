//! `cargo xtask bench demography [--json]`: how long projections take, beside numpy, and whether the number of threads changes a bit.
//!
//! Everything is Viet Nam from 2024 to 2100 by single years, inputs of World Population Prospects 2024; provinces and communes are parts of it that were
//! made up, with rates of their own.

mod country;
#[path = "../../tests/projection/data.rs"]
#[expect(dead_code, reason = "shared with the tests, which use the rest")]
mod data;
mod numpy;
mod parts;

use country::Country;
use danso_demography::projection::{Projection, project, project_into};
use danso_demography::stochastic::{Measure, Plan};
use serde_json::{Value, json};
use std::error::Error;
use std::time::Instant;

/// Trajectories of a run.
const TRAJECTORIES: u64 = 1000;
const SEED: u64 = 20_261_122;
const LEVELS: [f64; 2] = [0.8, 0.95];

/// What was measured: its name, what is asked of it, what was seen.
struct Line {
    key: &'static str,
    what: &'static str,
    bar: &'static str,
    seconds: f64,
    seen: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let as_json = std::env::args().any(|argument| argument == "--json");
    let country = Country::read()?;
    let lines = [projections(&country)?, trajectories(&country)?, parts::provinces(&country)?, parts::communes(&country)?];
    let peer = numpy::measure(&country);
    if as_json {
        let line = |line: &Line| (line.key.to_owned(), json!({ "seconds": line.seconds, "bar": line.bar, "seen": line.seen }));
        let mut told: serde_json::Map<String, Value> = lines.iter().map(line).collect();
        told.insert("numpy".to_owned(), peer.unwrap_or_else(|error| json!({ "error": error.to_string() })));
        println!("{}", Value::Object(told));
    } else {
        for Line { what, bar, seconds, seen, .. } in lines {
            println!("{what}: {} (bar: {bar})\n    {seen}", shown(seconds));
        }
        match peer {
            Ok(told) => println!("numpy: {told}"),
            Err(error) => println!("numpy: not measured ({error})"),
        }
        println!(
            "ccmppWPP (R) is not run here: it has no release to install; on its own inputs it took 11 to 32 ms a projection."
        );
    }
    Ok(())
}

fn shown(seconds: f64) -> String {
    if seconds < 0.01 { format!("{:.1} µs", seconds * 1e6) } else { format!("{seconds:.3} s") }
}

/// The middle of many tries.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}

fn projections(country: &Country) -> Result<Line, Box<dyn Error>> {
    let timed = |inputs, anew: bool| -> Result<(f64, f64), Box<dyn Error>> {
        let mut times = Vec::new();
        let mut outcome = Projection::default();
        for _ in 0..500 {
            let start = Instant::now();
            if anew {
                outcome = project(inputs)?;
            } else {
                project_into(inputs, &mut outcome)?;
            }
            times.push(start.elapsed().as_secs_f64());
        }
        Ok((median(times), outcome.total(77)))
    };
    let (seconds, total) = timed(&country.inputs, false)?;
    let ((to_130, _), (anew, _)) = (timed(&country.carried, false)?, timed(&country.inputs, true)?);
    Ok(Line {
        key: "projection",
        what: "one projection, 77 years of 2 × 101 ages, checked, with births and deaths by age",
        bar: "≤ 0.1 ms",
        seconds,
        seen: format!(
            "{total:.3} thousand in 2100; with memory asked of the system each time {}; 2 × 131 ages {}",
            shown(anew),
            shown(to_130)
        ),
    })
}

fn trajectories(country: &Country) -> Result<Line, Box<dyn Error>> {
    let (mut times, mut seen) = (Vec::new(), String::new());
    for _ in 0..5 {
        let start = Instant::now();
        let bundle = Plan::new(&country.inputs, &country.drivers, None)?.run(SEED, 0..TRAJECTORIES);
        for measure in Measure::ALL {
            let bands = bundle.bands(measure, &LEVELS)?;
            if measure == Measure::Population {
                let (low, high) = bands.bounds[0][76];
                seen = format!("2100: median {:.0} thousand, 80 % {low:.0} to {high:.0}", bands.median[76]);
            }
        }
        times.push(start.elapsed().as_secs_f64());
    }
    Ok(Line {
        key: "trajectories",
        what: "1 000 trajectories of 77 years, mortality rebuilt in each year, seven measures with 80 and 95 % bands, one thread",
        bar: "≤ 0.2 s",
        seconds: median(times),
        seen,
    })
}
