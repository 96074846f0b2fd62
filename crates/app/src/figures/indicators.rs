//! The catalogue of indicators as it is told.

use super::IndicatorLine;
use crate::App;
use danso_indicators::{Breakdown, Indicator, Indicators};
use serde::Serialize;
use serde_json::{Value, to_value};
use utoipa::ToSchema;

/// All indicators and breakdowns.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IndicatorsReply {
    /// A short hash of all of them.
    pub version: String,
    /// All versions of all indicators, in the order of the catalogue.
    pub indicators: Vec<IndicatorLine>,
    /// All breakdowns with their categories.
    #[schema(value_type = Vec<Object>)]
    pub breakdowns: Vec<Value>,
}

/// The word that stands for a value in JSON.
pub(super) fn word<T: Serialize>(value: &T) -> String {
    to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl IndicatorLine {
    pub(super) fn of(indicator: &Indicator) -> Self {
        Self {
            code: indicator.code.clone(),
            symbol: indicator.symbol().to_owned(),
            version: indicator.valid_from.to_string(),
            valid_to: indicator.valid_to.map(|day| day.to_string()),
            group: word(&indicator.group),
            vi: indicator.vi.clone(),
            en: indicator.en.clone(),
            unit_of_measure: indicator.unit.clone(),
            unit_of_measure_en: indicator.unit_en.clone(),
            kind: word(&indicator.kind),
            reference: word(&indicator.reference),
            formula: indicator.formula.clone(),
            terms: to_value(&indicator.terms).unwrap_or_default(),
            scale: indicator.scale,
            decimals: indicator.decimals,
            interval: word(&indicator.interval),
            small: indicator.small.as_ref().and_then(|small| to_value(small).ok()),
            breakdowns: indicator.breakdowns.iter().map(|used| used.name().to_owned()).collect(),
            periods: indicator.periods.iter().map(word).collect(),
            live: indicator.live,
            note: indicator.note.clone(),
            legal_basis: indicator.legal_basis.clone(),
            source: indicator.source.clone(),
            verified: indicator.verified,
        }
    }
}

impl App {
    /// The indicators in use.
    pub(crate) const fn indicators(&self) -> &Indicators {
        &self.indicators
    }

    /// The catalogue of indicators.
    #[must_use]
    pub fn indicators_told(&self) -> IndicatorsReply {
        let all = self.indicators();
        IndicatorsReply {
            version: all.version().to_owned(),
            indicators: all.all().map(IndicatorLine::of).collect(),
            breakdowns: all.breakdowns().iter().map(|breakdown| self.told_breakdown(breakdown)).collect(),
        }
    }

    fn told_breakdown(&self, breakdown: &Breakdown) -> Value {
        let day = self.env.today();
        let categories = breakdown.categories(|list| {
            let items = self.catalog.list(list, day).map(|list| &list.items[..]).unwrap_or_default();
            items.iter().map(|item| (item.code.clone(), item.vi.clone(), item.en.clone())).collect()
        });
        let told = |category: &danso_indicators::Category| serde_json::json!({ "code": category.code, "vi": category.vi, "en": category.en });
        serde_json::json!({
            "name": breakdown.name, "vi": breakdown.vi, "en": breakdown.en, "categories": categories.iter().map(told).collect::<Vec<_>>(),
        })
    }
}
