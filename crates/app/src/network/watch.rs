//! What an officer should look at: who is silent or late, and what looks written rather than asked. Signs, never a judgement.

use super::roster::{areas_of_user, days_before};
use super::{Finding, WatchReply};
use crate::viet_nam::day_of_ms;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, EventKind, HamletId, UserId};
use danso_places::UnitCode;
use danso_store::{AreaRow, EventCount, UserRow};
use danso_tally::{CountQuery, Doubts, FlowQuery, Grouping, StatusFilter, day_number};
use jiff::civil::Date;
use std::collections::HashMap;

/// Days without contact that make someone silent.
const SILENT_DAYS: i64 = 30;
/// Days between recording and arriving that make work late.
const LATE_DAYS: i64 = 7;
/// Events on a phone that did not arrive.
const UNSENT: u64 = 20;
/// Days in which events of one second are looked for.
const BURST_DAYS: i64 = 90;
/// Events of one second that nobody types: the members of one household arrive together, but not five acts.
const BURST: u64 = 5;
/// How seldom what was counted may be by chance before it is told.
const RARE: f64 = 0.005;
/// From so many persons on, the days of their births are looked at.
const ENOUGH_BIRTHS: u64 = 30;
/// A larger share of births on one day of the year is told. By chance one in 365 is, and some say 1 January for "I do not know".
const HEAPED: f64 = 0.10;

/// The probability of at most `seen` where `expected` are expected, of a Poisson count.
fn at_most(seen: u64, expected: f64) -> f64 {
    let mut term = (-expected).exp();
    let mut sum = term;
    for count in 1..=seen {
        term *= expected / count as f64;
        sum += term;
    }
    sum.min(1.0)
}

/// Births and deaths a person in a year, in the register as a whole.
struct Usual {
    births: f64,
    deaths: f64,
}

impl App {
    /// What looks wrong in the network of a commune, by how much it weighs.
    ///
    /// # Errors
    /// `not_a_commune`, `out_of_scope`; when the store fails.
    pub async fn watch(&self, caller: &Caller, unit: &str) -> Result<WatchReply, AppError> {
        let commune = self.network_of(caller, unit)?;
        let areas = self.areas_of(commune);
        let ids: Vec<AreaId> = areas.iter().map(|area| area.id).collect();
        let users = self.store.users_of_areas(&ids).await?;
        let mut findings = self.contacts(commune, &users).await?;
        findings.extend(self.seconds(commune, &users).await?);
        let doubts = self.doubts(&areas)?;
        findings.extend(self.rare_events(&areas, &users, &doubts).await?);
        findings.extend(doubts.iter().flat_map(|(area, doubt)| doubtful(area, doubt, &users)));
        let weight = |code: &str| {
            ["copied", "same_second", "no_deaths", "no_births", "heaped", "unsent", "silent", "late"]
                .iter()
                .position(|each| *each == code)
        };
        findings.sort_by_key(|finding| (weight(&finding.code), finding.name.clone(), finding.area.clone()));
        Ok(WatchReply { unit: commune.to_string(), today: self.env.today().to_string(), findings })
    }

    /// Who is silent, whose phone keeps much back, whose work arrives late.
    async fn contacts(&self, commune: UnitCode, users: &[UserRow]) -> Result<Vec<Finding>, AppError> {
        let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let devices = self.store.devices_of_users(self.shard, &ids).await?;
        let work = self.store.work(self.shard, &self.last_days(commune, SILENT_DAYS)).await?;
        let mut findings = Vec::new();
        for user in users.iter().filter(|user| !user.disabled) {
            let of_user = |code: &str, value: f64, expected: f64| Finding {
                code: code.to_owned(),
                user: Some(user.id.0),
                name: Some(user.name.clone()),
                area: None,
                value,
                expected,
            };
            let own = || devices.iter().filter(|(row, _)| row.user == user.id && row.revoked_ms.is_none());
            let spoke = own().map(|(row, _)| row.seen_ms.unwrap_or(row.enrolled_ms)).max();
            let wrote = work.iter().filter(|row| row.user == user.id).map(|row| row.last_ms).max();
            let last = spoke.max(wrote).and_then(day_of_ms);
            let silent = last.map(|day| (self.env.today() - day).get_days());
            match silent {
                None => findings.push(of_user("silent", -1.0, SILENT_DAYS as f64)),
                Some(days) if i64::from(days) > SILENT_DAYS => findings.push(of_user("silent", days.into(), SILENT_DAYS as f64)),
                Some(_) => {}
            }
            let unsent: u64 = own().map(|(row, arrived)| row.last_counter.saturating_sub(*arrived)).sum();
            if unsent > UNSENT {
                findings.push(of_user("unsent", unsent as f64, UNSENT as f64));
            }
            let slowest = work.iter().filter(|row| row.user == user.id && row.mobile).map(|row| row.slowest_ms).max();
            let days = slowest.unwrap_or_default() / 86_400_000;
            if days > LATE_DAYS {
                findings.push(of_user("late", days as f64, LATE_DAYS as f64));
            }
        }
        Ok(findings)
    }

    /// Who recorded more in one second than anyone types.
    async fn seconds(&self, commune: UnitCode, users: &[UserRow]) -> Result<Vec<Finding>, AppError> {
        let bursts = self.store.bursts(self.shard, &self.last_days(commune, BURST_DAYS), BURST).await?;
        let mut most: HashMap<UserId, u64> = HashMap::new();
        for burst in bursts {
            let most = most.entry(burst.user).or_default();
            *most = burst.events.max(*most);
        }
        let finding = |user: &UserRow| {
            Some(Finding {
                user: Some(user.id.0),
                name: Some(user.name.clone()),
                area: None,
                code: "same_second".to_owned(),
                value: *most.get(&user.id)? as f64,
                expected: 1.0,
            })
        };
        Ok(users.iter().filter_map(finding).collect())
    }

