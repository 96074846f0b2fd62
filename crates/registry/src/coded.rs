//! What of a person's health is counted: small numbers, without places, reasons or words.

use danso_model::{Code, Event, Health, PregnancyOutcome, Risk, ScreenResult};

/// Which layout [`CodedHealth::to_bytes`] writes.
const LAYOUT: u8 = 1;

/// "A method is in use, which one was not told."
pub const METHOD_NOT_TOLD: u8 = 99;
/// A code that is no number below 98.
const OTHER: u8 = 98;

/// The coded health content of one event. This is what the statistics key seals, so it must stay as little as counting needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodedHealth {
    /// A method of contraception begun or ended: its code as a number.
    Method(u8),
    /// What was reported of a pregnancy: 1 pregnant, 2 miscarriage, 3 abortion.
    Pregnancy(u8),
    /// Prenatal screening: the week band, and the results for Edwards, Down, Patau syndrome and thalassaemia (0 not told, 1 low risk,
    /// 2 high risk, 3 normal).
    Prenatal(u8, [u8; 4]),
    /// Screening of a newborn: results for hypothyroidism, G6PD, adrenal hyperplasia, hearing and heart (0 not told, 1 not done,
    /// 2 normal, 3 suspected, 4 positive).
    Newborn([u8; 5]),
    /// Some disability was found.
    Disabled,
}

/// A code as a number: itself where it is one below 98, else 98.
pub(crate) fn number_of(code: Code) -> u8 {
    code.as_str().parse().ok().filter(|number| *number < OTHER).unwrap_or(OTHER)
}

const fn risk(result: Option<Risk>) -> u8 {
    match result {
        None => 0,
        Some(Risk::Low) => 1,
        Some(Risk::High) => 2,
        Some(Risk::Normal) => 3,
    }
}

const fn screen(result: Option<ScreenResult>) -> u8 {
    match result {
        None => 0,
        Some(ScreenResult::NotDone) => 1,
        Some(ScreenResult::Normal) => 2,
        Some(ScreenResult::Suspect) => 3,
        Some(ScreenResult::Positive) => 4,
    }
}

impl CodedHealth {
    /// What is counted of a health content.
    #[must_use]
    pub fn of(health: &Health) -> Self {
        match health {
            Health::Contraception { method, .. } => Self::Method(number_of(*method)),
            Health::Pregnancy { outcome, .. } => Self::Pregnancy(match outcome {
                PregnancyOutcome::Pregnant => 1,
                PregnancyOutcome::Miscarriage => 2,
                PregnancyOutcome::Abortion => 3,
            }),
            Health::Prenatal { week_band, edward, down, patau, thalassemia, .. } => {
                Self::Prenatal(*week_band, [risk(*edward), risk(*down), risk(*patau), risk(*thalassemia)])
            }
            Health::Newborn { ch, g6pd, cah, hearing, heart, .. } => {
                Self::Newborn([screen(*ch), screen(*g6pd), screen(*cah), screen(*hearing), screen(*heart)])
            }
            Health::Disability { .. } => Self::Disabled,
        }
    }

    /// What is counted of the health content that an event carries about its main person.
    #[must_use]
    pub fn told_by(event: &Event) -> Option<Self> {
        let person = event.body.persons().first().copied()?;
        event.personal_of(person)?.health.as_ref().map(Self::of)
    }

    /// The bytes that are sealed: the layout, the kind, the numbers.
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        match self {
            Self::Method(method) => vec![LAYOUT, 1, method],
            Self::Pregnancy(outcome) => vec![LAYOUT, 2, outcome],
            Self::Prenatal(band, [a, b, c, d]) => vec![LAYOUT, 3, band, a, b, c, d],
            Self::Newborn([a, b, c, d, e]) => vec![LAYOUT, 4, a, b, c, d, e],
            Self::Disabled => vec![LAYOUT, 5],
        }
    }

    /// Reads what [`CodedHealth::to_bytes`] wrote; None for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match *bytes {
            [LAYOUT, 1, method] => Some(Self::Method(method)),
            [LAYOUT, 2, outcome] => Some(Self::Pregnancy(outcome)),
            [LAYOUT, 3, band, a, b, c, d] => Some(Self::Prenatal(band, [a, b, c, d])),
            [LAYOUT, 4, a, b, c, d, e] => Some(Self::Newborn([a, b, c, d, e])),
            [LAYOUT, 5] => Some(Self::Disabled),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CodedHealth, number_of};
    use danso_model::Code;

    #[test]
    fn bytes_come_back_and_others_do_not() {
        for coded in [
            CodedHealth::Method(7),
            CodedHealth::Pregnancy(3),
            CodedHealth::Prenatal(12, [0, 1, 2, 3]),
            CodedHealth::Newborn([0, 1, 2, 3, 4]),
            CodedHealth::Disabled,
        ] {
            assert_eq!(CodedHealth::from_bytes(&coded.to_bytes()), Some(coded));
        }
        for bytes in [&[][..], &[2, 5], &[1, 9], &[1, 1], &[1, 1, 2, 3]] {
            assert_eq!(CodedHealth::from_bytes(bytes), None);
        }
    }

    #[test]
    fn codes_are_numbers_where_they_can_be() {
        assert_eq!(["1", "02", "97", "98", "250", "iud"].map(|code| number_of(Code::new(code).unwrap())), [1, 2, 97, 98, 98, 98]);
    }
}
