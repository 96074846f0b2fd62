//! Whole people whose sums stay.

use crate::error::{Error, check_counts, check_length};
use std::collections::VecDeque;

/// Largest number that may be rounded: whole numbers above are not exact any more.
const MOST: f64 = 9_007_199_254_740_992.0;

/// Rounds numbers so that they add up to their sum, rounded: each is rounded down, and the largest remainders get one more, the first of equal ones first
/// (Hamilton's method).
///
/// # Errors
/// Numbers that are negative, not finite, or too large to be whole.
pub fn round_to_total(values: &[f64]) -> Result<Vec<u64>, Error> {
    check_counts("numbers to round", values)?;
    Ok(round_to(values, whole_total(values)?))
}

fn whole_total(values: &[f64]) -> Result<u64, Error> {
    let total = values.iter().sum::<f64>().round();
    if total > MOST {
        return Err(Error::OutOfRange { what: "the sum of numbers to round", low: 0.0, high: MOST, value: total });
    }
    Ok(total as u64)
}

fn round_to(values: &[f64], total: u64) -> Vec<u64> {
    let mut whole: Vec<u64> = values.iter().map(|value| value.floor() as u64).collect();
    let missing = total.saturating_sub(whole.iter().sum());
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].fract().total_cmp(&values[*a].fract()));
    // Fewer than one for each number are missing: rounding down took less than 1 of each, and the sum was rounded.
    for place in order.into_iter().take(usize::try_from(missing).unwrap_or(usize::MAX)) {
        whole[place] += 1;
    }
    whole
}

/// Rounds a table of rows × columns, row after row, so that rows and columns add up to their sums, which are rounded with [`round_to_total`] themselves.
/// Each cell becomes one of its two neighbours wherever that is possible: controlled rounding (Cox 1987, *JASA* 82, 520–524), which is a flow from rows to
/// columns through cells with a remainder; the largest remainders are taken first, and what is left over finds its way along other cells.
///
/// # Errors
/// A table that is not rows × columns; numbers that are negative, not finite or too large.
pub fn round_two_way(values: &[f64], columns: usize) -> Result<Vec<u64>, Error> {
    check_counts("numbers to round", values)?;
    if columns == 0 {
        return Err(Error::NoGroups);
    }
    let rows = values.len() / columns;
    check_length("numbers to round", values, rows * columns)?;
    let row_sums: Vec<f64> = values.chunks_exact(columns).map(|row| row.iter().sum()).collect();
    let column_sums: Vec<f64> = (0..columns).map(|place| values.iter().skip(place).step_by(columns).sum()).collect();
    let total = whole_total(values)?;
    let (row_targets, column_targets) = (round_to(&row_sums, total), round_to(&column_sums, total));
    let mut whole: Vec<u64> = values.iter().map(|value| near_whole(*value).floor() as u64).collect();
    let mut flow = Flow::new(values, &whole, columns, &row_targets, &column_targets);
    flow.take_largest();
    flow.find_ways();
    for (whole, up) in whole.iter_mut().zip(&flow.up) {
        *whole += u64::from(*up);
    }
    // Rounding of sums may ask for one more than the cells with a remainder can give: then any cell of the row and column gives it.
    flow.give_rest(&mut whole);
    Ok(whole)
}

/// A sum of raked numbers may miss a whole one by a rounding.
fn near_whole(value: f64) -> f64 {
    if (value - value.round()).abs() < 1e-9 * value.max(1.0) { value.round() } else { value }
}

/// Which cells are rounded up, and how many more each row and column needs.
struct Flow<'a> {
    values: &'a [f64],
    columns: usize,
    up: Vec<bool>,
    row_needs: Vec<i64>,
    column_needs: Vec<i64>,
}

impl<'a> Flow<'a> {
    fn new(values: &'a [f64], whole: &[u64], columns: usize, rows: &[u64], wanted: &[u64]) -> Self {
        let row_needs =
            whole.chunks_exact(columns).zip(rows).map(|(row, wanted)| *wanted as i64 - row.iter().sum::<u64>() as i64);
        let held = |place: usize| whole.iter().skip(place).step_by(columns).sum::<u64>() as i64;
        let column_needs = wanted.iter().enumerate().map(|(place, wanted)| *wanted as i64 - held(place));
        Self {
            values,
            columns,
            up: vec![false; values.len()],
            row_needs: row_needs.collect(),
            column_needs: column_needs.collect(),
        }
    }

    fn has_remainder(&self, cell: usize) -> bool {
        near_whole(self.values[cell]).fract() > 0.0
    }

    fn take_largest(&mut self) {
        let mut cells: Vec<usize> = (0..self.values.len()).filter(|cell| self.has_remainder(*cell)).collect();
        cells.sort_by(|a, b| self.values[*b].fract().total_cmp(&self.values[*a].fract()));
        for cell in cells {
            let (row, column) = (cell / self.columns, cell % self.columns);
            if self.row_needs[row] > 0 && self.column_needs[column] > 0 {
                self.up[cell] = true;
                self.row_needs[row] -= 1;
                self.column_needs[column] -= 1;
            }
        }
    }

