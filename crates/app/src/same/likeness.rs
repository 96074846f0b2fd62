//! Why two sheets may be about one person: a sum of few reasons, each with a name.
//!
//! The points say how much an officer should look first, no probability: a number alone is enough to ask, a name and a birth together are,
//! and no other single reason is. Names and births are compared as the phone does at entry (`web/lib/forms/duplicates.ts`).

use danso_model::{PartialDate, PersonId, Precision};
use danso_store::LikeRow;

/// From so many points on, a pair is worth asking about.
pub(crate) const ENOUGH: u32 = 45;

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reason {
    /// The same identification number.
    PinSame,
    /// The same name but for accents and capitals.
    NameSame,
    /// One letter apart, or the same words in another order or with one left out.
    NameNear,
    /// Born on the same day.
    BirthSame,
    /// Day and month exchanged.
    BirthSwapped,
    /// One date is less exact and may be the other.
    BirthWithin,
    /// A year apart, or only the day or only the month differs.
    BirthNear,
    /// The same mother.
    MotherSame,
    /// In the same household.
    HouseholdSame,
    /// In the same hamlet.
    HamletSame,
    /// The same sex.
    SexSame,
}

impl Reason {
    /// The stable code, as message files name it.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::PinSame => "pin_same",
            Self::NameSame => "name_same",
            Self::NameNear => "name_near",
            Self::BirthSame => "birth_same",
            Self::BirthSwapped => "birth_swapped",
            Self::BirthWithin => "birth_within",
            Self::BirthNear => "birth_near",
            Self::MotherSame => "mother_same",
            Self::HouseholdSame => "household_same",
            Self::HamletSame => "hamlet_same",
            Self::SexSame => "sex_same",
        }
    }

    /// What it adds.
    pub(crate) const fn points(self) -> u32 {
        match self {
            Self::PinSame => 80,
            Self::NameSame | Self::BirthSame => 30,
            Self::MotherSame => 20,
            Self::NameNear | Self::BirthSwapped | Self::BirthWithin | Self::HouseholdSame => 15,
            Self::BirthNear => 8,
            Self::HamletSame | Self::SexSame => 5,
        }
    }
}

/// One sheet as compared.
#[derive(Debug, Clone)]
pub(crate) struct Looks {
    pub(crate) fold: String,
    pub(crate) sex: char,
    pub(crate) birth: Option<PartialDate>,
    pub(crate) pin: Option<[u8; 32]>,
    pub(crate) household: Option<danso_model::HouseholdId>,
    pub(crate) hamlet: Option<danso_model::HamletId>,
    /// Where it was looked up.
    pub(crate) mother: Option<PersonId>,
}

impl From<&LikeRow> for Looks {
    fn from(row: &LikeRow) -> Self {
        Self {
            fold: row.fold.clone(),
            sex: row.sex,
            birth: row.birth.parse().ok(),
            pin: row.pin_mac,
            household: row.household,
            hamlet: row.hamlet,
            mother: None,
        }
    }
}

/// One letter more, less or other.
fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let alike = a.iter().zip(&b).take_while(|(one, other)| one == other).count();
    let (a, b) = (&a[alike..], &b[alike..]);
    let rest = |letters: &[char]| letters.get(1..).unwrap_or_default().to_vec();
    rest(a) == rest(b) || rest(a) == b || a == rest(b)
}

/// The same words in any order, or one of them left out.
fn same_words(a: &str, b: &str) -> bool {
    let (mut few, mut many): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    if few.len() > many.len() {
        std::mem::swap(&mut few, &mut many);
    }
    few.len() >= 2 && many.len() - few.len() <= 1 && few.iter().all(|word| many.contains(word))
}

fn name(a: &str, b: &str) -> Option<Reason> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b {
        return Some(Reason::NameSame);
    }
    (one_letter_apart(a, b) || same_words(a, b)).then_some(Reason::NameNear)
}

fn birth(a: PartialDate, b: PartialDate) -> Option<Reason> {
    let exact = a.precision() == Precision::Day && b.precision() == Precision::Day;
    if a.overlaps(b) {
        return Some(if exact { Reason::BirthSame } else { Reason::BirthWithin });
    }
    let (one, other) = (a.earliest(), b.earliest());
    let year_apart = one.year().abs_diff(other.year()) == 1;
    if !exact {
        let alike = one.month() == other.month() || a.precision() != b.precision() || a.precision() == Precision::Year;
        return (year_apart && alike).then_some(Reason::BirthNear);
    }
    if one.year() == other.year() && one.month() == other.day() && one.day() == other.month() {
        return Some(Reason::BirthSwapped);
    }
    let equal = [one.year() == other.year(), one.month() == other.month(), one.day() == other.day()];
    let two = equal.iter().filter(|equal| **equal).count() == 2;
    (two && (equal[0] || year_apart)).then_some(Reason::BirthNear)
}

