//! What trajectories said, and the bands between which they run.

use crate::error::{Error, check_between};
use std::ops::Range;

/// A number that is kept of each step of each trajectory; stocks at the end of the step, flows of the whole step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// All people.
    Population,
    /// Births.
    Births,
    /// Deaths.
    Deaths,
    /// Net migrants who moved.
    Migration,
    /// People under 15.
    Children,
    /// People from 15 to 64.
    Between,
    /// People of 65 and over.
    Old,
}

pub(super) const MEASURES: usize = 7;

impl Measure {
    /// All of them, in the order in which they are kept.
    pub const ALL: [Self; MEASURES] =
        [Self::Population, Self::Births, Self::Deaths, Self::Migration, Self::Children, Self::Between, Self::Old];

    /// A name for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Births => "births",
            Self::Deaths => "deaths",
            Self::Migration => "migration",
            Self::Children => "age_0_14",
            Self::Between => "age_15_64",
            Self::Old => "age_65_plus",
        }
    }
}

/// Trajectories of a range of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    numbers: Range<u64>,
    steps: usize,
    groups: usize,
    /// By trajectory, step, measure.
    values: Vec<f64>,
    /// By trajectory, step, group.
    ages: Vec<f32>,
}

/// Median, mean and bounds of one number at each step.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// The middle trajectory of each step.
    pub median: Vec<f64>,
    /// The mean.
    pub mean: Vec<f64>,
    /// For each level asked for, in that order: lower and upper bound of each step.
    pub bounds: Vec<Vec<(f64, f64)>>,
}

impl Bundle {
    pub(super) fn new(numbers: Range<u64>, steps: usize, groups: usize) -> Self {
        let count = usize::try_from(numbers.end.saturating_sub(numbers.start)).unwrap_or(usize::MAX);
        let room = |each: usize| count.saturating_mul(each).min(1 << 24);
        Self {
            numbers,
            steps,
            groups,
            values: Vec::with_capacity(room(steps * MEASURES)),
            ages: Vec::with_capacity(room(steps * groups)),
        }
    }

    pub(super) fn push(&mut self, measures: &[f64; MEASURES]) {
        self.values.extend_from_slice(measures);
    }

    pub(super) fn push_ages(&mut self, groups: impl Iterator<Item = f64>) {
        self.ages.extend(groups.map(|people| people as f32));
    }

    /// How many trajectories it holds.
    pub fn trajectories(&self) -> usize {
        let each = self.steps * MEASURES;
        self.values.len().checked_div(each).unwrap_or(0)
    }

    /// Puts ranges that follow one another together, in any order they are given.
    ///
    /// # Errors
    /// None at all, a gap or an overlap between them, or runs of different plans.
    pub fn join(parts: Vec<Self>) -> Result<Self, Error> {
        let needs = |needs| Error::Shape { method: "joining trajectories", needs };
        let mut parts = parts;
        parts.sort_by_key(|part| (part.numbers.start, part.numbers.end));
        let mut parts = parts.into_iter();
        let mut joined = parts.next().ok_or_else(|| needs("one range or more"))?;
        for part in parts {
            if part.numbers.start != joined.numbers.end || (part.steps, part.groups) != (joined.steps, joined.groups) {
                return Err(needs("ranges of one plan that follow one another"));
            }
            joined.numbers.end = part.numbers.end;
            joined.values.extend(part.values);
            joined.ages.extend(part.ages);
        }
        Ok(joined)
    }

    /// One number of one trajectory, counted from 0 in this bundle, at a step; nothing where there is none.
    pub fn value(&self, trajectory: usize, step: usize, measure: Measure) -> Option<f64> {
        let inside = step < self.steps && trajectory < self.trajectories();
        inside.then(|| self.values[(trajectory * self.steps + step) * MEASURES + measure as usize])
    }

    /// Bands of a measure, with bounds of each level (0.8, 0.95): quantiles `(1 ± level)/2`, straight lines between neighbours (definition 7 of Hyndman
    /// and Fan 1996).
    ///
    /// # Errors
    /// A level outside of 0 … 1; no trajectory at all.
    pub fn bands(&self, measure: Measure, levels: &[f64]) -> Result<Bands, Error> {
        let column = |step: usize, into: &mut Vec<f64>| {
            into.extend(self.values.iter().skip(step * MEASURES + measure as usize).step_by(self.steps * MEASURES));
        };
        self.bands_of(levels, column)
    }

    /// Bands of people of an age group: men from the youngest to the oldest, then women.
    ///
    /// # Errors
    /// As [`Self::bands`]; a group that was not kept.
    pub fn age_bands(&self, group: usize, levels: &[f64]) -> Result<Bands, Error> {
        if group >= self.groups {
            return Err(Error::Shape { method: "bands of an age group", needs: "a group that was kept" });
        }
        let column = |step: usize, into: &mut Vec<f64>| {
            into.extend(
                self.ages.iter().skip(step * self.groups + group).step_by(self.steps * self.groups).map(|v| f64::from(*v)),
            );
        };
        self.bands_of(levels, column)
    }

    fn bands_of(&self, levels: &[f64], column: impl Fn(usize, &mut Vec<f64>)) -> Result<Bands, Error> {
        if self.trajectories() == 0 {
            return Err(Error::Shape { method: "bands", needs: "one trajectory or more" });
        }
        for level in levels {
            check_between("the level of a band", *level, 0.0, 1.0)?;
        }
        let mut bands = Bands { median: Vec::new(), mean: Vec::new(), bounds: vec![Vec::new(); levels.len()] };
        let mut values = Vec::with_capacity(self.trajectories());
        for step in 0..self.steps {
            values.clear();
            column(step, &mut values);
            // In the order of trajectories, so that no split changes it.
            bands.mean.push(values.iter().sum::<f64>() / values.len() as f64);
            values.sort_unstable_by(f64::total_cmp);
            bands.median.push(quantile(&values, 0.5));
            for (bounds, level) in bands.bounds.iter_mut().zip(levels) {
                bounds.push((quantile(&values, 0.5 - level / 2.0), quantile(&values, 0.5 + level / 2.0)));
            }
        }
        Ok(bands)
    }
}

/// Of values in order, one at least.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.5), 2.0);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 1.0), 4.0);
        assert_eq!(quantile(&[3.0], 0.1), 3.0);
    }

    #[test]
    fn ranges_must_follow_one_another() {
        let bundle = |numbers: Range<u64>| {
            let mut bundle = Bundle::new(numbers.clone(), 1, 0);
            numbers.for_each(|number| bundle.push(&[number as f64; MEASURES]));
            bundle
        };
        let joined = Bundle::join(vec![bundle(3..5), bundle(0..3)]);
        assert_eq!(joined, Ok(bundle(0..5)));
        assert!(Bundle::join(vec![bundle(0..3), bundle(4..5)]).is_err());
        assert!(Bundle::join(Vec::new()).is_err());
        let bands = bundle(0..5).bands(Measure::Births, &[0.5]);
        assert_eq!(bands, Ok(Bands { median: vec![2.0], mean: vec![2.0], bounds: vec![vec![(1.0, 3.0)]] }));
        assert!(bundle(0..0).bands(Measure::Births, &[0.5]).is_err());
        assert!(bundle(0..5).age_bands(0, &[0.5]).is_err());
    }
}
