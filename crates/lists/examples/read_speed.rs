//! How long reading a list takes: `read_speed FILE [RUNS]`.

use danso_lists::{How, guess, read, rows};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which file?")?;
    let runs: u32 = arguments.next().map_or(Ok(3), |runs| runs.parse())?;
    let bytes = std::fs::read(&file)?;
    for _ in 0..runs {
        let started = Instant::now();
        let table = read(&bytes, &file, &How::default())?;
        let reading = started.elapsed();
        let list = rows(&table, &guess(&table));
        let all = started.elapsed();
        println!("{} kept, {} bad, {:?}: read {reading:?}, all {all:?}", list.kept.len(), list.bad.len(), table.encoding);
    }
    Ok(())
}
