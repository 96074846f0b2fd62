//! The register's own fold finds nothing to doubt in the generated events.

use danso_model::{Event, EventBody, PersonId, SubjectId};
use danso_registry::{fold_household, fold_person};
use danso_testkit::{Plan, generate, sample};
use std::collections::HashMap;

fn doubts(events: &[Event]) -> Vec<String> {
    let mut of: HashMap<SubjectId, Vec<&Event>> = HashMap::new();
    let by_id: HashMap<_, _> = events.iter().map(|event| (event.id, event)).collect();
    for event in events {
        let target = event.target().and_then(|id| by_id.get(&id).copied());
        let mut subjects = event.subjects();
        subjects.extend(target.into_iter().flat_map(Event::subjects));
        subjects.sort_unstable();
        subjects.dedup();
        for subject in subjects {
            of.entry(subject).or_default().push(event);
        }
    }
    let mut found = Vec::new();
    for event in events {
        let (persons, households) = event.body.introduces();
        for person in persons {
            // Another sheet stands for a duplicate.
            let merged = |event: &&Event| matches!(event.body, EventBody::SamePerson { duplicate, .. } if duplicate == person);
            if of[&SubjectId::from(person)].iter().copied().any(|event| merged(&event)) {
                continue;
            }
            let folded = fold_person(person, of[&SubjectId::from(person)].iter().copied()).unwrap();
            found.extend(folded.doubts().iter().map(|doubt| format!("{:?} {:?}", doubt.kind, by_id[&doubt.event].body)));
        }
        for household in households {
            assert!(fold_household(household, of[&SubjectId::from(household)].iter().copied()).is_some());
        }
    }
    found
}

#[test]
fn months_of_a_province_leave_no_doubt() {
    let generated = generate(&Plan { months: 14, seed: 3, ..Plan::new(92, 30_000) }).unwrap();
    let events: Vec<Event> = generated.baseline().chain(generated.months()).collect();
    let found = doubts(&events);
    assert!(found.is_empty(), "{} doubts: {:#?}", found.len(), &found[..found.len().min(5)]);
}

#[test]
fn samples_leave_no_doubt() {
    let found = doubts(&sample::every_kind());
    assert!(found.is_empty(), "{found:#?}");
    let head: PersonId = sample::person(11);
    let events = [vec![sample::household(1)], sample::every_change()].concat();
    let folded = fold_person(head, &events).unwrap();
    assert_eq!(folded.personal.name.as_deref(), Some("Nguyễn Văn Ân"));
    assert!(folded.doubts().is_empty());
}
