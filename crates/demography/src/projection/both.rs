//! Handling men and women in one line.

use crate::age::BySex;

impl<T> BySex<T> {
    /// The value of men and that of women.
    pub const fn new(male: T, female: T) -> Self {
        Self { male, female }
    }

    /// The same of each.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> BySex<U> {
        BySex { male: f(self.male), female: f(self.female) }
    }

    /// Men first, then women.
    pub fn into_array(self) -> [T; 2] {
        [self.male, self.female]
    }
}

impl BySex<f64> {
    /// Men and women together.
    pub fn sum(self) -> f64 {
        self.male + self.female
    }
}

impl BySex<Vec<f64>> {
    /// Both as slices.
    pub fn slices(&self) -> BySex<&[f64]> {
        BySex { male: &self.male, female: &self.female }
    }
}
