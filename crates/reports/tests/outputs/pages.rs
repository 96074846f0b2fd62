//! PDF, DOCX and HTML: what people read.

use crate::pdf_text::pages;
use crate::{all, samples, unzipped};
use danso_reports::{Cell, Document, Format, HeadCell, Page, Part, Row, Standing, render};

fn pdf(document: &Document) -> Vec<Vec<String>> {
    pages(&render(document, Format::Pdf).unwrap())
}

#[test]
fn the_text_of_a_pdf_can_be_searched() {
    let pages = pdf(&samples::monthly());
    let text = pages.concat().join("\n");
    for wanted in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "TRẠM Y TẾ XÃ MỸ TÚ",
        "Số: 12/BC-TYT",
        "Mỹ Tú, ngày 05 tháng 11 năm 2026",
        "Biểu số: 01-DSX",
        "BÁO CÁO DÂN SỐ THÁNG",
        "1. Tổng số hộ dân cư cuối kỳ",
        "24.808",
        "12,6",
        "≈148",
        "NGƯỜI LẬP BIỂU",
        "(Ký, đóng dấu, ghi rõ họ tên)",
        "Trần Văn Khoẻ",
        samples::HASH,
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
}

#[test]
fn every_letter_of_vietnamese_survives_in_every_face() {
    let letters = "aàáảãạăằắẳẵặâầấẩẫậđeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ";
    let mut document = samples::monthly();
    document.page = Page::A3_LANDSCAPE;
    let upper = letters.to_uppercase();
    document.title = vec![upper.clone()];
    document.parts = vec![Part::Heading(letters.to_owned()), Part::Text(upper.clone()), Part::Text(letters.to_owned())];
    let lines = pdf(&document).concat();
    assert_eq!(lines.iter().filter(|line| *line == letters).count(), 2);
    assert_eq!(lines.iter().filter(|line| **line == upper).count(), 2);
}

#[test]
fn every_page_is_numbered_and_bears_the_mark_of_a_draft() {
    let draft = pdf(&samples::yearly(66));
    assert!(draft.len() > 1);
    for (at, page) in draft.iter().enumerate() {
        assert!(page.contains(&format!("Trang {}/{}", at + 1, draft.len())));
        assert!(page.contains(&"BẢN NHÁP".to_owned()));
        assert!(page.contains(&"Chỉ tiêu".to_owned()), "the header is repeated");
    }
    assert!(!pdf(&samples::monthly()).concat().contains(&"BẢN NHÁP".to_owned()));
}

#[test]
fn signatures_never_stand_alone_whatever_the_length_of_the_table() {
    for count in 1..80 {
        let pages = pdf(&samples::yearly(count));
        let last = pages.last().unwrap();
        let people = last.iter().filter(|line| ["Người", "Hộ", "Cặp", "‰"].contains(&line.as_str())).count();
        assert!(last.contains(&"NGƯỜI LẬP BIỂU".to_owned()), "{count} rows");
        assert!(people > 0 || count == 1, "{count} rows leave {last:?}");
    }
}

#[test]
fn a_hundred_and_three_communes_are_all_there_beside_their_labels() {
    let pages = pdf(&samples::quarterly(103));
    for mark in 1..=104 {
        assert!(pages.iter().any(|page| page.contains(&mark.to_string())), "column {mark}");
    }
    for page in &pages {
        assert!(page.iter().any(|line| line.starts_with("12. ") || line.starts_with("1. ")), "labels on each page");
    }
}

#[test]
fn a_text_longer_than_a_page_goes_on_on_the_next() {
    let mut document = samples::monthly();
    let words: Vec<String> = (0..4000).map(|number| format!("từ{number}")).collect();
    let Part::Table(table) = &mut document.parts[0] else { panic!("the sample is a table") };
    table.rows[1].cells[0] = Cell::text(words.join(" "));
    let text = pdf(&document).concat().join(" ");
    assert!(words.iter().all(|word| text.contains(word)));
}

