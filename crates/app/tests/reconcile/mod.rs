//! A commune compares its register with a list of another office, on both stores: from the file to settled differences, and the coverage it estimates against
//! the truth by which the list was made.

mod handed;
mod list;

use crate::database::Database;
use crate::support::{COMMUNE, Register, register};
use danso_app::AppError;
use danso_app::reconcile::{
    AnswerAsk, DestroyAsk, DifferenceKind, DifferencesAsk, EnterAsk, OutcomeAsk, OutcomeCode, PreviewAsk, ReconciliationAsk,
    ReconciliationPart, Verdict,
};
use danso_auth::Caller;
use danso_model::{
    Code, EventBody, HamletId, HouseholdId, Member, Origin, PersonId, Personal, ReconciliationId, ResidenceStatus, Sex,
};
use danso_reports::Format;
use list::{Listed, list};
use std::collections::HashMap;
use uuid::Uuid;

on_both_stores!(
    from_a_file_to_settled_differences: from_a_file_to_settled_differences_sqlite from_a_file_to_settled_differences_postgres,
    what_was_said_holds_for_the_next_list: what_was_said_holds_for_the_next_list_sqlite what_was_said_holds_for_the_next_list_postgres,
    a_list_of_a_province_goes_to_its_communes: a_list_of_a_province_goes_to_its_communes_sqlite a_list_of_a_province_goes_to_its_communes_postgres,
    who_is_missing_comes_in: who_is_missing_comes_in_sqlite who_is_missing_comes_in_postgres,
    two_read_and_things_end: two_read_and_things_end_sqlite two_read_and_things_end_postgres,
);

fn ask() -> ReconciliationAsk {
    ReconciliationAsk {
        unit: COMMUNE.to_owned(),
        name: "Bảo hiểm tháng 7".to_owned(),
        source: "insurance".to_owned(),
        purpose: "Rà soát người chưa có thẻ".to_owned(),
        legal_basis: "Kế hoạch 12/KH-UBND".to_owned(),
        as_of: "2026-07-15".to_owned(),
        ..ReconciliationAsk::default()
    }
}

fn said(outcome: OutcomeCode) -> OutcomeAsk {
    OutcomeAsk { outcome, note: None, date: None, to: None, enter: None, event: None }
}

async fn made(register: &Register, listed: &Listed) -> (Caller, ReconciliationId) {
    let officer = register.officer();
    let made = register.app.reconcile(&officer, listed.file.as_bytes(), "ds.csv", &ask()).await.unwrap();
    (officer, ReconciliationId(made.id))
}

/// Answers every doubt as whoever knows the truth would.
async fn answer_all(register: &Register, officer: &Caller, id: ReconciliationId, listed: &Listed) -> u32 {
    let mut given = 0;
    loop {
        let page = register.app.doubtful_rows(officer, id, 0, 50).await.unwrap();
        let Some(doubt) = page.items.first() else { return given };
        let truth = listed.truth[&doubt.theirs.row.unwrap()];
        let facing = register.app.facing(officer, id, doubt.row).await.unwrap();
        let is = facing.candidates.iter().find(|candidate| Some(candidate.person) == truth);
        let ask = match is {
            Some(candidate) => AnswerAsk { verdict: Verdict::Same, person: Some(candidate.person) },
            None => AnswerAsk { verdict: Verdict::None, person: None },
        };
        let after = register.app.answer_row(officer, id, doubt.row, &ask).await.unwrap();
        assert_eq!(after.person, ask.person);
        given += 1;
    }
}

async fn all_differences(
    register: &Register,
    officer: &Caller,
    id: ReconciliationId,
    kind: DifferenceKind,
) -> Vec<danso_app::reconcile::DifferenceLine> {
    let (mut lines, mut after) = (Vec::new(), 0);
    loop {
        let ask = DifferencesAsk { kind: Some(kind), after, limit: 200, ..DifferencesAsk::default() };
        let page = register.app.differences(officer, id, &ask).await.unwrap();
        lines.extend(page.items);
        match page.next {
            Some(next) => after = next,
            None => return lines,
        }
    }
}

