//! What the two trees hold, and how a code is read by date.

use danso_places::{Gazetteer, Kind, Level, Unit, UnitCode};
use jiff::civil::{Date, date};
use pretty_assertions::assert_eq;

const OLD: Date = date(2025, 6, 30);
const NEW: Date = date(2025, 7, 1);
const LATEST: Date = date(2026, 11, 1);

fn places() -> &'static Gazetteer {
    Gazetteer::embedded()
}

fn code(text: &str) -> UnitCode {
    text.parse().expect("a unit code")
}

fn count(level: Level, at: Date) -> usize {
    places().below(UnitCode::NATION, level, at).len()
}

fn full_name(text: &str, at: Date) -> Option<&'static str> {
    places().unit(code(text), at).map(|unit| unit.full_name)
}

#[test]
fn counts_by_date() {
    for at in [date(1999, 4, 1), OLD] {
        assert_eq!(count(Level::Province, at), 63);
        assert_eq!(count(Level::District, at), 696);
        assert_eq!(count(Level::Commune, at), 10_035);
    }
    for at in [NEW, date(2026, 4, 30), LATEST] {
        assert_eq!(count(Level::Province, at), 34);
        assert_eq!(count(Level::District, at), 0);
        assert_eq!(count(Level::Commune, at), 3_321);
    }
    assert_eq!(places().provinces(NEW).len(), 34);
}

#[test]
fn kinds_by_date() {
    let kinds = |kind: Kind, at: Date| {
        places().below(UnitCode::NATION, Level::Commune, at).iter().filter(|unit| unit.kind == kind).count()
    };
    assert_eq!([Kind::Ward, Kind::Commune, Kind::SpecialZone].map(|kind| kinds(kind, LATEST)), [697, 2_611, 13]);
    assert_eq!([Kind::Ward, Kind::Commune, Kind::SpecialZone].map(|kind| kinds(kind, NEW)), [687, 2_621, 13]);
    let cities = |at| places().provinces(at).iter().filter(|unit| unit.kind == Kind::CentralCity).count();
    assert_eq!([OLD, NEW, date(2026, 4, 29), date(2026, 4, 30)].map(cities), [6, 6, 6, 7]);
}

#[test]
fn every_unit_hangs_on_the_nation() {
    for at in [OLD, NEW, LATEST] {
        for unit in places().all().iter().filter(|unit| unit.in_force(at)) {
            let path = places().path(unit.code, at);
            assert_eq!(path.first(), Some(&Unit::NATION), "{unit:?}");
            assert_eq!(path.last(), Some(unit));
            if unit.level() == Level::Commune {
                assert!(places().ancestor(unit.code, Level::Province, at).is_some(), "{unit:?}");
            }
        }
    }
}

#[test]
fn versions_of_a_code_never_overlap() {
    for pair in places().all().windows(2).filter(|pair| pair[0].code == pair[1].code) {
        assert!(pair[0].valid_to.is_some() && pair[0].valid_to < pair[1].valid_from, "{pair:?}");
    }
}

#[test]
fn reused_province_codes_need_a_date() {
    let told = |text: &str| (full_name(text, OLD), full_name(text, NEW));
    assert_eq!(told("15"), (Some("Tỉnh Yên Bái"), Some("Tỉnh Lào Cai")));
    assert_eq!(told("24"), (Some("Tỉnh Bắc Giang"), Some("Tỉnh Bắc Ninh")));
    assert_eq!(told("44"), (Some("Tỉnh Quảng Bình"), Some("Tỉnh Quảng Trị")));
    assert_eq!(told("52"), (Some("Tỉnh Bình Định"), Some("Tỉnh Gia Lai")));
    assert_eq!(told("80"), (Some("Tỉnh Long An"), Some("Tỉnh Tây Ninh")));
    assert_eq!(told("82"), (Some("Tỉnh Tiền Giang"), Some("Tỉnh Đồng Tháp")));
    assert_eq!(told("91"), (Some("Tỉnh Kiên Giang"), Some("Tỉnh An Giang")));
    let renamed =
        places().provinces(NEW).into_iter().filter(|new| places().unit(new.code, OLD).is_none_or(|old| old.name != new.name));
    assert_eq!(renamed.count(), 7);
}

