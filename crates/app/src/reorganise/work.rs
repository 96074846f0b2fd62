//! A plan worked out on the register as it is: what it would write, and what is told of it.

use super::counts::Heads;
use super::follow::{Followed, Maps, follow, went};
use super::rows::{hamlet_row, succession_row, swap_rows, unit_row};
use super::shapes::{BeforeAfter, DeviceBehindLine, PlanRemark, ReorganisationPreview, ReportTouched, UnitMove, UnitTotals};
use crate::figures::level_name;
use crate::{App, AppError, Territory, messages};
use danso_model::{Event, EventId, HamletId, UserId};
use danso_places::plan::{Change, Fault, Plan, Swap, change};
use danso_places::{Gazetteer, Level, Tree, Unit, UnitCode};
use danso_store::{GuessRow, HamletStepRow, ReportFilter, RowSwap, TerritoryChange, UnitRow};
use danso_tally::day_number;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Lines of a list in a preview.
const LINES: usize = 1000;

/// A plan worked out.
pub(super) struct Worked {
    pub(super) preview: ReorganisationPreview,
    /// What is written; none where the plan cannot be worked out.
    pub(super) change: Option<(TerritoryChange, Vec<Event>)>,
    /// The provinces, on the maps before and after, in which anything changes.
    pub(super) provinces: Vec<UnitCode>,
    pub(super) first: Option<Date>,
}

/// A remark with the words of its code.
pub(super) fn remark(code: &str, step: Option<usize>, object: Option<String>) -> PlanRemark {
    PlanRemark { code: code.to_owned(), message: messages::text(code), step: step.map(|step| step + 1), object }
}

fn of_fault(fault: &Fault) -> PlanRemark {
    remark(fault.code, fault.step, fault.unit.map(|unit| unit.to_string()))
}

fn added<T>(rows: impl IntoIterator<Item = T>) -> Vec<RowSwap<T>> {
    rows.into_iter().map(|row| RowSwap { before: None, after: Some(row) }).collect()
}

impl App {
    pub(super) async fn work_out(&self, plan: &Plan, by: UserId) -> Result<Worked, AppError> {
        let territory = self.territory();
        let mut preview = ReorganisationPreview { name: plan.name.clone(), ..ReorganisationPreview::default() };
        let worked = change(&territory.tree, territory.through, plan, &mut || *self.env.new_id().as_bytes());
        let (change, after) = match worked {
            Ok(worked) => worked,
            Err(faults) => {
                preview.conflicts = faults.iter().map(of_fault).collect();
                return Ok(Worked { preview, change: None, provinces: Vec::new(), first: None });
            }
        };
        let at = self.env.today().max(change.last);
        let counted = self.count_hamlets(self.env.today())?;
        let maps = Maps {
            before: &territory.tree,
            after: &after,
            change: &change,
            at,
            counted: &counted,
            went: went(&territory.tree, &after, at, &counted),
        };
        let users = self.store.users().await?;
        let settings = self.store.commune_settings(self.shard).await?;
        let mut followed = follow(&maps, &territory.areas, &users, &settings);
        let heads = |hamlet| counted.of(hamlet);
        let transfers = self.divide(&change.divisions, by, heads, &mut preview.conflicts).await?;

        preview.first = Some(change.first.to_string());
        preview.last = Some(change.last.to_string());
        preview.divided = transfers.households;
        self.tell_places(&maps, &mut preview);
        if preview.national.before != preview.national.after {
            preview.conflicts.push(remark("plan_national_differs", None, None));
        }
        self.tell_empty_ends(&maps, &mut preview);
        preview.user_count = followed.user_moves.len() as u64;
        preview.area_count = followed.area_moves.len() as u64;
        preview.users = std::mem::take(&mut followed.user_moves);
        preview.areas = std::mem::take(&mut followed.area_moves);
        preview.users.truncate(LINES);
        preview.areas.truncate(LINES);
        preview.warnings = std::mem::take(&mut followed.warnings);
        preview.warnings.truncate(LINES);
        if preview.guessed > 0 {
            preview.warnings.insert(0, remark("plan_guessed", None, Some(preview.guessed.to_string())));
        }
        self.tell_waiting(&maps, &users, &mut preview).await?;
        let own = self.store.map_rows(self.shard).await?.units;
        let units = laid_over(&own, &change.units, &mut preview.conflicts);
        preview.possible = preview.conflicts.is_empty();

        let written = TerritoryChange { units, ..written(&change, followed, &transfers.steps, heads) };
        let provinces = provinces(&territory, &after, &change);
        Ok(Worked { preview, change: Some((written, transfers.events)), provinces, first: Some(change.first) })
    }

