//! A deployment's hamlets hung on the gazetteer.
//!
//! # Dates that no row covers
//! A hamlet is entered with one row for each commune it has belonged to. Rows are often missing for the time
//! before a reorganisation, and then:
//! - a first row that begins with its commune, or has no first day, is carried back through the
//!   commune's predecessors; a first row that begins later is the hamlet's own beginning, and before it there is no hamlet;
//! - a row with no last day is carried forward through its commune's successors;
//! - a hamlet carried so belongs to a commune only if there is one candidate. With several the answer is none: which share of
//!   the people lived where is a matter of weights, and not decided here. A higher unit is still
//!   answered when all the candidates lie in it.
//!
//! A row that spans a reorganisation is read in the newest tree of its period in which its commune's code is in force.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use thiserror::Error;

use crate::code::{Level, UnitCode};
use crate::gazetteer::Gazetteer;
use crate::placing::{Span, carry, overlap, place};

/// A hamlet's identifier, the sixteen bytes of a UUID.
pub type HamletId = [u8; 16];

/// One hamlet between two dates: a change of name, kind or commune makes another row with the same id and code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hamlet {
    /// The same in all rows of a hamlet.
    pub id: HamletId,
    /// The same in all rows of a hamlet, and of no other.
    pub code: UnitCode,
    /// Its name: `Bản Nậm Loỏng 1`.
    pub name: String,
    /// What it is called in its place: thôn, ấp, khu vực, bản, tổ dân phố.
    pub kind: String,
    /// The commune it belonged to in this period.
    pub commune: UnitCode,
    /// The first day of the row; none if it has always been so.
    pub valid_from: Option<Date>,
    /// The last day of the row; none while it holds.
    pub valid_to: Option<Date>,
}

/// The place of a hamlet in one tree, counted from nought by hamlet code. Another tree may count otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HamletIndex(pub u32);

/// Why a list of hamlets makes no tree.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TreeError {
    /// The code of a hamlet has not the shape of one.
    #[error("not a hamlet code: {0}")]
    NotHamlet(UnitCode),
    /// The commune of a row was not in force in any part of the row's period.
    #[error("hamlet {hamlet}: no commune {commune} in the period of its row")]
    NoCommune {
        /// The hamlet.
        hamlet: UnitCode,
        /// The code that names no commune then.
        commune: UnitCode,
    },
    /// A row ends before it begins.
    #[error("hamlet {0}: a row ends before it begins")]
    Backwards(UnitCode),
    /// Two rows of a hamlet hold on the same day.
    #[error("hamlet {0}: two rows hold on the same day")]
    Overlap(UnitCode),
    /// One code with two ids, or one id with two codes.
    #[error("hamlet {0}: its code and its id do not belong to each other alone")]
    Mixed(UnitCode),
}

/// The gazetteer and a deployment's hamlets below it.
#[derive(Debug)]
pub struct Tree {
    gazetteer: Arc<Gazetteer>,
    hamlets: Vec<Placed>,
    by_id: HashMap<HamletId, HamletIndex>,
    /// Hamlets that were joined to another whole, with the day from which that one stands for them.
    heirs: HashMap<HamletIndex, (Date, HamletIndex)>,
}

#[derive(Debug)]
struct Placed {
    code: UnitCode,
    rows: Vec<Hamlet>,
    spans: Vec<Span>,
}

impl Tree {
    /// Hangs the hamlets on the embedded gazetteer. The order of the rows does not matter.
    pub fn new(rows: Vec<Hamlet>) -> Result<Tree, TreeError> {
        Tree::over(Gazetteer::shared(), rows)
    }

    /// Hangs hamlets on another gazetteer: the embedded one with what a deployment laid over it.
    ///
    /// # Errors
    /// As [`Tree::new`].
    pub fn over(gazetteer: Arc<Gazetteer>, rows: Vec<Hamlet>) -> Result<Tree, TreeError> {
        let mut hamlets: Vec<Placed> = Vec::new();
        let mut by_id = HashMap::new();
        for rows in grouped(rows) {
            let Some(first) = rows.first() else { continue };
            let (id, code) = (first.id, first.code);
            check(&rows)?;
            let spans = place(&gazetteer, &rows)?;
            let index = HamletIndex(u32::try_from(hamlets.len()).unwrap_or(u32::MAX));
            if by_id.insert(id, index).is_some() {
                return Err(TreeError::Mixed(code));
            }
            hamlets.push(Placed { code, rows, spans });
        }
        Ok(Tree { gazetteer, hamlets, by_id, heirs: HashMap::new() })
    }

