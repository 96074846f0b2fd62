//! Links files with any columns, for trying the crate: `table MAP A.csv [B.csv]`; writes pairs and their probabilities to standard output.

use danso_linkage::engine::cluster::clusters_of;
use danso_linkage::table::compare::Comparer;
use danso_linkage::table::record::{Record, Standardiser};
use danso_linkage::table::schema::Schema;
use std::error::Error;

fn read(file: &str, second: bool, standardiser: &mut Standardiser) -> Result<(Vec<String>, Vec<Record>), Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let at = |name: &str| header.iter().position(|each| each.trim() == name).ok_or_else(|| format!("no column {name}"));
    let schema = standardiser.schema.clone();
    let id = at(schema.id_b.as_deref().filter(|_| second).unwrap_or(&schema.id))?;
    let columns = schema.fields.iter().map(|field| at(field.column_b.as_deref().filter(|_| second).unwrap_or(&field.column)));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let (mut ids, mut records) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let row = row?;
        records.push(standardiser.record(columns.iter().map(|column| row.get(*column).unwrap_or_default())));
        ids.push(row[id].to_owned());
    }
    Ok((ids, records))
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut standardiser = Standardiser::new(Schema::read(&std::fs::read_to_string(&arguments[0])?)?);
    let (ids_a, a) = read(&arguments[1], false, &mut standardiser)?;
    let second = arguments.get(2).map(|file| read(file, true, &mut standardiser)).transpose()?;
    let comparer = Comparer::new(&standardiser);
    let linked = comparer.link(&a, second.as_ref().map(|(_, b)| b.as_slice()), None, 1);
    eprintln!("compared {} patterns {} {:?}", linked.compared, linked.patterns, linked.trained.model.learned.doubts);
    match &second {
        Some((ids_b, _)) => {
            println!("b_id,a_id,probability,weight");
            for (b, best) in linked.best.iter().enumerate() {
                if let Some(best) = best {
                    let p = best.probability.clamp(1e-12, 1.0 - 1e-12);
                    println!("{},{},{p},{}", ids_b[b], ids_a[linked.edges[best.edge].a as usize], (p / (1.0 - p)).log2());
                }
            }
        }
        None => {
            let clusters = clusters_of(&linked, a.len(), 0.5);
            println!("cluster,id");
            for (record, label) in clusters.labels().into_iter().enumerate() {
                println!("{label},{}", ids_a[record]);
            }
        }
    }
    Ok(())
}