async fn from_a_file_to_settled_differences(store: danso_store_sql::SqlStore) {
    let register = register(store, 3_000, 0).await;
    let listed = list(&register.app, 5).await;
    let officer = register.officer();
    let preview = register.app.preview_list(&officer, listed.file.as_bytes(), "ds.csv", &PreviewAsk::default()).await.unwrap();
    assert!(preview.ready && !preview.remembered, "{:?}", preview.mapping);
    assert_eq!((preview.rows as usize, preview.bad_total, preview.bad[0].reason.as_str()), (listed.truth.len(), 1, "no_name"));

    let (officer, id) = made(&register, &listed).await;
    let before = register.app.reconciliation(&officer, id).await.unwrap();
    assert_eq!((before.rows as usize, before.bad), (listed.truth.len(), 1));
    let again = PreviewAsk { unit: Some(COMMUNE.to_owned()), source: Some("insurance".to_owned()), ..PreviewAsk::default() };
    let preview = register.app.preview_list(&officer, listed.file.as_bytes(), "ds.csv", &again).await.unwrap();
    assert!(preview.remembered && preview.same_file.is_some_and(|same| same.id == id.0));

    let given = answer_all(&register, &officer, id, &listed).await;
    let after = register.app.reconciliation(&officer, id).await.unwrap();
    assert_eq!((after.doubtful, after.answered), (0, given));

    // Who the program linked is who they are.
    let mut right = 0;
    let mut wrong = 0;
    for row in 0..after.rows {
        let facing = register.app.facing(&officer, id, row).await.unwrap();
        match (facing.person, listed.truth[&row]) {
            (Some(person), Some(truth)) if person == truth => right += 1,
            (None, None) => {}
            (_, _) => wrong += 1,
        }
    }
    assert!(right > 2_000 && wrong * 100 <= right, "{right} right, {wrong} wrong");

    // The estimate holds the truth.
    let coverage = register.app.reconciliation_coverage(&officer, id).await.unwrap();
    let (low, high) = (coverage.all.low.unwrap(), coverage.all.high.unwrap());
    let truth = listed.people as f64;
    assert!(low * 0.995 <= truth && truth <= high * 1.005, "{truth} people, estimated {:?}", coverage.all);
    let share = listed.residents as f64 / truth;
    assert!((coverage.all.ours_covers.unwrap() - share).abs() < 0.01, "covers {share}, {:?}", coverage.all);
    assert_eq!(coverage.sex.iter().map(|group| group.cell.both).sum::<u32>(), coverage.all.both);
    assert_eq!(coverage.age.iter().map(|group| group.cell.both).sum::<u32>(), coverage.all.both);

    // A value that the list tells better becomes a change of the register, and taking it back withdraws it.
    let values = all_differences(&register, &officer, id, DifferenceKind::Value).await;
    let birth = values.iter().find(|line| line.field.as_deref() == Some("birth")).unwrap();
    let outcome = said(OutcomeCode::Theirs);
    let settled = register.app.settle_difference(&officer, id, &birth.key, &outcome).await.unwrap();
    let told = settled.outcome.unwrap();
    assert!(told.event.is_some() && told.event_status.is_some(), "{told:?}");
    let twice = register.app.settle_difference(&officer, id, &birth.key, &outcome).await.unwrap_err();
    assert_eq!(twice.code(), "reconciliation_settled");
    let undone = register.app.unsettle_difference(&officer, id, &birth.key).await.unwrap();
    assert!(undone.outcome.is_none());

    // Whoever stands in the register alone and died is a death of the register.
    let alone = all_differences(&register, &officer, id, DifferenceKind::OursOnly).await;
    let dead = OutcomeAsk { outcome: OutcomeCode::Dead, date: Some("2026-06".to_owned()), ..outcome.clone() };
    let settled = register.app.settle_difference(&officer, id, &alone[0].key, &dead).await.unwrap();
    assert!(settled.outcome.unwrap().event.is_some());
    let undated = OutcomeAsk { date: None, ..dead.clone() };
    let refused = register.app.settle_difference(&officer, id, &alone[1].key, &undated).await.unwrap_err();
    assert_eq!(refused.code(), "reconciliation_malformed");
    let definition = OutcomeAsk { outcome: OutcomeCode::Definition, note: Some("ở trọ".to_owned()), ..outcome };
    register.app.settle_difference(&officer, id, &alone[1].key, &definition).await.unwrap();
    let later = register.app.reconciliation_coverage(&officer, id).await.unwrap();
    let count = |code: &str| later.definitions.iter().find(|line| line.code == code).map_or(0, |line| line.count);
    assert_eq!((count("dead"), count("definition")), (1, 1));
    let page = register
        .app
        .differences(&officer, id, &DifferencesAsk { settled: Some(true), limit: 50, ..DifferencesAsk::default() })
        .await
        .unwrap();
    assert_eq!(page.items.len(), 2);
    assert_eq!(page.owners.iter().map(|owner| owner.settled).sum::<u32>(), 2);
    for part in
        [ReconciliationPart::Links, ReconciliationPart::Differences, ReconciliationPart::Bad, ReconciliationPart::Coverage]
    {
        let (_, bytes) = register.app.reconciliation_file(&officer, id, part, Format::Csv).await.unwrap();
        assert!(bytes.len() > 40, "{part:?}");
    }
}

