//! From a base and rates to a forecast.

use super::assumptions::{AGES, life_expectancy};
use super::base::sum;
use super::chance::{Chance, bands};
use super::own::{Level, Levelled};
use super::refused;
use super::shapes::{AgeBands, Assumption, ForecastAsk, ForecastScenario, OwnAssumptions, Pyramid, YearLine};
use crate::AppError;
use danso_demography::age::{BySex, Sex};
use danso_demography::migration::{OldAge, Peak, RogersCastro};
use danso_demography::projection::scenario::Scenario;
use danso_demography::projection::{Inputs, MigrationTiming, Projection, Rates, project};
use danso_demography::sector;
use danso_places::Level as UnitLevel;

/// Years in which the migration of a unit fades to nought: nobody knows it longer.
const FADES: f64 = 20.0;
/// The oldest age that is shown by itself with those above it.
pub(crate) const SHOWN: usize = 100;

/// The labour curve and the pre-labour curve of the model schedule of Rogers and Castro (1981, *Model Migration Schedules*, IIASA RR-81-30, the
/// "standard" schedule rounded).
const MOVERS: RogersCastro = RogersCastro {
    a1: 0.02,
    alpha1: 0.10,
    labour: Peak { a: 0.06, alpha: 0.10, mu: 20.0, lambda: 0.40 },
    old: OldAge::Flat,
    c: 0.003,
};
/// The oldest age at which the level of [`MOVERS`] is believed; above it nobody is taken to move.
const OLDEST_MOVER: u32 = 79;

/// Ages of people who move, added up to one.
pub(super) fn movers() -> Result<Vec<f64>, AppError> {
    let mut rates = MOVERS.ages(OLDEST_MOVER).map_err(refused)?;
    rates.resize(AGES, 0.0);
    let all: f64 = rates.iter().sum();
    Ok(rates.into_iter().map(|rate| rate / all).collect())
}

/// Net migrants of one year by age and sex: those who come have the ages of movers, those who leave too, as far as there are people of the age.
fn migrants(people: &BySex<Vec<f64>>, level: &Level, shares: &[f64], fading: f64) -> BySex<Vec<f64>> {
    let total = sum(people);
    let weights = |people: &[f64]| people.iter().zip(shares).map(|(people, share)| people * share).collect::<Vec<f64>>();
    let leaving = BySex::new(weights(&people.male), weights(&people.female));
    let all_leaving = sum(&leaving);
    let of = |leaving: &[f64]| {
        let one = |(weight, share): (&f64, &f64)| {
            let leave = if all_leaving > 0.0 { level.leaves * total * weight / all_leaving } else { 0.0 };
            (level.comes * total * share / 2.0 - leave) * fading
        };
        leaving.iter().zip(shares).map(one).collect()
    };
    BySex::new(of(&leaving.male), of(&leaving.female))
}

/// So many net migrants, of the ages of people who move, half of them men.
pub(super) fn stated(migrants: f64, shares: &[f64]) -> BySex<Vec<f64>> {
    let half: Vec<f64> = shares.iter().map(|share| migrants * share / 2.0).collect();
    BySex::new(half.clone(), half)
}

