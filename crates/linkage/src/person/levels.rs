//! The fields of a person and what is believed of their levels before data: shares among one person's pairs, kin, unrelated.
//!
//! The numbers are starting points with the weight of a few pairs; the data of a run move them (see `docs/linkage.md`, where each choice has its reason).

use crate::engine::learn::KinRule;
use crate::fields::Field;

/// Places of the fields in a pattern.
pub mod at {
    /// Surname.
    pub const SURNAME: usize = 0;
    /// Words between surname and given name.
    pub const MIDDLE: usize = 1;
    /// Given name.
    pub const GIVEN: usize = 2;
    /// Order of the parts.
    pub const ORDER: usize = 3;
    /// Day of birth.
    pub const BIRTH: usize = 4;
    /// Sex.
    pub const SEX: usize = 5;
    /// Identity number.
    pub const NUMBER: usize = 6;
    /// Address.
    pub const PLACE: usize = 7;
    /// Telephone.
    pub const PHONE: usize = 8;
    /// The household of one list, where it is looked through for duplicates.
    pub const HOUSEHOLD: usize = 9;
}

/// Levels of surname and given name.
pub mod part {
    /// The same word, marks as far as both have them.
    pub const SAME: u8 = 1;
    /// Tones that are confused or left out.
    pub const TONE_NEAR: u8 = 2;
    /// Another tone.
    pub const TONE: u8 = 3;
    /// Another vowel mark.
    pub const VOWEL: u8 = 4;
    /// A regional doublet.
    pub const DOUBLET: u8 = 5;
    /// Sounds alike.
    pub const SOUND: u8 = 6;
    /// One letter of difference.
    pub const EDIT: u8 = 7;
    /// Abbreviated or cut.
    pub const SHORT: u8 = 8;
    /// A name at home on one side.
    pub const ALIAS: u8 = 9;
    /// Another word.
    pub const OTHER: u8 = 10;
}

/// Levels of the middle.
pub mod middle {
    /// The same words.
    pub const SAME: u8 = 1;
    /// The same letters, marks differ.
    pub const MARKS: u8 = 2;
    /// One word nearly the same.
    pub const NEAR: u8 = 3;
    /// One side lacks a word that half of all people have.
    pub const LACKS_COMMON: u8 = 4;
    /// One side lacks another word.
    pub const LACKS: u8 = 5;
    /// Some words are the same.
    pub const PARTLY: u8 = 6;
    /// No word is the same.
    pub const OTHER: u8 = 7;
    /// Neither has a middle.
    pub const NEITHER: u8 = 8;
}

/// Levels of the day of birth.
pub mod birth {
    /// The same day.
    pub const SAME: u8 = 1;
    /// The same year, and neither knows the day.
    pub const YEARS: u8 = 2;
    /// The same year, and one does not know the day.
    pub const YEAR_ONLY: u8 = 3;
    /// Day and month exchanged.
    pub const EXCHANGED: u8 = 4;
    /// Same month, another day.
    pub const DAY: u8 = 5;
    /// Same year and day, another month; not the neighbour.
    pub const MONTH: u8 = 6;
    /// Same day and month, the year before or after.
    pub const NEXT_YEAR: u8 = 7;
    /// Same day and month, one other digit in the year.
    pub const YEAR_DIGIT: u8 = 8;
    /// As far apart as calendars of moon and sun.
    pub const MOON: u8 = 9;
    /// Same year otherwise.
    pub const SAME_YEAR: u8 = 10;
    /// One knows the year alone, and it is the one before or after.
    pub const YEAR_NEAR: u8 = 11;
    /// Up to two years apart.
    pub const NEAR: u8 = 12;
    /// Up to fifteen years apart.
    pub const SIBLING: u8 = 13;
    /// More.
    pub const FAR: u8 = 14;
}

/// Levels of sex.
pub mod sex {
    /// The same.
    pub const SAME: u8 = 1;
    /// Another.
    pub const OTHER: u8 = 2;
}

/// Levels of the number.
pub mod number {
    /// The same twelve digits.
    pub const SAME: u8 = 1;
    /// The same twelve digits, which contradict the sex or year of one record.
    pub const CONTRADICTS: u8 = 2;
    /// The same nine digits.
    pub const OLD_SAME: u8 = 3;
    /// Twelve digits with one slip.
    pub const SLIP: u8 = 4;
    /// Nine digits with one slip.
    pub const OLD_SLIP: u8 = 5;
    /// Other twelve digits.
    pub const OTHER: u8 = 6;
    /// Other nine digits.
    pub const OLD_OTHER: u8 = 7;
}

