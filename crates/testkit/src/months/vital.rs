//! Births, adoptions and deaths.

use super::{Months, Task};
use crate::names::Names;
use crate::person::{NONE, Person, Whereabouts, marital, rel, word};
use crate::tables::{BIRTHS_BY_AGE, OLDEST, mortality};
use crate::{days, untidy};
use danso_model::{BirthFacts, BirthPlace, EventBody, EventId, Origin, PartialDate, Sex};

/// Boys to a hundred girls, and twins to a thousand deliveries.
const SEX_RATIO: f64 = 111.0;
const TWINS: f64 = 0.012;
/// Days from a birth to the next conception that is reported, and to the next birth that was not.
const REST: i32 = 170;
const SPACING: i32 = 330;
/// Births that are corrected afterwards.
const CORRECTED: f64 = 0.02;
/// Tries to find someone who dies: the rates are far below those of the oldest.
const TRIES: usize = 6000;

impl Months {
    /// A woman who lives with her husband and may conceive or bear, more likely in the usual ages.
    pub(super) fn find_mother(&mut self, day: i32, bearing: bool) -> Option<u32> {
        for _ in 0..40 {
            let woman = self.find(day, 400, |person, date| {
                person.is_female() && person.spouse != NONE && !person.pregnant && (18..45).contains(&person.age(date))
            })?;
            let group = (self.age(woman, day) / 5 - 3).clamp(0, 6) as usize;
            let children = f64::from(self.person(woman).parity);
            let likely = f64::from(BIRTHS_BY_AGE[group]) / 3200.0 / (1.0 + (children - 1.0).max(0.0));
            let husband = self.person(woman).spouse;
            let together = self.person(husband).is_here() && self.person(husband).home == self.person(woman).home;
            let rest = if bearing { SPACING } else { REST };
            if together && self.chance.yes(likely) && !self.bore_since(woman, day - rest) {
                return Some(woman);
            }
        }
        None
    }

    fn bore_since(&self, woman: u32, day: i32) -> bool {
        let home = self.state.home(self.person(woman).home);
        home.members.iter().any(|at| self.person(*at).mother == woman && days::number(self.person(*at).birth) > day)
    }

    pub(super) fn birth(&mut self, day: i32) -> Option<()> {
        let mother = self.find_mother(day, true)?;
        self.bear(mother, day)
    }

    pub(super) fn deliver(&mut self, woman: u32, day: i32) -> Option<()> {
        let expected = self.person(woman).pregnant;
        self.person_mut(woman).pregnant = false;
        (expected && self.person(woman).is_usual()).then(|| self.bear(woman, day))?
    }

    fn bear(&mut self, mother: u32, day: i32) -> Option<()> {
        let twins = self.chance.yes(TWINS);
        self.one_child(mother, day, twins);
        if twins {
            self.one_child(mother, day, true);
        }
        Some(())
    }

    fn one_child(&mut self, mother: u32, day: i32, multiple: bool) {
        let home = self.person(mother).home;
        let boy = self.chance.yes(SEX_RATIO / (SEX_RATIO + 100.0));
        let mut child = Person::new(days::date(day), if boy { Sex::Male } else { Sex::Female });
        let husband = self.person(mother).spouse;
        let father = self.state.other(husband);
        child.mother = mother;
        child.father = husband;
        child.ethnic = father.map_or(self.person(mother).ethnic, |father| father.ethnic);
        child.education = 8;
        child.name = Names::embedded().draw(&child, father, &mut self.chance);
        let relationship = match self.person(mother).relationship {
            rel::HEAD | rel::SPOUSE => rel::CHILD,
            rel::CHILD | rel::CHILD_IN_LAW => rel::GRANDCHILD,
            _ => rel::OTHER,
        };
        let child = self.create(child, day);
        self.put_in(child, home, relationship, day);
        let order = self.person(mother).parity.saturating_add(1);
        self.person_mut(mother).parity = order;
        self.now.births += 1;
        self.now.boys += u32::from(boy);
        let id = self.tell_birth(mother, child, order, multiple, day);
        self.introduced.insert(child, id);
        if self.chance.yes(0.75) {
            let when = day + self.chance.between(2, 6);
            self.plan(when, Task::ScreenNewborn(child));
        }
        if self.chance.yes(0.9) {
            let when = day + self.chance.between(15, 60);
            self.plan(when, Task::FirstPin(child));
        }
    }

    fn tell_birth(&mut self, mother: u32, child: u32, order: u8, multiple: bool, day: i32) -> EventId {
        let home = self.person(mother).home;
        let usual = if multiple { self.chance.normal(2350.0, 350.0) } else { self.chance.normal(3120.0, 400.0) };
        let weight = (usual / 50.0) as u16 * 50;
        let wrong = self.chance.yes(untidy::WRONG_WEIGHT);
        let place = self.chance.unit();
        let facts = BirthFacts {
            mother_birth: Some(self.person(mother).written_birth()),
            order: Some(order),
            place: Some(match place {
                ..0.72 => BirthPlace::Hospital,
                0.72..0.94 => BirthPlace::Station,
                0.94..0.99 => BirthPlace::Home,
                _ => BirthPlace::Other,
            }),
            multiple,
            weight_g: Some(if wrong { weight / 10 } else { weight }),
            gestation_weeks: Some(if multiple { self.chance.between(34, 38) } else { self.chance.between(37, 41) } as u8),
        };
        let line = self.state.line(self.person(child));
        let sealed = self.state.sealed(self.person(child));
        let body =
            |facts| EventBody::Birth { household: self.state.home(home).id, hamlet: self.hamlet_id(home), child: line, facts };
        let (first, mended) = (body(facts), body(BirthFacts { weight_g: Some(weight + 50), ..facts }));
        let id = self.tell(&[home], day, first, vec![sealed.clone()]);
        if self.chance.yes(CORRECTED) {
            return self.tell_instead(Some(id), &[home], day, mended, vec![sealed]);
        }
        id
    }

