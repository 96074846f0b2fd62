//! What the United Nations or the General Statistics Office assume, and rates of a year made of it.

use super::provinces::Path;
use super::refused;
use crate::AppError;
use danso_demography::age::{AgeGroups, BySex, Sex};
use danso_demography::graduate::{Method, graduate};
use danso_demography::projection::{scenario, survival_from_death_rates};
use danso_demography::stochastic::Lifelines;
use std::sync::Arc;

/// Ages 0 to 129 and the open one.
pub(crate) const AGES: usize = 131;
/// The youngest and the oldest age at which women bear here.
const BEARING: std::ops::Range<usize> = 15..50;

/// One year of the assumptions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Year {
    pub(crate) year: i16,
    pub(crate) tfr: f64,
    pub(crate) tfr_band: [f64; 2],
    pub(crate) life: [f64; 2],
    pub(crate) life_band: [f64; 2],
    pub(crate) srb: f64,
}

/// All of them, of the nation or, with [`National::along`], of a part of it.
#[derive(Debug, Clone)]
pub(crate) struct National {
    years: Vec<Year>,
    lines: Arc<BySex<Lifelines>>,
    /// Middle of a period, and its pattern by single age.
    patterns: Arc<Vec<(f64, Vec<f64>)>>,
    /// Where the levels of fertility and life come from.
    source: Source,
}

/// Where levels come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    UnitedNations,
    StatisticsOffice,
}

impl Source {
    /// The code of the source: as it is, or changed by own events.
    pub(crate) const fn code(self, own: bool) -> &'static str {
        match (self, own) {
            (Self::UnitedNations, false) => "wpp2024",
            (Self::UnitedNations, true) => "wpp2024_own",
            (Self::StatisticsOffice, false) => "gso2016",
            (Self::StatisticsOffice, true) => "gso2016_own",
        }
    }
}

/// Lines of numbers below a comment and a heading.
fn numbers(text: &str) -> impl Iterator<Item = Vec<f64>> + '_ {
    text.lines().skip(2).map(|line| line.split('\t').filter_map(|cell| cell.parse().ok()).collect())
}

impl National {
    /// Reads the embedded tables.
    pub(crate) fn read() -> Result<Self, AppError> {
        let damaged = || AppError::damaged("the embedded tables of assumptions");
        let mut years = Vec::new();
        for line in numbers(include_str!("data/years.tsv")) {
            let [year, tfr, low, high, male, female, life_low, life_high, srb] = line[..] else { return Err(damaged()) };
            years.push(Year {
                year: year as i16,
                tfr,
                tfr_band: [low, high],
                life: [male, female],
                life_band: [life_low, life_high],
                srb,
            });
        }
        let mut death = BySex::new(Vec::new(), Vec::new());
        for line in numbers(include_str!("data/mortality.tsv")) {
            let [_, male, female] = line[..] else { return Err(damaged()) };
            death.male.push(male);
            death.female.push(female);
        }
        let line = |death: &[f64], sex| {
            let mut survival = vec![0.0; AGES];
            survival_from_death_rates(death, sex, &mut survival).map_err(refused)?;
            Lifelines::new(&survival, 1.0).map_err(refused)
        };
        let lines = BySex::new(line(&death.male, Sex::Male)?, line(&death.female, Sex::Female)?);
        let groups =
            AgeGroups::new(BEARING.step_by(5).map(|age| age as u32).collect(), Some(BEARING.end as u32)).map_err(refused)?;
        let mut patterns = Vec::new();
        for line in numbers(include_str!("data/fertility.tsv")) {
            let (middle, shares) = line.split_first().ok_or_else(damaged)?;
            let single = graduate(&groups, shares, Method::Monotone).map_err(refused)?.counts;
            let mut pattern = vec![0.0; AGES];
            pattern[BEARING].copy_from_slice(&single);
            patterns.push((*middle, pattern));
        }
        if years.is_empty() || patterns.is_empty() {
            return Err(damaged());
        }
        Ok(Self { years, lines: Arc::new(lines), patterns: Arc::new(patterns), source: Source::UnitedNations })
    }

    /// Where the levels come from.
    pub(crate) const fn source(&self) -> Source {
        self.source
    }

