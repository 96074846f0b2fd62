//! DOCX: real tables with repeated headers, in Times New Roman, to be changed in a word processor.

mod body;
mod paragraph;
mod table;

use crate::html::escaped;
use crate::words::words;
use crate::{Document, RenderError, frame};
use paragraph::Paragraph;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const STYLES: &str = include_str!("styles.xml");
const SETTINGS: &str = include_str!("settings.xml");
const SCHEMA: &str = "http://schemas.openxmlformats.org";

/// Words used in every part.
const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                      xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// Points of the foot of pages.
const FOOT: f32 = 8.5;

pub(crate) fn write(document: &Document) -> Result<Vec<u8>, RenderError> {
    let files = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")])),
        ("docProps/core.xml", properties(document)),
        ("word/document.xml", format!("{HEAD}<w:document {SPACES}><w:body>{}</w:body></w:document>", body::write(document)?)),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/header1.xml", format!("{HEAD}<w:hdr {SPACES}>{}</w:hdr>", header(document))),
        ("word/footer1.xml", format!("{HEAD}<w:ftr {SPACES}>{}</w:ftr>", footer(document))),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                ("styles", "styles.xml"),
                ("header", "header1.xml"),
                ("footer", "footer1.xml"),
                ("settings", "settings.xml"),
            ]),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // A fixed day: the same document is the same file.
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::DEFAULT);
    for (name, text) in files {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes()).map_err(|error| RenderError::Zip(error.into()))?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let parts = [
        ("/word/document.xml", format!("{word}.document.main+xml")),
        ("/word/styles.xml", format!("{word}.styles+xml")),
        ("/word/settings.xml", format!("{word}.settings+xml")),
        ("/word/header1.xml", format!("{word}.header+xml")),
        ("/word/footer1.xml", format!("{word}.footer+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
    ];
    let overrides: String =
        parts.iter().map(|(part, of)| format!("<Override PartName=\"{part}\" ContentType=\"{of}\"/>")).collect();
    format!(
        "{HEAD}<Types xmlns=\"{SCHEMA}/package/2006/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{overrides}</Types>"
    )
}

/// Relations of a part; ids are rId1, rId2 … in order.
fn relations(targets: &[(&str, &str)]) -> String {
    let relation = |(at, (kind, target)): (usize, &(&str, &str))| {
        let base = if kind.starts_with("metadata") { "package/2006/relationships" } else { "officeDocument/2006/relationships" };
        format!("<Relationship Id=\"rId{}\" Type=\"{SCHEMA}/{base}/{kind}\" Target=\"{target}\"/>", at + 1)
    };
    let all: String = targets.iter().enumerate().map(relation).collect();
    format!("{HEAD}<Relationships xmlns=\"{SCHEMA}/package/2006/relationships\">{all}</Relationships>")
}

fn properties(document: &Document) -> String {
    let author = document.head.organisation.as_deref().unwrap_or_default();
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{SCHEMA}/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>vi-VN</dc:language></cp:coreProperties>",
        escaped(document.name()),
        escaped(author)
    )
}

fn header(document: &Document) -> String {
    Paragraph { text: frame::draft_mark(document).unwrap_or_default(), bold: true, centred: true, ..Paragraph::default() }.xml()
}

/// The system's line, and on the right of it the page's number.
fn footer(document: &Document) -> String {
    let run = |text: &str| {
        format!("<w:r>{}<w:t xml:space=\"preserve\">{}</w:t></w:r>", paragraph::letters(false, false, Some(FOOT)), escaped(text))
    };
    let field = |name: &str| format!("<w:fldSimple w:instr=\"{name}\">{}</w:fldSimple>", run("1"));
    let numbers = run(&words().page)
        .replace("{page}", &format!("</w:t></w:r>{}{}", field("PAGE"), open()))
        .replace("{pages}", &format!("</w:t></w:r>{}{}", field("NUMPAGES"), open()));
    let right = paragraph::twips(document.page.inner_width_mm());
    let tab = format!("<w:r>{}<w:tab/></w:r>", paragraph::letters(false, false, Some(FOOT)));
    let line = run(&frame::footer(document));
    format!("<w:p><w:pPr><w:tabs><w:tab w:val=\"right\" w:pos=\"{right}\"/></w:tabs></w:pPr>{line}{tab}{numbers}</w:p>")
}

/// Where a run goes on after a field.
fn open() -> String {
    format!("<w:r>{}<w:t xml:space=\"preserve\">", paragraph::letters(false, false, Some(FOOT)))
}
