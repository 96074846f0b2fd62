//! Phiếu thu tin P0/CTV: what happened in a collaborator's area in a month, in eleven tables.

use super::SheetPlace;
use super::layout::{self, date, ordinal, sheet_words, year};
use crate::words::fill;
use crate::{Cell, Document, Page, Part, PartialDate, Signature, Standing, Table};
use jiff::civil::Date;

/// What a P0/CTV sheet says of a month. Empty tables are printed and say that nothing happened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MonthlySheet {
    /// Whose sheet it is.
    pub place: SheetPlace,
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
    /// When the sheet was made.
    pub prepared: Option<Date>,
    /// 1. Trẻ sinh ra.
    pub births: Vec<BirthLine>,
    /// 2. Sàng lọc sơ sinh.
    pub newborn_screens: Vec<NewbornLine>,
    /// 3. Người chết.
    pub deaths: Vec<DeathLine>,
    /// 4. Chuyển đến từ xã khác.
    pub arrivals: Vec<ArrivalLine>,
    /// 5. Chuyển đi khỏi xã.
    pub departures: Vec<DepartureLine>,
    /// 6. Thay đổi thông tin cơ bản.
    pub changes: Vec<ChangeLine>,
    /// 7. Vợ chồng mới sử dụng BPTT.
    pub method_starts: Vec<MethodLine>,
    /// 8. Vợ chồng thôi sử dụng BPTT.
    pub method_stops: Vec<MethodLine>,
    /// 9. Phụ nữ có thông tin thai sản.
    pub pregnancies: Vec<PregnancyLine>,
    /// 10. Sàng lọc trước sinh.
    pub prenatal_screens: Vec<PrenatalLine>,
    /// 11. Người cao tuổi khám sức khoẻ.
    pub checkups: Vec<CheckupLine>,
    /// The position of the log at which it was made.
    pub position: u64,
}

/// Who a line is about; each table shows some of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetPerson {
    /// Hộ số.
    pub household: String,
    /// The full name.
    pub name: String,
    /// Mã đối tượng: the number of the health insurance card.
    pub code: String,
    /// Quan hệ với chủ hộ.
    pub relationship: String,
    /// Giới tính.
    pub sex: String,
    /// Ngày sinh.
    pub born: Option<PartialDate>,
}

/// A birth.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BirthLine {
    /// Hộ số.
    pub household: String,
    /// The child's name.
    pub child: String,
    /// When a boy was born.
    pub born_male: Option<PartialDate>,
    /// When a girl was born.
    pub born_female: Option<PartialDate>,
    /// Dân tộc.
    pub ethnic: String,
    /// The mother: name, code and birth are shown.
    pub mother: SheetPerson,
    /// Nơi đẻ.
    pub place: String,
    /// Con thứ mấy của mẹ.
    pub order: Option<u8>,
}

/// A screening of a newborn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewbornLine {
    /// The child: household and name are shown.
    pub child: SheetPerson,
    /// CH, G6PD, CAH, hearing, heart.
    pub results: [String; 5],
    /// Nơi thực hiện.
    pub place: String,
}

/// A death.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeathLine {
    /// Who died.
    pub person: SheetPerson,
    /// When.
    pub died: Option<PartialDate>,
    /// Ghi chú.
    pub note: String,
}

/// Someone who came to live here from another commune.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArrivalLine {
    /// Who came.
    pub person: SheetPerson,
    /// Dân tộc.
    pub ethnic: String,
    /// Trình độ học vấn.
    pub education: String,
    /// Tình trạng hôn nhân.
    pub marital: String,
    /// When.
    pub arrived: Option<PartialDate>,
    /// Nơi đi.
    pub from: String,
}

/// Someone who left the commune.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DepartureLine {
    /// Who left.
    pub person: SheetPerson,
    /// When.
    pub left: Option<PartialDate>,
    /// Nơi đến.
    pub to: String,
    /// Ghi chú.
    pub note: String,
}

/// A change of what is known of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeLine {
    /// Of whom.
    pub person: SheetPerson,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
    /// Ghi chú.
    pub note: String,
}

/// A couple that begins or stops a method of contraception.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MethodLine {
    /// The wife.
    pub wife: SheetPerson,
    /// When.
    pub date: Option<PartialDate>,
    /// Which method.
    pub method: String,
}

/// A pregnancy, a miscarriage or an abortion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PregnancyLine {
    /// The woman.
    pub woman: SheetPerson,
    /// When.
    pub date: Option<PartialDate>,
    /// Which of the three.
    pub event: String,
    /// Mang thai lần thứ.
    pub number: Option<u8>,
}

/// A prenatal screening, which fills two lines: 12 and 21 weeks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrenatalLine {
    /// The mother.
    pub mother: SheetPerson,
    /// Where she lives.
    pub residence: String,
    /// At 12 and at 21 weeks.
    pub bands: [PrenatalBand; 2],
}

/// What was screened at some weeks. The sex of the child is no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrenatalBand {
    /// When.
    pub date: Option<PartialDate>,
    /// Edward, Down, Patau, Thalassemia.
    pub results: [String; 4],
    /// Nơi thực hiện.
    pub place: String,
}

/// An older person whose health was checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckupLine {
    /// Who.
    pub person: SheetPerson,
    /// When.
    pub date: Option<PartialDate>,
}

