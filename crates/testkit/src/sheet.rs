//! The event that opens the sheet of a household, and what is said of a person on any sheet.

use crate::chance::{Chance, Purpose};
use crate::days;
use crate::names::Names;
use crate::person::{Person, code, code2};
use crate::state::State;
use danso_model::{Event, EventBody, HouseholdType, Member, PartialDate, Personal, Source, SubjectId};

/// Adults of whom a telephone number is written down.
const HAS_PHONE: f64 = 0.45;

impl State {
    /// The line of a person on a sheet, as the register has it.
    pub(crate) fn line(&self, person: &Person) -> Member {
        Member {
            person: person.id,
            sex: person.sex,
            birth: person.written_birth(),
            relationship: code(person.relationship),
            residence: person.status(),
            ethnic: Some(code2(person.ethnic)),
            education: Some(code(person.education)),
            marital: Some(code(person.marital)),
            mother: self.other(person.mother).map(|mother| mother.id),
            father: self.other(person.father).map(|father| father.id),
        }
    }

    /// What is sealed of a person on a sheet: name and number.
    pub(crate) fn sealed(&self, person: &Person) -> (SubjectId, Personal) {
        let personal = Personal { name: Some(Names::embedded().written(person)), pin: State::pin(person), ..Personal::default() };
        (person.id.into(), personal)
    }

    /// The address of a household: house number and hamlet.
    pub(crate) fn address(&self, home: u32) -> String {
        let home = self.home(home);
        format!("Số {}, {}", home.number, self.deployment.hamlets[home.hamlet as usize].name)
    }

    /// The sheet of a household of the first day.
    pub(crate) fn sheet(&self, at: u32) -> Event {
        let home = self.home(at);
        let area = &self.areas[home.area as usize];
        let mut chance = Chance::new(self.plan.seed, Purpose::Sheets, u64::from(at));
        let mut members = Vec::with_capacity(home.members.len());
        let mut personal = Vec::with_capacity(home.members.len() + 1);
        personal.push((home.id.into(), Personal { address: Some(self.address(at)), ..Personal::default() }));
        for member in &home.members {
            let person = self.person(*member);
            members.push(self.line(person));
            let mut sealed = self.sealed(person);
            if person.birth.year() < self.first.year() - 16 && chance.yes(HAS_PHONE) {
                sealed.1.phone = Some(self.phone(*member));
            }
            personal.push(sealed);
        }
        Event {
            id: self.sheet_id(at),
            date: PartialDate::day(self.first),
            recorded_at: days::timestamp(self.sheet_ms(at)),
            by: area.user,
            device: None,
            supersedes: None,
            source: Source::Import,
            body: EventBody::Household {
                household: home.id,
                hamlet: self.hamlets[home.hamlet as usize].id,
                area: area.id,
                number: home.number.to_string(),
                kind: if home.collective { HouseholdType::Collective } else { HouseholdType::Family },
                members,
            },
            personal,
            behalf: None,
            overrides: Vec::new(),
        }
    }
}
