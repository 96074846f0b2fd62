//! CSV and JSON: for machines.

use crate::{all, samples};
use danso_reports::{
    Cell, CsvOptions, Document, Format, Number, Page, Part, ReportColumns, ReportRow, Standing, ValueColumn, render, render_csv,
};

/// Two indicators, two columns under one heading.
fn small() -> Document {
    let value = |title: &str| ValueColumn { title: title.into(), group: Some("Chia ra".into()), ..ValueColumn::default() };
    let columns = ReportColumns { values: vec![value("Nam"), value("Nữ; khác")], ..ReportColumns::default() };
    let mut table = columns.table();
    table.rows = vec![
        columns.row(ReportRow {
            code: Some("births".into()),
            number: Some("4".into()),
            label: "Trẻ \"sinh ra\", cả kỳ".into(),
            unit: Some("Người".into()),
            values: vec![Cell::count(1234), Cell::Hidden],
            ..ReportRow::default()
        }),
        columns.row(ReportRow {
            code: Some("cbr".into()),
            label: "Tỷ suất".into(),
            draft: true,
            values: vec![Cell::decimal(-12.345, 1), Cell::Number(Number { value: 7.0, decimals: 1, estimated: true })],
            ..ReportRow::default()
        }),
    ];
    let standing = Standing::Draft { position: None };
    let title = vec!["Báo cáo".into()];
    Document {
        page: Page::A4,
        head: Default::default(),
        title,
        parts: vec![Part::Table(table)],
        notes: vec![],
        signatures: vec![],
        standing,
    }
}

#[test]
fn csv_has_one_line_of_header_and_raw_numbers() {
    let text = String::from_utf8(render(&small(), Format::Csv).unwrap()).unwrap();
    let wanted = "\u{feff}Mã,TT,Chỉ tiêu,Đơn vị tính,Chia ra / Nam,Chia ra / Nữ; khác\r\n\
                  births,4,\"Trẻ \"\"sinh ra\"\", cả kỳ\",Người,1234,…\r\n\
                  cbr,,Tỷ suất,,-12.345,7\r\n";
    assert_eq!(text, wanted);
    let options = CsvOptions { separator: ';', byte_order_mark: false };
    let text = String::from_utf8(render_csv(&small(), options).unwrap()).unwrap();
    assert!(text.starts_with("Mã;TT;Chỉ tiêu;") && text.contains(";\"Chia ra / Nữ; khác\""));
}

#[test]
fn csv_of_a_wide_table_is_one_table() {
    let file = render(&samples::quarterly(103), Format::Csv).unwrap();
    let mut reader = csv::Reader::from_reader(&file[3..]);
    assert_eq!(reader.headers().unwrap().len(), 108);
    assert_eq!(reader.records().map(|record| record.unwrap().len()).collect::<Vec<_>>(), [108; 22]);
}

#[test]
fn csv_of_several_tables_names_each() {
    let text = String::from_utf8(render(&samples::p0(1), Format::Csv).unwrap()).unwrap();
    assert!(text.contains("\r\n\r\n3. Người chết\r\nHộ số,"));
    assert!(text.contains("1991-07-19"), "days as machines write them");
}

#[test]
fn json_is_the_document_and_can_be_read_back() {
    for document in all() {
        let json = render(&document, Format::Json).unwrap();
        let again: Document = serde_json::from_slice(&json).unwrap();
        assert_eq!(again, document);
    }
}

#[test]
fn json_leaves_out_what_is_not_there() {
    let json: serde_json::Value = serde_json::from_slice(&render(&small(), Format::Json).unwrap()).unwrap();
    let rows = &json["parts"][0]["table"]["rows"];
    assert_eq!(
        rows[0],
        serde_json::json!({ "code": "births", "number": "4",
        "cells": [{ "text": "Trẻ \"sinh ra\", cả kỳ" }, { "text": "Người" }, { "number": { "value": 1234 } }, "hidden"] })
    );
    assert_eq!(rows[1]["cells"][3], serde_json::json!({ "number": { "value": 7, "decimals": 1, "estimated": true } }));
    assert_eq!(json["standing"], serde_json::json!({ "draft": {} }));
}
