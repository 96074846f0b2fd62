//! Workbooks of LibreOffice and of Excel before 2007, made here byte by byte and read back.

use danso_lists::{Format, How, Table, guess, read, rows};
use std::io::Write;

const HEADINGS: [&str; 4] = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"];
const PEOPLE: [[&str; 3]; 2] = [["Nguyễn Văn Hòa", "20/05/1987", "092087000001"], ["Lê Thị Lụa", "1990", ""]];

fn check(table: &Table) {
    assert_eq!(
        (table.format, table.sheet.as_deref(), &table.columns[..]),
        (Format::Xlsx, Some("Danh sách"), &HEADINGS.map(str::to_owned)[..])
    );
    let list = rows(table, &guess(table));
    let told =
        list.kept.iter().map(|record| [&record.name, &record.birth, &record.number].map(String::as_str)).collect::<Vec<_>>();
    assert_eq!(told, [["Nguyễn Văn Hòa", "1987-05-20", "092087000001"], ["Lê Thị Lụa", "1990", ""]]);
    assert_eq!(list.bad, []);
}

/// A workbook as OpenDocument 1.2 has it: the parts of its package that a reader looks for.
fn opendocument() -> Vec<u8> {
    let cell = |text: &str| match text.parse::<u32>() {
        _ if text.is_empty() => "<table:table-cell/>".to_owned(),
        Ok(number) if text.len() < 5 => format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"/>"),
        Ok(_) | Err(_) => format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"),
    };
    let row = |cells: &[&str]| {
        format!("<table:table-row>{}</table:table-row>", cells.iter().map(|text| cell(text)).collect::<String>())
    };
    let people = PEOPLE.iter().enumerate().map(|(at, [name, birth, number])| row(&[&(at + 1).to_string(), name, birth, number]));
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         office:version=\"1.2\"><office:body><office:spreadsheet><table:table table:name=\"Danh sách\">{}{}</table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        row(&HEADINGS),
        people.collect::<String>()
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let manifest =
        "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Records of BIFF8 ([MS-XLS] 2.4) inside a compound file ([MS-CFB] 2).
struct Biff(Vec<u8>);

impl Biff {
    fn record(&mut self, kind: u16, body: &[u8]) {
        self.0.extend(kind.to_le_bytes());
        self.0.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
        self.0.extend(body);
    }

    fn begin(&mut self, what: u16) {
        let words = [0x0600, what, 0x0dbb, 0x07cc];
        let mut body: Vec<u8> = words.into_iter().flat_map(u16::to_le_bytes).collect();
        body.extend([0; 8]);
        self.record(0x0809, &body);
    }

    fn at(row: u16, column: u16) -> Vec<u8> {
        [row, column, 0].into_iter().flat_map(u16::to_le_bytes).collect()
    }

    fn text(&mut self, row: u16, column: u16, text: &str) {
        let letters: Vec<u16> = text.encode_utf16().collect();
        let mut body = Self::at(row, column);
        body.extend(u16::try_from(letters.len()).unwrap().to_le_bytes());
        body.push(1);
        body.extend(letters.into_iter().flat_map(u16::to_le_bytes));
        self.record(0x0204, &body);
    }

    fn number(&mut self, row: u16, column: u16, number: f64) {
        let mut body = Self::at(row, column);
        body.extend(number.to_le_bytes());
        self.record(0x0203, &body);
    }
}

fn workbook_stream() -> Vec<u8> {
    let mut biff = Biff(Vec::new());
    biff.begin(0x0005);
    let name: Vec<u16> = "Danh sách".encode_utf16().collect();
    // The sheet begins behind this record and the end of the globals.
    let body = 8 + name.len() * 2;
    let start = u32::try_from(biff.0.len() + 4 + body + 4).unwrap();
    let mut sheet: Vec<u8> = start.to_le_bytes().to_vec();
    sheet.extend([0, 0, u8::try_from(name.len()).unwrap(), 1]);
    sheet.extend(name.into_iter().flat_map(u16::to_le_bytes));
    biff.record(0x0085, &sheet);
    biff.record(0x000a, &[]);
    biff.begin(0x0010);
    for (column, heading) in (0..).zip(HEADINGS) {
        biff.text(0, column, heading);
    }
    for (row, [name, birth, number]) in (1..).zip(PEOPLE) {
        biff.number(row, 0, f64::from(row));
        biff.text(row, 1, name);
        match birth.parse::<u16>() {
            Ok(year) => biff.number(row, 2, f64::from(year)),
            Err(_) => biff.text(row, 2, birth),
        }
        if !number.is_empty() {
            biff.text(row, 3, number);
        }
    }
    biff.record(0x000a, &[]);
    // Shorter streams would stand in a stream of their own.
    biff.0.resize(biff.0.len().max(4_096).next_multiple_of(512), 0);
    biff.0
}

/// A file of sectors of 512 bytes: the first says where each goes on, the second names the streams, the others are the workbook.
fn compound(stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    const FREE: u32 = 0xffff_ffff;
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let mut file: Vec<u8> = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    file.extend([0; 16]);
    file.extend([0x003e_u16, 3, 0xfffe, 9, 6, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes));
    // Sectors of directories, of the table; where the directory begins; a transaction; streams that are short; tables of those; further tables.
    file.extend([0_u32, 1, 1, 0, 4_096, END, 0, END, 0, 0].into_iter().flat_map(u32::to_le_bytes));
    file.extend((1..109).flat_map(|_| FREE.to_le_bytes()));
    let next = (0..sectors).map(|at| if at + 1 == sectors { END } else { at + 3 });
    let mut table: Vec<u32> = [0xffff_fffd, END].into_iter().chain(next).collect();
    table.resize(128, FREE);
    file.extend(table.into_iter().flat_map(u32::to_le_bytes));
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = if name.is_empty() { 0 } else { entry.len() + 2 };
        entry.resize(64, 0);
        entry.extend(u16::try_from(length).unwrap().to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([FREE, FREE, child].into_iter().flat_map(u32::to_le_bytes));
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend((size as u64).to_le_bytes());
        entry
    };
    for (name, kind, child, start, size) in
        [("Root Entry", 5, 1, END, 0), ("Workbook", 2, FREE, 2, stream.len()), ("", 0, FREE, 0, 0), ("", 0, FREE, 0, 0)]
    {
        file.extend(entry(name, kind, child, start, size));
    }
    file.extend(stream);
    file
}

#[test]
fn a_workbook_of_libreoffice() {
    check(&read(&opendocument(), "ds.ods", &How::default()).unwrap());
}

#[test]
fn a_workbook_of_excel_before_2007() {
    check(&read(&compound(&workbook_stream()), "ds.xls", &How::default()).unwrap());
}
