//! Two hundred figures of a generated register, asked of the program and of `conformance/recount`, which knows the exported events and the
//! documents alone. All numbers must be equal to the last bit.

use danso_app::{App, AppError, Chance, Clock, Env, FigureLine, FiguresAsk};
use danso_catalog::Catalog;
use danso_indicators::Indicators;
use danso_model::{Position, Shard};
use danso_store_sql::SqlStore;
use danso_testkit::FixedClock;
use danso_vault::MasterKey;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// How many questions.
const QUESTIONS: usize = 200;
const SEED: u64 = 20_261_122;

struct Still(FixedClock);

impl Clock for Still {
    fn now(&self) -> jiff::Timestamp {
        self.0.now()
    }
}

struct NoChance;

impl Chance for NoChance {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same seed draws the same questions.
struct Draw(u64);

impl Draw {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % many as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn danso(folder: &Path, arguments: &[&str]) {
    run(Command::new(env!("CARGO_BIN_EXE_danso"))
        .current_dir(folder)
        .env("DANSO_DATABASE", "sqlite://register.sqlite")
        .args(arguments));
}

/// Units to ask for, the larger ones more often.
fn unit(draw: &mut Draw, boundaries: Option<&str>, hamlets: &[String], communes: &[String]) -> String {
    let before = boundaries.is_some_and(|day| day < "2025-07-01");
    let districts = ["916", "923", "931", "941", "949"];
    let provinces = if before { ["92", "93", "94"] } else { ["92", "92", "92"] };
    match draw.below(10) {
        0 | 1 => "VN".to_owned(),
        2 => "R6".to_owned(),
        3 | 4 => (*draw.of(&provinces)).to_owned(),
        5 if before => (*draw.of(&districts)).to_owned(),
        5..=7 => draw.of(communes).clone(),
        _ => draw.of(hamlets).clone(),
    }
}

fn same(ours: &FigureLine, theirs: &Value) -> Result<(), String> {
    let number = |name: &str| theirs[name].as_str().map(|text| text.parse::<f64>().expect("a number"));
    for (name, own) in
        [("value", ours.value), ("numerator", ours.numerator), ("denominator", ours.denominator), ("exposure", ours.exposure)]
    {
        let other = number(name);
        if own.map(f64::to_bits) != other.map(f64::to_bits) && own != other {
            return Err(format!("{name}: {own:?} here, {other:?} there"));
        }
    }
    for (name, own) in [("hidden", &ours.hidden), ("pooled", &ours.pooled)] {
        if own.as_deref() != theirs[name].as_str() {
            return Err(format!("{name}: {own:?} here, {} there", theirs[name]));
        }
    }
    Ok(())
}

#[tokio::test]
async fn two_hundred_figures_are_what_an_outside_agency_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let generate = ["generate", "--province", "92", "--persons", "7000", "--months", "13", "--from", "2025-07", "--seed", "8"];
    danso(folder.path(), &generate);
    danso(folder.path(), &["export", "events", "--out", "events.ndjson"]);
    danso(folder.path(), &["export", "units", "--out", "units.ndjson"]);

    let store = SqlStore::open(&format!("sqlite://{}", at("register.sqlite").display())).await.expect("the register");
    let key = MasterKey::from_file(&at("register.sqlite.key")).expect("its key");
    let clock = FixedClock::at("2026-11-22T03:00:00Z".parse().expect("a time"));
    let env = Env { clock: Arc::new(Still(clock)), chance: Arc::new(NoChance) };
    let catalog = Arc::new(Catalog::embedded().expect("the catalogue"));
    let app = App::open(Arc::new(store), Shard(92), key, catalog, env).await.expect("the register");