    /// Gives each row that needs one more a way to a column that does: up in one cell, down in another of the same column, up in a third of that row …
    fn find_ways(&mut self) {
        for row in 0..self.row_needs.len() {
            while self.row_needs[row] > 0 && self.way_from(row) {}
        }
    }

    fn way_from(&mut self, start: usize) -> bool {
        let rows = self.row_needs.len();
        // The row from which a column was reached, and the column through which a row was.
        let mut column_from: Vec<Option<usize>> = vec![None; self.columns];
        let mut row_through: Vec<Option<usize>> = vec![None; rows];
        let mut queue = VecDeque::from([start]);
        while let Some(row) = queue.pop_front() {
            for column in 0..self.columns {
                let cell = row * self.columns + column;
                if column_from[column].is_some() || self.up[cell] || !self.has_remainder(cell) {
                    continue;
                }
                column_from[column] = Some(row);
                if self.column_needs[column] > 0 {
                    self.row_needs[start] -= 1;
                    self.column_needs[column] -= 1;
                    self.turn(column, &column_from, &row_through);
                    return true;
                }
                for other in (0..rows).filter(|other| *other != start) {
                    if row_through[other].is_none() && self.up[other * self.columns + column] {
                        row_through[other] = Some(column);
                        queue.push_back(other);
                    }
                }
            }
        }
        false
    }

    /// Walks the way back and turns each cell on it.
    fn turn(&mut self, end: usize, column_from: &[Option<usize>], row_through: &[Option<usize>]) {
        let mut column = end;
        while let Some(row) = column_from[column] {
            self.up[row * self.columns + column] = true;
            let Some(before) = row_through[row] else { break };
            self.up[row * self.columns + before] = false;
            column = before;
        }
    }

    fn give_rest(&mut self, whole: &mut [u64]) {
        for row in 0..self.row_needs.len() {
            for column in 0..self.columns {
                while self.row_needs[row] > 0 && self.column_needs[column] > 0 {
                    whole[row * self.columns + column] += 1;
                    self.row_needs[row] -= 1;
                    self.column_needs[column] -= 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn remainders_decide() -> Result<(), Error> {
        assert_eq!(round_to_total(&[1.4, 1.4, 1.2])?, vec![2, 1, 1]);
        assert_eq!(round_to_total(&[0.5, 0.5])?, vec![1, 0]);
        assert_eq!(round_to_total(&[])?, Vec::<u64>::new());
        assert!(round_to_total(&[f64::NAN]).is_err() && round_to_total(&[1e300]).is_err());
        Ok(())
    }

    /// A table in which taking the largest remainders alone gets stuck: 0.9 and 0.8 share a column.
    #[test]
    fn a_way_is_found_around() -> Result<(), Error> {
        let whole = round_two_way(&[0.9, 0.1, 0.0, 0.1, 0.0, 0.9, 0.0, 0.9, 0.1], 3)?;
        assert_eq!(whole.chunks(3).map(|row| row.iter().sum::<u64>()).collect::<Vec<_>>(), vec![1, 1, 1]);
        assert!(round_two_way(&[1.0, 2.0, 3.0], 2).is_err() && round_two_way(&[], 0).is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn totals_stay(values in prop::collection::vec(0.0_f64..1e5, 0..60)) {
            let whole = round_to_total(&values)?;
            prop_assert_eq!(whole.iter().sum::<u64>() as f64, values.iter().sum::<f64>().round());
            for (whole, value) in whole.iter().zip(&values) {
                prop_assert!((*whole as f64 - value).abs() <= 1.0);
            }
        }

        #[test]
        fn rows_and_columns_stay(columns in 1_usize..9, values in prop::collection::vec(0.0_f64..20.0, 0..60)) {
            let rows = values.len() / columns;
            let values = &values[..rows * columns];
            let whole = round_two_way(values, columns)?;
            for (cells, given) in whole.chunks_exact(columns).zip(values.chunks_exact(columns)) {
                prop_assert!((cells.iter().sum::<u64>() as f64 - given.iter().sum::<f64>()).abs() < 1.0 + 1e-9);
            }
            for place in 0..columns {
                let cells: u64 = whole.iter().skip(place).step_by(columns).sum();
                let given: f64 = values.iter().skip(place).step_by(columns).sum();
                prop_assert!((cells as f64 - given).abs() < 1.0 + 1e-9);
            }
            for (whole, value) in whole.iter().zip(values) {
                prop_assert!((*whole as f64 - value).abs() < 1.0 + 1e-9, "{} {}", whole, value);
            }
            prop_assert_eq!(whole.iter().sum::<u64>() as f64, values.iter().sum::<f64>().round());
        }
    }
}
