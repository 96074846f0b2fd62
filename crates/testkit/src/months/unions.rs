//! Marriages, divorces, separations.

use super::Months;
use crate::build::education;
use crate::days;
use crate::names::Names;
use crate::person::{NONE, Person, marital, rel, word};
use danso_model::{EventBody, EventId, Field, Origin, Partner, Sex};

/// Brides who come from outside the register.
const OUTSIDE: f64 = 0.25;

impl Months {
    pub(super) fn marry(&mut self, day: i32) -> Option<()> {
        let groom = self.find(day, 1500, |person, date| {
            !person.is_female()
                && person.marital != marital::MARRIED
                && person.spouse == NONE
                && (20..42).contains(&person.age(date))
        })?;
        let (age, ethnic, home) = (self.age(groom, day), self.person(groom).ethnic, self.person(groom).home);
        let mixed = self.chance.yes(0.06);
        let bride = (!self.chance.yes(OUTSIDE)).then(|| {
            self.find(day, 4000, |person, date| {
                let fits =
                    person.is_female() && person.marital != marital::MARRIED && person.spouse == NONE && person.home != home;
                fits && (age - 8..age + 3).contains(&person.age(date))
                    && person.age(date) >= 18
                    && (mixed || person.ethnic == ethnic)
            })
        });
        match bride.flatten() {
            Some(bride) => self.marry_known(groom, bride, day),
            None => self.marry_outside(groom, day),
        }
        self.now.marriages += 1;
        Some(())
    }

    fn tell_marriage(&mut self, homes: &[u32], partners: [Partner; 2], known: &[u32], day: i32) {
        let body = EventBody::Marriage {
            partners,
            registered: self.chance.yes(0.95),
            counselled: Some(self.chance.yes(0.6)),
            kin_degree: self.chance.yes(0.9).then_some(0),
        };
        let id = self.tell(homes, day, body, Vec::new());
        self.mark(known, marital::MARRIED, id);
    }

    fn mark(&mut self, persons: &[u32], status: u8, by: EventId) {
        for at in persons {
            self.person_mut(*at).marital = status;
            self.edited.insert((*at, Field::Marital), by);
        }
    }

    /// What the wife of a member is to the head.
    fn as_wife_of(&self, groom: u32) -> u8 {
        match self.person(groom).relationship {
            rel::HEAD => rel::SPOUSE,
            rel::CHILD => rel::CHILD_IN_LAW,
            _ => rel::OTHER,
        }
    }

    fn marry_known(&mut self, groom: u32, bride: u32, day: i32) {
        let (home, from) = (self.person(groom).home, self.person(bride).home);
        let partners = [Partner::Known(self.id(groom)), Partner::Known(self.id(bride))];
        self.tell_marriage(&[home, from], partners, &[groom, bride], day);
        self.person_mut(groom).spouse = bride;
        self.person_mut(bride).spouse = groom;
        let relationship = self.as_wife_of(groom);
        self.hand_over(&[(bride, relationship)], home, day);
    }

    fn marry_outside(&mut self, groom: u32, day: i32) {
        let home = self.person(groom).home;
        let age = (self.age(groom, day) - self.chance.between(0, 6)).max(18);
        let born = day - age * 365 - age / 4 - self.chance.between(1, 364);
        let mut bride = Person::new(days::date(born), Sex::Female);
        bride.ethnic = self.person(groom).ethnic;
        bride.education = education(age, bride.ethnic == 1, &mut self.chance);
        bride.name = Names::embedded().draw(&bride, None, &mut self.chance);
        bride.marital = marital::MARRIED;
        bride.residence = 2;
        let bride = self.create(bride, day);
        let from = self.far();
        let unit = match from {
            Origin::Commune(code) | Origin::Province(code) => Some(code),
            Origin::Abroad | Origin::Unknown => None,
        };
        let outside = Partner::Outside { sex: Sex::Female, birth: Some(self.told_birth(bride)), unit };
        self.tell_marriage(&[home], [Partner::Known(self.id(groom)), outside], &[groom], day);
        self.person_mut(groom).spouse = bride;
        self.person_mut(bride).spouse = groom;
        let relationship = self.as_wife_of(groom);
        self.put_in(bride, home, relationship, day);
        self.now.moved_in += 1;
        let body = EventBody::MoveIn {
            household: self.state.home(home).id,
            hamlet: self.hamlet_id(home),
            members: vec![self.state.line(self.person(bride))],
            from,
            reason: Some(word("marriage")),
        };
        let sealed = self.state.sealed(self.person(bride));
        let id = self.tell(&[home], day, body, vec![sealed]);
        self.introduced.insert(bride, id);
    }

    /// A couple is divorced, or separates; often one of them leaves.
    pub(super) fn part(&mut self, day: i32, divorced: bool) -> Option<()> {
        let wife = self.find(day, 2000, |person, date| {
            person.is_female() && person.spouse != NONE && !person.pregnant && person.age(date) < 55
        })?;
        let husband = self.person(wife).spouse;
        let home = self.person(wife).home;
        if !self.usable(husband, day) || self.person(husband).home != home {
            return None;
        }
        let persons = vec![self.id(husband), self.id(wife)];
        let (body, status) = if divorced {
            self.now.divorces += 1;
            (EventBody::Divorce { persons }, marital::DIVORCED)
        } else {
            (EventBody::Separation { persons }, marital::SEPARATED)
        };
        let id = self.tell(&[home], day, body, Vec::new());
        self.mark(&[husband, wife], status, id);
        self.person_mut(husband).spouse = NONE;
        self.person_mut(wife).spouse = NONE;
        if self.chance.yes(0.6) {
            let leaves = if self.person(wife).relationship == rel::HEAD { husband } else { wife };
            self.leave_after(leaves, day);
        }
        Some(())
    }
}
