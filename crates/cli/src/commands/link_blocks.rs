//! `danso link block-report`: how many pairs each blocking rule proposes, alone and after those before it.

use super::link::Options;
use super::link_lists::Lists;
use crate::messages::text;
use anyhow::Result;
use clap::Args;
use comfy_table::Table;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// How many pairs each blocking rule proposes
#[derive(Debug, Args)]
pub(crate) struct BlockReport {
    /// The first list: CSV
    #[arg(long, value_name = "FILE")]
    a: PathBuf,
    /// The second list: CSV; without it the first is looked through for duplicates
    #[arg(long, value_name = "FILE")]
    b: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

impl BlockReport {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let options = &self.options;
        let reports = options.in_threads(|| {
            let lists = Lists::read(&options.input(&self.a, self.b.as_deref()))?;
            let mut blocked = lists.block();
            let mut reports = std::mem::take(&mut blocked.reports);
            blocked.count_rules(lists.sizes().1.unwrap_or(lists.sizes().0), self.b.is_none(), &mut reports);
            Ok(reports)
        })?;
        let all: u64 = reports.iter().map(|report| report.new_pairs).sum();
        if options.json {
            println!("{}", json!({"pairs": all, "rules": reports}));
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = Table::new();
        table.set_header(
            ["rule", "keys_a", "keys_b", "pairs", "new", "largest", "cut", "dropped"]
                .map(|column| text(&format!("block_column_{column}"), &[])),
        );
        for report in &reports {
            let numbers = [
                report.keys_a,
                report.keys_b,
                report.pairs,
                report.new_pairs,
                u64::from(report.largest),
                report.cut,
                report.dropped,
            ];
            table.add_row(std::iter::once(report.rule.clone()).chain(numbers.iter().map(|number| grouped(*number))));
        }
        println!("{table}");
        println!("{}", text("block_pairs", &[("pairs", &grouped(all))]));
        Ok(ExitCode::SUCCESS)
    }
}

/// A whole number with a dot between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{grouped, text};

    #[test]
    fn thousands_have_dots() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1.000", "1.234.567"]);
    }

    #[test]
    fn every_column_has_words() {
        for column in ["rule", "keys_a", "keys_b", "pairs", "new", "largest", "cut", "dropped"] {
            let key = format!("block_column_{column}");
            assert_ne!(text(&key, &[]), key);
        }
    }
}
