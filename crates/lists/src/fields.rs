//! Which column is which field: by the heading, and by what stands under it.

mod headings;

use crate::table::Table;
use crate::values::{Shape, shape};
pub(crate) use headings::{field_of, folded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a column of a list of persons may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the other office calls the record.
    Id,
    /// The whole name, or all of it but the given name.
    Name,
    /// The given name, where it stands apart.
    Given,
    /// Sex; or a column that is marked for women, or for men.
    Sex,
    /// Day or year of birth.
    Birth,
    /// Identity number of 12 digits.
    Number,
    /// Identity number of 9 digits.
    OldNumber,
    /// Code or name of the commune.
    Commune,
    /// Hamlet or whole address.
    Address,
    /// House number, where it stands apart.
    House,
    /// Telephone.
    Phone,
    /// What the other office calls the household.
    Household,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 12] = [
        Self::Id,
        Self::Name,
        Self::Given,
        Self::Sex,
        Self::Birth,
        Self::Number,
        Self::OldNumber,
        Self::Commune,
        Self::Address,
        Self::House,
        Self::Phone,
        Self::Household,
    ];

    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Given => "given",
            Self::Sex => "sex",
            Self::Birth => "birth",
            Self::Number => "number",
            Self::OldNumber => "old_number",
            Self::Commune => "commune",
            Self::Address => "address",
            Self::House => "house",
            Self::Phone => "phone",
            Self::Household => "household",
        }
    }

    /// By its stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// Fields and the names of their columns. JSON: an object of field codes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<Field, String>);

impl Mapping {
    /// The column of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    /// Fields that a reconciliation needs and that are not mapped: the name, and the day of birth where there is no number either.
    #[must_use]
    pub fn missing(&self) -> Vec<Field> {
        let mut missing = Vec::new();
        if !self.0.contains_key(&Field::Name) {
            missing.push(Field::Name);
        }
        if ![Field::Birth, Field::Number, Field::OldNumber].iter().any(|field| self.0.contains_key(field)) {
            missing.push(Field::Birth);
        }
        missing
    }
}

/// Rows that are looked at to see what stands in a column.
const LOOKED_AT: usize = 400;
/// Share of filled cells of one shape from which a column is of it.
const MOSTLY: f64 = 0.6;

/// What stands in a column.
struct Content {
    filled: usize,
    shapes: BTreeMap<Shape, usize>,
}

impl Content {
    fn of(table: &Table, column: usize) -> Self {
        let mut content = Self { filled: 0, shapes: BTreeMap::new() };
        let step = (table.rows.len() / LOOKED_AT).max(1);
        for line in table.rows.iter().step_by(step) {
            if let Some(cell) = line.cells.get(column).filter(|cell| !cell.is_empty()) {
                content.filled += 1;
                *content.shapes.entry(shape(cell)).or_default() += 1;
            }
        }
        content
    }

    fn share(&self, shapes: &[Shape]) -> f64 {
        let count: usize = shapes.iter().filter_map(|shape| self.shapes.get(shape)).sum();
        if self.filled == 0 { 0.0 } else { count as f64 / self.filled as f64 }
    }

    /// How far what stands there speaks for a field: above zero for, below against.
    fn speaks(&self, field: Field) -> i32 {
        let wanted: &[Shape] = match field {
            Field::Number => &[Shape::Twelve, Shape::Eleven],
            Field::OldNumber => &[Shape::Nine],
            Field::Birth => &[Shape::Day, Shape::Year],
            Field::Sex => &[Shape::Sex, Shape::Mark],
            Field::Phone => &[Shape::Phone, Shape::Nine],
            Field::Name => &[Shape::Words, Shape::Word],
            Field::Given => &[Shape::Word, Shape::Words],
            Field::Id | Field::Commune | Field::Address | Field::House | Field::Household => return 0,
        };
        if self.filled == 0 {
            return 0;
        }
        match self.share(wanted) {
            share if share >= MOSTLY => 20,
            share if share >= 0.2 => 0,
            _ => -35,
        }
    }

    /// The field that a column without a telling heading is, by what stands in it alone.
    fn alone(&self) -> Option<(Field, i32)> {
        let rules: [(&[Shape], f64, Field); 5] = [
            (&[Shape::Twelve], MOSTLY, Field::Number),
            (&[Shape::Day], 0.8, Field::Birth),
            (&[Shape::Sex], 0.95, Field::Sex),
            (&[Shape::Words], 0.9, Field::Name),
            (&[Shape::Phone], 0.8, Field::Phone),
        ];
        rules.into_iter().find(|(shapes, least, _)| self.share(shapes) >= *least).map(|(_, _, field)| (field, 10))
    }
}

/// Guesses which column is which field.
#[must_use]
pub fn guess(table: &Table) -> Mapping {
    // Score, column, field.
    let mut wishes: Vec<(i32, usize, Field)> = Vec::new();
    for (column, heading) in table.columns.iter().enumerate() {
        let content = Content::of(table, column);
        let by_heading = field_of(heading);
        if let Some(said) = by_heading.field {
            let score = by_heading.score + content.speaks(said);
            wishes.push((score, column, said));
            // One number or the other, by how many digits there are.
            if matches!(said, Field::Number | Field::OldNumber) {
                let other = if said == Field::Number { Field::OldNumber } else { Field::Number };
                if content.speaks(other) > 0 {
                    wishes.push((by_heading.score + 19, column, other));
                }
            }
            if said == Field::Name && by_heading.is_short {
                wishes.push((by_heading.score - 5, column, Field::Given));
            }
        } else if !by_heading.refused
            && let Some((field, score)) = content.alone()
        {
            wishes.push((score, column, field));
        }
    }
    wishes.sort_by_key(|(score, column, _)| (-score, *column));
    let mut mapping: BTreeMap<Field, usize> = BTreeMap::new();
    for (score, column, field) in wishes {
        if score > 0 && !mapping.contains_key(&field) && !mapping.values().any(|taken| *taken == column) {
            mapping.insert(field, column);
        }
    }
    settle_name(table, &mut mapping);
    let name = |(field, column): (Field, usize)| Some((field, table.columns.get(column)?.clone()));
    Mapping(mapping.into_iter().filter_map(name).collect())
}

