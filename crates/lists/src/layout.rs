//! Where the header is, what stands above it and under the data, and headings of two rows.

mod headings;

use crate::columns::once;
use crate::fields::{Field, field_of, folded};
use crate::table::{Found, Line, Merge};
use crate::values::{Shape, shape};
use headings::Headings;
use std::collections::{HashMap, HashSet};

/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 60;
/// What rows under the data begin with.
const CLOSING: [&str; 14] = [
    "tong",
    "cong",
    "danh sach nay",
    "danh sach co",
    "nguoi lap",
    "lap bieu",
    "ky ten",
    "ngay lap",
    "ghi chu",
    "xac nhan",
    "total",
    "sum",
    "noi nhan",
    "thu truong",
];

/// A table laid out.
pub(crate) struct Laid {
    pub(crate) columns: Vec<String>,
    pub(crate) header: Option<u32>,
    pub(crate) rows: Vec<Line>,
    pub(crate) aside: Vec<Line>,
}

/// Whether there is a header with a name of persons.
pub(crate) fn is_named(rows: &[Vec<String>]) -> bool {
    header_of(rows).is_some_and(|at| fields_in(&rows[at]).contains(&Field::Name))
}

/// Lays a table out.
pub(crate) fn lay(found: Found) -> Laid {
    let Found { lines, mut cells, merges } = found;
    let header = header_of(&cells);
    let headings = header.map(|at| Headings::read(&cells, at));
    let first = headings.as_ref().map_or(0, |headings| headings.end);
    for merge in &merges {
        spread(&lines, &mut cells, merge, first);
    }
    let mut begin = headings.as_ref().map_or(0, |headings| headings.end);
    while cells.get(begin).is_some_and(|row| header.is_some() && is_numbering(row)) {
        begin += 1;
    }
    let end = end_of(&cells, begin);
    let line = |at: usize| lines.get(at).copied().unwrap_or(0);
    let (mut rows, mut aside) = (Vec::with_capacity(end - begin), Vec::new());
    for (at, cells) in cells.into_iter().enumerate() {
        let of_header = header.is_some_and(|header| at >= header) && headings.as_ref().is_some_and(|headings| at < headings.end);
        if (begin..end).contains(&at) {
            rows.push(Line { line: line(at), cells });
        } else if !of_header {
            aside.push(Line { line: line(at), cells });
        }
    }
    let width = usual_width(&rows);
    let columns = match headings {
        Some(headings) => headings.settle(&mut rows, width),
        None => vec![String::new(); width],
    };
    Laid { columns: once(columns), header: header.map(line), rows, aside }
}

/// Writes what merged cells hold into all their rows, in the data.
fn spread(lines: &[u32], cells: &mut [Vec<String>], merge: &Merge, first: usize) {
    let at = |line: u32| lines.partition_point(|each| *each < line);
    let (from, to, column) = (at(merge.from), at(merge.to.saturating_add(1)), merge.column as usize);
    let Some(held) =
        cells.get(from).filter(|_| from >= first && lines[from] == merge.from).and_then(|row| row.get(column)).cloned()
    else {
        return;
    };
    for cell in
        cells.get_mut(from + 1..to).into_iter().flatten().filter_map(|row| row.get_mut(column)).filter(|cell| cell.is_empty())
    {
        cell.clone_from(&held);
    }
}

fn fields_in(cells: &[String]) -> HashSet<Field> {
    cells.iter().filter_map(|cell| field_of(&crate::encoding::tidy(cell)).field).collect()
}

/// The row of headings: the one that names most fields; else the first that looks like one.
fn header_of(cells: &[Vec<String>]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (at, row) in cells.iter().enumerate().take(HEADER_WITHIN) {
        let fields = fields_in(row);
        let enough = fields.len() >= 2 || (fields.contains(&Field::Name) && filled(row) <= 2 && at == 0);
        if enough && best.is_none_or(|(_, most)| fields.len() > most) {
            best = Some((at, fields.len()));
        }
    }
    if let Some((at, _)) = best {
        return Some(at);
    }
    let usual = cells.iter().take(HEADER_WITHIN).map(|row| filled(row)).max().unwrap_or(0);
    let is_heading =
        |cell: &String| cell.len() < 80 && !matches!(value_shape(cell), Shape::Twelve | Shape::Nine | Shape::Day | Shape::Phone);
    let looks_like_one = |row: &Vec<String>| {
        let texts: Vec<&String> = row.iter().filter(|cell| !cell.trim().is_empty()).collect();
        let different: HashSet<&&String> = texts.iter().collect();
        texts.len() * 10 >= usual * 6
            && texts.iter().all(|cell| is_heading(cell) && cell.chars().any(char::is_alphabetic))
            && different.len() == texts.len()
    };
    cells.iter().take(HEADER_WITHIN).position(|row| filled(row) * 10 >= usual * 6).filter(|at| looks_like_one(&cells[*at]))
}

fn value_shape(cell: &str) -> Shape {
    shape(&crate::encoding::tidy(cell))
}

fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Whether a row only numbers the columns: `(1) (2) (3)`, `A B 1 2 3=1+2`.
pub(super) fn is_numbering(row: &[String]) -> bool {
    let mut next: Option<u32> = None;
    let mut many = 0;
    for cell in row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) {
        many += 1;
        let cell = cell.trim_matches(|letter| matches!(letter, '(' | ')' | '[' | ']'));
        let number = cell.split('=').next().unwrap_or_default().trim();
        match number.parse::<u32>() {
            Ok(number) if next.map_or(number <= 2, |next| number == next) => next = Some(number + 1),
            Ok(_) => return false,
            Err(_) if next.is_none() && cell.len() == 1 && cell.bytes().all(|byte| byte.is_ascii_alphabetic()) => {}
            Err(_) => return false,
        }
    }
    many >= 3 && next.is_some_and(|next| next > 2)
}

/// Where the data end: sums, notes and signatures at the end are no data.
fn end_of(cells: &[Vec<String>], begin: usize) -> usize {
    let mut fills: Vec<usize> = cells.iter().skip(begin).map(|row| filled(row)).collect();
    fills.sort_unstable();
    // Of a short list the lines at the end are no small part.
    let usual = fills.get(fills.len() * 3 / 4).copied().unwrap_or(0);
    let mut end = cells.len();
    while end > begin && cells.get(end - 1).is_some_and(|row| is_closing(row, usual)) {
        end -= 1;
    }
    end
}

fn is_closing(row: &[String], usual: usize) -> bool {
    let mut texts = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let first = texts.next().unwrap_or_default();
    let words = format!("{} ", folded(first));
    let sums = CLOSING.iter().any(|closing| words.starts_with(&format!("{closing} ")));
    let identified = row.iter().any(|cell| matches!(value_shape(cell), Shape::Twelve | Shape::Eleven | Shape::Nine | Shape::Day));
    let numbered = first.bytes().all(|byte| byte.is_ascii_digit());
    let few = filled(row) * 2 < usual;
    // A sum line has fewer cells than a row; the name of a person may begin like a sum.
    !identified && ((sums && filled(row) < usual.max(2)) || (few && !numbered))
}

/// The number of cells that most rows have, at least as many as most filled ones need.
fn usual_width(rows: &[Line]) -> usize {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for line in rows {
        *counts.entry(line.cells.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(width, many)| (*many, *width)).map_or(0, |(width, _)| width)
}

#[cfg(test)]
mod tests {
    use crate::{How, Table, read};

    fn table(text: &str) -> Table {
        read(text.as_bytes(), "a.csv", &How::default()).unwrap()
    }

    #[test]
    fn titles_numbers_and_sums_are_put_aside() {
        let list = table(
            "UBND TỈNH CẦN THƠ;;;\nDANH SÁCH LAO ĐỘNG;;;\nNăm 2024;;;\nTT;Họ và tên;Ngày sinh;Ghi chú\n(1);(2);(3);(4)\n\
             1;Nguyễn Thị Hòa;20/05/1987;\n2;Cộng Văn Tổng;01/02/1990;\n3;Lê An;;\nTổng cộng: 3 người;;;\n;;Ngày 1 tháng 2 năm 2024;\n;;Người lập;\n",
        );
        assert_eq!(list.columns, ["TT", "Họ và tên", "Ngày sinh", "Ghi chú"]);
        assert_eq!(list.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [6, 7, 8]);
        assert_eq!(list.aside.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 3, 5, 9, 10, 11]);
        assert_eq!(list.header, Some(4));
    }

    #[test]
    fn headings_of_two_rows() {
        let list = table(
            "TT,Họ và tên,Năm sinh,,Địa chỉ\n,,Nam,Nữ,\n1,2,3,4,5\n1,Lê Văn An,1990,,Ấp 1\n2,Nguyễn Thị Hòa,,20/05/1987,Ấp 2\n",
        );
        assert_eq!(list.columns, ["TT", "Họ và tên", "Năm sinh", "Nam/Nữ", "Địa chỉ"]);
        assert_eq!(list.rows[0].cells, ["1", "Lê Văn An", "1990", "Nam", "Ấp 1"]);
        assert_eq!(list.rows[1].cells, ["2", "Nguyễn Thị Hòa", "20/05/1987", "Nữ", "Ấp 2"]);
        let list = table("Họ tên,Ngày sinh,,,Giới tính,\n,Ngày,Tháng,Năm,Nam,Nữ\nLê Văn An,1,2,1990,x,\nLê Thị Ba,,,1991,,x\n");
        assert_eq!(list.columns, ["Họ tên", "Ngày sinh", "Giới tính"]);
        assert_eq!(list.rows[0].cells, ["Lê Văn An", "1/2/1990", "Nam"]);
        assert_eq!(list.rows[1].cells, ["Lê Thị Ba", "1991", "Nữ"]);
    }

    #[test]
    fn a_list_without_header() {
        let list = table("1,Nguyễn Thị Hòa,20/05/1987\n2,Lê Văn An,01/02/1990\n");
        assert_eq!((list.columns.len(), list.rows.len(), list.header), (3, 2, None));
        let list = table("cot1,cot2\nNguyễn Thị Hòa,20/05/1987\n");
        assert_eq!((list.rows.len(), list.header), (1, Some(1)));
    }
}
