//! What cannot be is refused when it is loaded, with words that say where and why.

use danso_indicators::{Cut, Indicators, Templates};
use serde_json::{Value, json};

const BREAKDOWNS: &str = r#"[
  {"name": "sex", "vi": "a", "en": "a", "dimensions": ["sex"], "categories": [{"code": "m", "vi": "a", "en": "a", "ranges": [[1, 1]]}]},
  {"name": "age5", "vi": "a", "en": "a", "dimensions": ["age", "mother_age"], "each": {"step": 5, "open": 85}}
]"#;

/// A birth rate, with fields put in or, by null, taken out.
fn indicator(changes: Value) -> Value {
    let mut indicator = json!({
        "code": "CBR", "valid_from": "2000-01-01", "group": "fertility", "vi": "a", "en": "a", "unit": "a", "unit_en": "a", "kind": "rate",
        "reference": "period",
        "terms": {"births": {"count": "births"}, "pop": {"count": "residents", "when": "average"}},
        "formula": "births / (pop * years) * 1000", "legal_basis": "a", "source": "a", "verified": false
    });
    change(&mut indicator, changes);
    indicator
}

fn change(of: &mut Value, changes: Value) {
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    let fields = of.as_object_mut().expect("an object");
    for (field, value) in changes {
        if value.is_null() {
            fields.remove(&field);
        } else {
            fields.insert(field, value);
        }
    }
}

fn load(indicators: &[Value]) -> Result<Indicators, String> {
    let text = Value::from(indicators.to_vec()).to_string();
    Indicators::parse(&[("breakdowns.json", BREAKDOWNS), ("some.json", text.as_str())]).map_err(|error| error.to_string())
}

#[track_caller]
fn fault(changes: Value, wanted: &str) {
    assert_eq!(load(&[indicator(changes)]).expect_err(wanted), format!("some.json: CBR: {wanted}"));
}

#[test]
fn the_sample_itself_is_fine() {
    assert_eq!(
        load(&[indicator(json!({"breakdowns": ["sex", {"name": "age5", "terms": ["births"]}]}))]).map(|all| all.codes().len()),
        Ok(1)
    );
}

#[test]
fn formulas_and_terms_must_fit() {
    fault(
        json!({"formula": "births / popl"}),
        "formula, column 10 of `births / popl`: there is no term `popl`; there are: births, pop",
    );
    fault(json!({"formula": "births / years"}), "no formula uses the term `pop`");
    fault(
        json!({"formula": "births / (pop * year) * 1000"}),
        "formula, column 17 of `births / (pop * year) * 1000`: there is no term `year`; there are: births, pop",
    );
    fault(
        json!({"formula": "births / (pop * years"}),
        "formula, column 22 of `births / (pop * years`: expected `)`, found the end",
    );
    fault(json!({"numerator": "birth"}), "numerator, column 1 of `birth`: there is no term `birth`; there are: births, pop");
    fault(
        json!({"terms": {"births": {"count": "births"}, "years": {"count": "residents"}}, "formula": "births / years"}),
        "no term may be called `years`, the length of the period",
    );
    let split = json!({"births": {"count": "births", "by": {"dimension": "mother_age", "from": 15, "to": 49, "step": 5}}});
    fault(json!({"terms": split, "formula": "births"}), "formula: it has groups and must be one number; use sum()");
}

#[test]
fn terms_must_be_countable() {
    let term = |term: Value, wanted: &str| {
        let error = load(&[indicator(json!({"terms": {"births": term}, "formula": "births"}))]).expect_err(wanted);
        assert!(error.starts_with("some.json: ") && error.contains(wanted), "{error}");
    };
    term(json!({"count": "births", "only": {"age": [[0, 4]]}}), "Births has no dimension Age; it has [Sex, Order,");
    term(json!({"count": "births", "when": "start"}), "`when` is for stocks; Births is a flow");
    term(json!({"count": "births", "only": {"sex": [[2, 1]]}}), "a range of `only` is empty");
    term(json!({"count": "births", "by": {"dimension": "mother_age", "from": 15, "to": 49, "step": 0}}), "`by` has no group");
    term(json!({"count": "births", "operational": "x"}), "either `count` or `operational`");
    term(json!({"operational": "x", "when": "end"}), "an operational term has nothing beside its name");
    term(json!({"count": "birth"}), "unknown variant `birth`, expected one of `residents`");
    term(json!({"count": "births", "sex": 1}), "unknown field `sex`");
}

