//! Whatever numbers come in: no panic, and nothing that is not finite comes out.

use danso_demography::age::{AgeGroups, Sex};
use danso_demography::fertility::{age_specific, indirect, mean_age, net_reproduction, pf_ratios, sex_ratio_at_birth};
use danso_demography::graduate::{Method as Divide, grabill_keeping_the_total, graduate, multipliers};
use danso_demography::lifetable::{A0Rule, AxRule, Closure, HighMortality, LifeTable, Region, Rules, Young};
use danso_demography::mortality::{BrassLogit, Gompertz, Kannisto, LeeCarter, LiLee, Makeham, Topals};
use danso_demography::quality::{
    AgeRatio, Bachi, accuracy, bachi, coale_li, cohort_survival, death_distribution, dissimilarity, growth_balance, jdanov,
    kannisto_heaping, myers, relative_difference, roughness, sawtooth, spoorenberg, whipple,
};
use danso_demography::smooth::{Method as Smooth, Tail, smooth, whittaker};
use proptest::prelude::*;

/// Numbers as bad tables have them.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => 0.0_f64..1e5,
        4 => 0.0_f64..1.0,
        3 => Just(0.0),
        1 => Just(1e-300),
        1 => Just(1e300),
        1 => Just(-1.0),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
    ]
}

fn numbers(size: usize) -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        proptest::collection::vec(any_number(), size),
        proptest::collection::vec(prop_oneof![Just(0.0), 0.0_f64..1e5], size)
    ]
}

fn finite(what: &str, values: impl IntoIterator<Item = f64>) {
    for value in values {
        assert!(value.is_finite(), "{what}: {value}");
    }
}

