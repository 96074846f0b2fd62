//! What only movers have: the days of leaving and coming, and the places that they name. Pure.
//!
//! The weights are judgements, in bits (log₂ of how much oftener one person's two ends look so than two strangers' do), not learnt: pairs
//! that officers have settled are too few so far. `docs/movers.md` has the reckoning behind each.

/// How the day of coming lies to the day of leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// Came within 31 days.
    Soon,
    /// Came within half a year.
    Later,
    /// Came within two years.
    Late,
    /// Came after that.
    VeryLate,
    /// Came up to 31 days before leaving was told to have been.
    JustBefore,
    /// Came longer before: lived in both.
    Before,
}

impl Days {
    /// Of the days between leaving and coming, negative where coming was first.
    pub(super) const fn of(days: i32) -> Self {
        match days {
            i32::MIN..-31 => Self::Before,
            -31..=-1 => Self::JustBefore,
            0..=31 => Self::Soon,
            32..=183 => Self::Later,
            184..=730 => Self::Late,
            731.. => Self::VeryLate,
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Later => "later",
            Self::Late => "late",
            Self::VeryLate => "very_late",
            Self::JustBefore => "just_before",
            Self::Before => "before",
        }
    }

    /// Bits. A sheet tells when someone was found, not when they came: a long time says little then, and being found before leaving says more.
    pub(super) const fn weight(self, found: bool) -> f64 {
        match (self, found) {
            (Self::Soon, false) => 4.0,
            (Self::Later, false) => 1.0,
            (Self::Late, false) => -2.0,
            (Self::VeryLate, false) => -3.0,
            (Self::JustBefore, false) => 1.0,
            (Self::Before, _) => -8.0,
            (Self::Soon | Self::Later, true) => 2.0,
            (Self::Late, true) => 0.0,
            (Self::VeryLate, true) => -1.0,
            (Self::JustBefore, true) => -2.0,
        }
    }
}

/// How a named place agrees with where the other end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agrees {
    /// Nothing was told.
    Untold,
    /// This commune.
    Commune,
    /// This province, and no commune.
    Province,
    /// Another commune of this province.
    OtherCommune,
    /// Another province.
    OtherProvince,
    /// Another country.
    Abroad,
}

impl Agrees {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Untold => "untold",
            Self::Commune => "commune",
            Self::Province => "province",
            Self::OtherCommune => "other_commune",
            Self::OtherProvince => "other_province",
            Self::Abroad => "abroad",
        }
    }

    /// Bits.
    pub(super) const fn weight(self) -> f64 {
        match self {
            Self::Untold => 0.0,
            Self::Commune => 6.0,
            Self::Province => 2.0,
            Self::OtherCommune => -2.0,
            Self::OtherProvince => -5.0,
            Self::Abroad => -7.0,
        }
    }
}

/// What of a weight against strangers is one against kin too: kin move together, to the same place on the same day, so that agreeing says almost nothing
/// against them, and disagreeing as much.
pub(super) const fn of_kin(bits: f64) -> f64 {
    if bits > 1.0 { bits - 1.0 } else { bits.min(0.0) }
}

/// Bits for a pair whose households have another pair that is one person for sure: of those who leave one household in the same weeks, most come to one
/// household again; of strangers' pairs hardly one in sixty falls into such two households.
const TOGETHER: f64 = 6.0;

/// Bits from the surest other pair of the two households, as sure as that one is by itself.
pub(super) fn together(other: f64) -> f64 {
    (1.0 - other + other * TOGETHER.exp2()).log2()
}

#[cfg(test)]
mod tests {
    use super::{Agrees, Days, of_kin, together};

    #[test]
    fn others_of_the_household_speak_as_far_as_they_are_sure() {
        assert_eq!((together(0.0), together(1.0)), (0.0, 6.0));
        assert!(together(0.01) < 1.0 && together(0.5) > 4.0 && together(0.5) < 6.0);
    }

    #[test]
    fn each_day_has_one_level() {
        let cases = [
            (-400, Days::Before),
            (-32, Days::Before),
            (-31, Days::JustBefore),
            (-1, Days::JustBefore),
            (0, Days::Soon),
            (31, Days::Soon),
            (32, Days::Later),
            (183, Days::Later),
            (184, Days::Late),
            (730, Days::Late),
            (731, Days::VeryLate),
        ];
        for (days, level) in cases {
            assert_eq!(Days::of(days), level, "{days}");
        }
    }

    #[test]
    fn agreeing_speaks_for_and_disagreeing_against() {
        assert!(Days::Soon.weight(false) > Days::Later.weight(false) && Days::Later.weight(false) > 0.0);
        assert!(Days::Before.weight(false) < Days::VeryLate.weight(false));
        assert!(Days::JustBefore.weight(true) < Days::JustBefore.weight(false), "found there while living elsewhere");
        let order =
            [Agrees::Commune, Agrees::Province, Agrees::Untold, Agrees::OtherCommune, Agrees::OtherProvince, Agrees::Abroad];
        assert!(order.is_sorted_by(|one, other| one.weight() > other.weight()));
    }

    #[test]
    fn kin_share_the_evidence() {
        assert_eq!((of_kin(10.0), of_kin(0.5), of_kin(0.0), of_kin(-3.0)), (9.0, 0.0, 0.0, -3.0));
    }
}