/// Levels of the address.
pub mod place {
    /// Commune, hamlet and house.
    pub const HOUSE: u8 = 1;
    /// Commune and hamlet; no house on one side.
    pub const HAMLET: u8 = 2;
    /// Commune and hamlet; another house.
    pub const OTHER_HOUSE: u8 = 3;
    /// Commune and house; no hamlet on one side.
    pub const HOUSE_ONLY: u8 = 4;
    /// Commune and house; another hamlet.
    pub const HOUSE_OTHER_HAMLET: u8 = 5;
    /// Commune; nothing more on one side.
    pub const COMMUNE: u8 = 6;
    /// Commune; another hamlet.
    pub const OTHER_HAMLET: u8 = 7;
    /// Commune; another house and no hamlet.
    pub const OTHER_HOUSE_ONLY: u8 = 8;
    /// Another commune or none, the same hamlet and house.
    pub const HOUSE_OTHER_COMMUNE: u8 = 9;
    /// Another commune.
    pub const OTHER: u8 = 10;
    /// The same house number and no commune on one side; or hamlet alone.
    pub const NO_COMMUNE: u8 = 11;
}

/// Levels of the telephone.
pub mod phone {
    /// The same.
    pub const SAME: u8 = 1;
    /// One slip.
    pub const SLIP: u8 = 2;
    /// Another.
    pub const OTHER: u8 = 3;
}

/// Levels of the household.
pub mod household {
    /// The list has both records in one household.
    pub const SAME: u8 = 1;
    /// In two.
    pub const OTHER: u8 = 2;
}

/// The field that is added when a list that names households is looked through for duplicates. Who wrote down a household wrote each member once: two
/// records of it are hardly ever one person, and kin nearly always. How hardly is learned: lists that were typed twice have their duplicates there.
#[must_use]
pub fn of_household() -> Field {
    Field::new("household", &[("same", 0.1, 0.95, 0.000_03, 0), ("other", 0.9, 0.05, 1.0, 0)])
}

