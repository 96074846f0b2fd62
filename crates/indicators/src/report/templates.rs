//! All forms: loaded, checked, found by form and day.

use super::content::UnitLabel;
use super::plan::{ReportError, ReportPlan};
use super::template::Template;
use crate::{LoadError, Period, embedded};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// The forms of a catalogue. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Templates(Arc<Vec<(Template, String)>>);

impl Templates {
    /// Those built into the program.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn embedded() -> Result<Self, LoadError> {
        Self::parse(embedded::REPORTS)
    }

    /// Those of a folder with files as in `catalog/reports/`.
    ///
    /// # Errors
    /// When a file cannot be read or used.
    pub fn folder(folder: &Path) -> Result<Self, LoadError> {
        Self::parse(&embedded::read_folder(folder)?)
    }

    /// Those of some files, given as name and text, one version of one form each.
    ///
    /// # Errors
    /// When a file has the wrong shape, a value cannot be read, or two versions of a form are in force at once.
    pub fn parse(files: &[(impl AsRef<str>, impl AsRef<str>)]) -> Result<Self, LoadError> {
        let mut templates: Vec<(Template, String)> = Vec::new();
        for (file, text) in files {
            let (file, text) = (file.as_ref(), text.as_ref());
            let template: Template =
                serde_json::from_str(text).map_err(|error| LoadError::Shape { file: file.to_owned(), error })?;
            let wrong = |why| LoadError::Wrong { file: file.to_owned(), what: template.form.clone(), why };
            template.check().map_err(wrong)?;
            let overlaps = |(other, _): &&(Template, String)| {
                let same = other.form == template.form;
                same && (other.holds_on(template.valid_from) || template.holds_on(other.valid_from))
            };
            if let Some((other, _)) = templates.iter().find(overlaps) {
                return Err(wrong(format!("version {} is in force at the same time", other.version)));
            }
            let hash = embedded::version(&[(file, text)]);
            templates.push((template, hash));
        }
        Ok(Self(Arc::new(templates)))
    }

    /// All versions of all forms, in the order of the files.
    pub fn all(&self) -> impl Iterator<Item = &Template> {
        self.0.iter().map(|(template, _)| template)
    }

    /// The version of a form in force on a day.
    #[must_use]
    pub fn on(&self, form: &str, day: Date) -> Option<&Template> {
        self.with_hash(form, day).map(|(template, _)| template)
    }

    /// What must be counted for a report of a form; None where no version of it is in force on the last day of the period. `children` are
    /// the units below in the order of their columns; forms without such columns do not look at them.
    ///
    /// # Errors
    /// When the form prints records or is for another kind of period.
    pub fn plan(
        &self,
        form: &str,
        period: Period,
        unit: UnitLabel,
        children: &[UnitLabel],
    ) -> Option<Result<ReportPlan<'_>, ReportError>> {
        let (template, hash) = self.with_hash(form, period.span().to())?;
        Some(template.plan(hash, period, unit, children))
    }

    fn with_hash(&self, form: &str, day: Date) -> Option<&(Template, String)> {
        self.0.iter().find(|(template, _)| template.form == form && template.holds_on(day))
    }
}
