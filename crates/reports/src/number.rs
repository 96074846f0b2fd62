//! Numbers and dates as people in Viet Nam write them.

use danso_model::{PartialDate, Precision};

/// `1.234,5`: points between thousands, a comma before decimals, rounded half away from zero as spreadsheets do, never `-0`.
///
/// The value is rounded as it is written in the shortest decimal form, so that 2,675 with two decimals is 2,68 although no binary number is 2,675.
///
/// ```
/// assert_eq!(danso_reports::vietnamese_number(1234.45, 1), "1.234,5");
/// ```
#[must_use]
pub fn vietnamese(value: f64, decimals: u8) -> String {
    let (negative, whole, fraction) = rounded(value, usize::from(decimals));
    let mut text = String::with_capacity(whole.len() * 4 / 3 + fraction.len() + 2);
    if negative {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(',');
        text.push_str(&fraction);
    }
    text
}

/// Sign, whole digits and decimals of the rounded value.
fn rounded(value: f64, decimals: usize) -> (bool, String, String) {
    let written = value.abs().to_string();
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(decimals)).collect();
    if fraction.as_bytes().get(decimals).is_some_and(|next| *next >= b'5') {
        let mut carry = true;
        for digit in digits.iter_mut().rev() {
            if carry {
                carry = *digit == b'9';
                *digit = if carry { b'0' } else { *digit + 1 };
            }
        }
        if carry {
            digits.insert(0, b'1');
        }
    }
    let negative = value < 0.0 && digits.iter().any(|digit| *digit != b'0');
    let digits = String::from_utf8_lossy(&digits).into_owned();
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    (negative, whole.to_owned(), fraction.to_owned())
}

/// `20/05/1987`, `05/1987`, `1987`; a guess is followed by `~`.
#[must_use]
pub fn date(date: PartialDate) -> String {
    let day = date.earliest();
    let guess = if date.is_estimated() { "~" } else { "" };
    match date.precision() {
        Precision::Day => format!("{:02}/{:02}/{}{guess}", day.day(), day.month(), day.year()),
        Precision::Month => format!("{:02}/{}{guess}", day.month(), day.year()),
        Precision::Year => format!("{}{guess}", day.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, decimals: u8, wanted: &str) {
        assert_eq!(vietnamese(value, decimals), wanted);
    }

    #[test]
    fn thousands_have_points_and_decimals_a_comma() {
        check(0.0, 0, "0");
        check(999.0, 0, "999");
        check(1000.0, 0, "1.000");
        check(102_345_678.0, 0, "102.345.678");
        check(1234.5, 1, "1.234,5");
        check(-1234.5, 2, "-1.234,50");
        check(0.05, 3, "0,050");
    }

    #[test]
    fn rounding_is_half_away_from_zero_as_written() {
        check(2.675, 2, "2,68");
        check(1.005, 2, "1,01");
        check(0.125, 2, "0,13");
        check(-0.125, 2, "-0,13");
        check(2.5, 0, "3");
        check(999.95, 1, "1.000,0");
        check(99_999.5, 0, "100.000");
        check(14.949_999, 1, "14,9");
    }

    #[test]
    fn there_is_no_negative_zero() {
        check(-0.0, 0, "0");
        check(-0.04, 1, "0,0");
        check(-0.05, 1, "-0,1");
    }

    #[test]
    fn dates_say_as_much_as_is_known() {
        let shown = |text: &str| date(text.parse().unwrap());
        assert_eq!(shown("1987-05-02"), "02/05/1987");
        assert_eq!(shown("1987-05"), "05/1987");
        assert_eq!(shown("1987~"), "1987~");
    }
}
