//! How good ages and sexes of a unit are written down.

use super::base::people_of;
use super::refused;
use crate::{App, AppError, FiguresAsk};
use danso_auth::Caller;
use danso_demography::age::{AgeGroups, BySex};
use danso_demography::quality::{AgeRatio, Bachi, accuracy, bachi, das_gupta, myers, spoorenberg, whipple};
use danso_indicators::Period;
use danso_tally::Cube;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// Below so many people chance alone heaps ages.
const FEW: u64 = 2_000;
/// The last age that is counted by itself.
const OPEN: usize = 100;

/// What a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// To be looked at.
    Fair,
    /// Something is wrong, as far as numbers tell.
    Poor,
}

/// A part of a check.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QualityPart {
    /// `male`, `female`, `age_ratio_male`, `age_ratio_female`, `sex_ratio`, `sex_ratio_turns`, `age_turns_male` or `age_turns_female`.
    pub id: String,
    /// Its value.
    pub value: f64,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QualityCheck {
    /// Which.
    pub id: String,
    /// Its value.
    pub value: f64,
    /// What it says; left out where there are few people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<QualityPart>,
    /// The lower end of its interval of 95 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The upper end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// How many births or deaths it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
}

/// A check that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualityMissing {
    /// `sex_ratio_birth`, `infants` or `deaths`.
    pub id: String,
    /// `few_births`, `few_deaths`, or `young_register` where it was still being filled two years before.
    pub reason: String,
    /// Events there are.
    pub count: u64,
    /// Events it takes; years for a young register.
    pub needed: u64,
}

/// People by single age, the last open.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgesBySex {
    /// Men and boys.
    pub male: Vec<u64>,
    /// Women and girls.
    pub female: Vec<u64>,
}

/// The quality of ages and sexes of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QualityReply {
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// The day.
    pub at: String,
    /// People.
    pub total: u64,
    /// Whether there are so few that chance alone may look like error.
    pub few: bool,
    /// Checks that could be made.
    pub checks: Vec<QualityCheck>,
    /// Checks that could not, and why.
    pub missing: Vec<QualityMissing>,
    /// What they were made of; those whose sex is not known divided as the others.
    pub ages: AgesBySex,
}

/// Where a value stops being good and where it becomes poor. Whipple: United Nations 1955, Manual II (105 and 125 of the classes there); the accuracy index:
/// the same (20 and 40). The others have no official classes: these are those of the same data at the bounds of Whipple's, found by heaping the ages of a smooth
/// population by and by.
fn classes(id: &str) -> (f64, f64) {
    match id {
        "whipple" => (105.0, 125.0),
        "un_index" => (20.0, 40.0),
        "myers" | "bachi" => (2.0, 6.0),
        "spoorenberg" => (0.8, 2.0),
        "age_ratio" => (4.0, 8.0),
        "sex_ratio" => (3.0, 6.0),
        "first_january" => (3.0, 10.0),
        _ => (1.0, 5.0),
    }
}

/// A check with a verdict of its own, or without one.
pub(super) fn check_with(id: &str, value: f64, verdict: Option<Verdict>) -> QualityCheck {
    QualityCheck { id: id.to_owned(), value, verdict, parts: Vec::new(), low: None, high: None, events: None }
}

fn check(id: &str, value: f64, parts: Vec<(&str, f64)>, few: bool) -> QualityCheck {
    let (good, poor) = classes(id);
    let verdict = if value <= good {
        Verdict::Good
    } else if value <= poor {
        Verdict::Fair
    } else {
        Verdict::Poor
    };
    let parts = parts.into_iter().map(|(id, value)| QualityPart { id: id.to_owned(), value }).collect();
    QualityCheck { parts, ..check_with(id, value, (!few).then_some(verdict)) }
}

