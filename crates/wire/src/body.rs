//! Between the `data` shapes and `EventBody`.

use crate::Text;
use crate::data::{
    AdoptionData, BirthData, ChangeData, CheckupData, DeathData, HeadChangeData, HouseholdChangeData, HouseholdData,
    MarriageData, MemberData, MergeData, MoveInData, MoveOutData, OriginData, PartnerData, PersonData, PersonsData,
    PlacementData, ReviewedData, SamePersonData, SplitData, TransferData, TransferReceiptData, WithdrawalData,
};
use crate::text::{field_name, parse_field, parse_sex, sex_letter};
use danso_model::{
    BirthFacts, BirthPlace, Change, Code, EventBody, EventKind, Field, HouseholdType, Member, Origin, Partner, PersonId,
    Placement, ResidenceStatus,
};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::str::FromStr;

type Result<T> = std::result::Result<T, String>;

fn read<T: DeserializeOwned>(data: &RawValue) -> Result<T> {
    serde_json::from_str(data.get()).map_err(|error| error.to_string())
}

fn member(data: MemberData) -> Result<Member> {
    Ok(Member {
        person: data.person.0,
        sex: parse_sex(data.sex).ok_or_else(|| format!("sex {:?} is none of m, f, u", data.sex))?,
        birth: data.birth.0,
        relationship: data.relationship.0,
        residence: ResidenceStatus::new(data.residence.0).map_err(|error| error.to_string())?,
        ethnic: data.ethnic.map(|code| code.0),
        education: data.education.map(|code| code.0),
        marital: data.marital.map(|code| code.0),
        mother: data.mother.map(|id| id.0),
        father: data.father.map(|id| id.0),
    })
}

fn member_data(member: &Member) -> MemberData {
    MemberData {
        person: Text(member.person),
        sex: sex_letter(member.sex),
        birth: Text(member.birth),
        relationship: Text(member.relationship),
        residence: Text(member.residence.code()),
        ethnic: member.ethnic.map(Text),
        education: member.education.map(Text),
        marital: member.marital.map(Text),
        mother: member.mother.map(Text),
        father: member.father.map(Text),
    }
}

fn placements(data: Vec<PlacementData>) -> Vec<Placement> {
    data.into_iter().map(|each| Placement { person: each.person.0, relationship: each.relationship.0 }).collect()
}

fn placements_data(members: &[Placement]) -> Vec<PlacementData> {
    members.iter().map(|each| PlacementData { person: Text(each.person), relationship: Text(each.relationship) }).collect()
}

fn origin(data: OriginData) -> Result<Origin> {
    match (data.kind.as_str(), data.unit) {
        ("commune", Some(unit)) => Ok(Origin::Commune(unit.0)),
        ("province", Some(unit)) => Ok(Origin::Province(unit.0)),
        ("abroad", None) => Ok(Origin::Abroad),
        ("unknown", None) => Ok(Origin::Unknown),
        (kind, unit) => Err(format!("place of kind {kind:?} with unit {unit:?} is not known")),
    }
}

fn origin_data(origin: Origin) -> OriginData {
    let (kind, unit) = match origin {
        Origin::Commune(unit) => ("commune", Some(Text(unit))),
        Origin::Province(unit) => ("province", Some(Text(unit))),
        Origin::Abroad => ("abroad", None),
        Origin::Unknown => ("unknown", None),
    };
    OriginData { kind: kind.to_owned(), unit }
}

fn household_type(text: &str) -> Result<HouseholdType> {
    match text {
        "family" => Ok(HouseholdType::Family),
        "collective" => Ok(HouseholdType::Collective),
        other => Err(format!("household type {other:?} is none of family, collective")),
    }
}

fn household_type_name(kind: HouseholdType) -> String {
    match kind {
        HouseholdType::Family => "family",
        HouseholdType::Collective => "collective",
    }
    .to_owned()
}

const BIRTH_PLACES: [(BirthPlace, &str); 4] = [
    (BirthPlace::Station, "station"),
    (BirthPlace::Hospital, "hospital"),
    (BirthPlace::Home, "home"),
    (BirthPlace::Other, "other"),
];

fn birth_place(text: &str) -> Result<BirthPlace> {
    let found = BIRTH_PLACES.iter().find(|(_, name)| *name == text);
    found.map(|(place, _)| *place).ok_or_else(|| format!("place of birth {text:?} is not known"))
}

fn birth_place_name(place: BirthPlace) -> String {
    BIRTH_PLACES.iter().find(|(each, _)| *each == place).map_or_else(String::new, |(_, name)| (*name).to_owned())
}

