//! Many areas, on one thread and on two.

use crate::country::Country;
use crate::{LEVELS, Line, SEED, TRAJECTORIES};
use danso_demography::age::BySex;
use danso_demography::chance::Stream;
use danso_demography::projection::Inputs;
use danso_demography::projection::step::{Year, advance};
use danso_demography::smallarea::rake_two_way;
use danso_demography::stochastic::{Drivers, Measure, Plan};
use std::error::Error;
use std::time::Instant;

const PROVINCES: usize = 34;
const COMMUNES: usize = 3321;

/// Runs work on so many threads, each taking every so-manieth piece, and gives the outcomes in order.
fn on_threads<T: Send>(threads: usize, pieces: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut found: Vec<(usize, T)> = std::thread::scope(|scope| {
        let work = &work;
        let run = |thread: usize| {
            scope.spawn(move || (thread..pieces).step_by(threads).map(|piece| (piece, work(piece))).collect::<Vec<_>>())
        };
        let runs: Vec<_> = (0..threads).map(run).collect();
        runs.into_iter().flat_map(|run| run.join().unwrap_or_default()).collect()
    });
    found.sort_by_key(|(piece, _)| *piece);
    found.into_iter().map(|(_, outcome)| outcome).collect()
}

fn same_bits(one: &[Vec<f64>], other: &[Vec<f64>]) -> bool {
    let bits = |numbers: &[Vec<f64>]| -> Vec<u64> { numbers.iter().flatten().map(|number| number.to_bits()).collect() };
    !one.is_empty() && bits(one) == bits(other)
}

pub(crate) fn provinces(country: &Country) -> Result<Line, Box<dyn Error>> {
    let mut stream = Stream::new(SEED, 1);
    let areas: Vec<(Inputs, Drivers)> = (0..PROVINCES)
        .map(|_| {
            let inputs = country.part(1.0 / PROVINCES as f64, 0.005 * stream.normal(), 1.0 + 0.1 * stream.normal());
            (inputs, country.drivers.clone())
        })
        .collect();
    let run = |threads: usize| -> (f64, Vec<Vec<f64>>) {
        let start = Instant::now();
        let found = on_threads(threads, PROVINCES, |place| {
            let (inputs, drivers) = &areas[place];
            let Ok(plan) = Plan::new(inputs, drivers, None) else { return Vec::new() };
            let bundle = plan.run(SEED + place as u64, 0..TRAJECTORIES);
            let bands = Measure::ALL.into_iter().filter_map(|measure| bundle.bands(measure, &LEVELS).ok());
            bands.flat_map(|bands| bands.bounds.into_iter().flatten().flat_map(|(low, high)| [low, high])).collect()
        });
        (start.elapsed().as_secs_f64(), found)
    };
    let ((one, first), (two, second)) = (run(1), run(2));
    Ok(Line {
        key: "provinces",
        what: "34 provinces × 1 000 trajectories with bands, two threads",
        bar: "≤ 5 s",
        seconds: two,
        seen: format!("one thread {one:.2} s; same bits: {}", same_bits(&first, &second)),
    })
}

/// Takes a commune to 2100 with the rates of the country, its own fertility, and net migration as rates of its people; gives totals, and ages after ten years.
fn commune(country: &Country, base: &BySex<Vec<f64>>, fertility_factor: f64, moving: f64) -> Vec<f64> {
    let ages = base.male.len();
    let mut now = base.clone();
    let mut next = base.clone();
    let (mut fertility, mut men, mut women) = (vec![0.0; ages], vec![0.0; ages], vec![0.0; ages]);
    let mut told = Vec::with_capacity(77 + 2 * ages);
    let mut after_ten = Vec::new();
    for (step, rates) in country.inputs.steps.iter().enumerate() {
        fertility.iter_mut().zip(&rates.fertility).for_each(|(own, rate)| *own = rate * fertility_factor);
        men.iter_mut().zip(&now.male).for_each(|(own, people)| *own = people * moving);
        women.iter_mut().zip(&now.female).for_each(|(own, people)| *own = people * moving);
        let year = Year { fertility: &fertility, migration: BySex::new(&men, &women), ..rates.year(1.0) };
        advance(now.slices(), &year, BySex::new(&mut next.male, &mut next.female));
        std::mem::swap(&mut now, &mut next);
        told.push(now.male.iter().sum::<f64>() + now.female.iter().sum::<f64>());
        if step == 9 {
            after_ten = now.male.iter().chain(&now.female).copied().collect();
        }
    }
    told.extend(after_ten);
    told
}

pub(crate) fn communes(country: &Country) -> Result<Line, Box<dyn Error>> {
    let mut stream = Stream::new(SEED, 2);
    let areas: Vec<(BySex<Vec<f64>>, f64, f64)> = (0..COMMUNES)
        .map(|_| {
            let base = country.part((0.6 * stream.normal()).exp() / COMMUNES as f64, 0.005 * stream.normal(), 1.0).base;
            (base, 1.0 + 0.15 * stream.normal(), 0.004 * stream.normal())
        })
        .collect();
    let run = |threads: usize| -> (f64, f64, Vec<Vec<f64>>) {
        let start = Instant::now();
        let mut found = on_threads(threads, COMMUNES, |place| {
            let (base, fertility, moving) = &areas[place];
            commune(country, base, *fertility, *moving)
        });
        let projected = start.elapsed().as_secs_f64();
        // Ages after ten years are set to the sums of the province, which says 1 % more people, as old as they come.
        let raked = on_threads(threads, PROVINCES, |province| {
            let rows: Vec<&[f64]> = found.iter().skip(province).step_by(PROVINCES).map(|area| &area[77..]).collect();
            let width = rows.first().map_or(0, |row| row.len());
            let columns: Vec<f64> = (0..width).map(|place| 1.01 * rows.iter().map(|row| row[place]).sum::<f64>()).collect();
            let totals: Vec<f64> = rows.iter().map(|row| 1.01 * row.iter().sum::<f64>()).collect();
            rake_two_way(&rows.concat(), &totals, &columns, 1e-9, 100).map(|raked| raked.values).unwrap_or_default()
        });
        let seconds = start.elapsed().as_secs_f64();
        found.extend(raked);
        (seconds, projected, found)
    };
    let ((one, projected, first), (two, _, second)) = (run(1), run(2));
    Ok(Line {
        key: "communes",
        what: "3 321 communes, 77 single years of 2 × 101 ages each, ages after ten years raked to 34 provinces, one thread",
        bar: "≤ 0.5 s",
        seconds: one,
        seen: format!("projecting alone {projected:.3} s; two threads {two:.3} s; same bits: {}", same_bits(&first, &second)),
    })
}
