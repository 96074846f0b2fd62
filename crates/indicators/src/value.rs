//! A number as a report prints it: whole or with a fixed number of decimals, without a rounding left to do.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The most decimals a value has.
pub const MAX_DECIMALS: u8 = 6;

/// A decimal number with a fixed number of decimals. In JSON a whole number is a number and any other a text with a point:
/// `1234`, `"12.50"`; so the same value always has the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Value {
    scaled: i64,
    decimals: u8,
}

impl Value {
    /// A count.
    #[must_use]
    pub const fn whole(count: i64) -> Self {
        Self { scaled: count, decimals: 0 }
    }

    /// A number rounded to some decimals (at most [`MAX_DECIMALS`]), halves away from zero. None for what is not finite or has more
    /// than 15 digits.
    #[must_use]
    pub fn rounded(number: f64, decimals: u8) -> Option<Self> {
        let decimals = decimals.min(MAX_DECIMALS);
        let scaled = (number * 10f64.powi(i32::from(decimals))).round();
        (scaled.abs() < 1e15).then_some(Self { scaled: scaled as i64, decimals })
    }

    /// How many decimals it has.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// As a floating point number.
    #[must_use]
    pub fn number(self) -> f64 {
        self.scaled as f64 / 10f64.powi(i32::from(self.decimals))
    }

    /// This less another, with the decimals of the one that has more.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        let decimals = self.decimals.max(other.decimals);
        let scaled = |value: Self| value.scaled.saturating_mul(10i64.pow(u32::from(decimals - value.decimals)));
        Self { scaled: scaled(self).saturating_sub(scaled(other)), decimals }
    }

    /// As Vietnamese documents print it: `1.234,50`.
    #[must_use]
    pub fn vietnamese(self) -> String {
        let (sign, whole, rest) = self.digits();
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        if rest.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{rest}") }
    }

    fn digits(self) -> (&'static str, String, String) {
        let sign = if self.scaled < 0 { "-" } else { "" };
        let decimals = usize::from(self.decimals);
        let digits = format!("{:0>width$}", self.scaled.unsigned_abs(), width = decimals + 1);
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        (sign, whole.to_owned(), rest.to_owned())
    }

    fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, rest) = digits.split_once('.')?;
        let decimals = u8::try_from(rest.len()).ok().filter(|decimals| (1..=MAX_DECIMALS).contains(decimals))?;
        let plain = !whole.is_empty() && whole.len() < 13 && format!("{whole}{rest}").bytes().all(|byte| byte.is_ascii_digit());
        let scaled: i64 = plain.then(|| format!("{whole}{rest}").parse().ok()).flatten()?;
        let value = Self { scaled: sign * scaled, decimals };
        (value.to_string() == text).then_some(value)
    }
}

/// With a point and no grouping: `1234.50`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, whole, rest) = self.digits();
        if rest.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{rest}") }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.decimals == 0 { serializer.serialize_i64(self.scaled) } else { serializer.collect_str(self) }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i64),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Whole(count) => Ok(Self::whole(count)),
            Written::Text(text) => {
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("no decimal number: {text:?}")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(number: f64, decimals: u8) -> Value {
        Value::rounded(number, decimals).expect("a finite number")
    }

    #[test]
    fn values_are_printed_in_both_ways() {
        for (value, plain, vietnamese) in [
            (Value::whole(0), "0", "0"),
            (Value::whole(-1_234_567), "-1234567", "-1.234.567"),
            (value(1234.5, 1), "1234.5", "1.234,5"),
            (value(-0.05, 2), "-0.05", "-0,05"),
            (value(0.004, 2), "0.00", "0,00"),
            (value(2.5, 0), "3", "3"),
            (value(100_000.0, 0), "100000", "100.000"),
        ] {
            assert_eq!((value.to_string().as_str(), value.vietnamese().as_str()), (plain, vietnamese));
        }
    }

    #[test]
    fn json_comes_back_as_the_same_bytes() {
        for value in [Value::whole(7), Value::whole(-7), value(12.5, 2), value(-0.05, 2), value(0.0, 1)] {
            let json = serde_json::to_string(&value).expect("json");
            let back: Value = serde_json::from_str(&json).expect("a value");
            assert_eq!((back, serde_json::to_string(&back).expect("json")), (value, json));
        }
        assert_eq!(serde_json::to_string(&value(12.5, 2)).expect("json"), "\"12.50\"");
        for text in ["\"12\"", "\"1.\"", "\".5\"", "\"-0.0\"", "\"01.5\"", "\"1e5\"", "1.5", "\"1.2345678\""] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_finite_is_no_value() {
        for number in [f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(Value::rounded(number, 1), None);
        }
    }

    #[test]
    fn differences_keep_the_longer_decimals() {
        assert_eq!(value(1.25, 2).minus(Value::whole(1)).to_string(), "0.25");
        assert_eq!(Value::whole(3).minus(Value::whole(5)), Value::whole(-2));
    }
}
