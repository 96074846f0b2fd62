//! How long infants who die have lived.

use crate::age::Sex;

/// The rule for ₁a₀, the years lived in the first year by those who die in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum A0Rule {
    /// [`a0_andreev_kingkade`]: the standard of the Human Mortality Database since 2015 and of the United Nations since 2022.
    AndreevKingkade,
    /// [`a0_coale_demeny`]: the rule of regional model life tables.
    CoaleDemeny(Region),
    /// A value known from births and deaths by day of age.
    Known(f64),
}

/// The four regions of the model life tables of Coale and Demeny.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// North.
    North,
    /// South.
    South,
    /// East.
    East,
    /// West, used where nothing else is known.
    West,
}

/// ₁a₀ from the infant death rate `m0` (deaths per person-year), by sex.
///
/// Piecewise linear in m₀. Source: Andreev & Kingkade 2015, *Average age at death in infancy and infant mortality level*, Demographic
/// Research 33(13), table 3; also Methods Protocol of the Human Mortality Database, version 6, section 7.1.
///
/// | m₀, males | ₁a₀ | m₀, females | ₁a₀ |
/// |---|---|---|---|
/// | < 0.02300 | 0.14929 − 1.99545 m₀ | < 0.01724 | 0.14903 − 2.05527 m₀ |
/// | < 0.08307 | 0.02832 + 3.26021 m₀ | < 0.06891 | 0.04667 + 3.88089 m₀ |
/// | above | 0.29915 | above | 0.31411 |
///
/// Without a sex (`None`) the mean of both, a convention of this crate for tables of both sexes together.
pub fn a0_andreev_kingkade(m0: f64, sex: Option<Sex>) -> f64 {
    match sex {
        Some(Sex::Male) if m0 < 0.02300 => 0.14929 - 1.99545 * m0,
        Some(Sex::Male) if m0 < 0.08307 => 0.02832 + 3.26021 * m0,
        Some(Sex::Male) => 0.29915,
        Some(Sex::Female) if m0 < 0.01724 => 0.14903 - 2.05527 * m0,
        Some(Sex::Female) if m0 < 0.06891 => 0.04667 + 3.88089 * m0,
        Some(Sex::Female) => 0.31411,
        None => f64::midpoint(a0_andreev_kingkade(m0, Some(Sex::Male)), a0_andreev_kingkade(m0, Some(Sex::Female))),
    }
}

/// ₁a₀ from the infant death rate `m0`, by sex and region.
///
/// `a = α + β·q₀` below q₀ = 0.1, constant above; as the rule speaks of q₀ = m₀ / (1 + (1 − a) m₀), the quadratic equation
/// `a·(1 + m₀ − a·m₀) = α·(1 + m₀ − a·m₀) + β·m₀` is solved for `a`. Source: Coale & Demeny 1983, *Regional Model Life Tables and Stable
/// Populations*; United Nations 1983, *Manual X*, table 164.
///
/// | | males q₀ < 0.1 | above | females q₀ < 0.1 | above |
/// |---|---|---|---|---|
/// | North, South, West | 0.0425 + 2.875 q₀ | 0.33 | 0.050 + 3.0 q₀ | 0.35 |
/// | East | 0.0025 + 2.875 q₀ | 0.29 | 0.010 + 3.0 q₀ | 0.31 |
///
/// Without a sex the mean of both.
pub fn a0_coale_demeny(m0: f64, sex: Option<Sex>, region: Region) -> f64 {
    let (alpha, beta, above) = match (region, sex) {
        (Region::North | Region::South | Region::West, Some(Sex::Male)) => (0.0425, 2.875, 0.33),
        (Region::North | Region::South | Region::West, Some(Sex::Female)) => (0.05, 3.0, 0.35),
        (Region::East, Some(Sex::Male)) => (0.0025, 2.875, 0.29),
        (Region::East, Some(Sex::Female)) => (0.01, 3.0, 0.31),
        (_, None) => {
            return f64::midpoint(a0_coale_demeny(m0, Some(Sex::Male), region), a0_coale_demeny(m0, Some(Sex::Female), region));
        }
    };
    if super::probability(1.0, m0, above) >= 0.1 {
        return above;
    }
    // m·a² − (1 + m + α·m)·a + α·(1 + m) + β·m = 0; the smaller root is the one that tends to α as m tends to 0.
    let b = 1.0 + m0 + alpha * m0;
    let c = alpha * (1.0 + m0) + beta * m0;
    2.0 * c / (b + (b * b - 4.0 * m0 * c).sqrt())
}

