//! One row for each thing that happened and is counted, a book for each kind.

use crate::book::{About, Book};
use crate::numbers::Numbers;
use crate::rows::day_number;
use danso_model::{HouseholdType, Position};
use danso_registry::{FactKind, Home, Resident};
use hashbrown::DefaultHashBuilder;

/// What happened once, to one person or household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FactRow {
    pub(crate) subject: [u8; 16],
    pub(crate) act: [u8; 16],
    pub(crate) day: i32,
    pub(crate) birth: i32,
    pub(crate) hamlet: u32,
    /// Of births order, mother's age, place, multiple; of deaths neonatal, place; of marriages registered, kin, counselled, first, underage;
    /// of methods method, new; of pregnancies outcome; of screenings panels and results, and the band of prenatal ones; of reviews type.
    pub(crate) told: [u8; 7],
    /// 1 male, 2 female, 0 unknown and households.
    pub(crate) sex: u8,
}

impl About for FactRow {
    type Key = [u8; 16];

    fn key(&self) -> [u8; 16] {
        self.subject
    }
}

/// The kinds that have a book of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Birth,
    Death,
    Marriage,
    Divorce,
    Separation,
    Widowed,
    MethodStart,
    MethodStop,
    Pregnancy,
    Prenatal,
    Newborn,
    Checkup,
    Review,
}

const KINDS: usize = Kind::Review as usize + 1;

/// All books.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    books: [Book<FactRow>; KINDS],
}

pub(crate) const fn type_code(kind: HouseholdType) -> u8 {
    match kind {
        HouseholdType::Family => 1,
        HouseholdType::Collective => 2,
    }
}

fn told(kind: FactKind) -> (Kind, [u8; 7]) {
    match kind {
        FactKind::Birth { order, mother_age, place, multiple } => {
            (Kind::Birth, [order, mother_age, place, multiple.into(), 0, 0, 0])
        }
        FactKind::Death { neonatal, place } => (Kind::Death, [neonatal.into(), place, 0, 0, 0, 0, 0]),
        FactKind::Marriage { registered, kin, counselled, first, underage } => {
            (Kind::Marriage, [registered.into(), kin.into(), counselled, first.into(), underage.into(), 0, 0])
        }
        FactKind::Divorce => (Kind::Divorce, [0; 7]),
        FactKind::Separation => (Kind::Separation, [0; 7]),
        FactKind::Widowed => (Kind::Widowed, [0; 7]),
        FactKind::MethodStart { method, new } => (Kind::MethodStart, [method, new.into(), 0, 0, 0, 0, 0]),
        FactKind::MethodStop { method } => (Kind::MethodStop, [method, 0, 0, 0, 0, 0, 0]),
        FactKind::Pregnancy { outcome } => (Kind::Pregnancy, [outcome, 0, 0, 0, 0, 0, 0]),
        FactKind::Prenatal { band, panels, results: [a, b, c, d] } => (Kind::Prenatal, [panels, a, b, c, d, band, 0]),
        FactKind::Newborn { panels, results: [a, b, c, d, e] } => (Kind::Newborn, [panels, a, b, c, d, e, 0]),
        FactKind::Checkup => (Kind::Checkup, [0; 7]),
    }
}

impl Happened {
    pub(crate) const fn of(&self, kind: Kind) -> &Book<FactRow> {
        &self.books[kind as usize]
    }

    pub(crate) fn len(&self) -> (usize, usize) {
        self.books.iter().map(Book::len).fold((0, 0), |(live, past), (a, b)| (live + a, past + b))
    }

    pub(crate) fn bytes(&self) -> usize {
        self.books.iter().map(Book::bytes).sum()
    }

    pub(crate) fn shrink(&mut self, hasher: &DefaultHashBuilder) {
        self.books.iter_mut().for_each(|book| book.shrink(hasher));
    }

    pub(crate) fn versions(&self) -> impl Iterator<Item = (usize, &FactRow, u32, u32)> {
        let numbered = self.books.iter().enumerate();
        numbered.flat_map(|(kind, book)| book.versions().map(move |(row, from, to)| (kind, row, from, to)))
    }

    pub(crate) fn learn(
        &mut self,
        hasher: &DefaultHashBuilder,
        numbers: &mut Numbers,
        subject: [u8; 16],
        resident: Option<&Resident>,
        home: Option<&Home>,
        position: Position,
    ) {
        let mut wanted: [Vec<FactRow>; KINDS] = Default::default();
        if let Some(resident) = resident {
            let sex = crate::rows::sex_code(crate::rows::sex_bits(resident.sex)) as u8;
            for fact in &resident.facts {
                let (kind, told) = told(fact.kind);
                wanted[kind as usize].push(FactRow {
                    subject,
                    act: *fact.act.as_bytes(),
                    day: day_number(fact.day),
                    birth: resident.birth.number(),
                    hamlet: numbers.hamlet(fact.hamlet),
                    told,
                    sex,
                });
            }
        }
        for (act, day, hamlet, kind) in home.into_iter().flat_map(|home| &home.reviews) {
            wanted[Kind::Review as usize].push(FactRow {
                subject,
                act: *act.as_bytes(),
                day: day_number(*day),
                birth: 0,
                hamlet: numbers.hamlet(*hamlet),
                told: [type_code(*kind), 0, 0, 0, 0, 0, 0],
                sex: 0,
            });
        }
        for (book, wanted) in self.books.iter_mut().zip(wanted) {
            book.learn(hasher, subject, wanted, position);
        }
    }
}
