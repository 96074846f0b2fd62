//! Encodings of Vietnamese text from before Unicode.
//!
//! TCVN3 is the third code table of TCVN 5712:1993 (fonts `.VnTime`, "ABC"): letters with their tone in one byte, capitals without tone only; a capital with
//! a tone is the small letter in a font that draws capitals (`.VnTimeH`). VNI for Windows (fonts `VNI-Times`) writes a vowel and then its marks as a
//! second letter, capitals likewise 32 places lower. Windows-1258 is code page 1258 of Microsoft: letters with combining tones.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// How the letters of a list were stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// UTF-8, composed or decomposed.
    Utf8,
    /// UTF-16 of either order.
    Utf16,
    /// TCVN 5712:1993, third table ("ABC").
    Tcvn3,
    /// VNI for Windows.
    Vni,
    /// Code page 1258.
    Windows1258,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Utf16, Self::Tcvn3, Self::Vni, Self::Windows1258];

    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf8",
            Self::Utf16 => "utf16",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Windows1258 => "windows1258",
        }
    }

    /// By its stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.code() == code)
    }
}

/// TCVN 5712:1993, third table, from byte A1; `-` where the table has no letter.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ------àảãáạ-ằẳẵắ-------ặầẩẫấậè-ẻẽéẹềểễếệìỉ---ĩíịò-ỏõóọồổỗốộờởỡớợù-ủũúụừửữứựỳỷỹýỵ-";

/// VNI: marks after a vowel (small letters), with what they put on it. The first four vowels of a mark are those that it may follow.
const VNI_MARKS: [(char, &str, &str); 17] = [
    ('ù', "aeoôuöy", "áéóớúứý"),
    ('ø', "aeoôuöy", "àèòờùừỳ"),
    ('û', "aeoôuöy", "ảẻỏởủửỷ"),
    ('õ', "aeoôuöy", "ãẽõỡũữỹ"),
    ('ï', "aeoôuö", "ạẹọợụự"),
    ('â', "aeo", "âêô"),
    ('á', "aeo", "ấếố"),
    ('à', "aeo", "ầềồ"),
    ('å', "aeo", "ẩểổ"),
    ('ã', "aeo", "ẫễỗ"),
    ('ä', "aeo", "ậệộ"),
    ('ê', "a", "ă"),
    ('é', "a", "ắ"),
    ('è', "a", "ằ"),
    ('ú', "a", "ẳ"),
    ('ü', "a", "ẵ"),
    ('ë', "a", "ặ"),
];

/// VNI: letters that stand by themselves (small letters).
const VNI_ALONE: [(char, char); 9] =
    [('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('í', 'í'), ('ì', 'ì'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ')];

/// Code page 1258 where it is not Latin-1.
const WINDOWS_1258: [(u8, char); 38] = [
    (0x80, '€'),
    (0x82, '‚'),
    (0x83, 'ƒ'),
    (0x84, '„'),
    (0x85, '…'),
    (0x86, '†'),
    (0x87, '‡'),
    (0x88, 'ˆ'),
    (0x89, '‰'),
    (0x8b, '‹'),
    (0x8c, 'Œ'),
    (0x91, '‘'),
    (0x92, '’'),
    (0x93, '“'),
    (0x94, '”'),
    (0x95, '•'),
    (0x96, '–'),
    (0x97, '—'),
    (0x98, '˜'),
    (0x99, '™'),
    (0x9b, '›'),
    (0x9c, 'œ'),
    (0x9f, 'Ÿ'),
    (0xc3, 'Ă'),
    (0xcc, '\u{300}'),
    (0xd0, 'Đ'),
    (0xd2, '\u{309}'),
    (0xd5, 'Ơ'),
    (0xdd, 'Ư'),
    (0xde, '\u{303}'),
    (0xe3, 'ă'),
    (0xec, '\u{301}'),
    (0xf0, 'đ'),
    (0xf2, '\u{323}'),
    (0xf5, 'ơ'),
    (0xfd, 'ư'),
    (0xfe, '₫'),
    (0xff, 'ÿ'),
];

