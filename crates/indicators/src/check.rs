//! What is checked of an indicator when it is loaded, so that computing it later cannot fail.

use crate::catalogue::Loaded;
use crate::formula::{Names, Quantity};
use crate::term::Term;
use crate::{BreakdownUse, Indicator, Indicators, Interval, MAX_DECIMALS, Reference, When};
use std::collections::{BTreeMap, BTreeSet};

/// The name that formulas have for the length of the period in years.
pub(crate) const YEARS: &str = "years";

/// Says what is wrong with one version of an indicator.
pub(crate) fn check(loaded: &Loaded, all: &Indicators) -> Result<(), String> {
    let indicator = &loaded.indicator;
    code_and_days(indicator, all)?;
    shapes(loaded)?;
    terms_are_used(&indicator.terms, loaded.formulas().into_iter().flat_map(|(_, formula)| formula.names()))?;
    references(loaded, all, &mut vec![indicator.code.clone()])?;
    interval(indicator)?;
    time(indicator)?;
    numbers(indicator)?;
    for used in &indicator.breakdowns {
        breakdown(indicator, used, all)?;
        breakdown_of_references(loaded, used.name(), all)?;
    }
    Ok(())
}

fn code_and_days(indicator: &Indicator, all: &Indicators) -> Result<(), String> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if indicator.code.is_empty() || !indicator.code.chars().all(fits) {
        return Err("a code has letters, digits and `_` only".to_owned());
    }
    if indicator.valid_to.is_some_and(|last| last < indicator.valid_from) {
        return Err("it ends before it begins".to_owned());
    }
    let at_once = |other: &&Indicator| other.code == indicator.code && other.holds_on(indicator.valid_from);
    let in_force = all.all().filter(at_once).count();
    if in_force > 1 { Err(format!("{in_force} versions are in force on {}", indicator.valid_from)) } else { Ok(()) }
}

/// Every term is used in some formula; none has the name of the length of the period.
pub(crate) fn terms_are_used<'a>(terms: &BTreeMap<String, Term>, used: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let used: BTreeSet<&str> = used.collect();
    if terms.contains_key(YEARS) {
        return Err(format!("no term may be called `{YEARS}`, the length of the period"));
    }
    match terms.keys().find(|name| !used.contains(name.as_str())) {
        Some(name) => Err(format!("no formula uses the term `{name}`")),
        None => Ok(()),
    }
}

/// Other indicators exist in the days of this one and do not lead back to it.
fn references(loaded: &Loaded, all: &Indicators, path: &mut Vec<String>) -> Result<(), String> {
    for code in loaded.formulas().into_iter().flat_map(|(_, formula)| formula.references()) {
        path.push(code.to_owned());
        if path[..path.len() - 1].iter().any(|before| before == code) {
            return Err(format!("it is made of itself: {}", path.join(" → ")));
        }
        let day = loaded.indicator.valid_from;
        let next = all.version_on(code, day).ok_or_else(|| format!("no version of @{code} is in force on {day}"))?;
        if next.indicator.valid_to.is_some_and(|last| loaded.indicator.valid_to.is_none_or(|own| own > last)) {
            return Err(format!("@{code} ends before it; end this version on the same day and begin another"));
        }
        references(next, all, path)?;
        path.pop();
    }
    Ok(())
}

/// Names with made-up values of the right shape.
pub(crate) struct Shapes<'a>(pub(crate) &'a BTreeMap<String, Term>);

impl Names for Shapes<'_> {
    fn name(&self, name: &str) -> Result<Quantity, String> {
        if name == YEARS {
            return Ok(Quantity::One(1.0));
        }
        let Some(term) = self.0.get(name) else {
            let known: Vec<&str> = self.0.keys().map(String::as_str).collect();
            return Err(format!("there is no term `{name}`; there are: {}", known.join(", ")));
        };
        Ok(term.labels().map_or(Quantity::One(1.0), |labels| Quantity::Many { values: vec![1.0; labels.len()], labels }))
    }

    fn reference(&self, _: &str) -> Result<Quantity, String> {
        Ok(Quantity::One(1.0))
    }
}

/// Names are known, groups fit, and what must be one number is one.
fn shapes(loaded: &Loaded) -> Result<(), String> {
    let split = loaded.indicator.interval == Interval::PoissonSum;
    let mut lengths = Vec::new();
    for (field, formula) in loaded.formulas() {
        let quantity = formula.compute(&Shapes(&loaded.indicator.terms)).map_err(|error| format!("{field}, {error}"))?;
        let may_be_split = field == "small" || (split && ["numerator", "exposure"].contains(&field));
        if matches!(quantity, Quantity::Many { .. }) && !may_be_split {
            return Err(format!("{field}: it has groups and must be one number; use sum()"));
        }
        if split && ["numerator", "exposure"].contains(&field) {
            lengths.push(quantity.values().len());
        }
    }
    if lengths.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err("numerator and exposure of poisson_sum have different groups".to_owned());
    }
    Ok(())
}

