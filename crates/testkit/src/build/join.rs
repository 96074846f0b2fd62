//! How families of two generations join into households: three generations, the aged with their children, lodgers, the lonely.

use super::children::{MOTHER_AGES, adopt, may_bear, mother_ages};
use super::{Draft, Profile};
use crate::chance::{Chance, Weighted};
use crate::days;
use crate::person::{NONE, Person, marital, rel};
use crate::tables::OLDEST;
use jiff::civil::Date;

/// Members above which a household takes in no one more.
const LARGEST: usize = 14;
/// Share of households of one person (census of 2019: about a tenth).
const ALONE: f64 = 0.10;
/// From this age on parents live with the head instead of being it.
const OLD_HEAD: i32 = 64;

/// A couple or a single adult, with unmarried children.
#[derive(Debug, Default)]
struct Family {
    adults: Vec<u32>,
    children: Vec<u32>,
    /// Families of married children that live here, with the person who is the child.
    younger: Vec<(u32, usize)>,
    /// Others, with their relationship.
    others: Vec<(u32, u8)>,
    absorbed: bool,
}

impl Family {
    fn size(&self) -> usize {
        self.adults.len() + self.children.len() + self.others.len()
    }
}

/// Joins people into households of about the mean size wanted.
pub(super) fn households(
    people: &mut [Person],
    children: Vec<Vec<u32>>,
    today: Date,
    profile: &Profile,
    chance: &mut Chance,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let (mut families, minors) = families(people, children, today);
    collectives(&mut families, people, today, profile, &mut drafts, chance);
    let living: usize = people.len() - drafts.iter().map(|draft| draft.members.len()).sum::<usize>();
    let wanted = ((living as f64 / profile.household_size) + 0.5).max(1.0) as usize;
    let mut left = families.iter().filter(|family| !family.absorbed).count();
    take_minors(&mut families, minors, people, today, chance);
    let merges = left.saturating_sub(wanted);
    left -= generations(&mut families, people, today, 1.0, merges / 2, chance);
    let alone = (wanted as f64 * ALONE) as usize;
    left -= lodgers(&mut families, people, today, alone, left.saturating_sub(wanted), chance);
    for willing in [1.4, 4.0] {
        left -= generations(&mut families, people, today, willing, left.saturating_sub(wanted), chance);
    }
    lodgers(&mut families, people, today, 0, left.saturating_sub(wanted), chance);
    for at in 0..families.len() {
        if !families[at].absorbed {
            drafts.push(Draft { members: arrange(at, &families, people, today, chance), collective: false });
        }
    }
    chance.shuffle(&mut drafts);
    drafts
}

/// Every couple, and every adult without spouse or parent here, with the children; and the minors of no one.
fn families(people: &[Person], mut children: Vec<Vec<u32>>, today: Date) -> (Vec<Family>, Vec<u32>) {
    let mut families = Vec::new();
    let mut minors = Vec::new();
    for at in 0..people.len() as u32 {
        let person = &people[at as usize];
        let has_spouse = person.spouse != NONE;
        if person.mother != NONE || (has_spouse && person.is_female()) {
            continue;
        }
        let mut adults = vec![at];
        let mut kids = std::mem::take(&mut children[at as usize]);
        if has_spouse {
            adults.push(person.spouse);
            kids.append(&mut children[person.spouse as usize]);
        } else if kids.is_empty() && person.age(today) < 17 {
            minors.push(at);
            continue;
        }
        families.push(Family { adults, children: kids, ..Family::default() });
    }
    (families, minors)
}

/// Workers' dormitories and the like: single young adults, eight to thirty together.
fn collectives(
    families: &mut [Family],
    people: &mut [Person],
    today: Date,
    profile: &Profile,
    drafts: &mut Vec<Draft>,
    chance: &mut Chance,
) {
    if people.len() < 3000 {
        return;
    }
    let wanted = (people.len() as f64 * profile.in_collectives) as usize;
    let mut taken = 0;
    let mut members = Vec::new();
    let mut size = chance.between(8, 30) as usize;
    for family in families.iter_mut() {
        if taken >= wanted {
            break;
        }
        let only = family.adults[0] as usize;
        let fits = family.size() == 1 && people[only].marital == marital::SINGLE && (18..45).contains(&people[only].age(today));
        if !fits {
            continue;
        }
        family.absorbed = true;
        people[only].residence = 7;
        people[only].relationship = if members.is_empty() { rel::HEAD } else { rel::OTHER };
        members.push(only as u32);
        if members.len() == size {
            taken += size;
            drafts.push(Draft { members: std::mem::take(&mut members), collective: true });
            size = chance.between(8, 30) as usize;
        }
    }
    for at in members {
        people[at as usize].residence = 1;
        if let Some(family) = families.iter_mut().find(|family| family.adults == [at]) {
            family.absorbed = false;
        }
    }
}