    pub(super) fn adopt(&mut self, day: i32) -> Option<()> {
        let woman = self.find(day, 600, |person, date| {
            person.is_female()
                && person.spouse != NONE
                && matches!(person.relationship, rel::HEAD | rel::SPOUSE)
                && (28..50).contains(&person.age(date))
        })?;
        let home = self.person(woman).home;
        let boy = self.chance.yes(0.5);
        let born = day - self.chance.between(60, 1500);
        let mut child = Person::new(days::date(born), if boy { Sex::Male } else { Sex::Female });
        child.mother = woman;
        child.ethnic = self.person(woman).ethnic;
        child.education = 8;
        child.name = Names::embedded().draw(&child, None, &mut self.chance);
        let child = self.create(child, day);
        self.put_in(child, home, 4, day);
        self.now.adopted += 1;
        let origin = Some(if self.chance.yes(0.7) { self.far() } else { Origin::Unknown });
        let line = self.state.line(self.person(child));
        let sealed = self.state.sealed(self.person(child));
        let body = EventBody::Adoption { household: self.state.home(home).id, hamlet: self.hamlet_id(home), child: line, origin };
        let id = self.tell(&[home], day, body, vec![sealed]);
        self.introduced.insert(child, id);
        Some(())
    }

    pub(super) fn death(&mut self, day: i32) -> Option<()> {
        let rates = mortality();
        let highest = 0.6;
        let date = days::date(day);
        for _ in 0..TRIES {
            let at = self.chance.below(self.state.persons.len()) as u32;
            let person = self.person(at);
            let rate = rates[usize::from(person.is_female())][person.age(date).clamp(0, OLDEST as i32) as usize];
            if self.chance.yes(rate / highest) && self.usable(at, day) && !self.person(at).pregnant {
                self.die(at, day);
                return Some(());
            }
        }
        None
    }

    fn die(&mut self, at: u32, day: i32) {
        let home = self.person(at).home;
        let age = self.age(at, day);
        self.take_out(at, day);
        self.person_mut(at).whereabouts = Whereabouts::Dead;
        self.now.deaths += 1;
        let place = match self.chance.unit() {
            ..0.68 => "home",
            0.68..0.96 => "facility",
            _ => "other",
        };
        let causes: &[&str] = match age {
            ..1 => &["XVI", "XVII", "X", "unknown"],
            1..15 => &["XX-drowning", "XX-traffic", "I", "X", "II"],
            15..45 => &["XX-traffic", "XX-traffic", "II", "IX", "XX-suicide", "I", "XI"],
            45..70 => &["II", "II", "IX", "IX", "IV", "X", "XI", "XX-traffic"],
            70.. => &["IX", "IX", "IX", "II", "X", "IV", "VI", "XVIII", "XVIII", "unknown"],
        };
        let cause = self.chance.yes(0.85).then(|| word(self.chance.pick::<&str>(causes)));
        let body = EventBody::Death { person: self.id(at), place: Some(word(place)), cause };
        self.tell(&[home], day, body, Vec::new());
        let spouse = std::mem::replace(&mut self.person_mut(at).spouse, NONE);
        if spouse != NONE {
            let widow = self.person_mut(spouse);
            widow.spouse = NONE;
            widow.marital = marital::WIDOWED;
            if widow.is_here() {
                let body = EventBody::Widowed { person: widow.id };
                let of = widow.home;
                let id = self.tell(&[of, home], day, body, Vec::new());
                self.edited.insert((spouse, danso_model::Field::Marital), id);
            }
        }
    }

    /// Whoever is closest to those left becomes the head: a spouse of the old one first, then the eldest.
    pub(super) fn new_head(&mut self, home: u32, day: i32) -> Option<()> {
        let members = self.state.home(home).members.clone();
        if members.iter().any(|member| self.person(*member).relationship == rel::HEAD) {
            return None;
        }
        let adult = |member: &u32| self.person(*member).is_usual() && self.age(*member, day) >= 18;
        let spouse = members.iter().copied().find(|member| self.person(*member).relationship == rel::SPOUSE && adult(member));
        let worker = |member: &u32| (adult(member) && self.age(*member, day) < 72, std::cmp::Reverse(self.person(*member).birth));
        let head = spouse.or_else(|| members.iter().copied().max_by_key(worker))?;
        for member in &members {
            let relationship = self.relation(*member, head);
            self.person_mut(*member).relationship = relationship;
        }
        let placements = members.iter().map(|member| self.placement(*member)).collect();
        let body = EventBody::HeadChange { household: self.state.home(home).id, head: self.id(head), members: placements };
        self.tell(&[home], day, body, Vec::new());
        Some(())
    }

    /// The day of birth told of someone from outside.
    pub(super) fn told_birth(&self, at: u32) -> PartialDate {
        self.person(at).written_birth()
    }
}
