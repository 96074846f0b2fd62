//! `danso link encode` and `danso link --private`: lists as filters, linked without names.

use super::link::{Named, Options, told_links, write};
use super::link_lists::{Lists, Records, missing};
use crate::messages::{expected, text};
use anyhow::Result;
use clap::Args;
use danso_linkage::private::clk::Schema;
use danso_linkage::private::coded::{self, CodedFile};
use serde_json::json;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Bytes that a secret must have.
const SECRET: usize = 32;

/// Make filters of a list, for linking without names
#[derive(Debug, Args)]
pub(crate) struct Encode {
    /// The list: CSV, or any list
    #[arg(long, value_name = "FILE")]
    a: PathBuf,
    /// The linkage schema (clkhash, version 3) that both offices agreed on; our own when left out
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// The secret that both offices share and whoever compares must not have: 32 bytes or more
    #[arg(long, value_name = "FILE")]
    secret_file: PathBuf,
    /// Where to write the filters
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write running numbers instead of identifiers
    #[arg(long)]
    without_ids: bool,
    #[command(flatten)]
    options: Options,
}

impl Encode {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let options = &self.options;
        let read = |file: &Path| std::fs::read(file).map_err(|_| missing(Some(file)));
        let schema = self.schema.as_deref().map(read).transpose()?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let schema = Schema::read(schema.as_deref().unwrap_or(coded::default_schema()))
            .map_err(|error| expected("link_bad_schema", &[("what", &error)]))?;
        let secret = read(&self.secret_file)?;
        // An editor ends the file with a new line, which is no part of the secret.
        let secret = secret.trim_ascii_end();
        if secret.len() < SECRET {
            return Err(expected("link_short_secret", &[("file", &self.secret_file.display())]));
        }
        let file = options.in_threads(|| {
            let lists = Lists::read(&options.input(&self.a, None))?;
            let Records::Persons(people) = &lists.records else { return Err(expected("link_explain_persons", &[])) };
            let numbers: Vec<String> = (1..=people.a.len()).map(|number| number.to_string()).collect();
            let id = |at: usize| if self.without_ids { numbers[at].as_str() } else { lists.id_a(at) };
            let records = people.a.iter().enumerate().map(|(at, person)| (id(at), person));
            coded::encode(&schema, secret, &people.standardiser, records)
                .map_err(|error| expected("link_bad_schema", &[("what", &error)]))
        })?;
        let cannot = || expected("link_cannot_write", &[("file", &self.out.display())]);
        let mut out = BufWriter::new(File::create(&self.out).map_err(|_| cannot())?);
        serde_json::to_writer(&mut out, &file)?;
        out.flush()?;
        let told = json!({"records": file.ids.len(), "features": file.features.len(), "out": self.out.display().to_string()});
        if options.json {
            println!("{told}");
        } else {
            println!("{}", text("link_encoded", &[("records", &file.ids.len()), ("out", &self.out.display())]));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Links two files of filters.
pub(crate) fn link(a: &Path, b: &Path, out: &Path, options: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let read = |file: &Path| -> Result<CodedFile> {
        let open = File::open(file).map_err(|_| missing(Some(file)))?;
        serde_json::from_reader(BufReader::with_capacity(1 << 20, open))
            .map_err(|error| expected("link_bad_coded", &[("what", &error)]))
    };
    let (a, b) = (read(a)?, read(b)?);
    let bad = |error: coded::CodedError| expected("link_bad_coded", &[("what", &error)]);
    let (linked, counts) = options.in_threads(|| {
        let linked = coded::link(&a, &b, options.seed).map_err(bad)?;
        let named =
            Named { a: &|at| a.ids.get(at).map_or("", String::as_str), b: &|at| b.ids.get(at).map_or("", String::as_str) };
        let counts = write(out, &named, &linked)?;
        Ok((linked, counts))
    })?;
    let learned = &linked.trained.model.learned;
    let mut summary = json!({
        "a": a.ids.len(),
        "b": b.ids.len(),
        "compared": linked.compared,
        "patterns": linked.patterns,
        "rounds": learned.rounds,
        "converged": learned.converged,
        "doubts": learned.doubts,
    });
    told_links(&mut summary, counts, out, options, started);
    Ok(ExitCode::SUCCESS)
}
