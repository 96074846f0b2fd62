//! From a question to a figure: first what must be counted, then what it makes.

use crate::breakdown::Cut;
use crate::catalogue::Loaded;
use crate::check::YEARS;
use crate::formula::{Formula, FormulaError, Names, Quantity};
use crate::term::{Ask, Source, Term};
use crate::{BreakdownUse, Figure, Hidden, Indicator, Indicators, Interval, Period, PeriodKind, interval};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use thiserror::Error;

/// A question that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// There is no such code.
    #[error("there is no indicator {0}")]
    Unknown(String),
    /// There is the code, but not on that day.
    #[error("no version of {code} is in force on {day}")]
    NotInForce {
        /// The code.
        code: String,
        /// The last day of the period.
        day: Date,
    },
    /// It means nothing for such a period.
    #[error("{code} is not for a period of the kind {kind:?}")]
    PeriodKind {
        /// The code.
        code: String,
        /// The kind.
        kind: PeriodKind,
    },
    /// It cannot be broken down so.
    #[error("{code} has no breakdown {breakdown}")]
    Breakdown {
        /// The code.
        code: String,
        /// The breakdown.
        breakdown: String,
    },
}

/// Answers that cannot be what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// Too many or too few numbers.
    #[error("{found} numbers where {wanted} were asked for")]
    Length {
        /// How many came.
        found: usize,
        /// How many should.
        wanted: usize,
    },
    /// A formula that fits no longer; loading has checked it.
    #[error(transparent)]
    Formula(#[from] FormulaError),
}

/// The answers to the questions of one attempt, in their order.
pub type Answers = Vec<Vec<f64>>;

/// What must be counted for one indicator, period and cell, in one attempt or, where small numbers are pooled, several. It is the same
/// for all units, so whoever counts can ask for all units at once, attempt by attempt.
#[derive(Debug, Clone)]
pub struct Plan {
    loaded: Arc<Loaded>,
    referred: BTreeMap<String, Arc<Loaded>>,
    period: Period,
    attempts: Vec<Attempt>,
}

#[derive(Debug, Clone)]
struct Attempt {
    period: Period,
    asks: Vec<Ask>,
    /// Which question a term of an indicator is.
    place: BTreeMap<(String, String), usize>,
}

/// What answers lead to.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The figure.
    Done(Figure),
    /// Too small: the attempt with this number must be answered too.
    Next(usize),
}

impl Indicators {
    /// What must be counted for an indicator.
    ///
    /// # Errors
    /// When there is no such indicator, not on the last day of the period, not for such periods or breakdowns.
    pub fn plan(&self, code: &str, period: Period, cut: &Cut) -> Result<Plan, PlanError> {
        let day = period.span().to();
        let Some(loaded) = self.version_on(code, day) else {
            let known = self.all().any(|indicator| indicator.code == code);
            let code = code.to_owned();
            return Err(if known { PlanError::NotInForce { code, day } } else { PlanError::Unknown(code) });
        };
        if !loaded.indicator.allows(period.kind()) {
            return Err(PlanError::PeriodKind { code: code.to_owned(), kind: period.kind() });
        }
        let mut referred = BTreeMap::new();
        self.refer(loaded, day, &mut referred)?;
        let pool = loaded.indicator.small.iter().flat_map(|small| &small.pool);
        let periods = std::iter::once(period).chain(pool.filter_map(|years| period.pooled(*years)));
        let mut plan = Plan { loaded: Arc::clone(loaded), referred, period, attempts: Vec::new() };
        for attempt in periods {
            plan.attempts.push(self.attempt(&plan, attempt, cut)?);
        }
        Ok(plan)
    }

    /// All indicators that one is made of.
    fn refer(&self, loaded: &Loaded, day: Date, found: &mut BTreeMap<String, Arc<Loaded>>) -> Result<(), PlanError> {
        for code in loaded.formulas().into_iter().flat_map(|(_, formula)| formula.references()) {
            let missing = || PlanError::NotInForce { code: code.to_owned(), day };
            let next = self.version_on(code, day).ok_or_else(missing)?;
            if found.insert(code.to_owned(), Arc::clone(next)).is_none() {
                self.refer(next, day, found)?;
            }
        }
        Ok(())
    }

