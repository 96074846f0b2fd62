//! Coming, leaving, moving inside the register, and the parting and joining of households.

use super::Months;
use crate::build::education;
use crate::days;
use crate::names::Names;
use crate::person::{NONE, Person, Whereabouts, marital, rel, word};
use crate::state::State;
use danso_model::{Code, EventBody, EventId, Field, HouseholdType, Origin, Placement, Sex};
use danso_places::{Gazetteer, Level, UnitCode};

/// Largest household that moves as one.
const FAMILY: usize = 6;
/// Arrivals who lived here before.
const RETURNS: f64 = 0.06;

/// Communes and provinces outside the register.
pub(super) fn outside(state: &State) -> (Vec<Code>, Vec<Code>) {
    let places = Gazetteer::embedded();
    let own = |unit: &danso_places::Unit| state.deployment.hamlets.iter().any(|hamlet| hamlet.commune == unit.code.as_str());
    let mut communes = Vec::new();
    let mut provinces = Vec::new();
    let day = state.plan.map_day(state.first);
    for province in places.provinces(day) {
        let here = province.code.as_str() == format!("{:02}", state.plan.province);
        if !here {
            provinces.push(word(province.code.as_str()));
        }
        if !here || state.plan.commune.is_some() {
            let units = places.communes_of(province.code, day);
            let weight = if here { 20 } else { 1 };
            let codes = units.iter().filter(|unit| !here || !own(unit)).map(|unit| word(unit.code.as_str()));
            communes.extend(codes.flat_map(|code| std::iter::repeat_n(code, weight)));
        }
    }
    debug_assert!(communes.iter().all(|code| code.as_str().parse::<UnitCode>().is_ok_and(|code| code.level() == Level::Commune)));
    (communes, provinces)
}

impl Months {
    /// A place outside the register.
    pub(super) fn far(&mut self) -> Origin {
        match self.chance.unit() {
            ..0.80 => Origin::Commune(*self.chance.pick(&self.outside)),
            0.80..0.94 => Origin::Province(*self.chance.pick(&self.outside_provinces)),
            0.94..0.98 => Origin::Abroad,
            _ => Origin::Unknown,
        }
    }

    /// Someone from elsewhere, of an age.
    fn stranger(&mut self, age: i32, sex: Sex, ethnic: u8, father: u32, day: i32) -> Person {
        let born = day - age * 365 - age / 4 - self.chance.between(1, 364);
        let mut person = Person::new(days::date(born), sex);
        person.ethnic = ethnic;
        person.education = education(age, ethnic == 1, &mut self.chance);
        let father = self.state.other(father);
        person.name = Names::embedded().draw(&person, father, &mut self.chance);
        let province = self.chance.pick(crate::tables::provinces());
        let place = *province.old_codes.pick(&mut self.chance);
        person.pin = if age < 1 { 0 } else { self.state.next_pin(place, sex == Sex::Female, person.birth.year()) };
        person.residence = 2;
        person
    }

    fn tell_arrival(&mut self, home: u32, arrived: &[u32], from: Origin, reason: &str, day: i32) {
        let members = arrived.iter().map(|at| self.state.line(self.person(*at))).collect();
        let personal = arrived.iter().map(|at| self.state.sealed(self.person(*at))).collect();
        let household = self.state.home(home).id;
        let body = EventBody::MoveIn { household, hamlet: self.hamlet_id(home), members, from, reason: Some(word(reason)) };
        let id = self.tell(&[home], day, body, personal);
        for at in arrived {
            self.introduced.insert(*at, id);
        }
        self.now.moved_in += arrived.len() as u32;
    }

    pub(super) fn arrive(&mut self, day: i32) -> Option<()> {
        if !self.gone.is_empty() && self.chance.yes(RETURNS) {
            return self.come_home(day);
        }
        let home = self.find_home(day, 60, |home| home.members.len() < 8)?;
        let sex = if self.chance.yes(0.5) { Sex::Female } else { Sex::Male };
        let age = self.chance.between(18, 42);
        let ethnic = self.person(self.state.home(home).members[0]).ethnic;
        let person = self.stranger(age, sex, ethnic, NONE, day);
        let at = self.create(person, day);
        let relationship = if self.chance.yes(0.5) { rel::LODGER } else { rel::OTHER };
        self.put_in(at, home, relationship, day);
        let from = self.far();
        let reason = *self.chance.pick(&["work", "work", "study", "family", "other"]);
        self.tell_arrival(home, &[at], from, reason, day);
        Some(())
    }

