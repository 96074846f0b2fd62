//! A chapter on the deployment's territory.

use super::Maker;
use crate::{AreaRow, CommuneSetting, HamletRow, Store, StoreError};

/// Hamlets keep their history, areas their hamlets, communes their choice.
pub async fn territory(store: &dyn Store) {
    let make = Maker::new(41);
    let (shard, other) = (make.shard, Maker::new(42).shard);
    let hamlet = |n: u32, code: &str, from, to| HamletRow {
        id: make.hamlet(n),
        code: code.to_owned(),
        name: "Ấp Bình Hòa".to_owned(),
        kind: "ấp".to_owned(),
        commune: code[..5].to_owned(),
        valid_from: from,
        valid_to: to,
    };
    let rows = vec![
        hamlet(1, "31117.01", None, Some(20_260_630)),
        hamlet(2, "31117.02", None, None),
        hamlet(2, "31117.02", Some(20_250_701), None),
        hamlet(1, "31120.09", Some(20_260_701), None),
    ];
    store.put_hamlets(shard, &[rows[3].clone(), hamlet(2, "31117.99", None, Some(1)), rows[0].clone()]).await.expect("hamlets");
    store.put_hamlets(shard, &[rows[2].clone(), rows[1].clone()]).await.expect("one replaced, one added");
    store.put_hamlets(shard, &[]).await.expect("none");
    assert_eq!(store.hamlets(shard).await.expect("hamlets"), rows);
    assert_eq!(store.hamlets(other).await.expect("hamlets"), []);

    let area = |n: u32, number: &str, commune: &str, hamlets: &[u32]| AreaRow {
        id: make.area(n),
        number: number.to_owned(),
        name: format!("Địa bàn {number}"),
        commune: commune.to_owned(),
        hamlets: hamlets.iter().map(|n| make.hamlet(*n)).collect(),
    };
    let rows = [area(3, "02", "31117", &[2, 1]), area(1, "01", "31120", &[]), area(2, "02", "31120", &[3])];
    store.put_areas(shard, &[rows[2].clone(), area(3, "09", "31117", &[7, 8, 9]), rows[1].clone()]).await.expect("areas");
    store.put_areas(shard, &rows[..1]).await.expect("one replaced");
    assert_eq!(store.areas(shard).await.expect("areas"), rows);
    assert_eq!(store.areas(other).await.expect("areas"), []);
    let taken = store.put_areas(shard, &[area(4, "02", "31120", &[])]).await;
    assert!(matches!(taken, Err(StoreError::Duplicate { .. })), "a number is unique inside its commune");
    assert_eq!(store.areas(shard).await.expect("areas").len(), 3);

    let setting = |commune: &str, accept_clean| CommuneSetting { commune: commune.to_owned(), accept_clean };
    assert_eq!(store.commune_settings(shard).await.expect("settings"), []);
    for row in [setting("31120", true), setting("31117", true), setting("31120", false)] {
        store.put_commune_setting(shard, &row).await.expect("setting");
    }
    assert_eq!(store.commune_settings(shard).await.expect("settings"), [setting("31117", true), setting("31120", false)]);
    assert_eq!(store.commune_settings(other).await.expect("settings"), []);
}