    let lines = std::fs::read_to_string(at("units.ndjson")).expect("the units");
    let units: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let events = std::fs::read_to_string(at("events.ndjson")).expect("the events");
    assert!(events.contains("\"supersedes\""), "there are corrections");
    // Places that events name.
    let lived_in: HashSet<&str> =
        events.lines().filter_map(|line| line.split_once("\"data\":")?.1.split_once("\"hamlet\":\"")?.1.get(..36)).collect();
    let rows = || {
        units
            .iter()
            .filter_map(|line| line.get("hamlet"))
            .filter(|row| row["id"].as_str().is_some_and(|id| lived_in.contains(id)))
    };
    let mut hamlets: Vec<String> = rows().map(|row| text(&row["code"])).collect();
    let mut communes: Vec<String> = rows().map(|row| text(&row["commune"])).collect();
    for codes in [&mut hamlets, &mut communes] {
        codes.sort_unstable();
        codes.dedup();
    }
    let head = app.store.head(app.shard()).await.expect("a head").position.0;

    let indicators = Indicators::embedded().expect("the indicators");
    let codes: Vec<&str> =
        indicators.codes().into_iter().filter(|code| indicators.all().any(|one| one.code == *code && !one.live)).collect();
    let positions: Vec<Option<u32>> = (0..10).map(|tenth| (tenth > 0).then_some(head / 10 * tenth)).collect();
    let periods =
        ["2025", "2026", "2025..2026", "2025-H2", "2026-H1", "2025-Q3", "2026-Q1", "2025-05", "2025-07", "2025-12", "2026-02"];
    let boundaries = [None, Some("2025-06-30"), Some("2025-07-01"), Some("2026-05-31")];

    let mut draw = Draw(SEED);
    let (mut asked, mut answers) = (Vec::new(), Vec::new());
    while asked.len() < QUESTIONS {
        let boundaries = *draw.of(&boundaries);
        let (indicator, period) = (*draw.of(&codes), *draw.of(&periods));
        let known_at = *draw.of(&positions);
        let unit = unit(&mut draw, boundaries, &hamlets, &communes);
        // Never later than today, so it is said for periods that are not over.
        let day = boundaries.unwrap_or(if period.starts_with("2026") || period.ends_with("2026") {
            "2026-11-22"
        } else {
            "2025-12-31"
        });
        let ask = FiguresAsk {
            indicators: vec![indicator.to_owned()],
            unit: unit.clone(),
            children: false,
            period: period.parse().expect("a period"),
            by: Vec::new(),
            known_at: known_at.map(Position),
            boundaries: Some(day.parse().expect("a day")),
        };
        match app.figures_unchecked(&ask).await {
            Ok(reply) => {
                asked.push(
                    json!({ "indicator": indicator, "unit": unit, "period": period, "known_at": known_at, "boundaries": day }),
                );
                answers.push(reply.figures.into_iter().next().expect("one figure"));
            }
            // A unit that is not on that map, or an indicator that is for years only: drawn again.
            Err(AppError::BadRequest { .. }) => {}
            Err(error) => panic!("{indicator} {unit} {period}: {error}"),
        }
    }
    let mut file = std::fs::File::create(at("questions.ndjson")).expect("a file");
    for question in &asked {
        writeln!(file, "{question}").expect("written");
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = run(Command::new("python3")
        .arg("-B")
        .arg(root.join("conformance/recount/recount.py"))
        .args(["--texts", "--events", "events.ndjson", "--units", "units.ndjson", "--questions", "questions.ndjson", "--catalog"])
        .arg(root.join("catalog"))
        .current_dir(folder.path()));
    let counted: Vec<Value> =
        String::from_utf8(output).expect("text").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(counted.len(), QUESTIONS);
    let mut wrong = Vec::new();
    for ((question, ours), theirs) in asked.iter().zip(&answers).zip(&counted) {
        if let Err(what) = same(ours, theirs) {
            wrong.push(format!("{question}: {what}"));
        }
    }
    let says = |line: &&FigureLine| {
        [line.value, line.numerator, line.denominator, line.exposure]
            .iter()
            .any(|number| number.is_some_and(|number| number != 0.0))
    };
    let shown = answers.iter().filter(says).count();
    println!(
        "{} of {QUESTIONS} agree; {shown} of them are not nothing, {} estimated",
        QUESTIONS - wrong.len(),
        answers.iter().filter(|line| line.estimated).count()
    );
    assert!(wrong.is_empty(), "{} of {QUESTIONS} agree:\n{}", QUESTIONS - wrong.len(), wrong.join("\n"));
    assert!(shown > QUESTIONS / 2, "only {shown} figures say something");
}
