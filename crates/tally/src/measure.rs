//! The one question: how many of something, by group, period and dimensions. `docs/measures.md` says what each count and dimension is.

mod cells;
mod facts;
mod households;
mod map;
mod moves;
mod residents;

use crate::image::Image;
use crate::rows::day_number;
pub use cells::Cells;
use cells::{Layout, Sum};
use danso_model::{HouseholdId, PersonId, Position};
use jiff::civil::Date;
pub use map::{Map, Place};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "docs/measures.md says what each is")]
pub enum Count {
    Residents,
    Households,
    Births,
    Deaths,
    MovesIn,
    MovesOut,
    Corrections,
    Marriages,
    Couples,
    Divorces,
    Separations,
    Widowed,
    MethodStarts,
    MethodStops,
    Pregnancies,
    PrenatalScreens,
    NewbornScreens,
    Checkups,
    Reviews,
}

/// By what a count is split or narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "docs/measures.md says what each holds")]
pub enum Dim {
    Sex,
    Age,
    Residence,
    Marital,
    Method,
    Ethnic,
    Education,
    Disabled,
    Urban,
    Type,
    Fresh,
    Order,
    MotherAge,
    BirthPlace,
    Multiple,
    Neonatal,
    DeathPlace,
    Level,
    Registered,
    Kin,
    Underage,
    Counselled,
    First,
    Modern,
    New,
    Outcome,
    Band,
    Panels,
    Edward,
    Down,
    Patau,
    Thalassemia,
    Ch,
    G6pd,
    Cah,
    Hearing,
    Heart,
}

/// When: days for a stock, periods for a flow.
#[derive(Debug, Clone, Copy)]
pub enum When<'a> {
    /// At the end of each of these days.
    Days(&'a [Date]),
    /// Within each of these periods, first and last day included; they may overlap.
    Periods(&'a [(Date, Date)]),
}

/// What to count.
#[derive(Debug, Clone)]
pub struct MeasureQuery<'a> {
    /// What.
    pub count: Count,
    /// When.
    pub when: When<'a>,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
    /// Where, on the boundaries of some day. A move inside a group is no move of it.
    pub map: &'a Map,
    /// Only those whose value lies in one of the ranges, both ends included; of several entries all must hold.
    pub only: &'a [(Dim, Vec<(u16, u16)>)],
    /// Split by the values of these.
    pub by: &'a [Dim],
    /// The numbers of the methods of contraception that the catalogue calls modern.
    pub modern: &'a [u16],
    /// How many threads to use, at least one.
    pub threads: usize,
}

/// A question that cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureError {
    /// The count has no such dimension.
    NoDimension(Count, Dim),
    /// A stock is taken at days, a flow over periods.
    When(Count),
}

impl std::fmt::Display for MeasureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoDimension(count, dim) => write!(f, "{count:?} cannot be split by {dim:?}"),
            Self::When(count) if count.is_stock() => write!(f, "{count:?} is counted at days, not over periods"),
            Self::When(count) => write!(f, "{count:?} is counted over periods, not at days"),
        }
    }
}

impl std::error::Error for MeasureError {}

/// Someone or something that a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Behind {
    /// Which of the groups.
    pub group: u32,
    /// Which of the days or periods.
    pub period: u32,
    /// When it happened; the day asked for where a stock is counted.
    pub day: i32,
    /// Who.
    pub who: Who,
}

/// A person or a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A person.
    Person(PersonId),
    /// A household.
    Household(HouseholdId),
}

impl Count {
    /// Every count.
    pub const ALL: [Self; 19] = [
        Self::Residents,
        Self::Households,
        Self::Births,
        Self::Deaths,
        Self::MovesIn,
        Self::MovesOut,
        Self::Corrections,
        Self::Marriages,
        Self::Couples,
        Self::Divorces,
        Self::Separations,
        Self::Widowed,
        Self::MethodStarts,
        Self::MethodStops,
        Self::Pregnancies,
        Self::PrenatalScreens,
        Self::NewbornScreens,
        Self::Checkups,
        Self::Reviews,
    ];

    /// Whether it is taken at a day, not over a period.
    #[must_use]
    pub const fn is_stock(self) -> bool {
        matches!(self, Self::Residents | Self::Households)
    }