    /// Units, hamlets and people, before and after.
    fn tell_places(&self, maps: &Maps<'_>, preview: &mut ReorganisationPreview) {
        let count = |level| {
            let of = |tree: &Tree| tree.gazetteer().below(UnitCode::NATION, level, maps.at).len() as u64;
            BeforeAfter { before: of(maps.before), after: of(maps.after) }
        };
        let nation = |tree: &Tree| tree.hamlets_in(UnitCode::NATION, maps.at);
        let lived_in = |tree: &Tree| {
            let codes: BTreeSet<_> =
                nation(tree).into_iter().filter_map(|index| tree.ancestor(index, Level::Hamlet, maps.at)).collect();
            codes.len() as u64
        };
        preview.totals = UnitTotals {
            provinces: count(Level::Province),
            districts: count(Level::District),
            communes: count(Level::Commune),
            hamlets: BeforeAfter { before: lived_in(maps.before), after: lived_in(maps.after) },
        };
        let ids = |tree: &Tree| -> Vec<HamletId> {
            nation(tree)
                .into_iter()
                .filter_map(|index| tree.rows(index).first())
                .map(|row| HamletId::from_bytes(row.id))
                .collect()
        };
        preview.national = BeforeAfter {
            before: maps.counted.total(ids(maps.before)).persons,
            after: maps.counted.total(ids(maps.after)).persons,
        };
        let moved = moved_hamlets(maps.change);
        let heads = maps.counted.total(moved.iter().copied());
        (preview.hamlets, preview.households, preview.persons) = (moved.len() as u64, heads.households, heads.persons);
        preview.guessed = maps.change.guessed.len() as u64;
        let moves = unit_moves(maps);
        preview.unit_count = moves.len() as u64;
        preview.units = moves.into_iter().take(LINES).collect();
    }

    /// People on a hamlet that ends into nothing would be nowhere.
    fn tell_empty_ends(&self, maps: &Maps<'_>, preview: &mut ReorganisationPreview) {
        for (hamlet, heads) in maps.counted.all() {
            let lost = maps.after.index_of(hamlet.as_bytes()).is_some_and(|index| {
                let there = |tree: &Tree, index| tree.ancestor(index, Level::Hamlet, maps.at).is_some();
                let before = maps.before.index_of(hamlet.as_bytes());
                before.is_some_and(|before| there(maps.before, before)) && !there(maps.after, index)
            });
            if lost && heads.persons > 0 {
                let code = maps.after.index_of(hamlet.as_bytes()).and_then(|index| maps.after.rows(index).first());
                preview.conflicts.push(remark("plan_hamlet_lived_in", None, code.map(|row| row.code.to_string())));
            }
        }
    }

