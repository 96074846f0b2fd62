//! Ids: UUIDs of one meaning each, so that a household can never be passed where a person is meant.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}({})", stringify!($name), self.0) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::try_parse(text).map($name) }
        }
        impl $name {
            /// The id from its sixteen bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self { Self(Uuid::from_bytes(bytes)) }
            /// The sixteen bytes of the id.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] { self.0.as_bytes() }
        }
    )*};
}

ids! {
    /// One event, made where it was seen (UUIDv7).
    EventId;
    /// One person, for life, through every move, merge of units and change of name.
    PersonId;
    /// One household; its number inside an area (hộ số) is an attribute that changes, this does not.
    HouseholdId;
    /// The smallest unit of the territory: thôn, ấp, bản, khu vực, tổ dân phố. Persons hang on it and on nothing above.
    HamletId;
    /// An area of work of a collaborator (địa bàn). Not geography.
    AreaId;
    /// One account.
    UserId;
    /// One enrolled phone or browser.
    DeviceId;
    /// The report of one unit on one form for one period, with all its versions.
    ReportId;
    /// A campaign of review.
    CampaignId;
    /// A sample of households to be interviewed again.
    SampleId;
    /// A forecast as it was made.
    ForecastId;
    /// The register compared with a list of another office.
    ReconciliationId;
    /// A person or a household: whoever personal content belongs to, and whose key seals it.
    SubjectId;
}

impl From<PersonId> for SubjectId {
    fn from(id: PersonId) -> Self {
        Self(id.0)
    }
}

impl From<HouseholdId> for SubjectId {
    fn from(id: HouseholdId) -> Self {
        Self(id.0)
    }
}
