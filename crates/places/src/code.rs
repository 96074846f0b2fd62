//! Codes of administrative units: their shape says their level, and only a date says which unit they name.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

const LONGEST: usize = 9;

/// A level of the tree, from the nation down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The whole country.
    Nation,
    /// A province or a centrally-run city.
    Province,
    /// A district; there are none from 2025-07-01.
    District,
    /// A commune, ward, township or special zone.
    Commune,
    /// A hamlet (thôn, ấp, bản, khu vực, tổ dân phố), known to one deployment only.
    Hamlet,
}

/// The code of a unit, well formed but not yet looked up.
///
/// | shape | level |
/// |---|---|
/// | `VN` | nation |
/// | 2 digits | province |
/// | 3 digits | district |
/// | 5 digits | commune |
/// | 5 digits, a dot, 2 or 3 digits | hamlet |
///
/// The same code may name different units on different dates (province 15 was Yên Bái and is Lào Cai),
/// so every look-up takes a date. A hamlet keeps its code for ever: its five digits tell where it was first
/// registered and must not be read as its commune.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitCode {
    text: [u8; LONGEST],
    len: u8,
}

/// A text that is not a unit code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not the code of an administrative unit: {0:?}")]
pub struct MalformedCode(pub String);

impl UnitCode {
    /// The whole country, `VN`.
    pub const NATION: UnitCode = UnitCode { text: *b"VN\0\0\0\0\0\0\0", len: 2 };

    /// The level that the shape of the code tells.
    pub fn level(&self) -> Level {
        match (self.len, self.text[0]) {
            (2, b'V') => Level::Nation,
            (2, ..) => Level::Province,
            (3, ..) => Level::District,
            (5, ..) => Level::Commune,
            (..) => Level::Hamlet,
        }
    }

    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[..usize::from(self.len)]).unwrap_or_default()
    }

    fn read(text: &str) -> Option<UnitCode> {
        let bytes = text.as_bytes();
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        let well_formed = match bytes {
            b"VN" => true,
            [_, _] | [_, _, _] | [_, _, _, _, _] => digits(bytes),
            [commune @ .., b'.', _, _] | [commune @ .., b'.', _, _, _] => {
                commune.len() == 5 && digits(commune) && digits(&bytes[6..])
            }
            [..] => false,
        };
        if !well_formed {
            return None;
        }
        let mut code = UnitCode { text: [0; LONGEST], len: u8::try_from(bytes.len()).ok()? };
        code.text[..bytes.len()].copy_from_slice(bytes);
        Some(code)
    }
}

impl FromStr for UnitCode {
    type Err = MalformedCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        UnitCode::read(text).ok_or_else(|| MalformedCode(text.to_owned()))
    }
}

impl TryFrom<&str> for UnitCode {
    type Error = MalformedCode;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl serde::Serialize for UnitCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for UnitCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl AsRef<str> for UnitCode {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitCode({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shape_tells_level() {
        let level = |text: &str| text.parse::<UnitCode>().map(|code| code.level());
        assert_eq!(level("VN"), Ok(Level::Nation));
        assert_eq!(level("92"), Ok(Level::Province));
        assert_eq!(level("916"), Ok(Level::District));
        assert_eq!(level("31117"), Ok(Level::Commune));
        assert_eq!(level("31117.03"), Ok(Level::Hamlet));
        assert_eq!(level("31117.103"), Ok(Level::Hamlet));
        assert_eq!("VN".parse(), Ok(UnitCode::NATION));
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in [
            "",
            "V",
            "vn",
            "VNM",
            "9",
            "9 ",
            "1234",
            "3111a",
            "311170",
            "31117.",
            "31117.3",
            "31117.1234",
            "31117-03",
            "3111.103",
            "311171.03",
            "31117.0x",
            "31117..3",
            "٣١",
            " 92",
            "92\n",
        ] {
            assert_eq!(text.parse::<UnitCode>(), Err(MalformedCode(text.to_owned())));
        }
    }

    proptest! {
        #[test]
        fn written_as_read(text in "VN|[0-9]{2,3}|[0-9]{5}|[0-9]{5}\\.[0-9]{2,3}") {
            let code: UnitCode = text.parse()?;
            prop_assert_eq!(code.as_str(), text.as_str());
            prop_assert_eq!(code.to_string(), text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,10}") {
            if let Ok(code) = text.parse::<UnitCode>() {
                prop_assert_eq!(code.as_str(), text);
            }
        }
    }
}
