//! A monotone spline through the cumulated counts.

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length};
use crate::linear;

/// Single ages as differences of a cubic spline through the counts cumulated from the first age.
///
/// The spline's slopes are those of the cubic spline whose third derivative at each end is that of the cubic through the four nearest points
/// (Forsythe, Malcolm & Moler 1977), bounded as Hyman says so that it never falls: `0 ≤ slope ≤ 3·min(slopes of the two chords)`. So no age is
/// below zero, and every group keeps its total. Groups may have any widths; an open group stays one number.
/// Source: Hyman 1983, *Accurate monotonicity preserving cubic interpolation*, SIAM Journal on Scientific and Statistical Computing 4(4).
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] without a closed group.
pub fn monotone(groups: &AgeGroups, counts: &[f64]) -> Result<Vec<f64>, Error> {
    check_length("counts", counts, groups.len())?;
    check_counts("counts", counts)?;
    let widths: Vec<f64> = groups.widths().iter().map(|width| f64::from(*width)).collect();
    if widths.is_empty() {
        return Err(Error::Shape { method: "a spline", needs: "at least one closed group" });
    }
    let chords: Vec<f64> = widths.iter().zip(counts).map(|(width, count)| count / width).collect();
    let slopes = bounded(&chords, free_slopes(&widths, &chords)?);
    let mut ages = Vec::new();
    for (group, width) in widths.iter().enumerate() {
        let (left, right, chord) = (slopes[group], slopes[group + 1], chords[group]);
        // Height above the start of the group at a share s of its width.
        let height = |s: f64| {
            let rise = s * s * (3.0 - 2.0 * s) * chord + s * (1.0 - s) * (1.0 - s) * left - s * s * (1.0 - s) * right;
            rise * width
        };
        let years = *width as u32;
        for year in 0..years {
            ages.push((height(f64::from(year + 1) / width) - height(f64::from(year) / width)).max(0.0));
        }
    }
    ages.extend(counts.get(widths.len()));
    Ok(ages)
}

/// Slopes at the knots of the cubic spline, before they are bounded.
fn free_slopes(widths: &[f64], chords: &[f64]) -> Result<Vec<f64>, Error> {
    let knots = widths.len() + 1;
    match widths.len() {
        1 => return Ok(vec![chords[0]; 2]),
        2 => {
            // The parabola through three points.
            let bend = (chords[1] - chords[0]) / (widths[0] + widths[1]);
            return Ok(vec![chords[0] - bend * widths[0], chords[0] + bend * widths[0], chords[1] + bend * widths[1]]);
        }
        _more => {}
    }
    let mut matrix = vec![vec![0.0; knots]; knots];
    let mut right = vec![0.0; knots];
    for knot in 1..knots - 1 {
        matrix[knot][knot - 1] = widths[knot - 1];
        matrix[knot][knot] = 2.0 * (widths[knot - 1] + widths[knot]);
        matrix[knot][knot + 1] = widths[knot];
        right[knot] = chords[knot] - chords[knot - 1];
    }
    let last = widths.len() - 1;
    matrix[0][0] = -widths[0];
    matrix[0][1] = widths[0];
    right[0] = widths[0].powi(2) * third_difference(&widths[..3], &chords[..3]);
    matrix[knots - 1][knots - 2] = widths[last];
    matrix[knots - 1][knots - 1] = -widths[last];
    right[knots - 1] = -widths[last].powi(2) * third_difference(&widths[last - 2..], &chords[last - 2..]);
    let bends = linear::solve(matrix, right)?;
    let mut slopes: Vec<f64> =
        (0..widths.len()).map(|group| chords[group] - widths[group] * (bends[group + 1] + 2.0 * bends[group])).collect();
    slopes.push(chords[last] + widths[last] * (bends[knots - 2] + 2.0 * bends[knots - 1]));
    Ok(slopes)
}

/// The third divided difference of the cumulated counts over three neighbouring groups.
fn third_difference(widths: &[f64], chords: &[f64]) -> f64 {
    let early = (chords[1] - chords[0]) / (widths[0] + widths[1]);
    let late = (chords[2] - chords[1]) / (widths[1] + widths[2]);
    (late - early) / (widths[0] + widths[1] + widths[2])
}

/// Hyman's bound: between 0 and three times the smaller chord beside the knot.
fn bounded(chords: &[f64], slopes: Vec<f64>) -> Vec<f64> {
    let last = chords.len() - 1;
    let bound = |knot: usize| chords[knot.saturating_sub(1)].min(chords[knot.min(last)]);
    slopes.into_iter().enumerate().map(|(knot, slope)| slope.clamp(0.0, 3.0 * bound(knot))).collect()
}
