//! One dated version of an administrative unit.

use std::fmt;

use jiff::civil::Date;

use crate::code::{Level, UnitCode};
use crate::overlay::kept_text;

/// What sort of unit it is in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The country.
    Country,
    /// Tỉnh.
    Province,
    /// Thành phố trực thuộc trung ương.
    CentralCity,
    /// Quận.
    UrbanDistrict,
    /// Huyện.
    RuralDistrict,
    /// Thị xã.
    Town,
    /// Thành phố under a province.
    City,
    /// Phường.
    Ward,
    /// Xã.
    Commune,
    /// Thị trấn.
    Township,
    /// Đặc khu.
    SpecialZone,
}

impl Kind {
    /// The term in law, in lower case: `phường`.
    pub fn text(self) -> &'static str {
        match self {
            Kind::Country => "quốc gia",
            Kind::Province => "tỉnh",
            Kind::CentralCity => "thành phố trực thuộc trung ương",
            Kind::UrbanDistrict => "quận",
            Kind::RuralDistrict => "huyện",
            Kind::Town => "thị xã",
            Kind::City => "thành phố",
            Kind::Ward => "phường",
            Kind::Commune => "xã",
            Kind::Township => "thị trấn",
            Kind::SpecialZone => "đặc khu",
        }
    }

    /// The kind that the first words of a full name tell, and the name after them.
    pub(crate) fn split(level: Level, full_name: &str) -> Option<(Kind, &str)> {
        let words: &[(&str, Kind)] = match level {
            Level::Nation | Level::Hamlet => &[],
            Level::Province => &[("Tỉnh ", Kind::Province), ("Thành phố ", Kind::CentralCity)],
            Level::District => &[
                ("Quận ", Kind::UrbanDistrict),
                ("Huyện ", Kind::RuralDistrict),
                ("Thị xã ", Kind::Town),
                ("Thành phố ", Kind::City),
            ],
            Level::Commune => {
                &[("Phường ", Kind::Ward), ("Xã ", Kind::Commune), ("Thị trấn ", Kind::Township), ("Đặc khu ", Kind::SpecialZone)]
            }
        };
        words.iter().find_map(|(word, kind)| full_name.strip_prefix(word).map(|name| (*kind, name)))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

/// A unit as it stands between two dates: a change of name, kind or parent makes another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its code, unique among the units of its level on any one date.
    pub code: UnitCode,
    /// Its kind in law.
    pub kind: Kind,
    /// Its name alone: `Ba Đình`.
    pub name: &'static str,
    /// Its kind and name: `Phường Ba Đình`.
    pub full_name: &'static str,
    /// The unit next above it; none above the nation.
    pub parent: Option<UnitCode>,
    /// Its first day in this version; none when the sources do not say.
    pub valid_from: Option<Date>,
    /// Its last day in this version; none while it is in force.
    pub valid_to: Option<Date>,
    /// The legal text that made this version; none when the sources do not say.
    pub decree: Option<&'static str>,
}

impl Unit {
    /// The nation, which has one version.
    pub const NATION: Unit = Unit {
        code: UnitCode::NATION,
        kind: Kind::Country,
        name: "Việt Nam",
        full_name: "Việt Nam",
        parent: None,
        valid_from: None,
        valid_to: None,
        decree: None,
    };

    /// A version out of its full name, whose first words tell its kind; none if they tell no kind of the code's level. The texts are
    /// kept as long as the program lives.
    #[must_use]
    pub fn read(code: UnitCode, full_name: &str, parent: Option<UnitCode>, decree: Option<&str>) -> Option<Unit> {
        let (kind, name) = Kind::split(code.level(), kept_text(full_name))?;
        let full_name = kept_text(full_name);
        Some(Unit { code, kind, name, full_name, parent, valid_from: None, valid_to: None, decree: decree.map(kept_text) })
    }

    /// Its level in the tree.
    pub fn level(&self) -> Level {
        self.code.level()
    }

    /// Whether this version holds on a day.
    pub fn in_force(&self, at: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= at) && self.valid_to.is_none_or(|to| at <= to)
    }
}
