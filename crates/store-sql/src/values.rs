//! Values on their way into a statement and out of a row. Only numbers, texts and bytes cross that border.

use danso_model::{
    AreaId, CampaignId, DeviceId, EventId, ForecastId, HamletId, HouseholdId, PersonId, Position, ReconciliationId, ReportId,
    SampleId, Shard, SubjectId, UserId,
};
use danso_store::StoreError;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Arguments, Row};

/// Something that a statement binds.
pub(crate) trait Value {
    /// Appends it.
    fn add_to(self, args: &mut AnyArguments);
}

macro_rules! plain {
    ($($type:ty),+) => {$(
        impl Value for $type {
            fn add_to(self, args: &mut AnyArguments) {
                args.add(self).expect("numbers, texts and bytes are always taken");
            }
        }
    )+};
}
plain!(i64, Option<i64>, &str, Option<&str>, &[u8], Option<&[u8]>);

macro_rules! numbers {
    ($($type:ty),+) => {$(
        impl Value for $type {
            fn add_to(self, args: &mut AnyArguments) {
                i64::from(self).add_to(args);
            }
        }
    )+};
}
numbers!(u8, i32, u32, bool);

impl Value for Option<i32> {
    fn add_to(self, args: &mut AnyArguments) {
        self.map(i64::from).add_to(args);
    }
}

/// Counters and counts stay far below 2^63; a greater one is stored as the greatest there is.
impl Value for u64 {
    fn add_to(self, args: &mut AnyArguments) {
        i64::try_from(self).unwrap_or(i64::MAX).add_to(args);
    }
}

impl Value for Option<u64> {
    fn add_to(self, args: &mut AnyArguments) {
        self.map(|value| i64::try_from(value).unwrap_or(i64::MAX)).add_to(args);
    }
}

impl Value for Shard {
    fn add_to(self, args: &mut AnyArguments) {
        self.0.add_to(args);
    }
}

impl Value for Position {
    fn add_to(self, args: &mut AnyArguments) {
        self.0.add_to(args);
    }
}

impl Value for Option<Position> {
    fn add_to(self, args: &mut AnyArguments) {
        self.map(|position| i64::from(position.0)).add_to(args);
    }
}

impl<const N: usize> Value for &[u8; N] {
    fn add_to(self, args: &mut AnyArguments) {
        self.as_slice().add_to(args);
    }
}

impl<const N: usize> Value for Option<&[u8; N]> {
    fn add_to(self, args: &mut AnyArguments) {
        self.map(<[u8; N]>::as_slice).add_to(args);
    }
}

/// An id, which is sixteen bytes.
pub(crate) trait Id: Copy {
    /// From its bytes.
    fn of(bytes: [u8; 16]) -> Self;
}

macro_rules! ids {
    ($($type:ty),+) => {$(
        impl Id for $type {
            fn of(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
        }
        impl Value for $type {
            fn add_to(self, args: &mut AnyArguments) {
                self.as_bytes().add_to(args);
            }
        }
        impl Value for Option<$type> {
            fn add_to(self, args: &mut AnyArguments) {
                self.as_ref().map(<$type>::as_bytes).add_to(args);
            }
        }
    )+};
}
ids!(
    AreaId,
    CampaignId,
    DeviceId,
    EventId,
    ForecastId,
    HamletId,
    HouseholdId,
    PersonId,
    ReconciliationId,
    ReportId,
    SampleId,
    SubjectId,
    UserId
);

/// Reads the columns of a row from left to right.
pub(crate) struct Columns<'r> {
    row: &'r AnyRow,
    table: &'static str,
    next: usize,
}

type Read<T> = Result<T, StoreError>;

impl<'r> Columns<'r> {
    pub(crate) const fn of(row: &'r AnyRow, table: &'static str) -> Self {
        Self { row, table, next: 0 }
    }

    /// The error of the column read last.
    pub(crate) fn damaged(&self) -> StoreError {
        StoreError::Damaged { what: format!("{} column {}", self.table, self.next) }
    }

    fn take<T>(&mut self) -> Read<T>
    where
        T: sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
    {
        self.next += 1;
        self.row.try_get(self.next - 1).map_err(|_| self.damaged())
    }

    pub(crate) fn number<T: TryFrom<i64>>(&mut self) -> Read<T> {
        let number: i64 = self.take()?;
        number.try_into().map_err(|_| self.damaged())
    }

    pub(crate) fn maybe_number<T: TryFrom<i64>>(&mut self) -> Read<Option<T>> {
        let number: Option<i64> = self.take()?;
        number.map(|number| number.try_into().map_err(|_| self.damaged())).transpose()
    }

    pub(crate) fn position(&mut self) -> Read<Position> {
        self.number().map(Position)
    }

    pub(crate) fn flag(&mut self) -> Read<bool> {
        self.number::<i64>().map(|number| number != 0)
    }

    pub(crate) fn text(&mut self) -> Read<String> {
        self.take()
    }

    pub(crate) fn maybe_text(&mut self) -> Read<Option<String>> {
        self.take()
    }

    /// A text that stands for one of our own values.
    pub(crate) fn word<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Read<T> {
        let text: &str = self.take()?;
        parse(text).ok_or_else(|| self.damaged())
    }

    pub(crate) fn bytes(&mut self) -> Read<Vec<u8>> {
        self.take()
    }

    pub(crate) fn maybe_bytes(&mut self) -> Read<Option<Vec<u8>>> {
        self.take()
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let bytes: &[u8] = self.take()?;
        bytes.try_into().map_err(|_| self.damaged())
    }

    pub(crate) fn maybe_array<const N: usize>(&mut self) -> Read<Option<[u8; N]>> {
        let bytes: Option<&[u8]> = self.take()?;
        bytes.map(|bytes| bytes.try_into().map_err(|_| self.damaged())).transpose()
    }

    pub(crate) fn id<T: Id>(&mut self) -> Read<T> {
        self.array().map(T::of)
    }

    pub(crate) fn maybe_id<T: Id>(&mut self) -> Read<Option<T>> {
        self.maybe_array().map(|bytes| bytes.map(T::of))
    }
}
