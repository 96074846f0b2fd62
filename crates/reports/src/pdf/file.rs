//! Pages as the bytes of a PDF file.

use super::flow::{Mark, Page};
use crate::frame::Face;
use crate::metrics::{Font, MM, font};
use crate::{Document, RenderError};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::collections::BTreeMap;
use std::io::Write;
use subsetter::GlyphRemapper;

const FACES: [Face; 3] = [Face::Regular, Face::Bold, Face::Italic];

/// How CIDs are numbered: as the glyphs of the font.
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Points that lines of tables are thick.
const LINE: f32 = 0.5;

/// The glyphs of a font that the document uses.
#[derive(Default)]
struct Used {
    remapper: GlyphRemapper,
    /// Letter and advance of each new glyph.
    glyphs: BTreeMap<u16, (char, f32)>,
}

impl Used {
    /// A text as new glyph numbers of two bytes each.
    fn encode(&mut self, font: &Font, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for letter in text.chars() {
            let (glyph, shown) = font.glyph(letter);
            let new = self.remapper.remap(glyph.0);
            self.glyphs.entry(new).or_insert_with(|| (shown, font.advance(glyph)));
            bytes.extend(new.to_be_bytes());
        }
        bytes
    }
}

/// The file. Holds no day, so that it is the same file each time.
pub(super) fn write(document: &Document, pages: &[Page]) -> Result<Vec<u8>, RenderError> {
    let (width, height) = document.page.size_mm();
    let (width, height) = (width * MM, height * MM);
    let mut used: [Used; 3] = Default::default();
    let contents: Vec<Vec<u8>> = pages.iter().map(|page| deflated(&content(page, height, &mut used))).collect();

    let mut next = Ref::new(1);
    let (catalog, tree, info) = (next.bump(), next.bump(), next.bump());
    let fonts: Vec<Ref> = FACES.iter().map(|_| next.bump()).collect();
    let page_refs: Vec<(Ref, Ref)> = pages.iter().map(|_| (next.bump(), next.bump())).collect();

    let mut pdf = Pdf::new();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr("vi-VN"));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info).title(TextStr(document.name())).creator(TextStr("danso"));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(page_refs.iter().map(|(page, _)| *page)).count(count);
    for ((page, body), content) in page_refs.iter().zip(&contents) {
        let mut page = pdf.page(*page);
        page.parent(tree).media_box(Rect::new(0.0, 0.0, width, height)).contents(*body);
        let mut resources = page.resources();
        let mut names = resources.fonts();
        for (face, font) in FACES.iter().zip(&fonts).filter(|(face, _)| !used[index(**face)].glyphs.is_empty()) {
            names.pair(name(*face), *font);
        }
        names.finish();
        resources.finish();
        page.finish();
        pdf.stream(*body, content).filter(Filter::FlateDecode);
    }
    for (face, id) in FACES.iter().zip(&fonts) {
        let used = &used[index(*face)];
        if !used.glyphs.is_empty() {
            embed(&mut pdf, *face, used, *id, &mut next)?;
        }
    }
    Ok(pdf.finish())
}

const fn index(face: Face) -> usize {
    match face {
        Face::Regular => 0,
        Face::Bold => 1,
        Face::Italic => 2,
    }
}

const fn name(face: Face) -> Name<'static> {
    match face {
        Face::Regular => Name(b"R"),
        Face::Bold => Name(b"B"),
        Face::Italic => Name(b"I"),
    }
}

/// What is drawn on a page; PDF measures from below.
fn content(page: &Page, height: f32, used: &mut [Used; 3]) -> Vec<u8> {
    let mut content = Content::new();
    content.set_line_width(LINE);
    for mark in &page.marks {
        match mark {
            Mark::Box { x, y, width, height: high } => {
                content.rect(round(*x), round(height - y - high), round(*width), round(*high)).stroke();
            }
            Mark::Rule { x, y, width } => {
                content.move_to(round(*x), round(height - y)).line_to(round(x + width), round(height - y)).stroke();
            }
            Mark::Text { x, y, size, face, text } => {
                let font = font(*face);
                let ascent = f32::from(font.face.ascender()) / f32::from(font.face.units_per_em()) * size;
                let bytes = used[index(*face)].encode(font, text);
                content.begin_text().set_font(name(*face), *size);
                content.next_line(round(*x), round(height - y - ascent)).show(Str(&bytes)).end_text();
            }
        }
    }
    content.finish().into_vec()
}

