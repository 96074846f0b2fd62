//! Links two files, for trying the crate without building the program: `link DIR [model out]`.

use danso_linkage::person::frequencies::Frequencies;
use danso_linkage::person::link::Lists;
use danso_linkage::person::record::{Person, Row, Standardiser};
use danso_linkage::units::{Succession, Units};
use std::error::Error;
use std::io::Write;
use std::time::Instant;

fn units(file: &str) -> Result<Units, Box<dyn Error>> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_path(file)?.records() {
        let record = record?;
        rows.push(Succession { old: record[0].into(), new: record[1].into(), share: record[2].parse()?, from: None });
    }
    Ok(Units::new(rows))
}

fn read(file: &str, standardiser: &mut Standardiser) -> Result<(Vec<String>, Vec<Person>), Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|each| each == name);
    let id = column("a_id").or_else(|| column("b_id")).ok_or("no id")?;
    let names =
        ["full_name", "sex", "dob", "id_no", "id_no_old", "commune", "hamlet", "address", "house_no", "phone"].map(column);
    let mut record = csv::StringRecord::new();
    let (mut ids, mut people) = (Vec::new(), Vec::new());
    while reader.read_record(&mut record)? {
        let get = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        let [name, sex, birth, number, old_number, commune, hamlet, address, house, phone] = names.map(get);
        let address = if address.is_empty() { hamlet } else { address };
        people.push(standardiser.person(&Row {
            name,
            given: "",
            sex,
            birth,
            number,
            old_number,
            commune,
            address,
            house,
            phone,
        }));
        ids.push(record[id].to_owned());
    }
    Ok((ids, people))
}

fn main() -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let mut standardiser = Standardiser::new(units(&format!("{folder}/communes.csv"))?);
    let (ids_a, a) = read(&format!("{folder}/A.csv"), &mut standardiser)?;
    let (ids_b, b) = read(&format!("{folder}/B.csv"), &mut standardiser)?;
    standardiser.finish();
    eprintln!("read {:?}", started.elapsed());
    let lists = Lists { standardiser, a, b: Some(b) };
    if std::env::args().nth(2).as_deref() == Some("blocks") {
        let mut blocked = lists.block();
        let mut reports = std::mem::take(&mut blocked.reports);
        blocked.count_rules(ids_b.len(), false, &mut reports);
        for report in reports {
            println!("{report:?}");
        }
        return Ok(());
    }
    let linked = lists.link(&Frequencies::new(&lists.counts()), None, 1);
    eprintln!(
        "linked {:?} compared {} patterns {} edges {}",
        started.elapsed(),
        linked.compared,
        linked.patterns,
        linked.edges.len()
    );
    let mut out = std::io::BufWriter::new(std::fs::File::create(format!("{folder}/links.csv"))?);
    writeln!(out, "b_id,a_id,probability,weight")?;
    for (b, best) in linked.best.iter().enumerate() {
        if let Some(best) = best {
            let a = linked.edges[best.edge].a as usize;
            let p = best.probability.clamp(1e-12, 1.0 - 1e-12);
            writeln!(out, "{},{},{:.9},{:.6}", ids_b[b], ids_a[a], p, (p / (1.0 - p)).log2())?;
        }
    }
    if std::env::args().nth(2).as_deref() == Some("model") {
        for field in &linked.trained.model.fields {
            println!("{}", field.name);
            for level in field.levels.iter().skip(1) {
                println!("   {:22} m {:.6} kin {:.6} u {:.8}", level.code, level.m, level.kin, level.u);
            }
        }
        let n = (lists.a.len() * ids_b.len()) as f64;
        println!("matches {} kin {} {:?}", linked.trained.model.match_share * n, linked.trained.model.kin_share * n, linked.trained.model.learned);
    }
    Ok(())
}
