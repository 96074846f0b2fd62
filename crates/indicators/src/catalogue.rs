//! All indicators: loaded, checked, found by code and day.

use crate::breakdown::Breakdown;
use crate::check::check;
use crate::formula::{Formula, FormulaError};
use crate::{Indicator, embedded};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use thiserror::Error;

/// A file that cannot be used.
#[derive(Debug, Error)]
pub enum LoadError {
    /// A file or folder could not be read.
    #[error("cannot read {file}: {error}")]
    Read {
        /// The file or folder.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A file does not have the shape it should.
    #[error("{file}: {error}")]
    Shape {
        /// The file.
        file: String,
        /// What does not fit, and where.
        error: serde_json::Error,
    },
    /// Something in a file says what cannot be.
    #[error("{file}: {what}: {why}")]
    Wrong {
        /// The file.
        file: String,
        /// The indicator or row.
        what: String,
        /// Why it cannot be.
        why: String,
    },
}

/// An indicator with its formulas read.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) indicator: Indicator,
    pub(crate) value: Formula,
    pub(crate) numerator: Option<Formula>,
    pub(crate) denominator: Option<Formula>,
    pub(crate) exposure: Option<Formula>,
    pub(crate) variance: Option<Formula>,
    pub(crate) small: Vec<(Formula, f64)>,
}

impl Loaded {
    fn new(indicator: Indicator) -> Result<Self, String> {
        let read = |field: &str, text: &str| Formula::parse(text).map_err(|error: FormulaError| format!("{field}, {error}"));
        let optional = |field: &str, text: &Option<String>| text.as_deref().map(|text| read(field, text)).transpose();
        let small = indicator.small.iter().flat_map(|small| &small.require);
        Ok(Self {
            value: read("formula", &indicator.formula)?,
            numerator: optional("numerator", &indicator.numerator)?,
            denominator: optional("denominator", &indicator.denominator)?,
            exposure: optional("exposure", &indicator.exposure)?,
            variance: optional("variance", &indicator.variance)?,
            small: small.map(|least| Ok((read("small", &least.of)?, least.min))).collect::<Result<_, String>>()?,
            indicator,
        })
    }

    /// Each formula with the name of its field.
    pub(crate) fn formulas(&self) -> Vec<(&'static str, &Formula)> {
        let optional = [
            ("numerator", &self.numerator),
            ("denominator", &self.denominator),
            ("exposure", &self.exposure),
            ("variance", &self.variance),
        ];
        let written = optional.into_iter().filter_map(|(field, formula)| Some((field, formula.as_ref()?)));
        let small = self.small.iter().map(|(formula, _)| ("small", formula));
        [("formula", &self.value)].into_iter().chain(written).chain(small).collect()
    }
}

/// The indicators and breakdowns of a catalogue. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Indicators {
    pub(crate) loaded: Arc<Vec<Arc<Loaded>>>,
    pub(crate) breakdowns: Arc<Vec<Breakdown>>,
    version: String,
}

impl Indicators {
    /// Those built into the program.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn embedded() -> Result<Self, LoadError> {
        Self::parse(embedded::INDICATORS)
    }

    /// Those of a folder with files as in `catalog/indicators/`.
    ///
    /// # Errors
    /// When a file cannot be read or used.
    pub fn folder(folder: &Path) -> Result<Self, LoadError> {
        Self::parse(&embedded::read_folder(folder)?)
    }

    /// Those of some files, given as name and text. `breakdowns.json` holds the breakdowns, every other file a list of indicators.
    ///
    /// # Errors
    /// When a file has the wrong shape, a formula cannot be read, or a definition contradicts itself or another.
    pub fn parse(files: &[(impl AsRef<str>, impl AsRef<str>)]) -> Result<Self, LoadError> {
        let mut breakdowns = Vec::new();
        let mut loaded: Vec<(String, Arc<Loaded>)> = Vec::new();
        for (file, text) in files {
            let (file, text) = (file.as_ref(), text.as_ref());
            let shape = |error| LoadError::Shape { file: file.to_owned(), error };
            if file == "breakdowns.json" {
                breakdowns = serde_json::from_str(text).map_err(shape)?;
                continue;
            }
            for indicator in serde_json::from_str::<Vec<Indicator>>(text).map_err(shape)? {
                let what = indicator.code.clone();
                let wrong = |why| LoadError::Wrong { file: file.to_owned(), what, why };
                loaded.push((file.to_owned(), Arc::new(Loaded::new(indicator).map_err(wrong)?)));
            }
        }
        // Stable: within a head, the order of the files.
        loaded.sort_by_key(|(_, loaded)| loaded.indicator.group);
        let version = embedded::version(files);
        let all: Vec<Arc<Loaded>> = loaded.iter().map(|(_, loaded)| Arc::clone(loaded)).collect();
        let indicators = Self { loaded: Arc::new(all), breakdowns: Arc::new(breakdowns), version };
        for (file, one) in loaded {
            let what = one.indicator.code.clone();
            check(&one, &indicators).map_err(|why| LoadError::Wrong { file, what, why })?;
        }
        Ok(indicators)
    }

    /// A short hash of all that was loaded.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All versions of all indicators, by their heads ([`Group`](crate::Group)) and then in the order of the files.
    pub fn all(&self) -> impl Iterator<Item = &Indicator> {
        self.loaded.iter().map(|loaded| &loaded.indicator)
    }

    /// All codes, each once, in the same order.
    #[must_use]
    pub fn codes(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.all().map(|indicator| indicator.code.as_str()).filter(|code| seen.insert(*code)).collect()
    }

    /// The version of an indicator in force on a day.
    #[must_use]
    pub fn on(&self, code: &str, day: Date) -> Option<&Indicator> {
        self.version_on(code, day).map(|loaded| &loaded.indicator)
    }

    /// All breakdowns.
    #[must_use]
    pub fn breakdowns(&self) -> &[Breakdown] {
        &self.breakdowns
    }

    /// A breakdown by its name.
    #[must_use]
    pub fn breakdown(&self, name: &str) -> Option<&Breakdown> {
        self.breakdowns.iter().find(|breakdown| breakdown.name == name)
    }

    pub(crate) fn version_on(&self, code: &str, day: Date) -> Option<&Arc<Loaded>> {
        self.loaded.iter().find(|loaded| loaded.indicator.code == code && loaded.indicator.holds_on(day))
    }
}
