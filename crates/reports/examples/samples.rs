//! Writes samples of every document in every format into a folder, and says how long the monthly reports of 103 communes take.
//! `cargo run -p danso-reports --example samples -- DIR`

#[path = "../tests/samples/mod.rs"]
mod samples;

use danso_reports::{Format, render};
use std::path::PathBuf;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: samples DIR")?);
    std::fs::create_dir_all(&folder)?;
    let documents = [
        ("monthly", samples::monthly()),
        ("yearly", samples::yearly(66)),
        ("quarterly", samples::quarterly(103)),
        ("a0", samples::household()),
        ("p0", samples::p0(4)),
    ];
    for (name, document) in &documents {
        for format in Format::ALL {
            let bytes = render(document, format)?;
            println!("{name}.{}: {} bytes", format.extension(), bytes.len());
            std::fs::write(folder.join(format!("{name}.{}", format.extension())), bytes)?;
        }
    }
    for format in Format::ALL {
        let start = Instant::now();
        for _ in 0..103 {
            render(&documents[0].1, format)?;
        }
        println!("103 monthly reports as {}: {:.2} s", format.extension(), start.elapsed().as_secs_f64());
    }
    Ok(())
}