impl MonthlySheet {
    /// The sheet as a document, A4 on its long side.
    #[must_use]
    pub fn document(&self) -> Document {
        let words = sheet_words();
        let month = fill(&words.p0_month, &[("month", &format!("{:02}", self.month)), ("year", &self.year.to_string())]);
        let prepared = self.prepared.map(|day| fill(&words.p0_day, &[("day", &crate::number::date(day.into()))]));
        let mut parts = vec![Part::Text(layout::place_line(&self.place))];
        parts.extend(prepared.map(Part::Text));
        let tables = words.p0.iter().zip(self.rows()).map(|(table, rows)| Part::Table(label(table.table(rows, 0))));
        parts.extend(tables);
        let signatures = [(&words.collaborator, Some(self.place.collaborator.clone())), (&words.officer, None)];
        let signature = |(role, name): (&String, Option<String>)| Signature { role: role.clone(), seal: false, name };
        Document {
            page: Page::A4_LANDSCAPE,
            head: layout::head(&words.p0_symbol, &self.place),
            title: vec![words.p0_title.clone(), month],
            parts,
            notes: vec![words.p0_note.clone()],
            signatures: signatures.map(signature).to_vec(),
            standing: Standing::Record { position: self.position },
        }
    }

    /// The rows of the eleven tables, in the order of the form.
    fn rows(&self) -> [Vec<Vec<Cell>>; 11] {
        [
            self.births.iter().map(BirthLine::cells).collect(),
            self.newborn_screens.iter().map(NewbornLine::cells).collect(),
            self.deaths.iter().map(DeathLine::cells).collect(),
            self.arrivals.iter().map(ArrivalLine::cells).collect(),
            self.departures.iter().map(DepartureLine::cells).collect(),
            self.changes.iter().map(ChangeLine::cells).collect(),
            self.method_starts.iter().map(MethodLine::cells).collect(),
            self.method_stops.iter().map(MethodLine::cells).collect(),
            self.pregnancies.iter().map(PregnancyLine::cells).collect(),
            self.prenatal_screens.iter().flat_map(PrenatalLine::lines).collect(),
            self.checkups.iter().map(CheckupLine::cells).collect(),
        ]
    }
}

/// The name is what a row is known by.
fn label(table: Table) -> Table {
    Table { label: 1, ..table }
}

impl SheetPerson {
    /// Household, name, code, relationship, sex, birth.
    fn cells(&self) -> Vec<Cell> {
        let texts = [&self.household, &self.name, &self.code, &self.relationship, &self.sex];
        texts.into_iter().map(Cell::text).chain([date(self.born)]).collect()
    }

    /// Household, name, code, birth.
    fn short(&self) -> Vec<Cell> {
        vec![Cell::text(&self.household), Cell::text(&self.name), Cell::text(&self.code), date(self.born)]
    }
}

/// Cells of a person followed by others.
fn line(mut person: Vec<Cell>, others: impl IntoIterator<Item = Cell>) -> Vec<Cell> {
    person.extend(others);
    person
}

impl BirthLine {
    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::text(&self.household),
            Cell::text(&self.child),
            date(self.born_male),
            date(self.born_female),
            Cell::text(&self.ethnic),
            Cell::text(&self.mother.name),
            Cell::text(&self.mother.code),
            date(self.mother.born),
            Cell::text(&self.place),
            ordinal(self.order),
        ]
    }
}

impl NewbornLine {
    fn cells(&self) -> Vec<Cell> {
        let child = vec![Cell::text(&self.child.household), Cell::text(&self.child.name)];
        line(child, self.results.iter().chain([&self.place]).map(Cell::text))
    }
}

impl DeathLine {
    fn cells(&self) -> Vec<Cell> {
        line(self.person.cells(), [date(self.died), Cell::text(&self.note)])
    }
}

impl ArrivalLine {
    fn cells(&self) -> Vec<Cell> {
        let facts = [&self.ethnic, &self.education, &self.marital].map(Cell::text);
        line(line(self.person.cells(), facts), [date(self.arrived), Cell::text(&self.from)])
    }
}

impl DepartureLine {
    fn cells(&self) -> Vec<Cell> {
        line(self.person.cells(), [date(self.left), Cell::text(&self.to), Cell::text(&self.note)])
    }
}

impl ChangeLine {
    fn cells(&self) -> Vec<Cell> {
        let person = &self.person;
        let who = [&person.household, &person.name, &person.code, &person.sex].map(Cell::text).to_vec();
        line(line(who, [date(person.born)]), [&self.old, &self.new, &self.note].map(Cell::text))
    }
}

impl MethodLine {
    fn cells(&self) -> Vec<Cell> {
        line(self.wife.short(), [date(self.date), Cell::text(&self.method)])
    }
}

impl PregnancyLine {
    fn cells(&self) -> Vec<Cell> {
        line(self.woman.short(), [date(self.date), Cell::text(&self.event), ordinal(self.number)])
    }
}

impl PrenatalLine {
    /// Two lines, the mother's columns over both.
    fn lines(&self) -> [Vec<Cell>; 2] {
        let mother = &self.mother;
        let who =
            line([&mother.household, &mother.code, &mother.name, &self.residence].map(Cell::text).to_vec(), [date(mother.born)]);
        let band = |who: Vec<Cell>, at: usize| {
            let band = &self.bands[at];
            let begin = line(who, [Cell::text(&sheet_words().weeks[at]), date(band.date)]);
            line(begin, band.results.iter().chain([&band.place]).map(Cell::text))
        };
        [band(who, 0), band(vec![Cell::Above; 5], 1)]
    }
}

impl CheckupLine {
    fn cells(&self) -> Vec<Cell> {
        let person = &self.person;
        vec![
            Cell::text(&person.household),
            Cell::text(&person.code),
            Cell::text(&person.name),
            year(person.born),
            date(self.date),
        ]
    }
}
