//! Finding units by the beginning of a name, with or without accents.

use jiff::civil::Date;

use crate::gazetteer::Gazetteer;
use crate::unit::Unit;

impl Gazetteer {
    /// The units in force on a date in whose full name a word begins the query: `dong nai`, `xã Đồng`, `lat`.
    /// Accents and letter case do not count. Those whose name alone begins so come first, then higher levels, then by code.
    pub fn find(&self, query: &str, at: Date) -> Vec<Unit> {
        let query: Vec<char> = folded(query.trim()).collect();
        if query.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Unit> =
            self.all().iter().filter(|unit| unit.in_force(at) && word_begins(unit.full_name, &query)).copied().collect();
        found.sort_by_key(|unit| (!begins(unit.name, &query), unit.level(), unit.code));
        found
    }
}

fn word_begins(text: &str, query: &[char]) -> bool {
    begins(text, query) || text.match_indices([' ', '-']).any(|(space, _)| begins(&text[space + 1..], query))
}

fn begins(text: &str, query: &[char]) -> bool {
    let mut letters = folded(text);
    query.iter().all(|wanted| letters.next() == Some(*wanted))
}

/// The text in lower case and without the accents of Vietnamese, composed or combining.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase).filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}')).map(bare)
}

fn bare(letter: char) -> char {
    const FAMILIES: [(char, &str); 7] = [
        ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
        ('e', "èéẻẽẹêềếểễệ"),
        ('i', "ìíỉĩị"),
        ('o', "òóỏõọôồốổỗộơờớởỡợ"),
        ('u', "ùúủũụưừứửữự"),
        ('y', "ỳýỷỹỵ"),
        ('d', "đ"),
    ];
    if letter.is_ascii() {
        return letter;
    }
    FAMILIES.iter().find(|(_, accented)| accented.contains(letter)).map_or(letter, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use pretty_assertions::assert_eq;

    use super::*;

    fn names(query: &str, at: Date) -> Vec<&'static str> {
        Gazetteer::embedded().find(query, at).iter().map(|unit| unit.full_name).collect()
    }

    #[test]
    fn accents_and_case_do_not_count() {
        let today = date(2026, 11, 1);
        assert_eq!(names("DONG NAI", today)[0], "Thành phố Đồng Nai");
        assert_eq!(names("Đồng nai", today)[0], "Thành phố Đồng Nai");
        assert_eq!(names("đồng nai", today), names("dong nai", today));
        assert_eq!(names("do\u{302}\u{300}ng nai", today), names("dong nai", today));
    }

    #[test]
    fn any_word_may_begin_the_query() {
        let today = date(2026, 11, 1);
        assert!(names("da lat", today).contains(&"Phường Xuân Hương - Đà Lạt"));
        assert!(names("phuong ba di", today).contains(&"Phường Ba Đình"));
        assert!(!names("a dinh", today).contains(&"Phường Ba Đình"));
    }

    #[test]
    fn the_date_counts() {
        assert!(names("quận ba đình", date(2025, 6, 30)).contains(&"Quận Ba Đình"));
        assert_eq!(names("quận ba đình", date(2025, 7, 1)), Vec::<&str>::new());
        assert_eq!(names(" ", date(2025, 7, 1)), Vec::<&str>::new());
    }
}
