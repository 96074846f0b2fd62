//! The page of movers of a unit.

use super::counts::{Likely, counts};
use super::find::{End, Found, Pair, TOLD};
use super::places::stated;
use super::shapes::{MoverCandidate, MoverLine, MoverSheet, MoverSide, MoverWeight, MoversPage};
use crate::{App, AppError, Territory};
use danso_auth::{Caller, Scope};
use danso_model::HamletId;
use danso_tally::{Way, day_number};
use jiff::civil::{Date, date};
use serde_json::json;
use std::collections::HashSet;
use uuid::Uuid;

/// Lines on one page.
const PAGE: usize = 50;

/// Which movers.
#[derive(Debug, Clone, Default)]
pub struct MoversAsk {
    /// Of this unit; None for all that the caller reviews.
    pub unit: Option<String>,
    /// Only this end.
    pub side: Option<MoverSide>,
    /// First day of the counts; None: the first of this year.
    pub from: Option<Date>,
    /// Last day of the counts; None: today.
    pub to: Option<Date>,
    /// The page after this: `next` of the page before.
    pub after: Option<String>,
    /// At most so many, 50 at most.
    pub limit: usize,
}

/// A line before it is told: in thousandths how likely the likeliest is, the day, and who.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    probability: std::cmp::Reverse<u32>,
    day: std::cmp::Reverse<i32>,
    side: MoverSide,
    person: Uuid,
}

impl Rank {
    fn key(&self) -> String {
        let side = if self.side == MoverSide::Arrival { 'a' } else { 'd' };
        format!("{}_{}_{side}_{}", self.probability.0, self.day.0, self.person)
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '_');
        let (probability, day, side, person) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let side = match side {
            "a" => MoverSide::Arrival,
            "d" => MoverSide::Departure,
            _ => return None,
        };
        let (probability, day) = (std::cmp::Reverse(probability.parse().ok()?), std::cmp::Reverse(day.parse().ok()?));
        Some(Self { probability, day, side, person: person.parse().ok()? })
    }
}

/// A line with the pairs that are told of it, the likeliest first.
struct Draft<'a> {
    rank: Rank,
    end: &'a End,
    pairs: Vec<usize>,
}

/// Everything that is known when a page is told.
struct Telling<'a> {
    found: &'a Found,
    probabilities: &'a [f64],
    territory: &'a Territory,
    scope: &'a Scope,
    today: Date,
}

const fn side_of(way: Way) -> MoverSide {
    match way {
        Way::Left => MoverSide::Departure,
        Way::CameIn | Way::Found => MoverSide::Arrival,
    }
}

impl Telling<'_> {
    fn drafts(&self, hamlets: &HashSet<HamletId>, side: Option<MoverSide>) -> Vec<Draft<'_>> {
        let mut of_left: Vec<Vec<usize>> = vec![Vec::new(); self.found.left.len()];
        let mut of_came: Vec<Vec<usize>> = vec![Vec::new(); self.found.came.len()];
        for (at, (pair, probability)) in self.found.pairs.iter().zip(self.probabilities).enumerate() {
            if *probability >= TOLD {
                of_left[pair.left].push(at);
                of_came[pair.came].push(at);
            }
        }
        let all = self.found.left.iter().zip(of_left).chain(self.found.came.iter().zip(of_came));
        let drafts = all.filter_map(|(end, mut pairs)| {
            let sought = end.moved.way != Way::Found || !pairs.is_empty();
            if !sought || !hamlets.contains(&end.moved.hamlet) || side.is_some_and(|side| side != side_of(end.moved.way)) {
                return None;
            }
            pairs.sort_by(|one, other| self.probabilities[*other].total_cmp(&self.probabilities[*one]).then(one.cmp(other)));
            let best = pairs.first().map_or(0.0, |at| self.probabilities[*at]);
            let rank = Rank {
                probability: std::cmp::Reverse((best * 1_000.0) as u32),
                day: std::cmp::Reverse(end.moved.day),
                side: side_of(end.moved.way),
                person: end.row.id.0,
            };
            Some(Draft { rank, end, pairs })
        });
        let mut drafts: Vec<Draft<'_>> = drafts.collect();
        drafts.sort_by(|one, other| one.rank.cmp(&other.rank));
        drafts
    }

    fn hamlet_name(&self, hamlet: HamletId) -> Option<String> {
        self.territory.hamlet(hamlet, self.today).map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name))
    }

    fn commune_name(&self, hamlet: HamletId) -> Option<String> {
        let commune = self.territory.commune_of(hamlet, self.today)?;
        self.territory.tree.gazetteer().unit(commune, self.today).map(|unit| unit.full_name.to_owned())
    }

    fn line(&self, draft: &Draft<'_>) -> MoverLine {
        let end = draft.end;
        let side = side_of(end.moved.way);
        let person = MoverSheet {
            id: end.row.id.0,
            name: end.row.name.clone(),
            sex: end.row.sex.to_string(),
            birth: end.row.birth.clone(),
            household: end.moved.household.0,
            hamlet_name: self.hamlet_name(end.moved.hamlet),
            day: end.day.to_string(),
            found: end.moved.way == Way::Found,
            place: stated(self.territory, end.moved.place, end.day),
        };
        let candidate = |at: &usize| {
            let pair = &self.found.pairs[*at];
            let (left, came) = (&self.found.left[pair.left], &self.found.came[pair.came]);
            let other = if side == MoverSide::Arrival { left } else { came };
            let lines = self.lines(pair, came.moved.way == Way::Found);
            MoverCandidate {
                id: other.row.id.0,
                name: other.row.name.clone(),
                sex: other.row.sex.to_string(),
                birth: other.row.birth.clone(),
                commune_name: self.commune_name(other.moved.hamlet),
                hamlet_name: self.hamlet_name(other.moved.hamlet),
                day: other.day.to_string(),
                number_agrees: left.tail.as_ref().zip(came.tail.as_ref()).map(|(one, other)| one == other),
                probability: self.probabilities[*at],
                weight: pair.weight,
                before: pair.weight - lines.iter().map(|line| line.weight).sum::<f64>(),
                lines,
                may_pair: may_pair(self.scope, came),
            }
        };
        MoverLine { side, person, candidates: draft.pairs.iter().map(candidate).collect() }
    }

    fn lines(&self, pair: &Pair, found: bool) -> Vec<MoverWeight> {
        let line = |field: &str, level: &str, weight| MoverWeight { field: field.to_owned(), level: level.to_owned(), weight };
        let mut lines: Vec<MoverWeight> =
            self.found.explain(pair).into_iter().map(|told| line(&told.field, &told.level, told.weight)).collect();
        lines.push(line("days", pair.days.code(), pair.days.weight(found)));
        for (field, agrees) in [("destination", pair.destination), ("origin", pair.origin)] {
            if agrees.weight() != 0.0 {
                lines.push(line(field, agrees.code(), agrees.weight()));
            }
        }
        if pair.together >= 0.05 {
            lines.push(line("household", "together", pair.together));
        }
        lines
    }
}

