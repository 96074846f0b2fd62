//! Documents to look at: people and numbers are invented.

use danso_reports::sheets::{
    ArrivalLine, BirthLine, ChangeLine, CheckupLine, DeathLine, DepartureLine, HouseholdSheet, MethodLine, MethodYear,
    MonthlySheet, NewbornLine, PregnancyLine, PrenatalBand, PrenatalLine, SheetBirth, SheetChange, SheetDeparture, SheetMember,
    SheetPerson, SheetPlace, SheetWife,
};
use danso_reports::{
    Cell, Document, Form, Head, Number, Page, Part, PartialDate, PlaceAndDate, ReportColumns, ReportRow, Signature, Standing,
    ValueColumn,
};
use jiff::civil::date;

pub const HASH: &str = "9b2c1f0e5d7a48b3c6e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7";

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn day(text: &str) -> Option<PartialDate> {
    Some(text.parse().unwrap())
}

fn signatures() -> Vec<Signature> {
    vec![
        Signature { role: "NGƯỜI LẬP BIỂU".into(), seal: false, name: some("Nguyễn Thị Bưởi") },
        Signature { role: "NGƯỜI PHỤ TRÁCH".into(), seal: false, name: some("Trần Văn Khoẻ") },
        Signature { role: "TRƯỞNG TRẠM Y TẾ".into(), seal: true, name: None },
    ]
}

fn head(symbol: &str, receiver: &str) -> Head {
    Head {
        parent: some("SỞ Y TẾ THÀNH PHỐ CẦN THƠ"),
        organisation: some("TRẠM Y TẾ XÃ MỸ TÚ"),
        number: some("12/BC-TYT"),
        nation: true,
        place_and_date: Some(PlaceAndDate { place: "Mỹ Tú".into(), date: Some(date(2026, 11, 5)) }),
        form: Some(Form {
            symbol: symbol.to_owned(),
            basis: some("Ban hành kèm theo Thông tư số 01/2022/TT-BYT ngày 10/01/2022 của Bộ trưởng Bộ Y tế"),
            received: some("chậm nhất 05 ngày làm việc sau khi kết thúc kỳ báo cáo"),
            reporter: some("Trạm Y tế xã Mỹ Tú"),
            receivers: vec![receiver.to_owned(), "Ủy ban nhân dân xã Mỹ Tú".to_owned()],
        }),
    }
}

/// Number, label, indent, unit and whether it heads others.
const ROWS: [(&str, &str, u8, &str); 22] = [
    ("I", "HỘ VÀ NHÂN KHẨU", 0, ""),
    ("1", "Tổng số hộ dân cư cuối kỳ", 0, "Hộ"),
    ("", "Trong đó: Hộ gia đình", 1, "Hộ"),
    ("2", "Tổng số nhân khẩu thực tế thường trú cuối kỳ", 0, "Người"),
    ("3", "Số phụ nữ từ 15 đến 49 tuổi có chồng cuối kỳ", 0, "Người"),
    ("II", "BIẾN ĐỘNG DÂN SỐ TRONG KỲ", 0, ""),
    ("4", "Tổng số trẻ sinh ra trong kỳ", 0, "Người"),
    ("", "Trong đó: Nam", 1, "Người"),
    ("", "Nữ", 2, "Người"),
    ("", "Con thứ 2", 1, "Người"),
    ("", "Con thứ 3 trở lên", 1, "Người"),
    ("", "Trẻ do phụ nữ dưới 20 tuổi sinh ra", 1, "Người"),
    ("5", "Số người chết trong kỳ", 0, "Người"),
    ("6", "Số người kết hôn trong kỳ", 0, "Người"),
    ("", "Trong đó: Tảo hôn", 1, "Người"),
    ("", "Kết hôn cận huyết thống", 1, "Người"),
    ("7", "Số cặp kết hôn đã được tư vấn, khám sức khỏe trước khi kết hôn", 0, "Cặp"),
    ("8", "Số người ly hôn", 0, "Người"),
    ("9", "Số người chuyển đến từ xã khác", 0, "Người"),
    ("10", "Số người chuyển đi khỏi xã", 0, "Người"),
    ("11", "Tỷ suất sinh thô", 0, "‰"),
    ("12", "Số phụ nữ được sàng lọc trước sinh (mục tạm, chờ đối chiếu biểu mẫu ban hành của Bộ Y tế)", 0, "Người"),
];

/// A made-up value of a row and a column.
fn value(row: usize, column: usize) -> Cell {
    let seed = (row * 7919 + column * 104_729 + 17) % 9973;
    match row {
        8 if column % 7 == 3 => Cell::Hidden,
        20 => Cell::decimal(seed as f64 / 700.0, 1),
        21 => Cell::Number(Number { value: (seed % 300) as f64, decimals: 0, estimated: true }),
        1..=4 => Cell::count(seed as i64 * 3 + 1000),
        _ => Cell::count(seed as i64 % 90),
    }
}