#[test]
fn communes_of_a_province() {
    let count = |text: &str, at| places().communes_of(code(text), at).len();
    assert_eq!(count("92", NEW), 103);
    assert_eq!(count("12", NEW), 38);
    assert_eq!(count("92", OLD), 80);
    assert_eq!(count("12", OLD), 106);
    let can_tho = places().communes_of(code("92"), LATEST);
    assert_eq!(can_tho.iter().filter(|unit| unit.kind == Kind::Ward).count(), 31);
    assert_eq!(places().districts_of(code("92"), OLD).len(), 9);
    assert_eq!(places().districts_of(code("92"), NEW).len(), 0);
    let districts = places().districts_of(code("92"), OLD);
    let by_district: usize = districts.iter().map(|district| places().communes_of(district.code, OLD).len()).sum();
    assert_eq!(by_district, 80);
}

#[test]
fn a_path_has_three_tiers_and_then_two() {
    let path = |at| places().path(code("31120"), at).iter().map(|unit| unit.full_name).collect::<Vec<_>>();
    assert_eq!(path(OLD), ["Việt Nam", "Thành phố Cần Thơ", "Quận Ninh Kiều", "Phường An Hòa"]);
    assert_eq!(path(NEW), ["Việt Nam", "Thành phố Cần Thơ", "Phường Cái Khế"]);
    assert_eq!(places().ancestor(code("31120"), Level::District, OLD), Some(code("916")));
    assert_eq!(places().ancestor(code("31120"), Level::District, NEW), None);
    assert_eq!(places().ancestor(code("31120"), Level::Commune, NEW), Some(code("31120")));
    assert_eq!(places().ancestor(code("92"), Level::Commune, NEW), None);
    assert_eq!(places().parent(code("31120"), OLD), Some(code("916")));
    assert_eq!(places().parent(code("31120"), NEW), Some(code("92")));
    assert_eq!(places().parent(UnitCode::NATION, NEW), None);
    assert_eq!(places().path(code("99999"), NEW), []);
}

#[test]
fn dong_nai_became_a_city() {
    let unit = |text: &str, at| places().unit(code(text), at).expect("a unit of that date");
    let (before, after) = (date(2026, 4, 29), date(2026, 4, 30));
    assert_eq!(unit("75", before).full_name, "Tỉnh Đồng Nai");
    assert_eq!(unit("75", before).decree, Some("202/2025/QH15"));
    assert_eq!(unit("75", after).full_name, "Thành phố Đồng Nai");
    assert_eq!(unit("75", after).decree, Some("30/2026/QH16"));
    assert_eq!(unit("25270", before).full_name, "Xã Lộc Ninh");
    assert_eq!(unit("25270", before).decree, Some("1662/NQ-UBTVQH15"));
    assert_eq!(unit("25270", after).kind.text(), "phường");
    assert_eq!(unit("25270", after).decree, Some("237/NQ-UBTVQH16"));
    let changed = places().all().iter().filter(|unit| unit.level() == Level::Commune && unit.valid_from == Some(after));
    assert_eq!(changed.count(), 10);
    assert_eq!(places().communes_of(code("75"), before).len(), 95);
    assert_eq!(places().communes_of(code("75"), after).len(), 95);
}

#[test]
fn names_are_clean() {
    for unit in places().all() {
        assert_eq!(unit.name, unit.name.trim());
        assert!(!unit.name.is_empty() && !unit.name.contains("  "));
        assert!(unit.name.chars().next().is_some_and(|first| !first.is_lowercase()), "{unit:?}");
        assert!(!unit.name.chars().any(|letter| matches!(letter, '\u{300}'..='\u{36f}')), "{unit:?}");
        if unit.level() > Level::Province {
            assert_eq!(unit.full_name.to_lowercase(), format!("{} {}", unit.kind.text(), unit.name.to_lowercase()));
        }
    }
    assert_eq!(full_name("27046", OLD), Some("Phường 5"));
}

#[test]
fn the_new_tree_names_its_decrees() {
    for unit in places().all().iter().filter(|unit| unit.in_force(NEW) && unit.level() > Level::Nation) {
        assert!(unit.decree.is_some(), "{unit:?}");
        assert_eq!(unit.valid_from, Some(NEW));
    }
    for unit in places().all().iter().filter(|unit| unit.in_force(OLD) && unit.level() > Level::Nation) {
        assert_eq!((unit.valid_from, unit.valid_to, unit.decree), (None, Some(OLD), None));
    }
}