    /// Areas with far fewer births or deaths in a year than the register as a whole has for as many people.
    async fn rare_events(
        &self,
        areas: &[AreaRow],
        users: &[UserRow],
        doubts: &[(&AreaRow, Doubts)],
    ) -> Result<Vec<Finding>, AppError> {
        let today = self.env.today();
        let begin = days_before(today, 365);
        let Some(usual) = self.usual(begin, today)? else { return Ok(Vec::new()) };
        let sum = |of: fn(&Doubts) -> u64| doubts.iter().map(|(_, doubt)| of(doubt)).sum::<u64>() as f64;
        let persons_a_household = sum(|doubt| doubt.persons) / sum(|doubt| doubt.households).max(1.0);
        let ids: Vec<AreaId> = areas.iter().map(|area| area.id).collect();
        let households = self.store.area_households(self.shard, &ids, (day_number(today), day_number(today))).await?;
        let mut hamlets: Vec<HamletId> = areas.iter().flat_map(|area| area.hamlets.iter().copied()).collect();
        hamlets.sort_unstable();
        hamlets.dedup();
        let mut findings = Vec::new();
        for (code, kind, rate) in [("no_deaths", EventKind::Death, usual.deaths), ("no_births", EventKind::Birth, usual.births)] {
            let count = EventCount {
                hamlets: hamlets.clone(),
                kinds: vec![kind],
                happened: (day_number(begin), day_number(today)),
                accepted: None,
            };
            let counted = self.store.events_by_area(self.shard, &count).await?;
            for area in areas {
                let lived = households.iter().find(|line| line.area == area.id).map_or(0, |line| line.households);
                let expected = lived as f64 * persons_a_household * rate;
                let seen =
                    counted.iter().filter(|line| line.area == Some(area.id)).map(|line| line.accepted + line.waiting).sum();
                if at_most(seen, expected) < RARE {
                    findings.push(of_area(code, area, users, seen as f64, expected));
                }
            }
        }
        Ok(findings)
    }

    /// Rates of the whole register over a span; None while nobody is in it.
    fn usual(&self, begin: Date, today: Date) -> Result<Option<Usual>, AppError> {
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let groups = Grouping::new(image.hamlets(), |_| Some("all".to_owned()));
        let statuses = StatusFilter::usual();
        let persons = image.count(&CountQuery { at: today, known_at: None, groups: &groups, statuses, threads: 2 }).total();
        if persons == 0 {
            return Ok(None);
        }
        let end = today.tomorrow().unwrap_or(today);
        let year = image.flows(&FlowQuery { starts: &[begin], end, known_at: None, groups: &groups, statuses }).get(0, 0);
        let a_person = |events: [u64; 3]| events.iter().sum::<u64>() as f64 / persons as f64;
        Ok(Some(Usual { births: a_person(year.births), deaths: a_person(year.deaths) }))
    }

    /// Signs among the persons of areas. A hamlet of several areas is told with the first of them.
    fn doubts<'a>(&self, areas: &'a [AreaRow]) -> Result<Vec<(&'a AreaRow, Doubts)>, AppError> {
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let of = |hamlet: HamletId| areas.iter().find(|area| area.hamlets.contains(&hamlet)).map(|area| area.id.to_string());
        let groups = Grouping::new(image.hamlets(), of);
        let labelled = groups.labels.iter().zip(image.doubts(&groups, self.env.today()));
        Ok(labelled
            .filter_map(|(label, doubt)| Some((areas.iter().find(|area| area.id.to_string() == *label)?, doubt)))
            .collect())
    }
}

/// Households alike, and births heaped on 1 January.
fn doubtful(area: &AreaRow, doubt: &Doubts, users: &[UserRow]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if doubt.alike > 0 {
        findings.push(of_area("copied", area, users, doubt.alike as f64, 0.0));
    }
    let share = doubt.new_year as f64 / doubt.persons.max(1) as f64;
    if doubt.persons >= ENOUGH_BIRTHS && share > HEAPED {
        findings.push(of_area("heaped", area, users, share * 100.0, 100.0 / 365.25));
    }
    findings
}

/// A finding about an area, with whoever has it first.
fn of_area(code: &str, area: &AreaRow, users: &[UserRow], value: f64, expected: f64) -> Finding {
    let holder = users.iter().find(|user| !areas_of_user(user, std::slice::from_ref(area)).is_empty());
    Finding {
        code: code.to_owned(),
        user: holder.map(|user| user.id.0),
        name: holder.map(|user| user.name.clone()),
        area: Some(area.number.clone()),
        value,
        expected,
    }
}

#[cfg(test)]
mod tests {
    use super::at_most;

    #[test]
    fn seldom_is_seldom() {
        // Poisson: P(0) = e^-5.3 = 0.00499, P(at most 1) = e^-2 * 3 = 0.40601.
        assert!((at_most(0, 5.3) - 0.004_992).abs() < 1e-6);
        assert!((at_most(1, 2.0) - 0.406_006).abs() < 1e-6);
        assert!((at_most(3, 0.0) - 1.0).abs() < 1e-12);
    }
}
