//! The `data` of each kind of event, as JSON.

use crate::Text;
use danso_model::{AreaId, Code, EventId, HamletId, HouseholdId, PartialDate, PersonId};
use serde::{Deserialize, Serialize};

macro_rules! shapes {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name { $($(#[$field_meta])* pub $field: $kind,)* }
    )*};
}

pub(crate) type Id<T> = Text<T>;

pub(crate) fn is_false(value: &bool) -> bool {
    !value
}

shapes! {
    MemberData {
        person: Id<PersonId>,
        sex: char,
        birth: Text<PartialDate>,
        relationship: Text<Code>,
        residence: Text<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")] ethnic: Option<Text<Code>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] education: Option<Text<Code>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] marital: Option<Text<Code>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] mother: Option<Id<PersonId>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] father: Option<Id<PersonId>>,
    }
    PlacementData { person: Id<PersonId>, relationship: Text<Code>, }
    OriginData {
        kind: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] unit: Option<Text<Code>>,
    }
    PartnerData {
        #[serde(default, skip_serializing_if = "Option::is_none")] person: Option<Id<PersonId>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] sex: Option<char>,
        #[serde(default, skip_serializing_if = "Option::is_none")] birth: Option<Text<PartialDate>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] unit: Option<Text<Code>>,
    }
    HouseholdData {
        household: Id<HouseholdId>,
        hamlet: Id<HamletId>,
        area: Id<AreaId>,
        number: String,
        r#type: String,
        members: Vec<MemberData>,
    }
    HouseholdChangeData {
        household: Id<HouseholdId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] number: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] area: Option<Id<AreaId>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] r#type: Option<String>,
    }
    BirthData {
        household: Id<HouseholdId>,
        hamlet: Id<HamletId>,
        child: MemberData,
        #[serde(default, skip_serializing_if = "Option::is_none")] mother_birth: Option<Text<PartialDate>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] order: Option<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<String>,
        #[serde(default, skip_serializing_if = "is_false")] multiple: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] weight_g: Option<u16>,
        #[serde(default, skip_serializing_if = "Option::is_none")] gestation_weeks: Option<u8>,
    }
    AdoptionData {
        household: Id<HouseholdId>,
        hamlet: Id<HamletId>,
        child: MemberData,
        #[serde(default, skip_serializing_if = "Option::is_none")] origin: Option<OriginData>,
    }
    DeathData {
        person: Id<PersonId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Text<Code>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] cause: Option<Text<Code>>,
    }
    MoveInData {
        household: Id<HouseholdId>,
        hamlet: Id<HamletId>,
        members: Vec<MemberData>,
        from: OriginData,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Text<Code>>,
    }
    MoveOutData {
        household: Id<HouseholdId>,
        persons: Vec<Id<PersonId>>,
        to: OriginData,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Text<Code>>,
        #[serde(default, skip_serializing_if = "is_false")] whole: bool,
    }
    TransferData {
        from_household: Id<HouseholdId>,
        to_household: Id<HouseholdId>,
        to_hamlet: Id<HamletId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] to_area: Option<Id<AreaId>>,
        members: Vec<PlacementData>,
        #[serde(default, skip_serializing_if = "is_false")] whole: bool,
    }
    TransferReceiptData {
        transfer: Id<EventId>,
        received: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] household: Option<Id<HouseholdId>>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] members: Vec<PlacementData>,
    }
    SplitData {
        from_household: Id<HouseholdId>,
        household: Id<HouseholdId>,
        hamlet: Id<HamletId>,
        area: Id<AreaId>,
        number: String,
        members: Vec<PlacementData>,
    }
    MergeData {
        from_household: Id<HouseholdId>,
        household: Id<HouseholdId>,
        hamlet: Id<HamletId>,
        members: Vec<PlacementData>,
    }
    HeadChangeData { household: Id<HouseholdId>, head: Id<PersonId>, members: Vec<PlacementData>, }
    MarriageData {
        partners: [PartnerData; 2],
        registered: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] counselled: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")] kin_degree: Option<u8>,
    }
    PersonsData { persons: Vec<Id<PersonId>>, }
    PersonData { person: Id<PersonId>, }
    CheckupData {
        person: Id<PersonId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Text<Code>>,
    }
    ChangeData {
        person: Id<PersonId>,
        field: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] value: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] base: Option<Id<EventId>>,
    }
    SamePersonData { person: Id<PersonId>, duplicate: Id<PersonId>, }
    ReviewedData { household: Id<HouseholdId>, }
    WithdrawalData {
        event: Id<EventId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
}