    /// Reports, phones and queues that the change meets.
    async fn tell_waiting(
        &self,
        maps: &Maps<'_>,
        users: &[danso_store::UserRow],
        preview: &mut ReorganisationPreview,
    ) -> Result<(), AppError> {
        let changed = changed_units(maps.change, maps.before.gazetteer(), maps.after.gazetteer());
        let first = day_number(maps.change.first);
        let reports = self.store.reports(self.shard, &ReportFilter::default()).await?;
        let touched =
            reports.into_iter().filter(|line| line.report.last_day >= first && changed.contains(line.report.unit.as_str()));
        let lines: Vec<ReportTouched> = touched
            .map(|line| ReportTouched {
                form: line.report.form,
                unit: line.report.unit,
                period: line.report.period,
                state: line.last.state,
            })
            .collect();
        preview.report_count = lines.len() as u64;
        preview.reports = lines.into_iter().take(LINES).collect();

        let moved = moved_hamlets(maps.change);
        let areas: HashSet<_> = self
            .territory()
            .areas
            .iter()
            .filter(|area| area.hamlets.iter().any(|hamlet| moved.contains(hamlet)))
            .map(|area| area.id)
            .collect();
        let concerned =
            |user: &&danso_store::UserRow| user.grants.iter().any(|grant| grant.area.is_some_and(|area| areas.contains(&area)));
        let logins: HashMap<UserId, &str> = users.iter().filter(concerned).map(|user| (user.id, user.login.as_str())).collect();
        for device in self.store.devices_behind(self.shard).await? {
            let Some(login) = logins.get(&device.user) else { continue };
            preview.device_count += 1;
            if preview.devices.len() < LINES {
                let seen = device.seen_ms.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
                preview.devices.push(DeviceBehindLine {
                    id: device.id.0,
                    login: (*login).to_owned(),
                    unsent: device.unsent,
                    seen_at: seen.map(|at| format!("{at:.3}")),
                });
            }
        }
        let all: Vec<HamletId> = moved.into_iter().collect();
        for hamlets in all.chunks(1000) {
            preview.waiting += self.store.status_counts(self.shard, Some(hamlets)).await?.waiting();
        }
        preview.parked = self.store.parked(self.shard, None).await?.len() as u64;
        Ok(())
    }
}

/// Versions of units as rows of the deployment. A version of the embedded map has no row before; it cannot be taken out, only be laid over.
fn laid_over(own: &[UnitRow], swaps: &[Swap<Unit>], conflicts: &mut Vec<PlanRemark>) -> Vec<RowSwap<UnitRow>> {
    let known: HashMap<(&str, Option<i32>), &UnitRow> =
        own.iter().map(|row| ((row.code.as_str(), row.valid_from), row)).collect();
    let mut rows = Vec::with_capacity(swaps.len());
    for swap in swap_rows(swaps, unit_row) {
        let key = swap.before.as_ref().or(swap.after.as_ref()).map(|row| (row.code.as_str(), row.valid_from));
        let before = key.and_then(|key| known.get(&key)).map(|row| (*row).clone());
        if before.is_none() && swap.after.is_none() {
            conflicts.push(remark("plan_twice_a_day", None, swap.before.map(|row| row.code)));
            continue;
        }
        rows.push(RowSwap { before, after: swap.after });
    }
    rows
}

/// What is written of a change, but for the units.
fn written(
    change: &Change,
    followed: Followed,
    steps: &[danso_places::HamletStep],
    heads: impl Fn(HamletId) -> Heads,
) -> TerritoryChange {
    let through = change.through.before != change.through.after;
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let joined = change.heirs.iter().map(|(old, new, on)| {
        let heads = heads(HamletId::from_bytes(*old));
        let (old, new) = (HamletId::from_bytes(*old), HamletId::from_bytes(*new));
        HamletStepRow { old, new, on: day_number(*on), households: small(heads.households), persons: small(heads.persons) }
    });
    let divided = steps.iter().map(|step| HamletStepRow {
        old: HamletId::from_bytes(step.old),
        new: HamletId::from_bytes(step.new),
        on: day_number(step.on),
        households: step.households,
        persons: step.persons,
    });
    let guess =
        |(hamlet, on): &(danso_places::HamletId, Date)| GuessRow { hamlet: HamletId::from_bytes(*hamlet), on: day_number(*on) };
    TerritoryChange {
        through: through.then(|| (change.through.before.map(day_number), change.through.after.map(day_number))),
        units: Vec::new(),
        successions: added(change.successions.iter().map(succession_row)),
        steps: added(divided.chain(joined)),
        guesses: added(change.guessed.iter().map(guess)),
        hamlets: swap_rows(&change.hamlets, hamlet_row),
        areas: followed.areas,
        settings: followed.settings,
        grants: followed.grants,
    }
}

