//! `danso project` and `danso backtest` as they are called from outside.

use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

const AGES: usize = 101;

fn danso(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_danso")).args(arguments).output().unwrap()
}

fn told(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Lists of the tables that the crate of demography tests itself with.
fn list(table: &str, name: &str, step: &str) -> Vec<f64> {
    let start = format!("{name}\t{step}\t");
    let line = table.lines().find_map(|line| line.strip_prefix(&start)).unwrap();
    let mut values: Vec<f64> = line.split(' ').map(|value| value.parse().unwrap()).collect();
    if step != "all" {
        values.resize(AGES, 0.0);
    }
    values
}

/// Canada from 1950, as the reference names its columns but for the letters of `Sx`.
fn canada(dir: &Path, years: usize) -> &'static str {
    let table = include_str!("../../demography/tests/projection/canada.tsv");
    let mut base = "age,male,female\n".to_owned();
    let (men, women) = (list(table, "base_male", "0"), list(table, "base_female", "0"));
    for age in 0..AGES {
        writeln!(base, "{age},{},{}", men[age], women[age]).unwrap();
    }
    let mut rates = "year,age,Sx_male,Sx_female,asfr,mig_male,mig_female\n".to_owned();
    let mut births = "year,srb,mig_assumption\n".to_owned();
    let srb = list(table, "srb", "all");
    for (year, sex_ratio) in srb.into_iter().enumerate().take(years) {
        let of = |name: &str| list(table, name, &year.to_string());
        let lists = ["survival_male", "survival_female", "fertility", "migration_male", "migration_female"].map(of);
        for age in 0..AGES {
            let cells: Vec<String> = lists.iter().map(|list| list[age].to_string()).collect();
            writeln!(rates, "{},{age},{}", 1950 + year, cells.join(",")).unwrap();
        }
        writeln!(births, "{},{sex_ratio},end", 1950 + year).unwrap();
    }
    std::fs::write(dir.join("base.csv"), base).unwrap();
    std::fs::write(dir.join("rates.csv"), rates).unwrap();
    std::fs::write(dir.join("srb.csv"), births).unwrap();
    table
}

fn rows(file: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn canada_comes_out_as_the_united_nations_project_it() {
    let folder = tempfile::tempdir().unwrap();
    let table = canada(folder.path(), 9);
    let out = folder.path().join("out");
    let (dir, out_text) = (folder.path().to_str().unwrap(), out.to_str().unwrap());
    let summary = told(&danso(&["project", "--dir", dir, "--out", out_text, "--json"]));
    assert_eq!((&summary["from"], &summary["to"], &summary["mortality"]), (&1950.into(), &1958.into(), &"sx".into()));
    assert!(summary["largest_imbalance"].as_f64().unwrap() < 1e-6);

    let people = rows(&out.join("population.csv"));
    assert_eq!(people[0], ["year", "age", "male", "female"]);
    assert_eq!(people.len(), 1 + 9 * AGES);
    let (men, women) = (list(table, "end_male", "8"), list(table, "end_female", "8"));
    for (age, row) in people[1 + 8 * AGES..].iter().enumerate() {
        assert_eq!(row[..2], ["1958".to_owned(), age.to_string()]);
        for (cell, wanted) in row[2..].iter().zip([men[age], women[age]]) {
            assert!((cell.parse::<f64>().unwrap() / wanted - 1.0).abs() < 1e-10, "{row:?}");
        }
    }
    let events = rows(&out.join("events.csv"));
    assert_eq!(events[0][..4], ["year", "births", "deaths_male", "deaths_female"]);
    let wanted = ["births", "deaths_male", "deaths_female"].map(|name| list(table, name, "8").iter().sum::<f64>());
    for (cell, wanted) in events[9][1..4].iter().zip(wanted) {
        assert!((cell.parse::<f64>().unwrap() / wanted - 1.0).abs() < 1e-10);
    }
}

#[test]
fn trajectories_are_the_same_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    canada(folder.path(), 5);
    let drivers = folder.path().join("drivers.json");
    let text = r#"{"fertility": {"rho": 0.95, "sd": 0.05}, "life": {"rho": 0.99, "below": [1,1,1,1,1], "above": [2,2,2,2,2]}}"#;
    std::fs::write(&drivers, text).unwrap();
    let run = |threads: &str| {
        let out = folder.path().join(threads);
        let arguments = ["project", "--dir", folder.path().to_str().unwrap(), "--out", out.to_str().unwrap(), "--json"];
        let more = ["--trajectories", "50", "--seed", "9", "--drivers", drivers.to_str().unwrap(), "--threads", threads];
        let summary = told(&danso(&[arguments.as_slice(), more.as_slice()].concat()));
        assert_eq!(summary["trajectories"]["count"], 50);
        std::fs::read_to_string(out.join("quantiles.csv")).unwrap()
    };
    let one = run("1");
    assert_eq!(one, run("3"));
    assert_eq!(one.lines().next(), Some("year,measure,median,mean,low_80,high_80,low_95,high_95"));
    assert_eq!(one.lines().count(), 1 + 7 * 5);
}

#[test]
fn a_table_that_cannot_be_used_says_where() {
    let folder = tempfile::tempdir().unwrap();
    canada(folder.path(), 1);
    let dir = folder.path().to_str().unwrap();
    let refused = |name: &str, text: &str, part: &str| {
        let file = folder.path().join(name);
        let whole = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text).unwrap();
        let output = danso(&["project", "--dir", dir, "--out", dir]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains(part), "{said}");
        std::fs::write(&file, whole).unwrap();
    };
    refused("base.csv", "age,male\n0,1\n", "female");
    refused("base.csv", "age,male,female\n0,1,x\n", "“x”");
    refused("base.csv", "age,male,female\n0,1,1\n2,1,1\n", "base.csv");
    refused("srb.csv", "year,srb\n1951,1.05\n", "1950");
    refused("srb.csv", "year,srb,mig_assumption\n1950,1.05,sometimes\n", "sometimes");
    refused("rates.csv", "year,age,sx_male,sx_female,asfr,mig_male,mig_female\n1950,0,1,1,0,0,0\n", "1950");
}

#[test]
fn provinces_are_forecast_at_least_as_well_as_by_a_straight_line() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../demography/tests/backtest/provinces.csv");
    let told = told(&danso(&["backtest", "--data", file, "--launch", "2014", "--sizes", "700,1200,1800", "--json"]));
    let scores = told["scores"].as_array().unwrap();
    let of = |to: f64, method: &str| scores.iter().find(|score| score["to"] == to && score["method"] == method).unwrap();
    for (to, most) in [(2018.75, 3.3), (2024.0, 4.1)] {
        let average = of(to, "average");
        assert!(average["mape"].as_f64().unwrap() <= most && average["mape"].as_f64() < of(to, "linear")["mape"].as_f64());
        assert_eq!((&average["cases"], average["by_size"].as_array().unwrap().len()), (&63.into(), 4));
        assert!((0.7..0.9).contains(&average["interval"]["coverage"].as_f64().unwrap()));
        let classes = average["by_size"].as_array().unwrap();
        assert_eq!(classes.iter().map(|class| class["cases"].as_u64().unwrap()).sum::<u64>(), 63);
        assert!(classes.iter().all(|class| class["interval"]["coverage"].as_f64().unwrap() > 0.5));
    }
    let shown = danso(&["backtest", "--data", file, "--launch", "2014"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("2018,75"));
}