#[test]
fn a_docx_has_real_tables_with_repeated_headers() {
    let file = render(&samples::yearly(30), Format::Docx).unwrap();
    let text = unzipped(&file, "word/document.xml");
    assert_eq!(text.matches("<w:tblHeader/>").count(), 3, "two rows of header and the row of marks");
    assert!(text.contains("<w:gridSpan w:val=\"2\"/>") && text.contains("<w:vMerge w:val=\"restart\"/>"));
    assert!(!text.contains("w:orient") && text.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert!(text.contains(">24.808<") && text.contains(">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<"));
    assert!(unzipped(&file, "word/styles.xml").contains("w:ascii=\"Times New Roman\""));
    assert!(unzipped(&file, "word/header1.xml").contains("BẢN NHÁP"));
    assert!(unzipped(&file, "word/footer1.xml").contains("w:instr=\"NUMPAGES\""));
    assert_eq!(text.matches("<w:tc>").count(), text.matches("</w:tc>").count());
}

#[test]
fn html_has_no_scripts_and_nothing_from_elsewhere() {
    for document in all() {
        let html = String::from_utf8(render(&document, Format::Html).unwrap()).unwrap();
        assert!(html.contains("<html lang=\"vi\">") && html.contains("@page"));
        for forbidden in ["<script", "http://", "https://", "url(", "PAGE_"] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn texts_are_escaped_composed_and_without_control_characters() {
    let mut document = samples::monthly();
    // "ế" out of e, circumflex and acute; a line feed; what markup means.
    document.title = vec!["Tie\u{302}\u{301}ng\nViệt <b>&amp;".to_owned()];
    let wanted = "Tiếng Việt &lt;b&gt;&amp;amp;";
    assert!(String::from_utf8(render(&document, Format::Html).unwrap()).unwrap().contains(wanted));
    assert!(unzipped(&render(&document, Format::Docx).unwrap(), "word/document.xml").contains(wanted));
    assert!(pdf(&document).concat().contains(&"Tiếng Việt <b>&amp;".to_owned()));
}

#[test]
fn a_closed_report_names_its_hash_and_its_revision() {
    let mut document = samples::monthly();
    let first = Standing::Closed { hash: samples::HASH.to_owned(), position: 12_345, revision: 0 };
    assert!(pdf(&document).concat().join(" ").contains("Bản điều chỉnh lần 1."));
    document.standing = first;
    let text = pdf(&document).concat().join(" ");
    assert!(text.contains("vị trí 12.345 ") && !text.contains("Bản điều chỉnh"));
}

#[test]
fn draft_rows_are_explained_once_and_their_mark_stays_with_the_last_word() {
    let mut document = samples::monthly();
    let Part::Table(table) = &mut document.parts[0] else { panic!("the sample is a table") };
    table.rows[0].draft = true;
    let told = |document: &Document| pdf(document).concat().iter().filter(|line| line.starts_with("(*)")).count();
    assert_eq!(told(&document), 1);
    document.notes = vec!["Dòng có dấu (*) là dự thảo.".to_owned()];
    assert_eq!(told(&document), 0, "the form says it itself");
    let page = String::from_utf8(render(&document, Format::Html).unwrap()).unwrap();
    assert!(page.contains("\u{a0}(*)</td>"), "{page}");
}

#[test]
fn tables_that_are_not_whole_are_refused() {
    let broken = |change: fn(&mut danso_reports::Table)| {
        let mut document = samples::monthly();
        let Part::Table(table) = &mut document.parts[0] else { panic!("the sample is a table") };
        change(table);
        render(&document, Format::Json).unwrap_err().to_string()
    };
    assert_eq!(broken(|table| table.rows[2].cells.truncate(2)), "row 3 has 2 cells, but there are 3 columns");
    assert_eq!(broken(|table| table.rows[1].cells[2] = Cell::decimal(f64::NAN, 1)), "row 2 has a number that is not finite");
    assert!(broken(|table| table.header[0].push(HeadCell::new("thừa"))).contains("thừa"));
    assert!(broken(|table| table.columns[1].width_mm = 0.0).contains("columns"));
}

#[test]
fn a_document_without_tables_has_every_format() {
    let mut document = samples::monthly();
    document.parts = vec![Part::Text("Không có bảng.".to_owned()), Part::NewPage, Part::Text("Trang sau.".to_owned())];
    for format in Format::ALL {
        assert!(!render(&document, format).unwrap().is_empty());
    }
    assert_eq!(pdf(&document).len(), 2);
    document.parts = vec![Part::Table(danso_reports::Table {
        columns: vec![danso_reports::Column { width_mm: 10.0, ..Default::default() }],
        header: vec![vec![HeadCell::new("Một cột")]],
        rows: vec![Row { cells: vec![Cell::NotApplicable], ..Row::default() }],
        ..Default::default()
    })];
    for format in Format::ALL {
        assert!(!render(&document, format).unwrap().is_empty());
    }
}
