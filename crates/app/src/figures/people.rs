//! The persons or households behind a number, for those whose place and role allow it. Every look is audited.

use super::Counter;
use super::units::Target;
use crate::{App, AppError, PersonLine};
use danso_auth::Caller;
use danso_indicators::{Ask, BreakdownUse, Cut, Indicator, Period, Term};
use danso_model::{HouseholdId, PersonId, Position};
use danso_tally::{Behind, Who};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Lines on one page.
const PAGE: usize = 100;
/// So many are looked through; a number as large as that is no list.
const MOST: usize = 100_000;

/// Behind which number.
#[derive(Debug, Clone)]
pub struct FigurePeopleAsk {
    /// Code of the indicator.
    pub indicator: String,
    /// The name in its formula; None for the first one that it has.
    pub term: Option<String>,
    /// Code of the unit, or the id of an area.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// Only this category of a breakdown: its name and code.
    pub cut: Vec<(String, String)>,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
    /// On the boundaries of this day; as for figures.
    pub boundaries: Option<Date>,
    /// So many lines of earlier pages.
    pub after: usize,
    /// At most so many, 100 at most.
    pub limit: usize,
}

/// A page of what is behind a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FigurePeoplePage {
    /// The indicator.
    pub indicator: String,
    /// The name in its formula.
    pub term: String,
    /// As known at this position.
    pub known_at: u32,
    /// The lines, by day.
    pub items: Vec<FigurePeopleLine>,
    /// Ask for the page after so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<usize>,
    /// How many in all that the caller may see.
    pub total: u64,
}

/// One happening, person or household behind a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FigurePeopleLine {
    /// When it happened; the day counted at for those who live there.
    pub day: String,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonLine>,
    /// The household, where households are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdLine>,
}

/// One household of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HouseholdLine {
    /// Which.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The head's name; left out when there is none or it is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head_name: Option<String>,
}

