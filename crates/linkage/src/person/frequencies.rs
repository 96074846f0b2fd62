//! How common each value is, so that agreement on a rare name says more than agreement on a common one.
//!
//! Middle and given names are counted by sex and years of birth: `thi` is a woman's middle and an older woman's most of all. Two unrelated persons
//! of one sex and one age share a name far oftener than two of any, and these are the pairs among which someone is sought.

use super::names::{Named, Role, Shared, role};
use super::record::{MOST_WORDS, Person};
use crate::number::Sex;
use crate::text::lexicon::Lexicon;

/// Years of one band of births.
const BAND: u16 = 15;
/// The first year of the second band; those before are one band.
const FIRST_BAND: u16 = 1940;
/// Bands, and one for unknown years.
const BANDS: usize = 7;
/// Sexes and bands.
const STRATA: usize = 3 * BANDS;
/// People of the wider group that count with those of a stratum, so that a small stratum leans on all.
const LEANING: f64 = 60.0;
/// Seen in addition to what was counted, so that nothing is impossible.
const SMOOTHING: f64 = 1.0;
/// Years for which births are counted, from this one on.
const FIRST_YEAR: u16 = 1880;
const YEARS: usize = 320;
/// Bits of a value that was never counted.
const UNSEEN: f32 = 17.0;

const ROLES: usize = 3;

/// Where a person belongs.
fn stratum(person: &Person) -> usize {
    let band = match person.birth.year {
        0 => 0,
        year => 1 + usize::from(year.saturating_sub(FIRST_BAND).div_ceil(BAND)).min(BANDS - 2),
    };
    person.sex as usize * BANDS + band
}

/// Counts by word and stratum.
#[derive(Debug, Clone, Default)]
pub(super) struct Table(Vec<u32>);

impl Table {
    pub(super) fn add(&mut self, word: usize, stratum: usize, many: u32) {
        let at = word * STRATA + stratum;
        if self.0.len() <= at {
            self.0.resize((word + 1) * STRATA, 0);
        }
        self.0[at] += many;
    }

    /// Words with the strata in which they were counted.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, Vec<(u8, u32)>)> {
        let counted =
            |row: &[u32]| (0_u8..).zip(row).filter(|(_, count)| **count > 0).map(|(stratum, count)| (stratum, *count)).collect();
        self.0.chunks_exact(STRATA).enumerate().map(move |(word, row)| (word, counted(row)))
    }

    /// Shares: of each stratum, leaning on its sex, which leans on all. Surnames are not cut by strata.
    fn shares(&self, cut: bool) -> Shares {
        let mut sums = [0.0_f64; STRATA];
        for row in self.0.chunks_exact(STRATA) {
            for (sum, count) in sums.iter_mut().zip(row) {
                *sum += f64::from(*count);
            }
        }
        let by_sex = |values: &[f64]| [0, 1, 2].map(|sex| values[sex * BANDS..(sex + 1) * BANDS].iter().sum::<f64>());
        let (of_sex, all) = (by_sex(&sums), sums.iter().sum::<f64>());
        let (mut list, mut squares) = (Vec::with_capacity(if cut { self.0.len() } else { self.0.len() / STRATA }), 0.0);
        for row in self.0.chunks_exact(STRATA) {
            let row: Vec<f64> = row.iter().map(|count| f64::from(*count)).collect();
            let total: f64 = row.iter().sum();
            let overall = (total + SMOOTHING) / (all + 10.0 * SMOOTHING);
            squares += (total / all.max(1.0)).powi(2);
            if !cut {
                list.push(overall as f32);
                continue;
            }
            let sexes = by_sex(&row);
            for (stratum, count) in row.iter().enumerate() {
                let sex = stratum / BANDS;
                let share = (sexes[sex] + LEANING * overall) / (of_sex[sex] + LEANING);
                let share = if stratum % BANDS == 0 { share } else { (count + LEANING * share) / (sums[stratum] + LEANING) };
                list.push(if sex == 0 { overall as f32 } else { share as f32 });
            }
        }
        Shares { list, cut, chance: if squares > 0.0 { -squares.log2() as f32 } else { 0.0 } }
    }
}

/// Shares of words.
#[derive(Debug, Clone, Default)]
struct Shares {
    list: Vec<f32>,
    cut: bool,
    /// Bits of agreement by chance.
    chance: f32,
}

impl Shares {
    fn of(&self, word: usize, stratum: usize) -> Option<f32> {
        self.list.get(if self.cut { word * STRATA + stratum } else { word }).copied()
    }

    /// Bits of a word that two persons share: the mean of its shares among people like the one and like the other.
    fn bits(&self, word: usize, strata: [usize; 2]) -> f32 {
        match (self.of(word, strata[0]), self.of(word, strata[1])) {
            (Some(one), Some(other)) => -f32::midpoint(one, other).log2(),
            _ => UNSEEN,
        }
    }
}

/// Counts, before they become shares.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub(super) plain: [Table; ROLES],
    pub(super) marked: [Table; ROLES],
    pub(super) years: Vec<u32>,
    pub(super) communes: Vec<u32>,
}

