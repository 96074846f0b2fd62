//! Age and sex ratios.

use crate::{FIVE_YEAR, close, counts, rows};
use danso_demography::age::AgeGroups;
use danso_demography::quality::{AgeRatio, accuracy, das_gupta, dissimilarity, relative_difference};

#[test]
fn scores_of_five_year_groups() {
    let (males, females) = (counts(FIVE_YEAR, "male"), counts(FIVE_YEAR, "female"));
    let mut compared = 0;
    for row in rows(include_str!("out_age_sex_accuracy.csv")) {
        let (starts, male) = &males[&row["dataset"]];
        let female = &females[&row["dataset"]].1;
        let groups = AgeGroups::new(starts.clone(), None).unwrap();
        let form = match row["params"].split(',').next().unwrap() {
            "method=UN" => AgeRatio::UnitedNations,
            "method=zelnick" => AgeRatio::Zelnik,
            "method=ramachandran" => AgeRatio::Ramachandran,
            _ => AgeRatio::UnitedNations,
        };
        let scores = accuracy(&groups, male, female, 70, form).unwrap();
        let found = match row["fn"].as_str() {
            "ageRatioScore male" => scores.age_ratio_scores.male,
            "ageRatioScore female" => scores.age_ratio_scores.female,
            // None of the populations is so small that the reference would correct for chance.
            "ageSexAccuracy" => scores.index,
            "sexRatioScore" => scores.sex_ratio_score,
            "IRD" => relative_difference(male, female).unwrap(),
            "ID" => dissimilarity(male, female).unwrap(),
            "ageSexAccuracyDasGupta" => das_gupta(&groups, male, female, 70).unwrap().index,
            other => panic!("{other}"),
        };
        close(found, row["value"].parse().unwrap(), 1e-3, &format!("{} {} {}", row["dataset"], row["fn"], row["params"]));
        compared += 1;
    }
    assert_eq!(compared, 5 * 16);
}
