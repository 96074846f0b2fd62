//! What the shape of the files cannot say: mistakes in lists and rules, each with its file and rule.

use crate::{Scope, Source, engine};
use cel::Env;
use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file it is in.
    pub file: String,
    /// The rule or list.
    pub id: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.id, self.what)
    }
}

/// How many test cases a rule has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vectors {
    /// Cases that the rule must pass.
    pub passing: usize,
    /// Cases that it must not pass.
    pub failing: usize,
}

const OPERATORS: [&str; 13] =
    ["_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_&&_", "_||_", "!_", "-_", "_?_:_", "@in", "@not_strictly_false"];
/// What `exists_one`, `filter` and `map` put their results in; only they may add.
const RESULT: &str = "@result";
const METHODS: [&str; 5] = ["size", "startsWith", "endsWith", "contains", "matches"];
const ROOTS: [&str; 10] = ["today", "event", "person", "before", "child", "mother", "head", "household", "members", "partners"];

const PERSON: &str = "id name sex birth age relationship residence resident since ethnic education marital mother father method pregnant lmp died \
     left left_reason pin health_card pin_taken card_taken same_as_other active_elsewhere children";
const HOUSEHOLD: &str = "id type number area hamlet opened reviewed closed size residents source";
const EVENT: &str = "kind date recorded source closed_until household hamlet area number type members child mother_birth order place multiple weight_g \
     gestation_weeks origin person cause from to reason persons whole from_household to_household to_hamlet to_area transfer received head partners \
     registered counselled kin_degree method outcome lmp week_band edward down patau thalassemia ch g6pd cah hearing heart degree certificate field \
     value base event";
const NESTED: &str = "unit kind person";

/// Looks for mistakes. `vectors` says how many test cases each rule has; without it that is not asked.
///
/// # Errors
/// When the engine refuses one of our functions.
pub fn lint(source: &Source, vectors: Option<&BTreeMap<String, Vectors>>) -> Result<Vec<Finding>, crate::CatalogError> {
    let env = engine::environment()?;
    let mut findings = lint_lists(source);
    let lists: BTreeSet<&str> = source.lists.iter().map(|(_, list)| list.id.as_str()).collect();
    let kinds = source.lists.iter().find(|(_, list)| list.id == "event_kind").map(|(_, list)| list);
    let mut seen = BTreeSet::new();
    for (file, rule) in &source.rules {
        let mut add = |what: String| findings.push(Finding { file: file.clone(), id: rule.id.clone(), what });
        if !seen.insert(rule.id.as_str()) {
            add("the id is used twice".to_owned());
        }
        if !is_rule_id(&rule.id) {
            add("an id is V, two digits and perhaps a letter".to_owned());
        }
        for kind in rule.kinds.iter().filter(|kind| kinds.is_none_or(|list| list.item(kind).is_none())) {
            add(format!("unknown kind of event {kind}"));
        }
        if rule.message_vi.trim().is_empty() || rule.source.trim().is_empty() {
            add("a message and a source are required".to_owned());
        }
        if rule.until.is_some_and(|until| until < rule.since) {
            add("ends before it begins".to_owned());
        }
        for what in lint_expression(&env, &rule.expr, &lists, rule.scope) {
            add(what);
        }
        if let Some(vectors) = vectors {
            let Vectors { passing, failing } = vectors.get(&rule.id).copied().unwrap_or_default();
            if passing < 2 || failing < 2 {
                add(format!("two passing and two failing cases are required, there are {passing} and {failing}"));
            }
        }
    }
    for id in vectors.into_iter().flat_map(BTreeMap::keys).filter(|id| !seen.contains(id.as_str())) {
        findings.push(Finding {
            file: "conformance/rules".to_owned(),
            id: id.clone(),
            what: "cases for a rule that is not there".to_owned(),
        });
    }
    Ok(findings)
}

fn is_rule_id(id: &str) -> bool {
    let letters = id.as_bytes();
    matches!(letters.len(), 3 | 4)
        && letters[0] == b'V'
        && letters[1..3].iter().all(u8::is_ascii_digit)
        && letters.get(3).is_none_or(u8::is_ascii_lowercase)
}

