//! In what two lists differ, one difference a line. Pure.

use super::frozen::{Frozen, Left};
use super::standard::{Standard, Value};
use super::state::{Band, Standing, State};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// What kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// In the other list and not in the register.
    TheirsOnly,
    /// In the register and not in the other list.
    OursOnly,
    /// In both, with different values.
    Value,
}

impl DifferenceKind {
    /// Its stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TheirsOnly => "theirs_only",
            Self::OursOnly => "ours_only",
            Self::Value => "value",
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) key: String,
    pub(super) kind: DifferenceKind,
    pub(super) row: Option<u32>,
    /// Place of the person; of `theirs_only` someone who lived here and left.
    pub(super) ours: Option<u32>,
    pub(super) value: Option<Value>,
    /// Whose hamlet it is, where that can be told.
    pub(super) hamlet: Option<Uuid>,
    /// Outcomes that suggest themselves.
    pub(super) hints: Vec<&'static str>,
}

/// Reasons by which a person of the register need not stand in a list of a day.
fn hints_of_ours(birth: &str, since: &str, residence: &str, as_of: &str) -> Vec<&'static str> {
    // Only what is told to the day, or surely later, is later.
    let later = |date: &str| {
        let date = date.trim_end_matches('~');
        date > as_of.get(..date.len()).unwrap_or(as_of)
    };
    let mut hints = Vec::new();
    if later(birth) {
        hints.push("born");
    } else if later(since) {
        hints.push("arrived");
    }
    if matches!(residence, "4" | "5") {
        hints.push("absent");
    }
    if residence == "6" {
        hints.push("visitor");
    }
    hints
}

fn left_hint(left: &Left) -> &'static str {
    if left.reason == "death" { "dead" } else { "moved" }
}

/// Where a difference stands in the list: hamlets first, then the household and the person or row.
type Place = (bool, Option<Uuid>, u32, u32);

/// All differences: by hamlet, then household, then person; those of no hamlet last.
pub(super) fn differences(frozen: &Frozen, standard: &Standard, as_of: &str, state: &State) -> Vec<Difference> {
    let mut found: Vec<(Place, Difference)> = Vec::new();
    // Who may still turn out to be a row that nobody has looked at.
    let mut open: HashSet<u32> = HashSet::new();
    for (row, (standing, theirs)) in (0_u32..).zip(state.standing.iter().zip(&frozen.theirs)) {
        let partner = standing.partner();
        let person = partner.and_then(|ours| frozen.ours.get(ours as usize));
        match (standing, person) {
            (Standing::Doubtful(_) | Standing::Unsure, _) => {
                open.extend(theirs.kept.iter().filter(|kept| kept.probability >= 0.05).map(|kept| kept.ours));
                continue;
            }
            (Standing::Linked(_) | Standing::Same(_), Some(person)) if person.left.is_none() => {
                let hamlet = frozen.house(person).map(|house| house.hamlet);
                for value in standard.differ(row, partner.unwrap_or_default()) {
                    let key = format!("v:{row}:{}", value.code());
                    let difference = Difference {
                        key,
                        kind: DifferenceKind::Value,
                        row: Some(row),
                        ours: partner,
                        value: Some(value),
                        hamlet,
                        hints: Vec::new(),
                    };
                    found.push(((hamlet.is_none(), hamlet, person.house, partner.unwrap_or_default()), difference));
                }
                continue;
            }
            (Standing::Linked(_) | Standing::Same(_) | Standing::Different | Standing::Nobody, _) => {}
        }
        let gone = person.and_then(|person| person.left.as_ref());
        let best = theirs.kept.first().filter(|kept| kept.weight > 0.0);
        let twice = best.is_some_and(|kept| state.row_of.get(&kept.ours).is_some_and(|other| *other != row));
        let other = || if twice { Some("duplicate") } else { standard.elsewhere(row).then_some("elsewhere") };
        let hints = gone.map(left_hint).or_else(other).into_iter().collect();
        let house = person.and_then(|person| frozen.house(person));
        let hamlet = house.map(|house| house.hamlet).or_else(|| standard.hamlet(row));
        let difference = Difference {
            key: format!("t:{row}"),
            kind: DifferenceKind::TheirsOnly,
            row: Some(row),
            ours: partner,
            value: None,
            hamlet,
            hints,
        };
        found.push(((hamlet.is_none(), hamlet, person.map_or(u32::MAX, |person| person.house), row), difference));
    }
    for (at, ours) in (0_u32..).zip(&frozen.ours) {
        if ours.left.is_some() || open.contains(&at) || state.row_of.contains_key(&at) {
            continue;
        }
        let hamlet = frozen.house(ours).map(|house| house.hamlet);
        let hints = hints_of_ours(&ours.birth, &ours.since, &ours.residence, as_of);
        let key = format!("o:{}", ours.person);
        let difference =
            Difference { key, kind: DifferenceKind::OursOnly, row: None, ours: Some(at), value: None, hamlet, hints };
        found.push(((hamlet.is_none(), hamlet, ours.house, at), difference));
    }
    found.sort_by(|one, other| (&one.0, one.1.kind, &one.1.key).cmp(&(&other.0, other.1.kind, &other.1.key)));
    found.into_iter().map(|(_, difference)| difference).collect()
}

impl Band {
    /// Its stable name.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Doubtful => "doubtful",
            Self::Margin => "margin",
            Self::Contradiction => "contradiction",
            Self::Disagree => "disagree",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hints_of_ours;

    #[test]
    fn who_came_after_the_day_of_a_list_need_not_stand_in_it() {
        let hints = |birth: &str, since: &str, residence: &str| hints_of_ours(birth, since, residence, "2026-03-15");
        assert_eq!(hints("2026-03-16", "2026-03-16", "1"), ["born"]);
        assert_eq!(hints("2026-03-15", "2026-03-15", "1"), [] as [&str; 0]);
        assert_eq!(hints("1990", "2026-04~", "1"), ["arrived"]);
        assert_eq!(hints("1990", "2026-03", "1"), [] as [&str; 0], "some day of that month");
        assert_eq!(hints("1990", "2020", "5"), ["absent"]);
        assert_eq!(hints("1990", "2020", "6"), ["visitor"]);
    }
}
