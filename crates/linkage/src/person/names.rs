//! Two names compared part by part: surname, middle, given name, and whether the parts stand in the same order.

use super::levels::{middle, part};
use super::record::{MOST_WORDS, Person};
use crate::text::lexicon::{Lexicon, Plain, WordId, one_edit};

/// Hashes of the two words that half of all people have in the middle of their names: thi, van.
const COMMON_MIDDLES: [&str; 2] = ["thi", "van"];

/// Letters that a cut name must at least have, so that its last word may be the beginning of the other's.
const LEAST_CUT: usize = 10;

/// Words that agree and what the frequency of each must be looked up by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shared {
    /// A word of the first name.
    pub word: Option<WordId>,
    /// Whether marks agreed as well on both sides.
    pub marked: bool,
    /// The parts that it stands in, in the one name and in the other.
    pub roles: [Role; 2],
}

/// Levels of the parts of two names.
#[derive(Debug, Clone, Copy, Default)]
pub struct Named {
    /// Level of the surname.
    pub surname: u8,
    /// Level of the middle.
    pub middle: u8,
    /// Level of the given name.
    pub given: u8,
    /// 1: the same order; 2: parts were moved.
    pub order: u8,
    /// The surname that agrees.
    pub same_surname: Shared,
    /// The given name that agrees.
    pub same_given: Shared,
    /// Words of the middle that agree.
    pub same_middle: [Shared; MOST_WORDS],
}

/// The part of a name that a word stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// First word.
    #[default]
    Surname = 0,
    /// Between.
    Middle = 1,
    /// Last word.
    Given = 2,
}

/// The part of the word at a place among many.
#[must_use]
pub fn role(at: usize, many: usize) -> Role {
    if at + 1 == many {
        Role::Given
    } else if at == 0 {
        Role::Surname
    } else {
        Role::Middle
    }
}

/// The part of a word in a name as it was written.
fn role_in(words: &[WordId], word: WordId) -> Role {
    role(words.iter().position(|each| *each == word).unwrap_or(0), words.len())
}

/// A name whose words were put in an order.
#[derive(Clone, Copy)]
struct Ordered {
    surname: WordId,
    given: WordId,
    middle: [WordId; MOST_WORDS],
    count: usize,
}

fn ordered(words: &[WordId]) -> Option<Ordered> {
    let (given, rest) = words.split_last()?;
    let (surname, between) = rest.split_first()?;
    let mut middle = [WordId(u32::MAX); MOST_WORDS];
    middle[..between.len()].copy_from_slice(between);
    Some(Ordered { surname: *surname, given: *given, middle, count: between.len() })
}

/// Given name first, then surname and middle.
fn given_first(words: &[WordId]) -> Option<Ordered> {
    let (given, rest) = words.split_first()?;
    let (surname, between) = rest.split_first()?;
    let mut middle = [WordId(u32::MAX); MOST_WORDS];
    middle[..between.len()].copy_from_slice(between);
    Some(Ordered { surname: *surname, given: *given, middle, count: between.len() })
}

/// Surname, given name, then the middle in whatever order.
fn given_second(words: &[WordId]) -> Option<Ordered> {
    let (surname, rest) = words.split_first()?;
    let (given, between) = rest.split_first()?;
    let mut middle = [WordId(u32::MAX); MOST_WORDS];
    middle[..between.len()].copy_from_slice(between);
    Some(Ordered { surname: *surname, given: *given, middle, count: between.len() })
}

/// Given name first and surname last, as in the West.
fn western(words: &[WordId]) -> Option<Ordered> {
    ordered(words).map(|name| Ordered { surname: name.given, given: name.surname, ..name })
}

/// Compares names.
pub struct Names<'a> {
    lexicon: &'a Lexicon,
    common: [u32; 2],
}

impl<'a> Names<'a> {
    /// Over the words of a lexicon.
    #[must_use]
    pub fn new(lexicon: &'a Lexicon) -> Self {
        let number = |text: &str| lexicon.find_letters(text).unwrap_or(u32::MAX);
        Self { lexicon, common: [number(COMMON_MIDDLES[0]), number(COMMON_MIDDLES[1])] }
    }