    /// By what it can be split or narrowed.
    #[must_use]
    pub const fn dims(self) -> &'static [Dim] {
        use Dim::{
            Age, Band, BirthPlace, Cah, Ch, Counselled, DeathPlace, Disabled, Down, Education, Edward, Ethnic, First, Fresh,
            G6pd, Hearing, Heart, Kin, Level, Marital, Method, Modern, MotherAge, Multiple, Neonatal, New, Order, Outcome,
            Panels, Patau, Registered, Residence, Sex, Thalassemia, Type, Underage, Urban,
        };
        match self {
            Self::Residents => &[Sex, Age, Residence, Marital, Method, Modern, Ethnic, Education, Disabled, Urban],
            Self::Households => &[Type, Fresh, Urban],
            Self::Births => &[Sex, Order, MotherAge, BirthPlace, Multiple, Urban],
            Self::Deaths => &[Sex, Age, Neonatal, DeathPlace, Urban],
            Self::MovesIn | Self::MovesOut => &[Sex, Age, Level, Urban],
            Self::Corrections => &[Sex, Age, Urban],
            Self::Marriages => &[Sex, Age, Registered, Kin, Underage, Counselled, First, Urban],
            Self::Couples => &[Registered, Kin, Counselled, First, Urban],
            Self::Divorces | Self::Separations | Self::Widowed => &[Sex, Age, Urban],
            Self::MethodStarts | Self::MethodStops => &[Age, Method, Modern, New, Urban],
            Self::Pregnancies => &[Age, Outcome, Urban],
            Self::PrenatalScreens => &[Age, Band, Panels, Edward, Down, Patau, Thalassemia, Urban],
            Self::NewbornScreens => &[Sex, Panels, Ch, G6pd, Cah, Hearing, Heart, Urban],
            Self::Checkups => &[Sex, Age, Urban],
            Self::Reviews => &[Type, Urban],
        }
    }
}

/// A question made ready.
pub(crate) struct Asked<'a> {
    pub(crate) count: Count,
    /// First and last day of each period; a day is a period of one day.
    pub(crate) periods: Vec<(i32, i32)>,
    pub(crate) known_at: Option<Position>,
    /// Only what is believed since a later position than this; None for all. Of happenings only.
    pub(crate) since: Option<Position>,
    pub(crate) map: &'a Map,
    /// For each dimension narrowed, which values pass.
    pub(crate) only: Vec<(Dim, Vec<bool>)>,
    pub(crate) by: &'a [Dim],
    pub(crate) modern: Vec<bool>,
    pub(crate) threads: usize,
    pub(crate) layout: Layout,
}

/// How many values a dimension has, from 0.
pub(crate) const fn values(dim: Dim) -> usize {
    match dim {
        Dim::Sex | Dim::Type => 3,
        Dim::Age => crate::count::MAX_AGE + 1,
        Dim::Residence | Dim::Marital | Dim::Education => 16,
        Dim::Ethnic => 128,
        Dim::Level => 6,
        Dim::Disabled
        | Dim::Urban
        | Dim::Fresh
        | Dim::Multiple
        | Dim::Neonatal
        | Dim::Registered
        | Dim::Kin
        | Dim::Underage
        | Dim::First
        | Dim::Modern
        | Dim::New => 2,
        // Codes of lists are below 98, or 98 and 99.
        Dim::Method => 100,
        Dim::Order
        | Dim::MotherAge
        | Dim::BirthPlace
        | Dim::DeathPlace
        | Dim::Counselled
        | Dim::Outcome
        | Dim::Band
        | Dim::Panels
        | Dim::Edward
        | Dim::Down
        | Dim::Patau
        | Dim::Thalassemia
        | Dim::Ch
        | Dim::G6pd
        | Dim::Cah
        | Dim::Hearing
        | Dim::Heart => 256,
    }
}

impl<'a> Asked<'a> {
    fn new(query: &MeasureQuery<'a>) -> Result<Self, MeasureError> {
        let has = query.count.dims();
        let asked = query.only.iter().map(|(dim, _)| dim).chain(query.by);
        if let Some(dim) = asked.into_iter().find(|dim| !has.contains(dim)) {
            return Err(MeasureError::NoDimension(query.count, *dim));
        }
        let periods: Vec<(i32, i32)> = match query.when {
            When::Days(days) if query.count.is_stock() => days.iter().map(|day| (day_number(*day), day_number(*day))).collect(),
            When::Periods(periods) if !query.count.is_stock() => {
                periods.iter().map(|(first, last)| (day_number(*first), day_number(*last))).collect()
            }
            When::Days(_) | When::Periods(_) => return Err(MeasureError::When(query.count)),
        };
        let passes = |dim: Dim, ranges: &[(u16, u16)]| {
            (0..values(dim) as u16).map(|value| ranges.iter().any(|(low, high)| (*low..=*high).contains(&value))).collect()
        };
        Ok(Self {
            count: query.count,
            known_at: query.known_at,
            since: None,
            map: query.map,
            only: query.only.iter().map(|(dim, ranges)| (*dim, passes(*dim, ranges))).collect(),
            by: query.by,
            modern: (0..values(Dim::Method) as u16).map(|method| query.modern.contains(&method)).collect(),
            threads: query.threads,
            layout: Layout::new(query.map.groups.labels.len(), periods.len(), query.by),
            periods,
        })
    }

    /// The cell of what has these values; None where it is narrowed away.
    pub(crate) fn cell(&self, group: u32, period: usize, value: impl Fn(Dim) -> u16) -> Option<u64> {
        if !self.only.iter().all(|(dim, passes)| passes[usize::from(value(*dim))]) {
            return None;
        }
        let start = self.layout.start(group, period);
        Some(self.by.iter().fold(start, |cell, dim| cell * values(*dim) as u64 + u64::from(value(*dim))))
    }

