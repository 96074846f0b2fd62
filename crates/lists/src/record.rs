//! Rows as records of persons; and rows that cannot be one, with the reason.

mod days;
mod numbers;

use crate::encoding::Encoding;
use crate::fields::{Field, Mapping, folded};
use crate::table::{Line, Table};
use crate::values::{commune, is_mark, iso, serial_day, sex, with_capitals};
use danso_linkage::date::Day;
use danso_linkage::hash::{SteadySet, join, of_text};
use danso_linkage::number::Sex;
use danso_linkage::person::record::Row;
use days::{is_month_first, short_year, turned};
use numbers::{numbers, phone};
use serde::{Deserialize, Serialize};

/// A person of a list. What is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The line of the file.
    pub line: u32,
    /// What the other office calls the record.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The whole name, or all of it but [`Record::given`].
    pub name: String,
    /// The given name, where the list has it apart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// `m` or `f`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sex: String,
    /// `1987-05-20`, `1987-05` or `1987`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub birth: String,
    /// Twelve digits; or what stood there, if it is no such number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Nine digits; or what stood there, if it is no such number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub old_number: String,
    /// Code or name of the commune.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub commune: String,
    /// Hamlet or whole address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// House number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub house: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// What the other office calls the household.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub household: String,
}

impl Record {
    /// The record as linkage reads it.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row {
            name: &self.name,
            given: &self.given,
            sex: &self.sex,
            birth: &self.birth,
            number: &self.number,
            old_number: &self.old_number,
            commune: &self.commune,
            address: &self.address,
            house: &self.house,
            phone: &self.phone,
        }
    }

    /// The name as one text.
    #[must_use]
    pub fn full_name(&self) -> String {
        if self.given.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.given) }
    }
}

/// Why a row is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No name.
    NoName,
    /// Neither a day or year of birth nor a number.
    NoBirthAndNumber,
    /// The row ends before the last column that is needed.
    TooFewCells,
    /// Cells are filled beyond the last column.
    TooManyCells,
    /// Letters that no encoding could read.
    NotText,
    /// The same line stands above.
    Repeated,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 6] =
        [Self::NoName, Self::NoBirthAndNumber, Self::TooFewCells, Self::TooManyCells, Self::NotText, Self::Repeated];

    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoName => "no_name",
            Self::NoBirthAndNumber => "no_birth_and_number",
            Self::TooFewCells => "too_few_cells",
            Self::TooManyCells => "too_many_cells",
            Self::NotText => "not_text",
            Self::Repeated => "repeated",
        }
    }
}

/// A row that is no record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bad {
    /// The line of the file.
    pub line: u32,
    /// Why.
    pub reason: Reason,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What was put right in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A zero that a workbook had dropped stands in front of the number again.
    ZeroPutBack,
    /// The number was written with an exponent: its last digits are lost, and it is left out.
    DigitsLost,
    /// A day that stood as a number of days.
    DayFromNumber,
    /// Month and day of the column stand the other way round.
    MonthFirst,
    /// The year has two digits: up to 29 of this century.
    ShortYear,
}

/// Something put right in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The line of the file.
    pub line: u32,
    /// The field.
    pub field: Field,
    /// What was done.
    pub what: What,
}

/// The rows of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Records, in the order of the file.
    pub kept: Vec<Record>,
    /// Rows that are none, in the order of the file.
    pub bad: Vec<Bad>,
    /// What was put right.
    pub remarks: Vec<Remark>,
}

/// Makes records of the rows of a table. Columns that the table does not have are as not mapped.
#[must_use]
pub fn rows(table: &Table, mapping: &Mapping) -> Rows {
    let columns = Columns::new(table, mapping);
    let mut rows = Rows::default();
    let mut seen: SteadySet<u64> = SteadySet::default();
    for line in &table.rows {
        match columns.record(line, &mut rows.remarks) {
            Ok(record) => {
                if columns.is_repeated(line, &record, &mut seen) {
                    rows.bad.push(Bad { line: line.line, reason: Reason::Repeated, cells: line.cells.clone() });
                } else {
                    rows.kept.push(record);
                }
            }
            Err(reason) => rows.bad.push(Bad { line: line.line, reason, cells: line.cells.clone() }),
        }
    }
    rows
}

struct Columns {
    at: [Option<usize>; Field::ALL.len()],
    width: usize,
    /// The last column that is mapped.
    last: usize,
    /// A running number, which two rows that are one do not share.
    running: Option<usize>,
    month_first: bool,
    /// The column of the sex is only marked, for one sex.
    marked: Option<Sex>,
    /// Names may have been written in a font of capitals.
    capitals: bool,
}