/// Rates of each year after the base.
pub(crate) fn inputs(levelled: &Levelled, (from, to): (i16, i16), own: OwnAssumptions) -> Result<Inputs, AppError> {
    let Levelled { national, area, level, .. } = levelled;
    let mut steps = Vec::new();
    let (first, shares) = (national.year(from + 1), movers()?);
    for (at, year) in (from + 1..=to).enumerate() {
        let rates = national.year(year);
        let share = if to > from + 1 { at as f64 / f64::from(to - from - 1) } else { 1.0 };
        let toward = |begin: f64, end: Option<f64>, else_: f64| end.map_or(else_, |end| begin + share * (end - begin));
        let tfr = toward(first.tfr * level.fertility, own.tfr, rates.tfr * level.fertility);
        let life =
            [(0, own.life_male), (1, own.life_female)].map(|(sex, wanted)| toward(first.life[sex], wanted, rates.life[sex]));
        // Who says how long people will live has thought of the unit, not of the nation.
        let hazard =
            |wanted: Option<f64>| if wanted.is_some() { 1.0 + (1.0 - share) * (level.hazard - 1.0) } else { level.hazard };
        let (male, female) = (national.survival(life, hazard(own.life_male))?, national.survival(life, hazard(own.life_female))?);
        let migration = match own.net_migration {
            Some(rate) => stated(rate / 1000.0 * area.total(), &shares),
            None => migrants(&area.people, level, &shares, (1.0 - at as f64 / FADES).max(0.0)),
        };
        steps.push(Rates {
            survival: BySex::new(male.male, female.female),
            fertility: national.fertility(year, tfr),
            sex_ratio: rates.srb,
            migration,
            timing: MigrationTiming::Even,
        });
    }
    Ok(Inputs { width: 1.0, base: area.people.clone(), steps })
}

/// The inputs of a scenario.
pub(crate) fn varied(medium: Inputs, scenario: ForecastScenario) -> Inputs {
    match scenario {
        ForecastScenario::Medium => medium,
        ForecastScenario::Low => Scenario::LowFertility.of(&medium),
        ForecastScenario::High => Scenario::HighFertility.of(&medium),
        ForecastScenario::Constant => Scenario::NoChange.of(&medium),
        ForecastScenario::NoMigration => Scenario::ZeroMigration.of(&medium),
    }
}

/// What is shown of a forecast, and what a raking may still change.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) levelled: Levelled,
    /// People by year (the base first), sex and age to [`SHOWN`].
    pub(crate) people: Vec<BySex<Vec<f64>>>,
    /// Births, deaths and net migrants of each year after the base.
    pub(crate) flows: Vec<[f64; 3]>,
    pub(crate) bands: Vec<[f64; 5]>,
    pub(crate) age_bands: Option<AgeBands>,
    pub(crate) assumptions: Vec<Assumption>,
}

fn folded(projection: &Projection, step: usize, sex: Sex) -> Vec<f64> {
    let people = projection.population(step, sex);
    let mut shown = people[..SHOWN].to_vec();
    shown.push(people[SHOWN..].iter().sum());
    shown
}

/// Everything of one unit before it is made to agree with others.
pub(crate) fn make(
    levelled: Levelled,
    unit: UnitLevel,
    (from, to): (i16, i16),
    ask: &ForecastAsk,
    chance: Option<Chance>,
) -> Result<Made, AppError> {
    let own = ask.own.unwrap_or_default();
    let inputs = varied(inputs(&levelled, (from, to), own)?, ask.scenario);
    let projection = project(&inputs).map_err(refused)?;
    let people = |step| BySex::new(folded(&projection, step, Sex::Male), folded(&projection, step, Sex::Female));
    let flow = |step| {
        let flow = projection.flow(step);
        [flow.births.sum(), flow.deaths.sum(), flow.migration.sum()]
    };
    let (bands, age_bands) = match chance {
        Some(chance) => bands(&levelled, &inputs, unit, from, chance)?,
        None => (Vec::new(), None),
    };
    let years: Vec<i16> = (from + 1..=to).collect();
    let said = |id: &str, source: &str, of: &dyn Fn(usize, &Rates) -> f64| Assumption {
        id: id.to_owned(),
        years: years.clone(),
        values: inputs.steps.iter().enumerate().map(|(step, rates)| of(step, rates)).collect(),
        source: source.to_owned(),
    };
    let source = |stated: Option<f64>, otherwise: &'static str| if stated.is_some() { "stated" } else { otherwise };
    let counted = !levelled.own.is_empty();
    let levels = levelled.national.source().code(counted);
    let assumptions = vec![
        said("tfr", source(own.tfr, levels), &|_, rates| rates.total_fertility(1.0)),
        said("e0_male", source(own.life_male, levels), &|_, rates| life_expectancy(&rates.survival.male)),
        said("e0_female", source(own.life_female, levels), &|_, rates| life_expectancy(&rates.survival.female)),
        said("srb", "wpp2024", &|_, rates| rates.sex_ratio),
        said("net_migration", source(own.net_migration, if counted { "own" } else { "none" }), &|step, _| {
            projection.flow(step).migration.sum()
        }),
    ];
    let steps = inputs.steps.len();
    Ok(Made {
        people: (0..=steps).map(people).collect(),
        flows: (0..steps).map(flow).collect(),
        levelled,
        bands,
        age_bands,
        assumptions,
    })
}