    /// Someone who left comes back to where others of the household still live.
    fn come_home(&mut self, day: i32) -> Option<()> {
        let place = self.chance.below(self.gone.len());
        let at = self.gone[place];
        let home = self.person(at).home;
        let peopled = self.state.home(home).members.iter().any(|member| self.person(*member).is_usual());
        if self.person(at).moved >= self.of_plan(day) || !peopled {
            return None;
        }
        self.gone.swap_remove(place);
        for field in
            [Field::Sex, Field::Birth, Field::Ethnic, Field::Education, Field::Marital, Field::Name, Field::Pin, Field::Phone]
        {
            self.edited.remove(&(at, field));
        }
        let person = self.person_mut(at);
        person.whereabouts = Whereabouts::Here;
        person.residence = 1;
        self.put_in(at, home, rel::OTHER, day);
        let from = self.far();
        self.tell_arrival(home, &[at], from, "return", day);
        Some(())
    }

    pub(super) fn arrive_family(&mut self, day: i32) -> Option<()> {
        let near = self.find_home(day, 60, |_| true)?;
        let ethnic = self.person(self.state.home(near).members[0]).ethnic;
        let (hamlet, area) = self.other_hamlet(self.state.home(near).hamlet);
        let home = self.found(hamlet, area, day);
        self.open(home, day);
        let age = self.chance.between(24, 48);
        let husband = self.stranger(age, Sex::Male, ethnic, NONE, day);
        let husband = self.create(husband, day);
        let wife_age = (age - self.chance.between(0, 5)).max(19);
        let wife = self.stranger(wife_age, Sex::Female, ethnic, NONE, day);
        let wife = self.create(wife, day);
        for (one, other) in [(husband, wife), (wife, husband)] {
            let person = self.person_mut(one);
            person.spouse = other;
            person.marital = marital::MARRIED;
        }
        let mut family = vec![(husband, rel::HEAD), (wife, rel::SPOUSE)];
        let mut child_age = self.chance.between(0, (wife_age - 20).clamp(0, 14));
        for _ in 0..self.chance.below(3) {
            if wife_age - child_age < 20 || child_age > 16 {
                break;
            }
            let sex = if self.chance.yes(0.52) { Sex::Male } else { Sex::Female };
            let mut child = self.stranger(child_age, sex, ethnic, husband, day);
            child.mother = wife;
            child.father = husband;
            let child = self.create(child, day);
            let parity = self.person(wife).parity + 1;
            self.person_mut(wife).parity = parity;
            family.push((child, rel::CHILD));
            child_age += self.chance.between(3, 5);
        }
        for (at, relationship) in &family {
            self.put_in(*at, home, *relationship, day);
        }
        let arrived: Vec<u32> = family.into_iter().map(|(at, _)| at).collect();
        let from = self.far();
        self.tell_arrival(home, &arrived, from, "work", day);
        Some(())
    }

    /// Opens an empty sheet, for those who are to arrive.
    fn open(&mut self, home: u32, day: i32) -> EventId {
        let body = EventBody::Household {
            household: self.state.home(home).id,
            hamlet: self.hamlet_id(home),
            area: self.area_of(home),
            number: self.state.home(home).number.to_string(),
            kind: HouseholdType::Family,
            members: Vec::new(),
        };
        let address = danso_model::Personal { address: Some(self.state.address(home)), ..Default::default() };
        let subject = self.state.home(home).id.into();
        self.tell(&[home], day, body, vec![(subject, address)])
    }

