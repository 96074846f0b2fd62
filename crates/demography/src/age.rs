//! Age groups: where they start, which is open, and how they are regrouped.
//!
//! **The question.** Every table of this crate is a list of numbers by age, and most mistakes come from a list whose ages are not what
//! the method believes. [`AgeGroups`] says them once: the first completed year of age of each group, and whether the last group is open
//! ("85 and over") or ends somewhere.
//!
//! Ages are completed years at the last birthday. A group that starts at `x` and is `n` wide holds the exact ages from `x` up to, not
//! including, `x + n`.
//!
//! | groups | made by | used for |
//! |---|---|---|
//! | 0, 1, 2 … 99, 100+ | [`AgeGroups::single`] | heaping, single-year projection |
//! | 0–4, 5–9 … 80+ | [`AgeGroups::five_year`] | censuses, smoothing, graduation |
//! | 0, 1–4, 5–9 … 85+ | [`AgeGroups::abridged`] | life tables |
//!
//! ```
//! use danso_demography::age::AgeGroups;
//!
//! let single = AgeGroups::single(9);
//! let five = AgeGroups::five_year(5)?;
//! let counts = [3.0, 1.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 6.0];
//! assert_eq!(single.regroup(&counts, &five)?, vec![10.0, 10.0]);
//! # Ok::<(), danso_demography::Error>(())
//! ```

use crate::error::{Error, check_finite, check_length};

/// The sex of the people a table speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    /// Male (nam).
    Male,
    /// Female (nữ).
    Female,
}

/// The same thing for both sexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BySex<T> {
    /// The value for males.
    pub male: T,
    /// The value for females.
    pub female: T,
}

impl<T> BySex<T> {
    /// The value of one sex.
    pub fn of(&self, sex: Sex) -> &T {
        match sex {
            Sex::Male => &self.male,
            Sex::Female => &self.female,
        }
    }
}

/// Age groups without gap: the first age of each, and where the last one ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeGroups {
    starts: Vec<u32>,
    /// The first age after the last group; nothing when that group is open.
    end: Option<u32>,
}

impl AgeGroups {
    /// Groups that start at `starts`; the last is open when `end` is nothing, and otherwise ends before the age `end`.
    ///
    /// # Errors
    /// [`Error::NoGroups`] without a start; [`Error::AgesNotRising`] when a start (or the end) is not above the one before.
    pub fn new(starts: Vec<u32>, end: Option<u32>) -> Result<Self, Error> {
        if starts.is_empty() {
            return Err(Error::NoGroups);
        }
        for pair in starts.windows(2) {
            if pair[1] <= pair[0] {
                return Err(Error::AgesNotRising { before: pair[0], age: pair[1] });
            }
        }
        let last = starts[starts.len() - 1];
        match end {
            Some(end) if end <= last => Err(Error::AgesNotRising { before: last, age: end }),
            Some(_) | None => Ok(Self { starts, end }),
        }
    }

    /// Single years of age 0, 1 … `open_age`, the last group open.
    pub fn single(open_age: u32) -> Self {
        Self { starts: (0..=open_age).collect(), end: None }
    }

    /// Five-year groups 0–4, 5–9 … `open_age`+.
    ///
    /// # Errors
    /// [`Error::Shape`] when `open_age` is no multiple of five.
    pub fn five_year(open_age: u32) -> Result<Self, Error> {
        if !open_age.is_multiple_of(5) {
            return Err(Error::Shape { method: "a five-year age group", needs: "an open age that is a multiple of five" });
        }
        Ok(Self { starts: (0..=open_age / 5).map(|group| group * 5).collect(), end: None })
    }

    /// The groups of an abridged life table: 0, 1–4, 5–9 … `open_age`+.
    ///
    /// # Errors
    /// [`Error::Shape`] when `open_age` is no multiple of five, or zero.
    pub fn abridged(open_age: u32) -> Result<Self, Error> {
        if !open_age.is_multiple_of(5) || open_age == 0 {
            return Err(Error::Shape {
                method: "an abridged table",
                needs: "an open age that is a multiple of five, above zero",
            });
        }
        let starts = [0, 1].into_iter().chain((1..=open_age / 5).map(|group| group * 5)).collect();
        Ok(Self { starts, end: None })
    }

