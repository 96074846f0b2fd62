//! Moves within the commune to a hamlet that is another collaborator's work: one act of the one who sees them leave.

use crate::acts::{area, hamlet, house, person, placed, transfer};
use crate::small::{Phone, Small, issue_codes};
use danso_model::{EventBody, Position};
use danso_wire::OutcomeKind;

#[tokio::test]
async fn a_snapshot_tells_what_of_the_commune_is_somebody_elses_work() {
    let small = Small::new().await;
    let told = |phone: Phone| {
        let app = &small.app;
        async move { phone.snapshot(app).await.elsewhere.into_iter().map(|line| (line.hamlet, line.area)).collect::<Vec<_>>() }
    };
    let of = |numbers: [u128; 2]| numbers.map(|number| (hamlet(number).0, area(number).0));
    assert_eq!(told(Phone::of(0)).await, of([1, 2]));
    assert_eq!(told(Phone::of(1)).await, of([0, 2]));
}

#[tokio::test]
async fn a_whole_household_and_a_part_of_one_go_to_another_collaborator() {
    let small = Small::new().await;
    let (mut leaving, receiving) = (Phone::of(0), Phone::of(1));
    let before = Position(receiving.snapshot(&small.app).await.position);
    let people = |number| (0..3).map(|at| placed(person(number, at), ["1", "2", "3"][at as usize])).collect::<Vec<_>>();
    let whole = leaving.event("2026-07-01", transfer(0, 0, 1, people(0)));
    let part = EventBody::Split {
        from_household: house(1),
        household: house(40),
        hamlet: hamlet(1),
        area: area(1),
        number: "40".to_owned(),
        members: vec![placed(person(1, 2), "1")],
    };
    let part = leaving.event("2026-07-02", part);
    let reply = leaving.push(&small.app, &[whole.clone(), part.clone()]).await;
    for outcome in &reply.outcomes {
        assert_eq!(outcome.outcome, OutcomeKind::Queued);
        assert!(!issue_codes(outcome).contains(&"out_of_area"), "{outcome:?}");
    }
    let pull = receiving_pull(&small, &receiving, before).await;
    assert!(pull.0.is_empty(), "what waits for the officer moves nobody");
    small.accept(&whole).await;
    small.accept(&part).await;
    let (mut arrived, _) = receiving_pull(&small, &receiving, before).await;
    arrived.sort_unstable();
    let mut expected = [house(0).0, house(40).0];
    expected.sort_unstable();
    assert_eq!(arrived, expected);
    let (_, gone) = receiving_pull(&small, &leaving, before).await;
    assert!(gone.contains(&house(0).0), "{gone:?}");
    let moved = small.document(40).await;
    assert_eq!((moved.area, moved.members.len(), moved.members[0].id), (area(1).0, 1, person(1, 2).0));
    small.clean().await;
}

/// Households that came and went after a position.
async fn receiving_pull(small: &Small, phone: &Phone, after: Position) -> (Vec<uuid::Uuid>, Vec<uuid::Uuid>) {
    let pull = small.app.pull(&phone.caller, after).await.unwrap();
    (pull.households.into_iter().map(|document| document.id).collect(), pull.gone)
}