/// A given name alone is the name; of two columns the surname is the one that says so.
fn settle_name(table: &Table, mapping: &mut BTreeMap<Field, usize>) {
    let (name, given) = (mapping.get(&Field::Name).copied(), mapping.get(&Field::Given).copied());
    let heading = |column: usize| table.columns.get(column).map(|heading| folded(heading)).unwrap_or_default();
    match (name, given) {
        (None, Some(given)) => {
            mapping.remove(&Field::Given);
            mapping.insert(Field::Name, given);
        }
        (Some(name), Some(given)) if heading(name) == "ten" && heading(given).starts_with("ho") => {
            mapping.insert(Field::Name, given);
            mapping.insert(Field::Given, name);
        }
        // A whole name needs no other.
        (Some(name), Some(_)) if heading(name).contains("ho va ten") && !is_without_given(&heading(name)) => {
            mapping.remove(&Field::Given);
        }
        _ => {}
    }
}

/// Whether a heading says that the given name is not in the column.
fn is_without_given(heading: &str) -> bool {
    heading.ends_with("dem") || heading.ends_with("lot")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{How, read};

    #[track_caller]
    fn check(file: &str, wanted: &[(Field, &str)]) {
        let table = read(file.as_bytes(), "a.csv", &How::default()).unwrap();
        let wanted = wanted.iter().map(|(field, column)| (*field, (*column).to_owned())).collect();
        assert_eq!(guess(&table).0, wanted);
    }

    #[test]
    fn headings_of_offices() {
        check(
            "STT;Họ và tên;Ngày, tháng, năm sinh;Giới tính;Số CCCD/CMND;Ngày cấp CCCD;Mã số BHXH;Mã hộ;Địa chỉ thường trú;SĐT\n\
             1;Nguyễn Thị Hòa;20/05/1987;Nữ;092187000001;01/01/2021;9201234567;H1;Ấp 5;0912345678",
            &[
                (Field::Id, "Mã số BHXH"),
                (Field::Name, "Họ và tên"),
                (Field::Birth, "Ngày, tháng, năm sinh"),
                (Field::Sex, "Giới tính"),
                (Field::Number, "Số CCCD/CMND"),
                (Field::Household, "Mã hộ"),
                (Field::Address, "Địa chỉ thường trú"),
                (Field::Phone, "SĐT"),
            ],
        );
    }

    #[test]
    fn names_in_two_columns() {
        check(
            "STT,Họ và tên đệm,Tên,Năm sinh,Nữ\n1,Nguyễn Thị,Hòa,1987,x\n2,Lê Văn,An,1990,",
            &[
                (Field::Id, "STT"),
                (Field::Name, "Họ và tên đệm"),
                (Field::Given, "Tên"),
                (Field::Birth, "Năm sinh"),
                (Field::Sex, "Nữ"),
            ],
        );
        check(
            "Họ,Tên đệm và tên,Năm sinh\nNguyễn,Thị Hòa,1987\nLê,Văn An,1990",
            &[(Field::Name, "Họ"), (Field::Given, "Tên đệm và tên"), (Field::Birth, "Năm sinh")],
        );
        check("Tên,Năm sinh\nNguyễn Thị Hòa,1987\nLê Văn An,1990", &[(Field::Name, "Tên"), (Field::Birth, "Năm sinh")]);
    }

    #[test]
    fn columns_without_telling_headings() {
        check(
            "A1,B1,C1\n092187000001,Nguyễn Thị Hòa,20/05/1987\n092190000002,Lê Văn An,01/02/1990",
            &[(Field::Number, "A1"), (Field::Name, "B1"), (Field::Birth, "C1")],
        );
    }

    #[test]
    fn twelve_digits_under_the_old_name() {
        check(
            "Họ tên,Số CMND\nNguyễn Thị Hòa,092187000001\nLê Văn An,092190000002",
            &[(Field::Name, "Họ tên"), (Field::Number, "Số CMND")],
        );
    }

    #[test]
    fn columns_of_the_kit() {
        check(
            "b_id,full_name,sex,dob,id_no,id_no_old,commune,hamlet,house_no,phone,household_id\n\
             b1,Nguyễn Thị Hòa,F,1987-05-20,092187000001,361234567,31120,Ấp 5,12,0912345678,h1",
            &[
                (Field::Id, "b_id"),
                (Field::Name, "full_name"),
                (Field::Sex, "sex"),
                (Field::Birth, "dob"),
                (Field::Number, "id_no"),
                (Field::OldNumber, "id_no_old"),
                (Field::Commune, "commune"),
                (Field::Address, "hamlet"),
                (Field::House, "house_no"),
                (Field::Phone, "phone"),
                (Field::Household, "household_id"),
            ],
        );
    }
}
