//! What a person is that changes with time and that stocks are split by.

use crate::resident::{ResidentClaim, Says};
use jiff::civil::Date;

/// The traits of a person from some day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits {
    /// Marital status: its code as a number, 0 when not told.
    pub marital: u8,
    /// Education: its code as a number; 9 when not told, as the list has it.
    pub education: u8,
    /// The method of contraception in use: its code as a number, 0 none, 99 one that was not told.
    pub method: u8,
    /// Whether a disability was found.
    pub disabled: bool,
}

impl Traits {
    /// Nothing told.
    pub const UNTOLD: Self = Self { marital: 0, education: 9, method: 0, disabled: false };

    fn take(&mut self, claim: &ResidentClaim) {
        if let Some(line) = claim.line {
            let known = |told: u8, untold: u8| Some(told).filter(|told| *told != untold);
            self.marital = claim.tells(line.marital, known(self.marital, 0)).unwrap_or(0);
            self.education = claim.tells(line.education, known(self.education, 9)).unwrap_or(9);
        }
        match claim.says {
            Says::Education(code) => self.education = code,
            Says::Marital(code) => self.marital = code,
            Says::Married { .. } => self.marital = 2,
            Says::Widowed => self.marital = 3,
            Says::Divorced => self.marital = 4,
            Says::Separated => self.marital = 5,
            Says::MethodBegun(method) => self.method = method,
            Says::MethodEnded(_) => self.method = 0,
            Says::Disabled => self.disabled = true,
            Says::Nothing
            | Says::Sex(_)
            | Says::Birth(_)
            | Says::Ethnic(_)
            | Says::Born { .. }
            | Says::Bore
            | Says::Died { .. }
            | Says::Pregnancy(_)
            | Says::Prenatal(..)
            | Says::Newborn(_)
            | Says::Checkup
            | Says::Opened { .. }
            | Says::Kind(_)
            | Says::Moved(_)
            | Says::Reviewed => {}
        }
    }
}

/// The traits from day to day, out of claims in force in order. One entry a day at most, and none that changes nothing.
pub(crate) fn fold(in_force: &[&ResidentClaim]) -> Vec<(Date, Traits)> {
    let mut steps: Vec<(Date, Traits)> = Vec::new();
    let mut now = Traits::UNTOLD;
    for claim in in_force {
        let before = now;
        now.take(claim);
        if now == before {
            continue;
        }
        match steps.last_mut() {
            Some((day, traits)) if *day == claim.day() => *traits = now,
            Some(_) | None => steps.push((claim.day(), now)),
        }
    }
    let mut before = Traits::UNTOLD;
    steps.retain(|(_, traits)| std::mem::replace(&mut before, *traits) != *traits);
    steps
}