fn moved_hamlets(change: &Change) -> BTreeSet<HamletId> {
    let rows = change.hamlets.iter().flat_map(|swap| swap.before.iter().chain(&swap.after));
    rows.map(|row| HamletId::from_bytes(row.id)).collect()
}

/// The codes of units that change on either map.
pub(super) fn changed_units(change: &Change, before: &Gazetteer, after: &Gazetteer) -> HashSet<String> {
    let rows = change.units.iter().flat_map(|swap| swap.before.iter().chain(&swap.after)).map(|unit| unit.code);
    let ends = change.successions.iter().flat_map(|s| [s.old, s.new]);
    let mut changed: HashSet<String> = rows.chain(ends).map(|code| code.to_string()).collect();
    if change.through.before != change.through.after {
        let lasting = |unit: &&danso_places::Unit| unit.valid_to.is_none();
        let began = |unit: &&danso_places::Unit| unit.valid_from.is_some_and(|from| from >= change.first);
        let now = before.all().iter().filter(lasting).chain(after.all().iter().filter(began));
        changed.extend(now.map(|unit| unit.code.to_string()).filter(|code| code != UnitCode::NATION.as_str()));
    }
    changed
}

/// Who goes where, unit by unit, as far as anything changes.
fn unit_moves(maps: &Maps<'_>) -> Vec<UnitMove> {
    let mut moves = Vec::new();
    let name = |tree: &Tree, code: UnitCode| tree.gazetteer().unit(code, maps.at).map(|unit| unit.full_name.to_owned());
    for level in [Level::Province, Level::District, Level::Commune] {
        for old in maps.before.gazetteer().below(UnitCode::NATION, level, maps.at) {
            let became = maps.became(old.code);
            let same = became == [old.code] && name(maps.after, old.code).as_deref() == Some(old.full_name);
            let parent = maps.after.gazetteer().unit(old.code, maps.at).and_then(|unit| unit.parent);
            let absorbs = maps.after.gazetteer().predecessors(old.code, maps.at);
            let grown = absorbs.iter().any(|from| from.on >= maps.change.first && from.old != old.code);
            if same && parent == old.parent && !grown {
                continue;
            }
            let line = |new: Option<UnitCode>, persons: u64| UnitMove {
                old: Some(old.code.to_string()),
                old_name: Some(old.full_name.to_owned()),
                new: new.map(|code| code.to_string()),
                new_name: new.and_then(|code| name(maps.after, code)),
                level: level_name(level).to_owned(),
                persons,
            };
            if became.is_empty() {
                let persons = maps.went.get(&old.code).map_or(0, |went| went.values().sum());
                moves.push(line(None, persons));
            }
            for new in became {
                let persons = maps.went.get(&old.code).and_then(|went| went.get(&new)).copied().unwrap_or_default();
                moves.push(line(Some(new), persons));
            }
        }
    }
    moves
}

/// The provinces in which anything changes, on both maps.
fn provinces(territory: &Territory, after: &Tree, change: &Change) -> Vec<UnitCode> {
    let mut provinces: BTreeSet<UnitCode> = BTreeSet::new();
    let eve = change.first.yesterday().unwrap_or(change.first);
    let maps = [(territory.tree.gazetteer(), eve), (after.gazetteer(), change.last)];
    if change.through.before != change.through.after {
        provinces.extend(maps.iter().flat_map(|(map, at)| map.provinces(*at)).map(|unit| unit.code));
    }
    let units = change.units.iter().flat_map(|swap| swap.before.iter().chain(&swap.after)).map(|unit| unit.code);
    let communes = change.hamlets.iter().flat_map(|swap| swap.before.iter().chain(&swap.after)).map(|row| row.commune);
    for code in units.chain(communes).collect::<BTreeSet<_>>() {
        provinces.extend(maps.iter().filter_map(|(map, at)| map.ancestor(code, Level::Province, *at)));
    }
    provinces.into_iter().collect()
}

/// The ids of events.
pub(super) fn ids(events: &[Event]) -> Vec<EventId> {
    events.iter().map(|event| event.id).collect()
}