/// Hundredths of a point are finer than any printer.
fn round(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

/// A font with the glyphs that are used, and which letters they are, so that text can be searched and copied.
fn embed(pdf: &mut Pdf, face: Face, used: &Used, id: Ref, next: &mut Ref) -> Result<(), RenderError> {
    let font = font(face);
    let (cid, descriptor, cmap, data) = (next.bump(), next.bump(), next.bump(), next.bump());
    let style = match face {
        Face::Regular => "Tinos-Regular",
        Face::Bold => "Tinos-Bold",
        Face::Italic => "Tinos-Italic",
    };
    let full = format!("{}+{style}", tag(used));
    let base = Name(full.as_bytes());
    pdf.type0_font(id).base_font(base).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(cmap);
    let mut cid_font = pdf.cid_font(cid);
    cid_font.subtype(CidFontType::Type2).base_font(base).system_info(IDENTITY).font_descriptor(descriptor).default_width(0.0);
    cid_font.cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = cid_font.widths();
    for (glyph, (_, advance)) in &used.glyphs {
        widths.consecutive(*glyph, [*advance]);
    }
    widths.finish();
    cid_font.finish();
    let scale = 1000.0 / f32::from(font.face.units_per_em());
    let bounds = font.face.global_bounding_box();
    let corner = |value: i16| f32::from(value) * scale;
    let mut flags = FontFlags::SERIF | FontFlags::NON_SYMBOLIC;
    if face == Face::Italic {
        flags |= FontFlags::ITALIC;
    }
    pdf.font_descriptor(descriptor)
        .name(base)
        .flags(flags)
        .bbox(Rect::new(corner(bounds.x_min), corner(bounds.y_min), corner(bounds.x_max), corner(bounds.y_max)))
        .italic_angle(font.face.italic_angle())
        .ascent(corner(font.face.ascender()))
        .descent(corner(font.face.descender()))
        .cap_height(corner(font.face.capital_height().unwrap_or(font.face.ascender())))
        .stem_v(if face == Face::Bold { 140.0 } else { 80.0 })
        .font_file2(data);
    let mut letters = UnicodeCmap::new(Name(b"Letters"), IDENTITY);
    for (glyph, (letter, _)) in &used.glyphs {
        letters.pair(*glyph, *letter);
    }
    let letters = deflated(letters.finish().as_slice());
    pdf.cmap(cmap, &letters).filter(Filter::FlateDecode);
    let subset = subsetter::subset(font.data, 0, &used.remapper).map_err(RenderError::Font)?;
    let length = i32::try_from(subset.len()).unwrap_or(i32::MAX);
    let subset = deflated(&subset);
    let mut stream = pdf.stream(data, &subset);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), length);
    stream.finish();
    Ok(())
}

/// Six letters that tell this choice of glyphs from others (ISO 32000-1, 9.6.4).
fn tag(used: &Used) -> String {
    let letters = used.glyphs.values().map(|(letter, _)| u64::from(u32::from(*letter)));
    let mut hash = letters.fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| (hash ^ letter).wrapping_mul(0x0100_0000_01b3));
    let mut tag = String::with_capacity(6);
    for _ in 0..6 {
        tag.push(char::from(b'A' + u8::try_from(hash % 26).unwrap_or(0)));
        hash /= 26;
    }
    tag
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut to = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail; an empty stream would be seen by every test.
    to.write_all(bytes).and_then(|()| to.finish()).unwrap_or_default()
}
