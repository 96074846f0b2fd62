//! Changes of what is written, residence statuses, confirmations, withdrawals.

use super::{Months, Task};
use crate::names::Names;
use crate::person::{Spelling, Written, code, rel};
use crate::state::State;
use danso_model::{Change, EventBody, PartialDate, Personal, ResidenceStatus};

/// Confirmations that may still be withdrawn.
const REMEMBERED: usize = 200;

impl Months {
    fn change(&mut self, at: u32, change: Change, personal: Option<Personal>, day: i32) {
        let field = change.field();
        let base = self.base(at, field);
        let id = self.id(at);
        let body = EventBody::Change { person: id, change, base };
        let personal = personal.into_iter().map(|personal| (id.into(), personal)).collect();
        let event = self.tell(&[self.person(at).home], day, body, personal);
        self.edited.insert((at, field), event);
    }

    pub(super) fn educate(&mut self, day: i32) -> Option<()> {
        let at =
            self.find(day, 300, |person, date| (17..24).contains(&person.age(date)) && (2..6).contains(&person.education))?;
        self.person_mut(at).education += 1;
        let level = code(self.person(at).education);
        self.change(at, Change::Education(level), None, day);
        Some(())
    }

    pub(super) fn rename(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 600, |person, _| person.spelling != Spelling::Right)?;
        self.person_mut(at).spelling = Spelling::Right;
        let name = Personal::named(Names::embedded().right(self.person(at)));
        self.change(at, Change::Name, Some(name), day);
        Some(())
    }

    pub(super) fn correct_birth(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 400, |person, _| person.written != Written::Right)?;
        self.person_mut(at).written = Written::Right;
        let birth = PartialDate::day(self.person(at).birth);
        self.change(at, Change::Birth(birth), None, day);
        Some(())
    }

    pub(super) fn telephone(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 100, |person, date| person.age(date) >= 16)?;
        let phone = Personal { phone: Some(self.state.phone(at ^ day as u32)), ..Personal::default() };
        self.change(at, Change::Phone, Some(phone), day);
        Some(())
    }

    pub(super) fn new_pin(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 400, |person, date| person.pin == 0 && person.age(date) >= 1)?;
        self.give_pin(at, day)
    }

    pub(super) fn give_pin(&mut self, at: u32, day: i32) -> Option<()> {
        if self.person(at).pin != 0 || !self.person(at).is_usual() {
            return None;
        }
        let place = *self.state.province.old_codes.pick(&mut self.chance);
        let (female, year) = (self.person(at).is_female(), self.person(at).birth.year());
        let pin = self.state.next_pin(place, female, year);
        self.person_mut(at).pin = pin;
        let personal = Personal { pin: State::pin(self.person(at)), ..Personal::default() };
        self.change(at, Change::Pin, Some(personal), day);
        Some(())
    }

    /// Changes the residence status and, with it, whether the person is counted.
    fn reside(&mut self, at: u32, status: u8, day: i32) {
        let before = self.person(at).is_usual();
        self.person_mut(at).residence = status;
        let after = self.person(at).is_usual();
        let hamlet = self.state.home(self.person(at).home).hamlet;
        let hamlet = &mut self.state.hamlets[hamlet as usize];
        hamlet.population = hamlet.population + u32::from(after) - u32::from(before);
        self.now.became_absent += u32::from(before && !after);
        self.now.came_back += u32::from(after && !before);
        self.person_mut(at).moved = self.of_plan(day);
        let status = ResidenceStatus::new(status).unwrap_or(ResidenceStatus::REGISTERED);
        self.change(at, Change::Residence(status), None, day);
    }

    pub(super) fn go_away(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 200, |person, date| {
            (17..46).contains(&person.age(date)) && person.residence == 1 && person.relationship != rel::HEAD && !person.pregnant
        })?;
        self.reside(at, 5, day);
        let back = day + self.chance.between(150, 300);
        self.plan(back, Task::ComeBack(at));
        Some(())
    }

    pub(super) fn visit(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 1500, |person, _| {
            matches!(person.residence, 2 | 3) && matches!(person.relationship, rel::OTHER | rel::LODGER) && !person.pregnant
        })?;
        self.reside(at, 6, day);
        let back = day + self.chance.between(30, 70);
        self.plan(back, Task::ComeBack(at));
        Some(())
    }

    pub(super) fn come_back(&mut self, at: u32, day: i32) -> Option<()> {
        let status = match self.person(at).residence {
            5 => 1,
            6 => 2,
            _ => return None,
        };
        self.person(at).is_here().then(|| self.reside(at, status, day))
    }

    pub(super) fn review(&mut self, day: i32) -> Option<()> {
        let home = self.find_home(day, 40, |_| true)?;
        let id = self.tell(&[home], day, EventBody::Reviewed { household: self.state.home(home).id }, Vec::new());
        self.reviews.push((home, id));
        if self.reviews.len() > REMEMBERED {
            self.reviews.remove(0);
        }
        Some(())
    }

    /// A confirmation that did not take place is taken back.
    pub(super) fn withdraw(&mut self, day: i32) -> Option<()> {
        let (home, event) = self.reviews.pop()?;
        let body = EventBody::Withdrawal { event, reason: Some("mistake".to_owned()) };
        self.tell(&[home], day, body, Vec::new());
        Some(())
    }
}
