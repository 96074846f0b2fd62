//! Content that belongs to one person (or household) and is sealed with that subject's own key: erase the key and it is gone.

use crate::{Code, PartialDate, Pin};

/// What an event says of one subject beyond the statistical facts. All parts are optional; an erased subject has none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Personal {
    /// Full name as on the identity card, never split.
    pub name: Option<String>,
    /// The identification number.
    pub pin: Option<Pin>,
    /// Number of the health-insurance card (mã đối tượng of form A0).
    pub health_card: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Address of a household.
    pub address: Option<String>,
    /// A remark. Not allowed on pregnancies and prenatal screening, where it could tell the sex of a foetus.
    pub note: Option<String>,
    /// Health content.
    pub health: Option<Health>,
}

impl Personal {
    /// A subject of whom only the name is given.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Health content of an event; the variant goes with the event's kind. No variant has room for the sex of a foetus
/// (Population Law 113/2025/QH15).
#[derive(Debug, Clone, PartialEq)]
pub enum Health {
    /// A method of contraception begun or ended.
    Contraception {
        /// Of the list `contraception`.
        method: Code,
        /// Where it was obtained.
        place: Option<Code>,
        /// Why it was ended.
        reason: Option<Code>,
    },
    /// Thông tin thai sản.
    Pregnancy {
        /// What happened.
        outcome: PregnancyOutcome,
        /// Which pregnancy of the woman, from 1.
        number: Option<u8>,
        /// First day of the last menstrual period.
        lmp: Option<PartialDate>,
    },
    /// Sàng lọc trước sinh.
    Prenatal {
        /// The week band: 12 or 21.
        week_band: u8,
        /// Edwards syndrome.
        edward: Option<Risk>,
        /// Down syndrome.
        down: Option<Risk>,
        /// Patau syndrome.
        patau: Option<Risk>,
        /// Thalassaemia.
        thalassemia: Option<Risk>,
        /// Where.
        place: Option<Code>,
    },
    /// Sàng lọc sơ sinh.
    Newborn {
        /// Congenital hypothyroidism.
        ch: Option<ScreenResult>,
        /// G6PD deficiency.
        g6pd: Option<ScreenResult>,
        /// Congenital adrenal hyperplasia.
        cah: Option<ScreenResult>,
        /// Congenital hearing loss.
        hearing: Option<ScreenResult>,
        /// Congenital heart disease.
        heart: Option<ScreenResult>,
        /// Where.
        place: Option<Code>,
    },
    /// Khuyết tật.
    Disability {
        /// Of the list `disability`.
        kind: Code,
        /// Degree.
        degree: Option<Code>,
        /// Number of the certificate.
        certificate: Option<String>,
    },
}

/// What is reported of a pregnancy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PregnancyOutcome {
    /// Mang thai.
    Pregnant,
    /// Sảy thai.
    Miscarriage,
    /// Phá thai.
    Abortion,
}

/// Result of a prenatal test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Risk {
    /// Nguy cơ thấp.
    Low,
    /// Nguy cơ cao.
    High,
    /// Bình thường.
    Normal,
}

/// Result of a newborn's test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScreenResult {
    /// Chưa làm.
    NotDone,
    /// Bình thường.
    Normal,
    /// Nghi ngờ.
    Suspect,
    /// Dương tính.
    Positive,
}
