//! The published multipliers, and how they are applied.
//!
//! Each table has fifteen rows of weights for five groups: five for the ages of the first group, five for those of the second, five for any
//! group in the middle. The last two groups use the first ten rows from behind.

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length};

/// Weights that turn five groups of five years into the ages of one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Multipliers {
    /// Ages 0–4 of the table, over the first five groups.
    pub first: [[f64; 5]; 5],
    /// Ages 5–9, over the first five groups.
    pub second: [[f64; 5]; 5],
    /// The ages of any other group, over that group with two before and two after it.
    pub middle: [[f64; 5]; 5],
}

/// Sprague 1881; printed in Shryock, Siegel & Larmon 1973, *The Methods and Materials of Demography*, p. 876.
pub const SPRAGUE: Multipliers = Multipliers {
    first: [
        [0.3616, -0.2768, 0.1488, -0.0336, 0.0],
        [0.2640, -0.0960, 0.0400, -0.0080, 0.0],
        [0.1840, 0.0400, -0.0320, 0.0080, 0.0],
        [0.1200, 0.1360, -0.0720, 0.0160, 0.0],
        [0.0704, 0.1968, -0.0848, 0.0176, 0.0],
    ],
    second: [
        [0.0336, 0.2272, -0.0752, 0.0144, 0.0],
        [0.0080, 0.2320, -0.0480, 0.0080, 0.0],
        [-0.0080, 0.2160, -0.0080, 0.0, 0.0],
        [-0.0160, 0.1840, 0.0400, -0.0080, 0.0],
        [-0.0176, 0.1408, 0.0912, -0.0144, 0.0],
    ],
    middle: [
        [-0.0128, 0.0848, 0.1504, -0.0240, 0.0016],
        [-0.0016, 0.0144, 0.2224, -0.0416, 0.0064],
        [0.0064, -0.0336, 0.2544, -0.0336, 0.0064],
        [0.0064, -0.0416, 0.2224, 0.0144, -0.0016],
        [0.0016, -0.0240, 0.1504, 0.0848, -0.0128],
    ],
};

/// Beers 1944, ordinary formula; Shryock, Siegel & Larmon 1973, p. 877.
pub const BEERS_ORDINARY: Multipliers = Multipliers {
    first: [
        [0.3333, -0.1636, -0.0210, 0.0796, -0.0283],
        [0.2595, -0.0780, 0.0130, 0.0100, -0.0045],
        [0.1924, 0.0064, 0.0184, -0.0256, 0.0084],
        [0.1329, 0.0844, 0.0054, -0.0356, 0.0129],
        [0.0819, 0.1508, -0.0158, -0.0284, 0.0115],
    ],
    second: [
        [0.0404, 0.2000, -0.0344, -0.0128, 0.0068],
        [0.0093, 0.2268, -0.0402, 0.0028, 0.0013],
        [-0.0108, 0.2272, -0.0248, 0.0112, -0.0028],
        [-0.0198, 0.1992, 0.0172, 0.0072, -0.0038],
        [-0.0191, 0.1468, 0.0822, -0.0084, -0.0015],
    ],
    middle: [
        [-0.0117, 0.0804, 0.1570, -0.0284, 0.0027],
        [-0.0020, 0.0160, 0.2200, -0.0400, 0.0060],
        [0.0050, -0.0280, 0.2460, -0.0280, 0.0050],
        [0.0060, -0.0400, 0.2200, 0.0160, -0.0020],
        [0.0027, -0.0284, 0.1570, 0.0804, -0.0117],
    ],
};

