//! The text of a PDF, page by page, as a reader that searches it finds it: glyph numbers through the tables that say which letters they are.

use flate2::read::ZlibDecoder;
use std::collections::HashMap;
use std::io::Read;

fn find(bytes: &[u8], part: &[u8], from: usize) -> Option<usize> {
    bytes[from..].windows(part.len()).position(|window| window == part).map(|at| at + from)
}

/// The dictionary and the inflated stream of each object that has one, by number.
fn streams(pdf: &[u8]) -> HashMap<usize, Vec<u8>> {
    let mut streams = HashMap::new();
    for (number, object) in objects(pdf) {
        let Some(begin) = find(object, b"stream\n", 0) else { continue };
        let end = find(object, b"endstream", begin).unwrap();
        let mut bytes = Vec::new();
        ZlibDecoder::new(&object[begin + 7..end]).read_to_end(&mut bytes).unwrap();
        streams.insert(number, bytes);
    }
    streams
}

/// Each object by number.
fn objects(pdf: &[u8]) -> Vec<(usize, &[u8])> {
    let mut objects = Vec::new();
    let mut from = 0;
    while let Some(at) = find(pdf, b" 0 obj\n", from) {
        let begin = pdf[..at].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |before| before + 1);
        let number = std::str::from_utf8(&pdf[begin..at]).unwrap().parse().unwrap();
        let end = find(pdf, b"\nendobj", at).unwrap();
        objects.push((number, &pdf[at + 7..end]));
        from = end;
    }
    objects
}

/// The number after a name, as in `/ToUnicode 12 0 R`.
fn reference(object: &str, name: &str) -> Option<usize> {
    object.split(name).nth(1)?.split_whitespace().find_map(|word| word.trim_matches('[').parse().ok())
}

/// Which letter each glyph is.
fn letters(table: &str) -> HashMap<u16, char> {
    let mut letters = HashMap::new();
    let code = |text: &str| u32::from_str_radix(text.trim_matches(['<', '>']), 16).unwrap();
    for block in table.split("beginbfchar").skip(1) {
        let words: Vec<&str> = block.split("endbfchar").next().unwrap().split_whitespace().collect();
        for pair in words.chunks(2) {
            letters.insert(code(pair[0]) as u16, char::from_u32(code(pair[1])).unwrap());
        }
    }
    for block in table.split("beginbfrange").skip(1) {
        let words: Vec<&str> = block.split("endbfrange").next().unwrap().split_whitespace().collect();
        for range in words.chunks(3) {
            for glyph in code(range[0])..=code(range[1]) {
                letters.insert(glyph as u16, char::from_u32(code(range[2]) + glyph - code(range[0])).unwrap());
            }
        }
    }
    letters
}

/// The bytes of a string that begins here, and where it ends.
fn string(content: &[u8], at: usize) -> (Vec<u8>, usize) {
    if content[at] == b'<' {
        let end = find(content, b">", at).unwrap();
        let digits = std::str::from_utf8(&content[at + 1..end]).unwrap();
        return ((0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect(), end + 1);
    }
    let (mut bytes, mut at, mut depth) = (Vec::new(), at + 1, 0);
    loop {
        match content[at] {
            b')' if depth == 0 => return (bytes, at + 1),
            b'\\' => {
                at += 1;
                match content[at] {
                    b'n' => bytes.push(b'\n'),
                    b'r' => bytes.push(b'\r'),
                    b't' => bytes.push(b'\t'),
                    b'b' => bytes.push(8),
                    b'f' => bytes.push(12),
                    b'0'..=b'7' => {
                        bytes.push(u8::from_str_radix(std::str::from_utf8(&content[at..at + 3]).unwrap(), 8).unwrap());
                        at += 2;
                    }
                    other => bytes.push(other),
                }
            }
            other => {
                depth += i32::from(other == b'(') - i32::from(other == b')');
                bytes.push(other);
            }
        }
        at += 1;
    }
}

/// The lines of each page, in the order in which they were drawn.
pub fn pages(pdf: &[u8]) -> Vec<Vec<String>> {
    let streams = streams(pdf);
    let objects: Vec<(usize, String)> =
        objects(pdf).into_iter().map(|(number, object)| (number, String::from_utf8_lossy(object).into_owned())).collect();
    let fonts: HashMap<usize, HashMap<u16, char>> = objects
        .iter()
        .filter_map(|(number, object)| Some((*number, reference(object, "/ToUnicode")?)))
        .map(|(number, table)| (number, letters(&String::from_utf8_lossy(&streams[&table]))))
        .collect();
    let page = |object: &String| {
        let content = &streams[&reference(object, "/Contents").unwrap()];
        let mut lines = Vec::new();
        let mut from = 0;
        while let Some(begin) = find(content, b"BT", from) {
            let name = char::from(content[find(content, b"/", begin).unwrap() + 1]);
            let font = &fonts[&reference(object.split("/Font ").nth(1).unwrap(), &format!("/{name} ")).unwrap()];
            let place = find(content, b"Td\n", begin).unwrap() + 3;
            let (bytes, end) = string(content, place);
            lines.push(bytes.chunks(2).map(|pair| font[&u16::from_be_bytes([pair[0], pair[1]])]).collect());
            from = end;
        }
        lines
    };
    objects.iter().filter(|(_, object)| object.contains("/Type /Page\n")).map(|(_, object)| page(object)).collect()
}
