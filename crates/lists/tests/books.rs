//! Workbooks and Parquet, made here and read back.

use danso_lists::{Encoding, Field, Format, How, ListError, What, guess, read, rows};
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook};

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// A list as a commune keeps it: titles in merged cells, two rows of headings, numbers of columns, households merged over their members, a sum.
fn list_of_a_commune() -> Vec<u8> {
    let mut book = Workbook::new();
    let style = Style::new();
    let day = Style::new().set_num_format("dd/mm/yyyy");
    book.add_worksheet().set_name("Bìa").unwrap().write(0, 0, "Xã An Bình").unwrap();
    let sheet = book.add_worksheet().set_name("Danh sách").unwrap();
    sheet.merge_range(0, 0, 0, 6, "ỦY BAN NHÂN DÂN XÃ AN BÌNH", &style).unwrap();
    sheet.merge_range(1, 0, 1, 6, "DANH SÁCH NGƯỜI LAO ĐỘNG", &style).unwrap();
    for (column, heading) in ["STT", "Số hộ", "Họ và tên"].into_iter().enumerate() {
        sheet.merge_range(3, column as u16, 4, column as u16, heading, &style).unwrap();
    }
    sheet.merge_range(3, 3, 3, 4, "Ngày sinh", &style).unwrap();
    sheet.write(4, 3, "Nam").unwrap().write(4, 4, "Nữ").unwrap();
    sheet.merge_range(3, 5, 4, 5, "Số CCCD", &style).unwrap();
    for column in 0..6_u16 {
        sheet.write(5, column, f64::from(column + 1)).unwrap();
    }
    sheet.merge_range(6, 1, 7, 1, "H1", &style).unwrap();
    sheet.write(6, 0, 1).unwrap().write(6, 2, " Nguyễn  Văn Hòa").unwrap().write(6, 5, 92_087_000_001.0).unwrap();
    sheet.write_with_format(6, 3, ExcelDateTime::from_ymd(1987, 5, 20).unwrap(), &day).unwrap();
    sheet
        .write(7, 0, 2)
        .unwrap()
        .write(7, 2, "Lê Thị Lụa")
        .unwrap()
        .write(7, 4, 1990)
        .unwrap()
        .write(7, 5, "092190000002")
        .unwrap();
    sheet.write(9, 0, "Tổng cộng").unwrap().write(9, 2, 2).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_list_as_a_commune_keeps_it() {
    let table = read(&list_of_a_commune(), "ds.xlsx", &How::default()).unwrap();
    assert_eq!((table.format, table.sheet.as_deref()), (Format::Xlsx, Some("Danh sách")));
    assert_eq!(table.sheets, ["Bìa", "Danh sách"]);
    assert_eq!(table.columns, ["STT", "Số hộ", "Họ và tên", "Ngày sinh", "Nam/Nữ", "Số CCCD"]);
    assert_eq!(table.header, Some(4));
    let mapping = guess(&table);
    assert_eq!((mapping.get(Field::Sex), mapping.get(Field::Household)), (Some("Nam/Nữ"), Some("Số hộ")));
    let list = rows(&table, &mapping);
    assert_eq!(list.bad, []);
    let told: Vec<_> = list
        .kept
        .iter()
        .map(|record| {
            let told = [&record.name, &record.sex, &record.birth, &record.number, &record.household];
            (record.line, told.map(String::as_str))
        })
        .collect();
    assert_eq!(
        told,
        [
            (7, ["Nguyễn Văn Hòa", "m", "1987-05-20", "092087000001", "H1"]),
            (8, ["Lê Thị Lụa", "f", "1990", "092190000002", "H1"])
        ]
    );
    assert_eq!(list.remarks.iter().map(|remark| (remark.line, remark.what)).collect::<Vec<_>>(), [(7, What::ZeroPutBack)]);
}

#[test]
fn another_sheet_may_be_asked_for() {
    let bytes = list_of_a_commune();
    let how = |sheet| How { sheet: Some(sheet), encoding: None };
    assert_eq!(read(&bytes, "ds.xlsx", &how("Bìa")).map(|table| table.sheet), Err(ListError::Empty));
    assert_eq!(read(&bytes, "ds.xlsx", &how("Khác")), Err(ListError::NoSuchSheet));
}

#[test]
fn a_column_in_a_font_of_tcvn3_inside_a_workbook() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    // The names in .VnTime, one of them in .VnTimeH; the addresses in Unicode.
    let names: [&[u8]; 4] =
        [b"Nguy\xd4n Th\xde H\xdfa", b"TR\xc7N V\xa8N \xa7\xe7", b"L\xaa Ng\xe4c \xb8nh", b"v\xe2 th\xde h\xe5ng"];
    sheet
        .write(0, 0, latin(b"H\xe4 v\xb5 t\xaan"))
        .unwrap()
        .write(0, 1, latin(b"N\xa8m sinh"))
        .unwrap()
        .write(0, 2, "Địa chỉ")
        .unwrap();
    for (row, name) in names.iter().enumerate() {
        let row = row as u32 + 1;
        sheet.write(row, 0, latin(name)).unwrap().write(row, 1, 1980 + row).unwrap().write(row, 2, "Ấp Hòa Bé").unwrap();
    }
    let table = read(&book.save_to_buffer().unwrap(), "x", &How::default()).unwrap();
    assert_eq!(table.encoding, Some(Encoding::Tcvn3));
    assert_eq!(table.columns, ["Họ và tên", "Năm sinh", "Địa chỉ"]);
    let list = rows(&table, &guess(&table));
    let names: Vec<&str> = list.kept.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(names, ["Nguyễn Thị Hòa", "TRẦN VĂN ĐỖ", "Lê Ngọc ánh", "Võ Thị Hồng"]);
    assert!(list.kept.iter().all(|record| record.address == "Ấp Hòa Bé"));
}

