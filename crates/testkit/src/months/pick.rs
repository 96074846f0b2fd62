//! Finding someone to whom something can happen, and keeping the counts when people come and go.

use super::{Months, Task};
use crate::person::{Home, NONE, Person, rel};
use crate::{days, person};
use danso_model::{PersonId, Placement};
use jiff::civil::Date;

impl Months {
    pub(super) fn person(&self, at: u32) -> &Person {
        self.state.person(at)
    }

    pub(super) fn person_mut(&mut self, at: u32) -> &mut Person {
        self.state.person_mut(at)
    }

    pub(super) fn id(&self, at: u32) -> PersonId {
        self.person(at).id
    }

    pub(super) fn age(&self, at: u32, day: i32) -> i32 {
        self.person(at).age(days::date(day))
    }

    pub(super) fn of_plan(&self, day: i32) -> u16 {
        (day - self.state.first_day).clamp(0, i32::from(u16::MAX)) as u16
    }

    /// Whether someone is counted here and has not moved on this day or later.
    pub(super) fn usable(&self, at: u32, day: i32) -> bool {
        let person = self.person(at);
        person.is_usual() && person.moved < self.of_plan(day) && !self.state.home(person.home).collective
    }

    /// Someone by chance who fits, if one is met in so many tries.
    pub(super) fn find(&mut self, day: i32, tries: usize, fits: impl Fn(&Person, Date) -> bool) -> Option<u32> {
        let date = days::date(day);
        for _ in 0..tries {
            let at = self.chance.below(self.state.persons.len()) as u32;
            if fits(self.person(at), date) && self.usable(at, day) {
                return Some(at);
            }
        }
        None
    }

    /// A household by chance with members, all counted and at rest.
    pub(super) fn find_home(&mut self, day: i32, tries: usize, fits: impl Fn(&Home) -> bool) -> Option<u32> {
        for _ in 0..tries {
            let at = self.chance.below(self.state.homes.len()) as u32;
            let home = self.state.home(at);
            if !home.members.is_empty()
                && !home.collective
                && fits(home)
                && home.members.iter().all(|member| self.usable(*member, day))
            {
                return Some(at);
            }
        }
        None
    }

    /// The same in one hamlet, among the households of its areas on the first day.
    pub(super) fn find_home_in(&mut self, hamlet: u32, day: i32, fits: impl Fn(&Home) -> bool) -> Option<u32> {
        let area = *self.chance.pick(&self.state.hamlets[hamlet as usize].areas) as usize;
        let first = self.state.areas[area].first_home;
        let upto = self.state.areas.get(area + 1).map_or(self.state.first_homes, |next| next.first_home);
        for _ in 0..60 {
            let at = first + self.chance.below((upto - first) as usize) as u32;
            let home = self.state.home(at);
            let there = home.hamlet == hamlet && !home.members.is_empty() && !home.collective;
            if there && fits(home) && home.members.iter().all(|member| self.usable(*member, day)) {
                return Some(at);
            }
        }
        None
    }

    /// Takes someone out of the household, and out of the counts of its hamlet.
    pub(super) fn take_out(&mut self, at: u32, day: i32) {
        let usual = self.person(at).is_usual();
        let home = self.person(at).home;
        let was_head = self.person(at).relationship == rel::HEAD;
        let members = &mut self.state.homes[home as usize].members;
        members.retain(|member| *member != at);
        let emptied = members.is_empty();
        let hamlet = &mut self.state.hamlets[self.state.homes[home as usize].hamlet as usize];
        hamlet.population -= u32::from(usual);
        hamlet.households -= u32::from(emptied);
        self.person_mut(at).moved = self.of_plan(day);
        if was_head && !emptied {
            let when = day + self.chance.between(3, 30);
            self.plan(when, Task::Head(home));
        }
    }

    /// Puts someone into a household, and into the counts of its hamlet.
    pub(super) fn put_in(&mut self, at: u32, home: u32, relationship: u8, day: i32) {
        let moved = self.of_plan(day);
        let person = self.person_mut(at);
        person.home = home;
        person.relationship = relationship;
        person.moved = moved;
        let usual = person.is_usual();
        let members = &mut self.state.homes[home as usize].members;
        let founded = members.is_empty();
        members.push(at);
        let hamlet = &mut self.state.hamlets[self.state.homes[home as usize].hamlet as usize];
        hamlet.population += u32::from(usual);
        hamlet.households += u32::from(founded);
    }

    /// A new person, not in any household yet.
    pub(super) fn create(&mut self, mut person: Person, day: i32) -> u32 {
        let at = self.state.persons.len() as u32;
        person.id = self.state.person_id(at, days::instant_ms(day, 8 * super::HOUR_MS));
        self.state.persons.push(person);
        at
    }

    /// A new household without members in a hamlet.
    pub(super) fn found(&mut self, hamlet: u32, area: u32, day: i32) -> u32 {
        let at = self.state.homes.len() as u32;
        let id = self.state.household_id(at, days::instant_ms(day, 8 * super::HOUR_MS));
        let reused = self.chance.yes(crate::untidy::REUSED_NUMBER);
        let numbers = &mut self.state.areas[area as usize].numbers;
        *numbers += u32::from(!reused);
        let number = *numbers;
        self.state.homes.push(Home { id, hamlet, area, number, first: NONE, collective: false, members: Vec::new() });
        at
    }

    pub(super) fn placement(&self, at: u32) -> Placement {
        Placement { person: self.id(at), relationship: person::code(self.person(at).relationship) }
    }

    pub(super) fn hamlet_id(&self, home: u32) -> danso_model::HamletId {
        self.state.hamlets[self.state.home(home).hamlet as usize].id
    }

    pub(super) fn area_of(&self, home: u32) -> danso_model::AreaId {
        self.state.areas[self.state.home(home).area as usize].id
    }

    /// A hamlet and one of its areas, mostly in the commune of a hamlet and never that hamlet itself unless it is the only one.
    pub(super) fn other_hamlet(&mut self, than: u32) -> (u32, u32) {
        let commune = self.state.communes[self.state.hamlets[than as usize].commune as usize].hamlets.clone();
        let near = self.chance.yes(0.6) && commune.len() > 1;
        let range = if near { commune } else { 0..self.state.hamlets.len() as u32 };
        let mut hamlet = than;
        for _ in 0..20 {
            hamlet = range.start + self.chance.below(range.len()) as u32;
            if hamlet != than {
                break;
            }
        }
        let area = *self.chance.pick(&self.state.hamlets[hamlet as usize].areas);
        (hamlet, area)
    }

    /// The relationship of a member to a head, by their kin.
    pub(super) fn relation(&self, member: u32, head: u32) -> u8 {
        let (own, other) = (self.person(member), self.person(head));
        let child_of = |child: &Person, parent: u32| parent != NONE && (child.mother == parent || child.father == parent);
        let parents = [own.mother, own.father];
        let of_child = |parent: u32| parent != NONE && child_of(self.person(parent), head);
        if member == head {
            rel::HEAD
        } else if own.spouse == head {
            rel::SPOUSE
        } else if child_of(own, head) || child_of(own, other.spouse) {
            rel::CHILD
        } else if child_of(other, member) || (other.spouse != NONE && child_of(self.person(other.spouse), member)) {
            rel::PARENT
        } else if own.spouse != NONE && child_of(self.person(own.spouse), head) {
            rel::CHILD_IN_LAW
        } else if parents.into_iter().any(of_child) {
            rel::GRANDCHILD
        } else if own.mother != NONE && own.mother == other.mother {
            rel::SIBLING
        } else {
            rel::OTHER
        }
    }
}
