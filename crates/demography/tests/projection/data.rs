//! Reads the tables beside this file.

use danso_demography::age::BySex;
use danso_demography::projection::{DeathRates, Inputs, MigrationTiming, Rates};
use std::collections::HashMap;

pub(crate) const CANADA: &str = include_str!("canada.tsv");
pub(crate) const FRANCE: &str = include_str!("france.tsv");
pub(crate) const VIET_NAM: &str = include_str!("viet_nam.tsv");
pub(crate) const VIET_NAM_FIVE: &str = include_str!("viet_nam_five.tsv");
pub(crate) const VIET_NAM_2100: &str = include_str!("viet_nam_2100.tsv");

/// Lists by name and step.
pub(crate) struct Table {
    lists: HashMap<(String, String), Vec<f64>>,
    ages: usize,
}

impl Table {
    pub(crate) fn read(text: &str, ages: usize) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let read = |line: &str| {
            let mut parts = line.split('\t');
            let name = parts.next().unwrap().to_owned();
            let step = parts.next().unwrap().to_owned();
            let values = parts.next().unwrap().split(' ').map(|value| value.parse().unwrap()).collect();
            ((name, step), values)
        };
        Self { lists: lines.map(read).collect(), ages }
    }

    /// A list as it stands.
    pub(crate) fn list(&self, name: &str) -> Vec<f64> {
        self.lists[&(name.to_owned(), "all".to_owned())].clone()
    }

    /// A list by age.
    pub(crate) fn ages(&self, name: &str, step: usize) -> Vec<f64> {
        let mut values = self.lists[&(name.to_owned(), step.to_string())].clone();
        values.resize(self.ages, 0.0);
        values
    }

    pub(crate) fn both(&self, name: &str, step: usize) -> BySex<Vec<f64>> {
        BySex::new(self.ages(&format!("{name}_male"), step), self.ages(&format!("{name}_female"), step))
    }

    pub(crate) fn inputs(&self, timing: MigrationTiming, width: f64) -> Inputs {
        let steps = self.list("srb").into_iter().enumerate().map(|(step, sex_ratio)| Rates {
            survival: self.both("survival", step),
            fertility: self.ages("fertility", step),
            sex_ratio,
            migration: self.both("migration", step),
            timing,
        });
        Inputs { width, base: self.both("base", 0), steps: steps.collect() }
    }

    pub(crate) fn death_rates(&self, timing: MigrationTiming) -> Vec<DeathRates> {
        let steps = self.list("srb").into_iter().enumerate().map(|(step, sex_ratio)| DeathRates {
            death: self.both("death", step),
            fertility: self.ages("fertility", step),
            sex_ratio,
            migration: self.both("migration", step),
            timing,
        });
        steps.collect()
    }
}

/// Fails where two lists differ by more than a share.
#[track_caller]
pub(crate) fn close(what: &str, found: &[f64], wanted: &[f64], share: f64) {
    assert_eq!(found.len(), wanted.len(), "{what}");
    for (row, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        assert!((found - wanted).abs() <= share * wanted.abs(), "{what}, row {row}: {found} instead of {wanted}");
    }
}