/// Why two may be one, the weightiest first; empty where they are not alike enough to ask.
pub(crate) fn reasons(a: &Looks, b: &Looks) -> Vec<Reason> {
    let pin = a.pin.is_some() && a.pin == b.pin;
    let different_sex = a.sex != b.sex && a.sex != 'u' && b.sex != 'u';
    if different_sex && !pin {
        return Vec::new();
    }
    let birth = a.birth.zip(b.birth).and_then(|(a, b)| birth(a, b));
    if birth.is_none() && !pin {
        return Vec::new();
    }
    let name = name(&a.fold, &b.fold);
    if name.is_none() && !pin {
        return Vec::new();
    }
    let same = |is: bool, reason| is.then_some(reason);
    let all = [
        same(pin, Reason::PinSame),
        name,
        birth,
        same(a.mother.is_some() && a.mother == b.mother, Reason::MotherSame),
        same(a.household.is_some() && a.household == b.household, Reason::HouseholdSame),
        same(a.hamlet.is_some() && a.hamlet == b.hamlet, Reason::HamletSame),
        same(a.sex == b.sex && a.sex != 'u', Reason::SexSame),
    ];
    let mut found: Vec<Reason> = all.into_iter().flatten().collect();
    found.sort_by_key(|reason| (std::cmp::Reverse(reason.points()), *reason));
    if points(&found) >= ENOUGH { found } else { Vec::new() }
}

/// What reasons add up to.
pub(crate) fn points(reasons: &[Reason]) -> u32 {
    reasons.iter().map(|reason| reason.points()).sum()
}

#[cfg(test)]
mod tests {
    use super::{Looks, Reason, birth, name, points, reasons};

    fn looks(name: &str, sex: char, birth: &str) -> Looks {
        let fold = danso_catalog::fold(name);
        Looks { fold, sex, birth: birth.parse().ok(), pin: None, household: None, hamlet: None, mother: None }
    }

    #[test]
    fn names_are_compared_without_accents_and_word_by_word() {
        let near = |a: &str, b: &str| name(&danso_catalog::fold(a), &danso_catalog::fold(b));
        assert_eq!(near("Nguyễn Thị Hoà", "NGUYEN THI HOA"), Some(Reason::NameSame));
        assert_eq!(near("Nguyễn Thị Hoa", "Nguyễn Thị Hoan"), Some(Reason::NameNear));
        assert_eq!(near("Nguyễn Thị Hoa", "Nguyễn Thi Hia"), Some(Reason::NameNear));
        assert_eq!(near("Nguyễn Thị Hoa", "Thị Hoa Nguyễn"), Some(Reason::NameNear));
        assert_eq!(near("Nguyễn Thị Ngọc Hoa", "Nguyễn Thị Hoa"), Some(Reason::NameNear));
        assert_eq!(near("Nguyễn Thị Ngọc Hoa", "Nguyễn Hoa"), None);
        assert_eq!(near("Hoa", "Hoan Thị"), None);
        assert_eq!(near("", ""), None);
    }

    #[test]
    fn births_are_the_same_within_each_other_swapped_or_near() {
        let compared = |a: &str, b: &str| birth(a.parse().unwrap(), b.parse().unwrap());
        for (a, b, expected) in [
            ("1990-03-04", "1990-03-04", Some(Reason::BirthSame)),
            ("1990-03-04", "1990-04-03", Some(Reason::BirthSwapped)),
            ("1990-03-04", "1990", Some(Reason::BirthWithin)),
            ("1990-03", "1990-03-31", Some(Reason::BirthWithin)),
            ("1990-03-04", "1991-03-04", Some(Reason::BirthNear)),
            ("1990-03-04", "1990-03-14", Some(Reason::BirthNear)),
            ("1990-03-14", "1990-05-14", Some(Reason::BirthNear)),
            ("1990", "1991", Some(Reason::BirthNear)),
            ("1990-03-04", "1992-03-04", None),
            ("1990-03-04", "1991-04-04", None),
            ("1990", "1992", None),
        ] {
            assert_eq!((compared(a, b), compared(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn a_name_and_a_birth_together_are_enough_and_a_number_alone_is() {
        let one = looks("Lê Thị Hoa", 'f', "1990-03-04");
        let all = |other: &Looks| points(&reasons(&one, other));
        assert_eq!(all(&looks("Lê Thị Hoa", 'f', "1990-03-04")), 65);
        assert_eq!(all(&looks("Lê Thị Hoà", 'f', "1990")), 50);
        assert_eq!(all(&looks("Lê Thị Hoan", 'f', "1990-03-04")), 50);
        assert_eq!(all(&looks("Lê Thị Hoan", 'f', "1990")), 0, "a near name and a year are not");
        assert_eq!(all(&looks("Lê Thị Hoa", 'm', "1990-03-04")), 0, "nor people of different sex");
        assert_eq!(all(&looks("Lê Thị Hoa", 'f', "1995-03-04")), 0, "nor a name alone");
        let numbered = |looks: Looks| Looks { pin: Some([1; 32]), ..looks };
        let other = numbered(looks("Trần Văn An", 'm', "1950"));
        assert_eq!(reasons(&numbered(one.clone()), &other), [Reason::PinSame]);
        assert_eq!(reasons(&one, &other), []);
    }
}