fn check_table(table: &LifeTable) {
    for column in [&table.m, &table.a, &table.q, &table.l, &table.d, &table.person_years, &table.remaining, &table.expectancy] {
        finite("a life table", column.iter().copied());
    }
    if let Ok(ratios) = table.survival_ratios(5) {
        finite("survival", ratios.groups.into_iter().chain([ratios.births]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn life_tables(m in numbers(19), other in numbers(19), closure in 0_usize..4, within in 0_usize..4, high in any::<bool>()) {
        let groups = AgeGroups::abridged(85)?;
        let rules = Rules {
            sex: Some(Sex::Female),
            infant: A0Rule::CoaleDemeny(Region::East),
            within: [AxRule::Greville(Young::Half), AxRule::Greville(Young::Fitted), AxRule::KeyfitzFlieger, AxRule::Half][within],
            closure: [Closure::OneOverM, Closure::kannisto_below(&groups), Closure::Gompertz { fit_from: 60, fit_to: 84 }, Closure::Expectancy(4.0)][closure],
            high: if high { HighMortality::ConstantHazard } else { HighMortality::ProbabilityOnly },
            radix: 1e5,
        };
        if let Ok(table) = LifeTable::from_rates(&groups, &m, &rules) {
            check_table(&table);
            if let Ok(later) = LifeTable::from_rates(&groups, &other, &rules) && let Ok(parts) = table.decompose(&later) {
                finite("a decomposition", parts);
            }
        }
        if let Ok(estimate) = LifeTable::from_deaths(&groups, &m, &other, &rules) {
            check_table(&estimate.table);
            finite("an interval", estimate.interval(1.96)?.into_iter().flat_map(|(low, high)| [low, high]));
        }
        let probabilities: Vec<f64> = m[..18].iter().map(|value| value / 1e5).chain([1.0]).collect();
        if let Ok(table) = LifeTable::from_probabilities(&groups, &probabilities, &rules) {
            check_table(&table);
        }
    }

    #[test]
    fn models(first in numbers(8), second in numbers(8), third in numbers(8), years in 0_u32..200) {
        let ages: Vec<f64> = (0..8).map(|age| 60.0 + 5.0 * f64::from(age)).collect();
        if let Ok(law) = Kannisto::fit(&ages, &first) {
            finite("Kannisto", [law.hazard(110.0), law.expectancy(85.0)]);
        }
        if let Ok(law) = Gompertz::fit(&ages, &first) {
            finite("Gompertz", [law.expectancy(85.0)]);
        }
        if let Ok(law) = Makeham::fit(&ages, &first) {
            finite("Makeham", [law.expectancy(85.0)]);
        }
        if let Ok(model) = BrassLogit::fit(&first, &second) && let Ok(survival) = model.apply(&third) {
            finite("Brass", survival);
        }
        let rates = vec![first.clone(), second.clone(), third.clone()];
        if let Ok(model) = LeeCarter::fit(&rates) && let Ok(projected) = model.project(years, 0.0) {
            finite("Lee and Carter", projected);
        }
        if let Ok(model) = LiLee::fit(&[rates.clone(), rates]) && let Ok(projected) = model.project(0, years) {
            finite("Li and Lee", projected);
        }
        if let Ok(fit) = Topals::fit(&ages, &first, &second, &third, &[60.0, 75.0, 95.0]) {
            finite("TOPALS", fit.rates.into_iter().chain(fit.standard_errors));
        }
        if let Ok(smooth) = whittaker(&first, &second, 100.0, 2) {
            finite("Whittaker", smooth);
        }
    }

    #[test]
    fn counts_of_single_ages(counts in numbers(101), last in 0_u32..110) {
        let groups = AgeGroups::single(100);
        let found = [
            whipple(&groups, &counts, 25, last, &[0, 5]),
            myers(&groups, &counts, 10, last).map(|digits| digits.index),
            bachi(&groups, &counts, 23, Bachi::Original).map(|digits| digits.index),
            spoorenberg(&groups, &counts, 23, last),
            coale_li(&groups, &counts, 0, 60, last),
            jdanov(&groups, &counts, &[80, last]),
            kannisto_heaping(&groups, &counts, last),
        ];
        finite("heaping", found.into_iter().flatten());
    }

    #[test]
    fn counts_of_groups(male in numbers(18), female in numbers(18), deaths in numbers(18), last in 0_u32..100) {
        let groups = AgeGroups::five_year(85)?;
        let found = [
            accuracy(&groups, &male, &female, last, AgeRatio::UnitedNations).map(|accuracy| accuracy.index),
            dissimilarity(&male, &female),
            relative_difference(&male, &female),
            sawtooth(&groups, &male, 30, last),
            roughness(&groups, &male, 20, last),
            growth_balance(&groups, &male, &female, &deaths, 10.0, (15, 65)).map(|balance| balance.completeness),
            death_distribution(&groups, &male, &female, &deaths, 10.0, 5.0, (15, 65)).map(|found| found.completeness),
            indirect(&groups, &male, &female, None).map(|found| found.xtfr),
            sex_ratio_at_birth(male[0], female[0], 1.96).map(|found| found.high),
        ];
        finite("groups", found.into_iter().flatten());
        if let Ok(cohorts) = cohort_survival(&groups, &male, &female, 10, None) {
            finite("cohorts", cohorts.into_iter().map(|cohort| cohort.ratio));
        }
        for method in [Smooth::CarrierFarrag, Smooth::KarupKingNewton, Smooth::Arriaga, Smooth::UnitedNations, Smooth::Strong { to: last }, Smooth::MovingAverage, Smooth::Zigzag { from: 10, to: last }] {
            if let Ok(smoother) = smooth(&groups, &male, method, Tail::Arriaga) {
                finite("smoothing", smoother);
            }
        }
        if let Ok(ages) = grabill_keeping_the_total(&groups, &male) {
            finite("Grabill", ages);
        }
        if let Ok(ages) = multipliers::SPRAGUE.apply(&groups, &male) {
            finite("Sprague", ages);
        }
        for method in [Divide::Sprague, Divide::BeersModified, Divide::Grabill, Divide::Monotone, Divide::Uniform] {
            if let Ok(single) = graduate(&groups, &male, method) {
                finite("graduation", single.counts);
            }
        }
    }

    #[test]
    fn births(births in numbers(7), women in numbers(7)) {
        let ages = AgeGroups::new((3..10).map(|group| group * 5).collect(), Some(50))?;
        if let Ok(rates) = age_specific(&ages, &births, &women) {
            finite("rates", rates.iter().copied());
            finite("measures", [mean_age(&ages, &rates), net_reproduction(&ages, &rates, &[4.5; 7], 1.05)].into_iter().flatten());
            if let Ok(found) = pf_ratios(&ages, &women, &rates) {
                finite("P/F", found.ratios.into_iter().chain([found.factor]));
            }
        }
    }
}
