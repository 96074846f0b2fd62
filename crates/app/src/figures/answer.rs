//! Figures of indicators: of a unit or of all units below it, broken down, with all that explains them.

use super::late::late;
use super::{ByValue, Counter, FigureLine, FiguresAsk, FiguresReply, IndicatorLine, words};
use crate::in_place::in_place;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::{Answers, Ask, Category, Cut, Figure, Hidden, Indicator, Plan, PlanError, Step};
use danso_store::UseKind;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// At most so many figures at once.
const MOST: usize = 100_000;

/// One indicator in one category.
struct Wanted {
    plan: Plan,
    by: Vec<ByValue>,
}

impl App {
    /// Figures, as far as the caller may have counts.
    ///
    /// # Errors
    /// `Forbidden` outside the scope; `unknown_unit`, `unknown_indicator`, `bad_period`, `bad_breakdown`, `no_children`, `too_many_figures`.
    pub async fn figures(&self, caller: &Caller, ask: &FiguresAsk) -> Result<FiguresReply, AppError> {
        let target = self.target(&ask.unit, self.boundary_of(ask))?;
        if !self.counts_target(caller, target, self.boundary_of(ask)) {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let mut reply = self.figures_unchecked(ask).await?;
        self.note_use(caller, UseKind::Figures).await?;
        let may = |code: &str| {
            self.target(code, self.boundary_of(ask)).is_ok_and(|unit| self.counts_target(caller, unit, self.boundary_of(ask)))
        };
        let seen: HashSet<String> = reply.units.iter().map(|unit| unit.code.clone()).filter(|code| may(code)).collect();
        reply.units.retain(|unit| seen.contains(&unit.code));
        reply.figures.retain(|figure| seen.contains(&figure.unit));
        if !self.scope(caller).sees_persons() {
            super::hide::hide(&mut reply.figures);
        }
        Ok(reply)
    }

    /// The day whose boundaries are asked for.
    fn boundary_of(&self, ask: &FiguresAsk) -> Date {
        ask.boundaries.unwrap_or_else(|| ask.period.span().to().min(self.env.today()))
    }

    /// Figures without asking who asks: for the command line, which holds the database itself.
    ///
    /// # Errors
    /// As [`App::figures`].
    pub async fn figures_unchecked(&self, ask: &FiguresAsk) -> Result<FiguresReply, AppError> {
        let (span, boundary) = (ask.period.span(), self.boundary_of(ask));
        let target = self.target(&ask.unit, boundary)?;
        let targets = if ask.children { self.targets_below(target, boundary)? } else { vec![target] };
        let wanted = self.wanted_figures(ask)?;
        if wanted.len() * targets.len() > MOST {
            return Err(AppError::bad("too_many_figures", format!("{} × {}", wanted.len(), targets.len())));
        }
        let deadlines = self.deadlines(span).await?;
        let Some(layer) = targets.first().map(|target| target.layer()) else { return Err(AppError::NotFound) };
        let ground = self.ground(boundary, layer);
        let known = self.operational(wanted.iter().map(|wanted| &wanted.plan), &ground, span).await?;
        in_place(|| {
            let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
            let modern = words::modern(&self.catalog, span.to());
            let mut now = Counter::new(self, &image, ground, ask.known_at, modern);
            let position = now.known_at();
            now.prepare(wanted.iter().flat_map(|wanted| wanted.plan.asks(0)))?;
            let codes: Vec<String> = targets.iter().map(|target| target.code()).collect();
            let mut figures = Vec::with_capacity(wanted.len() * targets.len());
            for wanted in &wanted {
                let late = late(&mut now, &deadlines, wanted.plan.asks(0), &codes)?;
                for (at, target) in targets.iter().enumerate() {
                    let mut line =
                        match known.lookup(&wanted.plan, &codes[at], ask.known_at.is_some_and(|_| position < image.head())) {
                            Err((hidden, missing)) => {
                                let line = FigureLine {
                                    hidden: Some(hidden.to_owned()),
                                    ..line_of(wanted.plan.indicator(), &codes[at])
                                };
                                FigureLine { missing, ..line }
                            }
                            Ok(counts) => {
                                let figure = settle(&wanted.plan, &mut now, &codes[at], &counts)?;
                                let first = figure.pooled.unwrap_or(ask.period).span();
                                let estimated = now.is_estimated(&codes[at], first);
                                FigureLine { estimated, ..told(wanted.plan.indicator(), &codes[at], &figure) }
                            }
                        };
                    line.by.clone_from(&wanted.by);
                    line.late = late.as_ref().map(|late| late[at]);
                    figures.push(if self.shares_a_hamlet(*target) { shared(line) } else { line });
                }
            }
            let mut indicators: Vec<IndicatorLine> =
                wanted.iter().map(|wanted| IndicatorLine::of(wanted.plan.indicator())).collect();
            indicators.dedup();
            Ok(FiguresReply {
                unit: target.code(),
                unit_name: self.figures_unit(target, boundary).name,
                period: ask.period.to_string(),
                from: span.from().to_string(),
                to: span.to().to_string(),
                known_at: position.0,
                boundaries: boundary.to_string(),
                indicators,
                units: targets.iter().map(|target| self.figures_unit(*target, boundary)).collect(),
                figures,
            })
        })
    }

    fn wanted_figures(&self, ask: &FiguresAsk) -> Result<Vec<Wanted>, AppError> {
        let mut cuts: Vec<(Cut, Vec<ByValue>)> = vec![(Cut::total(), Vec::new())];
        for name in &ask.by {
            let categories = self.categories(name, ask.period.span().to())?;
            let with = |(cut, by): &(Cut, Vec<ByValue>), category: &Category| {
                let Category { code, vi, en, .. } = category.clone();
                let value = ByValue { breakdown: name.clone(), code, vi, en };
                (cut.clone().with(name, category.clone()), by.iter().cloned().chain([value]).collect())
            };
            cuts =
                cuts.iter().flat_map(|cut| categories.iter().map(|category| with(cut, category)).collect::<Vec<_>>()).collect();
        }
        if cuts.len() * ask.indicators.len() > MOST {
            return Err(AppError::bad("too_many_figures", format!("{} × {}", cuts.len(), ask.indicators.len())));
        }
        let mut wanted = Vec::new();
        for code in &ask.indicators {
            for (cut, by) in &cuts {
                let plan = self.indicators().plan(code, ask.period, cut).map_err(|error| refused(&error))?;
                wanted.push(Wanted { plan, by: by.clone() });
            }
        }
        Ok(wanted)
    }

    pub(super) fn categories(&self, breakdown: &str, day: Date) -> Result<Vec<Category>, AppError> {
        let known = self.indicators().breakdown(breakdown).ok_or_else(|| AppError::bad("bad_breakdown", breakdown))?;
        Ok(known.categories(|list| {
            let items = self.catalog.list(list, day).map(|list| &list.items[..]).unwrap_or_default();
            items.iter().map(|item| (item.code.clone(), item.vi.clone(), item.en.clone())).collect()
        }))
    }
}

pub(super) fn refused(error: &PlanError) -> AppError {
    let detail = error.to_string();
    match error {
        PlanError::Unknown(_) | PlanError::NotInForce { .. } => AppError::bad("unknown_indicator", detail),
        PlanError::PeriodKind { .. } => AppError::bad("bad_period", detail),
        PlanError::Breakdown { .. } => AppError::bad("bad_breakdown", detail),
    }
}

/// The figure of one unit.
fn settle(plan: &Plan, now: &mut Counter<'_>, unit: &str, operational: &HashMap<String, f64>) -> Result<Figure, AppError> {
    let mut answered: Vec<Answers> = Vec::new();
    loop {
        let asks = plan.asks(answered.len());
        now.prepare(asks)?;
        let answer = |ask: &Ask| match ask {
            Ask::Counted { .. } => now.answer(unit, ask),
            Ask::Operational { name, .. } => Ok(vec![operational.get(name).copied().unwrap_or(f64::NAN)]),
        };
        answered.push(asks.iter().map(answer).collect::<Result<_, _>>()?);
        match plan.settle(&answered).map_err(|error| AppError::damaged(format!("the indicators: {error}")))? {
            Step::Done(figure) => return Ok(figure),
            Step::Next(_) => {}
        }
    }
}

/// A figure with nothing in it.
fn line_of(indicator: &Indicator, unit: &str) -> FigureLine {
    FigureLine {
        indicator: indicator.code.clone(),
        version: indicator.valid_from.to_string(),
        unit: unit.to_owned(),
        by: Vec::new(),
        value: None,
        numerator: None,
        denominator: None,
        exposure: None,
        low: None,
        high: None,
        interval: super::indicators::word(&indicator.interval),
        hidden: None,
        missing: Vec::new(),
        pooled: None,
        estimated: false,
        late: None,
        decimals: indicator.decimals,
        unit_of_measure: indicator.unit.clone(),
    }
}

fn told(indicator: &Indicator, unit: &str, figure: &Figure) -> FigureLine {
    let hidden = figure.hidden.map(|hidden| match hidden {
        Hidden::SmallNumbers => "small_numbers",
        Hidden::Undefined => "undefined",
    });
    FigureLine {
        value: figure.value,
        numerator: figure.numerator,
        denominator: figure.denominator,
        exposure: figure.exposure,
        low: figure.low,
        high: figure.high,
        hidden: hidden.map(str::to_owned),
        pooled: figure.pooled.map(|period| period.to_string()),
        ..line_of(indicator, unit)
    }
}

/// Without numbers: they would be of more people than the area's own.
fn shared(line: FigureLine) -> FigureLine {
    FigureLine { hidden: Some("shared_hamlet".to_owned()), ..super::hide::without_numbers(line) }
}