#[test]
fn versions_must_not_overlap_and_references_must_lead_somewhere() {
    let version = |from: &str, to: Value| indicator(json!({"valid_from": from, "valid_to": to}));
    let overlap = load(&[version("2000-01-01", json!("2026-01-01")), version("2026-01-01", Value::Null)]);
    assert_eq!(overlap.expect_err("an overlap"), "some.json: CBR: 2 versions are in force on 2026-01-01");
    let good = load(&[version("2000-01-01", json!("2025-12-31")), version("2026-01-01", Value::Null)]).expect("two versions");
    assert_eq!((good.codes(), good.all().count()), (vec!["CBR"], 2));
    fault(json!({"valid_to": "1999-01-01"}), "it ends before it begins");
}

#[test]
fn a_period_has_the_version_of_its_last_day() {
    let old = indicator(json!({"valid_to": "2025-12-31"}));
    let new = indicator(json!({"valid_from": "2026-01-01", "formula": "births / (pop * years) * 100"}));
    let all = load(&[old, new]).expect("two versions");
    let formula = |period: &str| {
        let plan = all.plan("CBR", period.parse().expect("a period"), &Cut::total()).expect("a plan");
        plan.indicator().formula.clone()
    };
    assert!(formula("2025").ends_with("* 1000") && formula("2025-12").ends_with("* 1000"));
    assert!(formula("2026-01").ends_with("* 100") && formula("2024..2026").ends_with("* 100"));
}

#[test]
fn references_exist_in_time_and_make_no_circle() {
    let by_reference = |code: &str, formula: &str, more: Value| {
        let mut made = indicator(json!({"code": code, "terms": {}, "formula": formula}));
        change(&mut made, more);
        made
    };
    let error = |indicators: &[Value]| load(indicators).expect_err("a fault");
    let nothing = json!({});
    assert_eq!(
        error(&[by_reference("NIR", "@CBR - @CDR", nothing.clone())]),
        "some.json: NIR: no version of @CBR is in force on 2000-01-01"
    );
    let circle = [
        by_reference("A", "@B", nothing.clone()),
        by_reference("B", "@C", nothing.clone()),
        by_reference("C", "@A", nothing.clone()),
    ];
    assert_eq!(error(&circle), "some.json: A: it is made of itself: A → B → C → A");
    let terms = json!({"births": {"count": "births"}});
    let more = json!({"terms": terms, "numerator": "births", "breakdowns": ["sex"]});
    let narrower = [indicator(json!({})), by_reference("TWICE", "2 * @CBR", more)];
    assert_eq!(error(&narrower), "some.json: TWICE: @CBR has no breakdown `sex`");
    let ended = [indicator(json!({"valid_to": "2025-12-31"})), by_reference("TWICE", "2 * @CBR", nothing)];
    assert_eq!(error(&ended), "some.json: TWICE: @CBR ends before it; end this version on the same day and begin another");
}

#[test]
fn what_goes_with_an_interval_is_there() {
    fault(json!({"interval": "wilson"}), "its interval needs a numerator and a denominator");
    fault(
        json!({"interval": "poisson", "numerator": "births", "denominator": "pop", "exposure": "pop"}),
        "its interval needs a numerator, and a denominator or an exposure",
    );
    fault(json!({"interval": "poisson_difference", "exposure": "pop"}), "its interval needs a variance and an exposure");
    fault(json!({"variance": "births"}), "only poisson_difference has a variance");
    let by = |dimension: &str, to: u16| json!({"dimension": dimension, "from": 15, "to": to, "step": 5});
    let terms =
        json!({"births": {"count": "births", "by": by("mother_age", 49)}, "pop": {"count": "residents", "by": by("age", 44)}});
    fault(
        json!({"terms": terms, "formula": "sum(births) / sum(pop)", "numerator": "births", "exposure": "pop", "interval": "poisson_sum"}),
        "numerator and exposure of poisson_sum have different groups",
    );
}

