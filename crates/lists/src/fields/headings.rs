//! What a heading says.

use super::Field;
use danso_linkage::text::letters::fold;
use std::sync::LazyLock;

static HEADINGS: &str = include_str!("../../data/headings.tsv");

/// How sure a heading makes of a field.
const EXACT: i32 = 60;
const PHRASE: i32 = 50;
/// A running number is an identifier only where there is no other.
const RUNNING: i32 = 5;

/// What a heading says of its column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) field: Option<Field>,
    pub(crate) score: i32,
    /// The heading names something that is no field of ours.
    pub(crate) refused: bool,
    /// A name of one word, which may be a given name.
    pub(crate) is_short: bool,
}

struct Rule {
    field: Option<Field>,
    exact: bool,
    words: &'static str,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let lines = HEADINGS.lines().filter(|line| !line.starts_with('#'));
    let rule = |line: &'static str| {
        let mut parts = line.split('\t');
        let (field, how, words) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Rule { field: Field::from_code(field), exact: how == "exact", words })
    };
    lines.filter_map(rule).collect()
});

/// A heading as words without marks; what stands in brackets is left out, unless there is nothing else.
pub(crate) fn folded(heading: &str) -> String {
    let words = |text: &str| {
        let words = text.split(|letter: char| !letter.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&letter));
        let words: Vec<String> = words.map(|word| fold(word).text().to_owned()).filter(|word| !word.is_empty()).collect();
        words.join(" ")
    };
    let mut depth = 0_u32;
    let outside: String = heading
        .chars()
        .map(|letter| {
            match letter {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ if depth == 0 => return letter,
                _ => {}
            }
            ' '
        })
        .collect();
    let folded = words(&outside);
    if folded.is_empty() { words(heading) } else { folded }
}

/// What a heading says.
pub(crate) fn field_of(heading: &str) -> Said {
    // A sentence is a title and no heading.
    if heading.is_empty() || heading.len() > 160 {
        return Said::default();
    }
    let words = folded(heading);
    let padded = format!(" {words} ");
    let fits = |rule: &&Rule| if rule.exact { words == rule.words } else { padded.contains(&format!(" {} ", rule.words)) };
    let marked_for_men = words == "nam" && heading.is_ascii();
    match RULES.iter().find(fits) {
        Some(Rule { field: None, .. }) => Said { refused: true, ..Said::default() },
        Some(Rule { field, exact, words: said }) => {
            let running = ["stt", "tt", "so tt", "so thu tu", "no"].contains(said);
            let score = if running {
                RUNNING
            } else if *exact {
                EXACT
            } else {
                PHRASE
            };
            let is_short = *field == Some(Field::Name) && matches!(*said, "ten");
            // A register number for the whole household's book stands beside better ones.
            Said { field: *field, score: score + i32::from(said.starts_with("ma ")), refused: false, is_short }
        }
        None if marked_for_men => Said { field: Some(Field::Sex), score: EXACT - 30, ..Said::default() },
        None => Said::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = HEADINGS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        for line in lines {
            let parts: Vec<&str> = line.split('\t').collect();
            assert!(parts.len() == 3 && matches!(parts[1], "exact" | "phrase"), "{line}");
            assert!(parts[0] == "no" || Field::from_code(parts[0]).is_some(), "{line}");
            assert_eq!(folded(parts[2]), parts[2], "{line}");
        }
        assert_eq!(RULES.len(), HEADINGS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count());
    }

    #[track_caller]
    fn check(heading: &str, field: Option<Field>) {
        assert_eq!(field_of(heading).field, field, "{heading}");
    }

    #[test]
    fn headings_say_fields() {
        for (heading, field) in [
            ("Họ và tên (chữ in hoa)", Field::Name),
            ("HỌ, CHỮ ĐỆM VÀ TÊN", Field::Name),
            ("Ngày sinh", Field::Birth),
            ("Năm\nsinh", Field::Birth),
            ("Giới tính (Nam/Nữ)", Field::Sex),
            ("Số định danh cá nhân", Field::Number),
            ("CMND", Field::OldNumber),
            ("Mã số hộ gia đình", Field::Household),
            ("Mã xã", Field::Commune),
            ("Thôn/Ấp", Field::Address),
            ("Điện thoại liên hệ", Field::Phone),
            ("Số nhà", Field::House),
            ("Mã số BHXH", Field::Id),
            ("full_name", Field::Name),
        ] {
            check(heading, Some(field));
        }
        for heading in ["Họ và tên cha", "Ngày cấp", "Nơi sinh", "Năm", "Mã hồ sơ", "Quan hệ với chủ hộ", ""]
        {
            check(heading, None);
        }
    }
}
