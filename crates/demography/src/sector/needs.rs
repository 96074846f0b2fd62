//! People of an age, and what they need.

use crate::error::{Error, check_between, check_counts, check_length};

/// People from an exact age to below another, from single ages whose last is open; a part of an age counts as that part of its people. An end inside the open
/// age cannot be told; nothing as the end takes everyone above.
///
/// # Errors
/// Ages that are not finite, negative or the wrong way round; a bound beyond the open age; people that are negative or not finite.
pub fn people_between(people: &[f64], from: f64, below: Option<f64>) -> Result<f64, Error> {
    check_counts("people", people)?;
    let open = people.len().checked_sub(1).ok_or(Error::NoGroups)? as f64;
    check_between("the first age", from, 0.0, open)?;
    let end = below.unwrap_or(f64::INFINITY);
    if let Some(below) = below {
        check_between("the last age", below, from, open)?;
    }
    let part = |age: usize| {
        let (start, width) = (age as f64, 1.0);
        if start >= open {
            if end > open { 1.0 } else { 0.0 }
        } else {
            (end.min(start + width) - from.max(start)).clamp(0.0, 1.0)
        }
    };
    Ok(people.iter().enumerate().map(|(age, people)| people * part(age)).sum())
}

/// Pupils of a level: people of its ages times the share of them that attends it (net rate), plus those of other ages as a share of these (0 where not known).
///
/// # Errors
/// As [`people_between`]; a rate outside of 0 … 1, a negative share of others.
pub fn enrolled(people: &[f64], from: f64, below: f64, net_rate: f64, others: f64) -> Result<f64, Error> {
    check_between("the net rate", net_rate, 0.0, 1.0)?;
    check_between("the share of other ages", others, 0.0, 10.0)?;
    Ok(people_between(people, from, Some(below))? * net_rate * (1.0 + others))
}

/// Units that so many people need, when one serves so many: teachers of pupils, classrooms of classes. Whole units are rounded up by whoever needs whole ones.
///
/// # Errors
/// Numbers that are negative or not finite; a unit that serves no one.
pub fn units_needed(people: f64, for_one_unit: f64) -> Result<f64, Error> {
    check_counts("people", &[people])?;
    check_counts("people for one unit", &[for_one_unit])?;
    if for_one_unit > 0.0 { Ok(people / for_one_unit) } else { Err(Error::ZeroDivisor { what: "people for one unit" }) }
}

/// People in the labour force: `Σ P(x) · participation(x)`.
///
/// # Errors
/// Different lengths, participation outside of 0 … 1, people that are negative or not finite.
pub fn labour_force(people: &[f64], participation: &[f64]) -> Result<f64, Error> {
    check_counts("people", people)?;
    check_length("participation", participation, people.len())?;
    for share in participation {
        check_between("participation", *share, 0.0, 1.0)?;
    }
    Ok(people.iter().zip(participation).map(|(people, share)| people * share).sum())
}

/// People of one sex who reach the age of retirement in a year and live at its end. Where that age rises, fewer do: those who are at least `age_now` at the end and were
/// below `age_before` at the beginning, so below `age_before + 1` now.
///
/// # Errors
/// As [`people_between`].
pub fn retiring(people_at_end: &[f64], age_before: f64, age_now: f64) -> Result<f64, Error> {
    if age_now >= age_before + 1.0 {
        return Ok(0.0);
    }
    people_between(people_at_end, age_now, Some(age_before + 1.0))
}

/// Beds that births need: `births · share in facilities · days / (365.25 · share of beds in use)`.
///
/// # Errors
/// Numbers that are negative or not finite, shares above 1, no bed in use.
pub fn maternity_beds(births: f64, in_facilities: f64, days: f64, in_use: f64) -> Result<f64, Error> {
    check_counts("births and days", &[births, days])?;
    check_between("the share of births in facilities", in_facilities, 0.0, 1.0)?;
    check_between("the share of beds in use", in_use, 0.01, 1.0)?;
    Ok(births * in_facilities * days / (365.25 * in_use))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_ages_count_in_part() -> Result<(), Error> {
        let people = [10.0, 20.0, 30.0, 40.0];
        assert_eq!(people_between(&people, 0.25, Some(2.0))?, 7.5 + 20.0);
        assert_eq!(people_between(&people, 1.5, None)?, 10.0 + 30.0 + 40.0);
        assert_eq!(people_between(&people, 3.0, None)?, 40.0);
        assert_eq!(people_between(&people, 0.0, Some(3.0))?, 60.0);
        assert!(people_between(&people, 1.0, Some(3.5)).is_err() && people_between(&[], 0.0, None).is_err());
        assert!(people_between(&people, 2.0, Some(1.0)).is_err() && people_between(&people, f64::NAN, None).is_err());
        Ok(())
    }

    #[test]
    fn needs_by_hand() -> Result<(), Error> {
        let people = vec![100.0; 70];
        let pupils = enrolled(&people, 6.0, 11.0, 0.98, 0.02)?;
        assert!((pupils - 500.0 * 0.98 * 1.02).abs() < 1e-9);
        assert_eq!(units_needed(350.0, 35.0)?, 10.0);
        assert!(units_needed(1.0, 0.0).is_err());
        assert_eq!(labour_force(&[10.0, 20.0], &[0.5, 0.25])?, 10.0);
        assert!(labour_force(&[10.0], &[1.5]).is_err() && labour_force(&[10.0], &[]).is_err());
        // 730.5 births, all in facilities, three days each: 2 191.5 days of 292.2 a bed.
        assert!((maternity_beds(730.5, 1.0, 3.0, 0.8)? - 7.5).abs() < 1e-9);
        // With a fixed age a year of people retires; when it rises by three months, three quarters of one.
        assert_eq!((retiring(&people, 60.0, 60.0)?, retiring(&people, 60.0, 60.25)?), (100.0, 75.0));
        assert_eq!(retiring(&people, 60.0, 61.0)?, 0.0);
        Ok(())
    }
}
