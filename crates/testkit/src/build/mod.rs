//! Builds the population of the first day: commune by commune a pool of people by age and sex, joined into couples, families and
//! households, settled in hamlets.

mod children;
mod couples;
mod join;
mod people;
mod settle;
mod spread;
mod traits;

pub(crate) use traits::education;

use crate::chance::{Chance, Purpose};
use crate::deployment::{Account, Area, Deployment, Hamlet, Role};
use crate::ids::{IdKind, Ids, mix};
use crate::names::Names;
use crate::person::{Home, NONE, Person};
use crate::plan::{Plan, PlanError};
use crate::state::{AreaState, CommuneState, HamletState, State};
use crate::tables::{Province, provinces};
use crate::{days, untidy};
use danso_model::{AreaId, DeviceId, HamletId, Sex, UserId};
use danso_places::{Gazetteer, Kind, People, Unit};
use jiff::civil::Date;
use settle::{AreaShare, Urn, areas, hamlet_kind, hamlet_name, hamlet_sizes};

/// A household before it is settled: its members, the head first.
#[derive(Debug)]
struct Draft {
    members: Vec<u32>,
    collective: bool,
}

/// How families are made in a province.
#[derive(Debug)]
struct Profile {
    household_size: f64,
    first_marriage: f64,
    births: f64,
    in_collectives: f64,
}

impl Profile {
    /// Mean size of households: 3.55 in a country of 16.5 births to a thousand (census of 2019: 3.58), larger where more are born.
    fn of(province: &Province) -> Self {
        let household_size = 3.55 + ((province.births - 16.5) * 0.12).clamp(-0.12, 1.2);
        let in_collectives = if province.arrivals > 10.0 { 0.012 } else { 0.004 };
        Self { household_size, first_marriage: province.first_marriage, births: province.births, in_collectives }
    }
}

pub(crate) fn build(plan: &Plan) -> Result<State, PlanError> {
    let first = plan.first_day()?;
    let units = plan.communes(first)?;
    let province =
        provinces().iter().find(|each| Some(each.code) == plan.table_code()).ok_or(PlanError::Province(plan.province))?;
    if !(100..=20_000_000).contains(&plan.persons) {
        return Err(PlanError::Persons(plan.persons));
    }
    if plan.months > 600 {
        return Err(PlanError::Months(plan.months));
    }
    let mut chance = Chance::new(plan.seed, Purpose::Places, 0);
    let ids = Ids::new(mix(chance.bits()));
    let mut state = State {
        plan: plan.clone(),
        first,
        first_day: days::number(first),
        ids,
        province,
        persons: Vec::with_capacity(plan.persons as usize + plan.persons as usize * plan.months as usize / 400),
        homes: Vec::with_capacity(plan.persons as usize / 3),
        first_homes: 0,
        hamlets: Vec::new(),
        areas: Vec::new(),
        communes: Vec::new(),
        deployment: Deployment::default(),
        pins: std::collections::HashMap::new(),
    };
    offices(&mut state, &mut chance);
    let mut urn = Urn::new(&province.ethnic, plan.persons);
    for (unit, persons) in spread::spread(units, plan.persons, &mut chance) {
        commune(&mut state, &unit, persons, &mut urn);
    }
    state.first_homes = state.homes.len() as u32;
    Ok(state)
}

/// A month before the first day, when the places and accounts were entered.
fn prepared_ms(state: &State) -> i64 {
    days::instant_ms(state.first_day - 30, 9 * 3_600_000)
}

fn account(state: &mut State, login: String, role: Role, chance: &mut Chance) -> UserId {
    let count = state.deployment.people.len() as u64;
    let id = UserId(state.ids.make(IdKind::User, count, prepared_ms(state)));
    let sex = if chance.yes(0.7) { Sex::Female } else { Sex::Male };
    let mut person = Person::new(Date::constant(1985, 1, 1), sex);
    person.name = Names::embedded().draw(&person, None, chance);
    state.deployment.people.push(Account { id, login, name: Names::embedded().right(&person), role });
    id
}

fn offices(state: &mut State, chance: &mut Chance) {
    let province = state.plan.province;
    account(state, "quantri".to_owned(), Role::Admin, chance);
    account(state, "tw".to_owned(), Role::Nation, chance);
    account(state, format!("tinh.{province:02}"), Role::Province, chance);
    account(state, "xem".to_owned(), Role::Reader, chance);
}

fn commune(state: &mut State, unit: &Unit, persons: u32, urn: &mut Urn) {
    let code = unit.code.as_str();
    let mut chance = Chance::new(state.plan.seed, Purpose::Commune, code.parse().unwrap_or(0));
    let profile = Profile::of(state.province);
    let mut people = people::pool(persons, state.province, state.first, &mut chance);
    couples::marry(&mut people, state.first, &profile, &mut chance);
    let kids = children::give(&mut people, state.first, &profile, &mut chance);
    let drafts = join::households(&mut people, kids, state.first, &profile, &mut chance);
    let sizes = hamlet_sizes(drafts.len() as u32, &mut chance);
    let shares = areas(&sizes, &mut chance);
    let first_hamlet = state.hamlets.len() as u32;
    found_hamlets(state, unit, &sizes, &mut chance);
    let upto = state.hamlets.len() as u32;
    account(state, format!("xa.{code}"), Role::Commune { code: code.to_owned() }, &mut chance);
    state.communes.push(CommuneState { hamlets: first_hamlet..upto });
    dress(&drafts, &sizes, &mut people, urn, unit.kind == Kind::Ward, state.first, &mut chance);
    for (home, draft) in (0u32..).zip(&drafts) {
        for member in &draft.members {
            people[*member as usize].home = home;
        }
    }
    for person in &mut people {
        traits::number(state, person, &mut chance);
    }
    traits::duplicate(&mut people, state.first, &mut chance);
    let mut drafts = drafts.into_iter();
    for (share, number) in shares.iter().zip(1..) {
        found_area(state, code, number, share, first_hamlet, &mut chance);
        settle(state, share, first_hamlet, &mut drafts, &mut people, &mut chance);
    }
}

