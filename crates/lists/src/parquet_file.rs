//! Parquet files, as columns and rows of text.

use crate::table::{ListError, MOST_CELLS, MOST_COLUMNS};
use crate::values::{iso, serial_day};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes that a file may have unpacked, by its own account.
const MOST_UNPACKED: i64 = 1 << 30;
/// Days from 30 December 1899 to 1 January 1970.
const EPOCH: i64 = 25_569;
const MILLIS_OF_DAY: i64 = 86_400_000;

/// Names of columns, and rows.
pub(crate) type Columns = (Vec<String>, Vec<Vec<String>>);

/// Reads a file. Columns that hold more than one value a row are left empty.
pub(crate) fn read(bytes: &[u8]) -> Result<Columns, ListError> {
    let owned = bytes::Bytes::copy_from_slice(bytes);
    // What a damaged file makes of the reader is an error of the file.
    let read = catch_unwind(AssertUnwindSafe(|| rows(owned)));
    read.unwrap_or_else(|_| Err(ListError::Broken("the file cannot be read".to_owned())))
}

fn rows(bytes: bytes::Bytes) -> Result<Columns, ListError> {
    let broken = |error: ParquetError| ListError::Broken(error.to_string());
    let reader = SerializedFileReader::new(bytes).map_err(broken)?;
    let metadata = reader.metadata();
    let unpacked = metadata.row_groups().iter().fold(0_i64, |sum, group| sum.saturating_add(group.total_byte_size().max(0)));
    let many = usize::try_from(metadata.file_metadata().num_rows()).unwrap_or(usize::MAX);
    let columns: Vec<String> =
        metadata.file_metadata().schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    if unpacked > MOST_UNPACKED || columns.len() > MOST_COLUMNS || many.saturating_mul(columns.len()) > MOST_CELLS {
        return Err(ListError::TooLarge);
    }
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).map_err(broken)? {
        let row = row.map_err(broken)?;
        rows.push(row.get_column_iter().map(|(_, value)| text(value)).collect());
    }
    if rows.is_empty() {
        return Err(ListError::Empty);
    }
    Ok((columns, rows))
}

fn text(value: &Field) -> String {
    let day = |days: i64| serial_day(days.saturating_add(EPOCH)).map(iso).unwrap_or_default();
    let decimal =
        |number: f64| if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() };
    match value {
        Field::Null | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => String::new(),
        Field::Bool(yes) => yes.to_string(),
        Field::Byte(number) => number.to_string(),
        Field::Short(number) => number.to_string(),
        Field::Int(number) => number.to_string(),
        Field::Long(number) => number.to_string(),
        Field::UByte(number) => number.to_string(),
        Field::UShort(number) => number.to_string(),
        Field::UInt(number) => number.to_string(),
        Field::ULong(number) => number.to_string(),
        Field::Float16(number) => decimal(number.to_f64()),
        Field::Float(number) => decimal(f64::from(*number)),
        Field::Double(number) => decimal(*number),
        Field::Decimal(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => value.to_string(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Date(days) => day(i64::from(*days)),
        Field::TimestampMillis(millis) => day(millis.div_euclid(MILLIS_OF_DAY)),
        Field::TimestampMicros(micros) => day(micros.div_euclid(MILLIS_OF_DAY * 1_000)),
    }
}
