//! What the last night found, as an officer sees it: pairs with someone of another commune, and counts by commune.

use super::find::Pair;
use super::shapes::{LikeSheet, LikeWeight, Likeness, NightLine, NightOther, NightPage, NightSummary, NightUnit};
use crate::viet_nam::instant;
use crate::{App, AppError, Territory};
use danso_auth::Caller;
use danso_linkage::person::standing::probability;
use danso_model::{HamletId, PersonId};
use danso_places::UnitCode;
use danso_store::{NightPairRow, NightRow, PersonRow};
use jiff::civil::Date;
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Lines on one page.
const PAGE: usize = 50;

/// Which pairs of the last night.
#[derive(Debug, Clone, Default)]
pub struct NightAsk {
    /// Of this unit; None for all that the caller reviews.
    pub unit: Option<String>,
    /// The page after this: `next` of the page before.
    pub after: Option<String>,
    /// At most so many, 50 at most.
    pub limit: usize,
}

/// A line before it is told.
struct Draft<'a> {
    row: &'a NightPairRow,
    own: &'a PersonRow,
    other: &'a PersonRow,
}

fn summary(row: &NightRow) -> NightSummary {
    NightSummary {
        at: instant(row.at_ms),
        position: row.position.0,
        residents: row.residents,
        model_hash: row.model_hash.clone(),
        learned: row.learned,
    }
}

fn units(rows: &[NightPairRow], territory: &Territory, own: &HashSet<HamletId>, today: Date) -> Vec<NightUnit> {
    let mut counts: BTreeMap<UnitCode, (u64, u64)> = BTreeMap::new();
    for row in rows {
        let hamlets = [row.hamlet_one, row.hamlet_other];
        let [one, other] = hamlets.map(|hamlet| territory.commune_of(hamlet, today));
        for (at, commune) in [one, other].into_iter().enumerate() {
            let Some(commune) = commune.filter(|_| own.contains(&hamlets[at])) else { continue };
            let count = counts.entry(commune).or_default();
            match one == other {
                true if at == 0 => count.0 += 1,
                true => {}
                false => count.1 += 1,
            }
        }
    }
    let name = |code| territory.tree.gazetteer().unit(code, today).map_or_else(String::new, |unit| unit.full_name.to_owned());
    let unit = |(code, (inside, across)): (UnitCode, _)| NightUnit { code: code.to_string(), name: name(code), inside, across };
    let mut units: Vec<NightUnit> = counts.into_iter().map(unit).collect();
    units.sort_by_key(|unit| (std::cmp::Reverse(unit.inside + unit.across), unit.code.clone()));
    units
}

impl App {
    /// Pairs of the last night of whom one lives in the unit and one outside, the likeliest first, and how many pairs each commune has; to whoever has no
    /// more than the counts of the unit, those alone. Persons who left, died or went to another sheet since are left out. Looks at persons are audited.
    ///
    /// # Errors
    /// `Forbidden` where the caller has not even the counts; `BadRequest` for a unit or an `after` that is none.
    pub async fn night_duplicates(&self, caller: &Caller, ask: &NightAsk) -> Result<NightPage, AppError> {
        let (scope, territory, today) = (self.scope(caller), self.territory(), self.env.today());
        let (hamlets, persons) = self.hamlets_shown(caller, ask.unit.as_deref())?;
        let after = ask.after.as_deref().map(Pair::read).transpose()?;
        let searched = self.store.night(self.shard).await?.as_ref().map(summary);
        let rows = self.without_apart(self.store.night_pairs(self.shard, Some(&hamlets)).await?).await?;
        let own: HashSet<HamletId> = hamlets.into_iter().collect();
        let mut page = NightPage {
            searched,
            persons,
            units: units(&rows, &territory, &own, today),
            items: Vec::new(),
            next: None,
            total: 0,
        };
        if !persons {
            return Ok(page);
        }
        let crossing: Vec<&NightPairRow> =
            rows.iter().filter(|row| own.contains(&row.hamlet_one) != own.contains(&row.hamlet_other)).collect();
        let ids: HashSet<PersonId> = crossing.iter().flat_map(|row| [row.one, row.other]).collect();
        let people = self.store.persons_by_id(self.shard, &ids.into_iter().collect::<Vec<_>>()).await?;
        let people: HashMap<PersonId, PersonRow> =
            people.into_iter().filter(|row| row.resident && !row.name.is_empty()).map(|row| (row.id, row)).collect();
        let lives = |row: &PersonRow| row.hamlet.is_some_and(|hamlet| own.contains(&hamlet));
        let mut drafts: Vec<Draft<'_>> = Vec::new();
        for row in crossing {
            let Some((one, other)) = people.get(&row.one).zip(people.get(&row.other)) else { continue };
            match (lives(one), lives(other)) {
                (true, false) => drafts.push(Draft { row, own: one, other }),
                (false, true) => drafts.push(Draft { row, own: other, other: one }),
                (true, true) | (false, false) => {}
            }
        }
        let order = |draft: &Draft<'_>| Pair::of_night(draft.row).order();
        drafts.sort_by_key(order);
        let rest = after.map_or(0, |after| drafts.partition_point(|draft| order(draft) <= after.order()));
        let some = &drafts[rest..drafts.len().min(rest + ask.limit.clamp(1, PAGE))];
        let homes = self.homes(some.iter().map(|draft| draft.own)).await?;
        let settles = |row: &PersonRow| row.hamlet.is_some_and(|hamlet| scope.reviews(hamlet));
        let line = |draft: &Draft<'_>| {
            let own = self.like_sheet(draft.own, &homes);
            night_line(draft, own, settles(draft.other), &territory, today)
        };
        page.items = some.iter().map(line).collect();
        page.next = some.last().filter(|_| rest + some.len() < drafts.len()).map(|draft| Pair::of_night(draft.row).key());
        page.total = drafts.len() as u64;
        let seen: Vec<_> = page.items.iter().filter_map(|line| line.other.id).collect();
        let detail = json!({ "pairs": page.items.len(), "others": seen }).to_string();
        self.audit(caller, "night_duplicates_listed", ask.unit.as_deref().unwrap_or("*"), &detail).await?;
        Ok(page)
    }
}

/// A line; of someone who is rather another person the commune alone is told, and that the number is the same.
fn night_line(draft: &Draft<'_>, own: LikeSheet, may_settle: bool, territory: &Territory, today: Date) -> NightLine {
    let Draft { row, other, .. } = draft;
    let weight = f64::from(row.weight) / 1_000.0;
    let likely = row.weight >= 0;
    let commune = other.hamlet.and_then(|hamlet| territory.commune_of(hamlet, today));
    let unit = commune.and_then(|commune| territory.tree.gazetteer().unit(commune, today));
    let hamlet = other.hamlet.and_then(|hamlet| territory.hamlet(hamlet, today)).filter(|_| likely);
    let mut lines: Vec<LikeWeight> = serde_json::from_str(&row.lines).unwrap_or_default();
    lines.retain(|line| likely || line.field == "number");
    NightLine {
        own,
        other: NightOther {
            id: likely.then_some(other.id.0),
            name: likely.then(|| other.name.clone()),
            sex: likely.then(|| other.sex.to_string()),
            birth: likely.then(|| other.birth.clone()),
            commune_name: unit.map(|unit| unit.full_name.to_owned()),
            hamlet_name: hamlet.map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)),
        },
        same_number: row.same_number,
        may_settle,
        likeness: Likeness::of(probability(weight), weight, lines),
    }
}