/// Checks of single ages; one that cannot be made for want of people is left out.
fn of_ages(people: &BySex<Vec<f64>>, few: bool) -> Result<Vec<QualityCheck>, AppError> {
    let single = AgeGroups::single(OPEN as u32);
    let five = AgeGroups::five_year(85).map_err(refused)?;
    let both: Vec<f64> = people.male.iter().zip(&people.female).map(|(male, female)| male + female).collect();
    let mut checks = Vec::new();
    let mut add = |id: &str, of: &dyn Fn(&[f64]) -> Result<f64, danso_demography::Error>| {
        if let (Ok(value), Ok(male), Ok(female)) = (of(&both), of(&people.male), of(&people.female)) {
            checks.push(check(id, value, vec![("male", male), ("female", female)], few));
        }
    };
    add("whipple", &|counts| whipple(&single, counts, 25, 60, &[0, 5]));
    add("myers", &|counts| myers(&single, counts, 10, 89).map(|digits| digits.index));
    add("bachi", &|counts| bachi(&single, counts, 23, Bachi::Original).map(|digits| digits.index));
    add("spoorenberg", &|counts| spoorenberg(&single, counts, 23, 62));
    let male = single.regroup(&people.male, &five).map_err(refused)?;
    let female = single.regroup(&people.female, &five).map_err(refused)?;
    if let Ok(found) = accuracy(&five, &male, &female, 70, AgeRatio::UnitedNations) {
        let scores = found.age_ratio_scores;
        let ratios = vec![("male", scores.male), ("female", scores.female)];
        checks.push(check("age_ratio", f64::midpoint(scores.male, scores.female), ratios, few));
        checks.push(check("sex_ratio", found.sex_ratio_score, Vec::new(), few));
        let parts =
            vec![("age_ratio_male", scores.male), ("age_ratio_female", scores.female), ("sex_ratio", found.sex_ratio_score)];
        checks.push(check("un_index", found.index, parts, few));
    }
    if let Ok(found) = das_gupta(&five, &male, &female, 70) {
        let parts = [("sex_ratio_turns", found.sex_ratio), ("age_turns_male", found.male), ("age_turns_female", found.female)];
        let parts = parts.map(|(id, value)| QualityPart { id: id.to_owned(), value }).into();
        // Nobody has said from which value on it is bad.
        checks.push(QualityCheck { parts, ..check_with("das_gupta", found.index, None) });
    }
    Ok(checks)
}

impl App {
    /// The quality of ages and sexes of a unit on a day.
    ///
    /// # Errors
    /// `unknown_unit`, `out_of_scope`.
    pub async fn quality(&self, caller: &Caller, unit: &str, at: Option<Date>) -> Result<QualityReply, AppError> {
        let at = at.unwrap_or_else(|| self.env.today());
        let unit = self.counted_unit(caller, unit, at)?;
        let cube = self.cube_of(unit, at)?;
        let unknown: u64 = cube.iter().flat_map(Cube::cells).filter(|(_, sex, _, _)| *sex == 2).map(|(.., count)| count).sum();
        let total = cube.as_ref().map_or(0, Cube::total);
        let people = cube.map_or_else(|| BySex::new(Vec::new(), Vec::new()), |cube| people_of(&cube, 0));
        let few = total < FEW;
        let shown = |people: &[f64]| -> Vec<f64> {
            let mut ages: Vec<f64> = people.iter().take(OPEN).copied().collect();
            ages.resize(OPEN, 0.0);
            ages.push(people.iter().skip(OPEN).sum());
            ages
        };
        let people = BySex::new(shown(&people.male), shown(&people.female));
        let mut checks = if total > 0 { of_ages(&people, few)? } else { Vec::new() };
        if let Some(share) = self.first_of_january(unit.to_string(), at).await? {
            checks.push(check("first_january", share, Vec::new(), few));
        }
        if total > 0 {
            checks.push(check("unknown_sex", 100.0 * unknown as f64 / total as f64, Vec::new(), few));
        }
        let (found, missing) = if total > 0 { self.completeness(unit, at, few)? } else { (Vec::new(), Vec::new()) };
        checks.extend(found);
        let whole = |ages: &[f64]| ages.iter().map(|people| people.round() as u64).collect();
        Ok(QualityReply {
            unit_name: self.line(unit, at).map(|line| line.full_name).unwrap_or_default(),
            unit: unit.to_string(),
            at: at.to_string(),
            total,
            few,
            checks,
            missing,
            ages: AgesBySex { male: whole(&people.male), female: whole(&people.female) },
        })
    }

    /// Per cent of people who are said to be born on 1 January: the indicator Q6D of the month.
    async fn first_of_january(&self, unit: String, at: Date) -> Result<Option<f64>, AppError> {
        let Some(period) = Period::month(at.year(), at.month()) else { return Ok(None) };
        let ask = FiguresAsk {
            indicators: vec!["Q6D".to_owned()],
            unit,
            children: false,
            period,
            by: Vec::new(),
            known_at: None,
            boundaries: None,
        };
        Ok(self.figures_unchecked(&ask).await?.figures.first().and_then(|line| line.value))
    }
}