/// Who lives in each household: person and name.
async fn living(register: &Register) -> HashMap<Uuid, Vec<(Uuid, Option<String>)>> {
    let (mut all, mut after) = (HashMap::new(), None);
    loop {
        let documents = register.app.page_of_households(after, 500).await.unwrap();
        let Some(last) = documents.last() else { return all };
        after = Some(danso_model::HouseholdId(last.id));
        for document in documents {
            all.insert(document.id, document.members.into_iter().map(|member| (member.id, member.name)).collect());
        }
    }
}

fn people(living: &HashMap<Uuid, Vec<(Uuid, Option<String>)>>) -> usize {
    living.values().map(Vec::len).sum()
}

async fn who_is_missing_comes_in(store: danso_store_sql::SqlStore) {
    let register = register(store, 1_500, 0).await;
    let listed = list(&register.app, 7).await;
    let (officer, id) = made(&register, &listed).await;
    answer_all(&register, &officer, id, &listed).await;
    let before = living(&register).await;

    // Somebody of the list alone comes into a household, as the list names them.
    let theirs = all_differences(&register, &officer, id, DifferenceKind::TheirsOnly).await;
    let line = theirs.iter().find(|line| line.theirs.as_ref().is_some_and(|sheet| sheet.birth.is_some())).unwrap();
    let alone = all_differences(&register, &officer, id, DifferenceKind::OursOnly).await;
    let household: Uuid = alone[0].ours.as_ref().unwrap().household.as_ref().unwrap().parse().unwrap();
    let enter = EnterAsk { household, relationship: "9".to_owned(), residence: "2".to_owned(), from: None };
    let asked =
        |enter: EnterAsk| OutcomeAsk { date: Some("2026-05".to_owned()), enter: Some(enter), ..said(OutcomeCode::Theirs) };
    for wrong in [
        EnterAsk { household: Uuid::from_u128(4), ..enter.clone() },
        EnterAsk { residence: "x".to_owned(), ..enter.clone() },
        EnterAsk { relationship: String::new(), ..enter.clone() },
    ] {
        let refused = register.app.settle_difference(&officer, id, &line.key, &asked(wrong)).await.unwrap_err();
        assert_eq!(refused.code(), "reconciliation_malformed");
    }
    let undated = OutcomeAsk { date: None, ..asked(enter.clone()) };
    assert_eq!(
        register.app.settle_difference(&officer, id, &line.key, &undated).await.unwrap_err().code(),
        "reconciliation_malformed"
    );
    let settled = register.app.settle_difference(&officer, id, &line.key, &asked(enter)).await.unwrap();
    assert_eq!(settled.outcome.unwrap().event_status.as_deref(), Some("accepted"));
    let since = register.app.events_since(&officer, id, &line.key).await.unwrap();
    assert_eq!(since.items.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["move_in"]);
    let with = living(&register).await;
    assert_eq!(people(&with), people(&before) + 1);
    let name = line.theirs.as_ref().unwrap().name.clone();
    assert!(with[&household].iter().any(|(_, named)| *named == name), "{:?}", with[&household]);
    register.app.unsettle_difference(&officer, id, &line.key).await.unwrap();
    assert_eq!(living(&register).await, before, "taken back, they live there no more");

    // Whom a collaborator has told of since, and nobody has decided on, is offered too.
    let area = register.deployment.areas[0].id;
    let home = alone.iter().find(|line| line.area == Some(area.0)).and_then(|line| line.ours.as_ref()).unwrap();
    let home = HouseholdId(home.household.as_ref().unwrap().parse().unwrap());
    let hamlet = alone.iter().find(|line| line.area == Some(area.0)).and_then(|line| line.hamlet).unwrap();
    let told = line.theirs.as_ref().unwrap();
    let person = PersonId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0003_0001));
    let member = Member {
        person,
        sex: if told.sex.as_deref() == Some("m") { Sex::Male } else { Sex::Female },
        birth: told.birth.as_ref().unwrap()[..4].parse().unwrap(),
        relationship: Code::new("9").unwrap(),
        residence: ResidenceStatus::REGISTERED,
        ethnic: None,
        education: None,
        marital: None,
        mother: None,
        father: None,
    };
    let (members, from) = (vec![member], Origin::Unknown);
    let body = EventBody::MoveIn { household: home, hamlet: HamletId(hamlet), members, from, reason: None };
    let personal = Personal::named(danso_catalog::fold(told.name.as_ref().unwrap()));
    let event = handed::recorded(&register, &handed::phone(&register, 0), 9, body, vec![(person.into(), personal)]).await;
    let since = register.app.events_since(&officer, id, &line.key).await.unwrap();
    let waits = since.items.iter().find(|item| item.event == event).map(|item| item.status.as_str());
    assert_eq!(waits, Some("submitted"), "{since:?}");
    let with = OutcomeAsk { event: Some(event), ..said(OutcomeCode::Theirs) };
    let settled = register.app.settle_difference(&officer, id, &line.key, &with).await.unwrap();
    assert_eq!(settled.outcome.unwrap().event, Some(event));
    assert_eq!(living(&register).await, before, "it counts once it is accepted");

    // Somebody of the register alone was never there: one of a household, and one alone.
    let mut told = [false; 2];
    for line in &alone {
        let person = line.ours.as_ref().unwrap().person.unwrap();
        let members = before.values().find(|members| members.iter().any(|(id, _)| *id == person)).unwrap();
        if std::mem::replace(&mut told[usize::from(members.len() == 1)], true) {
            continue;
        }
        let settled = register.app.settle_difference(&officer, id, &line.key, &said(OutcomeCode::Theirs)).await.unwrap();
        assert_eq!(settled.outcome.unwrap().event_status.as_deref(), Some("accepted"));
        let after = living(&register).await;
        assert_eq!(people(&after), people(&before) - 1, "{} in the household", members.len());
        assert!(after.values().flatten().all(|(id, _)| *id != person));
        register.app.unsettle_difference(&officer, id, &line.key).await.unwrap();
        assert_eq!(living(&register).await, before, "taken back, everything is as it was");
    }
    assert!(told[0], "somebody lived with others");
}

