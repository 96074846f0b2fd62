//! Life expectancy as the United Nations publish it.

use crate::rows;
use danso_demography::age::{AgeGroups, Sex};
use danso_demography::lifetable::{LifeTable, Rules};

/// Viet Nam every ten years from 1950 to 2100: within 0.015 years from abridged rates by the usual rules. The United Nations work with single ages.
#[test]
fn abridged_rates_of_wpp_2024_give_its_expectancies() {
    let rates = rows(include_str!("in_mx_wpp2024.csv"));
    let mut compared = 0;
    for published in rows(include_str!("published_e0_wpp2024.csv")) {
        for (sex, name, column) in [(Sex::Male, "Male", "male"), (Sex::Female, "Female", "female")] {
            let of: Vec<_> = rates.iter().filter(|row| row["year"] == published["year"] && row["sex"] == name).collect();
            let groups = AgeGroups::new(of.iter().map(|row| row["age_start"].parse().unwrap()).collect(), None).unwrap();
            let m: Vec<f64> = of.iter().map(|row| row["mx"].parse().unwrap()).collect();
            let found = LifeTable::from_rates(&groups, &m, &Rules::of(sex)).unwrap().e0();
            let wanted: f64 = published[column].parse().unwrap();
            assert!((found - wanted).abs() < 0.015, "{} {name}: {found} instead of {wanted}", published["year"]);
            compared += 1;
        }
    }
    assert!(compared >= 20);
}