#[test]
fn times_numbers_and_breakdowns_must_make_sense() {
    fault(json!({"reference": "end"}), "it refers to the end of the period and counts more than stocks at the end");
    fault(json!({"live": true}), "`live` is for indicators with operational terms, and for all of them");
    fault(
        json!({"terms": {"x": {"operational": "x"}}, "formula": "x"}),
        "`live` is for indicators with operational terms, and for all of them",
    );
    fault(json!({"scale": 0}), "scale is above zero");
    fault(json!({"decimals": 9}), "at most 6 decimals");
    fault(json!({"small": {"require": []}}), "a small-number rule requires something above zero");
    fault(json!({"small": {"require": [{"of": "births", "min": 20}], "pool": [5, 3]}}), "years to pool are 2 or more and grow");
    fault(json!({"breakdowns": ["age"]}), "there is no breakdown `age`");
    fault(
        json!({"breakdowns": [{"name": "sex", "terms": ["birth"]}]}),
        "the breakdown `sex` names the term `birth`, which there is not",
    );
    let couples = json!({"births": {"count": "couples"}, "pop": {"count": "residents"}});
    fault(
        json!({"terms": couples, "breakdowns": ["sex"]}),
        "the breakdown `sex` cannot narrow `births`: Couples has no such dimension",
    );
    let split = json!({"births": {"count": "births", "by": {"dimension": "mother_age", "from": 15, "to": 49, "step": 5}}, "pop": {"count": "residents"}});
    fault(
        json!({"terms": split, "formula": "sum(births) / pop", "breakdowns": ["age5"]}),
        "the breakdown `age5` cannot narrow `births`, which is split by the same dimension",
    );
    let code = load(&[indicator(json!({"code": "B3+%"}))]).expect_err("a code");
    assert_eq!(code, "some.json: B3+%: a code has letters, digits and `_` only");
}

#[test]
fn a_file_of_the_wrong_shape_says_where() {
    let error = Indicators::parse(&[("some.json", "[{\n\"cod\": 1}]")]).expect_err("a shape").to_string();
    assert!(error.starts_with("some.json: unknown field `cod`") && error.contains("line 2"), "{error}");
}

/// A form with one row, changed.
fn template(changes: Value) -> String {
    let mut template = json!({
        "form": "X", "version": "1", "valid_from": "2022-03-01", "level": "commune", "period": "month", "form_lines": [], "title": ["{month}"],
        "legal_basis": "a", "source": "a", "verified": false, "deadline": {"working_days": 5}, "receivers": [], "signatures": [],
        "columns": [{"label": "a"}], "terms": {"births": {"count": "births"}},
        "rows": [{"id": "births", "label": "a", "unit": "a", "value": "births"}]
    });
    change(&mut template, changes);
    template.to_string()
}

#[test]
fn forms_are_checked_too() {
    let fault = |changes: Value, wanted: &str| {
        let error = Templates::parse(&[("x.json", template(changes))]).expect_err(wanted);
        assert_eq!(error.to_string(), format!("x.json: X: {wanted}"));
    };
    let row = |value: &str| json!({"rows": [{"id": "births", "label": "a", "value": value}]});
    fault(row("birth"), "row births, column 1 of `birth`: there is no term `birth`; there are: births");
    fault(row("births +"), "row births, column 9 of `births +`: expected a number, a name or `(`, found the end");
    fault(row("births + @CBR"), "row births: a report counts and refers to no indicator");
    fault(row("1"), "no formula uses the term `births`");
    fault(json!({"title": ["{quarter}"]}), "`{quarter}` has a word in braces that is not filled in");
    fault(json!({"print": true}), "a form either prints records or has columns and rows with values");
    fault(json!({"valid_to": "2022-01-01"}), "it ends before it begins");
    fault(json!({"terms": {"births": {"operational": "x"}}}), "a report is closed for ever and has no operational terms");
    let twice = json!({"rows": [{"id": "a", "label": "a", "value": "births"}, {"id": "a", "label": "a"}]});
    fault(twice, "two rows have the id a");
    let later = template(json!({"version": "2", "valid_from": "2026-01-01"}));
    let error = Templates::parse(&[("x.json", template(json!({}))), ("y.json", later.clone())]).expect_err("an overlap");
    assert_eq!(error.to_string(), "y.json: X: version 1 is in force at the same time");
    let ended = template(json!({"valid_to": "2025-12-31"}));
    assert!(Templates::parse(&[("x.json", ended), ("y.json", later)]).is_ok());
}
