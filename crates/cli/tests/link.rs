//! `danso link`, `dedupe`, `link explain` and `link block-report` on a few households that do not exist.

use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// People of the register: id, household words, and so on, in the columns of a register.
const REGISTER: &str = "a_id,household_id,full_name,sex,dob,id_no,id_no_old,commune,hamlet,house_no,phone
A1,H1,Nguyễn Văn Hòa,M,1980-05-12,092080000011,361111111,31120,Ấp 1,12,0911111111
A2,H1,Trần Thị Thúy,F,1983-02-03,092183000012,,31120,Ấp 1,12,
A3,H1,Nguyễn Thị Lý,F,2009-09-21,092309000013,,31120,Ấp 1,12,
A4,H1,Nguyễn Thị Lan,F,2009-09-21,092309580974,,31120,Ấp 1,12,
A5,H2,Lê Quốc Khánh,M,1955-01-01,092055000021,362222222,31123,Khu vực 3,7/2,0922222222
A6,H2,Huỳnh Kim Phượng,F,1958-11-30,092158000022,,31123,Khu vực 3,7/2,
A7,H2,Lê Minh Đức,M,1985-07-04,092085000023,,31123,Khu vực 3,7/2,0933333333
A8,H3,Thạch Sơn,M,1990-12-25,092090000031,,31126,Ấp Sóc Dù,90,
A9,H3,Thạch Thị Mai,F,1992-10-08,092192000032,,31126,Ấp Sóc Dù,90,0944444444
A10,H4,Phạm Hữu Nghĩa,M,1971-03-15,092071000041,,31126,Ấp Giồng,5,
";

/// The same people as another office has them, and one it has alone.
const OFFICE: &str = "b_id,full_name,sex,dob,id_no,commune,address,phone
B1,NGUYỄN VĂN HOÀ,M,1980-05-12,092080000011,31121,\"Số 12, Ấp 1\",0911111111
B2,Tran Thi Thuy,F,1983-03-02,,31120,12 Ap 1,
B3,Nguyễn Thị Lí,F,2009-09-21,,31120,Ấp 1,
B5,Lê Quốc Khánh,M,1955-01-01,362222222,31123,7/2 KV 3,
B7,\"Lê Minh  Đức\",M,1985-07-04,092085000023,31123,,0933333333
B9,Thạch Thị Mai,F,1992,092192000032,31126,\"90, Ấp Sóc Dù\",
B0,Võ Hoàng Anh Thư,F,2001-06-06,,31120,Ấp 9,
";

const UNITS: &str = "old_code,new_code,share\n31120,31120,1\n31121,31120,1\n31123,31123,1\n31126,31126,1\n";

fn danso(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_danso")).current_dir(folder).args(arguments).output().expect("the program starts")
}

fn told(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

fn lists() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in [("A.csv", REGISTER), ("B.csv", OFFICE), ("units.csv", UNITS)] {
        fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    folder
}

const LINK: [&str; 10] = ["link", "--a", "A.csv", "--b", "B.csv", "--units", "units.csv", "--out", "links.csv", "--json"];

/// Best partner and status of each record of the office.
fn links(folder: &Path) -> HashMap<String, (String, String)> {
    let text = fs::read_to_string(folder.join("links.csv")).expect("links were written");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("b_id,a_id,probability,weight,status"));
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    lines.map(cells).map(|cells| (cells[0].clone(), (cells[1].clone(), cells[4].clone()))).collect()
}

#[test]
fn lists_are_linked_one_best_a_record() {
    let folder = lists();
    let summary = told(&danso(folder.path(), &LINK));
    assert_eq!((summary["a"].as_u64(), summary["b"].as_u64()), (Some(10), Some(7)));
    assert_eq!(summary["model"].as_str().map(str::len), Some(64));
    let links = links(folder.path());
    assert_eq!(links.len(), 7);
    for (b, a) in [("B1", "A1"), ("B2", "A2"), ("B3", "A3"), ("B5", "A5"), ("B7", "A7"), ("B9", "A9")] {
        assert_eq!(links[b].0, a, "{b}");
    }
    assert_eq!(links["B1"].1, "link");
    assert_eq!(links["B0"].1, "none");
}

