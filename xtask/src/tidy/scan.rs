//! Parts of source texts: comments taken out, string literals found. Only as exact as the rules need.

/// A string literal, with the line on which it begins.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Literal<'a> {
    pub(super) line: usize,
    pub(super) text: &'a str,
}

/// The string literals of a Rust source, without those of its test module at the end.
pub(super) fn rust_literals(text: &str) -> Vec<Literal<'_>> {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    let text = &text[..end];
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        at += if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_string(text, at) {
            let open = hashes + 2;
            let close = format!("\"{}", "#".repeat(hashes));
            let inside = rest[open..].find(&close).unwrap_or(rest.len() - open);
            found.push(literal(text, at, &rest[open..open + inside]));
            (open + inside + close.len()).min(rest.len())
        } else if let Some(after) = rest.strip_prefix('"') {
            let inside = quoted(after, b'"');
            found.push(literal(text, at, &after[..inside]));
            (inside + 2).min(rest.len())
        } else if rest.starts_with('\'') {
            character(rest)
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
    }
    found
}

fn literal<'a>(text: &str, at: usize, inside: &'a str) -> Literal<'a> {
    Literal { line: line_of(text, at), text: inside }
}

/// How many `#` a raw string that begins here has.
fn raw_string(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let in_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') && bytes[at - 1] != b'b';
    if bytes[at] != b'r' || in_word {
        return None;
    }
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    (bytes.get(at + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

/// The length up to the closing quote.
fn quoted(text: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal, or 1 for the mark of a lifetime.
fn character(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match inside.next() {
        Some('\\') => rest[2..].find('\'').map_or(1, |end| if rest[2..].starts_with('\'') { 4 } else { end + 3 }),
        Some(letter) if inside.next() == Some('\'') => letter.len_utf8() + 2,
        _ => 1,
    }
}

/// A TypeScript, JavaScript or Svelte source in which every comment is blank; lines stay where they are.
pub(super) fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let comment = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else {
            0
        };
        if comment > 0 {
            kept.extend(rest[..comment].chars().filter(|letter| *letter == '\n'));
            rest = &rest[comment..];
            continue;
        }
        let first = rest.chars().next().unwrap_or_default();
        let length = match first {
            '"' | '\'' => {
                let line = rest.find('\n').unwrap_or(rest.len());
                (quoted(&rest[1..line], first as u8) + 2).min(line)
            }
            _ => first.len_utf8(),
        };
        kept.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    kept
}

/// The line of a place in a text, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &[(usize, &str)]) {
        let wanted = wanted.iter().map(|(line, text)| Literal { line: *line, text }).collect::<Vec<_>>();
        assert_eq!(rust_literals(text), wanted);
    }

    #[test]
    fn literals_but_not_comments() {
        check("let a = \"x\"; // \"no\"\n/* \"no\" */ let b = \"y\";", &[(1, "x"), (2, "y")]);
        check("/// \"no\"\nconst A: &str = \"a \\\" b\";", &[(2, "a \\\" b")]);
    }

    #[test]
    fn raw_strings() {
        check("r\"a\" r#\"b \"c\" d\"# for\"e\"", &[(1, "a"), (1, "b \"c\" d"), (1, "e")]);
    }

    #[test]
    fn characters_and_lifetimes() {
        check("fn f<'a>(x: &'a str) { x.find('\"'); x.find('\\''); \"s\" }", &[(1, "s")]);
    }

    #[test]
    fn the_test_module_is_left_out() {
        check("\"a\"\n#[cfg(test)]\nmod tests { \"b\" }", &[(1, "a")]);
    }

    #[test]
    fn comments_of_the_web() {
        assert_eq!(without_comments("a // x\nb /* y\n */ c <!-- z --> 'http://d'"), "a \nb \n c  'http://d'");
    }
}
