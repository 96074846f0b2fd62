//! Codes for offices that may not see each other's names: keyed codes that agree exactly, and keyed Bloom filters a field that agree as far as the values do.
//!
//! Both are made with a secret that the offices share and whoever compares does not have. They remain personal data: someone with the secret, or with
//! much patience and a list of common names, can find out who is behind them (Christen, Ranbaduge and Schnell, Linking Sensitive Data, 2020, ch. 5, 7).
//! [`clk`] makes filters as the public tool clkhash does, one a field; [`coded`] links lists of them. [`Secret::filter`] makes hardened ones of our own,
//! which clkhash cannot make.

pub mod clk;
pub mod coded;

use crate::person::record::Person;
use crate::text::lexicon::Lexicon;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

/// Bits of a filter before it is folded.
pub const BITS: usize = 1024;
/// Words of a filter after it is folded to half its length.
pub const WORDS: usize = BITS / 2 / 64;
/// Bits that one bigram sets.
const HASHES: u64 = 15;

/// Why no code can be made.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SecretError {
    /// A secret that can be guessed protects nothing.
    #[error("the secret has {0} bytes; it needs 32 or more")]
    Short(usize),
}

/// A secret that two offices share.
#[derive(Clone)]
pub struct Secret(Hmac<Sha256>);

/// A code of 256 bits: equal codes are equal values.
pub type Code = [u8; 32];

/// A filter of a field, folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter(pub [u64; WORDS]);

impl Secret {
    /// From at least 32 bytes.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn new(bytes: &[u8]) -> Result<Self, SecretError> {
        let short = SecretError::Short(bytes.len());
        if bytes.len() < 32 {
            return Err(short);
        }
        Hmac::new_from_slice(bytes).map(Self).map_err(|_| short)
    }

    /// The code of a value for a purpose; the same value for another purpose has another code.
    #[must_use]
    pub fn code(&self, purpose: &str, value: &str) -> Code {
        let mut mac = self.0.clone();
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose.as_bytes());
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The filter of a value: padded bigrams, each setting bits by double hashing (Kirsch and Mitzenmacher 2006). `salt` is a value that must agree as well,
    /// as the year of birth: it breaks the counting of common names. The two halves are laid over each other (Schnell and Borgs 2016, XOR folding).
    #[must_use]
    pub fn filter(&self, field: &str, value: &str, salt: &str) -> Filter {
        let padded: Vec<char> = std::iter::once(' ').chain(value.chars()).chain(std::iter::once(' ')).collect();
        let mut bits = [0_u64; BITS / 64];
        for pair in padded.windows(2) {
            let code = self.code(field, &format!("{salt}|{}{}", pair[0], pair[1]));
            let part = |from: usize| code[from..from + 8].iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
            let (first, step) = (part(0), part(8) | 1);
            for hash in 0..HASHES {
                let bit = (first.wrapping_add(hash.wrapping_mul(step)) % BITS as u64) as usize;
                bits[bit / 64] |= 1 << (bit % 64);
            }
        }
        let mut folded = [0; WORDS];
        for (at, word) in folded.iter_mut().enumerate() {
            *word = bits[at] ^ bits[at + WORDS];
        }
        Filter(folded)
    }

    /// The exact codes of a person: of the number of 12 digits, and of name without accents, day of birth and sex; each if its parts are known.
    #[must_use]
    pub fn codes_of(&self, person: &Person, lexicon: &Lexicon) -> [Option<Code>; 2] {
        let name: Vec<&str> =
            person.words().iter().filter_map(|word| Some(&*lexicon.letters(lexicon.get(*word).plain)?.text)).collect();
        let number = person.number.is_some().then(|| self.code("number", &format!("{:x}", person.number.0)));
        let whole = !name.is_empty() && person.birth.is_whole();
        let day = person.birth;
        let said = format!("{}|{:04}{:02}{:02}|{}", name.join(" "), day.year, day.month, day.day, person.sex as u8);
        [number, whole.then(|| self.code("name birth sex", &said))]
    }
}

impl Filter {
    /// How far two filters agree, 0 to 1 (Dice 1945); two empty ones do not.
    #[must_use]
    pub fn dice(&self, other: &Self) -> f64 {
        let ones = |filter: &Self| filter.0.iter().map(|word| word.count_ones()).sum::<u32>();
        let common: u32 = self.0.iter().zip(&other.0).map(|(one, other)| (one & other).count_ones()).sum();
        let all = ones(self) + ones(other);
        if all == 0 { 0.0 } else { 2.0 * f64::from(common) / f64::from(all) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::record::{Row, Standardiser};

    fn secret(byte: u8) -> Secret {
        Secret::new(&[byte; 32]).unwrap()
    }

    #[test]
    fn codes_are_hmac_sha_256() {
        // RFC 4231, test case 2 has a key of 4 bytes, too short here; its message with purpose "" and a key of 32 bytes is checked by its properties.
        let (one, other) = (secret(1), secret(2));
        assert_eq!(one.code("number", "092087000001"), one.code("number", "092087000001"));
        assert_ne!(one.code("number", "092087000001"), other.code("number", "092087000001"));
        assert_ne!(one.code("number", "1"), one.code("numbe", "r1"));
        assert_eq!(Secret::new(b"short").err(), Some(SecretError::Short(5)));
    }

    #[test]
    fn one_person_has_one_code_however_written() {
        let mut standardiser = Standardiser::default();
        let row = Row { name: "Nguyễn Thị Hoà", birth: "1987-05-20", sex: "F", ..Row::default() };
        let one = standardiser.person(&row);
        let other = standardiser.person(&Row { name: "NGUYEN THI HOA", birth: "20/05/1987", sex: "Nữ", ..row });
        let codes = |person| secret(1).codes_of(person, &standardiser.lexicon);
        assert_eq!(codes(&one), codes(&other));
        assert!(codes(&one)[0].is_none() && codes(&one)[1].is_some());
    }

    #[test]
    fn filters_agree_as_far_as_values_do() {
        let secret = secret(3);
        let filter = |value: &str, salt: &str| secret.filter("name", value, salt);
        let whole = filter("nguyen thi hoa", "1987");
        assert!((whole.dice(&filter("nguyen thi hoa", "1987")) - 1.0).abs() < 1e-12);
        let near = whole.dice(&filter("nguyen thi hoan", "1987"));
        let far = whole.dice(&filter("tran van toan", "1987"));
        let other_year = whole.dice(&filter("nguyen thi hoa", "1988"));
        assert!(near > 0.75 && far < 0.6 && other_year < 0.6 && near > far + 0.2, "{near} {far} {other_year}");
    }
}