    /// Groups named as people write them: `0`, `1-4`, `5–9`, `85+`. A bare number followed by others starts a group that reaches to the
    /// next; the last group is open when it is a bare number or has a plus.
    ///
    /// # Errors
    /// [`Error::NotAnAge`] for a text that is none of these; [`Error::GapOrOverlap`] when an end does not meet the next start;
    /// [`Error::AgesNotRising`]; [`Error::NoGroups`].
    pub fn parse<S: AsRef<str>>(labels: &[S]) -> Result<Self, Error> {
        let parsed = labels.iter().map(|label| parse_label(label.as_ref())).collect::<Result<Vec<_>, _>>()?;
        let starts: Vec<u32> = parsed.iter().map(|(start, _)| *start).collect();
        for (position, (_, end)) in parsed.iter().enumerate() {
            let (Some(ends), Some(next)) = (end.known(), starts.get(position + 1)) else { continue };
            if ends != *next {
                return Err(Error::GapOrOverlap { ends, starts: *next });
            }
        }
        if let Some((position, _)) =
            parsed.iter().enumerate().find(|(position, (_, end))| *end == LabelEnd::Open && position + 1 < parsed.len())
        {
            return Err(Error::NotAnAge { text: labels[position].as_ref().to_owned() });
        }
        let end = parsed.last().and_then(|(_, end)| end.known());
        Self::new(starts, end)
    }

    /// The number of groups.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: groups without a group cannot be made.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The first age of each group.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The first age of all.
    pub fn first_age(&self) -> u32 {
        self.starts[0]
    }

    /// The start of the last group.
    pub fn last_start(&self) -> u32 {
        self.starts[self.starts.len() - 1]
    }

    /// The first age after the last group, or nothing when that is open.
    pub fn end(&self) -> Option<u32> {
        self.end
    }

    /// Whether the last group is open.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// The width of a group in years; nothing for the open group and for a position outside.
    pub fn width(&self, position: usize) -> Option<u32> {
        let start = self.starts.get(position)?;
        let end = self.starts.get(position + 1).copied().or(self.end)?;
        Some(end - start)
    }

    /// The widths of the groups that have one: all but the open group.
    pub fn widths(&self) -> Vec<u32> {
        (0..self.len()).filter_map(|position| self.width(position)).collect()
    }

    /// The position of the group that holds a completed age.
    pub fn position(&self, age: u32) -> Option<usize> {
        if self.end.is_some_and(|end| age >= end) {
            return None;
        }
        self.starts.partition_point(|start| *start <= age).checked_sub(1)
    }

    /// The position of the group that starts at an age.
    pub fn starting_at(&self, age: u32) -> Option<usize> {
        self.starts.binary_search(&age).ok()
    }

    /// Whether every group with a width is one year wide.
    pub fn is_single(&self) -> bool {
        self.widths().iter().all(|width| *width == 1)
    }

    /// Whether the groups start at 0 and every group with a width is five years wide.
    pub fn is_five_year(&self) -> bool {
        self.first_age() == 0 && self.widths().iter().all(|width| *width == 5)
    }

    /// Whether the groups are 0, 1–4, 5–9 and so on.
    pub fn is_abridged(&self) -> bool {
        let widths = self.widths();
        self.first_age() == 0
            && widths.len() >= 2
            && widths[0] == 1
            && widths[1] == 4
            && widths[2..].iter().all(|width| *width == 5)
    }

    /// Counts of these groups added up into wider ones. The total stays the same, to rounding.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NotFinite`]; [`Error::NotNested`] when a wanted group would cut one of these, or begins or ends
    /// elsewhere.
    pub fn regroup(&self, counts: &[f64], to: &Self) -> Result<Vec<f64>, Error> {
        check_length("counts", counts, self.len())?;
        check_finite("counts", counts)?;
        if self.first_age() != to.first_age() {
            return Err(Error::NotNested { age: to.first_age().min(self.first_age()) });
        }
        if self.end != to.end {
            return Err(Error::NotNested { age: to.end.or(self.end).unwrap_or_default() });
        }
        if let Some(age) = to.starts.iter().find(|age| self.starting_at(**age).is_none()) {
            return Err(Error::NotNested { age: *age });
        }
        let mut sums = vec![0.0; to.len()];
        for (start, count) in self.starts.iter().zip(counts) {
            if let Some(position) = to.position(*start) {
                sums[position] += count;
            }
        }
        Ok(sums)
    }