fn partner(data: PartnerData) -> Result<Partner> {
    match (data.person, data.sex) {
        (Some(person), None) => Ok(Partner::Known(person.0)),
        (None, Some(sex)) => Ok(Partner::Outside {
            sex: parse_sex(sex).ok_or_else(|| format!("sex {sex:?} is none of m, f, u"))?,
            birth: data.birth.map(|date| date.0),
            unit: data.unit.map(|unit| unit.0),
        }),
        (Some(_), Some(_)) | (None, None) => Err("a partner is either a person or described by sex".to_owned()),
    }
}

fn partner_data(partner: &Partner) -> PartnerData {
    match *partner {
        Partner::Known(person) => PartnerData { person: Some(Text(person)), sex: None, birth: None, unit: None },
        Partner::Outside { sex, birth, unit } => {
            PartnerData { person: None, sex: Some(sex_letter(sex)), birth: birth.map(Text), unit: unit.map(Text) }
        }
    }
}

fn parsed<T: FromStr>(value: &str) -> Result<T>
where
    T::Err: std::fmt::Display,
{
    value.parse().map_err(|error: T::Err| error.to_string())
}

fn change(data: &ChangeData) -> Result<Change> {
    let field = parse_field(&data.field).ok_or_else(|| format!("field {:?} is not known", data.field))?;
    let sealed = matches!(field, Field::Name | Field::Pin | Field::HealthCard | Field::Phone);
    let value = match (&data.value, sealed) {
        (Some(value), false) => value.as_str(),
        (None, true) => "",
        (Some(_), true) => return Err(format!("the value of {} belongs into personal", data.field)),
        (None, false) => return Err(format!("the change of {} has no value", data.field)),
    };
    Ok(match field {
        Field::Sex => Change::Sex(parsed::<char>(value).ok().and_then(parse_sex).ok_or("sex is none of m, f, u")?),
        Field::Birth => Change::Birth(parsed(value)?),
        Field::Ethnic => Change::Ethnic(Code::new(value).map_err(|error| error.to_string())?),
        Field::Education => Change::Education(Code::new(value).map_err(|error| error.to_string())?),
        Field::Marital => Change::Marital(Code::new(value).map_err(|error| error.to_string())?),
        Field::Residence => Change::Residence(ResidenceStatus::new(parsed(value)?).map_err(|error| error.to_string())?),
        Field::Relationship => Change::Relationship(Code::new(value).map_err(|error| error.to_string())?),
        Field::Mother => Change::Mother(parsed::<PersonId>(value)?),
        Field::Father => Change::Father(parsed::<PersonId>(value)?),
        Field::Name => Change::Name,
        Field::Pin => Change::Pin,
        Field::HealthCard => Change::HealthCard,
        Field::Phone => Change::Phone,
    })
}

fn change_value(change: &Change) -> Option<String> {
    match change {
        Change::Sex(sex) => Some(sex_letter(*sex).to_string()),
        Change::Birth(date) => Some(date.to_string()),
        Change::Ethnic(code) | Change::Education(code) | Change::Marital(code) | Change::Relationship(code) => {
            Some(code.to_string())
        }
        Change::Residence(status) => Some(status.code().to_string()),
        Change::Mother(person) | Change::Father(person) => Some(person.to_string()),
        Change::Name | Change::Pin | Change::HealthCard | Change::Phone => None,
    }
}

fn members(data: Vec<MemberData>) -> Result<Vec<Member>> {
    data.into_iter().map(member).collect()
}