async fn what_was_said_holds_for_the_next_list(store: danso_store_sql::SqlStore) {
    let register = register(store, 1_500, 0).await;
    let listed = list(&register.app, 8).await;
    let (officer, first) = made(&register, &listed).await;
    let given = answer_all(&register, &officer, first, &listed).await;
    let mut lines = Vec::new();
    for kind in [DifferenceKind::Value, DifferenceKind::TheirsOnly, DifferenceKind::OursOnly] {
        lines.push(all_differences(&register, &officer, first, kind).await.swap_remove(0));
    }
    let [value, theirs, ours] = &lines[..] else { unreachable!("three kinds") };
    for (line, outcome) in [(value, OutcomeCode::Both), (theirs, OutcomeCode::Moved), (ours, OutcomeCode::Definition)] {
        let ask = OutcomeAsk { note: Some("đã hỏi".to_owned()), ..said(outcome) };
        register.app.settle_difference(&officer, first, &line.key, &ask).await.unwrap();
    }
    // One more that says the register is wrong: it is asked about again where it is not put right.
    let other = all_differences(&register, &officer, first, DifferenceKind::OursOnly).await.swap_remove(1);
    register.app.settle_difference(&officer, first, &other.key, &said(OutcomeCode::Duplicate)).await.unwrap();

    // The office's next list: the same people but one, whose birth is another now, and a row before all others.
    let mut rows: Vec<String> = listed.file.lines().map(str::to_owned).collect();
    let changed = rows.len() - 1;
    rows[changed] = rows[changed].replacen("/19", "/18", 1);
    rows.insert(1, rows[2].replace("Nguyễn", "Hoàng").replace("/19", "/17"));
    let next = ReconciliationAsk { name: "Tháng sau".to_owned(), ..ask() };
    let file = rows.join("\n");
    let second = register.app.reconcile(&officer, file.as_bytes(), "ds2.csv", &next).await.unwrap();
    let carried = second.carried.unwrap();
    assert_eq!((carried.from, carried.outcomes), (first.0, 3));
    assert!(carried.answers <= given && carried.answers + 2 >= given, "{} of {given}", carried.answers);
    assert!(second.doubtful <= 2, "{}", second.doubtful);
    let id = ReconciliationId(second.id);
    let settled = DifferencesAsk { settled: Some(true), limit: 50, ..DifferencesAsk::default() };
    let page = register.app.differences(&officer, id, &settled).await.unwrap();
    let told: Vec<_> = page.items.iter().map(|line| (line.kind, line.outcome.as_ref().unwrap())).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|(_, outcome)| outcome.carried == Some(first.0) && outcome.event.is_none()));
    assert!(told.iter().all(|(_, outcome)| outcome.note.as_deref() == Some("đã hỏi")));
    let history = register.app.reconciliation_history(&officer, id, 0).await.unwrap();
    assert_eq!(history.items.iter().map(|line| line.what.as_str()).collect::<Vec<_>>(), ["carried", "made"]);

    // It can be taken back, or said otherwise, and whoever wants begins afresh.
    let key = page.items[0].key.clone();
    assert!(register.app.unsettle_difference(&officer, id, &key).await.unwrap().outcome.is_none());
    let afresh = ReconciliationAsk { afresh: true, ..next };
    let third = register.app.reconcile(&officer, file.as_bytes(), "ds2.csv", &afresh).await.unwrap();
    assert_eq!((third.carried, third.differences.settled, third.answered), (None, 0, 0));
    register
        .app
        .destroy_reconciliation(&officer, ReconciliationId(third.id), &DestroyAsk { reason: "thử".to_owned() })
        .await
        .unwrap();
}

