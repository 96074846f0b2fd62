//! What schools, work, the old and births need of a forecast. Ages are those of laws, as data of `danso-demography`; rates are assumptions that are named.

use super::refused;
use super::shapes::{Brief, Document};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_demography::sector::{Ages, VIET_NAM_AGES, maternity_beds, people_between};
use danso_model::ForecastId;
use serde::Serialize;
use utoipa::ToSchema;

/// Pupils of a class by the school charters (Thông tư 28/2020/TT-BGDĐT: primary at most 35; Thông tư 32/2020/TT-BGDĐT: secondary at most 45) and teachers of a class
/// (Thông tư 20/2023/TT-BGDĐT: primary 1.5 with two sessions a day, lower secondary 1.9, upper secondary 2.25).
const SCHOOLS: [(&str, f64, f64); 3] = [("primary", 35.0, 1.5), ("lower_secondary", 45.0, 1.9), ("upper_secondary", 45.0, 2.25)];
/// How older people live; the assumption beside each is how many of them the shares were counted of.
const LIVING: [&str; 4] = ["living_alone", "living_couple", "living_others", "living_collective"];
/// Of births in facilities, days of a stay, share of beds in use: assumptions.
const BIRTHS: (f64, f64, f64) = (0.98, 4.0, 0.8);

/// One series.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SectorLine {
    /// Which.
    pub id: String,
    /// One a year.
    pub values: Vec<f64>,
    /// The ages, as `6–10` or `60+`; left out where it is of no ages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ages: Option<String>,
    /// What was assumed, or the law that sets the ages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumption: Option<String>,
}

/// Series that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SectorGroup {
    /// `school`, `labour`, `older`, `women`, `births` or `structure`.
    pub id: String,
    /// Its series.
    pub lines: Vec<SectorLine>,
}

/// What sectors need of a forecast.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SectorsReply {
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// The years.
    pub years: Vec<i16>,
    /// Groups of series.
    pub groups: Vec<SectorGroup>,
}

fn line(id: &str, values: Vec<f64>, ages: Option<String>, assumption: Option<String>) -> SectorLine {
    let rounded = values.into_iter().map(super::build::rounded).collect();
    SectorLine { id: id.to_owned(), values: rounded, ages, assumption }
}

fn age_words(from: f64, below: Option<f64>) -> String {
    match below {
        Some(below) => format!("{}–{}", from.floor(), (below - 1.0).max(from).floor()),
        None => format!("{}+", from.floor()),
    }
}

