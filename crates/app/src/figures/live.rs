//! What the program should know of its own working: the counts behind the indicators of the programme and of data quality. None is counted
//! yet, so each is told as missing, by name, and never as zero.

use danso_indicators::{Ask, Plan, Span};
use std::collections::{BTreeSet, HashMap};

/// The counts of each unit by name.
#[derive(Debug, Default)]
pub(crate) struct Operational(HashMap<String, HashMap<String, f64>>);

static NOTHING: std::sync::LazyLock<HashMap<String, f64>> = std::sync::LazyLock::new(HashMap::new);

impl Operational {
    /// The counts of a unit that an indicator needs; else why it has no value, and what is missing.
    pub(crate) fn lookup(
        &self,
        plan: &Plan,
        unit: &str,
        is_past: bool,
    ) -> Result<&HashMap<String, f64>, (&'static str, Vec<String>)> {
        if is_past && plan.indicator().live {
            return Err(("live_only", Vec::new()));
        }
        let counts = self.0.get(unit).unwrap_or(&NOTHING);
        let missing: Vec<String> =
            names(plan).into_iter().map(|(name, _)| name).filter(|name| !counts.contains_key(name)).collect();
        if missing.is_empty() { Ok(counts) } else { Err(("not_known", missing)) }
    }
}

fn names(plan: &Plan) -> BTreeSet<(String, Span)> {
    let operational = |ask: &Ask| match ask {
        Ask::Operational { name, span } => Some((name.clone(), *span)),
        Ask::Counted { .. } => None,
    };
    plan.asks(0).iter().filter_map(operational).collect()
}
