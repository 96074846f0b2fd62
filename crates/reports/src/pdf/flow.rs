//! Pages that are filled from top to bottom.

use super::table::Laid;
use crate::Align;
use crate::frame::Face;
use crate::metrics::{LEADING, MM, width, wrap};

/// Something on a page; points from the left and from the top.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// A line of text; `y` is the top of the line.
    Text { x: f32, y: f32, size: f32, face: Face, text: String },
    /// The border of a cell.
    Box { x: f32, y: f32, width: f32, height: f32 },
    /// A horizontal line.
    Rule { x: f32, y: f32, width: f32 },
}

impl Mark {
    /// A line of text in a room that begins at x and is so wide.
    pub(super) fn text(text: String, face: Face, size: f32, (x, y, room): (f32, f32, f32), align: Align) -> Self {
        let free = room - width(&text, face, size);
        let x = match align {
            Align::Left => x,
            Align::Center => x + free / 2.0,
            Align::Right => x + free,
        };
        Self::Text { x, y, size, face, text }
    }

    /// The same mark elsewhere.
    pub(super) fn moved(mut self, right: f32, down: f32) -> Self {
        match &mut self {
            Self::Text { x, y, .. } | Self::Box { x, y, .. } | Self::Rule { x, y, .. } => {
                *x += right;
                *y += down;
            }
        }
        self
    }
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub marks: Vec<Mark>,
}

/// The pages so far, and how far the last one is filled.
pub(super) struct Flow {
    pages: Vec<Page>,
    top: f32,
    left: f32,
    bottom: f32,
    width: f32,
    y: f32,
}

impl Flow {
    pub(super) fn new(page: crate::Page) -> Self {
        let [top, _, bottom, left] = page.margins_mm().map(|mm| mm * MM);
        let height = page.size_mm().1 * MM;
        Self { pages: vec![Page::default()], top, left, bottom: height - bottom, width: page.inner_width_mm() * MM, y: top }
    }

    /// Between the margins.
    pub(super) const fn width(&self) -> f32 {
        self.width
    }

    /// Between the margins.
    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Empty space; none at the top of a page.
    pub(super) fn space(&mut self, points: f32) {
        if self.y > self.top {
            self.y += points;
        }
    }

    pub(super) fn new_page(&mut self) {
        if self.y > self.top {
            self.pages.push(Page::default());
            self.y = self.top;
        }
    }

    /// Begins a new page when there is less room than this; answers whether it did.
    pub(super) fn need(&mut self, points: f32) -> bool {
        // A hundredth of a point for what rounding adds up to.
        let lacks = self.y + points > self.bottom + 0.01 && self.y > self.top;
        if lacks {
            self.new_page();
        }
        lacks
    }

    /// Places marks that were laid out from their own top left corner.
    pub(super) fn group(&mut self, laid: &Laid) {
        let (left, y) = (self.left, self.y);
        if let Some(page) = self.pages.last_mut() {
            page.marks.extend(laid.marks.iter().cloned().map(|mark| mark.moved(left, y)));
        }
        self.y += laid.height;
    }

    /// A paragraph, which may go on on the next page.
    pub(super) fn text(&mut self, text: &str, face: Face, size: f32, align: Align) {
        for line in wrap(text, face, size, self.width) {
            self.need(size * LEADING);
            let marks = vec![Mark::text(line, face, size, (0.0, 0.0, self.width), align)];
            self.group(&Laid { height: size * LEADING, marks });
        }
    }

    pub(super) fn finish(self) -> Vec<Page> {
        self.pages
    }
}
