//! What a collaborator is paid a month, as provinces resolve it: data of the catalogue, told and never paid by the program.

use crate::AppError;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

static FILE: &str = include_str!("../../../../catalog/allowance.json");

/// A resolution.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Rule {
    province: String,
    valid_from: Date,
    valid_to: Option<Date>,
    /// What it says, in a sentence.
    pub(super) vi: String,
    /// Đồng a month by kind of commune, in small letters.
    monthly: BTreeMap<String, u64>,
    pub(super) legal_basis: String,
}

impl Rule {
    /// Đồng a month in a commune of this full name; None where the rule says nothing of its kind.
    pub(super) fn monthly(&self, full_name: &str) -> Option<u64> {
        let name = full_name.to_lowercase();
        self.monthly.iter().find(|(kind, _)| name.starts_with(&format!("{kind} "))).map(|(_, amount)| *amount)
    }
}

/// The rule of a province on a day, if one is known.
pub(super) fn rule(province: &str, on: Date) -> Result<Option<Rule>, AppError> {
    let rules: Vec<Rule> = serde_json::from_str(FILE).map_err(|error| AppError::damaged(format!("allowance.json: {error}")))?;
    let holds = |rule: &Rule| rule.province == province && rule.valid_from <= on && rule.valid_to.is_none_or(|to| on <= to);
    Ok(rules.into_iter().filter(holds).max_by_key(|rule| rule.valid_from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_resolution_holds_from_its_day_in_its_province() {
        let known = rule("79", date(2025, 9, 1)).unwrap().unwrap();
        let of = |name| known.monthly(name);
        assert_eq!(
            [of("Phường Bến Thành"), of("Xã Cần Giờ"), of("Đặc khu Côn Đảo"), of("Thôn 1")],
            [Some(600_000), Some(700_000), Some(700_000), None]
        );
        assert!(rule("79", date(2025, 8, 31)).unwrap().is_none());
        assert!(rule("92", date(2026, 1, 1)).unwrap().is_none(), "no resolution is made up");
    }
}
