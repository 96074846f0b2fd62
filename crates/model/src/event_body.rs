//! What an event states: the facts that are counted, and stay when a person is erased.

use crate::{AreaId, Code, EventId, EventKind, HamletId, HouseholdId, PartialDate, PersonId, ResidenceStatus, Sex};

/// The content of an event, one variant a kind of the catalogue (form A0/CTV and P0/CTV of Circular 01/2022/TT-BYT).
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are named for what they hold; the odd ones are documented")]
pub enum EventBody {
    /// A household sheet is opened, with the members found living there.
    Household {
        household: HouseholdId,
        hamlet: HamletId,
        area: AreaId,
        number: String,
        kind: HouseholdType,
        members: Vec<Member>,
    },
    /// Its number, area or type changes.
    HouseholdChange { household: HouseholdId, number: Option<String>, area: Option<AreaId>, kind: Option<HouseholdType> },
    /// Sinh.
    Birth { household: HouseholdId, hamlet: HamletId, child: Member, facts: BirthFacts },
    /// Nhận con nuôi.
    Adoption { household: HouseholdId, hamlet: HamletId, child: Member, origin: Option<Origin> },
    /// Chết.
    Death { person: PersonId, place: Option<Code>, cause: Option<Code> },
    /// Chuyển đến from outside the register, or back.
    MoveIn { household: HouseholdId, hamlet: HamletId, members: Vec<Member>, from: Origin, reason: Option<Code> },
    /// Chuyển đi out of the register.
    MoveOut { household: HouseholdId, persons: Vec<PersonId>, to: Origin, reason: Option<Code>, whole: bool },
    /// Moving between hamlets or households of the register.
    Transfer {
        from_household: HouseholdId,
        to_household: HouseholdId,
        to_hamlet: HamletId,
        to_area: Option<AreaId>,
        members: Vec<Placement>,
        /// The whole household moves and keeps its id.
        whole: bool,
    },
    /// The collaborator at the destination took the movers over, or says that they never came.
    TransferReceipt { transfer: EventId, received: bool, household: Option<HouseholdId>, members: Vec<Placement> },
    /// Tách hộ.
    Split {
        from_household: HouseholdId,
        household: HouseholdId,
        hamlet: HamletId,
        area: AreaId,
        number: String,
        members: Vec<Placement>,
    },
    /// Nhập hộ.
    Merge { from_household: HouseholdId, household: HouseholdId, hamlet: HamletId, members: Vec<Placement> },
    /// Đổi chủ hộ; the relationships are stated anew.
    HeadChange { household: HouseholdId, head: PersonId, members: Vec<Placement> },
    /// Kết hôn.
    Marriage { partners: [Partner; 2], registered: bool, counselled: Option<bool>, kin_degree: Option<u8> },
    /// Ly hôn.
    Divorce { persons: Vec<PersonId> },
    /// Ly thân.
    Separation { persons: Vec<PersonId> },
    /// Goá.
    Widowed { person: PersonId },
    /// Bắt đầu dùng biện pháp tránh thai; the method is in the sealed part.
    ContraceptionStart { person: PersonId },
    /// Thôi dùng.
    ContraceptionStop { person: PersonId },
    /// Thông tin thai sản; what happened is in the sealed part.
    Pregnancy { person: PersonId },
    /// Sàng lọc trước sinh.
    PrenatalScreen { person: PersonId },
    /// Sàng lọc sơ sinh.
    NewbornScreen { person: PersonId },
    /// Người cao tuổi khám sức khoẻ.
    ElderlyCheckup { person: PersonId, place: Option<Code> },
    /// Khuyết tật.
    Disability { person: PersonId },
    /// One attribute of one person has another value.
    Change {
        person: PersonId,
        change: Change,
        /// The event that last set this field as the author knew it; two changes with one base are a question for the officer.
        base: Option<EventId>,
    },
    /// The household was visited and nothing changed.
    Reviewed { household: HouseholdId },
    /// An event did not happen.
    Withdrawal { event: EventId, reason: Option<String> },
    /// Two sheets are about one person. While this is in force, what is told of either is told of `person`.
    SamePerson {
        /// The sheet that is kept.
        person: PersonId,
        /// The other one.
        duplicate: PersonId,
    },
}

