//! Making areas add up to their parent.

use crate::error::{Error, check_between, check_counts, check_length};

/// Numbers that add up, with what was done to them.
#[derive(Debug, Clone, PartialEq)]
pub struct Raked {
    /// Row after row.
    pub values: Vec<f64>,
    /// Share of all people that had to be moved or added: half the sum of differences to the given numbers (after these are set to the wanted total), over the total.
    pub moved: f64,
    /// The largest factor by which a number that was not 0 grew, and the smallest.
    pub factors: (f64, f64),
    /// Rounds made; one round is rows and columns once.
    pub rounds: usize,
    /// What is still off: the largest difference of a sum to its target, over the total.
    pub off: f64,
    /// Whether `off` is within the tolerance asked for.
    pub converged: bool,
}

/// Sets numbers to a total, each by the same factor; where all are 0 each gets the same.
///
/// # Errors
/// No number; numbers or a total that are negative or not finite.
pub fn rake(values: &[f64], total: f64) -> Result<Raked, Error> {
    check_counts("numbers to rake", values)?;
    check_counts("the total", &[total])?;
    if values.is_empty() {
        return Err(Error::NoGroups);
    }
    let mut raked = values.to_vec();
    set_to(&mut raked, total, &vec![1.0; values.len()]);
    Ok(told(values, raked, 1, 0.0, true))
}

/// Sets a table to the sums of its rows and columns by iterative proportional fitting (Deming and Stephan 1940, *Annals of Mathematical Statistics* 11,
/// 427–444): rows and columns are multiplied in turn until both fit. The products of four corners stay, so what is special to a cell stays.
///
/// A row of zeros that must hold people gets them spread as the columns are, and a column as the rows are; zeros elsewhere stay zero. If zeros make
/// the sums impossible, the outcome says so ([`Raked::converged`]); columns fit then, rows do not. `tolerance`: of a sum, over the total.
///
/// # Errors
/// A table that is not rows × columns; numbers that are negative or not finite; sums of rows and of columns that differ by more than 1e-9 of the total.
pub fn rake_two_way(values: &[f64], rows: &[f64], columns: &[f64], tolerance: f64, most_rounds: usize) -> Result<Raked, Error> {
    check_counts("numbers to rake", values)?;
    check_length("numbers to rake", values, rows.len() * columns.len())?;
    check_counts("sums of rows", rows)?;
    check_counts("sums of columns", columns)?;
    check_between("the tolerance", tolerance, 0.0, 1.0)?;
    let total: f64 = rows.iter().sum();
    if rows.is_empty() || columns.is_empty() {
        return Err(Error::NoGroups);
    }
    if (total - columns.iter().sum::<f64>()).abs() > 1e-9 * total {
        return Err(Error::Shape { method: "raking", needs: "sums of rows and of columns that have the same total" });
    }
    let width = columns.len();
    let mut raked = values.to_vec();
    fill_empty(&mut raked, rows, columns);
    let mut rounds = 0;
    let mut off = f64::INFINITY;
    let mut sums = vec![0.0; width];
    while rounds < most_rounds && off > tolerance {
        rounds += 1;
        for (row, wanted) in raked.chunks_exact_mut(width).zip(rows) {
            scale(row, *wanted);
        }
        sums.fill(0.0);
        for row in raked.chunks_exact(width) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        for (sum, wanted) in sums.iter_mut().zip(columns) {
            *sum = if *sum > 0.0 { wanted / *sum } else { 1.0 };
        }
        for row in raked.chunks_exact_mut(width) {
            row.iter_mut().zip(&sums).for_each(|(value, factor)| *value *= factor);
        }
        off = largest_difference(&raked, rows, columns) / total.max(f64::MIN_POSITIVE);
    }
    if rounds == 0 {
        off = largest_difference(&raked, rows, columns) / total.max(f64::MIN_POSITIVE);
    }
    Ok(told(values, raked, rounds, off, off <= tolerance))
}

fn told(given: &[f64], values: Vec<f64>, rounds: usize, off: f64, converged: bool) -> Raked {
    let (before, after) = (given.iter().sum::<f64>(), values.iter().sum::<f64>());
    let size = if before > 0.0 { after / before } else { 0.0 };
    let differences: f64 = given.iter().zip(&values).map(|(given, value)| (value - given * size).abs()).sum();
    let moved = if after > 0.0 { differences / 2.0 / after } else { 0.0 };
    let factors = given.iter().zip(&values).filter(|(given, _)| **given > 0.0).map(|(given, value)| value / given);
    let factors = factors.fold((1.0_f64, 1.0_f64, true), |(most, least, first), factor| {
        if first { (factor, factor, false) } else { (most.max(factor), least.min(factor), false) }
    });
    Raked { values, moved, factors: (factors.0, factors.1), rounds, off, converged }
}