/// The series of a forecast, from the first year after the base: flows are of whole years.
pub(super) fn sectors(forecast: &Document) -> Result<Vec<SectorGroup>, AppError> {
    let ages = Ages::parse(VIET_NAM_AGES).map_err(refused)?;
    let lines = forecast.years.get(1..).unwrap_or_default();
    let years: Vec<i32> = lines.iter().map(|line| i32::from(line.year)).collect();
    let after = |rows: &[Vec<f64>]| rows.get(1..).unwrap_or_default().to_vec();
    let (male, female) = (&after(&forecast.pyramid.male), &after(&forecast.pyramid.female));
    let rule = |key: &str, year: i32| ages.of(key, year).ok_or_else(|| AppError::damaged(format!("the ages of {key}")));
    // People of a rule's ages, of one or both sexes, year by year.
    let of = |key: &str, sexes: &[&Vec<Vec<f64>>]| -> Result<SectorLine, AppError> {
        let mut values = Vec::with_capacity(years.len());
        for (at, year) in years.iter().enumerate() {
            let rule = rule(key, *year)?;
            let mut people = 0.0;
            for sex in sexes {
                people += people_between(&sex[at], rule.from, rule.below).map_err(refused)?;
            }
            values.push(people);
        }
        let last = rule(key, years.last().copied().unwrap_or_default())?;
        Ok(line(key, values, Some(age_words(last.from, last.below)), Some(last.source.clone())))
    };
    let both: [&Vec<Vec<f64>>; 2] = [male, female];

    let mut school = vec![of("nursery", &both)?, of("kindergarten", &both)?];
    for (level, class, teachers) in SCHOOLS {
        let pupils = of(level, &both)?;
        let classes: Vec<f64> = pupils.values.iter().map(|pupils| (pupils / class).ceil()).collect();
        let needed = classes.iter().map(|classes| (classes * teachers).ceil()).collect();
        let (of_classes, of_teachers) = (format!("{class}"), format!("{teachers}"));
        let ages = pupils.ages.clone();
        school.push(SectorLine { id: format!("{level}_pupils"), ..pupils });
        school.push(line(&format!("{level}_classes"), classes, ages.clone(), Some(of_classes)));
        school.push(line(&format!("{level}_teachers"), needed, ages, Some(of_teachers)));
    }

    let working = of("working_age", &both)?;
    let entrants = years.iter().enumerate().map(|(at, _)| male[at][15] + female[at][15]).collect();
    let mut leavers = Vec::with_capacity(years.len());
    for (at, year) in years.iter().enumerate() {
        let mut people = 0.0;
        for (key, sex) in [("retirement_male", male), ("retirement_female", female)] {
            let (before, now) = (rule(key, year - 1)?.from, rule(key, *year)?.from);
            people += danso_demography::sector::retiring(&sex[at], before, now).map_err(refused)?;
        }
        leavers.push(people);
    }
    let retirement = rule("retirement_male", years.last().copied().unwrap_or_default())?.source.clone();
    let labour = vec![
        SectorLine { id: "working_age".to_owned(), ..working },
        line("entrants", entrants, Some("15".to_owned()), None),
        line("leavers", leavers, None, Some(retirement)),
    ];

    let mut older = vec![of("older", &both)?, of("old_65", &both)?, of("social_pension", &both)?, of("old_80", &both)?];
    if let Some(living) = &forecast.living {
        let rows: Vec<[f64; 4]> = male.iter().zip(female).map(|(male, female)| living.expected(male, female)).collect();
        for (how, id) in LIVING.iter().enumerate() {
            let values = rows.iter().map(|row| row[how]).collect();
            older.push(line(id, values, Some("60+".to_owned()), Some(living.people().to_string())));
        }
    }
    let women = vec![of("mothers", &[female])?];
    let births: Vec<f64> = lines.iter().map(|line| line.births.unwrap_or_default()).collect();
    let mut beds = Vec::with_capacity(births.len());
    for births in &births {
        beds.push(maternity_beds(*births, BIRTHS.0, BIRTHS.1, BIRTHS.2).map_err(refused)?);
    }
    let assumed = format!("{} · {} · {}", BIRTHS.0, BIRTHS.1, BIRTHS.2);
    let births = vec![line("births", births, None, None), line("maternity_beds", beds, None, Some(assumed))];

    let share = |of: fn(&super::shapes::YearLine) -> f64| lines.iter().map(of).collect::<Vec<f64>>();
    let percent = |part: f64, all: f64| if all > 0.0 { 100.0 * part / all } else { 0.0 };
    let structure = vec![
        line("median_age", share(|year| year.median_age), None, None),
        line("dependency", share(|year| year.dependency), None, None),
        line("ageing_index", lines.iter().map(|year| percent(year.older, year.children)).collect(), None, None),
        line("children_share", lines.iter().map(|year| percent(year.children, year.total)).collect(), None, None),
        line("older_share", lines.iter().map(|year| percent(year.older, year.total)).collect(), None, None),
        line(
            "window",
            lines
                .iter()
                .map(|year| {
                    f64::from(u8::from(percent(year.children, year.total) < 30.0 && percent(year.older, year.total) < 15.0))
                })
                .collect(),
            None,
            None,
        ),
    ];
    let group = |id: &str, lines| SectorGroup { id: id.to_owned(), lines };
    Ok(vec![
        group("school", school),
        group("labour", labour),
        group("older", older),
        group("women", women),
        group("births", births),
        group("structure", structure),
    ])
}

impl App {
    /// What sectors need of a forecast.
    ///
    /// # Errors
    /// As [`App::forecast`].
    pub async fn sectors(&self, caller: &Caller, id: ForecastId) -> Result<SectorsReply, AppError> {
        let (row, document) = self.kept_forecast(caller, id).await?;
        let brief: Brief = serde_json::from_str(&row.summary).map_err(|error| AppError::damaged(error.to_string()))?;
        let years = document.years.iter().skip(1).map(|line| line.year).collect();
        Ok(SectorsReply { unit: row.unit, unit_name: brief.unit_name, years, groups: sectors(&document)? })
    }
}