/// Children without parents go to people of a grandparent's age.
fn take_minors(families: &mut [Family], minors: Vec<u32>, people: &[Person], today: Date, chance: &mut Chance) {
    let open: Vec<usize> = (0..families.len()).filter(|at| !families[*at].absorbed).collect();
    let older: Vec<usize> =
        open.iter().copied().filter(|at| (45..75).contains(&people[families[*at].adults[0] as usize].age(today))).collect();
    for minor in minors {
        let relationship = if older.is_empty() { rel::OTHER } else { rel::GRANDCHILD };
        let hosts = if older.is_empty() { &open } else { &older };
        if hosts.is_empty() {
            continue;
        }
        let mut host = *chance.pick(hosts);
        for _ in 0..8 {
            if families[host].size() < 6 {
                break;
            }
            host = *chance.pick(hosts);
        }
        families[host].others.push((minor, relationship));
    }
}

/// The age at which the older generation of a family is looked up: the woman's, or the man's less the usual gap.
fn parent_age(family: &Family, people: &[Person], today: Date) -> i32 {
    let woman = family.adults.iter().find(|at| people[**at as usize].is_female());
    woman.map_or_else(|| people[family.adults[0] as usize].age(today) - 3, |at| people[*at as usize].age(today))
}

/// Young families move to their parents, or take them in; at most `wanted` do. Returns how many did.
fn generations(
    families: &mut [Family],
    people: &mut [Person],
    today: Date,
    willing: f64,
    wanted: usize,
    chance: &mut Chance,
) -> usize {
    let ages: Weighted<i32> = mother_ages();
    let mut by_age: Vec<Vec<usize>> = vec![Vec::new(); OLDEST + 2];
    for (at, family) in families.iter().enumerate() {
        let age = parent_age(family, people, today);
        if !family.absorbed && age >= 36 {
            by_age[age.min(OLDEST as i32) as usize].push(at);
        }
    }
    let mut order: Vec<usize> = (0..families.len()).filter(|at| families[*at].adults.len() == 2).collect();
    chance.shuffle(&mut order);
    let mut joined = 0;
    for young in order {
        if joined >= wanted {
            break;
        }
        let family = &families[young];
        if family.absorbed || !family.younger.is_empty() {
            continue;
        }
        let child = if chance.yes(0.8) { family.adults[0] } else { family.adults[1] };
        let age = people[child as usize].age(today);
        let wish = match age {
            ..30 => 0.6,
            30..40 => 0.45,
            40..55 => 0.35,
            55.. => 0.1,
        };
        if !chance.yes(wish * willing) {
            continue;
        }
        for _ in 0..10 {
            let years = age + ages.pick(chance);
            let candidates = &by_age[(years as usize).min(OLDEST)];
            if candidates.is_empty() {
                continue;
            }
            let old = *chance.pick(candidates);
            let welcome = if families[old].adults.len() == 1 && families[old].children.is_empty() { 1.0 } else { 0.5 };
            if old != young && chance.yes(welcome) && can_join(families, people, old, young, child) {
                link(people, &families[old], child);
                families[old].younger.push((child, young));
                families[young].absorbed = true;
                joined += 1;
                break;
            }
        }
    }
    joined
}

