//! The indicators that are built in: complete, as the files say, and each computable.

mod register;
mod told;
mod unanswered;

use danso_indicators::{Ask, Cut, Figure, Hidden, Indicators, Interval, Period, PeriodKind, Plan};
use register::Register;
use std::fmt::Write;
use std::path::Path;
use told::Told;

fn indicators() -> Indicators {
    Indicators::embedded().expect("the built-in indicators")
}

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

fn plan(code: &str, text: &str) -> Plan {
    indicators().plan(code, period(text), &Cut::total()).unwrap_or_else(|error| panic!("{code}: {error}"))
}

#[test]
fn all_files_of_the_folder_are_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog/indicators");
    let from_folder = Indicators::folder(&folder).expect("the folder");
    let built_in = indicators();
    assert_eq!(from_folder.version(), built_in.version());
    assert_eq!(from_folder.codes(), built_in.codes());
}

#[test]
fn the_indicators_that_the_domain_names_are_there() {
    let all = indicators();
    let codes = all.codes();
    let named = "POP HH HHSIZE SEXR P0014 P1564 P65 DEP DEPC DEPO AGI ELD ELD80 W1549 MW1549 URB GROW NIR DISAB CBR GFR ASFR1519 ASFR2024 \
                 ASFR2529 ASFR3034 ASFR3539 ASFR4044 ASFR4549 TFR ABR SRB B2 B3 B20 W2U35 CDR IMR NEOMR U5MR IMIG OMIG NMIG MAR CMR DIV TH \
                 CH PMC SMAM CPR CPRM NEWUSERS STOPS PRENATAL PRENATAL4 NEWBORN NEWBORN5 CHECKUP K1 K2 K3 K4 K5 K6 Q1 Q2 Q3 Q4 Q5 Q6 Q7";
    for code in named.split_whitespace() {
        assert!(codes.contains(&code), "{code}");
    }
    assert!(codes.len() >= 50, "{}", codes.len());
}

#[test]
fn texts_are_composed_and_sources_are_told() {
    for indicator in indicators().all() {
        let texts =
            [&indicator.vi, &indicator.en, &indicator.unit, &indicator.unit_en, &indicator.legal_basis, &indicator.source];
        for text in texts {
            assert!(!text.trim().is_empty(), "{}", indicator.code);
            assert!(!text.chars().any(|letter| ('\u{300}'..='\u{36f}').contains(&letter)), "{}: {text}", indicator.code);
        }
    }
}

/// Value, interval, and what they were made from, of every indicator for the made-up register. `UPDATE_GOLDEN=1` writes the file anew.
#[test]
fn every_indicator_has_its_golden_value() {
    let all = indicators();
    let mut register = Register::made_up();
    let mut found = String::from("code\tvalue\tlow\thigh\tnumerator\tunder\tpooled\thidden\n");
    for code in all.codes() {
        let figure = plan(code, "2026").figure(&mut register).expect("a figure");
        writeln!(found, "{}", line(&figure)).expect("a line");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/figures.tsv");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &found).expect("write the golden file");
    }
    let golden = std::fs::read_to_string(&path).expect("the golden file");
    for (found, golden) in found.lines().zip(golden.lines()) {
        assert_eq!(found, golden);
    }
    assert_eq!(found.lines().count(), golden.lines().count());
}

fn line(figure: &Figure) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let pooled = figure.pooled.map_or_else(|| "-".to_owned(), |period| period.to_string());
    let hidden = figure.hidden.map_or_else(|| "-".to_owned(), |hidden| format!("{hidden:?}"));
    let under = figure.denominator.or(figure.exposure);
    let numbers = [figure.value, figure.low, figure.high, figure.numerator, under].map(number).join("\t");
    format!("{}\t{numbers}\t{pooled}\t{hidden}", figure.code)
}

