//! The catalogue in use: lists by day, rules compiled once.

use crate::engine;
use crate::seen::Seen;
use crate::{CatalogError, Facts, Issue, List, Rule, Scope, Severity, Source};
use cel::common::types::{CelList, CelMap, CelMapKey, CelString};
use cel::common::value::Val;
use cel::context::VariableResolver;
use cel::{Context, Env, Program, Value};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Code lists and compiled rules. Cheap to clone and shared between threads.
#[derive(Clone)]
pub struct Catalog(Arc<Inner>);

struct Inner {
    version: String,
    lists: Vec<List>,
    rules: Vec<(Rule, Program)>,
    env: Arc<Env>,
    /// The variable `codes`, from the day on that it has this content.
    codes: Vec<(Date, CelMap<'static>)>,
}

impl Catalog {
    /// The catalogue built into the program.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::new(Source::embedded()?)
    }

    /// The catalogue of a folder.
    ///
    /// # Errors
    /// When a file cannot be read or used.
    pub fn folder(folder: &Path) -> Result<Self, CatalogError> {
        Self::new(Source::folder(folder)?)
    }

    /// Compiles what the files say.
    ///
    /// # Errors
    /// When an expression is not of the language.
    pub fn new(source: Source) -> Result<Self, CatalogError> {
        let env = Arc::new(engine::environment()?);
        let compile = |(file, rule): (String, Rule)| match env.compile(&rule.expr) {
            Ok(program) => Ok((rule, program)),
            Err(error) => Err(CatalogError::Expression { file, rule: rule.id, error: error.to_string() }),
        };
        let rules = source.rules.into_iter().map(compile).collect::<Result<_, _>>()?;
        let lists: Vec<List> = source.lists.into_iter().map(|(_, list)| list).collect();
        let codes = codes(&lists);
        Ok(Self(Arc::new(Inner { version: source.version, lists, rules, env, codes })))
    }

    /// Hash of the contents: the same version, the same rules and lists.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// All versions of all code lists.
    #[must_use]
    pub fn lists(&self) -> &[List] {
        &self.0.lists
    }

    /// The version of a list in force on a day.
    #[must_use]
    pub fn list(&self, id: &str, on: Date) -> Option<&List> {
        self.0.lists.iter().find(|list| list.id == id && list.holds_on(on))
    }

    /// All rules.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.0.rules.iter().map(|(rule, _)| rule)
    }

    /// Evaluates the rules of a scope and a kind of event that hold on a day, and returns those that do not pass.
    #[must_use]
    pub fn check(&self, scope: Scope, kind: &str, facts: &Facts, on: Date) -> Vec<Issue> {
        self.run(scope, kind, &Seen::new(facts, self.codes_on(on)), on)
    }

    /// Whether any rule of a scope holds for a kind of event on a day.
    pub(crate) fn has_rules(&self, scope: Scope, kind: &str, on: Date) -> bool {
        self.0.rules.iter().any(|(rule, _)| rule.applies(scope, kind, on))
    }

    pub(crate) fn run(&self, scope: Scope, kind: &str, seen: &dyn VariableResolver, on: Date) -> Vec<Issue> {
        let mut context = Context::with_env(Arc::clone(&self.0.env));
        context.set_variable_resolver(seen);
        self.0
            .rules
            .iter()
            .filter(|(rule, _)| rule.applies(scope, kind, on))
            .filter_map(|(rule, program)| match program.execute(&context) {
                Ok(Value::Bool(true)) => None,
                Ok(Value::Bool(false)) => Some(failed(rule)),
                Ok(_) | Err(_) => Some(unchecked(rule)),
            })
            .collect()
    }

    /// The variable `codes` as it is on a day.
    pub(crate) fn codes_on(&self, on: Date) -> Option<&CelMap<'static>> {
        self.0.codes.iter().rev().find(|(from, _)| *from <= on).map(|(_, codes)| codes)
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalog({}, {} lists, {} rules)", self.0.version, self.0.lists.len(), self.0.rules.len())
    }
}

fn failed(rule: &Rule) -> Issue {
    Issue {
        rule: rule.id.clone(),
        severity: rule.severity,
        message_vi: rule.message_vi.clone(),
        fields: rule.fields.clone(),
        subject: None,
        unchecked: false,
    }
}

/// What is said of a rule that could not be evaluated.
const UNCHECKED: &str = include_str!("unchecked.vi.txt");

fn unchecked(rule: &Rule) -> Issue {
    Issue {
        severity: Severity::Warn,
        message_vi: UNCHECKED.trim_end().replace("{rule}", &rule.id),
        unchecked: true,
        ..failed(rule)
    }
}

/// The codes in force, for each day on which some list changes.
fn codes(lists: &[List]) -> Vec<(Date, CelMap<'static>)> {
    let first = lists.iter().map(|list| list.valid_from);
    let after_last = lists.iter().filter_map(|list| list.valid_to?.tomorrow().ok());
    let days: BTreeSet<Date> = first.chain(after_last).collect();
    days.into_iter()
        .map(|day| {
            let entry = |list: &List| -> (CelMapKey<'static>, Box<dyn Val>) {
                let codes: Vec<Box<dyn Val>> =
                    list.items.iter().map(|item| Box::new(CelString::from(item.code.clone())) as Box<dyn Val>).collect();
                (CelMapKey::from(list.id.clone()), Box::new(CelList::from(codes)))
            };
            let held = lists.iter().filter(|list| list.holds_on(day)).map(entry);
            (day, CelMap::from(held.collect::<HashMap<_, _>>()))
        })
        .collect()
}