fn found_hamlets(state: &mut State, unit: &Unit, sizes: &[u32], chance: &mut Chance) {
    let kind = hamlet_kind(state.province.code, unit.kind);
    let commune = unit.code.as_str().to_owned();
    let made_from = Gazetteer::embedded().predecessors(unit.code, state.plan.map_day(state.first));
    let before: Vec<_> = made_from.iter().filter(|from| from.people != People::None).collect();
    let mut used = Vec::new();
    for (place, _) in sizes.iter().enumerate() {
        let count = state.hamlets.len() as u64;
        let id = HamletId(state.ids.make(IdKind::Hamlet, count, prepared_ms(state)));
        state.hamlets.push(HamletState {
            id,
            commune: state.communes.len() as u32,
            areas: Vec::new(),
            population: 0,
            households: 0,
        });
        state.deployment.hamlets.push(Hamlet {
            id,
            code: format!("{commune}.{:02}", place + 1),
            name: hamlet_name(kind, place, &mut used, chance),
            kind: kind.to_owned(),
            commune: commune.clone(),
            old_commune: before.get(place * before.len() / sizes.len()).map(|from| from.old.as_str().to_owned()),
        });
    }
}

/// Draws the ethnic group of each household, hamlet by hamlet, and what follows from it.
fn dress(drafts: &[Draft], sizes: &[u32], people: &mut [Person], urn: &mut Urn, ward: bool, today: Date, chance: &mut Chance) {
    let tilt = urn.tilt(ward, chance);
    let mut rest = drafts;
    for size in sizes {
        let (own, after) = rest.split_at(*size as usize);
        rest = after;
        let main = urn.draw(&tilt, chance);
        let loyal = 0.86 + 0.13 * chance.unit();
        for draft in own {
            let other = urn.draw(&tilt, chance);
            let group = if urn.has(main) && chance.yes(loyal) { main } else { other };
            urn.take(group, draft.members.len());
            traits::dress(draft, people, urn.code(group), urn.code(other), today, chance);
        }
    }
}

fn found_area(state: &mut State, commune: &str, number: u32, share: &AreaShare, first_hamlet: u32, chance: &mut Chance) {
    let at = state.areas.len() as u32;
    let id = AreaId(state.ids.make(IdKind::Area, u64::from(at), prepared_ms(state)));
    let device = DeviceId(state.ids.make(IdKind::Device, u64::from(at), prepared_ms(state)));
    let user = account(state, format!("ctv.{commune}.{number:02}"), Role::Collaborator { area: id }, chance);
    for (hamlet, _) in share {
        state.hamlets[first_hamlet as usize + hamlet].areas.push(at);
    }
    let hamlets = share.iter().map(|(hamlet, _)| state.hamlets[first_hamlet as usize + hamlet].id).collect();
    let name = format!("Địa bàn {number}");
    state.deployment.areas.push(Area { id, number, name, commune: commune.to_owned(), hamlets });
    state.areas.push(AreaState { id, user, device, numbers: 0, first_home: state.homes.len() as u32 });
}

/// Moves the households of an area into the state, their members in one row.
fn settle(
    state: &mut State,
    share: &AreaShare,
    first_hamlet: u32,
    drafts: &mut impl Iterator<Item = Draft>,
    people: &mut [Person],
    chance: &mut Chance,
) {
    let area = state.areas.len() as u32 - 1;
    for (hamlet, households) in share {
        let hamlet = first_hamlet + *hamlet as u32;
        for draft in drafts.by_ref().take(*households as usize) {
            let at = state.homes.len() as u32;
            let first = state.persons.len() as u32;
            let numbers = &mut state.areas[area as usize].numbers;
            *numbers += u32::from(*numbers == 0 || !chance.yes(untidy::REUSED_NUMBER));
            let number = *numbers;
            let members: Vec<u32> = (first..).take(draft.members.len()).collect();
            let id = danso_model::HouseholdId::from_bytes([0; 16]);
            state.homes.push(Home { id, hamlet, area, number, first, collective: draft.collective, members });
            let ms = state.sheet_ms(at);
            state.homes[at as usize].id = state.household_id(at, ms);
            let moved =
                |local: u32| draft.members.iter().position(|each| *each == local).map_or(NONE, |place| first + place as u32);
            for (local, global) in draft.members.iter().zip(first..) {
                let mut person = people[*local as usize].clone();
                person.mother = moved(person.mother);
                person.father = moved(person.father);
                person.spouse = moved(person.spouse);
                person.home = at;
                person.id = state.person_id(global, ms);
                state.hamlets[hamlet as usize].population += u32::from(person.is_usual());
                state.persons.push(person);
            }
            state.hamlets[hamlet as usize].households += 1;
        }
    }
}
