//! Four hundred figures of a generated register, asked of the program and of `conformance/recount`, which knows the exported events and the
//! documents alone: on four maps, as known at ten positions, whole and by breakdowns, with a hamlet that was divided, one that was joined to
//! another, and people who were erased. All numbers must be equal to the last bit, limits of intervals to 1e-9.

use danso_app::people::By;
use danso_app::{App, AppError, Chance, Clock, Env, FigureLine, FiguresAsk};
use danso_catalog::Catalog;
use danso_indicators::{Indicators, Interval};
use danso_model::{Position, Shard};
use danso_store_sql::SqlStore;
use danso_testkit::FixedClock;
use danso_vault::MasterKey;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many questions.
const QUESTIONS: usize = 400;
const SEED: u64 = 20_261_122;
/// When hamlets were divided and joined.
const CHANGED: &str = "2026-03-10";
const TODAY: &str = "2026-11-22";

struct Still(FixedClock);

impl Clock for Still {
    fn now(&self) -> jiff::Timestamp {
        self.0.now()
    }
}

/// Counts up, so that nothing made of it is made twice.
struct NoChance(AtomicU64);

impl Chance for NoChance {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        bytes.iter_mut().rev().zip(next.iter().rev()).for_each(|(byte, next)| *byte = *next);
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

/// Places to ask for.
struct Places {
    hamlets: Vec<String>,
    communes: Vec<String>,
    /// Those that were divided or joined, and the communes they lie in.
    changed: Vec<String>,
}

/// A unit, the larger ones more often, and those that changed.
fn unit(draw: &mut Draw, boundaries: Option<&str>, places: &Places) -> String {
    let before = boundaries.is_some_and(|day| day < "2025-07-01");
    let districts = ["916", "923", "931", "941", "949"];
    let provinces = if before { ["92", "93", "94"] } else { ["92", "92", "92"] };
    match draw.below(18) {
        0 | 1 => "VN".to_owned(),
        2 => "R6".to_owned(),
        3 | 4 => (*draw.of(&provinces)).to_owned(),
        5 if before => (*draw.of(&districts)).to_owned(),
        5..=7 => draw.of(&places.communes).clone(),
        8..=15 => draw.of(&places.changed).clone(),
        _ => draw.of(&places.hamlets).clone(),
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
    for (name, own) in [("low", ours.low), ("high", ours.high)] {
        let other = number(name);
        let near = |own: f64, other: f64| (own - other).abs() <= 1e-9 * own.abs().max(1.0);
        if own.is_some() != other.is_some() || own.zip(other).is_some_and(|(own, other)| !near(own, other)) {
            return Err(format!("{name}: {own:?} here, {other:?} there"));
        }
    }
    for (name, own) in [("hidden", &ours.hidden), ("pooled", &ours.pooled)] {
        if own.as_deref() != theirs[name].as_str() {
            return Err(format!("{name}: {own:?} here, {} there", theirs[name]));
        }
    }
    if ours.late != theirs["late"].as_u64() {
        return Err(format!("late: {:?} here, {} there", ours.late, theirs["late"]));
    }
    if ours.estimated != theirs["estimated"].as_bool().unwrap_or_default() {
        return Err(format!("estimated: {} here, {} there", ours.estimated, theirs["estimated"]));
    }
    Ok(())
}

/// Every event of the log as it is exported.
async fn exported(app: &App) -> Vec<Value> {
    let (mut after, mut events) = (Position(0), Vec::new());
    loop {
        let (page, next) = app.page_of_events(after, 2_000).await.expect("a page");
        events.extend(page);
        match next {
            Some(next) => after = next,
            None => return events,
        }
    }
}

/// Divides the hamlet with most households between two communes, joins two others, and erases some whose health is counted. Tells the codes
/// of what changed.
async fn change(app: &App) -> Vec<String> {
    let events = exported(app).await;
    let rows = app.places().await.expect("the places").0;
    let now: HashMap<String, String> = app
        .store
        .households_page(app.shard(), None, 100_000)
        .await
        .expect("households")
        .into_iter()
        .map(|row| (row.id.to_string(), row.hamlet.to_string()))
        .collect();
    // Households of the first day that still are where they were.
    let mut by_hamlet: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for data in events.iter().filter(|line| line["event"]["kind"] == "household").map(|line| &line["event"]["data"]) {
        let text = |name: &str| data[name].as_str().expect("an id").to_owned();
        if now.get(&text("household")) == Some(&text("hamlet")) {
            by_hamlet.entry(text("hamlet")).or_default().push(text("household"));
        }
    }
    let mut hamlets: Vec<(&String, &Vec<String>)> = by_hamlet.iter().collect();
    hamlets.sort_by_key(|(id, there)| (std::cmp::Reverse(there.len()), *id));
    let row = |id: &str| rows.iter().rfind(|row| row.id.to_string() == id).expect("a hamlet");
    let divided = row(hamlets[0].0);
    let other = hamlets.iter().map(|(id, _)| row(id)).find(|row| row.commune != divided.commune).expect("another commune");
    let (old, heir) = hamlets[1..]
        .iter()
        .flat_map(|(old, _)| hamlets[1..].iter().map(move |(heir, _)| (row(old), row(heir))))
        .find(|(old, heir)| old.id != heir.id && old.commune == heir.commune)
        .expect("two hamlets of a commune");
    let new = format!("{}.97", divided.commune);
    let gone: Vec<&String> = hamlets[0].1.iter().step_by(3).collect();
    let plan = json!({ "version": 1, "name": "thử", "on": CHANGED, "decree": "1/NQ", "steps": [
        { "do": "split", "unit": divided.code, "into": [
            { "code": divided.code }, { "code": new, "name": "Khu vực 97", "parent": other.commune, "households": gone } ] },
        { "do": "end", "unit": old.code, "into": heir.code },
    ] });
    let plan = App::read_plan(&plan.to_string()).expect("a plan");
    let preview = app.preview_reorganisation(By::Console, &plan).await.expect("a preview");
    assert!(preview.possible, "{:?}", preview.conflicts);
    app.reorganise(By::Console, &plan).await.expect("applied");

    let mut erased = 0;
    for kind in ["contraception_start", "pregnancy", "prenatal_screen", "newborn_screen", "disability"] {
        for line in events.iter().filter(|line| line["event"]["kind"] == kind).take(20) {
            let person: uuid::Uuid = line["event"]["data"]["person"].as_str().expect("an id").parse().expect("an id");
            app.erase(danso_model::UserId(uuid::Uuid::from_u128(1)), danso_model::SubjectId(person)).await.expect("erased");
            erased += 1;
        }
    }
    assert!(erased > 50, "{erased} are erased");
    [&divided.code, &new, &divided.commune, &other.commune, &old.code, &heir.code].map(Clone::clone).to_vec()
}

#[tokio::test]
async fn four_hundred_figures_are_what_an_outside_agency_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let generate = ["generate", "--province", "92", "--persons", "7000", "--months", "13", "--from", "2025-07", "--seed", "8"];
    danso(folder.path(), &generate);
    let store = SqlStore::open(&format!("sqlite://{}", at("register.sqlite").display())).await.expect("the register");
    let key = MasterKey::from_file(&at("register.sqlite.key")).expect("its key");
    let clock = FixedClock::at(format!("{TODAY}T03:00:00Z").parse().expect("a time"));
    let env = Env { clock: Arc::new(Still(clock)), chance: Arc::new(NoChance(AtomicU64::new(0))) };
    let catalog = Arc::new(Catalog::embedded().expect("the catalogue"));
    let app = App::open(Arc::new(store), Shard(92), key, catalog, env).await.expect("the register");
    let changed = change(&app).await;
    danso(folder.path(), &["export", "events", "--out", "events.ndjson"]);
    danso(folder.path(), &["export", "units", "--out", "units.ndjson"]);

    let lines = std::fs::read_to_string(at("units.ndjson")).expect("the units");
    let units: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let events = std::fs::read_to_string(at("events.ndjson")).expect("the events");
    assert!(events.contains("\"supersedes\""), "there are corrections");
    assert!(events.contains("\"counted\""), "of those erased there are codes");
    // Places that events name.
    let lived_in: HashSet<&str> =
        events.lines().filter_map(|line| line.split_once("\"data\":")?.1.split_once("\"hamlet\":\"")?.1.get(..36)).collect();
    let rows = || {
        units
            .iter()
            .filter_map(|line| line.get("hamlet"))
            .filter(|row| row["id"].as_str().is_some_and(|id| lived_in.contains(id)))
    };
    let mut places = Places {
        hamlets: rows().map(|row| text(&row["code"])).collect(),
        communes: rows().map(|row| text(&row["commune"])).collect(),
        changed,
    };
    for codes in [&mut places.hamlets, &mut places.communes] {
        codes.sort_unstable();
        codes.dedup();
    }
    let head = app.store.head(app.shard()).await.expect("a head").position.0;

    let indicators = Indicators::embedded().expect("the indicators");
    let codes: Vec<&str> =
        indicators.codes().into_iter().filter(|code| indicators.all().any(|one| one.code == *code && !one.live)).collect();
    // What happened stands in the second half of the log.
    let positions: Vec<Option<u32>> = [0, 0, 0, 2, 4, 6, 7, 8, 9].map(|tenth| (tenth > 0).then_some(head / 10 * tenth)).to_vec();
    let limited: Vec<&str> = codes
        .iter()
        .copied()
        .filter(|code| indicators.all().any(|one| one.code == *code && one.interval != Interval::None))
        .collect();
    let periods = [
        "2025",
        "2026",
        "2025..2026",
        "2025-H2",
        "2026-H1",
        "2025-Q3",
        "2026-Q1",
        "2025-05",
        "2025-07",
        "2025-12",
        "2026-02",
        "2026-03",
    ];
    let boundaries = [None, Some("2025-06-30"), Some("2025-07-01"), Some("2026-03-09"), Some(CHANGED), Some("2026-05-31")];

    let mut draw = Draw(SEED);
    let (mut asked, mut answers) = (Vec::new(), Vec::new());
    while asked.len() < QUESTIONS {
        let boundaries = *draw.of(&boundaries);
        let known_at = *draw.of(&positions);
        // Rates need many people and months to be shown.
        let large = draw.below(2) == 0;
        let (indicator, period) =
            if large { (*draw.of(&limited), *draw.of(&periods[..5])) } else { (*draw.of(&codes), *draw.of(&periods)) };
        let unit = if large && draw.below(4) > 0 {
            (*draw.of(&["VN", "R6", "92"])).to_owned()
        } else {
            unit(&mut draw, boundaries, &places)
        };
        // Never later than today, so it is said for periods that are not over.
        let day = boundaries.unwrap_or(if period.starts_with("2026") || period.ends_with("2026") { TODAY } else { "2025-12-31" });
        let breakdowns: Vec<String> = indicators
            .all()
            .find(|one| one.code == indicator)
            .map(|one| one.breakdowns.iter().map(|used| used.name().to_owned()).collect())
            .unwrap_or_default();
        let mut by: Vec<String> = (0..draw.below(if large { 2 } else { 3 }))
            .filter(|_| !breakdowns.is_empty())
            .map(|_| draw.of(&breakdowns).clone())
            .collect();
        by.dedup();
        let ask = FiguresAsk {
            indicators: vec![indicator.to_owned()],
            unit: unit.clone(),
            children: false,
            period: period.parse().expect("a period"),
            by,
            known_at: known_at.map(Position),
            boundaries: Some(day.parse().expect("a day")),
        };
        match app.figures_unchecked(&ask).await {
            Ok(reply) => {
                let at = draw.below(reply.figures.len());
                let figure = reply.figures.into_iter().nth(at).expect("one of them");
                // Most cells of small units are empty or hidden; of those one in five is enough.
                if figure.value.is_none_or(|value| value == 0.0) && draw.below(5) > 0 {
                    continue;
                }
                let by: Vec<_> = figure.by.iter().map(|by| json!([by.breakdown, by.code])).collect();
                asked.push(json!({
                    "indicator": indicator, "unit": unit, "period": period, "known_at": known_at, "boundaries": day, "by": by,
                }));
                answers.push(figure);
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
        .args(["--texts", "--events", "events.ndjson", "--units", "units.ndjson", "--questions", "questions.ndjson"])
        .args(["--today", TODAY, "--catalog"])
        .arg(root.join("catalog"))
        .arg("--holidays")
        .arg(root.join("crates/places/data/holidays.tsv"))
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
    let says = |line: &FigureLine| {
        [line.value, line.numerator, line.denominator, line.exposure]
            .iter()
            .any(|number| number.is_some_and(|number| number != 0.0))
    };
    let many = |is: &dyn Fn(&FigureLine) -> bool| answers.iter().filter(|line| is(line)).count();
    let (shown, estimated) = (many(&says), many(&|line| line.estimated && line.value.is_some()));
    let (split, limited, late) =
        (many(&|line| !line.by.is_empty() && says(line)), many(&|line| line.low.is_some()), many(&|line| line.late > Some(0)));
    println!(
        "{} of {QUESTIONS} agree; {shown} are not nothing, {estimated} estimated, {split} cells, {limited} with limits, {late} with late ones",
        QUESTIONS - wrong.len(),
    );
    assert!(wrong.is_empty(), "{} of {QUESTIONS} agree:\n{}", QUESTIONS - wrong.len(), wrong.join("\n"));
    assert!(shown > QUESTIONS / 2, "only {shown} figures say something");
    assert!(estimated > 15 && split > 60 && limited > 50 && late > 80, "the questions are too easy");
}
