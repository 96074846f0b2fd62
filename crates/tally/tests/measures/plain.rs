//! The plain way: everyone's events gone through day by day, as slowly as one likes. Of the register it uses which events are in force
//! and where people live.

#![expect(clippy::wildcard_enum_match_arm, reason = "a recount says what it looks for, as a reader of the events would")]

use crate::stream::{HAMLETS, HOUSES, PERSONS, hamlet, household, person};
use crate::{place, province};
use danso_model::{
    BirthPlace, Change, Code, EntryReason, Episode, Event, EventBody, EventId, ExitReason, HamletId, Health, HouseholdId,
    HouseholdType, Member, Origin, Partner, PersonId, Precision, PregnancyOutcome, Residence, Risk, ScreenResult, Sex,
};
use danso_registry::{Person, effective, fold_household, fold_person};
use danso_tally::{Count, Dim, MeasureQuery, When, day_number};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Something counted: where, on which day, with which values; `key` tells apart what counts once.
struct Item {
    hamlet: u8,
    /// Where from or to, of moves within the register.
    other: Option<u8>,
    day: Date,
    of: BTreeMap<Dim, u16>,
    key: [u8; 16],
    sign: i64,
}

/// What is known after some events.
pub struct Plain {
    /// In force, in order of day and id.
    events: Vec<Event>,
    people: Vec<Person>,
}

fn number(id: HamletId) -> u8 {
    (0..HAMLETS).find(|number| hamlet(*number) == id).unwrap()
}

fn digits(code: Code) -> u16 {
    code.as_str().parse().unwrap_or(98)
}

fn sex(person: &Person) -> u16 {
    match person.sex {
        Sex::Male => 1,
        Sex::Female => 2,
        Sex::Unknown => 0,
    }
}

fn age(person: &Person, day: Date) -> u16 {
    person.birth.age_at(day).clamp(0, 120) as u16
}

fn day_of(event: &Event) -> Date {
    event.date.imputed()
}

fn line(event: &Event, who: PersonId) -> Option<&Member> {
    match &event.body {
        EventBody::Household { members, .. } | EventBody::MoveIn { members, .. } => {
            members.iter().find(|each| each.person == who)
        }
        EventBody::Birth { child, .. } | EventBody::Adoption { child, .. } => Some(child).filter(|child| child.person == who),
        _ => None,
    }
}

fn health(event: &Event, who: PersonId) -> Option<&Health> {
    event.personal_of(who)?.health.as_ref()
}

fn method(event: &Event, who: PersonId) -> Option<u16> {
    match health(event, who) {
        Some(Health::Contraception { method, .. }) => Some(digits(*method)),
        _ => None,
    }
}

fn usual(person: &Person) -> impl DoubleEndedIterator<Item = &Episode<Residence>> {
    person.stays.residences.iter().filter(|episode| episode.what.status.is_usual())
}

/// Where a happening of a day counts.
fn home(person: &Person, day: Date) -> Option<u8> {
    let here = usual(person).find(|episode| episode.spell.covers(day));
    here.or_else(|| usual(person).rev().find(|episode| episode.spell.to == Some(day))).map(|episode| number(episode.what.hamlet))
}

fn level(from: u8, to: Result<u8, Option<Origin>>) -> u16 {
    let here = place(from, 0);
    match to {
        Ok(other) if place(other, 0).commune == here.commune => 5,
        Ok(other) => {
            if place(other, 0).province == here.province {
                1
            } else {
                2
            }
        }
        Err(Some(Origin::Abroad)) => 3,
        Err(None | Some(Origin::Unknown)) => 4,
        Err(Some(origin)) => match province(&origin) {
            None => 4,
            there => {
                if there == here.province {
                    1
                } else {
                    2
                }
            }
        },
    }
}

impl Plain {
    pub fn of(events: &[Event]) -> Self {
        let mut in_force: Vec<Event> = effective(events).into_iter().cloned().collect();
        in_force.sort_by_key(|event| (day_of(event), event.id));
        let people = (0..PERSONS).filter_map(|number| fold_person(person(number), events)).collect();
        Self { events: in_force, people }
    }