    /// The same patterns by age with the levels of a path of the General Statistics Office. After the last period fertility stays, and life goes on as
    /// the United Nations think for the nation. Bounds keep their distance.
    pub(crate) fn along(&self, path: &Path) -> Self {
        let end = (path.last() - 0.5).floor() as i16;
        let reached = self.year(end).life;
        let years = self.years.iter().map(|year| {
            let at = f64::from(year.year) + 0.5;
            let gained = |sex: usize| if year.year > end { year.life[sex] - reached[sex] } else { 0.0 };
            let tfr = path.tfr(at);
            let life = [0, 1].map(|sex| path.life(sex, at) + gained(sex));
            let longer = f64::midpoint(life[0] - year.life[0], life[1] - year.life[1]);
            Year {
                tfr,
                tfr_band: year.tfr_band.map(|bound| (bound + tfr - year.tfr).max(0.3)),
                life,
                life_band: year.life_band.map(|bound| bound + longer),
                ..*year
            }
        });
        Self { years: years.collect(), source: Source::StatisticsOffice, ..self.clone() }
    }

    /// The first and the last year.
    pub(crate) fn span(&self) -> (i16, i16) {
        (self.years[0].year, self.years[self.years.len() - 1].year)
    }

    /// What is assumed of a year; of one outside the tables what is assumed of the nearest.
    pub(crate) fn year(&self, year: i16) -> Year {
        let (first, last) = self.span();
        Year { year, ..self.years[(year.clamp(first, last) - first) as usize] }
    }

    /// Births a woman of each age has in a year, at a total fertility. Between the middles of two periods straight lines.
    pub(crate) fn fertility(&self, year: i16, tfr: f64) -> Vec<f64> {
        let at = f64::from(year) + 0.5;
        let after = self.patterns.partition_point(|(middle, _)| *middle <= at);
        let (one, other) = (&self.patterns[after.saturating_sub(1)], &self.patterns[after.min(self.patterns.len() - 1)]);
        let share = if other.0 > one.0 { ((at - one.0) / (other.0 - one.0)).clamp(0.0, 1.0) } else { 0.0 };
        let pattern: Vec<f64> = one.1.iter().zip(&other.1).map(|(one, other)| one + share * (other - one)).collect();
        scenario::fertility(tfr, &pattern, 1.0)
    }

    /// Survival into each age at life expectancies, with the hazard multiplied by `factor` at every age.
    pub(crate) fn survival(&self, life: [f64; 2], factor: f64) -> Result<BySex<Vec<f64>>, AppError> {
        let of = |lines: &Lifelines, life: f64| {
            let mut survival = vec![0.0; AGES];
            lines.survival(life, &mut survival).map_err(refused)?;
            Ok::<_, AppError>(survival.into_iter().map(|share| share.powf(factor)).collect())
        };
        Ok(BySex::new(of(&self.lines.male, life[0])?, of(&self.lines.female, life[1])?))
    }
}

/// Life expectancy at birth of survival by single age: the person-years that follow, the open age with its own survival for ever.
pub(crate) fn life_expectancy(survival: &[f64]) -> f64 {
    let Some((open, closed)) = survival.split_last() else { return 0.0 };
    let (mut alive, mut years) = (1.0, 0.0);
    for share in closed {
        alive *= share;
        years += alive;
    }
    years + if *open < 1.0 { alive * open / (1.0 - open) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// World Population Prospects 2024: total fertility 1.894969 in 2024; life expectancy of men in 2023 as the table of years has it.
    #[test]
    fn the_tables_give_back_what_they_were_made_of() {
        let national = National::read().unwrap();
        assert_eq!(national.span(), (2010, 2100));
        assert_eq!(national.year(2024).tfr, 1.894_969);
        assert_eq!(national.year(2200).tfr, national.year(2100).tfr);
        let rates = national.fertility(2024, 1.9);
        assert!((rates.iter().sum::<f64>() - 1.9).abs() < 1e-12);
        assert!(rates[14] == 0.0 && rates[50] == 0.0 && rates.iter().all(|rate| *rate >= 0.0));
        let mean: f64 = rates.iter().enumerate().map(|(age, rate)| (age as f64 + 0.5) * rate).sum::<f64>() / 1.9;
        assert!((26.0..30.0).contains(&mean), "{mean}");
    }

    #[test]
    fn survival_has_the_life_expectancy_asked_for_and_less_with_more_hazard() {
        let national = National::read().unwrap();
        for life in [[69.5, 79.0], [75.0, 83.0]] {
            let survival = national.survival(life, 1.0).unwrap();
            assert!((life_expectancy(&survival.male) - life[0]).abs() < 0.02);
            assert!((life_expectancy(&survival.female) - life[1]).abs() < 0.02);
            let worse = national.survival(life, 1.2).unwrap();
            assert!(life_expectancy(&worse.male) < life[0] - 1.0);
        }
    }
}
