//! `danso link`: who of one list is who in another; and why.

use super::link_lists::{Input, Lists, Paired};
use super::link_other::Said;
use super::{link_blocks, link_explain, link_private};
use crate::messages::{expected, text};
use anyhow::Result;
use clap::{Args, Subcommand};
use danso_linkage::engine::assign::{Status, Thresholds};
use danso_linkage::engine::run::Linked;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Bits beyond which a weight is not told further.
const MOST_BITS: f64 = 40.0;
/// Where chance begins when nothing else is said.
pub(crate) const SEED: u64 = 20_261_122;

/// Link two lists: one best partner of the first for each record of the second
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Link {
    #[command(subcommand)]
    what: Option<What>,
    /// The register: CSV, or any list
    #[arg(long, value_name = "FILE", required = true)]
    a: Option<PathBuf>,
    /// The list whose records are looked for in the register: CSV, or any list
    #[arg(long, value_name = "FILE", required = true)]
    b: Option<PathBuf>,
    /// The lists are filters that `link encode` made, and hold no names
    #[arg(long)]
    private: bool,
    /// Where to write the links: `b_id,a_id,probability,weight,status`
    #[arg(long, value_name = "FILE", required = true)]
    out: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Why two records have their weight
    Explain(link_explain::Explain),
    /// How many pairs each blocking rule proposes
    BlockReport(link_blocks::BlockReport),
    /// Make filters of a list, for linking without names
    Encode(link_private::Encode),
}

/// The two lists of a command.
#[derive(Debug, Args)]
pub(crate) struct TwoLists {
    /// The register: CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) a: PathBuf,
    /// The list whose records are looked for in the register: CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) b: PathBuf,
}

/// What the commands of linkage share.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Communes before and after mergers: `old_code,new_code,share` and, if known, `from`
    #[arg(long, value_name = "FILE")]
    pub(crate) units: Option<PathBuf>,
    /// JSON file that names the columns, or says what columns there are and how they are compared
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// The model: used if the file is there, otherwise learned and written to it
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// Threads; as many as there are processors when left out. The output is the same for any number
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Where chance begins
    #[arg(long, default_value_t = SEED)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) said: Said,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Options {
    /// Does the work in as many threads as were asked for.
    pub(crate) fn in_threads<T: Send>(&self, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0)).build()?;
        pool.install(work)
    }

    pub(crate) fn input<'a>(&'a self, a: &'a Path, b: Option<&'a Path>) -> Input<'a> {
        Input { a, b, units: self.units.as_deref(), map: self.map.as_deref(), said: &self.said }
    }
}

impl Link {
    pub(crate) fn run(self) -> Result<ExitCode> {
        match (self.what, self.a, self.b, self.out) {
            (Some(What::Explain(command)), ..) => command.run(),
            (Some(What::BlockReport(command)), ..) => command.run(),
            (Some(What::Encode(command)), ..) => command.run(),
            (None, Some(a), Some(b), Some(out)) if self.private => link_private::link(&a, &b, &out, &self.options),
            (None, Some(a), Some(b), Some(out)) => link(&a, &b, &out, &self.options),
            (None, ..) => Err(expected("link_needs_lists", &[])),
        }
    }
}

fn link(a: &Path, b: &Path, out: &Path, options: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let (mut summary, [link, review, none]) = options.in_threads(|| {
        let mut lists = Lists::read(&options.input(a, Some(b)))?;
        let paired = lists.link(options.model.as_deref(), options.seed)?;
        let named = Named { a: &|at| lists.id_a(at), b: &|at| lists.id_b(at) };
        Ok((summary(&lists, &paired), write(out, &named, &paired.linked)?))
    })?;
    told_links(&mut summary, [link, review, none], out, options, started);
    Ok(ExitCode::SUCCESS)
}

/// Says what was linked.
pub(crate) fn told_links(summary: &mut Value, [link, review, none]: [u64; 3], out: &Path, options: &Options, started: Instant) {
    let told =
        [("links", json!(link)), ("review", json!(review)), ("none", json!(none)), ("out", json!(out.display().to_string()))];
    finish(summary, told, started);
    if options.json {
        println!("{summary}");
    } else {
        println!("{}", text("link_done", &[("links", &link), ("review", &review), ("none", &none), ("out", &out.display())]));
        tell(summary);
    }
}

