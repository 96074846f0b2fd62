//! XLSX: what spreadsheets and those who read them by program find.

use crate::{samples, unzipped};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use danso_reports::{Document, Format, render};
use std::io::Cursor;

fn book(document: &Document) -> (Vec<u8>, Xlsx<Cursor<Vec<u8>>>) {
    let file = render(document, Format::Xlsx).unwrap();
    (file.clone(), open_workbook_from_rs(Cursor::new(file)).unwrap())
}

#[test]
fn numbers_are_numbers_and_keep_all_their_digits() {
    let (_, mut book) = book(&samples::monthly());
    let sheet = book.worksheet_range("01-DSX").unwrap();
    let row = |label: &str| sheet.rows().find(|row| row.iter().any(|cell| cell.to_string().starts_with(label))).unwrap().to_vec();
    assert!(row("1. Tổng số hộ").contains(&Data::Float(24_808.0)));
    let rate =
        row("11. Tỷ suất sinh thô").into_iter().find_map(|cell| if let Data::Float(value) = cell { Some(value) } else { None });
    assert!(rate.is_some_and(|rate| rate != (rate * 10.0).round() / 10.0), "not rounded: {rate:?}");
    assert!(row("CỘNG HÒA").contains(&Data::Empty) || row("SỞ Y TẾ").len() > 1);
}

#[test]
fn it_is_set_up_to_be_printed() {
    let (file, _) = book(&samples::monthly());
    let sheet = unzipped(&file, "xl/worksheets/sheet1.xml");
    for wanted in ["paperSize=\"9\"", "fitToHeight=\"0\"", "<mergeCell ", "&amp;P/&amp;N", samples::HASH] {
        assert!(sheet.contains(wanted), "{wanted}");
    }
    let workbook = unzipped(&file, "xl/workbook.xml");
    assert!(workbook.contains("_xlnm.Print_Titles"), "the header is repeated");
    assert!(unzipped(&file, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
    let styles = unzipped(&file, "xl/styles.xml");
    assert!(styles.contains("Times New Roman") && styles.contains("#,##0.0") && styles.contains("≈"));
}

#[test]
fn a_wide_table_is_one_table_with_frozen_labels_and_page_breaks() {
    let (file, mut book) = book(&samples::quarterly(103));
    let range = book.worksheet_range("01-DSH").unwrap();
    assert_eq!(range.width(), 106, "label, unit, the province and its communes");
    let sheet = unzipped(&file, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("orientation=\"landscape\"") && sheet.contains("xSplit=\"2\""));
    assert!(sheet.contains("<colBreaks count=\"8\""), "nine pages beside each other");
    let last = range.rows().find(|row| row[0].to_string().starts_with("1. Tổng số hộ")).unwrap().last().unwrap().clone();
    assert!(matches!(last, Data::Float(_)));
}

#[test]
fn each_table_of_several_has_its_sheet() {
    let (_, book) = book(&samples::p0(2));
    assert_eq!(book.sheet_names().len(), 11);
    assert_eq!(book.sheet_names()[10], "Bảng 11");
}

#[test]
fn days_are_days_and_parts_of_days_are_texts() {
    let (_, mut book) = book(&samples::household());
    let sheet = book.worksheet_range("Bảng 1").unwrap();
    let row =
        |name: &str| sheet.rows().find(|row| row.iter().any(|cell| *cell == Data::String(name.to_owned()))).unwrap().to_vec();
    assert!(row("Nguyễn Hữu Phước").iter().any(|cell| matches!(cell, Data::DateTime(_))));
    assert!(row("Thạch Thị Sà Rươne").contains(&Data::String("05/1987".to_owned())));
    assert!(row("Huỳnh Thị Được").contains(&Data::String("1950~".to_owned())));
}