    fn attempt(&self, plan: &Plan, period: Period, cut: &Cut) -> Result<Attempt, PlanError> {
        let mut attempt = Attempt { period, asks: Vec::new(), place: BTreeMap::new() };
        let mut known: HashMap<Ask, usize> = HashMap::new();
        for loaded in std::iter::once(&plan.loaded).chain(plan.referred.values()) {
            for (name, term) in &loaded.indicator.terms {
                let ask = self.narrowed(&loaded.indicator, name, term, cut)?.ask(period.span());
                let place = *known.entry(ask.clone()).or_insert_with(|| {
                    attempt.asks.push(ask);
                    attempt.asks.len() - 1
                });
                attempt.place.insert((loaded.indicator.code.clone(), name.clone()), place);
            }
        }
        Ok(attempt)
    }

    fn narrowed(&self, indicator: &Indicator, name: &str, term: &Term, cut: &Cut) -> Result<Term, PlanError> {
        let mut term = term.clone();
        for (wanted, category) in &cut.0 {
            let refused = || PlanError::Breakdown { code: indicator.code.clone(), breakdown: wanted.clone() };
            let used = indicator.breakdowns.iter().find(|used| used.name() == wanted.as_str()).ok_or_else(refused)?;
            let applies = match used {
                BreakdownUse::All(_) => true,
                BreakdownUse::Some { terms, .. } => terms.iter().any(|listed| listed == name),
            };
            if applies && let Term::Counted { measure, by } = term {
                let breakdown = self.breakdown(wanted).ok_or_else(refused)?;
                let dimension = breakdown.dimension_of(measure.count).ok_or_else(refused)?;
                term = Term::Counted { measure: measure.narrowed(dimension, &category.ranges), by };
            }
        }
        Ok(term)
    }
}

impl Plan {
    /// The indicator, in the version that is used.
    #[must_use]
    pub fn indicator(&self) -> &Indicator {
        &self.loaded.indicator
    }

    /// How many attempts there are: one, and one for each number of years that may be pooled.
    #[must_use]
    pub fn attempts(&self) -> usize {
        self.attempts.len()
    }

    /// What an attempt asks for, no question twice.
    ///
    /// # Panics
    /// When there is no such attempt.
    #[must_use]
    pub fn asks(&self, attempt: usize) -> &[Ask] {
        &self.attempts[attempt].asks
    }

    /// What the answers to the first attempts make for one unit.
    ///
    /// # Errors
    /// When an answer has not as many numbers as were asked for.
    ///
    /// # Panics
    /// When there are no answers, or more than attempts.
    pub fn settle(&self, answered: &[Answers]) -> Result<Step, AnswerError> {
        let last = answered.len() - 1;
        let values = self.values(last, &answered[last])?;
        if !self.is_enough(&values)? {
            if last + 1 < self.attempts.len() {
                return Ok(Step::Next(last + 1));
            }
            let figure = self.figure_of(&self.values(0, &answered[0])?)?;
            return Ok(Step::Done(Figure { value: None, low: None, high: None, hidden: Some(Hidden::SmallNumbers), ..figure }));
        }
        let figure = self.figure_of(&values)?;
        let pooled = (last > 0).then(|| self.attempts[last].period);
        Ok(Step::Done(Figure { pooled, ..figure }))
    }

    /// Asks and settles, for one unit.
    ///
    /// # Errors
    /// When counting fails or gives something else than was asked for.
    pub fn figure<S: Source>(&self, source: &mut S) -> Result<Figure, S::Error>
    where
        S::Error: From<AnswerError>,
    {
        let mut answered = Vec::new();
        loop {
            let asks = self.asks(answered.len()).iter();
            answered.push(asks.map(|ask| source.answer(ask)).collect::<Result<Answers, _>>()?);
            if let Step::Done(figure) = self.settle(&answered)? {
                return Ok(figure);
            }
        }
    }

    fn values<'a>(&'a self, attempt: usize, answers: &'a Answers) -> Result<Values<'a>, AnswerError> {
        let attempt = &self.attempts[attempt];
        let check =
            |found: usize, wanted: usize| if found == wanted { Ok(()) } else { Err(AnswerError::Length { found, wanted }) };
        check(answers.len(), attempt.asks.len())?;
        for (answer, ask) in answers.iter().zip(&attempt.asks) {
            check(answer.len(), ask.answer_len())?;
        }
        Ok(Values { plan: self, attempt, answers, loaded: &self.loaded })
    }

