//! Paragraphs.

use crate::Align;
use crate::html::escaped;
use std::fmt::Write;

/// Twentieths of a point in a millimetre.
pub(super) const TWIPS: f32 = 1440.0 / 25.4;

/// Twips between a text and the border of its cell, left and right.
pub(super) const BESIDE: f32 = 70.0;

/// The same for word processors.
pub(super) const MARGINS: &str =
    "<w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar>";

/// A number of twips.
#[expect(clippy::cast_possible_truncation, reason = "lengths of paper")]
pub(super) fn twips(mm: f32) -> i64 {
    (mm * TWIPS).round() as i64
}

/// A paragraph of one run.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Paragraph<'a> {
    pub text: &'a str,
    pub style: Option<&'a str>,
    pub bold: bool,
    pub italic: bool,
    pub centred: bool,
    pub align: Align,
    /// The size of its letters, where its style does not say it.
    pub points: Option<f32>,
    /// Millimetres from the left.
    pub indent: f32,
    /// Whether it stays on the page of what follows.
    pub keep_next: bool,
    /// Whether it begins a page.
    pub new_page: bool,
    /// Twips above it.
    pub before: u32,
}

impl Paragraph<'_> {
    pub(super) fn xml(&self) -> String {
        let mut xml = String::from("<w:p><w:pPr>");
        if let Some(style) = self.style {
            write!(xml, "<w:pStyle w:val=\"{style}\"/>").expect("a string takes every text");
        }
        if self.keep_next {
            xml.push_str("<w:keepNext/>");
        }
        if self.new_page {
            xml.push_str("<w:pageBreakBefore/>");
        }
        if self.before > 0 {
            write!(xml, "<w:spacing w:before=\"{}\"/>", self.before).expect("a string takes every text");
        }
        if self.indent > 0.0 {
            write!(xml, "<w:ind w:left=\"{}\"/>", twips(self.indent)).expect("a string takes every text");
        }
        let align = if self.centred { Align::Center } else { self.align };
        xml.push_str(match align {
            Align::Left => "",
            Align::Center => "<w:jc w:val=\"center\"/>",
            Align::Right => "<w:jc w:val=\"right\"/>",
        });
        xml.push_str("</w:pPr>");
        if !self.text.is_empty() {
            let letters = letters(self.bold, self.italic, self.points);
            write!(xml, "<w:r>{letters}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(self.text))
                .expect("a string takes every text");
        }
        xml.push_str("</w:p>");
        xml
    }
}

/// How letters look.
pub(super) fn letters(bold: bool, italic: bool, points: Option<f32>) -> String {
    let bold = if bold { "<w:b/>" } else { "" };
    let italic = if italic { "<w:i/>" } else { "" };
    let size =
        points.map(|points| (points * 2.0).round()).map(|size| format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>"));
    format!("<w:rPr>{bold}{italic}{}</w:rPr>", size.unwrap_or_default())
}

/// A line that is no text: so many millimetres free on each side.
pub(super) fn rule(free: f32) -> String {
    let free = twips(free.max(0.0));
    format!(
        "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/></w:pBdr>\
         <w:spacing w:after=\"40\" w:line=\"40\" w:lineRule=\"exact\"/><w:ind w:left=\"{free}\" w:right=\"{free}\"/></w:pPr></w:p>"
    )
}
