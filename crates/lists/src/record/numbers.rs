//! Numbers that a workbook took for quantities.

use super::What;
use crate::fields::Field;
use crate::values::digits;
use danso_linkage::date::Day;
use danso_linkage::number::{Digits, Sex, contradicts, said_by_number};

/// The two numbers. Workbooks turn numbers into quantities: twelve digits that begin with zero (all do, the first three being a province up to 096) come
/// back as eleven, nine as eight. A zero is put back where the result is a number that can be: a province, a century, and no contradiction to sex and birth.
pub(super) fn numbers(number: &str, old: &str, person: (Sex, Day), remark: &mut impl FnMut(Field, What)) -> (String, String) {
    let mut read = |text: &str, field: Field| -> String {
        if text.is_empty() {
            return String::new();
        }
        if is_exponent(text) {
            remark(field, What::DigitsLost);
            return String::new();
        }
        let all = digits(text);
        let only =
            all.len() + text.chars().filter(|letter| matches!(letter, ' ' | '.' | '-' | '\'')).count() == text.chars().count();
        match (all.len(), only) {
            (_, false) => text.to_owned(),
            (11, true) if can_be(&format!("0{all}"), person) => {
                remark(field, What::ZeroPutBack);
                format!("0{all}")
            }
            (8, true) if field == Field::OldNumber => {
                remark(field, What::ZeroPutBack);
                format!("0{all}")
            }
            _ => all,
        }
    };
    let (number, old) = (read(number, Field::Number), read(old, Field::OldNumber));
    match (number.len(), old.len()) {
        // The column of old numbers holds new ones where people have changed their card, and the other way round.
        (0, 12) => (old, String::new()),
        (9, 0) => (String::new(), number),
        _ => (number, old),
    }
}

fn is_exponent(text: &str) -> bool {
    let Some((before, after)) = text.split_once(['E', 'e']) else { return false };
    before.starts_with(|letter: char| letter.is_ascii_digit())
        && before.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
        && after.trim_start_matches('+').parse::<u8>().is_ok_and(|power| (8..=12).contains(&power))
}

/// Whether twelve digits can be the number of a person: a province 001 to 096, a century up to the 21st, and no contradiction.
fn can_be(number: &str, (sex, birth): (Sex, Day)) -> bool {
    let (digits, _) = Digits::read(number);
    let province = number.get(..3).and_then(|code| code.parse::<u16>().ok());
    province.is_some_and(|province| (1..=96).contains(&province))
        && said_by_number(digits).is_some()
        && !contradicts(digits, sex, birth)
}

/// A telephone with the zero that a workbook dropped.
pub(super) fn phone(text: &str) -> String {
    let dropped = text.len() == 9 && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if dropped { format!("0{text}") } else { text.to_owned() }
}
