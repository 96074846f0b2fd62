//! A legacy list of persons as households: read, checked row by row, turned into events. Bad rows are kept apart with the reason.

use crate::messages::{expected, text};
use anyhow::Result;
use calamine::{Data, Reader, open_workbook_auto};
use danso_app::Env;
use danso_catalog::{Catalog, fold};
use danso_model::{
    AreaId, Code, Event, EventBody, EventId, HamletId, HouseholdId, HouseholdType, Member, PartialDate, PersonId, Personal, Pin,
    ResidenceStatus, Sex, Source, SubjectId, UserId,
};
use danso_store::{AreaRow, HamletRow};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use uuid::Uuid;

/// A list as cells.
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A row that cannot be taken.
pub(crate) struct Bad {
    pub(crate) cells: Vec<String>,
    pub(crate) reason: String,
}

/// What became of a list.
pub(crate) struct Outcome {
    pub(crate) events: Vec<Event>,
    pub(crate) good: u64,
    pub(crate) bad: Vec<Bad>,
}

/// Our fields, and the folded headers under which lists have them.
const FIELDS: [(&str, bool, &[&str]); 13] = [
    ("hamlet", true, &["hamlet", "ma thon", "ma ap", "thon", "ap"]),
    ("area", false, &["area", "dia ban", "dia ban so"]),
    ("household", true, &["household", "ho so", "so ho"]),
    ("name", true, &["name", "ho va ten", "ho ten"]),
    ("relationship", true, &["relationship", "quan he voi chu ho", "quan he"]),
    ("sex", true, &["sex", "gioi tinh"]),
    ("birth", true, &["birth", "ngay sinh", "nam sinh", "ngay thang nam sinh"]),
    ("ethnic", false, &["ethnic", "dan toc"]),
    ("education", false, &["education", "trinh do hoc van", "hoc van"]),
    ("marital", false, &["marital", "tinh trang hon nhan", "hon nhan"]),
    ("residence", false, &["residence", "tinh trang cu tru", "cu tru"]),
    ("pin", false, &["pin", "so dinh danh", "so dinh danh ca nhan", "cccd", "so cccd"]),
    ("phone", false, &["phone", "dien thoai", "so dien thoai"]),
];

/// Reads CSV or the first sheet of a workbook; the first row is the header.
pub(crate) fn read_table(file: &Path) -> Result<Table> {
    let end = file.extension().and_then(|end| end.to_str()).unwrap_or_default().to_lowercase();
    let missing = || expected("no_such_file", &[("file", &file.display())]);
    let mut rows: Vec<Vec<String>> = match end.as_str() {
        "csv" => {
            let bytes = std::fs::read(file).map_err(|_| missing())?;
            let content = String::from_utf8_lossy(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes)).into_owned();
            let delimiter = if content.lines().next().is_some_and(|line| line.contains(';')) { b';' } else { b',' };
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(content.as_bytes());
            reader
                .records()
                .map(|record| Ok(record?.iter().map(|cell| cell.trim().to_owned()).collect()))
                .collect::<Result<_>>()?
        }
        "xlsx" | "xls" | "ods" => {
            let mut book = open_workbook_auto(file).map_err(|_| missing())?;
            let sheet = book.worksheet_range_at(0).ok_or_else(missing)??;
            sheet.rows().map(|row| row.iter().map(cell_text).collect()).collect()
        }
        _ => return Err(expected("unknown_format", &[("file", &file.display())])),
    };
    if rows.is_empty() {
        return Err(missing());
    }
    let header = rows.remove(0);
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    Ok(Table { header, rows })
}

fn cell_text(cell: &Data) -> String {
    if let Data::DateTime(date) = cell {
        let (year, month, day, ..) = date.to_ymd_hms_milli();
        return format!("{year:04}-{month:02}-{day:02}");
    }
    cell.to_string().trim().to_owned()
}

/// Which of our fields stands in which column.
pub(crate) fn columns(header: &[String], map: Option<&Path>) -> Result<HashMap<&'static str, usize>> {
    let given: HashMap<String, String> = match map {
        Some(file) => {
            serde_json::from_slice(&std::fs::read(file).map_err(|_| expected("no_such_file", &[("file", &file.display())]))?)?
        }
        None => HashMap::new(),
    };
    let folded: Vec<String> = header.iter().map(|name| fold(name)).collect();
    let mut columns = HashMap::new();
    for (field, required, names) in FIELDS {
        let at = match given.get(field) {
            Some(name) => folded.iter().position(|each| *each == fold(name)),
            None => folded.iter().position(|each| names.contains(&each.as_str())),
        };
        match at {
            Some(at) => {
                columns.insert(field, at);
            }
            None if required => {
                let example = format!("{{\"{field}\": \"{}\"}}", header.first().map_or("", String::as_str));
                return Err(expected("missing_column", &[("field", &field), ("example", &example)]));
            }
            None => {}
        }
    }
    Ok(columns)
}

