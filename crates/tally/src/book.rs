//! Rows with the positions between which they were believed, found by what they are about.

use danso_model::Position;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::{BuildHasher, Hash};

/// A row that is about something.
pub(crate) trait About: Copy + PartialEq {
    /// What it is about.
    type Key: Copy + Eq + Hash;

    /// What it is about.
    fn key(&self) -> Self::Key;
}

/// Rows believed now, and rows believed before.
#[derive(Debug)]
pub(crate) struct Book<R> {
    live: Vec<(R, u32)>,
    past: Vec<(R, u32, u32)>,
    index: HashTable<u32>,
}

impl<R> Default for Book<R> {
    fn default() -> Self {
        Self { live: Vec::new(), past: Vec::new(), index: HashTable::new() }
    }
}

impl<R: About> Book<R> {
    pub(crate) fn len(&self) -> (usize, usize) {
        (self.live.len(), self.past.len())
    }

    pub(crate) fn bytes(&self) -> usize {
        self.live.capacity() * size_of::<(R, u32)>()
            + self.past.capacity() * size_of::<(R, u32, u32)>()
            + self.index.allocation_size()
    }

    pub(crate) fn shrink(&mut self, hasher: &DefaultHashBuilder) {
        self.live.shrink_to_fit();
        self.past.shrink_to_fit();
        let live = &self.live;
        self.index.shrink_to_fit(|at| hasher.hash_one(live[*at as usize].0.key()));
    }

    /// Believes these rows about a key from a position on, and no others.
    pub(crate) fn learn(&mut self, hasher: &DefaultHashBuilder, key: R::Key, mut wanted: Vec<R>, position: Position) {
        for row in self.rows_of(hasher, key) {
            match wanted.iter().position(|each| *each == row) {
                Some(same) => {
                    wanted.swap_remove(same);
                }
                None => self.forget(hasher, row, position),
            }
        }
        for row in wanted {
            let at = self.live.len() as u32;
            self.live.push((row, position.0));
            let live = &self.live;
            self.index.insert_unique(hasher.hash_one(row.key()), at, |at| hasher.hash_one(live[*at as usize].0.key()));
        }
    }

    fn places(&self, hasher: &DefaultHashBuilder, key: R::Key) -> impl Iterator<Item = u32> {
        let hash = hasher.hash_one(key);
        self.index.iter_hash(hash).copied().filter(move |at| self.live[*at as usize].0.key() == key)
    }

    fn rows_of(&self, hasher: &DefaultHashBuilder, key: R::Key) -> Vec<R> {
        if self.live.is_empty() {
            return Vec::new();
        }
        self.places(hasher, key).map(|at| self.live[at as usize].0).collect()
    }

    fn forget(&mut self, hasher: &DefaultHashBuilder, row: R, position: Position) {
        let Some(at) = self.places(hasher, row.key()).find(|at| self.live[*at as usize].0 == row) else { return };
        let last = self.live.len() as u32 - 1;
        self.unindex(hasher, row.key(), at);
        if at != last {
            let moved = self.live[last as usize].0.key();
            self.unindex(hasher, moved, last);
            let live = &self.live;
            self.index.insert_unique(hasher.hash_one(moved), at, |at| hasher.hash_one(live[*at as usize].0.key()));
        }
        let (row, known_from) = self.live.swap_remove(at as usize);
        if known_from < position.0 {
            self.past.push((row, known_from, position.0));
        }
    }

    fn unindex(&mut self, hasher: &DefaultHashBuilder, key: R::Key, at: u32) {
        if let Ok(entry) = self.index.find_entry(hasher.hash_one(key), |each| *each == at) {
            entry.remove();
        }
    }

    /// Calls `visit` with each row believed at a position, and since when it is; None for now.
    pub(crate) fn believed(&self, known_at: Option<Position>, mut visit: impl FnMut(&R, u32)) {
        let Some(Position(at)) = known_at else { return self.live.iter().for_each(|(row, from)| visit(row, *from)) };
        self.live.iter().filter(|(_, from)| *from <= at).for_each(|(row, from)| visit(row, *from));
        self.past.iter().filter(|(_, from, to)| *from <= at && at < *to).for_each(|(row, from, _)| visit(row, *from));
    }

    /// Every row with the positions between which it was believed; `u32::MAX` where it still is.
    pub(crate) fn versions(&self) -> impl Iterator<Item = (&R, u32, u32)> {
        let live = self.live.iter().map(|(row, from)| (row, *from, u32::MAX));
        live.chain(self.past.iter().map(|(row, from, to)| (row, *from, *to)))
    }
}
