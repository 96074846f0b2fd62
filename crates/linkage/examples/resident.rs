//! How long one new record takes against a register in memory: `resident DIR`, where DIR has `A.csv`, `B.csv` and `communes.csv` as `danso link` reads
//! them. A model is learned from both; then records of B are asked for one at a time.

use danso_linkage::person::frequencies::Frequencies;
use danso_linkage::person::link::Lists;
use danso_linkage::person::record::{Person, Row, Standardiser};
use danso_linkage::person::resident::Resident;
use danso_linkage::units::{Succession, Units};
use std::error::Error;
use std::time::Instant;

fn units(file: &str) -> Result<Units, Box<dyn Error>> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_path(file)?.records() {
        let record = record?;
        rows.push(Succession { old: record[0].into(), new: record[1].into(), share: record[2].parse()?, from: None });
    }
    Ok(Units::new(rows))
}

/// A row of a list, kept.
struct Kept(Vec<String>);

const NAMES: [&str; 8] = ["full_name", "sex", "dob", "id_no", "id_no_old", "commune", "house_no", "phone"];

impl Kept {
    fn row(&self) -> Row<'_> {
        let [name, sex, birth, number, old_number, commune, house, phone, address] =
            std::array::from_fn(|at| self.0[at].as_str());
        Row { name, given: "", sex, birth, number, old_number, commune, address, house, phone }
    }
}

fn rows(file: &str) -> Result<Vec<Kept>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|each| each == name);
    let address = column("address").or_else(|| column("hamlet"));
    let columns: Vec<Option<usize>> = NAMES.iter().map(|name| column(name)).chain([address]).collect();
    let kept = |record: csv::StringRecord| {
        Kept(columns.iter().map(|at| at.and_then(|at| record.get(at)).unwrap_or_default().to_owned()).collect())
    };
    reader.records().map(|record| Ok(kept(record?))).collect()
}

fn read(file: &str, standardiser: &mut Standardiser) -> Result<Vec<Person>, Box<dyn Error>> {
    Ok(rows(file)?.iter().map(|kept| standardiser.person(&kept.row())).collect())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let mut standardiser = Standardiser::new(units(&format!("{folder}/communes.csv"))?);
    let a = read(&format!("{folder}/A.csv"), &mut standardiser)?;
    let b = read(&format!("{folder}/B.csv"), &mut standardiser)?;
    let fresh = rows(&format!("{folder}/B.csv"))?;
    let lists = Lists { standardiser, a, b: Some(b) };
    let frequencies = Frequencies::new(&lists.counts());
    let model = lists.link(&frequencies, None, 1).trained.model;
    let mut resident = Resident::new(lists.standardiser, lists.a, frequencies, model);
    let many = fresh.len().min(1000);
    let mut times: Vec<f64> = Vec::with_capacity(many);
    let mut found = 0;
    for record in fresh.iter().take(many) {
        let started = Instant::now();
        found += usize::from(resident.find(&record.row()).first().is_some_and(|best| best.probability > 0.95));
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    println!(
        "{}",
        serde_json::json!({"records": many, "found": found, "median_ms": at(0.5), "p99_ms": at(0.99), "all_ms": times.iter().sum::<f64>()})
    );
    Ok(())
}
