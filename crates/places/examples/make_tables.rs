//! Makes the tables under `data/` from a folder of published lists:
//! `cargo run -p danso-places --example make_tables -- <folder of lists> [<folder for tables>]`.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

type Row = HashMap<String, String>;
/// Parent, first day, last day, decree → code → full name.
type Units = BTreeMap<[String; 4], BTreeMap<String, String>>;
/// First day, decree → new code → old codes with their marks.
type Successions = BTreeMap<[String; 2], BTreeMap<String, Vec<String>>>;

const REFORM: &str = "2025-07-01";
const EVE: &str = "2025-06-30";
const MERGER: &str = "202/2025/QH15";
const CODE_LIST: &str = "19/2025/QĐ-TTg";
/// The lists give the newest state alone; what it was before this day is told here.
const CITY_DAY: &str = "2026-04-30";
const CITY_EVE: &str = "2026-04-29";
const CITY: (&str, &str) = ("75", "Tỉnh Đồng Nai");

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let lists = args.next().ok_or("name the folder of the lists")?;
    let tables = args.next().unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("data"));
    let list = |name: &str| read(&lists.join(name));

    let provinces = list("provinces_current.csv")?;
    let old_provinces = list("provinces_old.csv")?;
    let decrees: HashMap<String, String> =
        provinces.iter().map(|row| (field(row, "code"), field(row, "commune_decree"))).collect();

    let write = |name: &str, about: &str, body: String| -> Result<(), Box<dyn Error>> {
        let head = "# Written by examples/make_tables.rs; form and sources: SOURCES.md.\n";
        Ok(fs::write(tables.join(name), format!("# {about}\n{head}{body}"))?)
    };
    write("provinces.tsv", "Provinces and centrally-run cities.", units(&province_units(&provinces, &old_provinces)))?;
    write("districts.tsv", "Districts, until 2025-06-30.", units(&old_units(&list("districts_old.csv")?, "province_code")))?;
    let mut communes = old_units(&list("communes_old.csv")?, "district_code");
    communes.extend(commune_units(&list("communes_current.csv")?, &decrees));
    write("communes.tsv", "Communes, wards, townships and special zones.", units(&communes))?;
    let mut all = province_successions(&old_provinces, &provinces);
    for (section, rows) in commune_successions(&list("mapping_commune_old_new.csv")?, &decrees)? {
        all.entry(section).or_default().extend(rows);
    }
    write("successions.tsv", "What each new unit was made from.", successions(&all))?;
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    Ok(csv::Reader::from_path(path)?.deserialize().collect::<Result<_, _>>()?)
}

fn field(row: &Row, name: &str) -> String {
    row.get(name).cloned().unwrap_or_default()
}

fn put(units: &mut Units, section: [&str; 4], row: &Row) {
    let name = spelled(&field(row, "full_name"));
    units.entry(section.map(str::to_owned)).or_default().insert(field(row, "code"), name);
}

fn province_units(now: &[Row], old: &[Row]) -> Units {
    let mut units = Units::new();
    for row in old {
        put(&mut units, ["VN", "-", EVE, "-"], row);
    }
    for row in now {
        let merged = field(row, "merged_from").contains('+');
        let made_by = if merged { MERGER } else { CODE_LIST };
        if field(row, "code") == CITY.0 {
            let mut before = row.clone();
            before.insert("full_name".to_owned(), CITY.1.to_owned());
            put(&mut units, ["VN", REFORM, CITY_EVE, made_by], &before);
        }
        let (from, decree) = match field(row, "effective_from") {
            from if from == REFORM => (from, made_by.to_owned()),
            from => (from, field(row, "decree")),
        };
        put(&mut units, ["VN", &from, "-", &decree], row);
    }
    units
}

fn old_units(rows: &[Row], parent: &str) -> Units {
    let mut units = Units::new();
    for row in rows {
        put(&mut units, [&field(row, parent), "-", EVE, "-"], row);
    }
    units
}

fn commune_units(rows: &[Row], decrees: &HashMap<String, String>) -> Units {
    let mut units = Units::new();
    for row in rows {
        let province = field(row, "province_code");
        let first = decrees.get(&province).map_or("-", String::as_str);
        let from = field(row, "effective_from");
        if from == CITY_DAY {
            let mut before = row.clone();
            before.insert("full_name".to_owned(), format!("Xã {}", field(row, "name")));
            put(&mut units, [&province, REFORM, CITY_EVE, first], &before);
        }
        put(&mut units, [&province, &from, "-", &field(row, "decree")], row);
    }
    units
}

fn province_successions(old: &[Row], now: &[Row]) -> Successions {
    let mut successions = Successions::new();
    for row in now {
        let new = field(row, "code");
        let from: Vec<String> =
            old.iter().filter(|old| field(old, "new_province_code") == new).map(|old| field(old, "code")).collect();
        let decree = if from.len() > 1 { MERGER } else { CODE_LIST };
        let section = [REFORM, decree].map(str::to_owned);
        successions.entry(section).or_default().insert(new, from);
    }
    successions
}

fn commune_successions(rows: &[Row], decrees: &HashMap<String, String>) -> Result<Successions, Box<dyn Error>> {
    let mut successions = Successions::new();
    for row in rows {
        let relation = field(row, "relation");
        let mark = match relation.as_str() {
            "whole" | "unchanged" | "renamed" | "type_changed" | "district_to_special_zone" => "",
            "part" | "part_population_only" => "~",
            "part_area_all_population" => "+",
            "part_area_only" | "all_area" => "-",
            other => return Err(format!("an unknown relation: {other}").into()),
        };
        let old = match (field(row, "old_code"), relation.as_str()) {
            (code, "district_to_special_zone") if code.is_empty() => field(row, "old_district_code"),
            (code, _) if code.is_empty() => {
                println!("not carried, for it is no unit: {}", field(row, "old_name"));
                continue;
            }
            (code, _) => code,
        };
        let province = field(row, "new_province_code");
        let decree = decrees.get(&province).ok_or_else(|| format!("no decree for province {province}"))?;
        let section = [REFORM, decree].map(str::to_owned);
        let olds = successions.entry(section).or_default().entry(field(row, "new_code")).or_default();
        olds.push(format!("{old}{mark}"));
        olds.sort();
    }
    Ok(successions)
}

fn units(units: &Units) -> String {
    let mut text = String::new();
    for ([parent, from, to, decree], rows) in units {
        let _ = writeln!(text, "@\t{parent}\t{from}\t{to}\t{decree}");
        for (code, name) in rows {
            let _ = writeln!(text, "{code}\t{name}");
        }
    }
    text
}

fn successions(successions: &Successions) -> String {
    let mut text = String::new();
    for ([on, decree], rows) in successions {
        let _ = writeln!(text, "@\t{on}\t{decree}");
        for (new, olds) in rows {
            let _ = writeln!(text, "{new}\t{}", olds.join(" "));
        }
    }
    text
}

/// Repairs the slips of letter case in the published lists: `Thị Trấn Ái Tử`, `Xã Đại áng`.
fn spelled(full_name: &str) -> String {
    let name = full_name.replace("Thị Trấn ", "Thị trấn ").replace("Thị Xã ", "Thị xã ").replace("Thành Phố ", "Thành phố ");
    name.split(' ')
        .map(|word| if starts_with_bare_vowel(word) { capital(word) } else { word.to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

fn starts_with_bare_vowel(word: &str) -> bool {
    word.chars().next().is_some_and(|first| "áàảãạâăéèẻẽẹêíìỉĩịóòỏõọôơúùủũụưýỳỷỹỵ".contains(first))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