    /// Compares the names of two persons.
    #[must_use]
    pub fn compare(&self, a: &Person, b: &Person) -> Named {
        let bare = a.bare || b.bare;
        let (words_a, words_b) = (a.words(), b.words());
        let (Some(name_a), Some(name_b)) = (ordered(words_a), ordered(words_b)) else {
            return self.single(words_a, words_b, bare);
        };
        let straight = self.parts(&name_a, &name_b, bare, 1);
        if good(straight.surname) && good(straight.given) {
            return straight;
        }
        if let Some(glued) = self.glued(a, b) {
            return glued;
        }
        self.moved(words_a, words_b, bare).unwrap_or_else(|| self.cut(straight, words_a, words_b))
    }

    /// When one side has a single word, it is the given name.
    fn single(&self, a: &[WordId], b: &[WordId], bare: bool) -> Named {
        let (Some(x), Some(y)) = (a.last(), b.last()) else { return Named::default() };
        let given = self.part(*x, *y, bare, true);
        Named { given, order: 1, same_given: self.shared(given, *x, *y, bare, Role::Given), ..Named::default() }
    }

    fn parts(&self, a: &Ordered, b: &Ordered, bare: bool, order: u8) -> Named {
        let surname = self.part(a.surname, b.surname, bare, false);
        let given = self.part(a.given, b.given, bare, true);
        let mut named = Named {
            surname,
            given,
            order,
            same_surname: self.shared(surname, a.surname, b.surname, bare, Role::Surname),
            same_given: self.shared(given, a.given, b.given, bare, Role::Given),
            ..Named::default()
        };
        self.middles(&mut named, &a.middle[..a.count], &b.middle[..b.count], bare);
        named
    }

    fn shared(&self, level: u8, x: WordId, y: WordId, bare: bool, role: Role) -> Shared {
        let word = (part::SAME..=part::VOWEL).contains(&level).then_some(x);
        Shared { word, marked: !bare && x == y, roles: [role; 2] }
    }

    /// The level of two words.
    fn part(&self, x: WordId, y: WordId, bare: bool, given: bool) -> u8 {
        if x == y {
            return part::SAME;
        }
        let (one, other) = (self.lexicon.get(x), self.lexicon.get(y));
        if one.plain == other.plain {
            return if bare { part::SAME } else { marks(one.marks, other.marks) };
        }
        let (Some(one), Some(other)) = (self.lexicon.letters(one.plain), self.lexicon.letters(other.plain)) else {
            return part::OTHER;
        };
        let level = letters(one, other);
        if given && (level == part::OTHER || level == part::EDIT) && (one.nickname || other.nickname) {
            return part::ALIAS;
        }
        level
    }

    fn middles(&self, named: &mut Named, a: &[WordId], b: &[WordId], bare: bool) {
        let (mut used_a, mut used_b) = (0_u8, 0_u8);
        let mut marks_differ = false;
        let mut shared = 0;
        for (i, x) in a.iter().enumerate() {
            let plain = self.lexicon.get(*x).plain;
            let fits = |(j, y): &(usize, &WordId)| used_b & (1 << j) == 0 && self.lexicon.get(**y).plain == plain;
            let exact = b.iter().enumerate().find(|(j, y)| used_b & (1 << j) == 0 && *y == x);
            let Some((j, y)) = exact.or_else(|| b.iter().enumerate().find(fits)) else { continue };
            used_a |= 1 << i;
            used_b |= 1 << j;
            marks_differ |= x != y && !bare;
            named.same_middle[shared] = Shared { word: Some(*x), marked: !bare && x == y, roles: [Role::Middle; 2] };
            shared += 1;
        }
        let left = |words: &[WordId], used: u8| -> ([WordId; MOST_WORDS], usize) {
            let mut left = [WordId(u32::MAX); MOST_WORDS];
            let mut count = 0;
            for (at, word) in words.iter().enumerate().filter(|(at, _)| used & (1 << at) == 0) {
                let _ = at;
                left[count] = *word;
                count += 1;
            }
            (left, count)
        };
        let (left_a, count_a) = left(a, used_a);
        let (left_b, count_b) = left(b, used_b);
        let common = |words: &[WordId]| words.iter().all(|word| self.common.contains(&self.lexicon.get(*word).plain));
        named.middle = match (count_a, count_b) {
            (0, 0) if shared == 0 => middle::NEITHER,
            (0, 0) if marks_differ => middle::MARKS,
            (0, 0) => middle::SAME,
            (0, _) if common(&left_b[..count_b]) => middle::LACKS_COMMON,
            (_, 0) if common(&left_a[..count_a]) => middle::LACKS_COMMON,
            (0, _) | (_, 0) => middle::LACKS,
            (1, 1) if self.part(left_a[0], left_b[0], bare, false) < part::ALIAS => middle::NEAR,
            _ if shared > 0 => middle::PARTLY,
            _ => middle::OTHER,
        };
    }

