//! `danso graduate`.

use super::age_table::{AgeTable, label, vietnamese};
use super::project::write_rows;
use crate::messages::{expected, text};
use anyhow::Result;
use clap::{Args, ValueEnum};
use comfy_table::Table;
use danso_demography::graduate::{Graduated, Method, graduate};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Single ages from age groups, every group keeping its total
#[derive(Debug, Args)]
pub(crate) struct Graduate {
    /// Columns age (0-4, 5-9 … 85+) and male, female, or others; all but age are divided
    file: PathBuf,
    /// How to divide
    #[arg(long, value_enum, default_value = "sprague")]
    method: MethodArg,
    /// Write a CSV file instead of a table
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum MethodArg {
    Sprague,
    Beers,
    BeersModified,
    Grabill,
    Monotone,
    Pclm,
    Uniform,
}

impl MethodArg {
    fn method(self) -> (Method, &'static str) {
        match self {
            Self::Sprague => (Method::Sprague, "sprague"),
            Self::Beers => (Method::BeersOrdinary, "beers"),
            Self::BeersModified => (Method::BeersModified, "beers-modified"),
            Self::Grabill => (Method::Grabill, "grabill"),
            Self::Monotone => (Method::Monotone, "monotone"),
            Self::Pclm => (Method::Pclm, "pclm"),
            Self::Uniform => (Method::Uniform, "uniform"),
        }
    }
}

impl Graduate {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let input = AgeTable::read(&self.file)?;
        let (method, code) = self.method.method();
        let names = input.value_columns();
        if names.is_empty() {
            return Err(expected("table_column", &[("file", &self.file.display()), ("column", &"male")]));
        }
        let mut columns = Vec::new();
        for name in &names {
            columns.push(graduate(&input.groups, &input.column(name)?, method).map_err(|error| input.refused(code, &error))?);
        }
        if let Some(out) = &self.out {
            let header: Vec<&str> = std::iter::once("age").chain(names.iter().map(String::as_str)).collect();
            let rows = (0..columns[0].counts.len()).map(|age| {
                let first = columns[0].groups.starts()[age].to_string();
                std::iter::once(first).chain(columns.iter().map(|column| column.counts[age].to_string())).collect()
            });
            write_rows(out, &header, rows)?;
        }
        if self.json {
            println!("{}", as_json(code, &names, &columns));
        } else if let Some(out) = &self.out {
            println!("{}", text("exported", &[("lines", &columns[0].counts.len()), ("file", &out.display())]));
        } else {
            show(&names, &columns);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn as_json(code: &str, names: &[String], columns: &[Graduated]) -> Value {
    let groups = &columns[0].groups;
    let rows: Vec<Value> = (0..groups.len())
        .map(|age| {
            let mut row = Map::new();
            row.insert("age".into(), json!(groups.starts()[age]));
            for (name, column) in names.iter().zip(columns) {
                row.insert(name.clone(), json!(column.counts[age]));
            }
            Value::Object(row)
        })
        .collect();
    let replaced: Map<String, Value> = names
        .iter()
        .zip(columns)
        .filter(|(_, column)| !column.replaced.is_empty())
        .map(|(name, column)| (name.clone(), json!(column.replaced)))
        .collect();
    let mut reply = Map::new();
    reply.insert("method".into(), json!(code));
    if groups.is_open() {
        reply.insert("open_age".into(), json!(groups.last_start()));
    }
    if !replaced.is_empty() {
        reply.insert("replaced".into(), Value::Object(replaced));
    }
    reply.insert("rows".into(), json!(rows));
    Value::Object(reply)
}

fn show(names: &[String], columns: &[Graduated]) {
    let mut shown = Table::new();
    shown.set_header(std::iter::once(text("age", &[])).chain(names.iter().map(|name| column_name(name))));
    for age in 0..columns[0].counts.len() {
        let cells = columns.iter().map(|column| vietnamese(column.counts[age], 1));
        shown.add_row(std::iter::once(label(&columns[0].groups, age)).chain(cells));
    }
    println!("{shown}");
    for (name, column) in names.iter().zip(columns).filter(|(_, column)| !column.replaced.is_empty()) {
        let groups: Vec<String> = column.replaced.iter().map(u32::to_string).collect();
        println!("{}", text("graduate_replaced", &[("column", &column_name(name)), ("groups", &groups.join(", "))]));
    }
}

/// The sexes as people say them; other columns by their own name.
fn column_name(name: &str) -> String {
    match name {
        "male" => text("male", &[]),
        "female" => text("female", &[]),
        other => other.to_owned(),
    }
}
