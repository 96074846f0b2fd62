//! Where hamlets lie, on dates with and without a row.

use danso_places::{Hamlet, HamletIndex, Level, Tree, TreeError, UnitCode};
use jiff::civil::{Date, date};
use pretty_assertions::assert_eq;

const OLD: Date = date(2025, 6, 30);
const NEW: Date = date(2025, 7, 1);
const ONLY: HamletIndex = HamletIndex(0);

fn code(text: &str) -> UnitCode {
    text.parse().expect("a unit code")
}

fn row(hamlet: &str, commune: &str, valid_from: Option<Date>, valid_to: Option<Date>) -> Hamlet {
    let mut id = [0; 16];
    id[..hamlet.len()].copy_from_slice(hamlet.as_bytes());
    Hamlet {
        id,
        code: code(hamlet),
        name: format!("Khu vực {hamlet}"),
        kind: "khu vực".to_owned(),
        commune: code(commune),
        valid_from,
        valid_to,
    }
}

fn tree(rows: impl IntoIterator<Item = Hamlet>) -> Tree {
    Tree::new(rows.into_iter().collect()).expect("a tree")
}

fn communes(tree: &Tree, dates: [Date; 3]) -> [Option<String>; 3] {
    dates.map(|at| tree.commune_of(ONLY, at).map(|code| code.to_string()))
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_row_for_each_tree() {
    let tree = tree([row("31117.03", "31120", Some(NEW), None), row("31117.03", "31117", None, Some(OLD))]);
    assert_eq!(tree.len(), 1);
    assert_eq!(communes(&tree, [date(2020, 1, 1), OLD, NEW]), [some("31117"), some("31117"), some("31120")]);
    assert_eq!(tree.ancestor(ONLY, Level::District, OLD), Some(code("916")));
    assert_eq!(tree.ancestor(ONLY, Level::District, NEW), None);
    assert_eq!(tree.ancestor(ONLY, Level::Province, NEW), Some(code("92")));
    assert_eq!(tree.ancestor(ONLY, Level::Nation, NEW), Some(UnitCode::NATION));
    assert_eq!(tree.ancestor(ONLY, Level::Hamlet, NEW), Some(code("31117.03")));
    assert!(tree.is_within(ONLY, code("916"), OLD));
    assert!(!tree.is_within(ONLY, code("916"), NEW));
    assert!(!tree.is_within(ONLY, code("31117"), NEW), "the hamlet's code is not its commune");
    assert_eq!(tree.hamlets_in(code("31120"), NEW), [ONLY]);
    assert_eq!(tree.hamlets_in(code("31120"), OLD), []);
    assert_eq!(tree.children(code("31120"), NEW), [code("31117.03")]);
    assert_eq!(tree.index_of_code(code("31117.03")), Some(ONLY));
    assert_eq!(tree.index_of(&tree.rows(ONLY)[0].id), Some(ONLY));
    assert_eq!(tree.rows(ONLY).len(), 2);
    assert_eq!(tree.hamlet(ONLY, OLD).map(|row| row.commune), Some(code("31117")));
}

#[test]
fn one_predecessor_carries_back() {
    for from in [Some(NEW), None] {
        let tree = tree([row("31213.01", "31213", from, None)]);
        assert_eq!(communes(&tree, [date(2020, 1, 1), OLD, NEW]), [some("31213"), some("31213"), some("31213")]);
        assert_eq!(tree.ancestor(ONLY, Level::District, OLD), Some(code("923")));
    }
}

#[test]
fn several_predecessors_leave_the_commune_open() {
    let ninh_kieu = tree([row("31135.01", "31135", Some(NEW), None)]);
    assert_eq!(communes(&ninh_kieu, [date(2020, 1, 1), OLD, NEW]), [None, None, some("31135")]);
    assert_eq!(ninh_kieu.candidates(ONLY, OLD), [code("31123"), code("31135"), code("31144")]);
    assert_eq!(ninh_kieu.ancestor(ONLY, Level::District, OLD), Some(code("916")), "all three lay in one district");
    assert!(!ninh_kieu.is_within(ONLY, code("31135"), OLD));

    let cai_khe = tree([row("31120.01", "31120", Some(NEW), None)]);
    assert_eq!(cai_khe.ancestor(ONLY, Level::District, OLD), None, "one of the three lay in another district");
    assert_eq!(cai_khe.ancestor(ONLY, Level::Province, OLD), Some(code("92")));
    assert_eq!(cai_khe.hamlets_in(code("92"), OLD), [ONLY]);
}

#[test]
fn a_merged_province_is_answered_by_date() {
    let tree = tree([row("31603.01", "31603", None, None)]);
    assert_eq!(tree.ancestor(ONLY, Level::Province, OLD), Some(code("94")));
    assert_eq!(tree.ancestor(ONLY, Level::Province, NEW), Some(code("92")));
}

#[test]
fn an_open_row_is_carried_forward() {
    let tree = tree([row("31117.03", "31117", Some(date(2020, 1, 1)), None)]);
    assert_eq!(communes(&tree, [date(2019, 12, 31), OLD, NEW]), [None, some("31117"), some("31120")]);
}

#[test]
fn a_hamlet_is_nowhere_outside_its_life() {
    let begun = date(2026, 1, 1);
    let tree = tree([row("31213.01", "31213", Some(begun), Some(date(2026, 3, 31)))]);
    assert_eq!(communes(&tree, [OLD, date(2025, 12, 31), date(2026, 4, 1)]), [None, None, None]);
    assert_eq!(tree.hamlets_in(UnitCode::NATION, NEW), []);
    assert_eq!(tree.hamlets_in(UnitCode::NATION, begun), [ONLY]);
    assert_eq!(tree.hamlet(ONLY, NEW), None);
    assert_eq!(tree.candidates(ONLY, NEW), []);
}

#[test]
fn a_change_of_kind_moves_no_hamlet() {
    let (eve, day) = (date(2026, 4, 29), date(2026, 4, 30));
    let open = tree([row("25270.01", "25270", Some(NEW), None)]);
    assert_eq!(communes(&open, [NEW, eve, day]), [some("25270"), some("25270"), some("25270")]);
    let begun = tree([row("25270.01", "25270", Some(day), None)]);
    assert_eq!(communes(&begun, [NEW, eve, day]), [None, None, some("25270")]);
}

#[test]
fn an_island_district_had_no_commune() {
    let tree = tree([row("26732.01", "26732", Some(NEW), None)]);
    assert_eq!(tree.commune_of(ONLY, OLD), None);
    assert_eq!(tree.ancestor(ONLY, Level::District, OLD), Some(code("755")));
    assert_eq!(tree.ancestor(ONLY, Level::Province, OLD), Some(code("77")));
    assert_eq!(tree.ancestor(ONLY, Level::Province, NEW), Some(code("79")));
}

#[test]
fn an_index_of_another_tree_is_nowhere() {
    let tree = tree([]);
    assert!(tree.is_empty());
    assert_eq!(tree.commune_of(ONLY, NEW), None);
    assert_eq!(tree.rows(ONLY), []);
    assert_eq!(tree.gazetteer().provinces(NEW).len(), 34);
}

#[test]
fn bad_rows_are_refused() {
    let refused = |rows: Vec<Hamlet>| Tree::new(rows).expect_err("no tree");
    let good = || row("31213.01", "31213", Some(NEW), None);
    let hamlet = good().code;
    assert_eq!(refused(vec![row("31213", "31213", None, None)]), TreeError::NotHamlet(code("31213")));
    let lost = |commune: &str| TreeError::NoCommune { hamlet, commune: code(commune) };
    for commune in ["99999", "31117", "92", "916"] {
        assert_eq!(refused(vec![Hamlet { commune: code(commune), ..good() }]), lost(commune));
    }
    assert_eq!(refused(vec![Hamlet { valid_to: Some(OLD), ..good() }]), TreeError::Backwards(hamlet));
    assert_eq!(refused(vec![good(), good()]), TreeError::Overlap(hamlet));
    assert_eq!(refused(vec![good(), Hamlet { valid_from: Some(date(2026, 1, 1)), ..good() }]), TreeError::Overlap(hamlet));
    let earlier = || Hamlet { valid_from: None, valid_to: Some(OLD), ..good() };
    assert_eq!(refused(vec![good(), Hamlet { id: [9; 16], ..earlier() }]), TreeError::Mixed(hamlet));
    assert_eq!(refused(vec![good(), Hamlet { code: code("31213.02"), ..earlier() }]), TreeError::Mixed(code("31213.02")));
}