#[test]
fn a_kept_model_gives_the_same_links_in_any_number_of_threads() {
    let folder = lists();
    let with = |more: &[&str]| {
        let summary = told(&danso(folder.path(), &[&LINK[..], more].concat()));
        (fs::read(folder.path().join("links.csv")).expect("links were written"), summary["model"].clone())
    };
    let learned = with(&["--model", "model.json", "--threads", "1"]);
    assert_eq!(learned, with(&["--model", "model.json", "--threads", "3"]));
    assert_eq!(learned, with(&["--threads", "2"]));
}

#[test]
fn a_weight_is_explained_in_words_and_adds_up() {
    let folder = lists();
    let pair = ["link", "explain", "--a", "A.csv", "--b", "B.csv", "--units", "units.csv", "--a-id", "A1", "--b-id", "B1"];
    let said = String::from_utf8(danso(folder.path(), &pair).stdout).expect("it prints text");
    for words in ["Số định danh", "trùng 12 chữ số", "cùng nhà", "Xác suất là cùng một người"] {
        assert!(said.contains(words), "{words} is missing in\n{said}");
    }
    let reply = told(&danso(folder.path(), &[&pair[..], &["--json"]].concat()));
    let explanation = &reply["explanation"];
    let number = |value: &Value| value.as_f64().expect("a number");
    let lines: f64 = explanation["lines"].as_array().expect("lines").iter().map(|line| number(&line["weight"])).sum();
    let sum = number(&explanation["before"]) + lines + number(&explanation["other_explanation"]);
    assert!((sum - number(&explanation["weight"])).abs() < 1e-6);
}