/// Bytes as text whose letters have the numbers of the bytes, which is what the decoders here read.
pub(crate) fn as_latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The byte that a letter was, if the text was read with code page 1252 or 1258 by mistake.
fn byte_of(letter: char) -> Option<u8> {
    match u8::try_from(u32::from(letter)) {
        Ok(byte) => Some(byte),
        Err(_) => WINDOWS_1258.iter().find(|(_, meant)| *meant == letter).map(|(byte, _)| *byte),
    }
}

/// Text whose letters are bytes of an old encoding, as Unicode. What the encoding has no letter for stays as it is.
pub(crate) fn decode(text: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 | Encoding::Utf16 => text.to_owned(),
        Encoding::Tcvn3 => capitals(tcvn3(text)),
        Encoding::Vni => vni(text),
        Encoding::Windows1258 => text.chars().map(windows_1258).nfc().collect(),
    }
}

fn tcvn3(text: &str) -> String {
    static LETTERS: std::sync::LazyLock<Vec<char>> = std::sync::LazyLock::new(|| TCVN3.chars().collect());
    let one = |letter: char| {
        let at = byte_of(letter).filter(|byte| *byte >= 0xa1).map(|byte| usize::from(byte - 0xa1));
        at.and_then(|at| LETTERS.get(at)).copied().filter(|letter| *letter != '-').unwrap_or(letter)
    };
    text.chars().map(one).collect()
}

/// Writes in capitals what a font of capitals drew: in text without plain small letters, a word with a small letter among several plain capitals has it
/// only because TCVN3 has no capitals with tones.
fn capitals(text: String) -> String {
    let plain = |word: &str| word.bytes().filter(u8::is_ascii_alphabetic).count();
    let small = text.bytes().any(|byte| byte.is_ascii_lowercase());
    let mixed = |word: &str| plain(word) > 1 && word.chars().any(|letter| !letter.is_ascii() && letter.is_lowercase());
    if !small && text.split_whitespace().any(mixed) { text.to_uppercase() } else { text }
}

fn vni(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    // The vowel that a mark may still follow, as it was written.
    let mut before: Option<char> = None;
    for read in text.chars() {
        let read = byte_of(read).map_or(read, char::from);
        let small = read.to_lowercase().next().unwrap_or(read);
        let marked = before.and_then(|vowel| {
            let vowel = vowel.to_lowercase().next().unwrap_or(vowel);
            let (_, vowels, meant) = VNI_MARKS.iter().find(|(mark, _, _)| *mark == small)?;
            let at = vowels.chars().position(|each| each == vowel)?;
            meant.chars().nth(at)
        });
        let alone = VNI_ALONE.iter().find(|(letter, _)| *letter == small).map(|(_, meant)| *meant);
        let capital =
            |meant: char, like: char| if like.is_uppercase() { meant.to_uppercase().next().unwrap_or(meant) } else { meant };
        match (marked, alone) {
            (Some(meant), _) => {
                decoded.pop();
                decoded.push(capital(meant, before.unwrap_or(read)));
                before = None;
            }
            (None, Some(meant)) => {
                decoded.push(capital(meant, read));
                // ơ and ư may take a tone.
                before = matches!(small, 'ô' | 'ö').then_some(read);
            }
            (None, None) => {
                decoded.push(read);
                before = matches!(small, 'a' | 'e' | 'o' | 'u' | 'y').then_some(read);
            }
        }
    }
    decoded
}

fn windows_1258(letter: char) -> char {
    let Ok(byte) = u8::try_from(u32::from(letter)) else { return letter };
    WINDOWS_1258.iter().find(|(each, _)| *each == byte).map_or(letter, |(_, meant)| *meant)
}

