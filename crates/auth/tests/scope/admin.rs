//! An administrator: every account, no person and no figure.

use crate::world::*;
use danso_store::{Grant, Role};
use pretty_assertions::assert_eq;

#[test]
fn sees_nobody_and_counts_nothing() {
    for place in [None, Some("VN".to_owned())] {
        let scope = scope(vec![Grant { role: Role::Admin, unit: place, area: None }]);
        assert_sees_nobody(&scope);
        assert_counts(&scope, &[]);
        assert_eq!(roots(&scope), Vec::<&str>::new());
    }
}