fn lint_lists(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (i, (file, list)) in source.lists.iter().enumerate() {
        let mut add = |what: String| findings.push(Finding { file: file.clone(), id: list.id.clone(), what });
        let mut codes = BTreeSet::new();
        for item in &list.items {
            if !codes.insert(item.code.as_str()) {
                add(format!("code {} is there twice", item.code));
            }
            if item.vi.is_empty() || item.en.is_empty() {
                add(format!("code {} lacks a name", item.code));
            }
        }
        let overlaps = |(_, other): &(String, crate::List)| {
            other.id == list.id
                && other.holds_on(list.valid_from.max(other.valid_from))
                && list.holds_on(list.valid_from.max(other.valid_from))
        };
        if source.lists[i + 1..].iter().any(overlaps) {
            add("two versions hold on the same day".to_owned());
        }
    }
    findings
}

/// What an expression has that rules may not have.
fn lint_expression(env: &Env, text: &str, lists: &BTreeSet<&str>, scope: Scope) -> Vec<String> {
    match env.compile(text) {
        Err(error) => vec![error.to_string()],
        Ok(program) => {
            let mut walk = Walk { lists, scope, bound: Vec::new(), found: Vec::new() };
            walk.expression(program.expression());
            walk.found
        }
    }
}

struct Walk<'a> {
    lists: &'a BTreeSet<&'a str>,
    scope: Scope,
    bound: Vec<String>,
    found: Vec<String>,
}

impl Walk<'_> {
    fn expression(&mut self, node: &IdedExpr) {
        match &node.expr {
            Expr::Unspecified => self.found.push("an empty expression".to_owned()),
            Expr::Ident(name) => self.identifier(name),
            Expr::Literal(literal) => self.literal(literal),
            Expr::List(list) => list.elements.iter().for_each(|element| self.expression(element)),
            Expr::Map(_) | Expr::Struct(_) => self.found.push("maps cannot be written in a rule".to_owned()),
            Expr::Select(select) => self.select(&select.operand, &select.field),
            Expr::Call(call) => {
                self.call(&call.func_name, call.target.is_some(), &call.args);
                call.target.iter().for_each(|target| self.expression(target));
                call.args.iter().for_each(|argument| self.expression(argument));
            }
            Expr::Comprehension(over) => {
                self.expression(&over.iter_range);
                self.expression(&over.accu_init);
                let depth = self.bound.len();
                self.bound.extend([over.iter_var.clone(), over.accu_var.clone()]);
                for part in [&over.loop_cond, &over.loop_step, &over.result] {
                    self.expression(part);
                }
                self.bound.truncate(depth);
            }
        }
    }

    fn identifier(&mut self, name: &str) {
        let known = ROOTS.contains(&name) || name == "codes" || self.bound.iter().any(|bound| bound == name);
        if !known {
            self.found.push(format!("unknown identifier {name}"));
        }
        if self.scope == Scope::Household && matches!(name, "person" | "before") {
            self.found.push(format!("{name} is empty in the scope household"));
        }
    }

    fn literal(&mut self, literal: &LiteralValue) {
        match literal {
            LiteralValue::Boolean(_) | LiteralValue::Int(_) | LiteralValue::String(_) => {}
            LiteralValue::Bytes(_) | LiteralValue::Double(_) | LiteralValue::Null | LiteralValue::UInt(_) => {
                self.found.push("only texts, integers and booleans can be written in a rule".to_owned());
            }
        }
    }

    fn select(&mut self, operand: &IdedExpr, field: &str) {
        let has = |words: &[&str]| words.iter().any(|words| words.split_whitespace().any(|word| word == field));
        let root = if let Expr::Ident(name) = &operand.expr { name.as_str() } else { "" };
        let known = match root {
            "codes" => self.lists.contains(field),
            "event" => has(&[EVENT]),
            "household" => has(&[HOUSEHOLD]),
            "person" | "before" | "child" | "mother" | "head" => has(&[PERSON]),
            _ => has(&[PERSON, NESTED]),
        };
        if !known {
            self.found.push(format!("unknown field {field}"));
        }
        self.expression(operand);
    }

    fn call(&mut self, name: &str, on_target: bool, arguments: &[IdedExpr]) {
        let collects = name == "_+_" && matches!(arguments.first().map(|a| &a.expr), Some(Expr::Ident(name)) if name == RESULT);
        let known = if on_target {
            METHODS.contains(&name)
        } else {
            collects || OPERATORS.contains(&name) || engine::FUNCTIONS.contains(&name)
        };
        if !known {
            self.found.push(format!("{name} is not of the agreed language"));
        }
        if name == "matches" {
            let plain = |text: &str| !text.contains('\\') && !text.contains("(?");
            let fine = matches!(arguments.last().map(|a| &a.expr), Some(Expr::Literal(LiteralValue::String(text))) if plain(text.inner()));
            if !fine {
                self.found.push("a pattern is written out and has neither \\ nor (?".to_owned());
            }
        }
    }
}
