//! Ranges of bytes (RFC 9110 §14), as far as a broken download needs them: one range, and `If-Range` with a strong tag.

use axum::http::HeaderMap;
use axum::http::header::{IF_NONE_MATCH, IF_RANGE, RANGE};

/// Which part of a file to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it: no range was asked for, it cannot be read, or the file is another one by now.
    Whole,
    /// The caller has it already.
    Unchanged,
    /// From the first to the last byte, both included.
    Bytes {
        /// First byte.
        first: usize,
        /// Last byte.
        last: usize,
    },
    /// A range that lies outside the file.
    Unsatisfiable,
}

/// Decides by the headers of the request which part of a file of `len` bytes with this tag (in its quotes) to send.
#[must_use]
pub fn part(headers: &HeaderMap, etag: &str, len: usize) -> Part {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if text(IF_NONE_MATCH).is_some_and(|tags| matches(tags, etag)) {
        return Part::Unchanged;
    }
    let Some(range) = text(RANGE) else { return Part::Whole };
    if text(IF_RANGE).is_some_and(|condition| condition.trim() != etag) {
        return Part::Whole;
    }
    parse(range, len)
}

/// Whether a list of tags names this one, weakly compared.
#[must_use]
pub fn matches(tags: &str, etag: &str) -> bool {
    let plain = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    tags.split(',').map(str::trim).any(|tag| tag == "*" || plain(tag) == plain(etag))
}

fn parse(range: &str, len: usize) -> Part {
    let Some(spec) = range.trim().strip_prefix("bytes=") else { return Part::Whole };
    let Some((first, last)) = spec.split_once('-') else { return Part::Whole };
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        return suffix(last, len);
    }
    let Some(first) = number(first) else { return Part::Whole };
    let last = if last.is_empty() { Some(usize::MAX) } else { number(last) };
    match last {
        Some(last) if last < first => Part::Whole,
        Some(_) if first >= len => Part::Unsatisfiable,
        Some(last) => Part::Bytes { first, last: last.min(len - 1) },
        None => Part::Whole,
    }
}

fn suffix(text: &str, len: usize) -> Part {
    match number(text) {
        Some(0) => Part::Unsatisfiable,
        Some(_) if len == 0 => Part::Unsatisfiable,
        Some(count) => Part::Bytes { first: len.saturating_sub(count), last: len - 1 },
        None => Part::Whole,
    }
}

/// Digits only; more than fit is the greatest number.
fn number(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(range: &str) -> Part {
        part(&headers(&[("range", range)]), "\"a\"", 100)
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    #[test]
    fn ranges_inside_the_file() {
        assert_eq!(asked("bytes=0-9"), Part::Bytes { first: 0, last: 9 });
        assert_eq!(asked("bytes=90-"), Part::Bytes { first: 90, last: 99 });
        assert_eq!(asked("bytes=90-1000"), Part::Bytes { first: 90, last: 99 });
        assert_eq!(asked("bytes=-10"), Part::Bytes { first: 90, last: 99 });
        assert_eq!(asked("bytes=-1000"), Part::Bytes { first: 0, last: 99 });
        assert_eq!(asked("bytes=99-99"), Part::Bytes { first: 99, last: 99 });
    }

    #[test]
    fn ranges_outside_the_file() {
        assert_eq!(asked("bytes=100-"), Part::Unsatisfiable);
        assert_eq!(asked("bytes=-0"), Part::Unsatisfiable);
        assert_eq!(asked("bytes=99999999999999999999999-"), Part::Unsatisfiable);
    }

    #[test]
    fn what_is_no_single_range_gives_the_whole() {
        for range in ["bytes=9-1", "bytes=a-b", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes", "bytes=+1-2"] {
            assert_eq!(asked(range), Part::Whole, "{range}");
        }
    }

    #[test]
    fn a_range_of_another_file_gives_the_whole() {
        let with = |tag| part(&headers(&[("range", "bytes=5-"), ("if-range", tag)]), "\"a\"", 100);
        assert_eq!(with("\"a\""), Part::Bytes { first: 5, last: 99 });
        assert_eq!(with("\"b\""), Part::Whole);
        assert_eq!(with("W/\"a\""), Part::Whole, "a weak tag never names bytes");
        assert_eq!(with("Wed, 21 Oct 2015 07:28:00 GMT"), Part::Whole);
    }

    #[test]
    fn the_same_file_is_not_sent_again() {
        for tags in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert_eq!(part(&headers(&[("if-none-match", tags)]), "\"a\"", 100), Part::Unchanged);
        }
        assert_eq!(part(&headers(&[("if-none-match", "\"b\"")]), "\"a\"", 100), Part::Whole);
    }

    proptest! {
        #[test]
        fn any_part_lies_inside(range in "bytes=[0-9]{0,3}-[0-9]{0,3}", len in 0_usize..300) {
            if let Part::Bytes { first, last } = part(&headers(&[("range", &range)]), "\"a\"", len) {
                prop_assert!(first <= last && last < len);
            }
        }
    }
}
