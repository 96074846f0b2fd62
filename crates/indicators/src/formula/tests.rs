use super::{Formula, Names, Quantity};

struct Sample;

impl Names for Sample {
    fn name(&self, name: &str) -> Result<Quantity, String> {
        let many = |labels: &[u16], values: &[f64]| Quantity::Many { labels: labels.to_vec(), values: values.to_vec() };
        match name {
            "a" => Ok(Quantity::One(6.0)),
            "zero" => Ok(Quantity::One(0.0)),
            "births" => Ok(many(&[15, 20, 25], &[1.0, 6.0, 4.0])),
            "women" => Ok(many(&[15, 20, 25], &[10.0, 20.0, 40.0])),
            "other" => Ok(many(&[15, 20], &[10.0, 20.0])),
            _ => Err(format!("there is no `{name}`")),
        }
    }

    fn reference(&self, code: &str) -> Result<Quantity, String> {
        if code == "CBR" { Ok(Quantity::One(14.0)) } else { Err(format!("there is no indicator {code}")) }
    }
}

#[track_caller]
fn value(text: &str) -> f64 {
    match Formula::parse(text).expect("a formula").compute(&Sample).expect("a value") {
        Quantity::One(value) => value,
        many @ Quantity::Many { .. } => panic!("not one number: {many:?}"),
    }
}

#[track_caller]
fn fault(text: &str, wanted: &str) {
    let error = Formula::parse(text).and_then(|formula| formula.compute(&Sample)).expect_err(text);
    assert_eq!(error.to_string(), wanted);
}

#[test]
fn operators_bind_as_usual_and_from_the_left() {
    for (text, wanted) in [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) × 3", 9.0),
        ("7 − 2 - 1", 4.0),
        ("12 / 3 ÷ 2", 2.0),
        ("-a * -2", 12.0),
        ("--a", 6.0),
        ("1.5 * a", 9.0),
        ("@CBR - a", 8.0),
        ("abs(a - 10)", 4.0),
    ] {
        assert_eq!(value(text), wanted, "{text}");
    }
}

#[test]
fn groups_are_computed_one_by_one() {
    assert_eq!(value("sum(births)"), 11.0);
    assert_eq!(value("sum(births / women)"), 1.0 / 10.0 + 6.0 / 20.0 + 4.0 / 40.0);
    assert_eq!(value("sum(2 * births - 1)"), 19.0);
    assert_eq!(value("births[20] + sum(births[15..20])"), 13.0);
    assert_eq!(value("sum([1, 2.5, 3] * [2, 2, 0])"), 7.0);
    assert_eq!(value("sum(digits(births) * [1, 0, 0, 0, 0, 100, 0, 0, 0, 0])"), 6.0 + 500.0);
}

#[test]
fn division_by_zero_is_undefined_and_stays_so() {
    for text in ["1 / zero", "zero / zero", "1 / (1 / zero)", "sum(births / (women * 0))", "0 * (1 / zero)"] {
        assert!(value(text).is_nan(), "{text}");
    }
}

#[test]
fn faults_name_the_place() {
    fault("", "column 1 of ``: expected a number, a name or `(`, found the end");
    fault("a +", "column 4 of `a +`: expected a number, a name or `(`, found the end");
    fault("a b", "column 3 of `a b`: expected an operator, or the end, found `b`");
    fault("(a", "column 3 of `(a`: expected `)`, found the end");
    fault("a * mean(births)", "column 5 of `a * mean(births)`: there is no function `mean`; there are sum, abs, digits");
    fault("1 / womn", "column 5 of `1 / womn`: there is no `womn`");
    fault("2 * @XYZ", "column 5 of `2 * @XYZ`: there is no indicator XYZ");
    fault("@ 2", "column 3 of `@ 2`: expected the code of an indicator, found `2`");
    fault("births / other", "column 8 of `births / other`: the groups differ: [15, 20, 25] and [15, 20]");
    fault("births[16]", "column 7 of `births[16]`: no group has the label 16: [15, 20, 25]");
    fault("births[25..15]", "column 7 of `births[25..15]`: no groups from 25 to 15");
    fault("a[15]", "column 2 of `a[15]`: this has no groups");
    fault("digits(a)", "column 1 of `digits(a)`: digits needs groups");
    fault("[1, a]", "column 5 of `[1, a]`: expected a number, found `a`");
    fault("births[x]", "column 8 of `births[x]`: expected the label of a group, a whole number, found `x`");
    fault("1 ? 2", "column 3 of `1 ? 2`: expected an operator, or the end, found `?`");
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("{}1{}", "(".repeat(2000), ")".repeat(2000));
    assert!(Formula::parse(&deep).expect_err("too deep").to_string().ends_with("nested more than 50 deep"));
    assert!(Formula::parse(&"-".repeat(2000)).is_err());
}

#[test]
fn names_and_references_are_found_wherever_they_stand() {
    let formula = Formula::parse("sum(births[15..20] / (women - -a)) + @CBR").expect("a formula");
    assert_eq!((formula.names(), formula.references()), (vec!["births", "women", "a"], vec!["CBR"]));
}

/// Whatever is written, it is read or a place in it is named.
#[test]
fn no_text_breaks_the_reader() {
    let pieces = [
        "a", "births", "sum", "(", ")", "[", "]", "..", ".", ",", "+", "−", "*", "/", "@CBR", "@", "1", "2.5", "15", " ", "é",
        "digits(",
    ];
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let mut read = 0;
    for _ in 0..50_000 {
        let length = 1 + next() % 8;
        let text: String = (0..length).map(|_| pieces[next() % pieces.len()]).collect();
        match Formula::parse(&text).and_then(|formula| formula.compute(&Sample)) {
            Ok(_) => read += 1,
            Err(error) => assert!(error.at <= text.chars().count(), "{error}"),
        }
    }
    assert!(read > 1000, "{read}");
}