/// The fields with their first shares.
#[must_use]
pub fn fields() -> Vec<Field> {
    vec![
        Field::new(
            "surname",
            &[
                ("same", 0.93, 0.65, 0.17, 0),
                ("tone_near", 0.008, 0.006, 0.002, 0),
                ("tone", 0.004, 0.002, 0.002, 0),
                ("vowel", 0.003, 0.004, 0.004, 0),
                ("doublet", 0.008, 0.01, 0.012, 0),
                ("sound", 0.005, 0.01, 0.012, 0),
                ("edit", 0.012, 0.008, 0.01, 0),
                ("short", 0.008, 0.005, 0.003, 0),
                ("alias", 0.001, 0.001, 0.001, 0),
                ("other", 0.008, 0.30, 0.78, 0),
            ],
        ),
        Field::new(
            "middle",
            &[
                ("same", 0.84, 0.22, 0.08, 0),
                ("marks", 0.012, 0.01, 0.01, 0),
                ("near", 0.025, 0.02, 0.02, 0),
                ("lacks_common", 0.03, 0.04, 0.02, 0),
                ("lacks", 0.03, 0.03, 0.03, 0),
                ("partly", 0.008, 0.12, 0.08, 0),
                ("other", 0.01, 0.55, 0.75, 0),
                ("neither", 0.02, 0.005, 0.002, 0),
            ],
        ),
        Field::new(
            "given",
            &[
                ("same", 0.915, 0.02, 0.009, 0),
                ("tone_near", 0.008, 0.003, 0.002, 0),
                ("tone", 0.004, 0.004, 0.003, 0),
                ("vowel", 0.003, 0.008, 0.006, 0),
                ("doublet", 0.006, 0.004, 0.004, 0),
                ("sound", 0.008, 0.02, 0.02, 0),
                ("edit", 0.018, 0.03, 0.03, 0),
                ("short", 0.006, 0.005, 0.004, 0),
                ("alias", 0.008, 0.02, 0.01, 0),
                ("other", 0.006, 0.90, 0.92, 0),
            ],
        ),
        // Another person with the same words in another order is as rare as the words are in that order: that is in the rarity of the words.
        Field::with_fixed_chances("order", &[("straight", 0.985, 1.0, 1.0, 0), ("moved", 0.015, 0.3, 1.0, 0)]),
        Field::new(
            "birth",
            &[
                ("same", 0.82, 0.006, 0.00004, 0),
                ("years", 0.02, 0.001, 0.0002, 0),
                ("year_only", 0.06, 0.006, 0.0016, 0),
                ("exchanged", 0.015, 0.0001, 0.00003, 0),
                ("day", 0.01, 0.002, 0.0011, 0),
                ("month", 0.006, 0.0006, 0.0004, 0),
                ("next_year", 0.01, 0.0006, 0.0001, 0),
                ("year_digit", 0.005, 0.0005, 0.0004, 0),
                ("moon", 0.01, 0.002, 0.002, 0),
                ("same_year", 0.006, 0.01, 0.01, 0),
                ("year_near", 0.003, 0.008, 0.003, 0),
                ("near", 0.004, 0.15, 0.05, 0),
                ("sibling", 0.004, 0.35, 0.27, 0),
                ("far", 0.004, 0.47, 0.66, 0),
            ],
        ),
        Field::new("sex", &[("same", 0.985, 0.5, 0.5, 0), ("other", 0.015, 0.5, 0.5, 0)]),
        // Which digits two records have says nothing; so twelve and nine digits are groups by themselves. Shares among unrelated pairs are far too
        // small to be seen in pairs drawn by chance. One slip: of two numbers of one sex and year, six digits are free, and 54 of a million others
        // differ in one; told where it counts, among people of one sex and year.
        Field::with_fixed_unrelated(
            "number",
            &[
                ("same", 0.94, 0.004, 1e-8, 0),
                ("contradicts", 0.01, 0.004, 3e-9, 0),
                ("old_same", 0.95, 0.0002, 3e-8, 1),
                ("slip", 0.02, 0.0001, 1.6e-5, 0),
                ("old_slip", 0.03, 0.0001, 1.6e-5, 1),
                ("other", 0.03, 0.99, 1.0, 0),
                ("old_other", 0.02, 0.999, 1.0, 1),
            ],
        ),
        Field::new(
            "place",
            &[
                ("house", 0.30, 0.30, 0.000_02, 0),
                ("hamlet", 0.25, 0.25, 0.004, 0),
                ("other_house", 0.08, 0.08, 0.003, 0),
                ("house_only", 0.05, 0.05, 0.0002, 0),
                ("house_other_hamlet", 0.02, 0.02, 0.0002, 0),
                ("commune", 0.12, 0.12, 0.02, 0),
                ("other_hamlet", 0.05, 0.05, 0.03, 0),
                ("other_house_only", 0.02, 0.02, 0.01, 0),
                ("house_other_commune", 0.005, 0.005, 0.0001, 0),
                ("other", 0.10, 0.10, 0.92, 0),
                ("no_commune", 0.005, 0.005, 0.001, 0),
            ],
        ),
        Field::new(
            "phone",
            &[("same", 0.75, 0.12, 0.000_01, 0), ("slip", 0.01, 0.001, 0.000_02, 0), ("other", 0.24, 0.88, 1.0, 0)],
        ),
    ]
}

/// How kin are learned: from pairs of one house, all of which are candidates, and with the address of a person's own pairs, as a household shares it.
pub const KIN: KinRule = KinRule { seen_at: (at::PLACE, place::HOUSE), like_match: at::PLACE };

/// Pairs of names whose parts were moved agree by construction.
pub const ASIDE: (usize, u8) = (at::ORDER, 2);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_levels_are_places_in_the_list() {
        let fields = fields();
        let code = |field: usize, level: u8| fields[field].levels[usize::from(level)].code.clone();
        assert_eq!(code(at::SURNAME, part::OTHER), "other");
        assert_eq!(code(at::MIDDLE, middle::NEITHER), "neither");
        assert_eq!(code(at::GIVEN, part::ALIAS), "alias");
        assert_eq!(code(at::BIRTH, birth::FAR), "far");
        assert_eq!(code(at::SEX, sex::OTHER), "other");
        assert_eq!(code(at::NUMBER, number::OLD_OTHER), "old_other");
        assert_eq!(code(at::PLACE, place::NO_COMMUNE), "no_commune");
        assert_eq!(code(at::PHONE, phone::OTHER), "other");
        assert_eq!((fields.len(), of_household().levels[usize::from(household::OTHER)].code.as_str()), (at::HOUSEHOLD, "other"));
        assert!(fields.iter().all(|field| field.levels.len() <= 16));
    }
}
