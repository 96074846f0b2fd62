//! The events of the months after the first day.
//!
//! Things happen day by day to the people of the state; each is told some days later, late ones months later, and the events come out in
//! the order in which they were told. Events that concern one household are told in the order in which they happened, so that no event
//! names someone who is not known yet.

mod changes;
mod health;
mod moves;
mod pick;
mod rates;
mod unions;
mod vital;

use crate::chance::{Chance, Purpose};
use crate::ids::IdKind;
use crate::state::State;
use crate::truth::{MonthTruth, Truth};
use crate::{days, untidy};
use danso_model::{Code, Event, EventBody, EventId, Field, PartialDate, Personal, Source, SubjectId};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// Longest usual days between an event and its report.
const USUAL_DELAY: i32 = 12;
/// Days by which late reports are late.
const LATE_DAYS: (i32, i32) = (30, 120);
/// Milliseconds between two events of one household told together.
const NEXT_MS: i64 = 40_000;
const HOUR_MS: i64 = 3_600_000;

/// What is to happen on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Task {
    Birth,
    Death,
    Arrive,
    ArriveFamily,
    Leave,
    LeaveFamily,
    Transfer,
    TransferFamily,
    Split,
    Merge,
    Marry,
    Divorce,
    Separate,
    Conceive,
    StartMethod,
    StopMethod,
    Checkup,
    Educate,
    Rename,
    CorrectBirth,
    Telephone,
    NewPin,
    GoAway,
    Visit,
    Review,
    Disable,
    Adopt,
    Withdraw,
    /// A pregnancy ends with a birth.
    Deliver(u32),
    /// A pregnancy ends without one.
    Lose(u32),
    /// Prenatal screening in a week band.
    Screen(u32, u8),
    /// Newborn screening.
    ScreenNewborn(u32),
    /// A household needs another head.
    Head(u32),
    /// Someone absent, or visiting, becomes a resident again.
    ComeBack(u32),
    /// A child gets its number.
    FirstPin(u32),
}

/// An event that waits for the others that are told before it.
#[derive(Debug, Clone)]
struct Pending {
    at: (i64, u64),
    area: u32,
    event: Event,
}

impl PartialEq for Pending {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Pending {}

impl PartialOrd for Pending {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pending {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

/// The events of the months, an iterator; [`Months::truth`] tells what truly happened.
#[derive(Debug, Clone)]
pub struct Months {
    state: State,
    chance: Chance,
    truth: Truth,
    now: MonthTruth,
    agenda: BinaryHeap<Reverse<(i32, u64, Task)>>,
    /// Births expected of reported pregnancies, by month.
    due: HashMap<u32, u32>,
    queue: BinaryHeap<Reverse<Pending>>,
    made: u64,
    simulated: u32,
    /// Events that each device has sent.
    counters: Vec<u64>,
    /// When the last event about a household was told.
    told: HashMap<u32, i64>,
    /// The event that introduced a person of later, or set a field anew.
    introduced: HashMap<u32, EventId>,
    edited: HashMap<(u32, Field), EventId>,
    gone: Vec<u32>,
    users: Vec<u32>,
    reviews: Vec<(u32, EventId)>,
    outside: Vec<Code>,
    outside_provinces: Vec<Code>,
}

impl Months {
    pub(crate) fn new(state: State) -> Self {
        let chance = Chance::new(state.plan.seed, Purpose::Months, 0);
        let (outside, outside_provinces) = moves::outside(&state);
        Self {
            counters: vec![0; state.areas.len()],
            state,
            chance,
            truth: Truth::default(),
            now: MonthTruth::default(),
            agenda: BinaryHeap::new(),
            due: HashMap::new(),
            queue: BinaryHeap::new(),
            made: 0,
            simulated: 0,
            told: HashMap::new(),
            introduced: HashMap::new(),
            edited: HashMap::new(),
            gone: Vec::new(),
            users: Vec::new(),
            reviews: Vec::new(),
            outside,
            outside_provinces,
        }
    }

    /// What truly happened in the months simulated so far; all of them once the iterator has ended.
    #[must_use]
    pub fn truth(&self) -> &Truth {
        &self.truth
    }

    fn month_start(&self, month: u32) -> i32 {
        days::number(days::month_after(self.state.first, month))
    }

    fn plan(&mut self, day: i32, task: Task) {
        self.made += 1;
        self.agenda.push(Reverse((day, self.made, task)));
    }

    fn simulate(&mut self) {
        let month = self.simulated;
        let (start, end) = (self.month_start(month), self.month_start(month + 1));
        let date = days::date(start);
        self.now = MonthTruth { year: date.year(), month: date.month(), ..MonthTruth::default() };
        let thousands = self.state.hamlets.iter().map(|hamlet| f64::from(hamlet.population)).sum::<f64>() / 1000.0;
        let expected = self.due.get(&month).copied().unwrap_or(0);
        let mut rates = rates::rates(self.state.province);
        rates.push((Task::Birth, (rates::births(self.state.province) - f64::from(expected) / thousands).max(0.0)));
        for (task, rate) in rates {
            for _ in 0..self.chance.count(rate * thousands) {
                let first = if month == 0 { start + 1 } else { start };
                let day = self.chance.between(first, end - 1);
                self.plan(day, task);
            }
        }
        while let Some(Reverse((day, _, task))) = self.agenda.peek().copied().filter(|Reverse((day, ..))| *day < end) {
            self.agenda.pop();
            self.carry_out(day, task);
        }
        let mut now = std::mem::take(&mut self.now);
        now.population = self.state.hamlets.iter().map(|hamlet| hamlet.population).collect();
        now.households = self.state.hamlets.iter().map(|hamlet| hamlet.households).collect();
        self.truth.months.push(now);
        self.simulated += 1;
    }