    /// The same letters with other gaps between words.
    fn glued(&self, a: &Person, b: &Person) -> Option<Named> {
        let first = |person: &Person| person.words().first().and_then(|word| self.lexicon.letters(self.lexicon.get(*word).plain));
        let (one, other) = (first(a)?, first(b)?);
        if a.count == b.count || !(one.text.starts_with(&*other.text) || other.text.starts_with(&*one.text)) {
            return None;
        }
        if !self.letters_of(a.words()).eq(self.letters_of(b.words())) {
            return None;
        }
        let whole = if a.count > b.count { a } else { b };
        let name = ordered(whole.words())?;
        let mut named = self.parts(&name, &name, true, 1);
        named.order = 2;
        Some(named)
    }

    fn letters_of<'b>(&'b self, words: &'b [WordId]) -> impl Iterator<Item = u8> + 'b {
        let texts = words.iter().filter_map(|word| self.lexicon.letters(self.lexicon.get(*word).plain));
        texts.flat_map(|plain| plain.text.bytes())
    }

    /// Other orders of the parts, when the words say that there is one.
    fn moved(&self, a: &[WordId], b: &[WordId], bare: bool) -> Option<Named> {
        let plain = |word: &WordId| self.lexicon.get(*word).plain;
        let last_is_early =
            |x: &[WordId], y: &[WordId]| x.last().is_some_and(|last| y.iter().take(2).any(|early| plain(early) == plain(last)));
        if !last_is_early(a, b) && !last_is_early(b, a) {
            return None;
        }
        let (straight_a, straight_b) = (ordered(a)?, ordered(b)?);
        let pairs = [
            (Some(straight_a), given_first(b)),
            (given_first(a), Some(straight_b)),
            (Some(straight_a), given_second(b)),
            (given_second(a), Some(straight_b)),
            (Some(straight_a), western(b)),
            (western(a), Some(straight_b)),
        ];
        let tried = pairs.into_iter().filter_map(|(x, y)| Some(self.parts(&x?, &y?, bare, 2)));
        let mut best = None;
        for mut named in tried.filter(|named| named.surname <= part::SOUND && named.given <= part::SOUND) {
            let Named { same_surname, same_given, same_middle, .. } = &mut named;
            for shared in [same_surname, same_given].into_iter().chain(same_middle) {
                // Of words that differ in their marks the other name has none like it; the part in its own name is near enough.
                let own = shared
                    .word
                    .map(|word| if a.contains(&word) { role_in(a, word) } else { role_in(b, word) })
                    .unwrap_or_default();
                let other = shared.word.map(|word| if b.contains(&word) { role_in(b, word) } else { own }).unwrap_or_default();
                shared.roles = [own, other];
            }
            let worth = u32::from(named.surname) + u32::from(named.given) + u32::from(named.middle % middle::NEITHER);
            if best.as_ref().is_none_or(|(least, _)| worth < *least) {
                best = Some((worth, named));
            }
        }
        best.map(|(_, named)| named)
    }

    /// A name that ends where the column ended: its words are those of the other, the last one the beginning of it.
    fn cut(&self, straight: Named, a: &[WordId], b: &[WordId]) -> Named {
        if straight.surname != part::SAME || straight.given != part::OTHER {
            return straight;
        }
        if self.is_cut(a, b) || self.is_cut(b, a) { Named { given: part::SHORT, ..straight } } else { straight }
    }

    fn is_cut(&self, short: &[WordId], long: &[WordId]) -> bool {
        let plain = |word: &WordId| self.lexicon.get(*word).plain;
        let Some((last, before)) = short.split_last() else { return false };
        let Some(whole) = long.get(before.len()) else { return false };
        before.iter().zip(long).all(|(x, y)| plain(x) == plain(y))
            && self
                .lexicon
                .letters(plain(last))
                .zip(self.lexicon.letters(plain(whole)))
                .is_some_and(|(x, y)| y.text.starts_with(&*x.text))
            && self.letters_of(short).count() >= LEAST_CUT
    }
}

