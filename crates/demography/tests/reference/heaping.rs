//! Rounded ages.

use crate::{SINGLE, close, counts, rows};
use danso_demography::age::AgeGroups;
use danso_demography::quality::{
    Bachi, bachi, coale_li, jdanov, kannisto_heaping, myers, noumbissi, sawtooth, spoorenberg, whipple,
};

/// Every index of every data set. Single ages with the last one closed: the reference counts it as one year.
#[test]
fn indices_of_rounded_ages() {
    let sets = counts(SINGLE, "value");
    let mut compared = 0;
    for row in rows(include_str!("out_heaping.csv")) {
        let (starts, counts) = &sets[&row["dataset"]];
        let groups = AgeGroups::new(starts.clone(), starts.last().map(|age| age + 1)).unwrap();
        let wanted: f64 = row["value"].parse().unwrap();
        let params = row["params"].as_str();
        let found = match (row["fn"].as_str(), params) {
            ("check_heaping_whipple", "ageMin=25,ageMax=60,digit=0") => whipple(&groups, counts, 25, 60, &[0]).unwrap() / 100.0,
            ("check_heaping_whipple", _) => whipple(&groups, counts, 25, 60, &[0, 5]).unwrap() / 100.0,
            ("check_heaping_myers", "ageMin=10,ageMax=89") => myers(&groups, counts, 10, 89).unwrap().index,
            ("check_heaping_myers", _) => myers(&groups, counts, 23, 82).unwrap().index,
            ("check_heaping_bachi", "ageMin=23,ageMax=77,method=orig") => {
                bachi(&groups, counts, 23, Bachi::Original).unwrap().index
            }
            ("check_heaping_bachi", _) => bachi(&groups, counts, 23, Bachi::HalfEdges).unwrap().index,
            ("check_heaping_coale_li", _) => coale_li(&groups, counts, 0, 60, *starts.last().unwrap()).unwrap(),
            ("check_heaping_noumbissi", params) => {
                let digit = params.chars().find(char::is_ascii_digit).and_then(|digit| digit.to_digit(10)).unwrap();
                noumbissi(&groups, counts, digit, 20 + digit, 50 + digit).unwrap()
            }
            ("check_heaping_spoorenberg", "ageMin=23,ageMax=62") => spoorenberg(&groups, counts, 23, 62).unwrap(),
            ("check_heaping_spoorenberg", _) => spoorenberg(&groups, counts, 20, 64).unwrap(),
            ("check_heaping_jdanov", _) => jdanov(&groups, counts, &[80, 85, 90]).unwrap(),
            ("check_heaping_kannisto", _) => kannisto_heaping(&groups, counts, 90).unwrap(),
            ("check_heaping_sawtooth", _) => {
                let open = AgeGroups::new(starts.clone(), None).unwrap();
                let five = open.to_five_year().unwrap();
                sawtooth(&five, &open.regroup(counts, &five).unwrap(), 30, 60).unwrap()
            }
            // Rounding noise there: README.md.
            ("check_heaping_roughness", _) => continue,
            (other, _) => panic!("{other}"),
        };
        close(found, wanted, 1e-3, &format!("{} {} {params}", row["dataset"], row["fn"]));
        compared += 1;
    }
    assert_eq!(compared, 8 * 23);
}