fn add(list: &mut Vec<u32>, at: usize) {
    if list.len() <= at {
        list.resize(at + 1, 0);
    }
    list[at] += 1;
}

impl Counts {
    /// Counts one person.
    pub fn count(&mut self, person: &Person, lexicon: &Lexicon) {
        let (words, stratum) = (person.words(), stratum(person));
        for (at, word) in words.iter().enumerate() {
            let role = role(at, words.len());
            self.plain[role as usize].add(lexicon.get(*word).plain as usize, stratum, 1);
            if !person.bare {
                self.marked[role as usize].add(word.0 as usize, stratum, 1);
            }
        }
        if let Some(year) = person.birth.year.checked_sub(FIRST_YEAR).filter(|year| usize::from(*year) < YEARS) {
            add(&mut self.years, usize::from(year));
        }
        if person.commune != 0 {
            add(&mut self.communes, usize::from(person.commune));
        }
    }
}

/// Bits of rarity of words, years and communes.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    plain: [Shares; ROLES],
    marked: [Shares; ROLES],
    years: Vec<f32>,
    communes: Vec<f32>,
    year_chance: f32,
    commune_chance: f32,
}

fn bits(counts: &[u32]) -> (Vec<f32>, f32) {
    let all: f64 = counts.iter().map(|count| f64::from(*count)).sum();
    let share = |count: &u32| (f64::from(*count) + SMOOTHING) / (all + 10.0 * SMOOTHING);
    let squares: f64 = counts.iter().map(|count| (f64::from(*count) / all.max(1.0)).powi(2)).sum();
    let chance = if squares > 0.0 { -squares.log2() as f32 } else { 0.0 };
    (counts.iter().map(|count| -share(count).log2() as f32).collect(), chance)
}

impl Frequencies {
    /// Bits from counts.
    #[must_use]
    pub fn new(counts: &Counts) -> Self {
        let shares = |tables: &[Table; ROLES]| {
            [Role::Surname, Role::Middle, Role::Given].map(|role| tables[role as usize].shares(role != Role::Surname))
        };
        let (years, year_chance) = bits(&counts.years);
        let (communes, commune_chance) = bits(&counts.communes);
        Self { plain: shares(&counts.plain), marked: shares(&counts.marked), years, communes, year_chance, commune_chance }
    }

    /// Bits of a word that is shared beyond the average of the part that it is compared in.
    fn word(&self, shared: &Shared, part: Role, lexicon: &Lexicon, strata: [usize; 2]) -> Option<f32> {
        let word = shared.word?;
        let in_role = |role: Role| {
            if shared.marked {
                self.marked[role as usize].bits(word.0 as usize, strata)
            } else {
                self.plain[role as usize].bits(lexicon.get(word).plain as usize, strata)
            }
        };
        let [one, other] = shared.roles;
        let bits = if one == other { in_role(one) } else { f32::midpoint(in_role(one), in_role(other)) };
        Some(bits - self.plain[part as usize].chance)
    }

    /// Bits beyond the average of surname, middle and given name, where they agree.
    #[must_use]
    pub fn names(&self, named: &Named, a: &Person, b: &Person, lexicon: &Lexicon) -> [f32; 3] {
        let strata = [stratum(a), stratum(b)];
        let strata = match (a.sex, b.sex) {
            (Sex::Unknown, Sex::Male | Sex::Female) => [strata[1]; 2],
            (Sex::Male | Sex::Female, Sex::Unknown) => [strata[0]; 2],
            (Sex::Unknown, Sex::Unknown) | (Sex::Male | Sex::Female, Sex::Male | Sex::Female) => strata,
        };
        let surname = self.word(&named.same_surname, Role::Surname, lexicon, strata).unwrap_or(0.0);
        let given = self.word(&named.same_given, Role::Given, lexicon, strata).unwrap_or(0.0);
        [surname, self.middle(&named.same_middle, lexicon, strata), given]
    }

    /// The first word counts against the average of a middle that agrees, those after it by themselves.
    fn middle(&self, shared: &[Shared; MOST_WORDS], lexicon: &Lexicon, strata: [usize; 2]) -> f32 {
        let mut words = shared.iter().filter_map(|shared| self.word(shared, Role::Middle, lexicon, strata));
        let Some(first) = words.next() else { return 0.0 };
        let chance = self.plain[Role::Middle as usize].chance;
        words.fold(first, |sum, bits| sum + (bits + chance).max(0.0))
    }

    /// Bits beyond the average of a year that agrees.
    #[must_use]
    pub fn year(&self, year: u16) -> f32 {
        let at = usize::from(year.saturating_sub(FIRST_YEAR));
        self.years.get(at).copied().unwrap_or(UNSEEN) - self.year_chance
    }

    /// Bits beyond the average of a commune that agrees.
    #[must_use]
    pub fn commune(&self, commune: u16) -> f32 {
        self.communes.get(usize::from(commune)).copied().unwrap_or(UNSEEN) - self.commune_chance
    }
}