/// Numerator, denominator or exposure, and scale say the same as the formula, where the indicator is a plain quotient.
#[test]
fn formulas_agree_with_what_is_shown_beside_them() {
    let all = indicators();
    let mut register = Register::made_up();
    let mut seen = 0;
    for indicator in all.all().filter(|indicator| ![Interval::PoissonSum].contains(&indicator.interval)) {
        let figure = plan(&indicator.code, "2026").figure(&mut register).expect("a figure");
        let under = figure.denominator.or(figure.exposure);
        if let (Some(value), Some(numerator), Some(under), None) = (figure.value, figure.numerator, under, figure.pooled) {
            let quotient = numerator / under * indicator.scale;
            assert!((value - quotient).abs() <= 1e-12 * value.abs().max(1.0), "{}: {value}, {quotient}", indicator.code);
            seen += 1;
        }
        if let (Some(value), Some(low), Some(high)) = (figure.value, figure.low, figure.high) {
            assert!(low <= value && value <= high, "{}: {low} {value} {high}", indicator.code);
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn every_breakdown_of_every_indicator_can_be_asked() {
    let all = indicators();
    let lists = |name: &str| vec![("1".to_owned(), name.to_owned(), name.to_owned())];
    let mut asked = 0;
    for indicator in all.all() {
        for used in &indicator.breakdowns {
            let breakdown = all.breakdown(used.name()).expect("a known breakdown");
            for category in breakdown.categories(lists) {
                let cut = Cut::total().with(used.name(), category);
                let plan = all.plan(&indicator.code, period("2026"), &cut).expect("a plan");
                assert_ne!(plan.asks(0), self::plan(&indicator.code, "2026").asks(0), "{} by {}", indicator.code, used.name());
                asked += 1;
            }
        }
    }
    assert!(asked > 500, "{asked}");
}

#[test]
fn categories_of_sex_and_age_add_up_to_the_total() {
    let all = indicators();
    let mut register = Register::made_up();
    for (code, name) in [
        ("POP", "sex"),
        ("POP", "age5"),
        ("POP", "age1"),
        ("POP", "broad_age"),
        ("BIRTHS", "birth_order"),
        ("BIRTHS", "age5"),
        ("MIN", "move_level"),
    ] {
        let total = plan(code, "2026").figure(&mut register).expect("a figure").value;
        let categories = all.breakdown(name).expect("a breakdown").categories(|_| Vec::new());
        let parts = categories.into_iter().map(|category| {
            let cut = Cut::total().with(name, category);
            all.plan(code, period("2026"), &cut).expect("a plan").figure(&mut register).expect("a figure").value.expect("a count")
        });
        assert_eq!(Some(parts.sum::<f64>()), total, "{code} by {name}");
    }
}

#[test]
fn an_empty_register_hides_every_rate_and_breaks_nothing() {
    let all = indicators();
    for code in all.codes() {
        let mut nobody = Told(|ask: &Ask| vec![0.0; ask.answer_len()]);
        let figure = plan(code, "2026").figure(&mut nobody).expect("a figure");
        assert!(figure.value == Some(0.0) || figure.hidden.is_some(), "{code}: {figure:?}");
        assert!(figure.value.is_none_or(f64::is_finite));
    }
}

/// A rate of a quarter counts a quarter of the person-years.
#[test]
fn rates_are_for_a_year_whatever_the_period() {
    let mut steady = Told(|ask: &Ask| match ask {
        Ask::Counted { measure, span, .. } if measure.count.is_stock() => vec![1000.0 + 0.0 * span.years()],
        Ask::Counted { span, .. } => vec![f64::from(span.months()) * 20.0],
        Ask::Operational { .. } => vec![0.0],
    });
    for text in ["2026-05", "2026-Q2", "2026-H2", "2026", "2024..2026"] {
        let figure = plan("CBR", text).figure(&mut steady).expect("a figure");
        assert!((figure.value.expect("a rate") - 240.0).abs() < 1e-9, "{text}: {figure:?}");
    }
}

#[test]
fn small_numbers_are_pooled_over_three_then_five_years_then_hidden() {
    let births = |a_year: f64| {
        Told(move |ask: &Ask| match ask {
            Ask::Counted { by, span, .. } => vec![a_year * span.years(); by.map_or(1, danso_indicators::By::len)],
            Ask::Operational { .. } => vec![0.0],
        })
    };
    let figure = |a_year: f64, text: &str| plan("SRB", text).figure(&mut births(a_year)).expect("a figure");
    assert_eq!((figure(50.0, "2026").pooled, figure(50.0, "2026").value), (None, Some(100.0)));
    assert_eq!(figure(20.0, "2026").pooled, Some(period("2024..2026")));
    assert_eq!(figure(10.0, "2026").pooled, Some(period("2022..2026")));
    let hidden = figure(9.0, "2026");
    assert_eq!((hidden.value, hidden.hidden, hidden.numerator), (None, Some(Hidden::SmallNumbers), Some(9.0)));
    assert_eq!((hidden.low, hidden.high, hidden.pooled), (None, None, None));
    assert_eq!(figure(40.0, "2026-Q1").hidden, Some(Hidden::SmallNumbers), "a quarter is not pooled");
    assert_eq!(figure(15.0, "2024..2026").pooled, Some(period("2022..2026")));
}

#[test]
fn a_plan_asks_nothing_twice_and_pools_only_whole_years() {
    let plan = plan("NIR", "2026");
    assert_eq!((plan.asks(0).len(), plan.attempts()), (3, 3), "births, deaths and the average population serve both rates");
    assert_eq!(self::plan("NIR", "2026-03").attempts(), 1);
    let error = indicators().plan("CHECKUP", period("2026-03"), &Cut::total()).expect_err("a month");
    assert_eq!(error.to_string(), format!("CHECKUP is not for a period of the kind {:?}", PeriodKind::Month));
    let error = indicators().plan("XYZ", period("2026"), &Cut::total()).expect_err("no such code");
    assert_eq!(error.to_string(), "there is no indicator XYZ");
    let error = indicators().plan("POP", period("1999"), &Cut::total()).expect_err("too early");
    assert_eq!(error.to_string(), "no version of POP is in force on 1999-12-31");
}