#[test]
fn other_headings_are_found_or_mapped() {
    let folder = lists();
    let office = OFFICE.replacen("b_id,full_name,sex,dob", "ma,ho ten,gioi,ngay sinh", 1);
    fs::write(folder.path().join("B.csv"), office).expect("a file can be written");
    told(&danso(folder.path(), &LINK));
    assert_eq!(links(folder.path())["B1"].0, "A1");
    let mapped = |map: &str| {
        fs::write(folder.path().join("map.json"), map).expect("a file can be written");
        danso(folder.path(), &[&LINK[..], &["--map", "map.json"]].concat())
    };
    assert_eq!(mapped(r#"{"person_b": {"id": "ma", "name": "ten khong co"}}"#).status.code(), Some(3));
    told(&mapped(r#"{"person_b": {"id": "ma", "name": "ho ten", "sex": "gioi", "birth": "ngay sinh"}}"#));
    assert_eq!(links(folder.path())["B1"].0, "A1");
}

#[test]
fn any_columns_can_be_compared() {
    let folder = lists();
    let table = |name: &str, rows: &[&str]| {
        fs::write(folder.path().join(name), format!("rec_id,given,family,born,town\n{}\n", rows.join("\n")))
            .expect("a file can be written");
    };
    table(
        "A.csv",
        &[
            "1,anna,smith,19800512,perth",
            "2,john,miller,19710315,sydney",
            "3,mary,brown,19901225,hobart",
            "4,paul,white,19550101,cairns",
        ],
    );
    table(
        "B.csv",
        &[
            "5,smith,anna,19800512,perth",
            "6,jon,miller,19710315,sydney",
            "7,mary,brown,19901252,hobart",
            "8,olga,green,20010606,darwin",
        ],
    );
    let map = r#"{"id": "rec_id", "fields": [{"column": "given", "kind": "given"}, {"column": "family", "kind": "surname"},
        {"column": "born", "kind": "date"}, {"column": "town", "kind": "text"}]}"#;
    fs::write(folder.path().join("map.json"), map).expect("a file can be written");
    told(&danso(folder.path(), &["link", "--a", "A.csv", "--b", "B.csv", "--map", "map.json", "--out", "links.csv", "--json"]));
    let links = links(folder.path());
    for (b, a) in [("5", "1"), ("6", "2"), ("7", "3")] {
        assert_eq!(links[b].0, a, "{b}");
    }
    assert_eq!(links["8"].1, "none");
}

#[test]
fn duplicates_share_a_cluster() {
    let folder = lists();
    let twice = format!("{REGISTER}A11,H9,NGUYEN VAN HOA,M,1980-05-12,092080000011,,31120,Ấp 1,12,0911111111\n");
    fs::write(folder.path().join("A.csv"), twice).expect("a file can be written");
    let summary =
        told(&danso(folder.path(), &["dedupe", "--a", "A.csv", "--units", "units.csv", "--out", "clusters.csv", "--json"]));
    let text = fs::read_to_string(folder.path().join("clusters.csv")).expect("clusters were written");
    assert!(text.starts_with("cluster,id\n"));
    assert!(text.contains("\nA1,A1\n") && text.contains("\nA1,A11\n"), "{text}");
    assert_eq!((text.lines().count(), summary["clusters"].as_u64()), (12, Some(1)));
}

#[test]
fn blocks_are_reported() {
    let folder = lists();
    let reply = told(&danso(folder.path(), &["link", "block-report", "--a", "A.csv", "--b", "B.csv", "--json"]));
    let rules = reply["rules"].as_array().expect("rules");
    let of = |name: &str| rules.iter().find(|rule| rule["rule"] == name).expect("the rule is told");
    assert_eq!((of("number")["pairs"].as_u64(), of("number")["new_pairs"].as_u64()), (Some(3), Some(3)));
    let new: u64 = rules.iter().filter_map(|rule| rule["new_pairs"].as_u64()).sum();
    assert_eq!(reply["pairs"].as_u64(), Some(new));
}

#[test]
fn a_list_with_titles_in_an_old_encoding_is_linked_as_well() {
    let folder = lists();
    // The office's list in TCVN3, with a title, other headings and semicolons; its third row has neither day nor number.
    let office = b"S\xeb Lao \xae\xe9ng;;;\nSTT;H\xe4 v\xb5 t\xaan;Ng\xb5y sinh;S\xe8 CCCD\n\
        1;Nguy\xd4n V\xa8n Ho\xb5;12/05/1980;92080000011\n2;Th\xb9ch Th\xde Mai;08/10/1992;\n3;L\xaa Minh \xa7\xf8c;;\n";
    fs::write(folder.path().join("B.csv"), office).expect("a file can be written");
    let output = danso(folder.path(), &LINK);
    let summary = told(&output);
    assert_eq!(summary["b"].as_u64(), Some(2));
    let links = links(folder.path());
    assert_eq!((links["1"].0.as_str(), links["2"].0.as_str()), ("A1", "A9"));
    let bad = fs::read_to_string(folder.path().join("B.csv.bad.csv")).expect("bad rows were written");
    assert_eq!(bad, "line,reason,STT,Họ và tên,Ngày sinh,Số CCCD\n5,no_birth_and_number,3,Lê Minh Đức,,\n");
    assert!(String::from_utf8_lossy(&output.stderr).contains("B.csv.bad.csv"));
}

#[test]
fn twins_of_one_household_are_no_duplicates() {
    let folder = lists();
    let doubled = format!("{REGISTER}A11,H9,Nguyễn Văn Hoà,M,1980-05-12,092080000011,,31126,Ấp Giồng,8,\n");
    fs::write(folder.path().join("A.csv"), doubled).expect("a file can be written");
    let summary = told(&danso(folder.path(), &["dedupe", "--a", "A.csv", "--units", "units.csv", "--out", "c.csv", "--json"]));
    assert_eq!(summary["clusters"].as_u64(), Some(1));
    let clusters = fs::read_to_string(folder.path().join("c.csv")).expect("clusters were written");
    assert!(clusters.contains("A1,A11\n") && clusters.contains("A4,A4\n"), "{clusters}");
}

#[test]
fn lists_are_linked_without_names() {
    let folder = lists();
    fs::write(folder.path().join("secret"), "short").expect("a file can be written");
    let encode = |list: &str| {
        let out = format!("{list}.json");
        danso(
            folder.path(),
            &["link", "encode", "--a", list, "--units", "units.csv", "--secret-file", "secret", "--out", &out, "--json"],
        )
    };
    assert_eq!(encode("A.csv").status.code(), Some(3));
    fs::write(folder.path().join("secret"), "a secret of two offices, 32 bytes or more\n").expect("a file can be written");
    assert_eq!(told(&encode("A.csv"))["records"].as_u64(), Some(10));
    told(&encode("B.csv"));
    let filters = fs::read_to_string(folder.path().join("B.csv.json")).expect("filters were written");
    assert!(!filters.contains("KHÁNH") && !filters.contains("khanh") && !filters.contains("0911111111"));
    told(&danso(folder.path(), &["link", "--private", "--a", "A.csv.json", "--b", "B.csv.json", "--out", "links.csv", "--json"]));
    let links = links(folder.path());
    for (b, a) in [("B1", "A1"), ("B2", "A2"), ("B3", "A3"), ("B5", "A5"), ("B7", "A7"), ("B9", "A9")] {
        assert_eq!(links[b].0, a, "{b}");
    }
}
