//! Small systems of linear equations, as the fits of this crate need them.

use crate::error::Error;

/// Solves `matrix · x = right` by elimination with row exchange. The matrix is given row by row and is spent.
///
/// # Errors
/// [`Error::ZeroDivisor`] when the equations do not fix one answer, or it is not finite.
pub(crate) fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Result<Vec<f64>, Error> {
    let size = right.len();
    for column in 0..size {
        let mut pivot = column;
        for row in column + 1..size {
            if matrix[row][column].abs() > matrix[pivot][column].abs() {
                pivot = row;
            }
        }
        if matrix[pivot][column] == 0.0 || !matrix[pivot][column].is_finite() {
            return Err(Error::ZeroDivisor { what: "the determinant of a fit" });
        }
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (done, open) = matrix.split_at_mut(column + 1);
        let (lead, lead_right) = (&done[column], right[column]);
        for (row, line) in open.iter_mut().enumerate() {
            let factor = line[column] / lead[column];
            if factor == 0.0 {
                continue;
            }
            for (value, above) in line[column..].iter_mut().zip(&lead[column..]) {
                *value -= factor * above;
            }
            right[column + 1 + row] -= factor * lead_right;
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    if right.iter().all(|value| value.is_finite()) {
        Ok(right)
    } else {
        Err(Error::ZeroDivisor { what: "the determinant of a fit" })
    }
}

/// The straight line `intercept + slope · x` with the least sum of `weights · (y − line)²`.
///
/// # Errors
/// [`Error::ZeroDivisor`] when all `x` are equal or the weights sum to zero.
pub(crate) fn line(x: &[f64], y: &[f64], weights: &[f64]) -> Result<(f64, f64), Error> {
    let total: f64 = weights.iter().sum();
    let mean = |values: &[f64]| values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / total;
    let (mean_x, mean_y) = (mean(x), mean(y));
    let (mut above, mut below) = (0.0, 0.0);
    for ((x, y), weight) in x.iter().zip(y).zip(weights) {
        above += weight * (x - mean_x) * (y - mean_y);
        below += weight * (x - mean_x).powi(2);
    }
    let slope = crate::error::divide("the spread of the points of a line", above, below)?;
    Ok((mean_y - slope * mean_x, slope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_with_row_exchange() -> Result<(), Error> {
        let x = solve(vec![vec![0.0, 2.0], vec![3.0, 1.0]], vec![4.0, 5.0])?;
        assert!((x[0] - 1.0).abs() < 1e-15 && (x[1] - 2.0).abs() < 1e-15);
        assert!(solve(vec![vec![1.0, 2.0], vec![2.0, 4.0]], vec![1.0, 2.0]).is_err());
        Ok(())
    }

    #[test]
    fn a_line_through_its_points() -> Result<(), Error> {
        let (intercept, slope) = line(&[1.0, 2.0, 4.0], &[3.0, 5.0, 9.0], &[1.0, 2.0, 3.0])?;
        assert!((intercept - 1.0).abs() < 1e-12 && (slope - 2.0).abs() < 1e-12);
        Ok(())
    }
}
