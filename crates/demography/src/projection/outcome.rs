//! The whole projection: stocks, births and deaths of every step.

use super::step::{Flow, advance, births_by_age, cohort_deaths, present_at_beginning};
use super::{Inputs, ProjectionError};
use crate::age::{BySex, Sex};

/// Everything that a projection says, in the unit of the base. Rows of ages are those of the base.
/// An empty one (`default`) is room for [`project_into`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Projection {
    ages: usize,
    width: f64,
    /// Men, women of the base, men, women after the first step …
    stocks: Vec<f64>,
    /// Men, women by age at the end of each step.
    deaths: Vec<f64>,
    /// By age of the mother, each step.
    births: Vec<f64>,
    flows: Vec<Flow>,
}

/// Projects the base through all steps.
///
/// # Errors
/// Inputs that do not fit or are no numbers: [`Inputs::check`].
pub fn project(inputs: &Inputs) -> Result<Projection, ProjectionError> {
    let mut outcome = Projection::default();
    project_into(inputs, &mut outcome)?;
    Ok(outcome)
}

/// As [`project`], into an outcome whose room is used again: nothing is allocated when it had as many ages and steps before but one list of ages, and 77 single years of
/// 101 ages take some fifty microseconds. After an error the outcome is as it was.
///
/// # Errors
/// As [`project`].
pub fn project_into(inputs: &Inputs, outcome: &mut Projection) -> Result<(), ProjectionError> {
    inputs.check()?;
    let (ages, steps) = (inputs.ages(), inputs.steps.len());
    outcome.ages = ages;
    outcome.width = inputs.width;
    outcome.flows.clear();
    // Every number is written below; what is left of another projection does not show.
    outcome.stocks.resize(2 * ages * (steps + 1), 0.0);
    outcome.deaths.resize(2 * ages * steps, 0.0);
    outcome.births.resize(ages * steps, 0.0);
    outcome.stocks[..ages].copy_from_slice(&inputs.base.male);
    outcome.stocks[ages..2 * ages].copy_from_slice(&inputs.base.female);
    let mut present = vec![0.0; ages];
    for (step, rates) in inputs.steps.iter().enumerate() {
        let year = rates.year(inputs.width);
        let (before, after) = outcome.stocks.split_at_mut(2 * ages * (step + 1));
        let (men, women) = before[2 * ages * step..].split_at(ages);
        let (men_after, women_after) = after[..2 * ages].split_at_mut(ages);
        let flow = advance(BySex::new(men, women), &year, BySex::new(men_after, women_after));
        births_by_age(women, &year, &mut outcome.births[ages * step..ages * (step + 1)]);
        let (dead_men, dead_women) = outcome.deaths[2 * ages * step..2 * ages * (step + 1)].split_at_mut(ages);
        present_at_beginning(men, year.migration.male, year.timing, &mut present);
        cohort_deaths(&present, year.survival.male, flow.births.male, dead_men);
        present_at_beginning(women, year.migration.female, year.timing, &mut present);
        cohort_deaths(&present, year.survival.female, flow.births.female, dead_women);
        outcome.flows.push(flow);
    }
    Ok(())
}

impl Projection {
    /// How many ages there are.
    pub fn ages(&self) -> usize {
        self.ages
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.flows.len()
    }

    /// People of a sex by age after `steps_done` steps; the base is that after 0.
    ///
    /// # Panics
    /// If `steps_done` is more than [`Self::steps`].
    pub fn population(&self, steps_done: usize, sex: Sex) -> &[f64] {
        self.part(&self.stocks, steps_done, sex)
    }

    /// All people after `steps_done` steps.
    ///
    /// # Panics
    /// If `steps_done` is more than [`Self::steps`].
    pub fn total(&self, steps_done: usize) -> f64 {
        self.stocks[2 * self.ages * steps_done..2 * self.ages * (steps_done + 1)].iter().sum()
    }

