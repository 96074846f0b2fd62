//! The population of the first day, measured.

use danso_model::{Event, EventBody, HouseholdType, Member, Sex};
use danso_testkit::{Generated, Plan, generate};
use jiff::civil::date;
use std::collections::{HashMap, HashSet};

fn made(plan: &Plan) -> Generated {
    generate(plan).unwrap()
}

fn sheet(event: &Event) -> (&[Member], HouseholdType) {
    let EventBody::Household { members, kind, .. } = &event.body else { panic!("{:?} among the sheets", event.body.kind()) };
    (members, *kind)
}

fn table(name: &str, province: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(format!("{}/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let rows = text.lines().filter(|line| line.split('\t').next() == Some(province));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn as_many_persons_as_asked_for() {
    for (province, commune, persons) in [
        (92, None, 20_011),
        (92, Some("31120"), 200),
        (92, Some("31120"), 2000),
        (12, None, 7001),
        (1, None, 1000),
        (15, None, 100),
    ] {
        let generated = made(&Plan { commune: commune.map(str::to_owned), ..Plan::new(province, persons) });
        let members = generated.baseline().map(|event| sheet(&event).0.len() as u64).sum::<u64>();
        assert_eq!(members, persons);
        assert_eq!(generated.population().iter().map(|count| u64::from(*count)).sum::<u64>(), persons, "all are usual residents");
    }
}

#[test]
fn ages_and_sexes_are_those_of_the_province() {
    for province in ["92", "12", "01"] {
        let generated = made(&Plan::new(province.parse().unwrap(), 50_000));
        let mut counted = [[0.0f64; 17]; 2];
        for event in generated.baseline() {
            for member in sheet(&event).0 {
                let age = member.birth.age_at(date(2026, 1, 1)).clamp(0, 84);
                counted[usize::from(member.sex == Sex::Female)][age as usize / 5] += 1.0 / 50_000.0;
            }
        }
        let rows = table("age_sex.tsv", province);
        let apart: f64 = (0..2)
            .flat_map(|sex| (0..17).map(move |group| (sex, group)))
            .map(|(sex, group)| (counted[sex][group] - rows[sex][group + 2].parse::<f64>().unwrap() / 100_000.0).abs())
            .sum();
        assert!(apart / 2.0 < 0.03, "province {province}: dissimilarity {:.4}", apart / 2.0);
    }
}

#[test]
fn households_are_of_usual_sizes() {
    for (province, low, high) in [(92, 3.4, 3.75), (12, 4.1, 4.9)] {
        let generated = made(&Plan::new(province, 60_000));
        let mut sizes = HashMap::new();
        for event in generated.baseline() {
            let (members, kind) = sheet(&event);
            if kind == HouseholdType::Family {
                *sizes.entry(members.len()).or_insert(0) += 1;
                assert!(members.len() < 22);
            }
        }
        let households: usize = sizes.values().sum();
        let persons: usize = sizes.iter().map(|(size, count)| size * count).sum();
        let mean = persons as f64 / households as f64;
        assert!((low..high).contains(&mean), "province {province}: {mean:.2}");
        let share = |size| sizes.get(&size).copied().unwrap_or(0) as f64 / households as f64;
        assert!((0.02..0.16).contains(&share(1)), "alone {:.3}", share(1));
        assert!((0.06..0.3).contains(&share(2)), "two {:.3}", share(2));
        assert!((0.14..0.35).contains(&share(4)), "four {:.3}", share(4));
    }
}

#[test]
fn kin_fit_together() {
    let generated = made(&Plan::new(92, 30_000));
    let (mut couples, mut gaps, mut mothers, mut minors, mut with_mother) = (0, 0, 0, 0, 0);
    for event in generated.baseline() {
        let (members, kind) = sheet(&event);
        let of: HashMap<_, _> = members.iter().map(|member| (member.person, member)).collect();
        let heads = members.iter().filter(|member| member.relationship.as_str() == "1").count();
        assert_eq!((heads, members[0].relationship.as_str()), (1, "1"));
        let spouse = members.iter().find(|member| member.relationship.as_str() == "2");
        if let Some(spouse) = spouse {
            assert_ne!(spouse.sex, members[0].sex);
            assert_eq!(spouse.marital.unwrap().as_str(), "2");
            couples += 1;
            let (husband, wife) = if spouse.sex == Sex::Male { (spouse, &members[0]) } else { (&members[0], spouse) };
            gaps += i32::from(wife.birth.imputed().year()) - i32::from(husband.birth.imputed().year());
        }
        for member in members {
            let age = member.birth.age_at(date(2026, 1, 1));
            minors += i32::from(age < 15);
            with_mother += i32::from(age < 15 && member.mother.is_some());
            if let Some(mother) = member.mother {
                let mother = of[&mother];
                let gap = i32::from(member.birth.imputed().year()) - i32::from(mother.birth.imputed().year());
                assert!((16..=43).contains(&gap), "mother at {gap}");
                assert_eq!(mother.sex, Sex::Female);
                mothers += 1;
            }
        }
        assert!(kind == HouseholdType::Collective || members.iter().any(|member| member.birth.age_at(date(2026, 1, 1)) >= 16));
    }
    assert!(couples > 4500 && mothers > 9000, "{couples} couples, {mothers} children with mothers");
    assert!((1.5..4.5).contains(&(f64::from(gaps) / f64::from(couples))));
    assert!(f64::from(with_mother) / f64::from(minors) > 0.9, "{with_mother} of {minors}");
}

#[test]
fn ethnic_groups_keep_their_shares_and_live_together() {
    let generated = made(&Plan::new(12, 60_000));
    let mut shares: HashMap<String, f64> = HashMap::new();
    let mut by_hamlet: HashMap<_, HashMap<String, u32>> = HashMap::new();
    for event in generated.baseline() {
        let EventBody::Household { hamlet, members, .. } = &event.body else { continue };
        for member in members {
            let ethnic = member.ethnic.unwrap().to_string();
            *shares.entry(ethnic.clone()).or_default() += 1.0 / 60_000.0;
            *by_hamlet.entry(*hamlet).or_default().entry(ethnic).or_default() += 1;
        }
    }
    let row = table("ethnic.tsv", "12").remove(0);
    for each in row[1].split(' ').take(6) {
        let (code, share) = each.split_once(':').unwrap();
        let wanted = share.parse::<f64>().unwrap() / 100_000.0;
        let found = shares.get(code).copied().unwrap_or(0.0);
        assert!((found - wanted).abs() < 0.01, "{code}: {found:.4} for {wanted:.4}");
    }
    let main: Vec<f64> = by_hamlet
        .values()
        .map(|groups| f64::from(*groups.values().max().unwrap()) / f64::from(groups.values().sum::<u32>()))
        .collect();
    assert!(main.iter().sum::<f64>() / main.len() as f64 > 0.75, "the main group of a hamlet");
}

#[test]
fn areas_hold_fifty_to_five_hundred_households() {
    for (province, persons) in [(92, 100_000), (12, 30_000), (79, 400_000), (1, 3000)] {
        let generated = made(&Plan::new(province, persons));
        let mut areas = HashMap::new();
        for event in generated.baseline() {
            let EventBody::Household { area, .. } = &event.body else { continue };
            *areas.entry(*area).or_insert(0) += 1;
        }
        let deployment = generated.deployment();
        assert_eq!(areas.len(), deployment.areas.len());
        for area in &deployment.areas {
            assert!((50..=500).contains(&areas[&area.id]), "{} {} has {}", area.commune, area.number, areas[&area.id]);
        }
        let codes: HashSet<_> = deployment.hamlets.iter().map(|hamlet| &hamlet.code).collect();
        assert_eq!(codes.len(), deployment.hamlets.len());
        let logins: HashSet<_> = deployment.people.iter().map(|account| &account.login).collect();
        assert_eq!(logins.len(), deployment.people.len());
    }
}

#[test]
fn numbers_agree_with_their_owners_and_names_are_given() {
    let generated = made(&Plan::new(92, 20_000));
    let (mut numbers, mut doubts, mut seen) = (0, 0, HashMap::new());
    for event in generated.baseline() {
        let household = event.body.households()[0];
        assert!(event.personal_of(household).is_some_and(|personal| personal.address.is_some()));
        for member in sheet(&event).0 {
            let personal = event.personal_of(member.person).unwrap();
            assert!(personal.name.as_ref().unwrap().split(' ').count() >= 2);
            if let Some(pin) = &personal.pin {
                numbers += 1;
                doubts += pin.doubts(member.sex, Some(member.birth)).len();
                *seen.entry(pin.clone()).or_insert(0) += 1;
            }
        }
    }
    assert!(numbers > 18_500, "{numbers} of 20 000 have a number");
    assert!((1..60).contains(&doubts), "{doubts} doubtful numbers");
    let twice = seen.values().filter(|count| **count > 1).count();
    assert!((1..60).contains(&twice), "{twice} numbers stand twice");
}

#[test]
fn impossible_plans_are_refused() {
    for plan in [
        Plan::new(3, 1000),
        Plan::new(92, 10),
        Plan { commune: Some("00004".to_owned()), ..Plan::new(92, 1000) },
        Plan { from: (2025, 6), ..Plan::new(92, 1000) },
        Plan { from: (2026, 13), ..Plan::new(92, 1000) },
        Plan { months: 1000, ..Plan::new(92, 1000) },
    ] {
        assert!(generate(&plan).is_err(), "{plan:?}");
    }
}
