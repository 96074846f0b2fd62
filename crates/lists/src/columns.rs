//! Names of columns.

use std::collections::HashSet;

/// Headings, each once: an empty one becomes the letters of the column, a second one of the same text gets a number.
pub(crate) fn once(headings: Vec<String>) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut named = Vec::with_capacity(headings.len());
    for (at, heading) in headings.into_iter().enumerate() {
        let heading = if heading.is_empty() { letters(at) } else { heading };
        let mut name = heading.clone();
        let mut number = 2;
        while !seen.insert(name.clone()) {
            name = format!("{heading} ({number})");
            number += 1;
        }
        named.push(name);
    }
    named
}

/// A to Z, AA and so on.
fn letters(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (at % 26) as u8);
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_single() {
        let headings = ["", "x", "x", "", "x (2)"].map(str::to_owned).to_vec();
        assert_eq!(once(headings), ["A", "x", "x (2)", "D", "x (2) (2)"]);
        assert_eq!((letters(25), letters(26), letters(701), letters(702)), ("Z".into(), "AA".into(), "ZZ".into(), "AAA".into()));
    }
}