    /// Deaths of a sex in a step, by age at its end: row x holds those who would have been x, row 0 those born in the step.
    ///
    /// # Panics
    /// If there is no such step.
    pub fn cohort_deaths(&self, step: usize, sex: Sex) -> &[f64] {
        self.part(&self.deaths, step, sex)
    }

    /// Deaths of a sex in a step by age at death, split from [`Self::cohort_deaths`]: those born in the step die in the first age; of each
    /// other cohort half die before and half after their birthday; those of the open age die in it, and of those who reach it in the step half.
    /// Preston, Heuveline and Guillot 2001, section 2.4, with deaths spread evenly over the parallelogram of a cohort.
    ///
    /// # Panics
    /// If there is no such step.
    pub fn deaths_by_age(&self, step: usize, sex: Sex) -> Vec<f64> {
        let cohort = self.cohort_deaths(step, sex);
        let (open, stock) = (self.ages - 1, self.population(step, sex));
        let mut deaths = vec![0.0; self.ages];
        deaths[0] = cohort[0];
        for age in 1..open {
            deaths[age - 1] += cohort[age] / 2.0;
            deaths[age] += cohort[age] / 2.0;
        }
        let reaching = stock[open - 1] + stock[open];
        let share = if reaching > 0.0 { stock[open - 1] / reaching / 2.0 } else { 0.0 };
        deaths[open - 1] += cohort[open] * share;
        deaths[open] += cohort[open] * (1.0 - share);
        deaths
    }

    /// Births of a step by age of the mother.
    ///
    /// # Panics
    /// If there is no such step.
    pub fn births_by_age(&self, step: usize) -> &[f64] {
        &self.births[self.ages * step..self.ages * (step + 1)]
    }

    /// Births, deaths and migrants of a step.
    ///
    /// # Panics
    /// If there is no such step.
    pub fn flow(&self, step: usize) -> Flow {
        self.flows[step]
    }

    /// Net migrants who really moved in a step, where the inputs asked for more people to leave than there were.
    ///
    /// # Panics
    /// If there is no such step.
    pub fn applied_migration(&self, step: usize) -> BySex<f64> {
        self.flows[step].migration
    }

    /// Person-years lived in a step by age: `n · (P(x, beginning) + P(x, end)) / 2`, the convention of the United Nations for people in the middle of a year.
    ///
    /// # Panics
    /// If there is no such step.
    pub fn exposure(&self, step: usize, sex: Sex) -> Vec<f64> {
        let both = self.population(step, sex).iter().zip(self.population(step + 1, sex));
        both.map(|(start, end)| self.width * (start + end) / 2.0).collect()
    }

    /// What is off in the accounts of a step: `end − (start + births − deaths + migration)`, 0 but for rounding.
    ///
    /// # Panics
    /// If there is no such step.
    pub fn imbalance(&self, step: usize) -> f64 {
        self.total(step + 1) - (self.total(step) + self.flows[step].change())
    }

    /// The same with all ages from row `open` on added up into one open age. More than there are leaves it as it is.
    pub fn folded(&self, open: usize) -> Self {
        if open == 0 || open + 1 >= self.ages {
            return self.clone();
        }
        let fold = |rows: &[f64]| -> Vec<f64> {
            let folded = rows.chunks(self.ages).flat_map(|row| {
                let (young, old) = row.split_at(open);
                young.iter().copied().chain([old.iter().sum::<f64>()])
            });
            folded.collect()
        };
        Self {
            ages: open + 1,
            width: self.width,
            stocks: fold(&self.stocks),
            deaths: fold(&self.deaths),
            births: fold(&self.births),
            flows: self.flows.clone(),
        }
    }

    fn part<'a>(&self, of: &'a [f64], step: usize, sex: Sex) -> &'a [f64] {
        let second = match sex {
            Sex::Male => 0,
            Sex::Female => 1,
        };
        let start = self.ages * (2 * step + second);
        &of[start..start + self.ages]
    }
}