fn interval(indicator: &Indicator) -> Result<(), String> {
    let has = |field: &Option<String>| field.is_some();
    let (numerator, denominator, exposure) = (has(&indicator.numerator), has(&indicator.denominator), has(&indicator.exposure));
    let (fits, needs) = match indicator.interval {
        Interval::None => (true, ""),
        Interval::Poisson => (numerator && (denominator != exposure), "a numerator, and a denominator or an exposure"),
        Interval::Wilson | Interval::SexRatio => (numerator && denominator, "a numerator and a denominator"),
        Interval::PoissonSum => (numerator && exposure, "a numerator and an exposure"),
        Interval::PoissonDifference => (has(&indicator.variance) && exposure, "a variance and an exposure"),
    };
    if !fits {
        return Err(format!("its interval needs {needs}"));
    }
    if has(&indicator.variance) && indicator.interval != Interval::PoissonDifference {
        return Err("only poisson_difference has a variance".to_owned());
    }
    Ok(())
}

fn time(indicator: &Indicator) -> Result<(), String> {
    let operational = indicator.terms.values().any(|term| matches!(term, Term::Operational(_)));
    if operational != indicator.live {
        return Err("`live` is for indicators with operational terms, and for all of them".to_owned());
    }
    let at_end = |term: &Term| match term {
        Term::Counted { measure, .. } => measure.count.is_stock() && measure.when == When::End,
        Term::Operational(_) => true,
    };
    if indicator.reference == Reference::End && !indicator.terms.values().all(at_end) {
        return Err("it refers to the end of the period and counts more than stocks at the end".to_owned());
    }
    Ok(())
}

fn numbers(indicator: &Indicator) -> Result<(), String> {
    if !(indicator.scale > 0.0 && indicator.scale.is_finite()) {
        return Err("scale is above zero".to_owned());
    }
    if indicator.decimals > MAX_DECIMALS {
        return Err(format!("at most {MAX_DECIMALS} decimals"));
    }
    if let Some(small) = &indicator.small {
        if small.require.is_empty() || small.require.iter().any(|least| least.min <= 0.0) {
            return Err("a small-number rule requires something above zero".to_owned());
        }
        if small.pool.first().is_some_and(|years| *years < 2) || small.pool.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err("years to pool are 2 or more and grow".to_owned());
        }
    }
    Ok(())
}

fn breakdown(indicator: &Indicator, used: &BreakdownUse, all: &Indicators) -> Result<(), String> {
    let name = used.name();
    let breakdown = all.breakdown(name).ok_or_else(|| format!("there is no breakdown `{name}`"))?;
    let narrowed: Vec<&str> = match used {
        BreakdownUse::All(_) => indicator.terms.keys().map(String::as_str).collect(),
        BreakdownUse::Some { terms, .. } => terms.iter().map(String::as_str).collect(),
    };
    if narrowed.is_empty() {
        return Err(format!("the breakdown `{name}` narrows no term"));
    }
    for term in narrowed {
        let Some(found) = indicator.terms.get(term) else {
            return Err(format!("the breakdown `{name}` names the term `{term}`, which there is not"));
        };
        let Term::Counted { measure, by } = found else {
            return Err(format!("the breakdown `{name}` cannot narrow the operational term `{term}`"));
        };
        let Some(dimension) = breakdown.dimension_of(measure.count) else {
            return Err(format!("the breakdown `{name}` cannot narrow `{term}`: {:?} has no such dimension", measure.count));
        };
        if by.is_some_and(|by| by.dimension == dimension) {
            return Err(format!("the breakdown `{name}` cannot narrow `{term}`, which is split by the same dimension"));
        }
    }
    Ok(())
}

/// What an indicator is made of can be broken down as it can itself.
fn breakdown_of_references(loaded: &Loaded, name: &str, all: &Indicators) -> Result<(), String> {
    for code in loaded.formulas().into_iter().flat_map(|(_, formula)| formula.references()) {
        let referred = all.version_on(code, loaded.indicator.valid_from);
        if !referred.is_some_and(|referred| referred.indicator.breakdowns.iter().any(|used| used.name() == name)) {
            return Err(format!("@{code} has no breakdown `{name}`"));
        }
    }
    Ok(())
}
