//! How often what happens, to a thousand persons and month.

use super::Task;
use crate::tables::Province;

/// Births and deaths now against the rates of 2014–2016: 1.2 and 0.5 a month in the country.
const BIRTHS_NOW: f64 = 0.87;
const DEATHS_NOW: f64 = 0.9;
/// Moves over the border of a commune that the rates between provinces do not hold.
const SHORT_MOVES: f64 = 0.45;
/// Share of movers who come or go as a family, and the size of one.
const IN_FAMILIES: f64 = 0.5;
const FAMILY: f64 = 3.2;
/// Share of births that were reported as pregnancies before.
pub(super) const REPORTED: f64 = 0.8;

/// Births to a thousand persons and month.
pub(super) fn births(province: &Province) -> f64 {
    province.births * BIRTHS_NOW / 12.0
}

/// What happens by chance, with its rate. Births are apart: most come from reported pregnancies.
pub(super) fn rates(province: &Province) -> Vec<(Task, f64)> {
    let arrivals = SHORT_MOVES + province.arrivals / 12.0;
    let departures = SHORT_MOVES + province.departures / 12.0;
    let transfers = 0.6;
    vec![
        (Task::Death, province.deaths * DEATHS_NOW / 12.0),
        (Task::Arrive, arrivals * (1.0 - IN_FAMILIES)),
        (Task::ArriveFamily, arrivals * IN_FAMILIES / FAMILY),
        (Task::Leave, departures * (1.0 - IN_FAMILIES)),
        (Task::LeaveFamily, departures * IN_FAMILIES / FAMILY),
        (Task::Transfer, transfers * (1.0 - IN_FAMILIES)),
        (Task::TransferFamily, transfers * IN_FAMILIES / FAMILY),
        (Task::Split, 0.10),
        (Task::Merge, 0.03),
        (Task::Marry, 0.42),
        (Task::Divorce, 0.05),
        (Task::Separate, 0.01),
        (Task::Conceive, births(province) * REPORTED / 0.92),
        (Task::StartMethod, 1.1),
        (Task::StopMethod, 0.5),
        (Task::Checkup, 1.0),
        (Task::Educate, 0.4),
        (Task::Rename, 0.12),
        (Task::CorrectBirth, 0.1),
        (Task::Telephone, 0.3),
        (Task::NewPin, 0.2),
        (Task::GoAway, 0.3),
        (Task::Visit, 0.06),
        (Task::Review, 3.0),
        (Task::Disable, 0.04),
        (Task::Adopt, 0.012),
        (Task::Withdraw, 0.03),
    ]
}