/// What records of two lists are called.
pub(crate) struct Named<'a> {
    pub(crate) a: &'a dyn Fn(usize) -> &'a str,
    pub(crate) b: &'a dyn Fn(usize) -> &'a str,
}

/// What both `link` and `dedupe` say of a run.
pub(crate) fn summary(lists: &Lists, paired: &Paired) -> Value {
    let learned = &paired.linked.trained.model.learned;
    let (a, b) = lists.sizes();
    let mut summary = json!({
        "a": a,
        "compared": paired.linked.compared,
        "patterns": paired.linked.patterns,
        "model": paired.hash,
        "learned": !paired.given,
        "rounds": learned.rounds,
        "converged": learned.converged,
        "doubts": learned.doubts,
    });
    if let (Some(fields), Some(b)) = (summary.as_object_mut(), b) {
        fields.insert("b".to_owned(), json!(b));
    }
    summary
}

/// Adds counts, seconds and memory to a summary.
pub(crate) fn finish(summary: &mut Value, told: impl IntoIterator<Item = (&'static str, Value)>, started: Instant) {
    if let Some(fields) = summary.as_object_mut() {
        fields.extend(told.into_iter().map(|(name, value)| (name.to_owned(), value)));
        fields.insert("seconds".to_owned(), json!(started.elapsed().as_secs_f64()));
        if let Some(peak) = peak_memory() {
            fields.insert("peak_mb".to_owned(), json!(peak));
        }
    }
}

/// The lines of a summary that people read.
pub(crate) fn tell(summary: &Value) {
    let number =
        |name: &str| summary[name].as_f64().map_or_else(|| "–".to_owned(), |number| format!("{number:.1}").replace('.', ","));
    let hash = summary["model"].as_str().unwrap_or_default();
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("compared", &summary["compared"]), ("seconds", &number("seconds")), ("peak", &number("peak_mb")), ("model", &hash)];
    println!("{}", text("link_run", &values));
    for doubt in summary["doubts"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        println!("{}", text(&format!("link_doubt_{doubt}"), &[]));
    }
}

/// The most memory that the process has had, in megabytes, where the system tells.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().split(' ').next()?.parse().ok()?;
    Some((kilobytes / 1024.0 * 10.0).round() / 10.0)
}

/// The weight of a probability: log₂ of its odds.
pub(crate) fn bits(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2().clamp(-MOST_BITS, MOST_BITS)
}

/// Writes the best partner of each record of the second list; gives how many are linked, to be looked at, and not linked.
pub(crate) fn write(file: &Path, lists: &Named<'_>, linked: &Linked) -> Result<[u64; 3]> {
    let thresholds = Thresholds::default();
    let mut out = BufWriter::new(File::create(file).map_err(|_| expected("link_cannot_write", &[("file", &file.display())]))?);
    writeln!(out, "b_id,a_id,probability,weight,status")?;
    let mut counts = [0; 3];
    for (b, best) in linked.best.iter().enumerate() {
        let id = quoted((lists.b)(b));
        let Some(best) = best else {
            counts[2] += 1;
            writeln!(out, "{id},,0,{:.4},{}", -MOST_BITS, Status::None.code())?;
            continue;
        };
        let status = best.status(&thresholds);
        counts[match status {
            Status::Link => 0,
            Status::Review => 1,
            Status::None => 2,
        }] += 1;
        let a = linked.edges.get(best.edge).map_or("", |edge| (lists.a)(edge.a as usize));
        let p = best.probability;
        writeln!(out, "{id},{},{p:.6},{:.4},{}", quoted(a), bits(p), status.code())?;
    }
    out.flush()?;
    Ok(counts)
}

/// A cell of a CSV file.
pub(crate) fn quoted(cell: &str) -> std::borrow::Cow<'_, str> {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")).into() } else { cell.into() }
}