/// One line of a household sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: PartialDate,
    /// Relationship to the head.
    pub relationship: Code,
    /// Tình trạng cư trú.
    pub residence: ResidenceStatus,
    /// Dân tộc.
    pub ethnic: Option<Code>,
    /// Trình độ học vấn.
    pub education: Option<Code>,
    /// Tình trạng hôn nhân.
    pub marital: Option<Code>,
    /// Mother, when a person of the register.
    pub mother: Option<PersonId>,
    /// Father, when a person of the register.
    pub father: Option<PersonId>,
}

/// A person's place in a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// Who.
    pub person: PersonId,
    /// Relationship to the head.
    pub relationship: Code,
}

/// What is asked about a birth beyond the child itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthFacts {
    /// The mother's birth, so that fertility by age can be counted wherever she is registered.
    pub mother_birth: Option<PartialDate>,
    /// Con thứ mấy, from 1. A statistic, never a mark on a person.
    pub order: Option<u8>,
    /// Where the child was born.
    pub place: Option<BirthPlace>,
    /// One of twins or more.
    pub multiple: bool,
    /// Grams.
    pub weight_g: Option<u16>,
    /// Completed weeks.
    pub gestation_weeks: Option<u8>,
}

/// Nơi sinh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BirthPlace {
    /// Trạm y tế.
    Station,
    /// Bệnh viện.
    Hospital,
    /// Nhà.
    Home,
    /// Nơi khác.
    Other,
}

/// A family, or people living together in an institution (hộ tập thể).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HouseholdType {
    /// Hộ gia đình.
    Family,
    /// Hộ tập thể.
    Collective,
}

/// A place outside the register. Unit codes are read at the date of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A commune.
    Commune(Code),
    /// Only the province is known.
    Province(Code),
    /// Another country.
    Abroad,
    /// Not known.
    Unknown,
}

/// One side of a marriage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partner {
    /// A person of the register.
    Known(PersonId),
    /// Someone from outside.
    Outside {
        /// Sex.
        sex: Sex,
        /// Birth.
        birth: Option<PartialDate>,
        /// The commune or province lived in.
        unit: Option<Code>,
    },
}

/// A new value of one field. Names and numbers carry their value in the sealed part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is the field of that name")]
pub enum Change {
    Sex(Sex),
    Birth(PartialDate),
    Ethnic(Code),
    Education(Code),
    Marital(Code),
    Residence(ResidenceStatus),
    Relationship(Code),
    Mother(PersonId),
    Father(PersonId),
    Name,
    Pin,
    HealthCard,
    Phone,
}

/// The name of a field that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each variant is the field of that name")]
pub enum Field {
    Sex,
    Birth,
    Ethnic,
    Education,
    Marital,
    Residence,
    Relationship,
    Mother,
    Father,
    Name,
    Pin,
    HealthCard,
    Phone,
}

impl Change {
    /// Which field it changes.
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Self::Sex(_) => Field::Sex,
            Self::Birth(_) => Field::Birth,
            Self::Ethnic(_) => Field::Ethnic,
            Self::Education(_) => Field::Education,
            Self::Marital(_) => Field::Marital,
            Self::Residence(_) => Field::Residence,
            Self::Relationship(_) => Field::Relationship,
            Self::Mother(_) => Field::Mother,
            Self::Father(_) => Field::Father,
            Self::Name => Field::Name,
            Self::Pin => Field::Pin,
            Self::HealthCard => Field::HealthCard,
            Self::Phone => Field::Phone,
        }
    }
}

fn placed(members: &[Placement]) -> Vec<PersonId> {
    members.iter().map(|member| member.person).collect()
}

