//! What the register's own findings say, from the message file.

use std::collections::HashMap;
use std::sync::OnceLock;

static FILE: &str = include_str!("../messages/vi.json");

/// The Vietnamese text of a finding's code; the code itself when the file has none (a test forbids that).
pub(crate) fn text(code: &str) -> String {
    static TEXTS: OnceLock<HashMap<String, String>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| serde_json::from_str(FILE).unwrap_or_default());
    texts.get(code).cloned().unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn every_code_of_the_register_has_a_text() {
        let codes = [
            "after_death",
            "not_here",
            "already_here",
            "still_elsewhere",
            "came_from_nowhere",
            "conflict",
            "second_report",
            "correction_of_other_kind",
            "target_withdrawn",
            "out_of_area",
            "reported_by_other",
            "for_elsewhere",
            "counter_reused",
            "unknown_hamlet",
            "plan_area_divided",
            "plan_changes_later",
            "plan_code_taken",
            "plan_country_before",
            "plan_country_in_force",
            "plan_country_over_own",
            "plan_empty",
            "plan_first_side",
            "plan_grant_lost",
            "plan_grant_main_part",
            "plan_guessed",
            "plan_hamlet_code",
            "plan_hamlet_lived_in",
            "plan_hamlet_nowhere",
            "plan_level",
            "plan_name",
            "plan_nation",
            "plan_national_differs",
            "plan_no_country",
            "plan_no_day",
            "plan_no_household",
            "plan_no_households",
            "plan_no_parent",
            "plan_no_predecessor",
            "plan_no_successor",
            "plan_no_unit",
            "plan_not_an_heir",
            "plan_not_hamlet",
            "plan_not_inside",
            "plan_nothing",
            "plan_overlap",
            "plan_too_few",
            "plan_twice_a_day",
            "plan_version",
        ];
        for code in codes {
            assert_ne!(text(code), code);
        }
    }
}