fn rows(columns: &ReportColumns, count: usize) -> Vec<danso_reports::Row> {
    let row = |at: usize| {
        let (number, label, indent, unit) = ROWS[at % ROWS.len()];
        let heading = unit.is_empty();
        columns.row(ReportRow {
            code: some(&format!("r{at}")),
            number: some(number).filter(|number| !number.is_empty()),
            label: label.to_owned(),
            indent,
            bold: heading,
            draft: at % ROWS.len() == 21,
            unit: some(unit).filter(|unit| !unit.is_empty()),
            values: if heading {
                Vec::new()
            } else {
                (0..columns.values.len()).map(|column| value(at % ROWS.len(), column)).collect()
            },
        })
    };
    (0..count).map(row).collect()
}

/// The month of a commune, closed: one column of values.
pub fn monthly() -> Document {
    let columns = ReportColumns {
        values: vec![ValueColumn { title: "Số lượng".into(), mark: some("1"), ..ValueColumn::default() }],
        ..ReportColumns::default()
    };
    let mut table = columns.table();
    table.rows = rows(&columns, ROWS.len());
    Document {
        page: Page::A4,
        head: head("01-DSX", "Chi cục Dân số thành phố Cần Thơ"),
        title: vec!["BÁO CÁO DÂN SỐ THÁNG".into(), "Tháng 10 năm 2026".into()],
        parts: vec![Part::Table(table)],
        notes: vec!["Ba sự kiện của tháng 9 đến muộn được tính vào tháng 9.".into()],
        signatures: signatures(),
        standing: Standing::Closed { hash: HASH.into(), position: 1_234_567, revision: 1 },
    }
}

/// A year with so many rows, a draft, upright: pages break, and signatures must not stand alone.
pub fn yearly(count: usize) -> Document {
    let mut document = monthly();
    let columns = ReportColumns {
        values: ["Tổng số", "Nam", "Nữ"]
            .iter()
            .enumerate()
            .map(|(at, title)| ValueColumn {
                title: (*title).to_owned(),
                group: some("Chia theo giới tính").filter(|_| at > 0),
                mark: Some((at + 1).to_string()),
                ..ValueColumn::default()
            })
            .collect(),
        ..ReportColumns::default()
    };
    let mut table = columns.table();
    table.rows = rows(&columns, count);
    document.title = vec!["BÁO CÁO DÂN SỐ NĂM".into(), "Năm 2026".into()];
    document.parts = vec![Part::Table(table)];
    document.standing = Standing::Draft { position: Some(98_765) };
    document
}

/// A quarter of a province with a column for each of so many communes.
pub fn quarterly(communes: usize) -> Document {
    let names =
        ["Ninh Kiều", "Cái Răng", "Bình Thủy", "Ô Môn", "Thốt Nốt", "Phong Điền", "Vĩnh Thạnh", "Thới Lai", "Mỹ Tú", "Kế Sách"];
    let commune = |at: usize| ValueColumn {
        code: Some(format!("{}", 31_117 + at)),
        title: format!("Xã {} {}", names[at % names.len()], at + 1),
        group: some("Chia theo xã, phường, đặc khu"),
        mark: Some((at + 2).to_string()),
    };
    let total = ValueColumn { code: some("92"), title: "Toàn tỉnh".into(), group: None, mark: some("1") };
    let columns = ReportColumns {
        values: [total].into_iter().chain((0..communes).map(commune)).collect(),
        value_mm: 15.0,
        label_mm: 62.0,
        ..ReportColumns::default()
    };
    let mut table = columns.table();
    table.rows = rows(&columns, ROWS.len());
    Document {
        page: Page { table_points: 9.0, ..Page::A4_LANDSCAPE },
        head: Head { organisation: some("CHI CỤC DÂN SỐ"), ..head("01-DSH", "Cục Dân số, Bộ Y tế") },
        title: vec!["BÁO CÁO DÂN SỐ QUÝ".into(), "Quý III năm 2026".into()],
        parts: vec![Part::Table(table)],
        notes: Vec::new(),
        signatures: signatures(),
        standing: Standing::Draft { position: None },
    }
}

fn place() -> SheetPlace {
    SheetPlace {
        province: "Cần Thơ".into(),
        commune: "xã Mỹ Tú".into(),
        hamlet: "ấp Cầu Đồn".into(),
        area: "05".into(),
        collaborator: "Lê Thị Út Mười".into(),
    }
}

