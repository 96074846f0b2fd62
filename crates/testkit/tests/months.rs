//! The events of the months, checked against a fold of their own and against what truly happened.

use danso_model::{
    Change, DeviceId, Event, EventBody, EventId, EventKind, HamletId, HouseholdId, Member, Partner, PersonId, Sex,
};
use danso_testkit::{Generated, Plan, Truth, generate};
use std::collections::{HashMap, HashSet};

fn made(province: u8, persons: u64, months: u32) -> Generated {
    generate(&Plan { months, ..Plan::new(province, persons) }).unwrap()
}

/// Where everyone lives, as told by events taken in the order of their days.
#[derive(Default)]
struct Register {
    homes: HashMap<HouseholdId, HamletId>,
    at: HashMap<PersonId, (HouseholdId, u8)>,
    dead: HashSet<PersonId>,
}

impl Register {
    fn enter(&mut self, household: HouseholdId, members: &[Member]) {
        for member in members {
            assert!(!self.dead.contains(&member.person));
            assert!(self.at.insert(member.person, (household, member.residence.code())).is_none(), "lives somewhere already");
        }
    }

    fn go(&mut self, person: PersonId, from: HouseholdId, to: HouseholdId) {
        let place = self.at.get_mut(&person).unwrap();
        assert_eq!(place.0, from, "moves out of where he does not live");
        place.0 = to;
    }

    fn apply(&mut self, event: &Event) {
        for person in event.body.persons() {
            assert!(!self.dead.contains(&person), "{:?} of someone dead", event.body.kind());
        }
        match &event.body {
            EventBody::Household { household, hamlet, members, .. } => {
                assert!(self.homes.insert(*household, *hamlet).is_none());
                self.enter(*household, members);
            }
            EventBody::Birth { household, child, .. } | EventBody::Adoption { household, child, .. } => {
                self.enter(*household, &[*child]);
            }
            EventBody::MoveIn { household, members, .. } => self.enter(*household, members),
            EventBody::Death { person, .. } => {
                self.dead.insert(*person);
                assert!(self.at.remove(person).is_some());
            }
            EventBody::MoveOut { household, persons, .. } => {
                for person in persons {
                    assert_eq!(self.at.remove(person).unwrap().0, *household);
                }
            }
            EventBody::Transfer { from_household, to_household, to_hamlet, members, whole, .. } => {
                if *whole {
                    self.homes.insert(*from_household, *to_hamlet);
                }
                for member in members {
                    self.go(member.person, *from_household, *to_household);
                }
            }
            EventBody::Split { from_household, household, hamlet, members, .. } => {
                self.homes.insert(*household, *hamlet);
                for member in members {
                    self.go(member.person, *from_household, *household);
                }
            }
            EventBody::Merge { from_household, household, members, .. } => {
                for member in members {
                    self.go(member.person, *from_household, *household);
                }
            }
            EventBody::Change { person, change: Change::Residence(status), .. } => {
                self.at.get_mut(person).unwrap().1 = status.code();
            }
            EventBody::HeadChange { household, head, members } => {
                assert!(members.iter().any(|member| member.person == *head && member.relationship.as_str() == "1"));
                assert!(members.iter().all(|member| self.at[&member.person].0 == *household));
            }
            EventBody::Marriage { partners, .. } => {
                assert!(partners.iter().all(|partner| match partner {
                    Partner::Known(person) => self.at.contains_key(person),
                    Partner::Outside { .. } => true,
                }));
            }
            EventBody::HouseholdChange { .. }
            | EventBody::TransferReceipt { .. }
            | EventBody::Divorce { .. }
            | EventBody::Separation { .. }
            | EventBody::Widowed { .. }
            | EventBody::ContraceptionStart { .. }
            | EventBody::ContraceptionStop { .. }
            | EventBody::Pregnancy { .. }
            | EventBody::PrenatalScreen { .. }
            | EventBody::NewbornScreen { .. }
            | EventBody::ElderlyCheckup { .. }
            | EventBody::Disability { .. }
            | EventBody::Change { .. }
            | EventBody::Reviewed { .. }
            | EventBody::Withdrawal { .. }
            | EventBody::SamePerson { .. } => {
                assert!(event.body.persons().iter().all(|person| self.at.contains_key(person)), "{:?}", event.body.kind());
            }
        }
    }

    fn population(&self) -> HashMap<HamletId, u32> {
        let mut counted = HashMap::new();
        for (household, status) in self.at.values() {
            *counted.entry(self.homes[household]).or_insert(0) += u32::from(matches!(status, 1..=4 | 7));
        }
        counted
    }
}

fn run(generated: &Generated) -> (Vec<Event>, Truth) {
    let mut months = generated.months();
    let events: Vec<Event> = months.by_ref().collect();
    (events, months.truth().clone())
}