    fn is_enough(&self, values: &Values<'_>) -> Result<bool, FormulaError> {
        for (formula, least) in &self.loaded.small {
            let reaches = formula.compute(values)?.total() >= *least;
            if !reaches {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The figure of one attempt.
    fn figure_of(&self, values: &Values<'_>) -> Result<Figure, FormulaError> {
        let indicator = &self.loaded.indicator;
        let compute = |formula: &Option<Formula>| formula.as_ref().map(|formula| formula.compute(values)).transpose();
        let numerator = compute(&self.loaded.numerator)?;
        let denominator = compute(&self.loaded.denominator)?;
        let exposure = compute(&self.loaded.exposure)?;
        let variance = compute(&self.loaded.variance)?;
        let value = known(self.loaded.value.compute(values)?.total());
        let total = |quantity: &Option<Quantity>| quantity.as_ref().and_then(|quantity| known(quantity.total()));
        let parts = Parts { value, numerator: &numerator, denominator: &denominator, exposure: &exposure, variance: &variance };
        let limits = limits(indicator, &parts).filter(|(low, high)| low.is_finite() && high.is_finite());
        Ok(Figure {
            code: indicator.code.clone(),
            version: indicator.valid_from,
            period: self.period,
            value,
            numerator: total(&numerator),
            denominator: total(&denominator),
            exposure: total(&exposure),
            low: limits.map(|(low, _)| low),
            high: limits.map(|(_, high)| high),
            interval: indicator.interval,
            hidden: value.is_none().then_some(Hidden::Undefined),
            pooled: None,
            decimals: indicator.decimals,
        })
    }
}

fn known(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

struct Parts<'a> {
    value: Option<f64>,
    numerator: &'a Option<Quantity>,
    denominator: &'a Option<Quantity>,
    exposure: &'a Option<Quantity>,
    variance: &'a Option<Quantity>,
}

fn limits(indicator: &Indicator, parts: &Parts<'_>) -> Option<(f64, f64)> {
    let value = parts.value?;
    let scale = indicator.scale;
    let total = |quantity: &Option<Quantity>| quantity.as_ref().map(Quantity::total);
    let around = |half: f64| (value - half * scale, value + half * scale);
    match indicator.interval {
        Interval::None => None,
        Interval::Poisson => {
            let (low, high) = interval::poisson(total(parts.numerator)?)?;
            let under = total(parts.exposure).or_else(|| total(parts.denominator))?;
            Some((low / under * scale, high / under * scale))
        }
        Interval::Wilson => {
            let (low, high) = interval::wilson(total(parts.numerator)?, total(parts.denominator)?)?;
            Some((low * scale, high * scale))
        }
        Interval::SexRatio => {
            let (low, high) = interval::sex_ratio(total(parts.numerator)?, total(parts.denominator)?)?;
            Some((low * scale, high * scale))
        }
        Interval::PoissonSum => {
            let half = interval::half_of_sum(parts.numerator.as_ref()?.values(), parts.exposure.as_ref()?.values());
            let (low, high) = around(half);
            Some((low.max(0.0), high))
        }
        Interval::PoissonDifference => Some(around(interval::half_of_difference(total(parts.variance)?, total(parts.exposure)?))),
    }
}

/// The answers of one attempt, as formulas of one indicator see them.
struct Values<'a> {
    plan: &'a Plan,
    attempt: &'a Attempt,
    answers: &'a Answers,
    loaded: &'a Arc<Loaded>,
}

impl Names for Values<'_> {
    fn name(&self, name: &str) -> Result<Quantity, String> {
        if name == YEARS {
            return Ok(Quantity::One(self.attempt.period.span().years()));
        }
        let indicator = &self.loaded.indicator;
        let place = self.attempt.place.get(&(indicator.code.clone(), name.to_owned()));
        let (Some(place), Some(term)) = (place, indicator.terms.get(name)) else {
            return Err(format!("there is no term `{name}`"));
        };
        let values = &self.answers[*place];
        Ok(term.labels().map_or_else(|| Quantity::One(values[0]), |labels| Quantity::Many { labels, values: values.clone() }))
    }

    fn reference(&self, code: &str) -> Result<Quantity, String> {
        let loaded = self.plan.referred.get(code).ok_or_else(|| format!("there is no indicator {code}"))?;
        loaded.value.compute(&Values { loaded, ..*self }).map_err(|error| error.to_string())
    }
}