#[test]
fn a_sheet_that_claims_everything_is_not_laid_out_whole() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Họ và tên").unwrap().write(0, 1, "Năm sinh").unwrap();
    sheet.write(1, 0, "Lê An").unwrap().write(1, 1, 1990).unwrap();
    sheet.write(1_048_575, 16_383, "x").unwrap();
    assert_eq!(read(&book.save_to_buffer().unwrap(), "x", &How::default()), Err(ListError::TooLarge));
}

#[test]
fn a_packed_file_that_is_larger_than_it_looks() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/workbook.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..1_100 {
        archive.write_all(&zeros).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 2 << 20);
    assert_eq!(read(&bytes, "x.xlsx", &How::default()), Err(ListError::TooLarge));
}

mod parquet_files {
    use super::*;
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use std::sync::Arc;

    pub(super) fn file(compression: parquet::basic::Compression) -> Vec<u8> {
        let schema = "message list { optional binary full_name (UTF8); optional int32 dob (DATE); optional int64 id_no; }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut bytes = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let names = ["Nguyễn Thị Hòa", "Lê Văn An"].map(ByteArray::from);
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&names, Some(&[1, 1]), None).unwrap();
        column.close().unwrap();
        // 20 May 1987 is 6 348 days after 1 January 1970.
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&[6_348], Some(&[1, 0]), None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&[92_187_000_001, 92_090_000_002], Some(&[1, 1]), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        bytes
    }

    #[test]
    fn columns_and_days_of_parquet() {
        for compression in [parquet::basic::Compression::SNAPPY, parquet::basic::Compression::UNCOMPRESSED] {
            let table = read(&file(compression), "x.parquet", &How::default()).unwrap();
            assert_eq!((table.format, table.encoding), (Format::Parquet, None));
            assert_eq!(table.columns, ["full_name", "dob", "id_no"]);
            let list = rows(&table, &guess(&table));
            let told: Vec<[&str; 3]> =
                list.kept.iter().map(|record| [&record.name, &record.birth, &record.number].map(String::as_str)).collect();
            assert_eq!(told, [["Nguyễn Thị Hòa", "1987-05-20", "092187000001"], ["Lê Văn An", "", "092090000002"]]);
        }
    }
}

/// Files with a byte changed or the end cut off give a table or an error, never a panic, and never take long.
#[test]
fn damaged_files_are_errors_and_nothing_worse() {
    let packed = list_of_a_commune();
    let parquet = parquet_files::file(parquet::basic::Compression::SNAPPY);
    for whole in [&packed, &parquet] {
        for at in (0..whole.len()).step_by(whole.len() / 150 + 1) {
            let _ = read(&whole[..at], "x", &How::default());
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            if let Ok(table) = read(&changed, "x", &How::default()) {
                let list = rows(&table, &guess(&table));
                assert_eq!(list.kept.len() + list.bad.len(), table.rows.len());
            }
        }
    }
}