fn good(level: u8) -> bool {
    level != part::OTHER
}

fn marks(one: u16, other: u16) -> u8 {
    const HOOK_AND_TILDE: [u16; 2] = [3, 4];
    let (tone_one, tone_other) = (one & 7, other & 7);
    if one == 0 || other == 0 {
        part::TONE_NEAR
    } else if one >> 3 == other >> 3 {
        let confused = HOOK_AND_TILDE.contains(&tone_one) && HOOK_AND_TILDE.contains(&tone_other);
        if confused || tone_one == 0 || tone_other == 0 { part::TONE_NEAR } else { part::TONE }
    } else {
        part::VOWEL
    }
}

fn letters(one: &Plain, other: &Plain) -> u8 {
    let classes = [one.doublet, one.other_doublet];
    if classes.iter().flatten().any(|class| other.doublet == Some(*class) || other.other_doublet == Some(*class)) {
        part::DOUBLET
    } else if one.sound == other.sound {
        part::SOUND
    } else if (one.short && other.text.starts_with(&*one.text)) || (other.short && one.text.starts_with(&*other.text)) {
        part::SHORT
    } else if one_edit(&one.text, &other.text) && one.text.len().max(other.text.len()) > 2 {
        part::EDIT
    } else {
        part::OTHER
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Row, Standardiser};
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, wanted: (u8, u8, u8, u8)) {
        let mut standardiser = Standardiser::default();
        let a = standardiser.person(&Row { name: one, ..Row::default() });
        let b = standardiser.person(&Row { name: other, ..Row::default() });
        let names = Names::new(&standardiser.lexicon);
        for (x, y) in [(&a, &b), (&b, &a)] {
            let named = names.compare(x, y);
            assert_eq!((named.surname, named.middle, named.given, named.order), wanted, "{one} | {other}");
        }
    }

    #[test]
    fn levels_of_names() {
        let same = part::SAME;
        check("Nguyễn Thị Hoà", "NGUYEN THI HOA", (same, middle::SAME, same, 1));
        check("Nguyễn Thị Hòa", "Nguyễn Hòa", (same, middle::LACKS_COMMON, same, 1));
        check("Nguyễn Ngọc Hòa", "Nguyễn Hòa", (same, middle::LACKS, same, 1));
        check("Nguyễn Thị Hùng", "Nguyễn Thị Hưng", (same, middle::SAME, part::VOWEL, 1));
        check("Nguyễn Thị Hải", "Nguyễn Thị Hãi", (same, middle::SAME, part::TONE_NEAR, 1));
        check("Huỳnh Văn Phúc", "Hoàng Văn Phước", (part::DOUBLET, middle::SAME, part::DOUBLET, 1));
        check("Trần Văn Sơn", "Ng. V. Sơn", (part::OTHER, middle::NEAR, same, 1));
        check("Nguyễn Văn Sơn", "Ng. V. Sơn", (part::SHORT, middle::NEAR, same, 1));
        check("Nguyễn Văn Sơn", "Sơn Nguyễn Văn", (same, middle::SAME, same, 2));
        check("Nguyễn Minh Ngọc Sơn", "Nguyễn Sơn Ngọc Minh", (same, middle::SAME, same, 2));
        check("Nguyễn Văn Sơn", "Văn Sơn Nguyễn", (same, middle::SAME, same, 2));
        check("Nguyễn Văn Sơn", "NguyễnVăn Sơn", (same, middle::SAME, same, 2));
        check("Nguyễn Văn Sơn", "Nguyễn Văn Út", (same, middle::SAME, part::ALIAS, 1));
        check("Trần Nguyễn Huỳnh Thảo", "Trần Nguyễn Huỳn", (same, middle::LACKS, part::SHORT, 1));
        check("Trần Văn Trang", "Trần Văn Chang", (same, middle::SAME, part::SOUND, 1));
        check("Trần Văn Toàn", "Lê Minh Hạnh", (part::OTHER, middle::OTHER, part::OTHER, 1));
        check("Hạnh", "Lê Minh Hạnh", (0, 0, same, 1));
    }
}
