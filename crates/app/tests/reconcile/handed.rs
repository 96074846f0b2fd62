//! The officer hands differences to collaborators, who answer from their phones.

use super::{all_differences, ask, list::list};
use crate::database::Database;
use crate::support::{Register, register};
use danso_app::AppError;
use danso_app::reconcile::{
    DestroyAsk, DifferenceKind, HandAsk, HandedAnswer, HandedDifference, HandedResult, OutcomeAsk, OutcomeCode,
};
use danso_auth::Caller;
use danso_model::{DeviceId, Event, EventBody, EventId, HouseholdId, Personal, ReconciliationId, Source, SubjectId};
use serde_json::value::RawValue;
use uuid::Uuid;

on_both_stores!(
    handed_over_and_answered: handed_over_and_answered_sqlite handed_over_and_answered_postgres,
);

/// The collaborator of an area, on a phone.
pub(super) fn phone(register: &Register, at: usize) -> Caller {
    let area = register.deployment.areas[at].id;
    let caller = register.caller(|account| account.role == danso_testkit::Role::Collaborator { area });
    Caller { device: Some(DeviceId(Uuid::from_u128(0xd0 + at as u128))), ..caller }
}

fn answer(id: ReconciliationId, key: &str, outcome: OutcomeCode, minute: u8) -> HandedAnswer {
    let at = format!("2026-07-15T04:{minute:02}:00.000Z");
    HandedAnswer { reconciliation: id.0, key: key.to_owned(), outcome, note: None, event: None, at }
}

async fn said(register: &Register, caller: &Caller, answer: &HandedAnswer) -> HandedResult {
    let replies = register.app.answer_handed(caller, std::slice::from_ref(answer)).await.unwrap().replies;
    assert_eq!((replies.len(), &replies[0].key), (1, &answer.key));
    replies[0].result
}

async fn handed(register: &Register, caller: &Caller) -> Vec<HandedDifference> {
    register.app.handed_differences(caller, None).await.unwrap().items.unwrap()
}

async fn steps(register: &Register, officer: &Caller, id: ReconciliationId) -> usize {
    register.app.reconciliation_history(officer, id, 0).await.unwrap().items.len()
}

/// A household that was asked and in which nothing changed, told by someone; its event.
async fn reviewed(register: &Register, by: &Caller, household: Uuid, number: u128) -> Uuid {
    recorded(register, by, number, EventBody::Reviewed { household: HouseholdId(household) }, Vec::new()).await
}

/// An event told by someone.
pub(super) async fn recorded(
    register: &Register,
    by: &Caller,
    number: u128,
    body: EventBody,
    personal: Vec<(SubjectId, Personal)>,
) -> Uuid {
    let event = Event {
        id: EventId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0002_0000 + number)),
        date: "2026-07-15".parse().unwrap(),
        recorded_at: "2026-07-15T02:03:04.123Z".parse().unwrap(),
        by: by.user,
        device: None,
        supersedes: None,
        source: Source::Interview,
        body,
        personal,
        behalf: None,
        overrides: Vec::new(),
    };
    let raw = RawValue::from_string(String::from_utf8(danso_wire::encode(&event)).unwrap()).unwrap();
    register.app.record(by, vec![raw]).await.unwrap();
    event.id.0
}