impl App {
    /// The persons or households behind a number, as far as the caller may see them.
    ///
    /// # Errors
    /// `Forbidden` with `no_persons` or `out_of_scope`; `unknown_indicator`, `unknown_term`, `unknown_unit`, `bad_period`, `bad_breakdown`.
    pub async fn figure_people(&self, caller: &Caller, ask: &FigurePeopleAsk) -> Result<FigurePeoplePage, AppError> {
        let scope = self.scope(caller);
        if !scope.sees_persons() {
            return Err(AppError::Forbidden { code: "no_persons" });
        }
        let boundary = ask.boundaries.unwrap_or_else(|| ask.period.span().to().min(self.env.today()));
        let target = self.target(&ask.unit, boundary)?;
        if !self.counts_target(caller, target, boundary) {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let (indicator, term, question) = self.term_asked(ask)?;
        let (found, known_at) = self.behind(target, boundary, &question, ask)?;
        let (mut persons, mut households) = (Vec::new(), Vec::new());
        for behind in &found {
            match behind.who {
                Who::Person(id) => persons.push(id),
                Who::Household(id) => households.push(id),
            }
        }
        let persons: HashMap<PersonId, _> = self.visible(&scope, &persons).await?.into_iter().map(|row| (row.id, row)).collect();
        let households: HashMap<HouseholdId, _> = self
            .store
            .households_by_id(self.shard, &households)
            .await?
            .into_iter()
            .filter(|row| scope.sees_household(row.hamlet, row.area))
            .map(|row| (row.id, row))
            .collect();
        let seen = |behind: &&Behind| match behind.who {
            Who::Person(id) => persons.contains_key(&id),
            Who::Household(id) => households.contains_key(&id),
        };
        let visible: Vec<&Behind> = found.iter().filter(seen).collect();
        let page: Vec<&Behind> = visible.iter().copied().skip(ask.after).take(ask.limit.clamp(1, PAGE)).collect();
        let mut items = Vec::with_capacity(page.len());
        for behind in &page {
            let day = crate::territory::day_of(behind.day).map(|day| day.to_string()).unwrap_or_default();
            items.push(match behind.who {
                Who::Person(id) => {
                    let rows: Vec<_> = persons.get(&id).cloned().into_iter().collect();
                    FigurePeopleLine { day, person: self.lines(&rows).await?.pop(), household: None }
                }
                Who::Household(id) => {
                    let line = |row: &danso_store::HouseholdRow| HouseholdLine {
                        id: row.id.0,
                        number: row.number.clone(),
                        head_name: Some(row.head_name.clone()).filter(|name| !name.is_empty()),
                    };
                    FigurePeopleLine { day, person: None, household: households.get(&id).map(line) }
                }
            });
        }
        let total = visible.len();
        let detail = serde_json::json!({ "indicator": indicator, "term": term, "period": ask.period, "total": total, "shown": items.len() });
        self.audit(caller, "figure_people_listed", &ask.unit, &detail.to_string()).await?;
        let next = Some(ask.after + items.len()).filter(|next| *next < total && !items.is_empty());
        Ok(FigurePeoplePage { indicator, term, known_at: known_at.0, items, next, total: total as u64 })
    }

    /// The term of an indicator and the question it stands for.
    fn term_asked(&self, ask: &FigurePeopleAsk) -> Result<(String, String, Ask), AppError> {
        let mut cut = Cut::total();
        let mut narrowed: Vec<(String, danso_indicators::Category)> = Vec::new();
        for (name, code) in &ask.cut {
            let categories = self.categories(name, ask.period.span().to())?;
            let category = categories.into_iter().find(|category| category.code == *code);
            let category = category.ok_or_else(|| AppError::bad("bad_breakdown", format!("{name}:{code}")))?;
            narrowed.push((name.clone(), category.clone()));
            cut = cut.with(name, category);
        }
        let plan = self.indicators().plan(&ask.indicator, ask.period, &cut).map_err(|error| super::answer::refused(&error))?;
        let indicator = plan.indicator();
        let unknown = || AppError::bad("unknown_term", ask.term.clone().unwrap_or_default());
        let counted = |(_, term): &(&String, &Term)| matches!(term, Term::Counted { .. });
        let (name, term) = match &ask.term {
            Some(name) => indicator.terms.get_key_value(name),
            None => indicator.terms.iter().find(counted),
        }
        .ok_or_else(unknown)?;
        let Term::Counted { measure, by } = term else { return Err(unknown()) };
        let mut measure = measure.clone();
        for (breakdown, category) in &narrowed {
            let known = self.indicators().breakdown(breakdown).and_then(|breakdown| breakdown.dimension_of(measure.count));
            if let Some(dimension) = known.filter(|_| applies(indicator, breakdown, name)) {
                measure = measure.narrowed(dimension, &category.ranges);
            }
        }
        if let Some(by) = by {
            measure = measure.narrowed(by.dimension, &[(by.from, by.to)]);
        }
        let question = Ask::Counted { measure, by: None, span: ask.period.span() };
        Ok((indicator.code.clone(), name.clone(), question))
    }

    fn behind(
        &self,
        target: Target,
        boundary: Date,
        question: &Ask,
        ask: &FigurePeopleAsk,
    ) -> Result<(Vec<Behind>, Position), AppError> {
        let ground = self.ground(boundary, target.layer());
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let modern = super::modern(&self.catalog, ask.period.span().to());
        let counter = Counter::new(self, &image, ground, ask.known_at, modern);
        Ok((counter.behind(&target.code(), question, MOST)?, counter.known_at()))
    }
}

fn applies(indicator: &Indicator, breakdown: &str, term: &str) -> bool {
    indicator.breakdowns.iter().any(|used| match used {
        BreakdownUse::All(name) => name == breakdown,
        BreakdownUse::Some { name, terms } => name == breakdown && terms.iter().any(|listed| listed == term),
    })
}
