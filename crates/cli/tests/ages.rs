//! `danso lifetable`, `danso quality` and `danso graduate` as they are called from outside: published and hand-made numbers, readable tables, and
//! messages that name the line.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Writes a table into a folder and runs the program on it.
fn danso(folder: &Path, command: &str, table: &str, options: &[&str]) -> Output {
    let file: PathBuf = folder.join("table.csv");
    std::fs::write(&file, table).unwrap();
    Command::new(env!("CARGO_BIN_EXE_danso")).arg(command).arg(&file).args(options).output().unwrap()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The message of an expected failure.
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr.clone()).unwrap()
}

const AUSTRIA_1992_MALES: &str = "age,deaths,exposure\n0,419,47925\n1-4,70,189127\n5-9,36,234793\n10-14,46,238790\n15-19,249,254996\n20-24,420,326831\n\
    25-29,403,355086\n30-34,441,324222\n35-39,508,269963\n40-44,769,261971\n45-49,1154,238011\n50-54,1866,261612\n55-59,2043,181385\n60-64,3496,187962\n\
    65-69,4366,153832\n70-74,4337,105169\n75-79,5279,73694\n80-84,6460,57512\n85+,6146,32248\n";

#[test]
fn a_life_table_from_deaths_comes_near_the_published_one() {
    let folder = tempfile::tempdir().unwrap();
    let reply = json(&danso(folder.path(), "lifetable", AUSTRIA_1992_MALES, &["--sex", "male", "--json"]));
    let table = &reply["tables"][0];
    // Preston, Heuveline & Guillot 2001 find 72.889 with years lived by the dying of their own.
    assert!((table["e0"].as_f64().unwrap() - 72.889).abs() < 0.02, "{}", table["e0"]);
    assert_eq!((table["sex"].as_str(), table["from"].as_str()), (Some("male"), Some("deaths")));
    let last = &table["rows"][18];
    assert!((last["ex"].as_f64().unwrap() - 32_248.0 / 6_146.0).abs() < 1e-9 && last.get("width").is_none());
    assert!(table["rows"][0]["ex_low"].as_f64() < table["rows"][0]["ex"].as_f64());
    let shown = danso(folder.path(), "lifetable", AUSTRIA_1992_MALES, &["--sex", "male"]);
    assert!(
        String::from_utf8(shown.stdout).unwrap().contains(&format!("{:.2}", table["e0"].as_f64().unwrap()).replace('.', ","))
    );
}

#[test]
fn tables_from_rates_of_both_sexes_and_from_probabilities() {
    let folder = tempfile::tempdir().unwrap();
    let rates =
        "age,mx_male,mx_female\n0,0.02,0.016\n1,0.001,0.001\n5,0.0006,0.0005\n30,0.006,0.003\n60,0.03,0.02\n75,0.1,0.08\n";
    let reply = json(&danso(folder.path(), "lifetable", rates, &["--json", "--closure", "kannisto"]));
    assert_eq!(reply["tables"].as_array().unwrap().len(), 2);
    assert!(reply["tables"][0]["e0"].as_f64() < reply["tables"][1]["e0"].as_f64());
    let probabilities = "age,qx\n0,0.02\n1-4,0.004\n5-9,0.003\n60-64,0.05\n";
    let gap = refused(&danso(folder.path(), "lifetable", probabilities, &[]));
    assert!(gap.contains("dòng 5"), "{gap}");
    let probabilities = "age,qx\n70,0.03\n71,0.033\n72,0.037\n73,0.04\n74,1\n";
    let reply = json(&danso(folder.path(), "lifetable", probabilities, &["--json"]));
    assert!(reply["tables"][0]["e0"].as_f64().unwrap() > 5.0);
}

