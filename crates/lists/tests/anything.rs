//! Any bytes and any text: no panic, and no row lost.

use danso_lists::{Encoding, Field, How, Mapping, guess, read, rows};
use proptest::prelude::*;

fn whole(bytes: &[u8], encoding: Option<Encoding>) -> Result<(), TestCaseError> {
    let Ok(table) = read(bytes, "x.csv", &How { sheet: None, encoding }) else { return Ok(()) };
    let list = rows(&table, &guess(&table));
    prop_assert_eq!(list.kept.len() + list.bad.len(), table.rows.len());
    let mut lines: Vec<u32> = list.kept.iter().map(|record| record.line).chain(list.bad.iter().map(|bad| bad.line)).collect();
    lines.sort_unstable();
    prop_assert_eq!(lines, table.rows.iter().map(|row| row.line).collect::<Vec<_>>());
    // Any mapping, even of columns that are not there or twice the same.
    let all = Field::ALL.into_iter().zip(table.columns.iter().cycle().cloned()).collect();
    let list = rows(&table, &Mapping(all));
    prop_assert_eq!(list.kept.len() + list.bad.len(), table.rows.len());
    for text in table.rows.iter().flat_map(|row| &row.cells).chain(&table.columns) {
        prop_assert!(text.trim() == text && !text.contains('\u{feff}'), "{text:?}");
    }
    Ok(())
}

fn encoding() -> impl Strategy<Value = Option<Encoding>> {
    proptest::option::of(proptest::sample::select(Encoding::ALL.to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600), encoding in encoding()) {
        whole(&bytes, encoding)?;
    }

    #[test]
    fn bytes_behind_a_beginning(
        begin in proptest::sample::select(vec![&b"PK\x03\x04"[..], b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]),
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        whole(&[begin, &bytes[..]].concat(), None)?;
        whole(&[begin, &bytes[..], b"PAR1"].concat(), None)?;
    }

    #[test]
    fn any_table(
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..6), 0..12),
        separator in proptest::sample::select(vec![",", ";", "\t", "|"]),
        encoding in encoding(),
    ) {
        let text: String = rows.iter().map(|row| row.join(separator) + "\n").collect();
        whole(text.as_bytes(), encoding)?;
        let latin: Vec<u8> = text.chars().map(|letter| (u32::from(letter) % 256) as u8).collect();
        whole(&latin, encoding)?;
    }
}

fn cell() -> impl Strategy<Value = String> {
    let words = vec![
        "",
        "STT",
        "Họ và tên",
        "Ngày sinh",
        "Nam",
        "Nữ",
        "Ngày",
        "Tháng",
        "Năm",
        "Số CCCD",
        "(1)",
        "1",
        "2",
        "x",
        "Nguyễn Thị Hòa",
        "20/05/1987",
        "092187000001",
        "92187000001",
        "9.2E+10",
        "Tổng cộng",
        "\"",
        "\u{301}",
        "ß",
        "Trần",
        "𝒳",
        "\u{0}",
        "31917",
        "sep=;",
    ];
    prop_oneof![3 => proptest::sample::select(words).prop_map(str::to_owned), 1 => any::<String>()]
}