/// Reads the data of an event of a kind.
pub(crate) fn decode(kind: EventKind, data: &RawValue) -> Result<EventBody> {
    Ok(match kind {
        EventKind::Household => {
            let data: HouseholdData = read(data)?;
            EventBody::Household {
                household: data.household.0,
                hamlet: data.hamlet.0,
                area: data.area.0,
                number: data.number,
                kind: household_type(&data.r#type)?,
                members: members(data.members)?,
            }
        }
        EventKind::HouseholdChange => {
            let data: HouseholdChangeData = read(data)?;
            EventBody::HouseholdChange {
                household: data.household.0,
                number: data.number,
                area: data.area.map(|id| id.0),
                kind: data.r#type.as_deref().map(household_type).transpose()?,
            }
        }
        EventKind::Birth => {
            let data: BirthData = read(data)?;
            EventBody::Birth {
                household: data.household.0,
                hamlet: data.hamlet.0,
                child: member(data.child)?,
                facts: BirthFacts {
                    mother_birth: data.mother_birth.map(|date| date.0),
                    order: data.order,
                    place: data.place.as_deref().map(birth_place).transpose()?,
                    multiple: data.multiple,
                    weight_g: data.weight_g,
                    gestation_weeks: data.gestation_weeks,
                },
            }
        }
        EventKind::Adoption => {
            let data: AdoptionData = read(data)?;
            EventBody::Adoption {
                household: data.household.0,
                hamlet: data.hamlet.0,
                child: member(data.child)?,
                origin: data.origin.map(origin).transpose()?,
            }
        }
        EventKind::Death => {
            let data: DeathData = read(data)?;
            EventBody::Death { person: data.person.0, place: data.place.map(|code| code.0), cause: data.cause.map(|code| code.0) }
        }
        EventKind::MoveIn => {
            let data: MoveInData = read(data)?;
            EventBody::MoveIn {
                household: data.household.0,
                hamlet: data.hamlet.0,
                members: members(data.members)?,
                from: origin(data.from)?,
                reason: data.reason.map(|code| code.0),
            }
        }
        EventKind::MoveOut => {
            let data: MoveOutData = read(data)?;
            EventBody::MoveOut {
                household: data.household.0,
                persons: data.persons.into_iter().map(|id| id.0).collect(),
                to: origin(data.to)?,
                reason: data.reason.map(|code| code.0),
                whole: data.whole,
            }
        }
        EventKind::Transfer => {
            let data: TransferData = read(data)?;
            EventBody::Transfer {
                from_household: data.from_household.0,
                to_household: data.to_household.0,
                to_hamlet: data.to_hamlet.0,
                to_area: data.to_area.map(|id| id.0),
                members: placements(data.members),
                whole: data.whole,
            }
        }
        EventKind::TransferReceipt => {
            let data: TransferReceiptData = read(data)?;
            EventBody::TransferReceipt {
                transfer: data.transfer.0,
                received: data.received,
                household: data.household.map(|id| id.0),
                members: placements(data.members),
            }
        }
        EventKind::Split => {
            let data: SplitData = read(data)?;
            EventBody::Split {
                from_household: data.from_household.0,
                household: data.household.0,
                hamlet: data.hamlet.0,
                area: data.area.0,
                number: data.number,
                members: placements(data.members),
            }
        }
        EventKind::Merge => {
            let data: MergeData = read(data)?;
            EventBody::Merge {
                from_household: data.from_household.0,
                household: data.household.0,
                hamlet: data.hamlet.0,
                members: placements(data.members),
            }
        }
        EventKind::HeadChange => {
            let data: HeadChangeData = read(data)?;
            EventBody::HeadChange { household: data.household.0, head: data.head.0, members: placements(data.members) }
        }
        EventKind::Marriage => {
            let data: MarriageData = read(data)?;
            let [first, second] = data.partners;
            EventBody::Marriage {
                partners: [partner(first)?, partner(second)?],
                registered: data.registered,
                counselled: data.counselled,
                kin_degree: data.kin_degree,
            }
        }
        EventKind::Divorce => EventBody::Divorce { persons: persons(data)? },
        EventKind::Separation => EventBody::Separation { persons: persons(data)? },
        EventKind::Widowed => EventBody::Widowed { person: person(data)? },
        EventKind::ContraceptionStart => EventBody::ContraceptionStart { person: person(data)? },
        EventKind::ContraceptionStop => EventBody::ContraceptionStop { person: person(data)? },
        EventKind::Pregnancy => EventBody::Pregnancy { person: person(data)? },
        EventKind::PrenatalScreen => EventBody::PrenatalScreen { person: person(data)? },
        EventKind::NewbornScreen => EventBody::NewbornScreen { person: person(data)? },
        EventKind::Disability => EventBody::Disability { person: person(data)? },
        EventKind::ElderlyCheckup => {
            let data: CheckupData = read(data)?;
            EventBody::ElderlyCheckup { person: data.person.0, place: data.place.map(|code| code.0) }
        }
        EventKind::Change => {
            let data: ChangeData = read(data)?;
            EventBody::Change { person: data.person.0, change: change(&data)?, base: data.base.map(|id| id.0) }
        }
        EventKind::Reviewed => EventBody::Reviewed { household: read::<ReviewedData>(data)?.household.0 },
        EventKind::Withdrawal => {
            let data: WithdrawalData = read(data)?;
            EventBody::Withdrawal { event: data.event.0, reason: data.reason }
        }
        EventKind::SamePerson => {
            let SamePersonData { person, duplicate } = read(data)?;
            if person == duplicate {
                return Err("a person is no duplicate of itself".to_owned());
            }
            EventBody::SamePerson { person: person.0, duplicate: duplicate.0 }
        }
    })
}

fn person(data: &RawValue) -> Result<PersonId> {
    Ok(read::<PersonData>(data)?.person.0)
}

fn persons(data: &RawValue) -> Result<Vec<PersonId>> {
    Ok(read::<PersonsData>(data)?.persons.into_iter().map(|id| id.0).collect())
}

fn write<T: serde::Serialize>(data: T) -> Box<RawValue> {
    serde_json::value::to_raw_value(&data).expect("shapes have text keys and no failing parts")
}

fn persons_data(persons: &[PersonId]) -> Box<RawValue> {
    write(PersonsData { persons: persons.iter().copied().map(Text).collect() })
}

/// Writes the data of an event.
pub(crate) fn encode(body: &EventBody) -> Box<RawValue> {
    match body {
        EventBody::Household { household, hamlet, area, number, kind, members } => write(HouseholdData {
            household: Text(*household),
            hamlet: Text(*hamlet),
            area: Text(*area),
            number: number.clone(),
            r#type: household_type_name(*kind),
            members: members.iter().map(member_data).collect(),
        }),
        EventBody::HouseholdChange { household, number, area, kind } => write(HouseholdChangeData {
            household: Text(*household),
            number: number.clone(),
            area: area.map(Text),
            r#type: kind.map(household_type_name),
        }),
        EventBody::Birth { household, hamlet, child, facts } => write(BirthData {
            household: Text(*household),
            hamlet: Text(*hamlet),
            child: member_data(child),
            mother_birth: facts.mother_birth.map(Text),
            order: facts.order,
            place: facts.place.map(birth_place_name),
            multiple: facts.multiple,
            weight_g: facts.weight_g,
            gestation_weeks: facts.gestation_weeks,
        }),
        EventBody::Adoption { household, hamlet, child, origin } => write(AdoptionData {
            household: Text(*household),
            hamlet: Text(*hamlet),
            child: member_data(child),
            origin: origin.map(origin_data),
        }),
        EventBody::Death { person, place, cause } => {
            write(DeathData { person: Text(*person), place: place.map(Text), cause: cause.map(Text) })
        }
        EventBody::MoveIn { household, hamlet, members, from, reason } => write(MoveInData {
            household: Text(*household),
            hamlet: Text(*hamlet),
            members: members.iter().map(member_data).collect(),
            from: origin_data(*from),
            reason: reason.map(Text),
        }),
        EventBody::MoveOut { household, persons, to, reason, whole } => write(MoveOutData {
            household: Text(*household),
            persons: persons.iter().copied().map(Text).collect(),
            to: origin_data(*to),
            reason: reason.map(Text),
            whole: *whole,
        }),
        EventBody::Transfer { from_household, to_household, to_hamlet, to_area, members, whole } => write(TransferData {
            from_household: Text(*from_household),
            to_household: Text(*to_household),
            to_hamlet: Text(*to_hamlet),
            to_area: to_area.map(Text),
            members: placements_data(members),
            whole: *whole,
        }),
        EventBody::TransferReceipt { transfer, received, household, members } => write(TransferReceiptData {
            transfer: Text(*transfer),
            received: *received,
            household: household.map(Text),
            members: placements_data(members),
        }),
        EventBody::Split { from_household, household, hamlet, area, number, members } => write(SplitData {
            from_household: Text(*from_household),
            household: Text(*household),
            hamlet: Text(*hamlet),
            area: Text(*area),
            number: number.clone(),
            members: placements_data(members),
        }),
        EventBody::Merge { from_household, household, hamlet, members } => write(MergeData {
            from_household: Text(*from_household),
            household: Text(*household),
            hamlet: Text(*hamlet),
            members: placements_data(members),
        }),
        EventBody::HeadChange { household, head, members } => {
            write(HeadChangeData { household: Text(*household), head: Text(*head), members: placements_data(members) })
        }
        EventBody::Marriage { partners, registered, counselled, kin_degree } => write(MarriageData {
            partners: [partner_data(&partners[0]), partner_data(&partners[1])],
            registered: *registered,
            counselled: *counselled,
            kin_degree: *kin_degree,
        }),
        EventBody::Divorce { persons } | EventBody::Separation { persons } => persons_data(persons),
        EventBody::Widowed { person }
        | EventBody::ContraceptionStart { person }
        | EventBody::ContraceptionStop { person }
        | EventBody::Pregnancy { person }
        | EventBody::PrenatalScreen { person }
        | EventBody::NewbornScreen { person }
        | EventBody::Disability { person } => write(PersonData { person: Text(*person) }),
        EventBody::ElderlyCheckup { person, place } => write(CheckupData { person: Text(*person), place: place.map(Text) }),
        EventBody::Change { person, change, base } => write(ChangeData {
            person: Text(*person),
            field: field_name(change.field()).to_owned(),
            value: change_value(change),
            base: base.map(Text),
        }),
        EventBody::Reviewed { household } => write(ReviewedData { household: Text(*household) }),
        EventBody::SamePerson { person, duplicate } => {
            write(SamePersonData { person: Text(*person), duplicate: Text(*duplicate) })
        }
        EventBody::Withdrawal { event, reason } => write(WithdrawalData { event: Text(*event), reason: reason.clone() }),
    }
}