#[test]
fn the_quality_of_rounded_ages() {
    let folder = tempfile::tempdir().unwrap();
    let count = |age: u32| if age.is_multiple_of(5) { 500 } else { 100 };
    let rows: String = (0..=99).map(|age| format!("{age},{},{}\n", count(age), count(age))).collect();
    let table = format!("age,male,female\n{rows}100+,50,50\n");
    let reply = json(&danso(folder.path(), "quality", &table, &["--json"]));
    // 8 of 40 ages have 500, the others 100: 8·500·5 / (8·500 + 32·100) · 100.
    assert!((reply["male"]["whipple"].as_f64().unwrap() - 20_000.0 / 7_200.0 * 100.0).abs() < 1e-9);
    assert!(reply["both"]["accuracy"].as_f64().unwrap().abs() < 1e-9);
    assert_eq!(reply["last_digits"]["male"].as_array().unwrap().len(), 10);
    let five = "age,male,female\n0-4,100,95\n5-9,110,104\n10-14,90,88\n15-19,95,96\n20+,400,420\n";
    let reply = json(&danso(folder.path(), "quality", five, &["--json"]));
    assert!(reply["male"].get("whipple").is_none() && reply["both"]["dissimilarity"].as_f64().unwrap() > 0.0);
    let shown = String::from_utf8(danso(folder.path(), "quality", five, &[]).stdout).unwrap();
    assert!(shown.contains("tỷ số giới tính"), "{shown}");
}

#[test]
fn groups_become_single_ages_and_keep_their_totals() {
    let folder = tempfile::tempdir().unwrap();
    let table =
        "age,male,female\n0-4,500,480\n5-9,520,500\n10-14,450,440\n15-19,0,10\n20-24,300,320\n25-29,310,330\n30+,900,1000\n";
    for method in ["sprague", "beers", "beers-modified", "grabill", "monotone", "pclm", "uniform"] {
        let reply = json(&danso(folder.path(), "graduate", table, &["--method", method, "--json"]));
        let rows = reply["rows"].as_array().unwrap();
        assert_eq!((rows.len(), reply["open_age"].as_u64()), (31, Some(30)));
        let first: f64 = rows[..5].iter().map(|row| row["male"].as_f64().unwrap()).sum();
        assert!((first - 500.0).abs() < 1e-6, "{method}");
        assert!(rows.iter().all(|row| row["male"].as_f64().unwrap() >= 0.0 && row["female"].as_f64().unwrap() >= 0.0));
    }
    let out = folder.path().join("single.csv");
    let told = danso(folder.path(), "graduate", table, &["--out", out.to_str().unwrap()]);
    assert!(told.status.success());
    assert_eq!(std::fs::read_to_string(out).unwrap().lines().count(), 32);
}

#[test]
fn bad_tables_are_told_with_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        ("lifetable", "age,mx\n0,0.02\n1,x\n", "dòng 3"),
        ("lifetable", "age,mx\n0,0.02\n1,-0.1\n", "dòng 3"),
        ("lifetable", "age,mx\n0-4,0.02\n5-9,0.1\n10+,0.2\n", "tuổi 0 đứng riêng"),
        ("lifetable", "age,number\n0,0.02\n", "mx"),
        ("lifetable", "age,mx\n", "không có dòng nào"),
        ("quality", "age,male,female\n0,1,1\n2,1,1\n1,1,1\n", "dòng 4"),
        ("quality", "age,male\n0,1\n", "female"),
        ("quality", "tuổi,male,female\n0,1,1\n", "age"),
        ("graduate", "age,male\n0-4,5\n5-9,6\n10+,9\n", "--method monotone"),
        ("graduate", "age,male\n0-4,5\ntotal,6\n", "dòng 3"),
    ];
    for (command, table, told) in cases {
        let message = refused(&danso(folder.path(), command, table, &[]));
        assert!(message.contains(told), "{command} {table}: {message}");
    }
    let message = refused(&danso(folder.path(), "lifetable", "age,mx\n0,0.02\n1,0.1\n", &["--closure", "nothing"]));
    assert!(message.contains("nothing"), "{message}");
}
