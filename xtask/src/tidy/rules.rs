//! Rules about the text of one file.

use super::scan::{line_of, rust_literals, without_comments};
use super::{Fault, Source};
use std::collections::HashSet;

const LONG: usize = 400;
const TOO_LONG: usize = 600;

/// These files name what they look for.
const RULES_THEMSELVES: &str = "xtask/src/tidy/";

/// What must not be in a source of a kind (the ending of its name), and what to do instead.
const WORDS: [(&str, &str, &str); 12] = [
    ("rs", "todo!(", "finish it"),
    ("rs", "unimplemented!(", "finish it"),
    ("rs", "#[ignore", "assert what happens today and say why"),
    ("rs", "FIXME", "finish it"),
    ("ts", "it.skip(", "assert what happens today and say why"),
    ("ts", "test.skip(", "assert what happens today and say why"),
    ("ts", "describe.skip(", "assert what happens today and say why"),
    ("ts", "it.only(", "let all tests run"),
    ("ts", "test.only(", "let all tests run"),
    ("ts", "describe.only(", "let all tests run"),
    ("ts", "@ts-ignore", "mend the type"),
    ("ts", "FIXME", "finish it"),
];

/// How SQL begins, in lower case.
const SQL: [(&str, &str); 7] = [
    ("select ", " from "),
    ("insert into ", ""),
    ("update ", " set "),
    ("delete from ", ""),
    ("create table ", ""),
    ("create database ", ""),
    ("drop table ", ""),
];

/// Letters that Vietnamese has and English has not.
const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";

/// Sources where Vietnamese is data and not something said to a user, with the reason.
const VIETNAMESE_IS_DATA: [(&str, &str); 8] = [
    ("crates/app/src/document_vectors", "people of the vectors that tests write and read"),
    ("web/lib/rules/canChi.ts", "names of the lunar years"),
    ("crates/store/src/story/", "the story that the tests of the stores tell"),
    ("crates/testkit/", "names of people who do not exist"),
    ("crates/places/", "names of places"),
    ("crates/lists/src/encoding.rs", "letters of tables of encodings"),
    ("web/test/", "what the stand-in servers answer"),
    ("e2e/", "what a person types and sees"),
];

/// Every fault of one file.
pub(super) fn faults(source: &Source<'_>) -> Vec<Fault> {
    let mut faults = too_long(source);
    if !source.path.starts_with(RULES_THEMSELVES) {
        faults.extend(machine_paths(source));
        faults.extend(words(source));
        faults.extend(expectations(source));
        faults.extend(vietnamese(source));
        faults.extend(sql(source));
    }
    faults
}

/// The lines of a file that is long but not yet too long.
pub(super) fn long(source: &Source<'_>) -> Option<usize> {
    lines(source).filter(|lines| (LONG + 1..=TOO_LONG).contains(lines))
}

/// Lines of a file that someone wrote.
fn lines(source: &Source<'_>) -> Option<usize> {
    let generated = source.text.lines().take(5).any(|line| line.contains("@generated"));
    (["rs", "ts", "mjs", "svelte"].contains(&ending(source)) && !generated).then(|| source.text.lines().count())
}

fn ending<'a>(source: &Source<'a>) -> &'a str {
    source.path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn is_of_web(source: &Source<'_>) -> bool {
    ["ts", "mjs", "svelte"].contains(&ending(source))
}

fn is_test(source: &Source<'_>) -> bool {
    let path = source.path;
    path.ends_with("/tests.rs") || ["/tests/", "/benches/", "/examples/", ".test."].iter().any(|part| path.contains(part))
}

fn fault(source: &Source<'_>, line: usize, what: String) -> Fault {
    Fault { place: format!("{}:{line}", source.path), what }
}

fn too_long(source: &Source<'_>) -> Vec<Fault> {
    let lines = lines(source).filter(|lines| *lines > TOO_LONG);
    lines.map(|lines| fault(source, 1, format!("{lines} lines, {TOO_LONG} at most: split it"))).into_iter().collect()
}

fn words(source: &Source<'_>) -> Vec<Fault> {
    let kind = if is_of_web(source) { "ts" } else { ending(source) };
    let mut faults = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        for (_, word, instead) in WORDS.iter().filter(|(of, word, _)| *of == kind && line.contains(word)) {
            faults.push(fault(source, number + 1, format!("{word}: {instead}")));
        }
    }
    faults
}

/// Paths of one person's machine.
fn machine_paths(source: &Source<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for folder in ["work", "root"] {
        let path = format!("/{folder}/");
        for (at, _) in source.text.match_indices(&path) {
            let before = source.text[..at].chars().next_back();
            if before.is_none_or(|letter| !letter.is_alphanumeric() && !".-_/}$*".contains(letter)) {
                faults.push(fault(source, line_of(source.text, at), format!("{path}… is a path of one machine")));
            }
        }
    }
    faults
}