async fn handed_over_and_answered(store: danso_store_sql::SqlStore) {
    let register = register(store, 1_500, 0).await;
    let listed = list(&register.app, 8).await;
    let officer = register.officer();
    let made = register.app.reconcile(&officer, listed.file.as_bytes(), "ds.csv", &ask()).await.unwrap();
    let id = ReconciliationId(made.id);
    let (mine, other) = (phone(&register, 0), phone(&register, 1));
    let area = register.deployment.areas[0].id.0;
    assert!(handed(&register, &mine).await.is_empty(), "nothing comes to a phone by itself");

    // Handing over: once, by area, told in figures and in the history.
    let over = HandAsk { areas: vec![area] };
    let owners = register.app.hand_differences_over(&officer, id, &over).await.unwrap().owners;
    let owner = owners.iter().find(|owner| owner.area == area).unwrap();
    assert!(owner.handed_at.is_some() && owner.open > 10 && owner.reported == 0, "{owner:?}");
    assert_eq!(owners.iter().filter(|owner| owner.handed_at.is_some()).count(), 1);
    let before = steps(&register, &officer, id).await;
    register.app.hand_differences_over(&officer, id, &over).await.unwrap();
    assert_eq!(steps(&register, &officer, id).await, before, "handed over already");
    let history = register.app.reconciliation_history(&officer, id, 0).await.unwrap();
    assert_eq!(history.items[0].what, "handed_over");
    assert_eq!(history.items[0].detail.as_deref(), Some(register.deployment.areas[0].name.as_str()));
    let nowhere = register.app.hand_differences_over(&officer, id, &HandAsk { areas: vec![Uuid::nil()] }).await.unwrap_err();
    assert_eq!(nowhere.code(), "reconciliation_malformed");

    // Only open differences of that area, only what must be known.
    let items = handed(&register, &mine).await;
    assert_eq!(items.len(), owner.open as usize);
    assert!(handed(&register, &other).await.is_empty());
    for item in &items {
        let tails = [&item.number_tail, &item.theirs_value, &item.ours_value];
        let tails = if item.field.as_deref() == Some("number") { &tails[..] } else { &tails[..1] };
        assert!(tails.iter().all(|tail| tail.as_ref().is_none_or(|tail| tail.len() == 4 || tail.starts_with('•'))), "{item:?}");
        match item.kind {
            DifferenceKind::Value => assert!(item.field.is_some() && item.household.is_some() && item.person.is_some()),
            DifferenceKind::OursOnly => assert!(item.person.is_some() && item.theirs_value.is_none() && item.address.is_none()),
            DifferenceKind::TheirsOnly => assert!(item.name.is_some() && item.ours_value.is_none()),
        }
    }
    let mark = register.app.handed_differences(&mine, None).await.unwrap().mark;
    assert!(register.app.handed_differences(&mine, Some(&mark)).await.unwrap().items.is_none(), "the phone has them");

    // An answer is an outcome under the collaborator's name; the same one twice is one.
    let alone: Vec<&HandedDifference> = items.iter().filter(|item| item.kind == DifferenceKind::OursOnly).collect();
    let first = answer(id, &alone[0].key, OutcomeCode::Ours, 1);
    assert_eq!(said(&register, &other, &first).await, HandedResult::Gone, "not that collaborator's");
    assert_eq!(said(&register, &mine, &first).await, HandedResult::Taken);
    let taken = steps(&register, &officer, id).await;
    assert_eq!(said(&register, &mine, &first).await, HandedResult::Taken);
    assert_eq!(steps(&register, &officer, id).await, taken);
    let lines = all_differences(&register, &officer, id, DifferenceKind::OursOnly).await;
    let outcome = lines.iter().find(|line| line.key == first.key).unwrap().outcome.clone().unwrap();
    assert_eq!((outcome.outcome, outcome.by_name, outcome.event), (OutcomeCode::Ours, mine.name.clone(), None));
    assert!(handed(&register, &mine).await.iter().all(|item| item.key != first.key));
    assert!(register.app.handed_differences(&mine, Some(&mark)).await.unwrap().items.is_some(), "something changed");

    // With an event of their own, and with no other.
    let household = alone[1].household.unwrap();
    let event = reviewed(&register, &mine, household, 1).await;
    let foreign = reviewed(&register, &officer, household, 2).await;
    let with = |event| HandedAnswer { event: Some(event), ..answer(id, &alone[1].key, OutcomeCode::Moved, 2) };
    assert_eq!(said(&register, &mine, &with(Uuid::from_u128(0xeeee))).await, HandedResult::Later);
    assert_eq!(said(&register, &mine, &with(foreign)).await, HandedResult::Refused);
    assert_eq!(said(&register, &mine, &with(event)).await, HandedResult::Taken);
    let lines = all_differences(&register, &officer, id, DifferenceKind::OursOnly).await;
    let outcome = lines.iter().find(|line| line.key == alone[1].key).unwrap().outcome.clone().unwrap();
    assert_eq!((outcome.event, outcome.event_status.is_some()), (Some(event), true));
    let changed = answer(id, &alone[1].key, OutcomeCode::Ours, 3);
    assert_eq!(said(&register, &mine, &changed).await, HandedResult::Taken, "whoever said it may say something else");
    let long = HandedAnswer { note: Some("a".repeat(501)), ..answer(id, &alone[2].key, OutcomeCode::Both, 4) };
    assert_eq!(said(&register, &mine, &long).await, HandedResult::Refused);

    // What the officer settled meanwhile stays the officer's, and what the officer takes back is open again, whatever comes twice.
    let plain = OutcomeAsk { outcome: OutcomeCode::Definition, ..serde_json::from_str(r#"{"outcome":"ours"}"#).unwrap() };
    register.app.settle_difference(&officer, id, &alone[2].key, &plain).await.unwrap();
    assert_eq!(said(&register, &mine, &answer(id, &alone[2].key, OutcomeCode::Ours, 5)).await, HandedResult::Settled);
    register.app.unsettle_difference(&officer, id, &first.key).await.unwrap();
    assert!(handed(&register, &mine).await.iter().any(|item| item.key == first.key));
    assert_eq!(said(&register, &mine, &first).await, HandedResult::Taken);
    assert!(handed(&register, &mine).await.iter().any(|item| item.key == first.key), "an old answer comes once");
    let owners = register.app.hand_differences_over(&officer, id, &over).await.unwrap().owners;
    let owner = owners.iter().find(|owner| owner.area == area).unwrap();
    assert_eq!((owner.settled, owner.reported), (2, 1));

    // Only from a phone.
    let desk = Caller { device: None, ..mine.clone() };
    let refused = register.app.handed_differences(&desk, None).await.unwrap_err();
    assert!(matches!(refused, AppError::Forbidden { code: "device_needed" }));
    assert!(register.app.answer_handed(&desk, &[]).await.is_err());

    // Taken back, and destroyed: nothing is told any more and nothing taken.
    register.app.hand_differences_back(&officer, id, area).await.unwrap();
    assert!(matches!(register.app.hand_differences_back(&officer, id, area).await, Err(AppError::NotFound)));
    assert!(handed(&register, &mine).await.is_empty());
    assert_eq!(said(&register, &mine, &answer(id, &alone[3].key, OutcomeCode::Ours, 6)).await, HandedResult::Gone);
    register.app.hand_differences_over(&officer, id, &over).await.unwrap();
    register.app.destroy_reconciliation(&officer, id, &DestroyAsk { reason: "Xong việc".to_owned() }).await.unwrap();
    assert!(handed(&register, &mine).await.is_empty());
    assert_eq!(said(&register, &mine, &answer(id, &alone[3].key, OutcomeCode::Ours, 7)).await, HandedResult::Gone);
    let gone = register.app.hand_differences_over(&officer, id, &over).await.unwrap_err();
    assert_eq!(gone.code(), "reconciliation_destroyed");
}
