//! What is remembered of persons and households: as little as later events need, 56 bytes a person.

use crate::days;
use danso_model::{Code, HouseholdId, PartialDate, PersonId, ResidenceStatus, Sex};
use jiff::civil::Date;

/// No one: a place in the list of persons that does not exist.
pub(crate) const NONE: u32 = u32::MAX;

/// Relationships to the head, codes of the list `relationship`.
pub(crate) mod rel {
    pub(crate) const HEAD: u8 = 1;
    pub(crate) const SPOUSE: u8 = 2;
    pub(crate) const CHILD: u8 = 3;
    pub(crate) const CHILD_IN_LAW: u8 = 5;
    pub(crate) const PARENT: u8 = 6;
    pub(crate) const GRANDCHILD: u8 = 7;
    pub(crate) const SIBLING: u8 = 8;
    pub(crate) const OTHER: u8 = 9;
    pub(crate) const LODGER: u8 = 10;
}

/// Codes of the list `marital`.
pub(crate) mod marital {
    pub(crate) const SINGLE: u8 = 1;
    pub(crate) const MARRIED: u8 = 2;
    pub(crate) const WIDOWED: u8 = 3;
    pub(crate) const DIVORCED: u8 = 4;
    pub(crate) const SEPARATED: u8 = 5;
}

/// How the date of birth stands in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// As it was.
    Right,
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// The first of January.
    FirstOfJanuary,
    /// Day and month exchanged.
    Swapped,
}

/// How the name stands in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    Right,
    /// Without accents.
    Bare,
    /// With the keys of the telex method left in one word.
    Telex,
}

/// Where someone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    Here,
    Gone,
    Dead,
}

/// A name by its places in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Name {
    pub(crate) surname: u8,
    pub(crate) middle: u8,
    pub(crate) second: u8,
    pub(crate) given: u8,
}

/// A person.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) birth: Date,
    pub(crate) mother: u32,
    pub(crate) father: u32,
    pub(crate) spouse: u32,
    pub(crate) home: u32,
    /// 0: none. Else one more than place × 2^20 + number.
    pub(crate) pin: u32,
    pub(crate) name: Name,
    /// Day of the plan on which the person last moved; no two moves on one day.
    pub(crate) moved: u16,
    pub(crate) sex: Sex,
    pub(crate) written: Written,
    pub(crate) spelling: Spelling,
    pub(crate) whereabouts: Whereabouts,
    pub(crate) marital: u8,
    pub(crate) education: u8,
    pub(crate) relationship: u8,
    pub(crate) residence: u8,
    pub(crate) ethnic: u8,
    /// Method of contraception the register knows of; 0 none.
    pub(crate) method: u8,
    /// Children born.
    pub(crate) parity: u8,
    /// Whether a pregnancy is under way.
    pub(crate) pregnant: bool,
}

impl Person {
    pub(crate) fn new(birth: Date, sex: Sex) -> Self {
        Self {
            id: PersonId::from_bytes([0; 16]),
            birth,
            mother: NONE,
            father: NONE,
            spouse: NONE,
            home: NONE,
            pin: 0,
            name: Name::default(),
            moved: 0,
            sex,
            written: Written::Right,
            spelling: Spelling::Right,
            whereabouts: Whereabouts::Here,
            marital: marital::SINGLE,
            education: 9,
            relationship: rel::OTHER,
            residence: 1,
            ethnic: 1,
            method: 0,
            parity: 0,
            pregnant: false,
        }
    }

    pub(crate) fn age(&self, at: Date) -> i32 {
        days::age(self.birth, at)
    }

    pub(crate) fn is_female(&self) -> bool {
        self.sex == Sex::Female
    }

    pub(crate) fn is_here(&self) -> bool {
        self.whereabouts == Whereabouts::Here
    }

    /// Lives here and is counted.
    pub(crate) fn is_usual(&self) -> bool {
        self.is_here() && matches!(self.residence, 1..=4 | 7)
    }

    pub(crate) fn status(&self) -> ResidenceStatus {
        ResidenceStatus::new(self.residence).unwrap_or(ResidenceStatus::REGISTERED)
    }

    /// The date of birth as the register has it.
    pub(crate) fn written_birth(&self) -> PartialDate {
        let birth = self.birth;
        let parsed = |text: String| text.parse().unwrap_or(PartialDate::day(birth));
        match self.written {
            Written::Right => PartialDate::day(birth),
            Written::Year => parsed(format!("{:04}", birth.year())),
            Written::Month => parsed(format!("{:04}-{:02}", birth.year(), birth.month())),
            Written::FirstOfJanuary => PartialDate::day(Date::constant(birth.year(), 1, 1)),
            Written::Swapped => PartialDate::day(Date::new(birth.year(), birth.day(), birth.month()).unwrap_or(birth)),
        }
    }
}

/// A household.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) id: HouseholdId,
    pub(crate) hamlet: u32,
    pub(crate) area: u32,
    pub(crate) number: u32,
    /// The first of its persons on the first day, who stand in one row; none for a household of later.
    pub(crate) first: u32,
    pub(crate) collective: bool,
    pub(crate) members: Vec<u32>,
}

/// A code of one or two digits as it stands in most lists: `3`, `10`.
pub(crate) fn code(number: u8) -> Code {
    let digits = [b'0' + number / 10, b'0' + number % 10];
    of_ascii(if number < 10 { &digits[1..] } else { &digits })
}

/// A code of two digits: `01`.
pub(crate) fn code2(number: u8) -> Code {
    of_ascii(&[b'0' + number / 10, b'0' + number % 10])
}

fn of_ascii(digits: &[u8]) -> Code {
    word(std::str::from_utf8(digits).unwrap_or("0"))
}

/// A code that is written in this program.
pub(crate) fn word(text: &str) -> Code {
    Code::new(text).expect("codes written in the program have the shape of codes")
}
