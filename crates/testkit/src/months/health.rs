//! Contraception, pregnancies, screening, the examinations of the aged, disability.

use super::{Months, Task};
use crate::days;
use crate::person::{NONE, code, word};
use danso_model::{Code, EventBody, Health, PartialDate, Personal, PregnancyOutcome, Risk, ScreenResult, SubjectId};

/// Pregnancies that end without a birth.
const LOST: f64 = 0.08;
/// Women screened in the two week bands.
const SCREENED: [f64; 2] = [0.7, 0.62];
/// Examinations entered for someone who is not sixty yet: a wrong line of the list.
const TOO_YOUNG: f64 = 0.01;

fn health(of: danso_model::PersonId, health: Health) -> Vec<(SubjectId, Personal)> {
    vec![(of.into(), Personal { health: Some(health), ..Personal::default() })]
}

impl Months {
    fn place(&mut self) -> Option<Code> {
        let place = *self.chance.pick(&["station", "station", "hospital", "hospital", "private", "mobile"]);
        self.chance.yes(0.9).then(|| word(place))
    }

    pub(super) fn conceive(&mut self, day: i32) -> Option<()> {
        let woman = self.find_mother(day, false)?;
        self.end_method(woman, "pregnant", day);
        self.person_mut(woman).pregnant = true;
        let begun = day - self.chance.between(50, 95);
        self.tell_pregnancy(woman, PregnancyOutcome::Pregnant, begun, day);
        for ((band, weeks), share) in [(12, (84, 95)), (21, (143, 158))].into_iter().zip(SCREENED) {
            let when = (begun + self.chance.between(weeks.0, weeks.1)).max(day + 1);
            if self.chance.yes(share) {
                self.plan(when, Task::Screen(woman, band));
            }
        }
        if self.chance.yes(LOST) {
            let when = (begun + self.chance.between(60, 140)).max(day + 1);
            self.plan(when, Task::Lose(woman));
        } else {
            let when = begun + self.chance.between(270, 288);
            self.plan(when, Task::Deliver(woman));
            let months = (when - self.state.first_day) as f64 / 30.44;
            *self.due.entry(months as u32).or_insert(0) += 1;
        }
        Some(())
    }

    fn tell_pregnancy(&mut self, woman: u32, outcome: PregnancyOutcome, begun: i32, day: i32) {
        let number = Some(self.person(woman).parity.saturating_add(1));
        let lmp = (outcome == PregnancyOutcome::Pregnant).then(|| PartialDate::day(days::date(begun)));
        let id = self.id(woman);
        let body = EventBody::Pregnancy { person: id };
        self.tell(&[self.person(woman).home], day, body, health(id, Health::Pregnancy { outcome, number, lmp }));
    }

    pub(super) fn lose(&mut self, woman: u32, day: i32) -> Option<()> {
        if !self.person(woman).pregnant || !self.person(woman).is_usual() {
            return None;
        }
        self.person_mut(woman).pregnant = false;
        let outcome = if self.chance.yes(0.6) { PregnancyOutcome::Miscarriage } else { PregnancyOutcome::Abortion };
        self.tell_pregnancy(woman, outcome, day, day);
        Some(())
    }

    pub(super) fn screen(&mut self, woman: u32, band: u8, day: i32) -> Option<()> {
        if !self.person(woman).pregnant || !self.person(woman).is_usual() {
            return None;
        }
        let mut risk = || {
            let drawn = self.chance.unit();
            Some(if drawn < 0.02 {
                Risk::High
            } else if drawn < 0.6 {
                Risk::Low
            } else {
                Risk::Normal
            })
        };
        let (edward, down, patau, thalassemia) = (risk(), risk(), risk(), risk());
        let place = self.place();
        let id = self.id(woman);
        let result = Health::Prenatal { week_band: band, edward, down, patau, thalassemia, place };
        self.tell(&[self.person(woman).home], day, EventBody::PrenatalScreen { person: id }, health(id, result));
        Some(())
    }

    pub(super) fn screen_newborn(&mut self, child: u32, day: i32) -> Option<()> {
        if !self.person(child).is_usual() {
            return None;
        }
        let mut result = || {
            let drawn = self.chance.unit();
            Some(match drawn {
                ..0.004 => ScreenResult::Positive,
                0.004..0.02 => ScreenResult::Suspect,
                0.02..0.2 => ScreenResult::NotDone,
                _ => ScreenResult::Normal,
            })
        };
        let (ch, g6pd, cah, hearing, heart) = (result(), result(), result(), result(), result());
        let place = self.place();
        let id = self.id(child);
        let result = Health::Newborn { ch, g6pd, cah, hearing, heart, place };
        self.tell(&[self.person(child).home], day, EventBody::NewbornScreen { person: id }, health(id, result));
        Some(())
    }

    pub(super) fn start_method(&mut self, day: i32) -> Option<()> {
        let woman = self.find(day, 400, |person, date| {
            person.is_female()
                && person.spouse != NONE
                && !person.pregnant
                && person.method == 0
                && (19..46).contains(&person.age(date))
        })?;
        let method = *self.chance.pick(&[1, 1, 1, 1, 3, 4, 4, 4, 5, 5, 5, 6, 7, 8]);
        self.person_mut(woman).method = method;
        self.users.push(woman);
        let place = self.place();
        let id = self.id(woman);
        let content = Health::Contraception { method: code(method), place, reason: None };
        self.tell(&[self.person(woman).home], day, EventBody::ContraceptionStart { person: id }, health(id, content));
        Some(())
    }

    pub(super) fn stop_method(&mut self, day: i32) -> Option<()> {
        if self.users.is_empty() {
            return None;
        }
        let woman = *self.chance.pick(&self.users);
        let reason = *self.chance.pick(&["wants_child", "wants_child", "side_effects", "switch", "other"]);
        let free = self.usable(woman, day) && self.person(woman).method != 3;
        free.then(|| self.end_method(woman, reason, day))
    }

    /// Ends the method that a woman uses, if she uses one.
    fn end_method(&mut self, woman: u32, reason: &str, day: i32) {
        let method = std::mem::take(&mut self.person_mut(woman).method);
        if method == 0 {
            return;
        }
        self.users.retain(|user| *user != woman);
        let id = self.id(woman);
        let content = Health::Contraception { method: code(method), place: None, reason: Some(word(reason)) };
        self.tell(&[self.person(woman).home], day, EventBody::ContraceptionStop { person: id }, health(id, content));
    }

    pub(super) fn checkup(&mut self, day: i32) -> Option<()> {
        let from = if self.chance.yes(TOO_YOUNG) { 55 } else { 60 };
        let person = self.find(day, 600, |person, date| person.age(date) >= from && (from == 60 || person.age(date) < 60))?;
        let place = self.place();
        let body = EventBody::ElderlyCheckup { person: self.id(person), place };
        self.tell(&[self.person(person).home], day, body, Vec::new());
        Some(())
    }

    pub(super) fn disable(&mut self, day: i32) -> Option<()> {
        let person = self.find(day, 40, |person, date| person.age(date) >= 2)?;
        let kind =
            word(self.chance.pick::<&str>(&["mobility", "mobility", "hearing_speech", "vision", "mental", "intellectual"]));
        let degree = Some(word(self.chance.pick::<&str>(&["severe_special", "severe", "severe", "mild"])));
        let certificate = self.chance.yes(0.5).then(|| format!("{:06}", self.chance.below(1_000_000)));
        let id = self.id(person);
        let content = Health::Disability { kind, degree, certificate };
        self.tell(&[self.person(person).home], day, EventBody::Disability { person: id }, health(id, content));
        Some(())
    }
}