async fn a_list_of_a_province_goes_to_its_communes(store: danso_store_sql::SqlStore) {
    let register = register(store, 1_500, 0).await;
    let listed = list(&register.app, 9).await;
    let (officer, alone) = made(&register, &listed).await;
    let alone = register.app.reconciliation(&officer, alone).await.unwrap();

    // The same list as the province has it: each row names its commune, some of them another one, and one nothing that is known.
    let elsewhere = ["31117", "Xã Không Có"];
    let mut lines: Vec<String> = listed.file.lines().map(|line| format!("{line};{COMMUNE}")).collect();
    lines[0] = lines[0].replace(COMMUNE, "Mã xã");
    for (line, commune) in [(1, elsewhere[0]), (2, elsewhere[1])] {
        lines[line] = lines[line].replace(COMMUNE, commune);
    }
    lines.push(format!("10000;Zơ Râm Thị Zen;Nữ;03/04/1931;;;{}", elsewhere[1]));
    let unit: danso_places::UnitCode = "92".parse().unwrap();
    let file = lines.join("\n");
    let by = danso_model::UserId(Uuid::nil());
    let ask = ReconciliationAsk { unit: "92".to_owned(), afresh: true, ..ask() };
    let mut told = Vec::new();
    let batch = register
        .app
        .reconcile_by_commune(by, unit, (file.as_bytes(), "tinh.csv"), &ask, |done, all| told.push((done, all)))
        .await
        .unwrap();
    assert_eq!((batch.items.len(), told), (1, vec![(1, 1)]));
    let part = &batch.items[0];
    assert_eq!((part.unit.as_str(), part.batch, part.residents), (COMMUNE, Some(batch.id), alone.residents));
    assert_eq!(part.linked, alone.linked, "whoever is listed elsewhere is found where they live");
    let reasons: Vec<&str> = batch.left_out.iter().map(|left| left.reason.as_str()).collect();
    assert!(reasons.contains(&"no_name") && reasons.contains(&"unplaced"), "{reasons:?}");

    // The commune works on its part as on any other; above it, figures are seen with the others.
    let own = register.app.reconciliations(&officer, COMMUNE).await.unwrap();
    assert!(own.items.iter().any(|one| one.batch == Some(batch.id)));
    answer_all_of(&register, &officer, ReconciliationId(part.id)).await;
    let above = register.app.reconciliations(&register.nation(), "92").await.unwrap();
    assert_eq!(above.items.len(), 2);
    assert!(above.items.iter().any(|one| one.id == part.id && one.doubtful == 0));
    let refused = register.app.reconcile_by_commune(by, COMMUNE.parse().unwrap(), (b"x", "x.csv"), &ask, |_, _| ()).await;
    assert_eq!(refused.unwrap_err().code(), "unknown_unit");
}

/// Answers every doubt, whatever is true.
async fn answer_all_of(register: &Register, officer: &Caller, id: ReconciliationId) {
    while let Some(doubt) = register.app.doubtful_rows(officer, id, 0, 1).await.unwrap().items.first() {
        register.app.answer_row(officer, id, doubt.row, &AnswerAsk { verdict: Verdict::None, person: None }).await.unwrap();
    }
}