/// An A0/CTV sheet.
pub fn household() -> Document {
    let member = |name: &str, relationship: &str, sex: &str, born: &str, education: &str, marital: &str| SheetMember {
        code: "GD4929200000000".into(),
        name: name.into(),
        relationship: relationship.into(),
        sex: sex.into(),
        born: day(born),
        ethnic: "Kinh".into(),
        education: education.into(),
        marital: marital.into(),
        residence: "Thường trú, đang ở".into(),
    };
    let months =
        |from: usize, code: &str| std::array::from_fn(|month| if month >= from { code.to_owned() } else { String::new() });
    HouseholdSheet {
        place: place(),
        number: "100".into(),
        address: "Số 12, đường Trần Hưng Đạo".into(),
        members: vec![
            member("Nguyễn Hữu Phước", "Chủ hộ", "Nam", "1984-03-12", "THPT", "Có vợ/chồng"),
            member("Thạch Thị Sà Rươne", "Vợ", "Nữ", "1987-05", "THCS", "Có vợ/chồng"),
            member("Nguyễn Hữu Ngoãn", "Con", "Nam", "2012-02-29", "Tiểu học", "Chưa kết hôn"),
            member("Nguyễn Thị Mỹ Duyên", "Con", "Nữ", "2026-10-03", "", ""),
            member("Huỳnh Thị Được", "Mẹ", "Nữ", "1950~", "Chưa đi học", "Góa"),
        ],
        wives: vec![SheetWife {
            name: "Thạch Thị Sà Rươne".into(),
            born: day("1987-05"),
            started: day("2022-04"),
            years: (2022..=2026)
                .map(|year| MethodYear { year, months: if year == 2022 { months(3, "5") } else { months(0, "5") } })
                .collect(),
        }],
        births: vec![SheetBirth {
            name: "Nguyễn Thị Mỹ Duyên".into(),
            born: day("2026-10-03"),
            place: Some(1),
            order: Some(2),
            screened: day("2026-10-05"),
        }],
        departures: vec![SheetDeparture { name: "Nguyễn Hữu Tài".into(), left: day("2025-08-15") }],
        changes: vec![SheetChange {
            date: day("2026-09-01"),
            change: "Trình độ học vấn: Mẫu giáo → Tiểu học".into(),
            name: "Nguyễn Hữu Ngoãn".into(),
        }],
        blank_lines: 2,
        position: 4321,
    }
    .document()
}

/// A P0/CTV sheet with about so many lines in each table; table 7 is empty.
pub fn p0(lines: usize) -> Document {
    let person = |at: usize| SheetPerson {
        household: (at * 3 + 1).to_string(),
        name: ["Nguyễn Thị Hường", "Trần Quốc Toản Em", "Kim Thị Sô Phia", "Lý Quỳnh Nhưỡng"][at % 4].into(),
        code: "DN4929212345678".into(),
        relationship: "Con dâu".into(),
        sex: if at.is_multiple_of(2) { "Nữ".into() } else { "Nam".into() },
        born: day("1991-07-19"),
    };
    let all = 0..lines;
    MonthlySheet {
        place: place(),
        year: 2026,
        month: 10,
        prepared: Some(date(2026, 11, 1)),
        births: all
            .clone()
            .map(|at| BirthLine {
                household: "12".into(),
                child: "Nguyễn Hoàng Gia Bảo".into(),
                born_male: day("2026-10-03").filter(|_| at.is_multiple_of(2)),
                born_female: day("2026-10-09").filter(|_| at % 2 == 1),
                ethnic: "Kinh".into(),
                mother: person(at),
                place: "Bệnh viện Phụ sản thành phố Cần Thơ".into(),
                order: Some(2),
            })
            .collect(),
        newborn_screens: all
            .clone()
            .map(|at| NewbornLine {
                child: person(at),
                results: std::array::from_fn(|_| "Bình thường".into()),
                place: "TYT xã Mỹ Tú".into(),
            })
            .collect(),
        deaths: all
            .clone()
            .map(|at| DeathLine { person: person(at), died: day("2026-10-20"), note: "Tai nạn giao thông".into() })
            .collect(),
        arrivals: all
            .clone()
            .map(|at| ArrivalLine {
                person: person(at),
                ethnic: "Khmer".into(),
                education: "THCS".into(),
                marital: "Chưa kết hôn".into(),
                arrived: day("2026-10-12"),
                from: "Phường Ninh Kiều, thành phố Cần Thơ".into(),
            })
            .collect(),
        departures: all
            .clone()
            .map(|at| DepartureLine {
                person: person(at),
                left: day("2026-10-12"),
                to: "Tỉnh Đồng Nai".into(),
                note: "Đi làm ăn xa".into(),
            })
            .collect(),
        changes: all
            .clone()
            .map(|at| ChangeLine {
                person: person(at),
                old: "Chưa kết hôn".into(),
                new: "Có vợ/chồng".into(),
                note: "Đã đăng ký".into(),
            })
            .collect(),
        method_starts: Vec::new(),
        method_stops: all
            .clone()
            .map(|at| MethodLine { wife: person(at), date: day("2026-10-02"), method: "Thuốc uống tránh thai".into() })
            .collect(),
        pregnancies: all
            .clone()
            .map(|at| PregnancyLine { woman: person(at), date: day("2026-10-02"), event: "Mang thai".into(), number: Some(2) })
            .collect(),
        prenatal_screens: all
            .clone()
            .map(|at| PrenatalLine {
                mother: person(at),
                residence: "ấp Cầu Đồn, xã Mỹ Tú".into(),
                bands: std::array::from_fn(|band| PrenatalBand {
                    date: day("2026-10-02").filter(|_| band == 0),
                    results: std::array::from_fn(|_| if band == 0 { "Nguy cơ thấp".into() } else { String::new() }),
                    place: "BV Phụ sản".into(),
                }),
            })
            .collect(),
        checkups: all.map(|at| CheckupLine { person: person(at), date: day("2026-10-15") }).collect(),
        position: 4321,
    }
    .document()
}