impl Columns {
    fn new(table: &Table, mapping: &Mapping) -> Self {
        let find = |name: &str| table.columns.iter().position(|column| column == name);
        let at = Field::ALL.map(|field| mapping.get(field).and_then(find));
        let heading = |column: Option<usize>| column.and_then(|column| table.columns.get(column)).map(|name| folded(name));
        let running = (0..table.columns.len()).find(|column| {
            heading(Some(*column)).is_some_and(|name| matches!(name.as_str(), "stt" | "tt" | "so tt" | "so thu tu" | "no"))
        });
        let sex = at[Field::Sex as usize];
        let is_marked = || {
            let mut cells = table.rows.iter().filter_map(|line| line.cells.get(sex?)).filter(|cell| !cell.is_empty()).peekable();
            cells.peek().is_some() && cells.all(|cell| is_mark(cell) || cell == "1")
        };
        let marked = match heading(sex).as_deref() {
            Some("nu" | "female") if is_marked() => Some(Sex::Female),
            Some("nam" | "male") if is_marked() => Some(Sex::Male),
            _ => None,
        };
        let births = at[Field::Birth as usize];
        Self {
            at,
            width: table.columns.len(),
            last: at.iter().flatten().copied().max().unwrap_or(0),
            running,
            month_first: is_month_first(table.rows.iter().filter_map(|line| line.cells.get(births?))),
            marked,
            capitals: table.encoding == Some(Encoding::Tcvn3),
        }
    }

    fn record(&self, line: &Line, remarks: &mut Vec<Remark>) -> Result<Record, Reason> {
        let cells = &line.cells;
        if cells.iter().skip(self.width).any(|cell| !cell.is_empty()) {
            return Err(Reason::TooManyCells);
        }
        if cells.len() <= self.last {
            return Err(Reason::TooFewCells);
        }
        let cell = |field: Field| self.at[field as usize].and_then(|at| cells.get(at)).map_or("", String::as_str);
        let mut remark = |field, what| remarks.push(Remark { line: line.line, field, what });
        if [Field::Name, Field::Given, Field::Birth].iter().any(|field| cell(*field).chars().any(is_not_text)) {
            return Err(Reason::NotText);
        }
        let name = |field| if self.capitals { with_capitals(cell(field)) } else { cell(field).to_owned() };
        let (mut name, mut given) = (name(Field::Name), name(Field::Given));
        if name.is_empty() {
            name = std::mem::take(&mut given);
        }
        if !name.chars().any(char::is_alphabetic) {
            return Err(Reason::NoName);
        }
        let birth = self.birth(cell(Field::Birth), &mut remark);
        let sex = self.sex(cell(Field::Sex));
        let (number, old_number) = numbers(cell(Field::Number), cell(Field::OldNumber), (Sex::read(sex), birth), &mut remark);
        let birth = iso(birth);
        let record = Record {
            line: line.line,
            id: cell(Field::Id).to_owned(),
            name,
            given,
            sex: sex.to_owned(),
            birth,
            number,
            old_number,
            commune: commune(cell(Field::Commune)),
            address: cell(Field::Address).to_owned(),
            house: cell(Field::House).to_owned(),
            phone: phone(cell(Field::Phone)),
            household: cell(Field::Household).to_owned(),
        };
        let numbered = [&record.number, &record.old_number].iter().any(|number| matches!(number.len(), 9 | 12));
        if record.birth.is_empty() && !numbered {
            return Err(Reason::NoBirthAndNumber);
        }
        Ok(record)
    }

    fn birth(&self, cell: &str, remark: &mut impl FnMut(Field, What)) -> Day {
        if let Some(turned) = self.month_first.then(|| turned(cell)).flatten() {
            remark(Field::Birth, What::MonthFirst);
            return turned;
        }
        let day = Day::read(cell);
        if let Some(short) = (!day.is_known()).then(|| short_year(cell)).flatten().filter(|short| short.is_known()) {
            remark(Field::Birth, What::ShortYear);
            return short;
        }
        if !day.is_known()
            && cell.len() == 5
            && let Some(day) = cell.parse().ok().and_then(serial_day)
        {
            remark(Field::Birth, What::DayFromNumber);
            return day;
        }
        day
    }

    fn sex(&self, cell: &str) -> &'static str {
        match (self.marked, cell.is_empty()) {
            (Some(Sex::Female), false) | (Some(Sex::Male), true) => "f",
            (Some(Sex::Female), true) | (Some(Sex::Male), false) => "m",
            (Some(Sex::Unknown) | None, _) => sex(cell),
        }
    }

    /// Whether the same row was there before: all cells equal but the running number, and something in it that two people do not share.
    fn is_repeated(&self, line: &Line, record: &Record, seen: &mut SteadySet<u64>) -> bool {
        if record.number.len() != 12 && record.old_number.len() != 9 && record.birth.len() != "1987-05-20".len() {
            return false;
        }
        let whole = line.cells.iter().enumerate().fold(0_u64, |whole, (at, cell)| {
            let cell = if Some(at) == self.running { "" } else { cell.as_str() };
            join(whole, of_text(cell))
        });
        !seen.insert(whole)
    }
}