    /// Does it if someone is found to whom it can happen.
    fn carry_out(&mut self, day: i32, task: Task) {
        let _done: Option<()> = match task {
            Task::Birth => self.birth(day),
            Task::Death => self.death(day),
            Task::Arrive => self.arrive(day),
            Task::ArriveFamily => self.arrive_family(day),
            Task::Leave => self.leave(day),
            Task::LeaveFamily => self.leave_family(day),
            Task::Transfer => self.transfer(day),
            Task::TransferFamily => self.transfer_family(day),
            Task::Split => self.split(day),
            Task::Merge => self.merge(day),
            Task::Marry => self.marry(day),
            Task::Divorce => self.part(day, true),
            Task::Separate => self.part(day, false),
            Task::Conceive => self.conceive(day),
            Task::StartMethod => self.start_method(day),
            Task::StopMethod => self.stop_method(day),
            Task::Checkup => self.checkup(day),
            Task::Educate => self.educate(day),
            Task::Rename => self.rename(day),
            Task::CorrectBirth => self.correct_birth(day),
            Task::Telephone => self.telephone(day),
            Task::NewPin => self.new_pin(day),
            Task::GoAway => self.go_away(day),
            Task::Visit => self.visit(day),
            Task::Review => self.review(day),
            Task::Disable => self.disable(day),
            Task::Adopt => self.adopt(day),
            Task::Withdraw => self.withdraw(day),
            Task::Deliver(woman) => self.deliver(woman, day),
            Task::Lose(woman) => self.lose(woman, day),
            Task::Screen(woman, band) => self.screen(woman, band, day),
            Task::ScreenNewborn(child) => self.screen_newborn(child, day),
            Task::Head(home) => self.new_head(home, day),
            Task::ComeBack(person) => self.come_back(person, day),
            Task::FirstPin(person) => self.give_pin(person, day),
        };
    }

    /// Tells an event: the collaborator of the first household does, some days after it and after all that was told of these households.
    fn tell(&mut self, homes: &[u32], day: i32, body: EventBody, personal: Vec<(SubjectId, Personal)>) -> EventId {
        self.tell_instead(None, homes, day, body, personal)
    }

    /// Tells an event, perhaps in the place of another.
    fn tell_instead(
        &mut self,
        supersedes: Option<EventId>,
        homes: &[u32],
        day: i32,
        body: EventBody,
        personal: Vec<(SubjectId, Personal)>,
    ) -> EventId {
        let late = self.chance.yes(untidy::LATE);
        let delay = if late { self.chance.between(LATE_DAYS.0, LATE_DAYS.1) } else { self.chance.between(0, USUAL_DELAY) };
        let of_day = 7 * HOUR_MS + self.chance.below(13 * HOUR_MS as usize) as i64;
        let end = days::instant_ms(self.month_start(self.state.plan.months), 0);
        let mut ms = days::instant_ms(day + delay, of_day);
        if ms >= end {
            let morning = days::instant_ms(day, 7 * HOUR_MS);
            ms = morning + self.chance.below((end - morning).max(1) as usize) as i64;
        }
        for home in homes {
            let last = self.told.get(home).copied();
            ms = last.map_or(ms, |last| ms.max(last + NEXT_MS));
        }
        for home in homes {
            self.told.insert(*home, ms);
        }
        let civil = matches!(body, EventBody::Birth { .. } | EventBody::Death { .. } | EventBody::Marriage { .. });
        let clinical = matches!(body, EventBody::NewbornScreen { .. } | EventBody::PrenatalScreen { .. });
        let source = if civil && self.chance.yes(0.12) {
            Source::CivilRegistry
        } else if clinical && self.chance.yes(0.4) {
            Source::Facility
        } else {
            Source::Interview
        };
        self.made += 1;
        let id = EventId(self.state.ids.make(IdKind::Event, self.made, ms));
        let area = self.state.home(homes[0]).area;
        let event = Event {
            id,
            date: PartialDate::day(days::date(day)),
            recorded_at: days::timestamp(ms),
            by: self.state.areas[area as usize].user,
            device: None,
            supersedes,
            source,
            body,
            personal,
            behalf: None,
            overrides: Vec::new(),
        };
        self.queue.push(Reverse(Pending { at: (ms, self.made), area, event }));
        id
    }

    /// The event that last set a field of a person.
    fn base(&self, person: u32, field: Field) -> Option<EventId> {
        let edited = self.edited.get(&(person, field)).or_else(|| self.introduced.get(&person)).copied();
        edited.or_else(|| self.state.first_home_of(person).map(|home| self.state.sheet_id(home)))
    }
}

impl Iterator for Months {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        loop {
            let ended = self.simulated == self.state.plan.months;
            let horizon = days::instant_ms(self.month_start(self.simulated), 0);
            if self.queue.peek().is_some_and(|Reverse(first)| ended || first.at.0 < horizon) {
                let Reverse(Pending { area, mut event, .. }) = self.queue.pop()?;
                let counter = &mut self.counters[area as usize];
                *counter += 1;
                event.device = Some((self.state.areas[area as usize].device, *counter));
                return Some(event);
            }
            if ended {
                return None;
            }
            self.simulate();
        }
    }
}