/// ₄a₁ from the infant death *probability* `q0`, by sex and region: `α − β·q₀` below q₀ = 0.1, constant above.
///
/// Source: Coale & Demeny 1983; United Nations 1983, *Manual X*, table 164.
///
/// | | males q₀ < 0.1 | above | females q₀ < 0.1 | above |
/// |---|---|---|---|---|
/// | North | 1.859 − 3.013 q₀ | 1.558 | 1.733 − 1.627 q₀ | 1.570 |
/// | South | 1.541 − 3.013 q₀ | 1.240 | 1.402 − 1.627 q₀ | 1.239 |
/// | East | 1.614 − 3.013 q₀ | 1.313 | 1.487 − 1.627 q₀ | 1.324 |
/// | West | 1.653 − 3.013 q₀ | 1.352 | 1.524 − 1.627 q₀ | 1.361 |
///
/// Without a sex the mean of both.
pub fn a1_coale_demeny(q0: f64, sex: Option<Sex>, region: Region) -> f64 {
    let (alpha, beta, above) = match (region, sex) {
        (Region::North, Some(Sex::Male)) => (1.859, 3.013, 1.558),
        (Region::North, Some(Sex::Female)) => (1.733, 1.627, 1.570),
        (Region::South, Some(Sex::Male)) => (1.541, 3.013, 1.240),
        (Region::South, Some(Sex::Female)) => (1.402, 1.627, 1.239),
        (Region::East, Some(Sex::Male)) => (1.614, 3.013, 1.313),
        (Region::East, Some(Sex::Female)) => (1.487, 1.627, 1.324),
        (Region::West, Some(Sex::Male)) => (1.653, 3.013, 1.352),
        (Region::West, Some(Sex::Female)) => (1.524, 1.627, 1.361),
        (_, None) => {
            return f64::midpoint(a1_coale_demeny(q0, Some(Sex::Male), region), a1_coale_demeny(q0, Some(Sex::Female), region));
        }
    };
    if q0 >= 0.1 { above } else { alpha - beta * q0 }
}

impl A0Rule {
    /// ₁a₀ by this rule.
    pub(super) fn a0(self, m0: f64, sex: Option<Sex>) -> f64 {
        match self {
            Self::AndreevKingkade => a0_andreev_kingkade(m0, sex),
            Self::CoaleDemeny(region) => a0_coale_demeny(m0, sex, region),
            Self::Known(a) => a,
        }
    }

    /// The region whose ₄a₁ goes with this rule: West where the rule names none.
    pub(super) fn region(self) -> Region {
        match self {
            Self::CoaleDemeny(region) => region,
            Self::AndreevKingkade | Self::Known(_) => Region::West,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coale_demeny_agrees_with_its_own_probability() {
        for m0 in [0.0, 0.001, 0.02, 0.08, 0.1] {
            let a = a0_coale_demeny(m0, Some(Sex::Female), Region::West);
            let q = super::super::probability(1.0, m0, a);
            assert!((a - (0.05 + 3.0 * q)).abs() < 1e-14, "{m0}");
        }
        assert!((a0_coale_demeny(0.2, Some(Sex::Male), Region::East) - 0.29).abs() < 1e-15);
    }

    #[test]
    fn both_sexes_lie_between() {
        let (male, female) = (a0_andreev_kingkade(0.01, Some(Sex::Male)), a0_andreev_kingkade(0.01, Some(Sex::Female)));
        assert!((a0_andreev_kingkade(0.01, None) - f64::midpoint(male, female)).abs() < 1e-15);
    }
}
