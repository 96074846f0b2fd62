//! The same in numpy: arrays over ages, and over all trajectories at once.

use crate::country::Country;
use danso_demography::projection::project;
use serde_json::{Value, json};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SCRIPT: &str = include_str!("numpy.py");

/// Installs numpy into a folder of its own, writes the inputs beside it and measures.
pub(crate) fn measure(country: &Country) -> Result<Value, Box<dyn Error>> {
    let folder = std::env::temp_dir().join("danso-bench-numpy");
    let python = install(&folder)?;
    let inputs = folder.join("inputs.f64");
    write(country, &inputs)?;
    let output = Command::new(python).args(["-c", SCRIPT]).arg(&inputs).env("OMP_NUM_THREADS", "1").output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let mut told: Value = serde_json::from_slice(&output.stdout)?;
    let ours = project(&country.inputs)?.total(77);
    let difference = told["total_2100"].as_f64().map(|theirs| (theirs / ours - 1.0).abs());
    told["difference"] = json!(difference);
    Ok(told)
}

fn install(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let python = folder.join("bin/python");
    let quietly = |command: &mut Command| -> Result<(), Box<dyn Error>> {
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
    };
    if quietly(Command::new(&python).args(["-c", "import numpy"])).is_err() {
        quietly(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
        quietly(Command::new(&python).args(["-m", "pip", "install", "--quiet", "numpy"]))?;
    }
    Ok(python)
}

/// Base of men and women, then of each year survival of both, fertility, migration of both, and the sex ratio at birth.
fn write(country: &Country, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    let mut put = |numbers: &[f64]| numbers.iter().try_for_each(|number| out.write_all(&number.to_le_bytes()));
    put(&country.inputs.base.male)?;
    put(&country.inputs.base.female)?;
    for rates in &country.inputs.steps {
        let lists =
            [&rates.survival.male, &rates.survival.female, &rates.fertility, &rates.migration.male, &rates.migration.female];
        for list in lists {
            put(list)?;
        }
        put(&[rates.sex_ratio])?;
    }
    out.flush()?;
    Ok(())
}
