//! What is asked for.

use danso_places::{Gazetteer, UnitCode};
use jiff::civil::Date;
use std::fmt;

/// The last day of the old map.
pub(crate) const OLD_MAP: Date = Date::constant(2025, 6, 30);

/// What to generate. Equal plans give equal bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The province, by its code on the map: `92`.
    pub province: u8,
    /// One commune of it; all when none is named.
    pub commune: Option<String>,
    /// Usual residents on the first day.
    pub persons: u64,
    /// Months of events after it.
    pub months: u32,
    /// Year and month of the first day, from 2025-07 on; on the old map from 2020-01 on.
    pub from: (i16, i8),
    /// Whether on the 63 provinces, 696 districts and 10 035 communes of June 2025, which are then taken to last.
    pub old_map: bool,
    /// The seed of all chance.
    pub seed: u64,
}

impl Plan {
    /// A plan for a province, from January 2026.
    #[must_use]
    pub const fn new(province: u8, persons: u64) -> Self {
        Self { province, commune: None, persons, months: 0, from: (2026, 1), old_map: false, seed: 1 }
    }

    /// The first day.
    ///
    /// # Errors
    /// When the month is none, or outside July 2025 (on the old map January 2020) to December 2100.
    pub fn first_day(&self) -> Result<Date, PlanError> {
        let (year, month) = self.from;
        let first = Date::new(year, month, 1).map_err(|_| PlanError::Month(self.from))?;
        let earliest = if self.old_map { Date::constant(2020, 1, 1) } else { Date::constant(2025, 7, 1) };
        if first < earliest || year > 2100 { Err(PlanError::Month(self.from)) } else { Ok(first) }
    }

    /// A day of the map on which people are settled.
    pub(crate) fn map_day(&self, first: Date) -> Date {
        if self.old_map { OLD_MAP } else { first }
    }

    /// The code of 2025 of the province, under which the tables have it: that of the province it became.
    pub(crate) fn table_code(&self) -> Option<u8> {
        if !self.old_map {
            return Some(self.province);
        }
        let province: UnitCode = format!("{:02}", self.province).parse().ok()?;
        Gazetteer::embedded().successors(province, OLD_MAP).first()?.new.as_str().parse().ok()
    }

    /// The communes that may be populated.
    pub(crate) fn communes(&self, first: Date) -> Result<Vec<danso_places::Unit>, PlanError> {
        let unknown = || PlanError::Province(self.province);
        let province: UnitCode = format!("{:02}", self.province).parse().map_err(|_| unknown())?;
        let all = Gazetteer::embedded().communes_of(province, self.map_day(first));
        if all.is_empty() {
            return Err(unknown());
        }
        let Some(code) = &self.commune else { return Ok(all) };
        let one: Vec<_> = all.into_iter().filter(|unit| unit.code.as_str() == code).collect();
        if one.is_empty() { Err(PlanError::Commune(code.clone())) } else { Ok(one) }
    }
}

/// A plan that cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanError {
    /// No province has this code now.
    Province(u8),
    /// The province has no such commune on the first day.
    Commune(String),
    /// Too few persons to make an area, or more than are counted in 32 bits.
    Persons(u64),
    /// More than 600 months.
    Months(u32),
    /// No month from July 2025 to December 2100.
    Month((i16, i8)),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Province(code) => write!(f, "no province has the code {code:02} since July 2025"),
            Self::Commune(code) => write!(f, "the province has no commune {code} on the first day"),
            Self::Persons(persons) => write!(f, "{persons} persons: at least 100 and at most 20 million can be made"),
            Self::Months(months) => write!(f, "{months} months: at most 600 can be made"),
            Self::Month((year, month)) => write!(f, "{year:04}-{month:02} is no month from 2025-07 to 2100-12"),
        }
    }
}

impl std::error::Error for PlanError {}