#[test]
fn a_fold_of_the_events_gives_what_truly_happened() {
    for (province, persons) in [(92, 30_000), (12, 12_000)] {
        let generated = made(province, persons, 14);
        let (events, truth) = run(&generated);
        assert_eq!(truth.months.len(), 14);
        let mut register = Register::default();
        generated.baseline().for_each(|event| register.apply(&event));
        let replaced: HashSet<EventId> = events.iter().filter_map(|event| event.supersedes).collect();
        let mut by_day: Vec<&Event> = events.iter().filter(|event| !replaced.contains(&event.id)).collect();
        by_day.sort_by_key(|event| (event.date.imputed(), event.recorded_at));
        let mut rest = by_day.into_iter().peekable();
        for month in &truth.months {
            let mut kinds: HashMap<EventKind, u32> = HashMap::new();
            let mut persons: HashMap<EventKind, u32> = HashMap::new();
            let mut boys = 0;
            let within = |event: &&Event| {
                let day = event.date.imputed();
                (day.year(), day.month()) == (month.year, month.month)
            };
            while let Some(event) = rest.next_if(within) {
                register.apply(event);
                *kinds.entry(event.body.kind()).or_default() += 1;
                *persons.entry(event.body.kind()).or_default() += event.body.persons().len() as u32;
                if let EventBody::Birth { child, .. } = &event.body {
                    boys += u32::from(child.sex == Sex::Male);
                }
            }
            let told = |kind| kinds.get(&kind).copied().unwrap_or(0);
            let counted = register.population();
            for (hamlet, truly) in generated.deployment().hamlets.iter().zip(&month.population) {
                assert_eq!(
                    counted.get(&hamlet.id).copied().unwrap_or(0),
                    *truly,
                    "{} in {}-{}",
                    hamlet.code,
                    month.year,
                    month.month
                );
            }
            let flows =
                (told(EventKind::Birth), boys, told(EventKind::Death), told(EventKind::Marriage), told(EventKind::Divorce));
            assert_eq!(flows, (month.births, month.boys, month.deaths, month.marriages, month.divorces));
            let moved = |kind| persons.get(&kind).copied().unwrap_or(0);
            assert_eq!((moved(EventKind::MoveIn), moved(EventKind::MoveOut)), (month.moved_in, month.moved_out));
        }
        assert!(rest.next().is_none(), "events outside the months");
    }
}

#[test]
fn rates_are_the_usual_ones() {
    let generated = made(92, 200_000, 12);
    let (events, truth) = run(&generated);
    let sum = |of: fn(&danso_testkit::MonthTruth) -> u32| f64::from(truth.months.iter().map(of).sum::<u32>()) / 200.0 / 12.0;
    assert!((0.85..1.4).contains(&sum(|month| month.births)), "births {:.2}", sum(|month| month.births));
    assert!((0.35..0.65).contains(&sum(|month| month.deaths)), "deaths {:.2}", sum(|month| month.deaths));
    let moves = sum(|month| month.moved_in + month.moved_out + month.transferred);
    assert!((1.0..5.0).contains(&moves), "moves {moves:.2}");
    let boys = sum(|month| month.boys) / (sum(|month| month.births) - sum(|month| month.boys)) * 100.0;
    assert!((98.0..126.0).contains(&boys), "sex ratio {boys:.0}");
    let kinds: HashSet<EventKind> = events.iter().map(|event| event.body.kind()).collect();
    assert_eq!(kinds.len(), 26, "every kind occurs: {kinds:?}");
    let late = events.iter().filter(|event| {
        let told = event.recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date();
        (told - event.date.imputed()).get_days() > 28
    });
    let share = late.count() as f64 / events.len() as f64;
    assert!((0.02..0.08).contains(&share), "late {share:.3}");
    let multiple = events.iter().filter(|event| matches!(&event.body, EventBody::Birth { facts, .. } if facts.multiple)).count();
    assert!((10..120).contains(&multiple), "{multiple} twins");
    assert!(events.iter().all(|event| event.body.kind() != EventKind::PrenatalScreen || event.personal[0].1.note.is_none()));
}

#[test]
fn events_come_in_the_order_of_recording_and_name_only_what_is_known() {
    let generated = made(12, 20_000, 9);
    let mut persons: HashSet<PersonId> = HashSet::new();
    let mut households: HashSet<HouseholdId> = HashSet::new();
    let mut ids: HashSet<EventId> = HashSet::new();
    let mut last = None;
    let mut counters: HashMap<DeviceId, u64> = HashMap::new();
    for event in generated.baseline().chain(generated.months()) {
        assert!(ids.insert(event.id), "an id twice");
        assert_eq!(event.id.0.get_version_num(), 7);
        assert!(event.device.is_none() || last <= Some(event.recorded_at));
        last = event.device.map(|_| event.recorded_at).or(last);
        let (new_persons, new_households) = event.body.introduces();
        persons.extend(new_persons);
        households.extend(new_households);
        assert!(event.body.persons().iter().all(|person| persons.contains(person)), "{:?}", event.body);
        assert!(event.body.households().iter().all(|household| households.contains(household)), "{:?}", event.body);
        assert!(event.target().is_none_or(|target| ids.contains(&target)));
        if let EventBody::Change { base, .. } = &event.body {
            assert!(base.is_some_and(|base| ids.contains(&base)));
        }
        if let Some((device, counter)) = event.device {
            let before = counters.insert(device, counter).unwrap_or(0);
            assert_eq!(counter, before + 1, "a gap in the counter");
        }
    }
    assert!(counters.len() > 20);
}

#[test]
fn small_plans_have_months_too() {
    for (persons, months) in [(200, 12), (100, 3), (2000, 1)] {
        let plan = Plan { commune: Some("31120".to_owned()), months, ..Plan::new(92, persons) };
        let generated = generate(&plan).unwrap();
        let (_, truth) = run(&generated);
        assert_eq!(truth.months.len(), months as usize);
    }
}

#[test]
fn every_province_can_be_generated() {
    let codes = [
        1, 4, 8, 11, 12, 14, 15, 19, 20, 22, 24, 25, 31, 33, 37, 38, 40, 42, 44, 46, 48, 51, 52, 56, 66, 68, 75, 79, 80, 82, 86,
        91, 92, 96,
    ];
    for (code, seed) in codes.into_iter().zip(100..) {
        let generated = generate(&Plan { months: 2, seed, ..Plan::new(code, 4000) }).unwrap();
        assert_eq!(generated.population().iter().sum::<u32>(), 4000);
        let (events, truth) = run(&generated);
        assert!(events.len() > 40, "province {code}");
        assert_eq!(truth.months.len(), 2);
    }
}
