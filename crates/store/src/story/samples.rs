//! A chapter on samples of households to be interviewed a second time.

use super::Maker;
use crate::{DifferenceRow, PointRow, SampleRow, SampledRow, SecondReading, Store};
use danso_model::{Position, SampleId};

/// Samples are kept by unit; a reading takes the place of an earlier one, with all that came of it.
pub async fn samples(store: &dyn Store) {
    let make = Maker::new(75);
    let id = |n: u32| SampleId(make.campaign(n).0);
    let row = |n: u32, unit: &str, at_ms| SampleRow {
        id: id(n),
        unit: unit.to_owned(),
        name: "Phúc tra quý IV".to_owned(),
        position: Position(7),
        day: 20_261_105,
        seed: (1 << 53) - 1,
        by: make.user(1),
        at_ms,
    };
    let household = |n: u32, collaborator: Option<u32>| SampledRow {
        household: make.household(n),
        place: n,
        collaborator: collaborator.map(|n| make.user(n)),
        reading: None,
    };
    let drawn = [household(1, Some(2)), household(2, None)];
    store.put_sample(make.shard, &row(1, "31117", 5), &drawn).await.expect("a sample");
    store.put_sample(make.shard, &row(2, "31117", 9), &[]).await.expect("a sample");
    store.put_sample(make.shard, &row(3, "31120", 9), &[]).await.expect("a sample");
    assert!(store.put_sample(make.shard, &row(3, "31120", 9), &[]).await.is_err(), "a draw is never drawn over");
    assert_eq!(store.samples(make.shard, "31117").await.expect("samples"), [row(2, "31117", 9), row(1, "31117", 5)]);
    assert_eq!(store.sample(make.shard, id(3)).await.expect("a sample"), Some(row(3, "31120", 9)));
    assert_eq!(store.sample(make.shard, id(9)).await.expect("none"), None);
    assert_eq!(store.sampled(make.shard, id(1)).await.expect("households"), drawn);

    let reading = SecondReading { reader: make.user(3), at_ms: 11, met: true, id: [4; 16], sealed: vec![1, 2], others: vec![3] };
    let read = SampledRow { reading: Some(reading), ..household(1, Some(2)) };
    let point = |n: u32, field: &str, points| PointRow { household: make.household(n), field: field.to_owned(), points };
    let difference = |number: u32, kind: &str| DifferenceRow {
        household: make.household(1),
        number,
        kind: kind.to_owned(),
        field: "sex".to_owned(),
        person: (kind != "omission").then(|| make.person(1)),
        row: (kind != "inclusion").then_some(number),
        was: Some("m".to_owned()),
        said: None,
        verdict: None,
        by: None,
        at_ms: None,
    };
    let first = [difference(1, "value"), difference(2, "omission"), difference(3, "inclusion")];
    store.put_reading(make.shard, id(1), &read, &[point(1, "sex", 3), point(1, "name", 3)], &first).await.expect("a reading");
    store.put_reading(make.shard, id(1), &read, &[point(1, "sex", 4)], &first[..2]).await.expect("another reading");
    assert_eq!(store.sample_points(make.shard, id(1)).await.expect("points"), [point(1, "sex", 4)]);
    assert_eq!(store.sample_differences(make.shard, id(1)).await.expect("differences"), first[..2]);
    assert_eq!(store.sampled(make.shard, id(1)).await.expect("households"), [read, household(2, None)]);

    let decided = DifferenceRow {
        verdict: Some("register".to_owned()),
        by: Some(make.user(1)),
        at_ms: Some(12),
        ..difference(2, "omission")
    };
    store.put_difference(make.shard, id(1), &decided).await.expect("a verdict");
    assert_eq!(store.sample_differences(make.shard, id(1)).await.expect("differences"), [difference(1, "value"), decided]);
    assert_eq!(store.sample_differences(Maker::new(76).shard, id(1)).await.expect("differences"), []);
}