async fn two_read_and_things_end(store: danso_store_sql::SqlStore) {
    let register = register(store, 1_500, 0).await;
    let listed = list(&register.app, 6).await;
    let (officer, id) = made(&register, &listed).await;
    let other = Caller { user: danso_model::UserId(Uuid::from_u128(0xfeed)), login: "xa.khac".to_owned(), ..officer.clone() };
    answer_all(&register, &officer, id, &listed).await;
    assert_eq!(register.app.doubtful_rows(&officer, id, 0, 50).await.unwrap().total, 0);

    // Any row may be answered; some of the answered ones are read again by another officer, who is not told what was said.
    let row_person: HashMap<u32, Option<Uuid>> = listed.truth.clone();
    for row in 0..60 {
        if register.app.facing(&officer, id, row).await.unwrap().answers.is_empty() {
            let person = row_person[&row];
            let facing = register.app.facing(&officer, id, row).await.unwrap();
            let known = person.filter(|person| facing.candidates.iter().any(|candidate| candidate.person == *person));
            let verdict = if known.is_some() { Verdict::Same } else { Verdict::None };
            register.app.answer_row(&officer, id, row, &AnswerAsk { verdict, person: known }).await.unwrap();
        }
    }
    let second = register.app.doubtful_rows(&other, id, 0, 200).await.unwrap();
    assert!(second.total > 0 && second.items.iter().all(|doubt| doubt.band == "second"));
    let row = second.items[0].row;
    let blind = register.app.facing(&other, id, row).await.unwrap();
    assert!(blind.answers.is_empty() && blind.person.is_none());
    register.app.answer_row(&other, id, row, &AnswerAsk { verdict: Verdict::Unsure, person: None }).await.unwrap();
    let waits = register.app.doubtful_rows(&officer, id, 0, 200).await.unwrap();
    assert_eq!(waits.items.iter().map(|doubt| (doubt.row, doubt.band.as_str())).collect::<Vec<_>>(), [(row, "disagree")]);
    register.app.answer_row(&officer, id, row, &AnswerAsk { verdict: Verdict::None, person: None }).await.unwrap();
    assert_eq!(register.app.facing(&officer, id, row).await.unwrap().status, "different");
    let back = register.app.take_answer_back(&officer, id, row).await.unwrap();
    assert_eq!(back.status, "doubtful");
    let board = register.app.reconciliation_board(&officer, id).await.unwrap();
    assert_eq!((board.second.read, board.second.agreed), (1, 0));
    assert!(board.match_rate > 0.8 && !board.weights.is_empty() && board.thresholds.iter().any(|at| at.precision.is_some()));

    // Nobody can be two rows.
    let linked = (0..).find(|row| row_person[row].is_some() && !register_answers(&register, row)).unwrap_or(0);
    let person = register.app.facing(&officer, id, linked).await.unwrap().person;
    if let Some(person) = person {
        let same = AnswerAsk { verdict: Verdict::Same, person: Some(person) };
        register.app.answer_row(&officer, id, linked, &same).await.unwrap();
        let refused = register.app.answer_row(&officer, id, row, &same).await.unwrap_err();
        assert_eq!(refused.code(), "reconciliation_person_taken");
    }

    // When the purpose ends, so do rows and persons; figures stay.
    let coverage = register.app.reconciliation_coverage(&officer, id).await.unwrap();
    let destroyed =
        register.app.destroy_reconciliation(&officer, id, &DestroyAsk { reason: "Xong việc".to_owned() }).await.unwrap();
    assert_eq!(destroyed.state, "destroyed");
    let gone = register.app.facing(&officer, id, 0).await.unwrap_err();
    assert!(matches!(gone, AppError::Conflict { code: "reconciliation_destroyed" }), "{gone}");
    let left = register.app.reconciliation_coverage(&officer, id).await.unwrap();
    assert_eq!((left.all.both, left.hamlet.len(), &left.notes), (coverage.all.both, coverage.hamlet.len(), &coverage.notes));
    assert!((left.all.estimate.unwrap() - coverage.all.estimate.unwrap()).abs() < 1e-6);
    let history = register.app.reconciliation_history(&officer, id, 0).await.unwrap();
    assert_eq!((history.items[0].what.as_str(), history.items.last().unwrap().what.as_str()), ("destroyed", "made"));
    assert!(history.items.iter().all(|line| line.row.is_none() && line.key.is_none()));
}

/// Whether nothing was said of a row yet; the first sixty were answered above.
fn register_answers(_register: &Register, row: &u32) -> bool {
    *row < 60
}