/// Whether someone reviews where a person came to, and where that person lives now or lived last.
pub(super) fn may_pair(scope: &Scope, came: &End) -> bool {
    scope.reviews(came.moved.hamlet) && came.row.hamlet.is_some_and(|hamlet| scope.reviews(hamlet))
}

impl App {
    /// Departures without arrival and arrivals without departure of a unit, each with those who may be at the other end, in whatever commune;
    /// to whoever has no more than the counts of the unit, those alone. Looks at persons are audited.
    ///
    /// # Errors
    /// `Forbidden` where the caller has not even the counts; `BadRequest` for a unit, a period or an `after` that is none.
    pub async fn movers(&self, caller: &Caller, ask: &MoversAsk) -> Result<MoversPage, AppError> {
        let (scope, territory, today) = (self.scope(caller), self.territory(), self.env.today());
        let (hamlets, persons) = self.hamlets_shown(caller, ask.unit.as_deref())?;
        let after =
            ask.after.as_deref().map(|text| Rank::read(text).ok_or_else(|| AppError::bad("bad_query", "after"))).transpose()?;
        let (from, to) = (ask.from.unwrap_or(date(today.year(), 1, 1)), ask.to.unwrap_or(today));
        if from > to {
            return Err(AppError::bad("bad_period", "the first day is after the last"));
        }
        let hamlets: HashSet<HamletId> = hamlets.into_iter().collect();
        let found = self.movers_found().await?;
        let apart = self.movers_apart(&found).await?;
        let probabilities = found.probabilities(&apart);
        let likely: Likely = found
            .pairs
            .iter()
            .zip(&probabilities)
            .filter(|(_, probability)| **probability >= TOLD)
            .flat_map(|(pair, _)| {
                [&found.left[pair.left], &found.came[pair.came]].map(|end| (end.row.id, end.moved.way, day_number(end.day)))
            })
            .collect();
        let counts = counts(&found, &territory, &hamlets, &likely, (from, to));
        let mut page = MoversPage { persons, counts, items: Vec::new(), next: None, total: 0 };
        if !persons {
            return Ok(page);
        }
        let telling = Telling { found: &found, probabilities: &probabilities, territory: &territory, scope: &scope, today };
        let drafts = telling.drafts(&hamlets, ask.side);
        let rest = after.map_or(0, |after| drafts.partition_point(|draft| draft.rank <= after));
        let some = &drafts[rest..drafts.len().min(rest + ask.limit.clamp(1, PAGE))];
        page.items = some.iter().map(|draft| telling.line(draft)).collect();
        page.next = some.last().filter(|_| rest + some.len() < drafts.len()).map(|draft| draft.rank.key());
        page.total = drafts.len() as u64;
        let seen: Vec<Uuid> = page.items.iter().flat_map(|line| line.candidates.iter().map(|other| other.id)).collect();
        let detail = json!({ "lines": page.items.len(), "candidates": seen }).to_string();
        self.audit(caller, "movers_listed", ask.unit.as_deref().unwrap_or("*"), &detail).await?;
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::{MoverSide, Rank};
    use std::cmp::Reverse;
    use uuid::Uuid;

    #[test]
    fn a_page_is_found_again_by_its_last_line() {
        for side in [MoverSide::Arrival, MoverSide::Departure] {
            let rank = Rank { probability: Reverse(987), day: Reverse(20_260_602), side, person: Uuid::from_u128(7) };
            assert_eq!(Rank::read(&rank.key()), Some(rank));
        }
        for text in ["", "987", "987_20260602_x_y", "a_b_c_d"] {
            assert_eq!(Rank::read(text), None, "{text}");
        }
    }
}