/// What bytes of a text file are before anything is known of their words.
pub(crate) enum Opened {
    /// Unicode text.
    Unicode(Encoding, String),
    /// Bytes of an old encoding, as letters with the same numbers.
    Bytes(String),
}

/// Share of whole letters beyond ASCII among the broken ones from which a file is UTF-8 with damage.
const WHOLE_PER_BROKEN: usize = 10;

/// Opens the bytes of a text file: byte order marks, UTF-16 without one, UTF-8, damaged UTF-8, and what is left.
pub(crate) fn open(bytes: &[u8], asked: Option<Encoding>) -> Opened {
    let wide = |order: fn([u8; 2]) -> u16, from: usize| {
        let units = bytes[from.min(bytes.len())..].chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
        let text: String = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Opened::Unicode(Encoding::Utf16, text)
    };
    match bytes {
        [0xff, 0xfe, ..] => return wide(u16::from_le_bytes, 2),
        [0xfe, 0xff, ..] => return wide(u16::from_be_bytes, 2),
        _ => {}
    }
    let begin = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| begin.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count() * 5 > begin.len();
    let is_wide = asked == Some(Encoding::Utf16) || (asked.is_none() && begin.len() >= 8);
    if is_wide && (zeros(0) != zeros(1) || asked == Some(Encoding::Utf16)) {
        return if zeros(0) && !zeros(1) { wide(u16::from_be_bytes, 0) } else { wide(u16::from_le_bytes, 0) };
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Opened::Unicode(Encoding::Utf8, text.to_owned()),
        Err(_) => {
            let (mut whole, mut broken) = (0, 0);
            for chunk in bytes.utf8_chunks() {
                whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
                broken += usize::from(!chunk.invalid().is_empty());
            }
            if asked == Some(Encoding::Utf8) || (asked.is_none() && whole >= broken * WHOLE_PER_BROKEN) {
                Opened::Unicode(Encoding::Utf8, String::from_utf8_lossy(bytes).into_owned())
            } else {
                Opened::Bytes(as_latin(bytes))
            }
        }
    }
}