    /// Whether what is believed since a position is new enough to be asked for.
    pub(crate) fn is_new(&self, known_from: u32) -> bool {
        self.since.is_none_or(|since| known_from > since.0)
    }

    /// Whether a method is modern.
    pub(crate) fn is_modern(&self, method: u8) -> u16 {
        self.modern[usize::from(method)].into()
    }

    /// The periods that a day lies in.
    pub(crate) fn periods_of(&self, day: i32) -> impl Iterator<Item = usize> {
        let holds = move |(at, (first, last)): (usize, &(i32, i32))| (*first <= day && day <= *last).then_some(at);
        self.periods.iter().enumerate().filter_map(holds)
    }
}

impl Image {
    /// Counts, in one pass over the rows concerned.
    ///
    /// # Errors
    /// When the count is not taken at such a time or has not these dimensions.
    ///
    /// # Panics
    /// When the map was made for fewer hamlets than the image has.
    pub fn measure(&self, query: &MeasureQuery<'_>) -> Result<Cells, MeasureError> {
        let asked = self.asked(query)?;
        let mut sum = Sum::new(&asked.layout);
        match query.count {
            Count::Residents => sum = residents::count(self, &asked),
            Count::Households => households::visit(self, &asked, |_, cell, _| sum.add(cell, 1)),
            Count::MovesIn | Count::MovesOut | Count::Corrections => {
                moves::visit(self, &asked, |_, cell, _, sign| sum.add(cell, sign));
            }
            Count::Births
            | Count::Deaths
            | Count::Marriages
            | Count::Couples
            | Count::Divorces
            | Count::Separations
            | Count::Widowed
            | Count::MethodStarts
            | Count::MethodStops
            | Count::Pregnancies
            | Count::PrenatalScreens
            | Count::NewbornScreens
            | Count::Checkups
            | Count::Reviews => facts::visit(self, &asked, |_, cell| sum.add(cell, 1)),
        }
        Ok(sum.into_cells(asked.layout, query.by))
    }

    /// The persons or households that a measure counts, in order of group, period and day; at most `limit` of them. Someone whom several
    /// happenings concern is listed with each; of what counts once a period, the first is listed. Both signs of corrections are listed.
    ///
    /// # Errors
    /// As [`Image::measure`].
    ///
    /// # Panics
    /// As [`Image::measure`].
    pub fn behind(&self, query: &MeasureQuery<'_>, limit: usize) -> Result<Vec<Behind>, MeasureError> {
        Ok(self.listed(query.count, &self.asked(query)?, limit))
    }

    /// The same of happenings, but only what is believed since a later position than `since`: few where little came after it. What a
    /// correction changed is among them, though it was known in another form; of couples, one partner's happening may be and the other's not.
    ///
    /// # Errors
    /// As [`Image::measure`]; a stock has no happenings.
    ///
    /// # Panics
    /// As [`Image::measure`].
    pub fn behind_since(&self, query: &MeasureQuery<'_>, since: Position) -> Result<Vec<Behind>, MeasureError> {
        if query.count.is_stock() {
            return Err(MeasureError::When(query.count));
        }
        let asked = Asked { since: Some(since), ..self.asked(query)? };
        Ok(self.listed(query.count, &asked, usize::MAX))
    }

    fn listed(&self, count: Count, asked: &Asked<'_>, limit: usize) -> Vec<Behind> {
        let mut found: Vec<Behind> = Vec::new();
        let mut add = |cell: u64, day: i32, who: Who| {
            let (group, period) = asked.layout.place(cell);
            found.push(Behind { group, period, day, who });
        };
        let person = |id: &[u8; 16]| Who::Person(PersonId::from_bytes(*id));
        match count {
            Count::Residents => residents::visit(self, asked, |id, cell, day| add(cell, day, person(id))),
            Count::Households => households::visit(self, asked, |id, cell, day| {
                add(cell, day, Who::Household(HouseholdId::from_bytes(*id)));
            }),
            Count::MovesIn | Count::MovesOut | Count::Corrections => {
                moves::visit(self, asked, |id, cell, day, _| add(cell, day, person(id)));
            }
            Count::Reviews => facts::visit(self, asked, |row, cell| {
                add(cell, row.day, Who::Household(HouseholdId::from_bytes(row.subject)));
            }),
            Count::Births
            | Count::Deaths
            | Count::Marriages
            | Count::Couples
            | Count::Divorces
            | Count::Separations
            | Count::Widowed
            | Count::MethodStarts
            | Count::MethodStops
            | Count::Pregnancies
            | Count::PrenatalScreens
            | Count::NewbornScreens
            | Count::Checkups => facts::visit(self, asked, |row, cell| add(cell, row.day, person(&row.subject))),
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(limit);
        found
    }

    fn asked<'a>(&self, query: &MeasureQuery<'a>) -> Result<Asked<'a>, MeasureError> {
        assert!(query.map.groups.of_hamlet.len() >= self.hamlets().len(), "the map is older than the image");
        let mut asked = Asked::new(query)?;
        asked.known_at = asked.known_at.filter(|position| *position < self.head());
        Ok(asked)
    }
}
