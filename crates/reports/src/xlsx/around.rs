//! What stands around the table of a sheet: head, titles, texts, notes, signatures.

use super::sheet::{HEAD, Sheet, letters};
use crate::frame::{self, Block, Face, Line, Rule};
use crate::metrics::{width, wrap};
use crate::words::words;
use crate::{Document, RenderError, Signature};
use rust_xlsxwriter::FormatAlign;

/// Points of titles, and of what stands below tables.
const TITLE: f32 = 14.0;
const BELOW: f32 = 11.0;

/// A line of the head that is longer than its half by no more than this is made smaller instead of broken.
const SHRINK: f32 = 1.15;

impl Sheet<'_> {
    pub(super) fn block(&mut self, block: &Block, centred: bool) -> Result<(), RenderError> {
        if block.is_empty() {
            return Ok(());
        }
        self.has_head = true;
        if !centred {
            self.row += 1;
        }
        let align = if centred { FormatAlign::Center } else { FormatAlign::Left };
        let (cut, end) = (self.columns.cut, self.columns.page - 1);
        let (left, right) = (self.ruled(&block.left, 0, cut - 1), self.ruled(&block.right, cut, end));
        for at in 0..left.len().max(right.len()) {
            for (line, first, last) in [(left.get(at), 0, cut - 1), (right.get(at), cut, end)] {
                if let Some((text, face)) = line {
                    let format = letters(*face, HEAD).set_align(align).set_align(FormatAlign::Top).set_shrink();
                    self.put(self.across(first, last), text, &format)?;
                }
            }
            self.next(1, HEAD)?;
        }
        Ok(())
    }

    /// The lines of a half of the head as they fit, a row each, so that both halves flow by themselves; rules are rows of their own.
    fn ruled(&self, lines: &[Line], first: u16, last: u16) -> Vec<(String, Face)> {
        let room = self.room(first, last);
        let mut all = Vec::new();
        for line in lines {
            let fits = width(&line.text, line.face, HEAD) <= room * SHRINK;
            let texts = if fits { vec![line.text.clone()] } else { wrap(&line.text, line.face, HEAD, room) };
            all.extend(texts.into_iter().map(|text| (text, line.face)));
            match line.rule {
                Rule::None => {}
                Rule::Short => all.push(("———".to_owned(), Face::Regular)),
                Rule::Full => all.push(("———————".to_owned(), Face::Regular)),
            }
        }
        all
    }

    pub(super) fn title(&mut self, lines: &[String]) -> Result<(), RenderError> {
        self.row += u32::from(self.row > 0);
        for (at, text) in lines.iter().enumerate() {
            let (face, size) = if at == 0 { (Face::Bold, TITLE) } else { (Face::Regular, HEAD) };
            self.line(text, face, size, FormatAlign::Center)?;
        }
        self.row += 1;
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str, bold: bool) -> Result<(), RenderError> {
        self.line(text, if bold { Face::Bold } else { Face::Regular }, HEAD, FormatAlign::Left)
    }

    /// Notes and signatures.
    pub(super) fn end(&mut self, document: &Document) -> Result<(), RenderError> {
        let first = self.row;
        let notes = frame::notes(document);
        if !notes.is_empty() {
            self.row += 1;
            self.line(&words().notes, Face::Italic, BELOW, FormatAlign::Left)?;
        }
        for note in &notes {
            self.line(note, Face::Regular, BELOW, FormatAlign::Left)?;
        }
        self.row += 1;
        let groups = self.columns.groups(document.signatures.len());
        for signers in document.signatures.chunks(groups.len()) {
            self.signatures(signers, &groups)?;
        }
        self.keep_together(document.page, first)
    }

    fn signatures(&mut self, signers: &[Signature], groups: &[(u16, u16)]) -> Result<(), RenderError> {
        let texts = |text: fn(&Signature) -> &str| signers.iter().map(text).collect::<Vec<_>>();
        let rows = [
            (texts(|signer| &signer.role), Face::Bold, 0),
            (texts(|signer| frame::sign_hint(signer.seal)), Face::Italic, 4),
            (texts(|signer| signer.name.as_deref().unwrap_or_default()), Face::Bold, 1),
        ];
        for (texts, face, space) in rows {
            let mut lines = 1;
            for (text, (first, last)) in texts.iter().zip(groups) {
                let area = self.across(*first, *last);
                lines = lines.max(self.lines(area, text, face, HEAD));
                let format = letters(face, HEAD).set_align(FormatAlign::Center).set_align(FormatAlign::Top).set_text_wrap();
                self.put(area, text, &format)?;
            }
            self.next(lines, HEAD)?;
            self.row += space;
        }
        Ok(())
    }
}