fn known(partners: &[Partner; 2]) -> Vec<PersonId> {
    partners
        .iter()
        .filter_map(|partner| match partner {
            Partner::Known(person) => Some(*person),
            Partner::Outside { .. } => None,
        })
        .collect()
}

impl EventBody {
    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::Household { .. } => EventKind::Household,
            Self::HouseholdChange { .. } => EventKind::HouseholdChange,
            Self::Birth { .. } => EventKind::Birth,
            Self::Adoption { .. } => EventKind::Adoption,
            Self::Death { .. } => EventKind::Death,
            Self::MoveIn { .. } => EventKind::MoveIn,
            Self::MoveOut { .. } => EventKind::MoveOut,
            Self::Transfer { .. } => EventKind::Transfer,
            Self::TransferReceipt { .. } => EventKind::TransferReceipt,
            Self::Split { .. } => EventKind::Split,
            Self::Merge { .. } => EventKind::Merge,
            Self::HeadChange { .. } => EventKind::HeadChange,
            Self::Marriage { .. } => EventKind::Marriage,
            Self::Divorce { .. } => EventKind::Divorce,
            Self::Separation { .. } => EventKind::Separation,
            Self::Widowed { .. } => EventKind::Widowed,
            Self::ContraceptionStart { .. } => EventKind::ContraceptionStart,
            Self::ContraceptionStop { .. } => EventKind::ContraceptionStop,
            Self::Pregnancy { .. } => EventKind::Pregnancy,
            Self::PrenatalScreen { .. } => EventKind::PrenatalScreen,
            Self::NewbornScreen { .. } => EventKind::NewbornScreen,
            Self::ElderlyCheckup { .. } => EventKind::ElderlyCheckup,
            Self::Disability { .. } => EventKind::Disability,
            Self::Change { .. } => EventKind::Change,
            Self::Reviewed { .. } => EventKind::Reviewed,
            Self::Withdrawal { .. } => EventKind::Withdrawal,
            Self::SamePerson { .. } => EventKind::SamePerson,
        }
    }

    /// Persons whose own state it may change, the main one first: of a birth the child and then the mother.
    #[must_use]
    pub fn persons(&self) -> Vec<PersonId> {
        match self {
            Self::Household { members, .. } | Self::MoveIn { members, .. } => {
                members.iter().map(|member| member.person).collect()
            }
            Self::Birth { child, .. } => std::iter::once(child.person).chain(child.mother).collect(),
            Self::Adoption { child, .. } => vec![child.person],
            Self::MoveOut { persons, .. } | Self::Divorce { persons } | Self::Separation { persons } => persons.clone(),
            Self::Transfer { members, .. }
            | Self::TransferReceipt { members, .. }
            | Self::Split { members, .. }
            | Self::Merge { members, .. } => placed(members),
            Self::HeadChange { head, members, .. } => {
                let others = members.iter().map(|member| member.person).filter(|person| person != head);
                std::iter::once(*head).chain(others).collect()
            }
            Self::Marriage { partners, .. } => known(partners),
            Self::Death { person, .. }
            | Self::Widowed { person }
            | Self::ContraceptionStart { person }
            | Self::ContraceptionStop { person }
            | Self::Pregnancy { person }
            | Self::PrenatalScreen { person }
            | Self::NewbornScreen { person }
            | Self::ElderlyCheckup { person, .. }
            | Self::Disability { person }
            | Self::Change { person, .. } => vec![*person],
            Self::SamePerson { person, duplicate } => vec![*person, *duplicate],
            Self::HouseholdChange { .. } | Self::Reviewed { .. } | Self::Withdrawal { .. } => Vec::new(),
        }
    }

    /// Households that it names, the one it happens in first.
    #[must_use]
    pub fn households(&self) -> Vec<HouseholdId> {
        match self {
            Self::Household { household, .. }
            | Self::HouseholdChange { household, .. }
            | Self::Birth { household, .. }
            | Self::Adoption { household, .. }
            | Self::MoveIn { household, .. }
            | Self::MoveOut { household, .. }
            | Self::HeadChange { household, .. }
            | Self::Reviewed { household } => vec![*household],
            Self::Transfer { from_household, to_household, .. } => vec![*from_household, *to_household],
            Self::Split { from_household, household, .. } | Self::Merge { from_household, household, .. } => {
                vec![*from_household, *household]
            }
            Self::TransferReceipt { household, .. } => household.iter().copied().collect(),
            Self::Death { .. }
            | Self::Marriage { .. }
            | Self::Divorce { .. }
            | Self::Separation { .. }
            | Self::Widowed { .. }
            | Self::ContraceptionStart { .. }
            | Self::ContraceptionStop { .. }
            | Self::Pregnancy { .. }
            | Self::PrenatalScreen { .. }
            | Self::NewbornScreen { .. }
            | Self::ElderlyCheckup { .. }
            | Self::Disability { .. }
            | Self::Change { .. }
            | Self::Withdrawal { .. }
            | Self::SamePerson { .. } => Vec::new(),
        }
    }

    /// Lines of those whom it lets live in a household, with what it tells of each: of a sheet that is opened, of an arrival, of a birth and
    /// of an adoption. Empty for every other kind.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match self {
            Self::Household { members, .. } | Self::MoveIn { members, .. } => members,
            Self::Birth { child, .. } | Self::Adoption { child, .. } => std::slice::from_ref(child),
            Self::Split { .. }
            | Self::Transfer { .. }
            | Self::HouseholdChange { .. }
            | Self::Death { .. }
            | Self::MoveOut { .. }
            | Self::TransferReceipt { .. }
            | Self::Merge { .. }
            | Self::HeadChange { .. }
            | Self::Marriage { .. }
            | Self::Divorce { .. }
            | Self::Separation { .. }
            | Self::Widowed { .. }
            | Self::ContraceptionStart { .. }
            | Self::ContraceptionStop { .. }
            | Self::Pregnancy { .. }
            | Self::PrenatalScreen { .. }
            | Self::NewbornScreen { .. }
            | Self::ElderlyCheckup { .. }
            | Self::Disability { .. }
            | Self::Change { .. }
            | Self::Reviewed { .. }
            | Self::Withdrawal { .. }
            | Self::SamePerson { .. } => &[],
        }
    }

    /// Persons and households that come into being with it, and need not be known before.
    #[must_use]
    pub fn introduces(&self) -> (Vec<PersonId>, Vec<HouseholdId>) {
        let opened = if let Self::Household { household, .. } | Self::Split { household, .. } = self {
            vec![*household]
        } else {
            Vec::new()
        };
        (self.members().iter().map(|member| member.person).collect(), opened)
    }

    /// The event that it withdraws or receives.
    #[must_use]
    pub fn names_event(&self) -> Option<EventId> {
        match self {
            Self::Withdrawal { event, .. } => Some(*event),
            Self::TransferReceipt { transfer, .. } => Some(*transfer),
            Self::Household { .. }
            | Self::HouseholdChange { .. }
            | Self::Birth { .. }
            | Self::Adoption { .. }
            | Self::Death { .. }
            | Self::MoveIn { .. }
            | Self::MoveOut { .. }
            | Self::Transfer { .. }
            | Self::Split { .. }
            | Self::Merge { .. }
            | Self::HeadChange { .. }
            | Self::Marriage { .. }
            | Self::Divorce { .. }
            | Self::Separation { .. }
            | Self::Widowed { .. }
            | Self::ContraceptionStart { .. }
            | Self::ContraceptionStop { .. }
            | Self::Pregnancy { .. }
            | Self::PrenatalScreen { .. }
            | Self::NewbornScreen { .. }
            | Self::ElderlyCheckup { .. }
            | Self::Disability { .. }
            | Self::Change { .. }
            | Self::Reviewed { .. }
            | Self::SamePerson { .. } => None,
        }
    }
}