fn is_not_text(letter: char) -> bool {
    letter == char::REPLACEMENT_CHARACTER
        || (letter.is_control() && letter != '\n' && letter != '\t')
        || ('\u{e000}'..='\u{f8ff}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{How, guess, read};

    fn list(text: &str) -> Rows {
        let table = read(text.as_bytes(), "a.csv", &How::default()).unwrap();
        rows(&table, &guess(&table))
    }

    #[test]
    fn bad_rows_have_reasons_and_nothing_is_lost() {
        let list = list(
            "STT,Họ và tên,Ngày sinh,Số CCCD,SĐT\n1,Nguyễn Thị Hòa,20/05/1987,,1\n2,,20/05/1987,,1\n3,Lê An,,,1\n4,Lê Ba,1990\n\
             5,Lê Bốn,1990,,1,2\n6,Lê N\u{fffd}m,1990,,1\n7,Nguyễn Thị Hòa,20/05/1987,,1\n8,Lê Sáu,1990,,1\n9,Lê Sáu,1990,,1\n",
        );
        let reasons: Vec<(u32, &str)> = list.bad.iter().map(|bad| (bad.line, bad.reason.code())).collect();
        assert_eq!(
            reasons,
            [
                (3, "no_name"),
                (4, "no_birth_and_number"),
                (5, "too_few_cells"),
                (6, "too_many_cells"),
                (7, "not_text"),
                (8, "repeated")
            ]
        );
        // Two people of one name and year may be two.
        assert_eq!(list.kept.iter().map(|record| record.line).collect::<Vec<_>>(), [2, 9, 10]);
        assert_eq!(list.bad[0].cells, ["2", "", "20/05/1987", "", "1"]);
    }

    #[test]
    fn numbers_get_their_zero_back_if_they_can_be_one() {
        let list = list(
            "Họ tên,Ngày sinh,Giới tính,CCCD,CMND\nLê A,20/05/1987,Nữ,92187000001,\nLê B,20/05/1987,Nam,92187000001,\nLê C,1987,,99187000001,\n\
             Lê D,1987,,361234567,\nLê E,1987,,,12345678\nLê G,1987,,9.2187E+10,\nLê H,1987,,092 187 000 001,\n",
        );
        let numbers: Vec<[&str; 2]> =
            list.kept.iter().map(|record| [record.number.as_str(), record.old_number.as_str()]).collect();
        assert_eq!(
            numbers,
            [
                ["092187000001", ""],
                ["92187000001", ""],
                ["99187000001", ""],
                ["", "361234567"],
                ["", "012345678"],
                ["", ""],
                ["092187000001", ""]
            ]
        );
        let remarks: Vec<(u32, What)> = list.remarks.iter().map(|remark| (remark.line, remark.what)).collect();
        assert_eq!(remarks, [(2, What::ZeroPutBack), (6, What::ZeroPutBack), (7, What::DigitsLost)]);
    }

    #[test]
    fn days_in_the_order_of_their_column() {
        let births = |text: &str| list(text).kept.into_iter().map(|record| record.birth).collect::<Vec<_>>();
        assert_eq!(births("Họ tên,Ngày sinh\nLê A,5/20/1987\nLê B,1/2/1990\n"), ["1987-05-20", "1990-01-02"]);
        assert_eq!(births("Họ tên,Ngày sinh\nLê A,20/5/1987\nLê B,1/2/1990\n"), ["1987-05-20", "1990-02-01"]);
        assert_eq!(
            births("Họ tên,Ngày sinh\nLê A,20/5/87\nLê B,01-02-09\nLê C,1.2.30\n"),
            ["1987-05-20", "2009-02-01", "1930-02-01"]
        );
        assert_eq!(births("Họ tên,Ngày sinh\nLê A,5/20/87\nLê B,1/2/90\n"), ["1987-05-20", "1990-01-02"]);
        assert_eq!(births("Họ tên,Ngày sinh\nLê A,31917\nLê B,1987\nLê C,5/1987\n"), ["1987-05-20", "1987", "1987-05"]);
    }

    #[test]
    fn sexes_that_are_marked() {
        let sexes = |text: &str| list(text).kept.into_iter().map(|record| record.sex).collect::<Vec<_>>();
        assert_eq!(sexes("Họ tên,Năm sinh,Nữ\nLê A,1987,x\nLê B,1990,\n"), ["f", "m"]);
        assert_eq!(sexes("Họ tên,Năm sinh,Phái\nLê A,1987,Nữ\nLê B,1990,nam\nLê C,1990,?\n"), ["f", "m", ""]);
    }

    #[test]
    fn json_has_codes_and_leaves_out_what_is_not_known() {
        let record = Record { line: 2, name: "Lê A".to_owned(), birth: "1987".to_owned(), ..Record::default() };
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(json, r#"{"line":2,"name":"Lê A","birth":"1987"}"#);
        assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
        for reason in Reason::ALL {
            assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{}\"", reason.code()));
        }
        for field in Field::ALL {
            assert_eq!(serde_json::to_string(&field).unwrap(), format!("\"{}\"", field.code()));
        }
        for encoding in Encoding::ALL {
            assert_eq!(serde_json::to_string(&encoding).unwrap(), format!("\"{}\"", encoding.code()));
        }
    }
}