    /// Five-year groups that hold these: the same ages, merged; the open group starts at the last multiple of five at or below the last start.
    ///
    /// # Errors
    /// [`Error::Shape`] when the ages do not start at 0, or a group crosses a multiple of five.
    pub fn to_five_year(&self) -> Result<Self, Error> {
        let needs =
            Error::Shape { method: "five-year groups", needs: "groups that start at age 0 and do not cross a multiple of five" };
        if self.first_age() != 0 {
            return Err(needs);
        }
        let last = self.last_start() - self.last_start() % 5;
        let starts: Vec<u32> = (0..=last / 5).map(|group| group * 5).collect();
        if starts.iter().any(|start| self.starting_at(*start).is_none()) || self.end.is_some_and(|end| end > last + 5) {
            return Err(needs);
        }
        Self::new(starts, self.end)
    }
}

/// How a written group ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LabelEnd {
    /// "5": where the next begins.
    Unsaid,
    /// "5-9": before this age.
    Before(u32),
    /// "85+".
    Open,
}

impl LabelEnd {
    fn known(self) -> Option<u32> {
        match self {
            Self::Before(end) => Some(end),
            Self::Unsaid | Self::Open => None,
        }
    }
}

fn parse_label(label: &str) -> Result<(u32, LabelEnd), Error> {
    let wrong = || Error::NotAnAge { text: label.to_owned() };
    let number = |text: &str| match text.trim().parse::<u32>() {
        Ok(age) if age <= 150 => Ok(age),
        Ok(_) | Err(_) => Err(wrong()),
    };
    let text = label.trim();
    if let Some(start) = text.strip_suffix('+') {
        return Ok((number(start)?, LabelEnd::Open));
    }
    if let Some((start, last)) = text.split_once(['-', '–']) {
        let (start, last) = (number(start)?, number(last)?);
        return if last < start { Err(wrong()) } else { Ok((start, LabelEnd::Before(last + 1))) };
    }
    Ok((number(text)?, LabelEnd::Unsaid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_as_people_write_them() {
        let groups = AgeGroups::parse(&["0", "1-4", "5–9", "10", "85+"]);
        assert_eq!(groups, AgeGroups::new(vec![0, 1, 5, 10, 85], None));
        assert_eq!(AgeGroups::parse(&["15-19", "20-24"]), AgeGroups::new(vec![15, 20], Some(25)));
        assert_eq!(AgeGroups::parse(&["0-4", "6-9"]), Err(Error::GapOrOverlap { ends: 5, starts: 6 }));
        assert_eq!(AgeGroups::parse(&["0-4", "5+", "10"]), Err(Error::NotAnAge { text: "5+".into() }));
        assert_eq!(AgeGroups::parse(&["0", "x"]), Err(Error::NotAnAge { text: "x".into() }));
        assert_eq!(AgeGroups::parse(&["0", "5", "5"]), Err(Error::AgesNotRising { before: 5, age: 5 }));
        assert_eq!(AgeGroups::parse::<&str>(&[]), Err(Error::NoGroups));
    }

    #[test]
    fn positions_and_widths() -> Result<(), Error> {
        let groups = AgeGroups::abridged(85)?;
        assert!(groups.is_abridged() && !groups.is_five_year() && groups.is_open());
        assert_eq!((groups.position(0), groups.position(4), groups.position(120)), (Some(0), Some(1), Some(18)));
        assert_eq!((groups.width(0), groups.width(1), groups.width(18)), (Some(1), Some(4), None));
        let closed = AgeGroups::new(vec![15, 20], Some(25))?;
        assert_eq!((closed.position(14), closed.position(24), closed.position(25)), (None, Some(1), None));
        Ok(())
    }

    #[test]
    fn regrouping_does_not_cut() -> Result<(), Error> {
        let five = AgeGroups::five_year(10)?;
        assert_eq!(five.regroup(&[1.0, 2.0, 3.0], &AgeGroups::single(10)), Err(Error::NotNested { age: 1 }));
        assert_eq!(five.regroup(&[1.0, 2.0], &five), Err(Error::Length { what: "counts", expected: 3, found: 2 }));
        Ok(())
    }

    proptest! {
        #[test]
        fn regrouping_keeps_the_total(counts in proptest::collection::vec(0.0_f64..1e6, 1..120)) {
            let groups = AgeGroups::single(counts.len() as u32 - 1);
            let five = groups.to_five_year()?;
            let sums = groups.regroup(&counts, &five)?;
            let total: f64 = counts.iter().sum();
            prop_assert!((sums.iter().sum::<f64>() - total).abs() <= 1e-9 * total.max(1.0));
        }
    }
}
