//! Indicators give the numbers that others have printed.

mod told;
mod unanswered;

use danso_indicators::{Ask, By, Count, Cut, Figure, Indicators, Measure};
use told::Told;

fn figure(code: &str, answer: impl Fn(&Measure, Option<By>) -> Vec<f64>) -> Figure {
    let all = Indicators::embedded().expect("the built-in indicators");
    let plan = all.plan(code, "2026".parse().expect("a period"), &Cut::total()).expect("a plan");
    let mut source = Told(|ask: &Ask| match ask {
        Ask::Counted { measure, by, .. } => answer(measure, *by),
        Ask::Operational { name, .. } => panic!("{name} was asked for"),
    });
    plan.figure(&mut source).expect("a figure")
}

#[track_caller]
fn near(figure: &Figure, wanted: f64, tolerance: f64) {
    let value = figure.value.expect("a value");
    assert!((value - wanted).abs() <= tolerance, "{value}, not {wanted}");
}

/// United Nations, World Population Prospects 2024, Viet Nam 2015–2020: the rates below for women of 15–19 … 45–49, and a total of 1.98.
#[test]
fn tfr_of_viet_nam_2015_2020_is_1_98() {
    let rates: [f64; 7] =
        [0.037_429_928_3, 0.119_522_343_1, 0.122_939_660_9, 0.075_331_987_4, 0.033_988_698_8, 0.006_027_098_2, 0.000_760_283_2];
    let women = 4_000_000.0_f64;
    let total = figure("TFR", |measure, _| {
        if measure.count == Count::Births { rates.iter().map(|rate| (rate * women).round()).collect() } else { vec![women; 7] }
    });
    near(&total, 1.98, 5e-7);
    let half = 1.959_963_984_540_054 * 5.0 * (rates.iter().map(|rate| rate / women).sum::<f64>()).sqrt();
    assert!((total.high.expect("a limit") - total.value.expect("a value") - half).abs() < 1e-6);
    let second =
        figure("ASFR2024", |measure, _| vec![if measure.count == Count::Births { (rates[1] * women).round() } else { women }]);
    near(&second, 119.52, 0.005);
}

/// Statistics and Census Service of Macao, Knowledge, Singulate mean age at marriage: women in the census of 2011, never married by age in
/// percent, 28.3 years. The group 16–19 printed there, with all of 15 single, is 99.2 percent of 15–19.
#[test]
fn smam_of_macao_2011_is_28_3() {
    let single = [99.2, 84.5, 53.5, 27.4, 16.8, 11.4, 8.9, 7.8];
    let mean =
        figure(
            "SMAM",
            |measure, _| if measure.only.values().any(|ranges| *ranges == [(1, 1)]) { single.to_vec() } else { vec![100.0; 8] },
        );
    near(&mean, 28.3, 0.05);
}

/// Males by single age, 0–99, of the spreadsheet SINGAGE (US Census Bureau, Population Analysis Spreadsheets): Whipple 2.34 there; Myers
/// over 10–89 by the R package DemoTools 01.13.87: 23.6278650135.
const SINGAGE: [u32; 100] = [
    80626, 95823, 104_315, 115_813, 100_796, 105_086, 97266, 116_328, 75984, 89982, 95525, 56973, 78767, 65672, 53438, 85014,
    47600, 64363, 42195, 42262, 73221, 30080, 34391, 29072, 20531, 66171, 24029, 44227, 24128, 23599, 82088, 16454, 22628, 17108,
    12531, 57325, 17220, 28425, 16206, 17532, 65976, 11593, 15828, 13541, 8133, 44696, 11165, 18543, 12614, 12041, 55798, 9324,
    10772, 10453, 6773, 28358, 9916, 13348, 8039, 7583, 42470, 5288, 5317, 6582, 3361, 17949, 3650, 5873, 3279, 3336, 27368,
    1965, 2495, 2319, 1335, 12022, 1401, 1668, 1360, 1185, 9167, 424, 568, 462, 282, 6206, 343, 409, 333, 291, 4137, 133, 169,
    157, 89, 2068, 68, 81, 66, 57,
];

fn singage(measure: &Measure, by: Option<By>) -> Vec<f64> {
    let between = |first: u16, last: u16| (first..=last).map(|age| f64::from(SINGAGE[usize::from(age)])).sum::<f64>();
    match by {
        Some(by) => by.groups().into_iter().map(|(first, last)| between(first, last)).collect(),
        None => vec![measure.only.values().flatten().map(|(first, last)| between(*first, *last)).sum()],
    }
}

#[test]
fn whipple_of_singage_is_2_34() {
    near(&figure("Q6", singage), 233.872_986_334_588, 1e-9);
}

#[test]
fn myers_of_singage_is_23_63() {
    near(&figure("Q6M", singage), 23.627_865_013_5, 1e-9);
}

/// Viet Nam's census of 1 April 2019: 47 881 061 men, 48 327 923 women, 99.1 men to 100 women (General Statistics Office 2019).
#[test]
fn sex_ratio_of_the_census_of_2019_is_99_1() {
    let of_sex = |measure: &Measure, _| {
        vec![if measure.only.values().any(|ranges| *ranges == [(1, 1)]) { 47_881_061.0 } else { 48_327_923.0 }]
    };
    near(&figure("SEXR", of_sex), 99.1, 0.05);
}