fn can_join(families: &[Family], people: &[Person], old: usize, young: usize, child: u32) -> bool {
    let (parents, family) = (&families[old], &families[young]);
    let with: usize = parents.younger.iter().map(|(_, at)| families[*at].size()).sum();
    let room = parents.size() + with + family.size() <= LARGEST && parents.younger.len() < 2;
    let birth = days::number(people[child as usize].birth);
    let old_enough = parents.adults.iter().all(|at| {
        let parent = &people[*at as usize];
        if parent.is_female() { may_bear(parent, birth) } else { birth - days::number(parent.birth) > (MOTHER_AGES.0 + 1) * 366 }
    });
    let siblings = parents.children.iter().chain(parents.younger.iter().map(|(at, _)| at));
    let spaced = siblings.map(|at| days::number(people[*at as usize].birth)).all(|other| (other - birth).abs() > 320);
    !parents.absorbed && room && old_enough && spaced
}

fn link(people: &mut [Person], parents: &Family, child: u32) {
    let woman = parents.adults.iter().copied().find(|at| people[*at as usize].is_female());
    match woman {
        Some(mother) => adopt(people, mother, child),
        None => people[child as usize].father = parents.adults[0],
    }
}

/// Single adults move in with someone; `kept` stay alone, at most `wanted` move. Returns how many did.
fn lodgers(families: &mut [Family], people: &[Person], today: Date, kept: usize, wanted: usize, chance: &mut Chance) -> usize {
    let alone = |family: &Family| family.size() == 1 && !family.absorbed && family.younger.is_empty();
    let mut single: Vec<usize> = (0..families.len()).filter(|at| alone(&families[*at])).collect();
    chance.shuffle(&mut single);
    let hosts: Vec<usize> = (0..families.len()).filter(|at| !families[*at].absorbed && families[*at].size() > 1).collect();
    if hosts.is_empty() {
        return 0;
    }
    let mut moved = 0;
    for guest in single.into_iter().skip(kept) {
        if moved == wanted {
            break;
        }
        let host = *chance.pick(&hosts);
        if families[host].size() >= LARGEST - 4 {
            continue;
        }
        let who = families[guest].adults[0];
        let age = people[who as usize].age(today);
        let gap = age.abs_diff(people[families[host].adults[0] as usize].age(today));
        let sibling = gap < 15 && chance.yes(0.6);
        let relationship = if sibling {
            rel::SIBLING
        } else if age < 55 && chance.yes(0.3) {
            rel::LODGER
        } else {
            rel::OTHER
        };
        families[host].others.push((who, relationship));
        families[guest].absorbed = true;
        moved += 1;
    }
    moved
}

/// The members in the order of the sheet, with their relationships to the head, who comes first.
fn arrange(at: usize, families: &[Family], people: &mut [Person], today: Date, chance: &mut Chance) -> Vec<u32> {
    let core = &families[at];
    let mut lines: Vec<(u32, u8)> = Vec::new();
    let oldest = people[core.adults[0] as usize].age(today);
    let young_heads = core.younger.len() == 1 && oldest >= OLD_HEAD;
    let (heads, own_children, rest) = if young_heads {
        let (_, family) = core.younger[0];
        (&families[family].adults, &families[family].children, true)
    } else {
        (&core.adults, &core.children, false)
    };
    let woman_heads = heads.len() == 2 && chance.yes(0.16);
    let heads: Vec<u32> = if woman_heads { heads.iter().rev().copied().collect() } else { heads.clone() };
    lines.extend(heads.iter().copied().zip([rel::HEAD, rel::SPOUSE]));
    let mut own: Vec<u32> = own_children.clone();
    own.sort_by_key(|child| people[*child as usize].birth);
    lines.extend(own.into_iter().map(|child| (child, rel::CHILD)));
    if rest {
        lines.extend(core.adults.iter().map(|parent| (*parent, rel::PARENT)));
        lines.extend(core.children.iter().map(|sibling| (*sibling, rel::SIBLING)));
    } else {
        for (child, family) in &core.younger {
            let family = &families[*family];
            lines.push((*child, rel::CHILD));
            lines.extend(family.adults.iter().filter(|adult| *adult != child).map(|adult| (*adult, rel::CHILD_IN_LAW)));
            lines.extend(family.children.iter().map(|grandchild| (*grandchild, rel::GRANDCHILD)));
        }
    }
    let others = core.younger.iter().flat_map(|(_, family)| &families[*family].others).chain(&core.others);
    lines.extend(others.copied());
    for (member, relationship) in &lines {
        people[*member as usize].relationship = *relationship;
    }
    lines.into_iter().map(|(member, _)| member).collect()
}
