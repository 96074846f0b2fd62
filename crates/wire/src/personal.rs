//! The sealed part of an event, as JSON.

use crate::Text;
use danso_model::{Code, Health, PartialDate, Personal, Pin, PregnancyOutcome, Risk, ScreenResult};
use serde::{Deserialize, Serialize};

/// Personal content as it travels.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonalData {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pin: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    health_card: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    health: Option<HealthData>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum HealthData {
    Contraception(ContraceptionData),
    Pregnancy(PregnancyData),
    Prenatal(PrenatalData),
    Disability(DisabilityData),
    Newborn(NewbornData),
}

macro_rules! optional_shapes {
    ($($name:ident { $($(#[$meta:meta])* $field:ident: $kind:ty,)* })*) => {$(
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name { $($(#[$meta])* $field: $kind,)* }
    )*};
}

optional_shapes! {
    ContraceptionData {
        method: Text<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Text<Code>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Text<Code>>,
    }
    PregnancyData {
        outcome: OutcomeName,
        #[serde(default, skip_serializing_if = "Option::is_none")] number: Option<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")] lmp: Option<Text<PartialDate>>,
    }
    PrenatalData {
        week_band: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")] edward: Option<RiskName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] down: Option<RiskName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] patau: Option<RiskName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] thalassemia: Option<RiskName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Text<Code>>,
    }
    NewbornData {
        #[serde(default, skip_serializing_if = "Option::is_none")] ch: Option<ResultName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] g6pd: Option<ResultName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] cah: Option<ResultName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] hearing: Option<ResultName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] heart: Option<ResultName>,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Text<Code>>,
    }
    DisabilityData {
        r#type: Text<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")] degree: Option<Text<Code>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] certificate: Option<String>,
    }
}

macro_rules! names {
    ($($shape:ident = $model:ident { $($variant:ident),* })*) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum $shape { $($variant),* }
        impl From<$shape> for $model {
            fn from(name: $shape) -> Self { match name { $($shape::$variant => Self::$variant),* } }
        }
        impl From<$model> for $shape {
            fn from(value: $model) -> Self { match value { $($model::$variant => Self::$variant),* } }
        }
    )*};
}

names! {
    OutcomeName = PregnancyOutcome { Pregnant, Miscarriage, Abortion }
    RiskName = Risk { Low, High, Normal }
    ResultName = ScreenResult { NotDone, Normal, Suspect, Positive }
}

impl From<HealthData> for Health {
    fn from(data: HealthData) -> Self {
        let code = |text: Option<Text<Code>>| text.map(|code| code.0);
        match data {
            HealthData::Contraception(data) => {
                Self::Contraception { method: data.method.0, place: code(data.place), reason: code(data.reason) }
            }
            HealthData::Pregnancy(data) => {
                Self::Pregnancy { outcome: data.outcome.into(), number: data.number, lmp: data.lmp.map(|date| date.0) }
            }
            HealthData::Prenatal(data) => Self::Prenatal {
                week_band: data.week_band,
                edward: data.edward.map(Into::into),
                down: data.down.map(Into::into),
                patau: data.patau.map(Into::into),
                thalassemia: data.thalassemia.map(Into::into),
                place: code(data.place),
            },
            HealthData::Newborn(data) => Self::Newborn {
                ch: data.ch.map(Into::into),
                g6pd: data.g6pd.map(Into::into),
                cah: data.cah.map(Into::into),
                hearing: data.hearing.map(Into::into),
                heart: data.heart.map(Into::into),
                place: code(data.place),
            },
            HealthData::Disability(data) => {
                Self::Disability { kind: data.r#type.0, degree: code(data.degree), certificate: data.certificate }
            }
        }
    }
}

impl From<&Health> for HealthData {
    fn from(health: &Health) -> Self {
        match health {
            Health::Contraception { method, place, reason } => {
                Self::Contraception(ContraceptionData { method: Text(*method), place: place.map(Text), reason: reason.map(Text) })
            }
            Health::Pregnancy { outcome, number, lmp } => {
                Self::Pregnancy(PregnancyData { outcome: (*outcome).into(), number: *number, lmp: lmp.map(Text) })
            }
            Health::Prenatal { week_band, edward, down, patau, thalassemia, place } => Self::Prenatal(PrenatalData {
                week_band: *week_band,
                edward: edward.map(Into::into),
                down: down.map(Into::into),
                patau: patau.map(Into::into),
                thalassemia: thalassemia.map(Into::into),
                place: place.map(Text),
            }),
            Health::Newborn { ch, g6pd, cah, hearing, heart, place } => Self::Newborn(NewbornData {
                ch: ch.map(Into::into),
                g6pd: g6pd.map(Into::into),
                cah: cah.map(Into::into),
                hearing: hearing.map(Into::into),
                heart: heart.map(Into::into),
                place: place.map(Text),
            }),
            Health::Disability { kind, degree, certificate } => Self::Disability(DisabilityData {
                r#type: Text(*kind),
                degree: degree.map(Text),
                certificate: certificate.clone(),
            }),
        }
    }
}

impl PersonalData {
    pub(crate) fn into_model(self) -> Result<Personal, String> {
        Ok(Personal {
            name: self.name,
            pin: self.pin.map(|text| Pin::new(&text).map_err(|error| error.to_string())).transpose()?,
            health_card: self.health_card,
            phone: self.phone,
            address: self.address,
            note: self.note,
            health: self.health.map(Health::from),
        })
    }
}

impl From<&Personal> for PersonalData {
    fn from(personal: &Personal) -> Self {
        Self {
            name: personal.name.clone(),
            pin: personal.pin.as_ref().map(|pin| pin.as_str().to_owned()),
            health_card: personal.health_card.clone(),
            phone: personal.phone.clone(),
            address: personal.address.clone(),
            note: personal.note.clone(),
            health: personal.health.as_ref().map(HealthData::from),
        }
    }
}

/// Personal content as the bytes that are sealed.
///
/// # Panics
/// Never: the shape has text keys and no failing parts.
#[must_use]
pub fn encode_personal(personal: &Personal) -> Vec<u8> {
    serde_json::to_vec(&PersonalData::from(personal)).expect("personal content is plain JSON")
}

/// Reads opened bytes back.
///
/// # Errors
/// When the bytes are not such JSON.
pub fn decode_personal(bytes: &[u8]) -> Result<Personal, crate::WireError> {
    let data: PersonalData =
        serde_json::from_slice(bytes).map_err(|error| crate::WireError::Malformed { what: error.to_string() })?;
    data.into_model().map_err(|what| crate::WireError::Malformed { what })
}