/// Each lint that is switched off says why.
fn expectations(source: &Source<'_>) -> Vec<Fault> {
    if ending(source) != "rs" {
        return Vec::new();
    }
    let without_reason = |at: &usize| {
        let rest = &source.text[*at..];
        !rest[..rest.find(")]").unwrap_or(rest.len())].contains("reason")
    };
    let found = source.text.match_indices("[expect(").map(|(at, _)| at).filter(without_reason);
    found.map(|at| fault(source, line_of(source.text, at), "expect without a reason".to_owned())).collect()
}

fn vietnamese(source: &Source<'_>) -> Vec<Fault> {
    if is_test(source) || VIETNAMESE_IS_DATA.iter().any(|(place, _)| source.path.starts_with(place)) {
        return Vec::new();
    }
    let what = |text: &str| format!("Vietnamese outside the message files: {}", text.trim().chars().take(60).collect::<String>());
    if ending(source) == "rs" {
        let literals = rust_literals(source.text).into_iter().filter(|literal| is_vietnamese(literal.text));
        literals.map(|literal| fault(source, literal.line, what(literal.text))).collect()
    } else if is_of_web(source) {
        let code = without_comments(source.text);
        let lines = code.lines().enumerate().filter(|(_, line)| is_vietnamese(line));
        lines.map(|(number, line)| fault(source, number + 1, what(line))).collect()
    } else {
        Vec::new()
    }
}

/// Whether a word has such a letter; letters by themselves, as in a table that takes accents off, are not words.
fn is_vietnamese(text: &str) -> bool {
    let has_letter = |word: &str| word.chars().flat_map(char::to_lowercase).any(|letter| LETTERS.contains(letter));
    let is_word = |word: &&str| word.chars().flat_map(char::to_lowercase).collect::<HashSet<_>>().len() > 1;
    text.split(|letter: char| !letter.is_alphabetic()).filter(is_word).any(has_letter)
}

fn sql(source: &Source<'_>) -> Vec<Fault> {
    if ending(source) != "rs" || is_test(source) || source.path.starts_with("crates/store-sql/") {
        return Vec::new();
    }
    let is_sql = |text: &str| {
        let text = text.trim_start().to_lowercase();
        SQL.iter().any(|(begin, then)| text.starts_with(begin) && text.contains(then))
    };
    let found = rust_literals(source.text).into_iter().filter(|literal| is_sql(literal.text));
    found.map(|literal| fault(source, literal.line, "SQL outside crates/store-sql".to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, wanted: &[&str]) {
        let found = faults(&Source { path, text });
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for (fault, part) in found.iter().zip(wanted) {
            assert!(format!("{}: {}", fault.place, fault.what).contains(part), "{fault:?} does not say {part}");
        }
    }

    #[test]
    fn files_stay_short() {
        check("a.rs", &"x\n".repeat(600), &[]);
        check("a.rs", &"x\n".repeat(601), &["601 lines"]);
        check("a.json", &"x\n".repeat(601), &[]);
        check("a.ts", &format!("// @generated\n{}", "x\n".repeat(700)), &[]);
        assert_eq!(long(&Source { path: "a.svelte", text: &"x\n".repeat(401) }), Some(401));
        assert_eq!(long(&Source { path: "a.svelte", text: &"x\n".repeat(400) }), None);
    }

    #[test]
    fn nothing_is_left_for_later() {
        check("a.rs", "fn f() {\n    todo!()\n}", &["a.rs:2: todo!("]);
        check("a.rs", "#[ignore]\nfn f() {}", &["#[ignore"]);
        check("a.rs", "list.iter().skip(1)", &[]);
        check("a.test.ts", "it.only('x')", &["it.only("]);
        check("a.svelte", "// @ts-ignore", &["@ts-ignore"]);
    }

    #[test]
    fn paths_of_one_machine() {
        check("a.md", "see /work/x", &["a.md:1: /work/"]);
        check("a.sh", "cd \"/root/\"", &["/root/"]);
        check("a.md", "https://example.org/net/work/ and a/work/b and ../root/c", &[]);
    }

    #[test]
    fn expectations_have_reasons() {
        check("a.rs", "#[expect(dead_code)]", &["without a reason"]);
        check("a.rs", "#[expect(\n    dead_code,\n    reason = \"(of them)\"\n)]", &[]);
    }

    #[test]
    fn words_for_users_lie_in_message_files() {
        check("a.rs", "// Hộ khẩu\nlet a = \"Hộ\";", &["a.rs:2: Vietnamese"]);
        check("a.rs", "let a = \"Ho\";\n#[cfg(test)]\nmod tests { let a = \"Hộ\"; }", &[]);
        check("a.svelte", "<!-- Hộ -->\n<p>Hộ</p>", &["a.svelte:2"]);
        check("web/lib/a.test.ts", "'Hộ'", &[]);
        check("a.ts", "text.replace(/[đĐ]/g, 'd')", &[]);
        check("vi.json", "\"Hộ\"", &[]);
    }

    #[test]
    fn sql_lives_in_its_crate() {
        check("crates/app/src/a.rs", "query(\"SELECT a FROM b\")", &["SQL"]);
        check("crates/app/src/a.rs", "say(\"select a row\")", &[]);
        check("crates/app/tests/a.rs", "run(\"create database x\")", &[]);
        check("crates/store-sql/src/a.rs", "query(\"select a from b\")", &[]);
    }
}
