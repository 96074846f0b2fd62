//! Codes of the catalogue's lists. Their meaning is data (`catalog/lists`), so here they are only checked for shape.

use std::fmt;
use thiserror::Error;

/// A code of some list: one to fifteen ASCII letters, digits, `_` or `-`. Stored in place, without allocation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    bytes: [u8; 15],
    len: u8,
}

/// A text that cannot be a code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("code {0:?} is not one to fifteen letters, digits, '_' or '-'")]
pub struct CodeError(pub String);

impl Code {
    /// Reads a code.
    ///
    /// # Errors
    /// When the text is empty, longer than fifteen bytes or has another character.
    ///
    /// ```
    /// assert_eq!(danso_model::Code::new("01")?.as_str(), "01");
    /// assert!(danso_model::Code::new("a b").is_err());
    /// # Ok::<(), danso_model::CodeError>(())
    /// ```
    pub fn new(text: &str) -> Result<Self, CodeError> {
        let fits = (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if !fits {
            return Err(CodeError(text.to_owned()));
        }
        let mut bytes = [0; 15];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self { bytes, len: text.len() as u8 })
    }

    /// The code as text.
    ///
    /// # Panics
    /// Never: only ASCII is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).expect("a code is ASCII")
    }
}

impl std::str::FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// Sex as recorded. [`Sex::Unknown`] is for a newborn whose paper is pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
    /// Chưa xác định.
    Unknown,
}

/// Tình trạng cư trú, a code 1 to 9 of the list `residence`: whether someone is a usual resident where he lives.
/// Which codes are counted is data; [`ResidenceStatus::is_usual`] is the rule in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidenceStatus(u8);

impl ResidenceStatus {
    /// Registered here and living here.
    pub const REGISTERED: Self = Self(1);

    /// Reads a status.
    ///
    /// # Errors
    /// When the code is not a digit from 1 to 9.
    pub fn new(code: u8) -> Result<Self, CodeError> {
        if (1..=9).contains(&code) { Ok(Self(code)) } else { Err(CodeError(code.to_string())) }
    }

    /// The code, 1 to 9.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.0
    }

    /// Whether the status is that of a usual resident (nhân khẩu thực tế thường trú): living here for six months or more, or settled,
    /// whatever the registration; absent for less than six months still counts (General Statistics Office, census manual 2009).
    #[must_use]
    pub const fn is_usual(self) -> bool {
        matches!(self.0, 1..=4 | 7)
    }
}
