//! Search keys against `conformance/fold.json`.

use danso_catalog::{fold, fold_toned};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Case {
    Key { text: String, fold: String },
    Pair { same: [String; 2], toned: bool },
}

#[test]
fn keys_are_those_of_the_cases() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../../conformance/fold.json")).unwrap();
    for case in cases {
        match case {
            Case::Key { text, fold: key } => assert_eq!(fold(&text), key, "{text:?}"),
            Case::Pair { same: [a, b], toned } => {
                assert_eq!(fold(&a), fold(&b));
                assert_eq!(fold_toned(&a) == fold_toned(&b), toned, "{a} {b}");
            }
        }
    }
}
