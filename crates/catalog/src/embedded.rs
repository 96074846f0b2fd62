//! The files of `catalog/`, built in; a test compares this table with the folder.

/// A table of paths in `catalog/` and the texts there.
macro_rules! files {
    ($($path:literal,)*) => {
        &[$(($path, include_str!(concat!("../../../catalog/", $path)))),*]
    };
}

/// Path and text of every file.
pub(crate) const FILES: &[(&str, &str)] = files![
    "lists/birth_place.json",
    "lists/change_field.json",
    "lists/contraception_method.json",
    "lists/contraception_stop_reason.json",
    "lists/death_cause.json",
    "lists/death_place.json",
    "lists/departure_reason.json",
    "lists/disability_degree.json",
    "lists/disability_type.json",
    "lists/education.json",
    "lists/ethnic.json",
    "lists/event_kind.json",
    "lists/event_source.json",
    "lists/event_status.json",
    "lists/household_type.json",
    "lists/kin_degree.json",
    "lists/marital.json",
    "lists/move_reason.json",
    "lists/newborn_disease.json",
    "lists/newborn_result.json",
    "lists/origin_kind.json",
    "lists/pregnancy_outcome.json",
    "lists/prenatal_condition.json",
    "lists/prenatal_result.json",
    "lists/relationship.json",
    "lists/residence.json",
    "lists/return_reason.json",
    "lists/service_place.json",
    "lists/sex.json",
    "lists/withdrawal_reason.json",
    "rules/birth.json",
    "rules/events.json",
    "rules/household.json",
    "rules/identity.json",
    "rules/marriage.json",
    "rules/person.json",
    "rules/reproductive.json",
];