/// Hamlets and areas by what a list calls them.
pub(crate) struct Places {
    hamlets: HashMap<String, HamletId>,
    areas: Vec<AreaRow>,
}

impl Places {
    pub(crate) fn new(hamlets: Vec<HamletRow>, areas: Vec<AreaRow>) -> Self {
        Self { hamlets: hamlets.into_iter().map(|row| (row.code, row.id)).collect(), areas }
    }

    fn area(&self, hamlet: HamletId, number: &str) -> Option<AreaId> {
        let mut inside = self.areas.iter().filter(|area| area.hamlets.contains(&hamlet));
        let named = inside.clone().find(|area| area.number == number);
        named.or_else(|| inside.next()).map(|area| area.id)
    }
}

struct Line {
    hamlet: HamletId,
    area: AreaId,
    number: String,
    member: Member,
    personal: Personal,
}

/// The cells of a row and what they say, or why they say nothing.
type Row<'a> = (&'a Vec<String>, Result<Line, String>);

/// Turns a list into one event a household. All rows of a household are kept back when one of them is bad: half a household is no household.
pub(crate) fn households(
    table: &Table,
    columns: &HashMap<&'static str, usize>,
    places: &Places,
    catalog: &Catalog,
    env: &Env,
    at: Date,
) -> Outcome {
    let mut groups: BTreeMap<(String, String), Vec<Row<'_>>> = BTreeMap::new();
    for row in &table.rows {
        let cell = |field: &str| columns.get(field).and_then(|at| row.get(*at)).map_or("", String::as_str);
        let line = line(&cell, places, catalog, env, at);
        groups.entry((cell("hamlet").to_owned(), cell("household").to_owned())).or_default().push((row, line));
    }
    let mut outcome = Outcome { events: Vec::new(), good: 0, bad: Vec::new() };
    for (_, rows) in groups {
        let heads =
            rows.iter().filter(|(_, line)| line.as_ref().is_ok_and(|line| line.member.relationship.as_str() == "1")).count();
        let whole = rows.iter().all(|(_, line)| line.is_ok());
        if !whole || heads != 1 {
            let common = text("row_head", &[("heads", &heads)]);
            let bad = |(cells, line): Row<'_>| Bad { cells: cells.clone(), reason: line.err().unwrap_or_else(|| common.clone()) };
            outcome.bad.extend(rows.into_iter().map(bad));
            continue;
        }
        let cells: Vec<&Vec<String>> = rows.iter().map(|(cells, _)| *cells).collect();
        let lines: Vec<Line> = rows.into_iter().filter_map(|(_, line)| line.ok()).collect();
        let (count, Some(event)) = (lines.len() as u64, event(lines, env, at)) else { continue };
        match forbidden(&event, catalog, env) {
            Some(reason) => {
                outcome.bad.extend(cells.into_iter().map(|cells| Bad { cells: cells.clone(), reason: reason.clone() }))
            }
            None => {
                outcome.good += count;
                outcome.events.push(event);
            }
        }
    }
    outcome
}

/// What a rule forbids about a household, if one does. Warnings and questions let it pass: a legacy list has no one to answer them.
fn forbidden(event: &Event, catalog: &Catalog, env: &Env) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(&danso_wire::encode(event)).ok()?;
    let document = sheet(&value);
    let after = [&document];
    let situation = danso_catalog::Situation {
        event: &value,
        before: &[],
        after: &after,
        today: env.today(),
        lookups: BTreeMap::new(),
        closed_until: None,
    };
    let issues = catalog.check_event(&situation);
    let worst = issues.into_iter().find(|issue| issue.severity == danso_catalog::Severity::Error)?;
    Some(text("row_rule", &[("rule", &worst.rule), ("message", &worst.message_vi)]))
}

/// The household document that an event opens, as far as rules look at it.
fn sheet(event: &serde_json::Value) -> serde_json::Value {
    let data = &event["data"];
    let member = |member: &serde_json::Value| {
        let mut shown = member.clone();
        if let Some(fields) = shown.as_object_mut()
            && let Some(id) = fields.remove("person")
        {
            fields.insert("id".to_owned(), id);
            fields.insert("since".to_owned(), event["date"].clone());
        }
        shown
    };
    let members: Vec<_> = data["members"].as_array().into_iter().flatten().map(member).collect();
    serde_json::json!({
        "id": data["household"], "hamlet": data["hamlet"], "area": data["area"], "number": data["number"], "type": data["type"],
        "opened": event["date"], "position": 0, "members": members,
    })
}

