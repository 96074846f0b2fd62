//! Schedules of migration beside those of another program, to 1e-9.

use danso_demography::migration::{Family, OldAge, Peak, RogersCastro, family_schedule};

fn wanted(name: &str) -> Vec<f64> {
    let line = include_str!("migration/schedules.tsv").lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim().split(' ').map(|value| value.parse().unwrap()).collect()
}

#[track_caller]
fn close(found: &[f64], wanted: &[f64]) {
    assert_eq!(found.len(), wanted.len());
    for (age, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        assert!((found / wanted - 1.0).abs() < 1e-9, "{age}: {found} instead of {wanted}");
    }
}

#[test]
fn families_of_the_united_nations_as_demotools_gives_them() {
    for (family, name) in [(Family::Family, "family"), (Family::MaleLabor, "male_labor")] {
        let found = family_schedule(family, 1000.0, 100).unwrap();
        close(&found.male, &wanted(&format!("{name}_male\t")));
        close(&found.female, &wanted(&format!("{name}_female\t")));
        let all: f64 = found.male.iter().chain(&found.female).sum();
        assert!((all - 1000.0).abs() < 1e-9);
        // Another open age and direction are the same people.
        let left = family_schedule(family, -500.0, 85).unwrap();
        assert!((left.male[20] / found.male[20] + 0.5).abs() < 1e-12 && left.male.len() == 86);
    }
    assert!(family_schedule(Family::Family, f64::NAN, 100).is_err() && family_schedule(Family::Family, 1.0, 0).is_err());
}

#[test]
fn thirteen_parameters_as_demotools_gives_them() {
    let curve = RogersCastro {
        a1: 0.02,
        alpha1: 0.1,
        labour: Peak { a: 0.06, alpha: 0.1, mu: 20.0, lambda: 0.4 },
        old: OldAge::Both { peak: Peak { a: 0.003, alpha: 0.8, mu: 67.0, lambda: 0.3 }, a: 7e-4, lambda: 0.04 },
        c: 0.003,
    };
    let all = curve.ages(100).unwrap();
    close(&all, &wanted("rogers_castro_13\t"));
    // The others are parts of it.
    let seven = RogersCastro { old: OldAge::Flat, ..curve }.ages(100).unwrap();
    let nine = RogersCastro { old: OldAge::Slope { a: 7e-4, lambda: 0.04 }, ..curve }.ages(100).unwrap();
    let peak = Peak { a: 0.003, alpha: 0.8, mu: 67.0, lambda: 0.3 };
    let eleven = RogersCastro { old: OldAge::Retirement(peak), ..curve }.ages(100).unwrap();
    for age in 0..=100 {
        assert!((nine[age] + eleven[age] - seven[age] - all[age]).abs() < 1e-12);
    }
    assert!(RogersCastro { alpha1: -1e9, ..curve }.at(50.0).is_err());
}