    /// The events in force of a person up to the end of a day.
    fn until(&self, day: Date) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| day_of(event) <= day)
    }

    /// The events in force before another one.
    fn before<'a>(&'a self, event: &'a Event) -> impl DoubleEndedIterator<Item = &'a Event> {
        self.events.iter().filter(|other| (day_of(other), other.id) < (day_of(event), event.id))
    }

    /// What one event makes of the marital status.
    fn marital_by(event: &Event, who: PersonId) -> Option<u16> {
        if let Some(code) = line(event, who).and_then(|line| line.marital) {
            return Some(digits(code));
        }
        match &event.body {
            EventBody::Change { person, change: Change::Marital(code), .. } if *person == who => Some(digits(*code)),
            EventBody::Marriage { .. } if event.body.persons().contains(&who) => Some(2),
            EventBody::Widowed { person } if *person == who => Some(3),
            EventBody::Divorce { persons } if persons.contains(&who) => Some(4),
            EventBody::Separation { persons } if persons.contains(&who) => Some(5),
            _ => None,
        }
    }

    fn method_by(event: &Event, who: PersonId) -> Option<u16> {
        match &event.body {
            EventBody::ContraceptionStart { person } if *person == who => Some(method(event, who).unwrap_or(99)),
            EventBody::ContraceptionStop { person } if *person == who => Some(0),
            _ => None,
        }
    }

    fn resident(&self, person: &Person, day: Date, modern: &[u16]) -> BTreeMap<Dim, u16> {
        let who = person.id;
        let education = |event: &Event| match &event.body {
            EventBody::Change { person, change: Change::Education(code), .. } if *person == who => Some(digits(*code)),
            _ => line(event, who).and_then(|line| line.education).map(digits),
        };
        let ethnic = |event: &Event| match &event.body {
            EventBody::Change { person, change: Change::Ethnic(code), .. } if *person == who => Some(digits(*code)),
            _ => line(event, who).and_then(|line| line.ethnic).map(digits),
        };
        let disabled = |event: &Event| matches!(&event.body, EventBody::Disability { person } if *person == who);
        let using = self.until(day).filter_map(|event| Self::method_by(event, who)).last().unwrap_or(0);
        BTreeMap::from([
            (Dim::Sex, sex(person)),
            (Dim::Age, age(person, day)),
            (Dim::Marital, self.until(day).filter_map(|event| Self::marital_by(event, who)).last().unwrap_or(0).min(15)),
            (Dim::Education, self.until(day).filter_map(education).last().unwrap_or(9).min(15)),
            (Dim::Ethnic, self.events.iter().filter_map(ethnic).next_back().unwrap_or(0)),
            (Dim::Method, using),
            (Dim::Modern, modern.contains(&using).into()),
            (Dim::Disabled, self.until(day).any(disabled).into()),
        ])
    }

    fn residents(&self, day: Date, modern: &[u16]) -> Vec<Item> {
        let mut items = Vec::new();
        for person in &self.people {
            for episode in usual(person).filter(|episode| episode.spell.covers(day)) {
                let mut of = self.resident(person, day, modern);
                of.insert(Dim::Residence, episode.what.status.code().into());
                let key = *person.id.as_bytes();
                items.push(Item { hamlet: number(episode.what.hamlet), other: None, day, of, key, sign: 1 });
            }
        }
        items
    }

    /// Where a household is and of which type, after the events that a filter lets through.
    fn house(&self, id: HouseholdId, upto: impl Fn(&Event) -> bool) -> Option<(u8, HouseholdType)> {
        fold_household(id, &self.events)?;
        let mut state = self.events.iter().find_map(|event| match &event.body {
            EventBody::Household { household, hamlet, kind, .. } if *household == id => Some((number(*hamlet), *kind)),
            EventBody::Split { household, hamlet, .. } if *household == id => Some((number(*hamlet), HouseholdType::Family)),
            _ => None,
        })?;
        for event in self.events.iter().filter(|event| upto(event)) {
            match &event.body {
                EventBody::HouseholdChange { household, kind: Some(kind), .. } if *household == id => state.1 = *kind,
                EventBody::Transfer { from_household, to_household, to_hamlet, whole: true, .. }
                    if *from_household == id && *to_household == id =>
                {
                    state.0 = number(*to_hamlet);
                }
                _ => {}
            }
        }
        Some(state)
    }

    fn households(&self, day: Date) -> Vec<Item> {
        let mut items = Vec::new();
        for id in (0..HOUSES).map(household) {
            let Some((hamlet, kind)) = self.house(id, |event| day_of(event) <= day) else { continue };
            let lived_in = self
                .people
                .iter()
                .any(|person| usual(person).any(|episode| episode.spell.covers(day) && episode.what.household == id));
            if !lived_in {
                continue;
            }
            let confirms = |event: &&Event| match &event.body {
                EventBody::Household { household, .. }
                | EventBody::Split { household, .. }
                | EventBody::Reviewed { household } => *household == id,
                _ => false,
            };
            let (now, mut fresh) = (day_number(day), false);
            for event in self.events.iter().filter(confirms) {
                let then = day_number(day_of(event));
                fresh |= then <= now && now < then + 10_000;
            }
            let kind = if kind == HouseholdType::Family { 1 } else { 2 };
            let of = BTreeMap::from([(Dim::Type, kind), (Dim::Fresh, fresh.into())]);
            items.push(Item { hamlet, other: None, day, of, key: *id.as_bytes(), sign: 1 });
        }
        items
    }

    /// What begins and ends residence, with what it is: the reasons that are moves whatever the group, those within the register, and others.
    fn moves(&self, count: Count) -> Vec<Item> {
        let mut items = Vec::new();
        for person in &self.people {
            for episode in usual(person) {
                let hamlet = number(episode.what.hamlet);
                let mut add = |day: Date, there: Result<u8, Option<Origin>>, sign: i64| {
                    let of = BTreeMap::from([
                        (Dim::Sex, sex(person)),
                        (Dim::Age, age(person, day)),
                        (Dim::Level, level(hamlet, there)),
                    ]);
                    items.push(Item { hamlet, other: there.ok(), day, of, key: *person.id.as_bytes(), sign });
                };
                let here = episode.spell.from;
                match (count, episode.what.entry) {
                    (Count::MovesIn, EntryReason::MovedIn(origin)) => add(here, Err(Some(origin)), 1),
                    (Count::MovesIn, EntryReason::Adopted) => add(here, Err(None), 1),
                    (Count::MovesIn | Count::Corrections, EntryReason::Transferred(from)) => add(here, Ok(number(from)), 1),
                    (Count::Corrections, EntryReason::Enumerated | EntryReason::StatusChanged) => add(here, Err(None), 1),
                    _ => {}
                }
                let Some(gone) = episode.spell.to else { continue };
                match (count, episode.what.exit.unwrap()) {
                    (Count::MovesOut, ExitReason::MovedOut(to)) => add(gone, Err(Some(to)), 1),
                    (Count::MovesOut, ExitReason::Transferred(to)) => add(gone, Ok(number(to)), 1),
                    (Count::Corrections, ExitReason::Transferred(to)) => add(gone, Ok(number(to)), -1),
                    (Count::Corrections, ExitReason::StatusChanged) => add(gone, Err(None), -1),
                    _ => {}
                }
            }
        }
        items
    }

    fn event(&self, id: EventId) -> &Event {
        self.events.iter().find(|event| event.id == id).unwrap()
    }

    fn births_and_deaths(&self, count: Count) -> Vec<Item> {
        let mut items = Vec::new();
        for person in &self.people {
            for episode in usual(person) {
                let hamlet = number(episode.what.hamlet);
                let mut add = |day, of| items.push(Item { hamlet, other: None, day, of, key: *person.id.as_bytes(), sign: 1 });
                if let (Count::Births, EventBody::Birth { facts, .. }) = (count, &self.event(episode.opened_by).body)
                    && matches!(episode.what.entry, EntryReason::Birth { .. })
                {
                    let place = match facts.place {
                        None => 0,
                        Some(BirthPlace::Station) => 1,
                        Some(BirthPlace::Home) => 2,
                        Some(BirthPlace::Other) => 3,
                        Some(BirthPlace::Hospital) => 4,
                    };
                    let told = day_of(self.event(episode.opened_by));
                    let mother = facts.mother_birth.map_or(0, |birth| birth.age_at(told) as u16);
                    let of = BTreeMap::from([
                        (Dim::Sex, sex(person)),
                        (Dim::Order, facts.order.unwrap_or(0).into()),
                        (Dim::MotherAge, mother),
                        (Dim::BirthPlace, place),
                        (Dim::Multiple, facts.multiple.into()),
                    ]);
                    add(episode.spell.from, of);
                }
                if let (Count::Deaths, Some(ExitReason::Death), Some(day)) = (count, episode.what.exit, episode.spell.to) {
                    let EventBody::Death { place, .. } = &self.event(episode.closed_by.unwrap()).body else { panic!() };
                    let place = place.map_or(0, |place| match place.as_str() {
                        "home" => 1,
                        "facility" => 2,
                        "other" => 3,
                        _ => 9,
                    });
                    let known = person.birth.precision() == Precision::Day;
                    let young = known && (day - person.birth.imputed()).get_days() < 28;
                    let of = BTreeMap::from([
                        (Dim::Sex, sex(person)),
                        (Dim::Age, age(person, day)),
                        (Dim::Neonatal, young.into()),
                        (Dim::DeathPlace, place),
                    ]);
                    add(day, of);
                }
            }
        }
        items
    }

    fn acts(&self, count: Count, modern: &[u16]) -> Vec<Item> {
        let mut items = Vec::new();
        for person in &self.people {
            for event in self.events.iter().filter(|event| event.body.persons().contains(&person.id)) {
                let (day, Some(mut of)) = (day_of(event), self.act(count, person, event, modern)) else { continue };
                let Some(hamlet) = home(person, day) else { continue };
                of.extend([(Dim::Sex, sex(person)), (Dim::Age, age(person, day))]);
                let key = if count == Count::Couples { *event.id.as_bytes() } else { *person.id.as_bytes() };
                items.push(Item { hamlet, other: None, day, of, key, sign: 1 });
            }
        }
        items
    }

    /// The values of an event that counts.
    fn act(&self, count: Count, person: &Person, event: &Event, modern: &[u16]) -> Option<BTreeMap<Dim, u16>> {
        let (who, day) = (person.id, day_of(event));
        match (count, &event.body) {
            (Count::Marriages | Count::Couples, EventBody::Marriage { partners, registered, counselled, kin_degree }) => {
                assert!(partners.contains(&Partner::Known(who)));
                let years = person.birth.age_at(day);
                let underage = person.sex == Sex::Male && years < 20 || person.sex == Sex::Female && years < 18;
                let before = self.before(event).filter_map(|other| Self::marital_by(other, who)).next_back();
                Some(BTreeMap::from([
                    (Dim::Registered, (*registered).into()),
                    (Dim::Kin, matches!(kin_degree, Some(1..=3)).into()),
                    (Dim::Underage, underage.into()),
                    (Dim::Counselled, counselled.map_or(0, |yes| if yes { 1 } else { 2 })),
                    (Dim::First, matches!(before, None | Some(1)).into()),
                ]))
            }
            (Count::Divorces, EventBody::Divorce { .. })
            | (Count::Separations, EventBody::Separation { .. })
            | (Count::Widowed, EventBody::Widowed { .. })
            | (Count::Checkups, EventBody::ElderlyCheckup { .. }) => Some(BTreeMap::new()),
            (Count::MethodStarts, EventBody::ContraceptionStart { .. }) => {
                let begun = method(event, who).unwrap_or(99);
                let (mut using, mut last) = (false, None);
                for other in self.before(event) {
                    match Self::method_by(other, who) {
                        Some(0) if using => (using, last) = (false, Some(day_number(day_of(other)))),
                        Some(0) | None => {}
                        Some(_) => using = true,
                    }
                }
                let new = !using && last.is_none_or(|last| last <= day_number(day) - 10_000);
                let of = [(Dim::Method, begun), (Dim::Modern, modern.contains(&begun).into()), (Dim::New, new.into())];
                Some(of.into())
            }
            (Count::MethodStops, EventBody::ContraceptionStop { .. }) => {
                let before = self.before(event).filter_map(|other| Self::method_by(other, who)).next_back().unwrap_or(0);
                let ended = method(event, who).unwrap_or(before);
                Some([(Dim::Method, ended), (Dim::Modern, modern.contains(&ended).into()), (Dim::New, 0)].into())
            }
            (Count::Pregnancies, EventBody::Pregnancy { .. }) => {
                self.pregnancy(who, event).map(|outcome| [(Dim::Outcome, outcome)].into())
            }
            (Count::PrenatalScreens, EventBody::PrenatalScreen { .. }) => Some(self.prenatal(who, event)),
            (Count::NewbornScreens, EventBody::NewbornScreen { .. }) => {
                let results = |event: &Event| match health(event, who) {
                    Some(Health::Newborn { ch, g6pd, cah, hearing, heart, .. }) => {
                        [*ch, *g6pd, *cah, *hearing, *heart].map(screened)
                    }
                    _ => [0; 5],
                };
                let is_one = |other: &&Event| matches!(&other.body, EventBody::NewbornScreen { person } if *person == who);
                let all: Vec<[u16; 5]> = self.before(event).filter(is_one).chain([event]).map(results).collect();
                let panels = (0..5).filter(|panel| all.iter().any(|one| one[*panel] > 1)).count() as u16;
                let dims = [Dim::Ch, Dim::G6pd, Dim::Cah, Dim::Hearing, Dim::Heart];
                Some(dims.into_iter().zip(results(event)).chain([(Dim::Panels, panels)]).collect())
            }
            _ => None,
        }
    }

    fn outcome(event: &Event, who: PersonId) -> Option<u16> {
        if !matches!(&event.body, EventBody::Pregnancy { person } if *person == who) {
            return None;
        }
        Some(match health(event, who) {
            Some(Health::Pregnancy { outcome: PregnancyOutcome::Pregnant, .. }) => 1,
            Some(Health::Pregnancy { outcome: PregnancyOutcome::Miscarriage, .. }) => 2,
            Some(Health::Pregnancy { outcome: PregnancyOutcome::Abortion, .. }) => 3,
            _ => 0,
        })
    }

    fn ends_pregnancy(event: &Event, who: PersonId) -> bool {
        matches!(&event.body, EventBody::Birth { child, .. } if child.mother == Some(who) && child.person != who)
            || Self::outcome(event, who).is_some_and(|outcome| outcome > 1)
    }

    /// The outcome of a report that counts: not the second "pregnant" of one pregnancy.
    fn pregnancy(&self, who: PersonId, event: &Event) -> Option<u16> {
        let outcome = Self::outcome(event, who)?;
        if outcome != 1 {
            return Some(outcome);
        }
        let mut begun: Option<Date> = None;
        for other in self.before(event) {
            if Self::ends_pregnancy(other, who) {
                begun = None;
            } else if Self::outcome(other, who) == Some(1) && begun.is_none_or(|begun| (day_of(other) - begun).get_days() > 294) {
                begun = Some(day_of(other));
            }
        }
        begun.is_none_or(|begun| (day_of(event) - begun).get_days() > 294).then_some(1)
    }

    fn prenatal(&self, who: PersonId, event: &Event) -> BTreeMap<Dim, u16> {
        let results = |event: &Event| match health(event, who) {
            Some(Health::Prenatal { edward, down, patau, thalassemia, .. }) => [*edward, *down, *patau, *thalassemia].map(risk),
            _ => [0; 4],
        };
        let band = match health(event, who) {
            Some(Health::Prenatal { week_band, .. }) => (*week_band).into(),
            _ => 0,
        };
        let is_one = |other: &&Event| matches!(&other.body, EventBody::PrenatalScreen { person } if *person == who);
        let this_time = self.before(event).rev().take_while(|other| !Self::ends_pregnancy(other, who)).filter(is_one);
        let all: Vec<[u16; 4]> = this_time.chain([event]).map(results).collect();
        let panels = (0..4).filter(|panel| all.iter().any(|one| one[*panel] > 0)).count() as u16;
        let dims = [Dim::Edward, Dim::Down, Dim::Patau, Dim::Thalassemia];
        dims.into_iter().zip(results(event)).chain([(Dim::Panels, panels), (Dim::Band, band)]).collect()
    }

    fn reviews(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for event in &self.events {
            let EventBody::Reviewed { household } = &event.body else { continue };
            let upto = |other: &Event| (day_of(other), other.id) <= (day_of(event), event.id);
            let Some((hamlet, kind)) = self.house(*household, upto) else { continue };
            let of = BTreeMap::from([(Dim::Type, if kind == HouseholdType::Family { 1 } else { 2 })]);
            items.push(Item { hamlet, other: None, day: day_of(event), of, key: *household.as_bytes(), sign: 1 });
        }
        items
    }

    /// What a question must be answered with, by group, period and values.
    pub fn count(&self, query: &MeasureQuery<'_>, coarse: u8) -> BTreeMap<(String, usize, Vec<u16>), i64> {
        let count = query.count;
        let timed: Vec<(usize, Item)> = match query.when {
            When::Days(days) => days
                .iter()
                .enumerate()
                .flat_map(|(at, day)| {
                    let items =
                        if count == Count::Residents { self.residents(*day, query.modern) } else { self.households(*day) };
                    items.into_iter().map(move |item| (at, item))
                })
                .collect(),
            When::Periods(periods) => {
                let mut timed = Vec::new();
                for (at, (first, last)) in periods.iter().enumerate() {
                    let items = match count {
                        Count::Births | Count::Deaths => self.births_and_deaths(count),
                        Count::MovesIn | Count::MovesOut | Count::Corrections => self.moves(count),
                        Count::Reviews => self.reviews(),
                        _ => self.acts(count, query.modern),
                    };
                    timed.extend(items.into_iter().filter(|item| *first <= item.day && item.day <= *last).map(|item| (at, item)));
                }
                timed
            }
        };
        let once =
            matches!(count, Count::Couples | Count::PrenatalScreens | Count::NewbornScreens | Count::Checkups | Count::Reviews);
        let mut seen = BTreeSet::new();
        let mut sums: BTreeMap<(String, usize, Vec<u16>), i64> = BTreeMap::new();
        for (period, mut item) in timed {
            let Some(group) = place(item.hamlet, coarse).group else { continue };
            if let Some(other) = item.other {
                let inside = place(other, coarse).group.as_ref() == Some(&group);
                if inside != (count == Count::Corrections) {
                    continue;
                }
            }
            item.of.insert(Dim::Urban, place(item.hamlet, coarse).urban.into());
            let value = |dim: &Dim| item.of.get(dim).copied().unwrap_or(0);
            let passes =
                |(dim, ranges): &(Dim, Vec<(u16, u16)>)| ranges.iter().any(|(low, high)| (*low..=*high).contains(&value(dim)));
            if !query.only.iter().all(passes) {
                continue;
            }
            let cell = (group, period, query.by.iter().map(value).collect::<Vec<u16>>());
            if !once || seen.insert((cell.clone(), item.key)) {
                *sums.entry(cell).or_default() += item.sign;
            }
        }
        sums.retain(|_, sum| *sum != 0);
        sums
    }
}

fn risk(result: Option<Risk>) -> u16 {
    match result {
        None => 0,
        Some(Risk::Low) => 1,
        Some(Risk::High) => 2,
        Some(Risk::Normal) => 3,
    }
}

fn screened(result: Option<ScreenResult>) -> u16 {
    match result {
        None => 0,
        Some(ScreenResult::NotDone) => 1,
        Some(ScreenResult::Normal) => 2,
        Some(ScreenResult::Suspect) => 3,
        Some(ScreenResult::Positive) => 4,
    }
}