/// Makes units agree with the one above by year, sex and age: each is multiplied with what the unit above has for one of theirs. Where nobody of theirs is,
/// nobody is added. Flows are multiplied with the factor of all people of the year.
pub(crate) fn rake(children: &mut [Made], above: &Made) {
    for year in 0..above.people.len() {
        let before: Vec<f64> = children.iter().map(|child| sum(&child.people[year])).collect();
        for age in 0..=SHOWN {
            let all = |of: fn(&mut BySex<Vec<f64>>) -> &mut Vec<f64>, wanted: f64, children: &mut [Made]| {
                let have: f64 = children.iter_mut().map(|child| of(&mut child.people[year])[age]).sum();
                if have > 0.0 {
                    for child in children {
                        of(&mut child.people[year])[age] *= wanted / have;
                    }
                }
            };
            all(|people| &mut people.male, above.people[year].male[age], children);
            all(|people| &mut people.female, above.people[year].female[age], children);
        }
        for (child, before) in children.iter_mut().zip(before) {
            let factor = if before > 0.0 { sum(&child.people[year]) / before } else { 1.0 };
            if let Some(flows) = year.checked_sub(1).and_then(|step| child.flows.get_mut(step)) {
                for flow in flows {
                    *flow *= factor;
                }
            }
        }
    }
}

/// A tenth of a person is more than anybody knows.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Year by year, as it is shown.
pub(crate) fn lines(made: &Made, from: i16) -> Result<Vec<YearLine>, AppError> {
    let line = |(at, people): (usize, &BySex<Vec<f64>>)| {
        let ages =
            |range: std::ops::Range<usize>| -> f64 { people.male[range.clone()].iter().chain(&people.female[range]).sum() };
        let (children, working, older) = (ages(0..15), ages(15..65), ages(65..SHOWN + 1));
        let flow = at.checked_sub(1).map(|step| made.flows[step]);
        Ok(YearLine {
            year: from + at as i16,
            total: rounded(children + working + older),
            male: rounded(people.male.iter().sum()),
            female: rounded(people.female.iter().sum()),
            births: flow.map(|flow| rounded(flow[0])),
            deaths: flow.map(|flow| rounded(flow[1])),
            net_migration: flow.map(|flow| rounded(flow[2])),
            children: rounded(children),
            working: rounded(working),
            older: rounded(older),
            median_age: rounded(median_age(people)?),
            dependency: rounded(if working > 0.0 { 100.0 * (children + older) / working } else { 0.0 }),
            total_band: at.checked_sub(1).and_then(|step| made.bands.get(step)).map(|band| band.map(rounded)),
        })
    };
    made.people.iter().enumerate().map(line).collect()
}

/// The age that half have not reached; the open age where they are all older, 0 where nobody is.
fn median_age(people: &BySex<Vec<f64>>) -> Result<f64, AppError> {
    let both: Vec<f64> = people.male.iter().zip(&people.female).map(|(male, female)| male + female).collect();
    if both.iter().all(|people| *people == 0.0) {
        return Ok(0.0);
    }
    Ok(sector::median_age(&both).map_err(refused)?.unwrap_or(SHOWN as f64))
}

/// People by age, as they are shown.
pub(crate) fn pyramid(made: &Made) -> Pyramid {
    let rows = |of: fn(&BySex<Vec<f64>>) -> &Vec<f64>| {
        made.people.iter().map(|people| of(people).iter().map(|people| rounded(*people)).collect()).collect()
    };
    Pyramid { male: rows(|people| &people.male), female: rows(|people| &people.female) }
}
