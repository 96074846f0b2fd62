//! What the files say, read back with other means than those that wrote them.

#[path = "../samples/mod.rs"]
mod samples;

mod machines;
mod pages;
mod pdf_text;
mod sheets;
mod workbook;

use danso_reports::{Document, Format, render};
use std::io::Read;

/// All sample documents.
fn all() -> Vec<Document> {
    vec![samples::monthly(), samples::yearly(66), samples::quarterly(103), samples::household(), samples::p0(4)]
}

/// A file in an archive.
fn unzipped(archive: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_same_document_is_the_same_file() {
    for document in all() {
        for format in Format::ALL {
            assert_eq!(render(&document, format).unwrap(), render(&document.clone(), format).unwrap(), "{format:?}");
        }
    }
}