/// Composed and without blanks at the ends or doubled inside, nor marks of no width.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let unseen = |letter: char| matches!(letter, '\u{feff}' | '\u{200b}');
    let trimmed = text.trim_matches(|letter: char| letter.is_whitespace() || unseen(letter));
    if trimmed.contains(unseen) {
        return Cow::Owned(tidy(&trimmed.replace(unseen, "")).into_owned());
    }
    let blank = |letter: char| letter.is_whitespace() && letter != ' ';
    if !trimmed.contains("  ") && !trimmed.contains(blank) && is_nfc_quick(trimmed.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(trimmed);
    }
    let mut tidied = String::with_capacity(trimmed.len());
    for word in trimmed.split_whitespace() {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.extend(word.nfc());
    }
    Cow::Owned(tidied)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Nguyễn Thị Hòa, Trần Đỗ Phước" in each encoding, looked up byte by byte in the tables.
    #[test]
    fn names_by_hand() {
        let tcvn3 = b"Nguy\xd4n Th\xde H\xdfa, Tr\xc7n \xa7\xe7 Ph\xad\xedc";
        assert_eq!(decode(&as_latin(tcvn3), Encoding::Tcvn3), "Nguyễn Thị Hòa, Trần Đỗ Phước");
        let vni = b"Nguye\xe3n Th\xf2 Ho\xf8a, Tra\xe0n \xd1o\xe3 Ph\xf6\xf4\xf9c";
        assert_eq!(decode(&as_latin(vni), Encoding::Vni), "Nguyễn Thị Hòa, Trần Đỗ Phước");
        let windows = b"Nguy\xea\xden Thi\xf2 Ho\xcca, Tr\xe2\xccn \xd0\xf4\xde Ph\xfd\xf5\xecc";
        assert_eq!(decode(&as_latin(windows), Encoding::Windows1258), "Nguyễn Thị Hòa, Trần Đỗ Phước");
    }

    #[test]
    fn capitals_of_a_font_of_capitals() {
        assert_eq!(decode(&as_latin(b"NGUY\xd4N TH\xde H\xb5"), Encoding::Tcvn3), "NGUYỄN THỊ HÀ");
        assert_eq!(decode(&as_latin(b"L\xaa V\xa8n H\xb5"), Encoding::Tcvn3), "Lê Văn Hà");
        assert_eq!(decode(&as_latin(b"\xa7\xe7 \xb8"), Encoding::Tcvn3), "Đỗ á");
        assert_eq!(decode(&as_latin(b"S\xe8 CCCD"), Encoding::Tcvn3), "Số CCCD");
    }

    #[test]
    fn capitals_of_vni() {
        assert_eq!(decode(&as_latin(b"NGUYE\xc3N TH\xd2 \xd1\xd6\xd4\xcfC LY\xd9"), Encoding::Vni), "NGUYỄN THỊ ĐƯỢC LÝ");
    }

    /// Every letter of TCVN3, against the order of the standard: letters in the order of the alphabet, tones huyền, hỏi, ngã, sắc, nặng.
    #[test]
    fn tcvn3_is_in_the_order_of_the_standard() {
        let all: String = TCVN3.chars().filter(|letter| *letter != '-').collect();
        assert_eq!(TCVN3.chars().count(), 0xff - 0xa1 + 1);
        let toned = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
        assert_eq!(all, format!("ĂÂÊÔƠƯĐăâêôơưđ{toned}"));
        for (byte, letter) in
            [(0xb5, 'à'), (0xb8, 'á'), (0xbe, 'ắ'), (0xca, 'ấ'), (0xd0, 'é'), (0xdd, 'í'), (0xe3, 'ó'), (0xfe, 'ỵ')]
        {
            assert_eq!(TCVN3.chars().nth(byte - 0xa1), Some(letter));
        }
    }

    #[test]
    fn text_read_with_the_wrong_page_is_found_again() {
        // TCVN3 bytes that Windows with code page 1258 took for letters of its own.
        let seen: String = "Nguy\u{d4}n Th\u{303} H\u{df}a".to_owned();
        assert_eq!(decode(&seen, Encoding::Tcvn3), "Nguyễn Thị Hòa");
    }

    #[test]
    fn opening() {
        let wide: Vec<u8> = "Hòa,1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let text = |bytes: &[u8], asked| match open(bytes, asked) {
            Opened::Unicode(encoding, text) => (Some(encoding), text),
            Opened::Bytes(text) => (None, text),
        };
        assert_eq!(text(&wide, None), (Some(Encoding::Utf16), "Hòa,1".to_owned()));
        assert_eq!(text(&[&[0xff, 0xfe], &wide[..]].concat(), None).1, "Hòa,1");
        let turned: Vec<u8> = "Hòa,1".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&[&[0xfe, 0xff], &turned[..]].concat(), None).1, "Hòa,1");
        assert_eq!(text(&turned, None).1, "Hòa,1");
        assert_eq!(text("\u{feff}Hòa".as_bytes(), None), (Some(Encoding::Utf8), "Hòa".to_owned()));
        assert_eq!(tidy(" Ho\u{feff}àng \u{200b} An"), "Hoàng An");
        assert_eq!(text(b"H\xdfa", None).0, None);
        let cut = ["Nguyễn Thị Hòa Bình Đường Trần Phước".as_bytes(), &[0xe1, 0xbb]].concat();
        assert_eq!(text(&cut, None).0, Some(Encoding::Utf8));
    }

    #[test]
    fn tidying() {
        assert_eq!(tidy("  Nguye\u{302}\u{303}n \u{a0} Thi\n"), "Nguyễn Thi");
        assert!(matches!(tidy(" Hòa "), Cow::Borrowed("Hòa")));
    }
}
