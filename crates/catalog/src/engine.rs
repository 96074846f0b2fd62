//! The expression engine: our functions on top of the standard language, and facts as values that borrow from JSON.

use crate::day::Day;
use cel::common::types::{CelBool, CelDouble, CelInt, CelList, CelMap, CelMapKey, CelNull, CelString};
use cel::common::value::Val;
use cel::{DeclarationError, Env, ExecutionError};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The functions added to the language, by name.
pub(crate) const FUNCTIONS: [&str; 6] = ["age", "days", "after", "substr", "digit", "fold"];

/// The environment that every rule is compiled and evaluated in.
pub(crate) fn environment() -> Result<Env, DeclarationError> {
    let mut env = Env::stdlib();
    cel::add_overload!(env, fn age: (CelString, CelString) -> Result<CelInt>)?;
    cel::add_overload!(env, fn days: (CelString, CelString) -> Result<CelInt>)?;
    cel::add_overload!(env, fn after: (CelString, CelString) -> Result<CelBool>)?;
    cel::add_overload!(env, fn substr: (CelString, CelInt, CelInt) -> CelString)?;
    cel::add_overload!(env, fn digit: (CelString, CelInt) -> CelInt)?;
    cel::add_overload!(env, fn fold: (CelString) -> CelString)?;
    Ok(env)
}

fn date(function: &str, text: &CelString<'_>) -> Result<Day, ExecutionError> {
    Day::parse(text.inner()).ok_or_else(|| ExecutionError::function_error(function, "not a date"))
}

fn age(birth: &CelString<'_>, at: &CelString<'_>) -> Result<CelInt, ExecutionError> {
    Ok(date("age", birth)?.age_at(date("age", at)?).into())
}

fn days(from: &CelString<'_>, to: &CelString<'_>) -> Result<CelInt, ExecutionError> {
    Ok(date("days", from)?.days_to(date("days", to)?).into())
}

fn after(a: &CelString<'_>, b: &CelString<'_>) -> Result<CelBool, ExecutionError> {
    Ok(date("after", a)?.after(date("after", b)?).into())
}

fn substr(text: &CelString<'_>, from: &CelInt, to: &CelInt) -> CelString<'static> {
    let from = usize::try_from(*from.inner()).unwrap_or(0);
    let to = usize::try_from(*to.inner()).unwrap_or(0);
    text.inner().chars().skip(from).take(to.saturating_sub(from)).collect::<String>().into()
}

fn digit(text: &CelString<'_>, at: &CelInt) -> CelInt {
    let found = usize::try_from(*at.inner()).ok().and_then(|at| text.inner().chars().nth(at)).and_then(|c| c.to_digit(10));
    found.map_or(-1, i64::from).into()
}

fn fold(text: &CelString<'_>) -> CelString<'static> {
    crate::fold(text.inner()).into()
}

/// A JSON value as the engine sees it; texts are borrowed.
pub(crate) fn value(json: &Value) -> Box<dyn Val + '_> {
    match json {
        Value::Null => Box::new(CelNull),
        Value::Bool(yes) => Box::new(CelBool::from(*yes)),
        Value::Number(number) => match number.as_i64() {
            Some(int) => Box::new(CelInt::from(int)),
            None => Box::new(CelDouble::from(number.as_f64().unwrap_or(f64::NAN))),
        },
        Value::String(text) => Box::new(CelString::from(text.as_str())),
        Value::Array(items) => Box::new(list(items)),
        Value::Object(entries) => Box::new(map(entries)),
    }
}

/// A JSON array as the engine sees it.
pub(crate) fn list(items: &[Value]) -> CelList<'_> {
    items.iter().map(value).collect::<Vec<_>>().into()
}

/// A JSON object as the engine sees it.
pub(crate) fn map(entries: &Map<String, Value>) -> CelMap<'_> {
    entries.iter().map(|(key, item)| (CelMapKey::from(key.as_str()), value(item))).collect::<HashMap<_, _>>().into()
}

/// A value as it is kept in facts: dates without the mark of a guess, and no null.
pub(crate) fn plain(json: &Value) -> Value {
    match json {
        Value::Null | Value::Bool(_) | Value::Number(_) => json.clone(),
        Value::String(text) => match text.strip_suffix('~') {
            Some(date) if Day::parse(date).is_some() => date.into(),
            Some(_) | None => json.clone(),
        },
        Value::Array(items) => items.iter().filter(|item| !item.is_null()).map(plain).collect(),
        Value::Object(entries) => entries
            .iter()
            .filter(|(_, item)| !item.is_null())
            .map(|(key, item)| (key.clone(), plain(item)))
            .collect::<Map<_, _>>()
            .into(),
    }
}
