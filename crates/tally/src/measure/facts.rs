//! Counting what happened once.

use super::{Asked, Count, Dim};
use crate::count::MAX_AGE;
use crate::happened::{FactRow, Kind};
use crate::image::Image;
use hashbrown::HashMap;

/// The book of a count, and of what it counts no more than one a cell.
const fn book_of(count: Count) -> (Kind, Once) {
    match count {
        Count::Births => (Kind::Birth, Once::Never),
        Count::Deaths => (Kind::Death, Once::Never),
        Count::Couples => (Kind::Marriage, Once::Act),
        Count::Divorces => (Kind::Divorce, Once::Never),
        Count::Separations => (Kind::Separation, Once::Never),
        Count::Widowed => (Kind::Widowed, Once::Never),
        Count::MethodStarts => (Kind::MethodStart, Once::Never),
        Count::MethodStops => (Kind::MethodStop, Once::Never),
        Count::Pregnancies => (Kind::Pregnancy, Once::Never),
        Count::PrenatalScreens => (Kind::Prenatal, Once::Subject),
        Count::NewbornScreens => (Kind::Newborn, Once::Subject),
        Count::Checkups => (Kind::Checkup, Once::Subject),
        Count::Reviews => (Kind::Review, Once::Subject),
        Count::Marriages | Count::Residents | Count::Households | Count::MovesIn | Count::MovesOut | Count::Corrections => {
            (Kind::Marriage, Once::Never)
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Once {
    Never,
    Subject,
    Act,
}

/// Where a kind of fact keeps what a dimension asks for.
const fn slot(dim: Dim) -> usize {
    match dim {
        Dim::Order | Dim::Neonatal | Dim::Registered | Dim::Method | Dim::Outcome | Dim::Panels | Dim::Type => 0,
        Dim::MotherAge | Dim::DeathPlace | Dim::Kin | Dim::New | Dim::Edward | Dim::Ch => 1,
        Dim::BirthPlace | Dim::Counselled | Dim::Down | Dim::G6pd => 2,
        Dim::Multiple | Dim::First | Dim::Patau | Dim::Cah => 3,
        Dim::Underage | Dim::Thalassemia | Dim::Hearing => 4,
        Dim::Band | Dim::Heart => 5,
        Dim::Sex
        | Dim::Age
        | Dim::Urban
        | Dim::Modern
        | Dim::Residence
        | Dim::Marital
        | Dim::Ethnic
        | Dim::Education
        | Dim::Disabled
        | Dim::Fresh
        | Dim::Level => 6,
    }
}

fn value(asked: &Asked<'_>, row: &FactRow, dim: Dim) -> u16 {
    if dim == Dim::Sex {
        row.sex.into()
    } else if dim == Dim::Age {
        ((row.day - row.birth) / 10_000).clamp(0, MAX_AGE as i32) as u16
    } else if dim == Dim::Urban {
        asked.map.urban(row.hamlet)
    } else if dim == Dim::Modern {
        asked.is_modern(row.told[slot(Dim::Method)])
    } else {
        row.told[slot(dim)].into()
    }
}

/// Calls `sink` with the row and the cell of everything that counts.
pub(crate) fn visit(image: &Image, asked: &Asked<'_>, mut sink: impl FnMut(&FactRow, u64)) {
    let (kind, once) = book_of(asked.count);
    // The first of a period stands for all of them.
    let mut firsts: HashMap<(u64, [u8; 16]), FactRow> = HashMap::new();
    image.happened.of(kind).believed(asked.known_at, |row, known_from| {
        let group = asked.map.group(row.hamlet);
        if group == u32::MAX || !asked.is_new(known_from) {
            return;
        }
        for period in asked.periods_of(row.day) {
            let Some(cell) = asked.cell(group, period, |dim| value(asked, row, dim)) else { continue };
            let key = match once {
                Once::Never => {
                    sink(row, cell);
                    continue;
                }
                Once::Subject => row.subject,
                Once::Act => row.act,
            };
            let first = firsts.entry((cell, key)).or_insert(*row);
            *first = (*first).min_by_day(row);
        }
    });
    for ((cell, _), row) in &firsts {
        sink(row, *cell);
    }
}

impl FactRow {
    fn min_by_day(self, other: &Self) -> Self {
        if (other.day, other.act, other.subject) < (self.day, self.act, self.subject) { *other } else { self }
    }
}
