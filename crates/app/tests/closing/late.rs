//! What came late is counted by happenings, and not by how much a sum has changed.

use super::database::Database;
use super::support::{COMMUNE, Register, register};
use super::{birth, homes};
use danso_app::{BulkKind, FiguresAsk};
use danso_auth::Caller;
use danso_model::{Event, EventBody, EventId, Position, Sex};
use danso_store::LogStore;
use uuid::Uuid;

/// June is due on 7 July; the last second of that day in Viet Nam, and the first after it.
const IN_TIME: &str = "2026-07-07T16:59:59.999Z";
const TOO_LATE: &str = "2026-07-07T17:00:00Z";

/// How many of an indicator there are in June, and how many of them came late.
async fn june(register: &Register, indicator: &str, known_at: Option<Position>) -> (Option<f64>, Option<u64>) {
    let ask = FiguresAsk {
        indicators: vec![indicator.to_owned()],
        unit: COMMUNE.to_owned(),
        children: false,
        period: "2026-06".parse().unwrap(),
        by: Vec::new(),
        known_at,
        boundaries: None,
    };
    let figure = register.app.figures_unchecked(&ask).await.unwrap().figures.remove(0);
    (figure.value, figure.late)
}

/// Loads events as taken in at a time.
async fn take_in(register: &Register, time: &str, events: Vec<Event>) -> Position {
    let events = events.into_iter().map(|event| Event { recorded_at: time.parse().unwrap(), ..event });
    register.app.load_events(events.collect(), BulkKind::Later).await.unwrap();
    register.store.head(super::SHARD).await.unwrap().position
}

/// The same birth told again, on a day, as a girl.
fn corrected(event: &Event, day: &str, number: u128) -> Event {
    let mut body = event.body.clone();
    if let EventBody::Birth { child, .. } = &mut body {
        child.birth = day.parse().unwrap();
        child.sex = Sex::Female;
    }
    let id = EventId(Uuid::from_u128(event.id.0.as_u128() + number));
    Event { id, date: day.parse().unwrap(), supersedes: Some(event.id), body, ..event.clone() }
}

pub async fn happenings_are_late_and_not_sums(store: danso_store_sql::SqlStore) {
    let register = register(store, 1_500, 6).await;
    let (homes, by): (_, Caller) = (homes(&register).await, register.officer());
    let told = |number: u128, day: &str| birth(number, day, &by, &homes[number as usize]);
    let truth = register.truth.months.iter().find(|month| month.month == 6).unwrap();
    let before = truth.births as f64;

    let births = [told(1, "2026-06-05"), told(3, "2026-06-06"), told(5, "2026-06-07")];
    let in_time = take_in(&register, IN_TIME, births.to_vec()).await;
    assert_eq!(june(&register, "BIRTHS", None).await, (Some(before + 3.0), Some(0)), "until midnight in Viet Nam");

    let withdrawn = Event {
        id: EventId(Uuid::from_u128(births[0].id.0.as_u128() + 0x100)),
        supersedes: None,
        body: EventBody::Withdrawal { event: births[0].id, reason: None },
        personal: Vec::new(),
        ..births[0].clone()
    };
    let same_day = corrected(&births[1], "2026-06-06", 0x100);
    let other_day = corrected(&births[2], "2026-06-09", 0x100);
    let new = told(7, "2026-06-08");
    take_in(&register, TOO_LATE, vec![withdrawn, same_day, other_day, new]).await;
    // The sum is what it was when June was due; two of its births were not known then.
    assert_eq!(june(&register, "BIRTHS", None).await, (Some(before + 3.0), Some(2)));
    assert_eq!(june(&register, "BIRTHS", Some(in_time)).await, (Some(before + 3.0), Some(0)), "known when it was due");
    assert_eq!(june(&register, "DEATHS", None).await.1, Some(0), "of another kind nothing came");
    assert_eq!(june(&register, "POP", None).await.1, None, "a stock has nothing late");
}

on_both_stores! {
    happenings_are_late_and_not_sums: happenings_are_late_and_not_sums_sqlite happenings_are_late_and_not_sums_postgres,
}
