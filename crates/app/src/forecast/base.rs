//! What the register counts of a unit, or of all units below one: people by single age and sex, and what happened in three years.

use super::assumptions::AGES;
use super::living::LivingCounts;
use crate::{App, AppError};
use danso_demography::age::BySex;
use danso_model::Position;
use danso_places::UnitCode;
use danso_tally::{CountQuery, Cube, FlowQuery, Grouping, StatusFilter};
use jiff::ToSpan;
use jiff::civil::Date;

/// Months before the base of which own events are counted: the most at whose beginning the register was there.
const WINDOWS: [i32; 4] = [36, 24, 12, 6];

/// One unit.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub(crate) code: UnitCode,
    /// At the end of the day of the base, by single age to 130 and over.
    pub(crate) people: BySex<Vec<f64>>,
    /// In the middle of the years before it.
    pub(crate) middle: BySex<Vec<f64>>,
    pub(crate) births: u64,
    pub(crate) deaths: u64,
    pub(crate) moved_in: u64,
    pub(crate) moved_out: u64,
    /// Years in which these happened; 0 where the register is too young.
    pub(crate) years: f64,
    /// With whom people of 60 and over live; None where there are none, or a table has no households.
    pub(crate) living: Option<LivingCounts>,
}

impl Area {
    /// A unit with the people of a table: nothing is known of what happened there.
    pub(crate) fn of_table(code: UnitCode, people: BySex<Vec<f64>>) -> Self {
        Self { code, middle: people.clone(), people, births: 0, deaths: 0, moved_in: 0, moved_out: 0, years: 0.0, living: None }
    }

    /// All people.
    pub(crate) fn total(&self) -> f64 {
        sum(&self.people)
    }
}

/// All of both sexes.
pub(crate) fn sum(people: &BySex<Vec<f64>>) -> f64 {
    people.male.iter().chain(&people.female).sum()
}

/// People of a group; those whose sex is not known divided as those of their age whose sex is.
pub(crate) fn people_of(cube: &Cube, group: usize) -> BySex<Vec<f64>> {
    let mut people = BySex::new(vec![0.0; AGES], vec![0.0; AGES]);
    for age in 0..=danso_tally::MAX_AGE {
        let [male, female, unknown] = [0, 1, 2].map(|sex| cube.get(group, sex, age) as f64);
        let share = if male + female > 0.0 { male / (male + female) } else { 0.5 };
        people.male[age] = male + unknown * share;
        people.female[age] = female + unknown * (1.0 - share);
    }
    people
}

impl App {
    /// People of a unit on a day by sex and age, as known now; None where it has no hamlet then.
    pub(crate) fn cube_of(&self, unit: UnitCode, at: Date) -> Result<Option<Cube>, AppError> {
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let groups = self.inside(&image, unit, at);
        let query = CountQuery {
            at,
            known_at: None,
            groups: &groups,
            statuses: StatusFilter::usual(),
            threads: crate::figures::threads(),
        };
        Ok((!groups.labels.is_empty()).then(|| image.count(&query)))
    }

    /// The unit itself (`below` false), or the units one level below it, on a day, as known now.
    pub(crate) fn areas_counted(&self, unit: UnitCode, below: bool, base: Date) -> Result<(Position, Vec<Area>), AppError> {
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let groups = if below { self.below(&image, unit, base) } else { self.inside(&image, unit, base) };
        let statuses = StatusFilter::usual();
        let count = |at: Date, groups: &Grouping| {
            image.count(&CountQuery { at, known_at: None, groups, statuses, threads: crate::figures::threads() })
        };
        let day = |date: Result<Date, jiff::Error>| date.map_err(|error| AppError::bad("forecast_malformed", error.to_string()));
        let now = count(base, &groups);
        let mut window = 0;
        for months in WINDOWS {
            // A register that is still being filled tells nothing of what happened.
            if 2 * count(day(base.checked_sub(months.months()))?, &groups).total() > now.total() {
                window = months;
                break;
            }
        }
        let middle = count(day(base.checked_sub((window / 2).months()))?, &groups);
        let first = day(base.checked_sub(window.months()).and_then(|date| date.tomorrow()))?;
        let end = day(base.tomorrow())?;
        let ledger = image.flows(&FlowQuery { starts: &[first], end, known_at: None, groups: &groups, statuses });
        let living = image.living(base, &groups);
        let mut areas = Vec::with_capacity(groups.labels.len());
        for (group, label) in groups.labels.iter().enumerate() {
            let flows = ledger.get(group, 0);
            areas.push(Area {
                code: label.parse().map_err(|_| AppError::damaged("the code of a unit"))?,
                people: people_of(&now, group),
                middle: people_of(&middle, group),
                births: flows.births.iter().sum(),
                deaths: flows.deaths.iter().sum(),
                moved_in: flows.moved_in,
                moved_out: flows.moved_out,
                years: f64::from(window) / 12.0,
                living: LivingCounts::of(&living[group]),
            });
        }
        Ok((image.head(), areas))
    }
}