/// Beers 1945, modified formula; Shryock, Siegel & Larmon 1973, p. 877.
pub const BEERS_MODIFIED: Multipliers = Multipliers {
    first: [
        [0.3332, -0.1938, 0.0702, -0.0118, 0.0022],
        [0.2569, -0.0753, 0.0205, -0.0027, 0.0006],
        [0.1903, 0.0216, -0.0146, 0.0032, -0.0005],
        [0.1334, 0.0969, -0.0351, 0.0059, -0.0011],
        [0.0862, 0.1506, -0.0410, 0.0054, -0.0012],
    ],
    second: [
        [0.0486, 0.1831, -0.0329, 0.0021, -0.0009],
        [0.0203, 0.1955, -0.0123, -0.0031, -0.0004],
        [0.0008, 0.1893, 0.0193, -0.0097, 0.0003],
        [-0.0108, 0.1677, 0.0577, -0.0153, 0.0007],
        [-0.0159, 0.1354, 0.0972, -0.0170, 0.0003],
    ],
    middle: [
        [-0.0160, 0.0973, 0.1321, -0.0121, -0.0013],
        [-0.0129, 0.0590, 0.1564, 0.0018, -0.0043],
        [-0.0085, 0.0260, 0.1650, 0.0260, -0.0085],
        [-0.0043, 0.0018, 0.1564, 0.0590, -0.0129],
        [-0.0013, -0.0121, 0.1321, 0.0973, -0.0160],
    ],
};

/// Grabill's weights for the middle; Shryock, Siegel & Larmon 1973, p. 878.
pub const GRABILL: [[f64; 5]; 5] = [
    [0.0111, 0.0816, 0.0826, 0.0256, -0.0009],
    [0.0049, 0.0673, 0.0903, 0.0377, -0.0002],
    [0.0015, 0.0519, 0.0932, 0.0519, 0.0015],
    [-0.0002, 0.0377, 0.0903, 0.0673, 0.0049],
    [-0.0009, 0.0256, 0.0826, 0.0816, 0.0111],
];

impl Multipliers {
    /// The single ages as the multipliers give them: they may be below zero, and the modified formula does not keep the groups.
    ///
    /// Groups of five years from any age on; an open group at the end stays one number.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] with fewer than five closed groups, or other widths.
    pub fn apply(&self, groups: &AgeGroups, counts: &[f64]) -> Result<Vec<f64>, Error> {
        check_length("counts", counts, groups.len())?;
        check_counts("counts", counts)?;
        let widths = groups.widths();
        let closed = widths.len();
        if closed < 5 || widths.iter().any(|width| *width != 5) {
            return Err(Error::Shape { method: "a multiplier", needs: "five closed groups of five years or more" });
        }
        let mut ages = Vec::with_capacity(closed * 5 + 1);
        for group in 0..closed {
            for age in 0..5 {
                let value: f64 = match (group, closed - 1 - group) {
                    (0, _) => weigh(&self.first[age], counts[..5].iter()),
                    (1, _) => weigh(&self.second[age], counts[..5].iter()),
                    (_, 0) => weigh(&self.first[4 - age], counts[closed - 5..closed].iter().rev()),
                    (_, 1) => weigh(&self.second[4 - age], counts[closed - 5..closed].iter().rev()),
                    (_, _) => weigh(&self.middle[age], counts[group - 2..=group + 2].iter()),
                };
                ages.push(value);
            }
        }
        ages.extend(counts.get(closed));
        Ok(ages)
    }
}

fn weigh<'a>(weights: &[f64; 5], counts: impl Iterator<Item = &'a f64>) -> f64 {
    weights.iter().zip(counts).map(|(weight, count)| weight * count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The weights of one group over the ages of a panel sum to 1 for the group itself and to 0 for its neighbours, as printed to four places.
    #[test]
    fn sprague_and_beers_ordinary_keep_the_group() {
        for table in [&SPRAGUE, &BEERS_ORDINARY] {
            for (panel, own) in [(&table.first, 0), (&table.second, 1), (&table.middle, 2)] {
                for group in 0..5 {
                    let sum: f64 = panel.iter().map(|row| row[group]).sum();
                    assert!((sum - f64::from(u8::from(group == own))).abs() < 1e-9, "{own} {group} {sum}");
                }
            }
        }
    }

    #[test]
    fn each_row_of_every_table_sums_to_a_fifth() {
        for table in [&SPRAGUE, &BEERS_ORDINARY, &BEERS_MODIFIED] {
            for row in table.first.iter().chain(&table.second).chain(&table.middle).chain(&GRABILL) {
                assert!((row.iter().sum::<f64>() - 0.2).abs() < 1e-9, "{row:?}");
            }
        }
    }
}