    /// The same tree in which hamlets that were joined to another whole are answered as that one from a day on: people hang on the old one
    /// for ever, and live in the new one. Ids of no hamlet are passed over.
    #[must_use]
    pub fn with_heirs(mut self, heirs: impl IntoIterator<Item = (HamletId, HamletId, Date)>) -> Tree {
        for (old, new, on) in heirs {
            if let (Some(old), Some(new)) = (self.index_of(&old), self.index_of(&new))
                && old != new
            {
                self.heirs.insert(old, (on, new));
            }
        }
        self
    }

    /// The hamlets that were joined to another whole, that one, and the day.
    pub fn heirs(&self) -> impl Iterator<Item = (HamletId, HamletId, Date)> + '_ {
        let id = |hamlet: &HamletIndex| self.rows(*hamlet).first().map(|row| row.id);
        self.heirs.iter().filter_map(move |(old, (on, new))| Some((id(old)?, id(new)?, *on)))
    }

    /// The hamlet that stands for this one on a day: itself, or the one to which it was joined.
    pub fn stand_in(&self, hamlet: HamletIndex, at: Date) -> HamletIndex {
        let mut now = hamlet;
        // Each heir is another hamlet, so there are no more of them than hamlets; a ring ends here as well.
        for _ in 0..self.heirs.len() {
            match self.heirs.get(&now) {
                Some((on, heir)) if *on <= at => now = *heir,
                Some(_) | None => break,
            }
        }
        now
    }

    /// The units above the hamlets.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The same, to be kept.
    pub fn shared_gazetteer(&self) -> Arc<Gazetteer> {
        Arc::clone(&self.gazetteer)
    }

    /// How many hamlets there are, on any date.
    pub fn len(&self) -> usize {
        self.hamlets.len()
    }

    /// Whether there is no hamlet.
    pub fn is_empty(&self) -> bool {
        self.hamlets.is_empty()
    }

    /// Every hamlet, by code.
    pub fn indices(&self) -> impl Iterator<Item = HamletIndex> + use<> {
        (0..).take(self.hamlets.len()).map(HamletIndex)
    }

    /// The hamlet with this id.
    pub fn index_of(&self, id: &HamletId) -> Option<HamletIndex> {
        self.by_id.get(id).copied()
    }

    /// The hamlet with this code.
    pub fn index_of_code(&self, code: UnitCode) -> Option<HamletIndex> {
        let place = self.hamlets.binary_search_by_key(&code, |hamlet| hamlet.code).ok()?;
        u32::try_from(place).ok().map(HamletIndex)
    }

    /// The rows of a hamlet, oldest first; empty if the index is of another tree.
    pub fn rows(&self, hamlet: HamletIndex) -> &[Hamlet] {
        self.placed(hamlet).map_or(&[], |placed| &placed.rows)
    }

    /// The row that holds on a date, or is carried to it.
    pub fn hamlet(&self, hamlet: HamletIndex, at: Date) -> Option<&Hamlet> {
        let placed = self.placed(self.stand_in(hamlet, at))?;
        placed.rows.get(placed.span(at)?.row)
    }

    /// The communes that a hamlet may have belonged to on a date: one where it is known, several where a row was
    /// carried through a reorganisation, none where there was no hamlet.
    pub fn candidates(&self, hamlet: HamletIndex, at: Date) -> &[UnitCode] {
        self.placed(self.stand_in(hamlet, at)).and_then(|placed| placed.span(at)).map_or(&[], |span| &span.communes)
    }

    /// As [`Tree::candidates`], and outside of the hamlet's life what the commune of its first row was made from, or that of its last row
    /// became.
    pub fn communes_on(&self, hamlet: HamletIndex, at: Date) -> Vec<UnitCode> {
        let Some(placed) = self.placed(self.stand_in(hamlet, at)) else { return Vec::new() };
        if let Some(span) = placed.span(at) {
            return span.communes.clone();
        }
        let ends = placed.rows.first().zip(placed.rows.last());
        let Some((first, last)) = ends else { return Vec::new() };
        let begins_later = first.valid_from.is_some_and(|from| at < from);
        let nearest = if begins_later { first } else { last };
        let open = Hamlet { valid_from: None, valid_to: None, ..nearest.clone() };
        let day = if begins_later { nearest.valid_from } else { nearest.valid_to };
        carry(&self.gazetteer, &open, day.unwrap_or(at), at)
    }

    /// The commune of a hamlet on a date; none if there was no hamlet, or if there are several candidates.
    pub fn commune_of(&self, hamlet: HamletIndex, at: Date) -> Option<UnitCode> {
        self.ancestor(hamlet, Level::Commune, at)
    }

    /// The unit of a level that holds a hamlet on a date, or the hamlet itself. None if there was no hamlet, if the
    /// tree of that date has no such level, or if the candidates for its commune lie in different units.
    pub fn ancestor(&self, hamlet: HamletIndex, level: Level, at: Date) -> Option<UnitCode> {
        let placed = self.placed(self.stand_in(hamlet, at))?;
        let span = placed.span(at)?;
        match level {
            Level::Hamlet => Some(placed.code),
            Level::Nation => Some(UnitCode::NATION),
            Level::Province | Level::District | Level::Commune => {
                let mut found = span.communes.iter().map(|commune| self.gazetteer.ancestor(*commune, level, at));
                let first = found.next()??;
                found.all(|other| other == Some(first)).then_some(first)
            }
        }
    }

    /// Whether a hamlet lies in a unit on a date, or is that unit.
    pub fn is_within(&self, hamlet: HamletIndex, unit: UnitCode, at: Date) -> bool {
        self.ancestor(hamlet, unit.level(), at) == Some(unit)
    }

    /// The hamlets that lie in a unit on a date, by code.
    pub fn hamlets_in(&self, unit: UnitCode, at: Date) -> Vec<HamletIndex> {
        self.indices().filter(|hamlet| self.is_within(*hamlet, unit, at)).collect()
    }

    /// The codes next below a unit, hamlets below a commune, by code.
    pub fn children(&self, unit: UnitCode, at: Date) -> Vec<UnitCode> {
        match unit.level() {
            Level::Nation | Level::Province | Level::District => {
                self.gazetteer.children(unit, at).map(|child| child.code).collect()
            }
            Level::Commune => {
                let inside = self.hamlets_in(unit, at).into_iter();
                let mut codes: Vec<UnitCode> = inside.filter_map(|hamlet| self.ancestor(hamlet, Level::Hamlet, at)).collect();
                codes.sort();
                codes.dedup();
                codes
            }
            Level::Hamlet => Vec::new(),
        }
    }

    fn placed(&self, hamlet: HamletIndex) -> Option<&Placed> {
        self.hamlets.get(hamlet.0 as usize)
    }
}

