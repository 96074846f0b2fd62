//! A chapter on forecasts that were made.

use super::Maker;
use crate::{ForecastRow, Store};
use danso_model::ForecastId;
use uuid::Uuid;

/// Forecasts are kept as they were made, found by unit and by what they agree with, and never written over.
pub async fn forecasts(store: &dyn Store) {
    let make = Maker::new(31);
    let shard = make.shard;
    let id = |number: u128| ForecastId(Uuid::from_u128(0xf0_0000 + number));
    let row = |number: u128, unit: &str, parent: Option<u128>| ForecastRow {
        id: id(number),
        unit: unit.to_owned(),
        parent: parent.map(id),
        base: 20_251_231,
        by: make.user(1),
        at_ms: 1_000 + number as i64,
        summary: format!("{{\"number\":{number}}}"),
    };
    let rows = [row(1, "92", None), row(2, "92.31117", Some(1)), row(3, "92.31118", Some(1)), row(4, "92", None)];
    let written: Vec<_> = rows.iter().map(|row| (row.clone(), format!("[{}]", row.at_ms))).collect();
    store.put_forecasts(shard, &written[1..]).await.expect("kept");
    store.put_forecasts(shard, &written[..1]).await.expect("kept");
    store.put_forecasts(shard, &[]).await.expect("nothing to keep");
    assert_eq!(store.forecasts(shard, "92", 10).await.expect("list"), [rows[3].clone(), rows[0].clone()], "the latest first");
    assert_eq!(store.forecasts(shard, "92", 1).await.expect("list"), [rows[3].clone()]);
    assert_eq!(store.forecasts(shard, "91", 10).await.expect("list"), []);
    assert_eq!(store.forecasts_below(shard, id(1)).await.expect("below"), [rows[1].clone(), rows[2].clone()]);
    assert_eq!(store.forecasts_below(shard, id(4)).await.expect("below"), []);
    assert_eq!(store.forecast(shard, id(3)).await.expect("one"), Some((rows[2].clone(), "[1003]".to_owned())));
    assert_eq!(store.forecast(shard, id(9)).await.expect("none"), None);
    let again = (ForecastRow { summary: "{}".to_owned(), ..rows[0].clone() }, "[]".to_owned());
    assert!(store.put_forecasts(shard, &[(row(5, "92", None), "[]".to_owned()), again]).await.is_err(), "never written over");
    assert_eq!(store.forecast(shard, id(1)).await.expect("one").map(|(row, _)| row), Some(rows[0].clone()));
    assert_eq!(store.forecast(shard, id(5)).await.expect("none"), None, "all of them or none");
}