fn scale(values: &mut [f64], wanted: f64) {
    let sum: f64 = values.iter().sum();
    if sum > 0.0 {
        let factor = wanted / sum;
        values.iter_mut().for_each(|value| *value *= factor);
    }
}

/// Scales, or spreads as `pattern` where there is nothing to scale.
fn set_to(values: &mut [f64], wanted: f64, pattern: &[f64]) {
    if values.iter().sum::<f64>() > 0.0 {
        scale(values, wanted);
    } else {
        let all: f64 = pattern.iter().sum();
        if all > 0.0 {
            values.iter_mut().zip(pattern).for_each(|(value, share)| *value = wanted * share / all);
        }
    }
}

fn fill_empty(values: &mut [f64], rows: &[f64], columns: &[f64]) {
    let width = columns.len();
    for (row, wanted) in values.chunks_exact_mut(width).zip(rows) {
        if row.iter().sum::<f64>() <= 0.0 {
            set_to(row, *wanted, columns);
        }
    }
    for (place, wanted) in columns.iter().enumerate() {
        let held: f64 = values.iter().skip(place).step_by(width).sum();
        let all: f64 = rows.iter().sum();
        if held <= 0.0 && *wanted > 0.0 && all > 0.0 {
            values.iter_mut().skip(place).step_by(width).zip(rows).for_each(|(value, row)| *value = wanted * row / all);
        }
    }
}

fn largest_difference(values: &[f64], rows: &[f64], columns: &[f64]) -> f64 {
    let width = columns.len();
    let of_rows = values.chunks_exact(width).zip(rows).map(|(row, wanted)| (row.iter().sum::<f64>() - wanted).abs());
    let mut sums = vec![0.0; width];
    for row in values.chunks_exact(width) {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
    let of_columns = sums.iter().zip(columns).map(|(sum, wanted)| (sum - wanted).abs());
    of_rows.chain(of_columns).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The table of Deming and Stephan's kind worked by hand: diagonal seed, one round.
    #[test]
    fn two_rows_and_columns() -> Result<(), Error> {
        let raked = rake_two_way(&[1.0, 1.0, 1.0, 1.0], &[30.0, 70.0], &[40.0, 60.0], 1e-12, 10)?;
        assert_eq!((raked.values, raked.rounds, raked.converged), (vec![12.0, 18.0, 28.0, 42.0], 1, true));
        let whole = rake(&[1.0, 3.0], 8.0)?;
        assert_eq!((whole.values, whole.factors, whole.moved), (vec![2.0, 6.0], (2.0, 2.0), 0.0));
        assert_eq!(rake(&[0.0, 0.0], 8.0)?.values, vec![4.0, 4.0]);
        Ok(())
    }

    #[test]
    fn zeros_are_filled_only_where_they_must_be() -> Result<(), Error> {
        let raked = rake_two_way(&[0.0, 0.0, 2.0, 0.0], &[5.0, 5.0], &[6.0, 4.0], 1e-9, 1000)?;
        assert!(raked.converged, "{raked:?}");
        assert_eq!(raked.values[3], 0.0);
        // The second row holds only its first column, which has no room for it: no table fits, and that is said.
        let stuck = rake_two_way(&[1.0, 1.0, 1.0, 0.0], &[5.0, 5.0], &[2.0, 8.0], 1e-9, 50)?;
        assert!(!stuck.converged && stuck.off > 0.1 && stuck.values.iter().all(|value| value.is_finite()));
        assert!(rake_two_way(&[1.0], &[1.0], &[2.0], 1e-9, 5).is_err());
        assert!(rake_two_way(&[1.0], &[1.0, 1.0], &[2.0], 1e-9, 5).is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn sums_are_kept_and_products_of_corners_stay(
            values in prop::collection::vec(0.1_f64..100.0, 12), rows in prop::collection::vec(1.0_f64..100.0, 3),
            columns in prop::collection::vec(1.0_f64..100.0, 4),
        ) {
            let columns = rake(&columns, rows.iter().sum())?.values;
            let raked = rake_two_way(&values, &rows, &columns, 1e-12, 2000)?;
            prop_assert!(raked.converged);
            prop_assert!(raked.values.iter().all(|value| *value > 0.0));
            let odds = |v: &[f64]| v[0] * v[5] / (v[1] * v[4]);
            prop_assert!((odds(&raked.values) / odds(&values) - 1.0).abs() < 1e-6);
            prop_assert!((0.0..=1.0).contains(&raked.moved));
        }
    }
}