impl Placed {
    fn span(&self, at: Date) -> Option<&Span> {
        self.spans.iter().rfind(|span| span.covers(at))
    }
}

/// The rows of each code, oldest first, by code.
fn grouped(mut rows: Vec<Hamlet>) -> Vec<Vec<Hamlet>> {
    rows.sort_by_key(|row| (row.code, row.valid_from));
    let mut groups: Vec<Vec<Hamlet>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if group.first().is_some_and(|first| first.code == row.code) => group.push(row),
            Some(_) | None => groups.push(vec![row]),
        }
    }
    groups
}

fn check(rows: &[Hamlet]) -> Result<(), TreeError> {
    for row in rows {
        if row.code.level() != Level::Hamlet {
            return Err(TreeError::NotHamlet(row.code));
        }
        if row.valid_from.zip(row.valid_to).is_some_and(|(from, to)| to < from) {
            return Err(TreeError::Backwards(row.code));
        }
    }
    for pair in rows.windows(2) {
        if pair[0].id != pair[1].id {
            return Err(TreeError::Mixed(pair[0].code));
        }
        if overlap((pair[0].valid_from, pair[0].valid_to), (pair[1].valid_from, pair[1].valid_to)) {
            return Err(TreeError::Overlap(pair[0].code));
        }
    }
    Ok(())
}
