//! Names: drawn by ethnic group, sex and year of birth, remembered as four small numbers, and written out again.

use crate::chance::{Chance, Weighted};
use crate::person::{Name, Person, Spelling};
use crate::tables::rows;
use crate::untidy::{bare, telex};
use danso_model::Sex;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const SURNAMES: &str = include_str!("../data/surnames.tsv");
const GIVEN: &str = include_str!("../data/given.tsv");
const MIDDLE: &str = include_str!("../data/middle.tsv");
const ETHNIC_NAMES: &str = include_str!("../data/ethnic_names.tsv");

/// Middles that follow a rule instead of a table: none, the usual Văn and Thị, A of the Mông.
const FIXED: [&str; 4] = ["", "Văn", "Thị", "A"];
const VAN: u8 = 1;
const THI: u8 = 2;
const A: u8 = 3;
/// From here on a middle is the father's given name (the Hà Nhì and La Hủ link the names of father and child).
const LINKED: u8 = 200;

const HMONG: u8 = 8;
const LINKING: [u8; 2] = [35, 41];

struct Own {
    surnames: Weighted<&'static str>,
    given: [Weighted<&'static str>; 2],
}

/// The words that names are made of.
pub(crate) struct Names {
    surnames: Weighted<&'static str>,
    middle: [Weighted<&'static str>; 2],
    given: [Weighted<&'static str>; 2],
    own: BTreeMap<u8, Own>,
}

fn number(text: &str) -> u32 {
    text.parse().unwrap_or(1)
}

fn by_sex(table: &'static str) -> [Weighted<&'static str>; 2] {
    [1, 2].map(|column| Weighted::new(rows(table).map(|row| (row[0], number(row[column]))).take(190)))
}

fn words(ethnic: u8, what: &str) -> Weighted<&'static str> {
    let row = rows(ETHNIC_NAMES).find(|row| number(row[0]) == u32::from(ethnic) && row[1] == what);
    let words = row.map_or("", |row| row[2]).split(' ').filter(|word| !word.is_empty());
    Weighted::new(words.map(|word| word.split_once(':').map_or((word, 1), |(word, weight)| (word, number(weight)))))
}

impl Names {
    pub(crate) fn embedded() -> &'static Self {
        static READ: OnceLock<Names> = OnceLock::new();
        READ.get_or_init(|| {
            let own = |code: u8| Own { surnames: words(code, "s"), given: [words(code, "m"), words(code, "f")] };
            Names {
                surnames: Weighted::new(rows(SURNAMES).map(|row| (row[0], number(row[1])))),
                middle: by_sex(MIDDLE),
                given: by_sex(GIVEN),
                own: (1..=54).map(|code| (code, own(code))).filter(|(_, own)| own.surnames.len() > 0).collect(),
            }
        })
    }

    fn surnames(&self, ethnic: u8) -> &Weighted<&'static str> {
        self.own.get(&ethnic).map_or(&self.surnames, |own| &own.surnames)
    }

    fn given(&self, ethnic: u8, sex: usize) -> &Weighted<&'static str> {
        let own = self.own.get(&ethnic).map(|own| &own.given[sex]).filter(|given| given.len() > 0);
        own.unwrap_or(&self.given[sex])
    }

    /// Draws a name. A child takes its father's surname when both are of one ethnic group.
    pub(crate) fn draw(&self, person: &Person, father: Option<&Person>, chance: &mut Chance) -> Name {
        let father = father.filter(|father| father.ethnic == person.ethnic);
        let surname = father.map_or_else(|| self.surnames(person.ethnic).place(chance) as u8, |father| father.name.surname);
        let sex = usize::from(person.sex == Sex::Female);
        let given = self.given(person.ethnic, sex).place(chance) as u8;
        let has_own = self.own.get(&person.ethnic).is_some_and(|own| own.given[sex].len() > 0);
        let (middle, second) = match father {
            _ if person.ethnic == HMONG => (if sex == 0 { A } else { THI }, 0),
            Some(father) if LINKING.contains(&person.ethnic) => (LINKED + father.name.given, 0),
            _ if has_own => (if sex == 0 { VAN } else { THI }, 0),
            _ => self.usual_middle(sex, person.birth.year(), chance),
        };
        Name { surname, middle, second, given }
    }

    fn usual_middle(&self, sex: usize, year: i16, chance: &mut Chance) -> (u8, u8) {
        let (fixed, old, young) = if sex == 0 { (VAN, 0.5, 0.12) } else { (THI, 0.75, 0.25) };
        let share = if year < 1975 {
            old
        } else if year < 1995 {
            (old + young) / 2.0
        } else {
            young
        };
        let from_table = |chance: &mut Chance| (FIXED.len() + self.middle[sex].place(chance)) as u8;
        if !chance.yes(share) {
            return (from_table(chance), 0);
        }
        let second = if chance.yes(0.35) { from_table(chance) } else { 0 };
        (fixed, second)
    }

    fn middle(&self, person: &Person, place: u8) -> &'static str {
        let sex = usize::from(person.sex == Sex::Female);
        if place >= LINKED {
            return self.given(person.ethnic, 0).get(usize::from(place - LINKED)).copied().unwrap_or_default();
        }
        let place = usize::from(place);
        FIXED.get(place).or_else(|| self.middle[sex].get(place - FIXED.len())).copied().unwrap_or_default()
    }

    /// The name as it should be.
    pub(crate) fn right(&self, person: &Person) -> String {
        let name = person.name;
        let sex = usize::from(person.sex == Sex::Female);
        let surname = self.surnames(person.ethnic).get(usize::from(name.surname)).copied().unwrap_or("Nguyễn");
        let given = self.given(person.ethnic, sex).get(usize::from(name.given)).copied().unwrap_or("An");
        let mut full = String::with_capacity(32);
        for word in [surname, self.middle(person, name.middle), self.middle(person, name.second), given] {
            if !word.is_empty() {
                if !full.is_empty() {
                    full.push(' ');
                }
                full.push_str(word);
            }
        }
        full
    }

    /// The name as the register has it.
    pub(crate) fn written(&self, person: &Person) -> String {
        let right = self.right(person);
        match person.spelling {
            Spelling::Right => right,
            Spelling::Bare => bare(&right),
            Spelling::Telex => match right.rsplit_once(' ') {
                Some((before, last)) => format!("{before} {}", telex(last)),
                None => telex(&right),
            },
        }
    }
}