fn event(lines: Vec<Line>, env: &Env, at: Date) -> Option<Event> {
    let first = lines.first()?;
    let household = HouseholdId(env.new_id());
    let body = EventBody::Household {
        household,
        hamlet: first.hamlet,
        area: first.area,
        number: first.number.clone(),
        kind: HouseholdType::Family,
        members: lines.iter().map(|line| line.member).collect(),
    };
    let personal = lines.into_iter().map(|line| (SubjectId::from(line.member.person), line.personal)).collect();
    Some(Event {
        id: EventId(env.new_id()),
        date: PartialDate::day(at),
        recorded_at: env.clock.now(),
        by: UserId(Uuid::nil()),
        device: None,
        supersedes: None,
        source: Source::Import,
        body,
        personal,
        behalf: None,
        overrides: Vec::new(),
    })
}

fn line<'a>(cell: &dyn Fn(&str) -> &'a str, places: &Places, catalog: &Catalog, env: &Env, at: Date) -> Result<Line, String> {
    let reason = |key: &str, value: &str| text(key, &[("value", &value)]);
    let hamlet = *places.hamlets.get(cell("hamlet")).ok_or_else(|| reason("row_hamlet", cell("hamlet")))?;
    let area = places.area(hamlet, cell("area")).ok_or_else(|| reason("row_hamlet", cell("hamlet")))?;
    if cell("household").is_empty() {
        return Err(reason("row_number", ""));
    }
    if cell("name").is_empty() {
        return Err(reason("row_name", ""));
    }
    let code = |list: &str, value: &str| -> Result<Option<Code>, String> {
        if value.is_empty() {
            return Ok(None);
        }
        let known = catalog.list(list, at);
        let folded = fold(value);
        let item = known.and_then(|known| {
            known.items.iter().find(|item| item.code == value || fold(&item.vi) == folded || alias(item, &folded))
        });
        let unknown = || text("row_code", &[("value", &value), ("list", &list)]);
        item.and_then(|item| Code::new(&item.code).ok()).map(Some).ok_or_else(unknown)
    };
    let sex = match fold(cell("sex")).as_str() {
        "nam" | "m" | "1" | "trai" => Sex::Male,
        "nu" | "f" | "2" | "gai" => Sex::Female,
        _ => return Err(reason("row_sex", cell("sex"))),
    };
    let birth = date(cell("birth")).ok_or_else(|| reason("row_birth", cell("birth")))?;
    let relationship = code("relationship", cell("relationship"))?
        .ok_or_else(|| text("row_code", &[("value", &""), ("list", &"relationship")]))?;
    let residence = match cell("residence") {
        "" => Ok(ResidenceStatus::REGISTERED),
        given => given.parse().map_err(drop).and_then(|code| ResidenceStatus::new(code).map_err(drop)),
    };
    let residence = residence.map_err(|()| text("row_code", &[("value", &cell("residence")), ("list", &"residence")]))?;
    let pin = match cell("pin") {
        "" => None,
        digits => Some(Pin::new(digits).map_err(|_| reason("row_pin", digits))?),
    };
    let member = Member {
        person: PersonId(env.new_id()),
        sex,
        birth,
        relationship,
        residence,
        ethnic: code("ethnic", cell("ethnic"))?,
        education: code("education", cell("education"))?,
        marital: code("marital", cell("marital"))?,
        mother: None,
        father: None,
    };
    let phone = Some(cell("phone").to_owned()).filter(|phone| !phone.is_empty());
    let personal = Personal { name: Some(cell("name").to_owned()), pin, phone, ..Personal::default() };
    Ok(Line { hamlet, area, number: cell("household").to_owned(), member, personal })
}

fn alias(item: &danso_catalog::Item, folded: &str) -> bool {
    let aliases = item.extra.get("aliases").and_then(|aliases| aliases.as_array());
    aliases.is_some_and(|aliases| aliases.iter().filter_map(|alias| alias.as_str()).any(|alias| fold(alias) == folded))
}

/// `20/05/1987`, `05/1987`, `1987`, or as on the wire.
fn date(text: &str) -> Option<PartialDate> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let wire = match parts.as_slice() {
        [day, month, year] => format!("{year}-{month:0>2}-{day:0>2}"),
        [month, year] => format!("{year}-{month:0>2}"),
        _ => return None,
    };
    wire.parse().ok()
}
