//! The whole simulated province, as small as it can be remembered.

use crate::deployment::Deployment;
use crate::ids::{IdKind, Ids, mix};
use crate::person::{Home, NONE, Person};
use crate::plan::Plan;
use crate::tables::{PHONE_PREFIXES, Province};
use danso_model::{DeviceId, EventId, HouseholdId, PersonId, Pin, Sex, UserId};
use jiff::civil::Date;
use std::collections::HashMap;

/// Milliseconds after midnight at which the first sheet is entered, and between two sheets of one area.
const OPENING_MS: i64 = 7 * 3_600_000;
const SHEET_MS: i64 = 45_000;

/// A hamlet of the simulation; its place is that in the deployment.
#[derive(Debug, Clone)]
pub(crate) struct HamletState {
    pub(crate) id: danso_model::HamletId,
    pub(crate) commune: u32,
    /// Its areas: one, or two when it is large.
    pub(crate) areas: Vec<u32>,
    /// Usual residents now.
    pub(crate) population: u32,
    /// Households with members now.
    pub(crate) households: u32,
}

/// An area of the simulation.
#[derive(Debug, Clone)]
pub(crate) struct AreaState {
    pub(crate) id: danso_model::AreaId,
    pub(crate) user: UserId,
    pub(crate) device: DeviceId,
    /// The highest household number given.
    pub(crate) numbers: u32,
    pub(crate) first_home: u32,
}

/// A commune of the simulation.
#[derive(Debug, Clone)]
pub(crate) struct CommuneState {
    pub(crate) hamlets: std::ops::Range<u32>,
}

/// Everything.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) plan: Plan,
    pub(crate) first: Date,
    pub(crate) first_day: i32,
    pub(crate) ids: Ids,
    pub(crate) province: &'static Province,
    pub(crate) persons: Vec<Person>,
    pub(crate) homes: Vec<Home>,
    /// Households of the first day; those after it were founded later.
    pub(crate) first_homes: u32,
    pub(crate) hamlets: Vec<HamletState>,
    pub(crate) areas: Vec<AreaState>,
    pub(crate) communes: Vec<CommuneState>,
    pub(crate) deployment: Deployment,
    /// How many numbers each place, sex and year of birth has given.
    pub(crate) pins: HashMap<(u8, bool, i16), u32>,
}

impl State {
    pub(crate) fn person(&self, at: u32) -> &Person {
        &self.persons[at as usize]
    }

    pub(crate) fn person_mut(&mut self, at: u32) -> &mut Person {
        &mut self.persons[at as usize]
    }

    pub(crate) fn home(&self, at: u32) -> &Home {
        &self.homes[at as usize]
    }

    pub(crate) fn other(&self, at: u32) -> Option<&Person> {
        (at != NONE).then(|| self.person(at))
    }

    /// When the sheet of a household of the first day was entered.
    pub(crate) fn sheet_ms(&self, home: u32) -> i64 {
        let area = self.areas.partition_point(|area| area.first_home <= home).saturating_sub(1);
        let nth = i64::from(home - self.areas[area].first_home);
        crate::days::instant_ms(self.first_day, OPENING_MS + nth * SHEET_MS + (area % 40_000) as i64)
    }

    /// The id of the event that opened a household of the first day.
    pub(crate) fn sheet_id(&self, home: u32) -> EventId {
        EventId(self.ids.make(IdKind::Sheet, u64::from(home), self.sheet_ms(home)))
    }

    /// The household that a person of the first day was in then.
    pub(crate) fn first_home_of(&self, person: u32) -> Option<u32> {
        let founded = &self.homes[..self.first_homes as usize];
        let at = founded.partition_point(|home| home.first <= person).checked_sub(1)?;
        let upto = founded.get(at + 1).map_or(self.plan.persons as u32, |next| next.first);
        (person < upto).then_some(at as u32)
    }

    pub(crate) fn person_id(&self, count: u32, ms: i64) -> PersonId {
        PersonId(self.ids.make(IdKind::Person, u64::from(count), ms))
    }

    pub(crate) fn household_id(&self, count: u32, ms: i64) -> HouseholdId {
        HouseholdId(self.ids.make(IdKind::Household, u64::from(count), ms))
    }

    /// Gives the next number of persons of a place: unique for its sex and year of birth.
    pub(crate) fn next_pin(&mut self, place: u8, female: bool, year: i16) -> u32 {
        let given = self.pins.entry((place, female, year)).or_insert(0);
        *given += 1;
        let key = mix(self.plan.seed ^ (u64::from(place) << 32) ^ u64::from(female) ^ ((year as u64) << 40));
        let number = (u64::from(*given) * 618_033 + key % 1_000_000) % 1_000_000;
        1 + (u32::from(place) << 20) + number as u32
    }

    /// Marks a number that tells the other sex.
    pub(crate) const WRONG_PIN: u32 = 1 << 31;

    /// The number written out, for the sex and year that it was given for.
    pub(crate) fn pin(person: &Person) -> Option<Pin> {
        let wrong = person.pin >> 31;
        let number = (person.pin & !Self::WRONG_PIN).checked_sub(1)?;
        let (place, random) = ((number >> 20) & 0xff, number & 0xf_ffff);
        let year = person.birth.year();
        let female = u32::from(person.sex == Sex::Female) ^ wrong;
        let century = (u32::from(year.unsigned_abs()) / 100 - 19) * 2 + female;
        Pin::new(&format!("{place:03}{century}{:02}{random:06}", year % 100)).ok()
    }

    /// A mobile number of a person.
    pub(crate) fn phone(&self, person: u32) -> String {
        let drawn = mix(u64::from(person) ^ self.plan.seed.rotate_left(17));
        let prefix = PHONE_PREFIXES[(drawn % PHONE_PREFIXES.len() as u64) as usize];
        format!("{prefix}{:07}", (drawn >> 8) % 10_000_000)
    }
}