    fn go(&mut self, home: u32, leaving: &[u32], whole: bool, reason: &str, day: i32) {
        for at in leaving {
            self.take_out(*at, day);
            let person = self.person_mut(*at);
            person.whereabouts = Whereabouts::Gone;
            person.pregnant = false;
            if leaving.len() == 1 && !whole {
                self.gone.push(*at);
            }
        }
        self.now.moved_out += leaving.len() as u32;
        let persons = leaving.iter().map(|at| self.id(*at)).collect();
        let to = self.far();
        let body = EventBody::MoveOut { household: self.state.home(home).id, persons, to, reason: Some(word(reason)), whole };
        self.tell(&[home], day, body, Vec::new());
    }

    pub(super) fn leave(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 300, |person, date| {
            (17..46).contains(&person.age(date)) && person.relationship != rel::HEAD && !person.pregnant && person.spouse == NONE
        })?;
        let reason = *self.chance.pick(&["work", "work", "work", "study", "family", "other"]);
        self.go(self.person(at).home, &[at], false, reason, day);
        Some(())
    }

    /// A divorced or separated person leaves the household.
    pub(super) fn leave_after(&mut self, at: u32, day: i32) {
        if self.state.home(self.person(at).home).members.len() > 1 && !self.person(at).pregnant {
            self.go(self.person(at).home, &[at], false, "other", day);
        }
    }

    pub(super) fn leave_family(&mut self, day: i32) -> Option<()> {
        let home = self.find_home(day, 60, |home| home.members.len() <= FAMILY)?;
        let members = self.state.home(home).members.clone();
        self.go(home, &members, true, "work", day);
        Some(())
    }

    /// Moves people to another household, with the receipt of the collaborator there.
    pub(super) fn hand_over(&mut self, movers: &[(u32, u8)], to: u32, day: i32) {
        let from = self.person(movers[0].0).home;
        let crossing = self.state.home(from).hamlet != self.state.home(to).hamlet;
        for (at, relationship) in movers {
            self.take_out(*at, day);
            self.put_in(*at, to, *relationship, day);
        }
        self.now.transferred += if crossing { movers.len() as u32 } else { 0 };
        let members: Vec<Placement> = movers.iter().map(|(at, _)| self.placement(*at)).collect();
        let body = EventBody::Transfer {
            from_household: self.state.home(from).id,
            to_household: self.state.home(to).id,
            to_hamlet: self.hamlet_id(to),
            to_area: Some(self.area_of(to)),
            members: members.clone(),
            whole: false,
        };
        let transfer = self.tell(&[from, to], day, body, Vec::new());
        if self.state.home(from).area != self.state.home(to).area {
            self.receive(transfer, to, members, movers, day);
        }
    }

    fn receive(&mut self, transfer: EventId, home: u32, members: Vec<Placement>, movers: &[(u32, u8)], day: i32) {
        let end = self.month_start(self.state.plan.months) - 1;
        let received = (day + self.chance.between(1, 12)).min(end);
        for (at, _) in movers {
            let moved = self.of_plan(received);
            self.person_mut(*at).moved = moved;
        }
        let household = Some(self.state.home(home).id);
        let body = EventBody::TransferReceipt { transfer, received: true, household, members };
        self.tell(&[home], received, body, Vec::new());
    }

    pub(super) fn transfer(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 300, |person, date| {
            (18..75).contains(&person.age(date)) && person.spouse == NONE && person.relationship != rel::HEAD && !person.pregnant
        })?;
        let from = self.state.home(self.person(at).home).hamlet;
        let (hamlet, _) = self.other_hamlet(from);
        let home = self.find_home_in(hamlet, day, |home| home.members.len() < 9)?;
        if home == self.person(at).home {
            return None;
        }
        let relationship = if self.chance.yes(0.4) { rel::LODGER } else { rel::OTHER };
        self.hand_over(&[(at, relationship)], home, day);
        Some(())
    }

    pub(super) fn transfer_family(&mut self, day: i32) -> Option<()> {
        let home = self.find_home(day, 60, |home| home.members.len() <= FAMILY)?;
        let from = self.state.home(home).hamlet;
        let (hamlet, area) = self.other_hamlet(from);
        if hamlet == from {
            return None;
        }
        let movers: Vec<(u32, u8)> =
            self.state.home(home).members.iter().map(|at| (*at, self.person(*at).relationship)).collect();
        let members: Vec<Placement> = movers.iter().map(|(at, _)| self.placement(*at)).collect();
        let id = self.state.home(home).id;
        let body = EventBody::Transfer {
            from_household: id,
            to_household: id,
            to_hamlet: self.state.hamlets[hamlet as usize].id,
            to_area: Some(self.state.areas[area as usize].id),
            members: members.clone(),
            whole: true,
        };
        let transfer = self.tell(&[home], day, body, Vec::new());
        let count = movers.len() as u32;
        let moved = self.of_plan(day);
        for (place, arrives) in [(from, false), (hamlet, true)] {
            let state = &mut self.state.hamlets[place as usize];
            state.population = if arrives { state.population + count } else { state.population - count };
            state.households = if arrives { state.households + 1 } else { state.households - 1 };
        }
        for (at, _) in &movers {
            self.person_mut(*at).moved = moved;
        }
        self.now.transferred += count;
        let numbers = &mut self.state.areas[area as usize].numbers;
        *numbers += 1;
        let number = *numbers;
        let moving = &mut self.state.homes[home as usize];
        (moving.hamlet, moving.area, moving.number) = (hamlet, area, number);
        self.receive(transfer, home, members, &movers, day);
        let body = EventBody::HouseholdChange { household: id, number: Some(number.to_string()), area: None, kind: None };
        let address = danso_model::Personal { address: Some(self.state.address(home)), ..Default::default() };
        self.tell(&[home], day, body, vec![(id.into(), address)]);
        Some(())
    }

    /// A young couple with its children leaves the parents' household for one of its own nearby.
    pub(super) fn split(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 2000, |person, _| person.relationship == rel::CHILD && person.spouse != NONE)?;
        let spouse = self.person(at).spouse;
        let home = self.person(at).home;
        if !self.usable(spouse, day) || self.person(spouse).home != home {
            return None;
        }
        let (head, other) = if self.person(at).is_female() { (spouse, at) } else { (at, spouse) };
        let members = self.state.home(home).members.clone();
        let of = |child: &u32| {
            [self.person(*child).mother, self.person(*child).father].iter().any(|parent| *parent == at || *parent == spouse)
        };
        let children: Vec<u32> = members.iter().copied().filter(of).filter(|child| self.usable(*child, day)).collect();
        let (hamlet, area) = (self.state.home(home).hamlet, self.state.home(home).area);
        let own = self.found(hamlet, area, day);
        let line = |relationship| move |at| (at, relationship);
        let movers: Vec<(u32, u8)> =
            [(head, rel::HEAD), (other, rel::SPOUSE)].into_iter().chain(children.into_iter().map(line(rel::CHILD))).collect();
        for (at, relationship) in &movers {
            self.take_out(*at, day);
            self.put_in(*at, own, *relationship, day);
        }
        let body = EventBody::Split {
            from_household: self.state.home(home).id,
            household: self.state.home(own).id,
            hamlet: self.hamlet_id(own),
            area: self.area_of(own),
            number: self.state.home(own).number.to_string(),
            members: movers.iter().map(|(at, _)| self.placement(*at)).collect(),
        };
        self.tell(&[home, own], day, body, Vec::new());
        Some(())
    }

    /// Someone old who lives alone joins a neighbour's household.
    pub(super) fn merge(&mut self, day: i32) -> Option<()> {
        let at = self.find(day, 3000, |person, date| person.relationship == rel::HEAD && person.age(date) >= 60)?;
        let alone = self.person(at).home;
        if self.state.home(alone).members.len() != 1 {
            return None;
        }
        let hamlet = self.state.home(alone).hamlet;
        let home = self.find_home_in(hamlet, day, |home| (2..7).contains(&home.members.len()))?;
        self.take_out(at, day);
        self.put_in(at, home, rel::OTHER, day);
        let body = EventBody::Merge {
            from_household: self.state.home(alone).id,
            household: self.state.home(home).id,
            hamlet: self.hamlet_id(home),
            members: vec![self.placement(at)],
        };
        self.tell(&[home, alone], day, body, Vec::new());
        Some(())
    }
}
