//! How alike two texts are.

/// The number of letters to change, add, leave out or exchange with a neighbour to make one text of the other, up to `most`; more is `most + 1`.
/// (Optimal string alignment: Damerau 1964, Wagner and Lowrance 1975.)
#[must_use]
pub fn edits(one: &[u8], other: &[u8], most: usize) -> usize {
    if one.len().abs_diff(other.len()) > most {
        return most + 1;
    }
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for (i, x) in one.iter().enumerate() {
        row[0] = i + 1;
        for (j, y) in other.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == other[j - 1] && one[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return most + 1;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[width - 1].min(most + 1)
}

/// Jaro–Winkler similarity, 0 to 1 (Winkler 1990, String comparator metrics, with a prefix of four and a scale of 0.1).
#[must_use]
pub fn jaro_winkler(one: &[u8], other: &[u8]) -> f64 {
    let (one, other) = (one.get(..64).unwrap_or(one), other.get(..64).unwrap_or(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let window = (one.len().max(other.len()) / 2).saturating_sub(1);
    let (mut used_one, mut used_other) = (0_u64, 0_u64);
    for (i, x) in one.iter().enumerate() {
        let from = i.saturating_sub(window);
        let to = (i + window + 1).min(other.len());
        let fits = |j: &usize| used_other & (1 << j) == 0 && other[*j] == *x;
        if let Some(j) = (from..to).find(fits) {
            used_one |= 1 << i;
            used_other |= 1 << j;
        }
    }
    let common = f64::from(used_one.count_ones());
    if common == 0.0 {
        return 0.0;
    }
    let of = |text: &[u8], used: u64| -> Vec<u8> {
        text.iter().enumerate().filter(|(at, _)| used & (1 << at) != 0).map(|(_, letter)| *letter).collect()
    };
    let moved = of(one, used_one).iter().zip(of(other, used_other)).filter(|(x, y)| **x != *y).count() as f64 / 2.0;
    let jaro = (common / one.len() as f64 + common / other.len() as f64 + (common - moved) / common) / 3.0;
    let prefix = one.iter().zip(other).take(4).take_while(|(x, y)| x == y).count() as f64;
    jaro + prefix * 0.1 * (1.0 - jaro)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_similarities() {
        // Winkler 1990, table of names.
        for (one, other, wanted) in [("martha", "marhta", 0.961), ("dwayne", "duane", 0.840), ("dixon", "dicksonx", 0.813)] {
            assert!((jaro_winkler(one.as_bytes(), other.as_bytes()) - wanted).abs() < 0.001, "{one} {other}");
        }
        assert!(jaro_winkler(b"abc", b"xyz") < 1e-12);
    }

    #[test]
    fn edits_up_to_a_limit() {
        assert_eq!(edits(b"kitten", b"sitting", 3), 3);
        assert_eq!(edits(b"19870520", b"19870502", 2), 1);
        assert_eq!(edits(b"abc", b"abc", 2), 0);
        assert_eq!(edits(b"abc", b"xyz", 1), 2);
        assert_eq!(edits(b"", b"abc", 2), 3);
    }
}
