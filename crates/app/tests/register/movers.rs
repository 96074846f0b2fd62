//! Someone leaves one commune and comes into another as someone new: found, made one, taken apart again, and told as two.

use crate::acts::{NO_FACTS, area, birth_of, code, hamlet, house, household, id, member, person, sheet, user};
use crate::database::Database;
use crate::small::{COMMUNE, SHARD, Small, counted, nation, officer};
use danso_app::{AppError, BulkKind, CountBy, CountReply, FlowAsk, FlowReply, MoverLine, MoverSide, MoversAsk, MoversPage};
use danso_auth::Caller;
use danso_model::{Event, EventBody, EventId, Member, Origin, PersonId, Personal, Sex};
use danso_store::{AreaRow, Grant, HamletRow, PeopleStore, PlaceStore, ProjectionStore, Role, UserRow};
use danso_wire::HouseholdDocument;
use jiff::civil::date;

/// The commune that people come to, its hamlet and its household.
pub(crate) const OTHER: &str = "31135";
pub(crate) const PLACE: u128 = 5;
pub(crate) const HOST: u128 = 50;

pub(crate) fn other_officer() -> Caller {
    let grants = vec![Grant { role: Role::Commune, unit: Some(OTHER.to_owned()), area: None }];
    Caller { user: user(95), login: "xa2".to_owned(), name: "Người dùng 95".to_owned(), grants, device: None }
}

/// Who moves, on the sheet that knew her first and on the new one.
pub(crate) fn she() -> PersonId {
    person(40, 1)
}

pub(crate) fn again() -> PersonId {
    person(HOST, 8)
}

pub(crate) fn told(number: u128, date: &str, body: EventBody, named: &[(PersonId, &str, Option<&str>)]) -> Event {
    let personal = named.iter().map(|(who, name, pin)| {
        ((*who).into(), Personal { pin: pin.map(|pin| danso_model::Pin::new(pin).unwrap()), ..Personal::named(*name) })
    });
    let personal = personal.collect();
    Event { id: EventId(id(7, number)), date: date.parse().unwrap(), body, personal, ..sheet(0, 0) }
}

pub(crate) fn woman(who: PersonId, relationship: &str) -> Member {
    member(who, Sex::Female, "1991-04-17", relationship)
}

pub(crate) fn man(who: PersonId, relationship: &str) -> Member {
    member(who, Sex::Male, "1989-12-03", relationship)
}

pub(crate) const HER: &str = "Nguyễn Thị Ánh Tuyết";
pub(crate) const HIM: &str = "Trần Quốc Bảo";
pub(crate) const NUMBER: &str = "092191004711";

fn from_here() -> Origin {
    Origin::Commune(code(COMMUNE))
}

fn leaves(date: &str) -> Event {
    let body = EventBody::MoveOut {
        household: house(40),
        persons: vec![she(), person(40, 0)],
        to: Origin::Commune(code(OTHER)),
        reason: None,
        whole: true,
    };
    told(3, date, body, &[])
}

fn comes(date: &str) -> Event {
    let members = vec![woman(again(), "9"), man(person(HOST, 9), "9")];
    let body = EventBody::MoveIn { household: house(HOST), hamlet: hamlet(PLACE), members, from: from_here(), reason: None };
    told(4, date, body, &[(again(), "Nguyễn Thị Ánh Tuyết", Some(NUMBER)), (person(HOST, 9), "Tran Quoc Bao", None)])
}

impl Small {
    /// A second commune with one household, a couple in the first, and some who moved and are nobody else.
    pub(crate) async fn with_movers(database: Database, more: Vec<Event>) -> Self {
        let small = Self::on(database).await;
        let row = HamletRow {
            id: hamlet(PLACE),
            code: format!("{OTHER}.01"),
            name: "Cồn".to_owned(),
            kind: "khu vực".to_owned(),
            commune: OTHER.to_owned(),
            valid_from: Some(20_250_701),
            valid_to: None,
        };
        small.store.put_hamlets(SHARD, &[row]).await.unwrap();
        let row = AreaRow {
            id: area(PLACE),
            number: "5".to_owned(),
            name: "Địa bàn 5".to_owned(),
            commune: OTHER.to_owned(),
            hamlets: vec![hamlet(PLACE)],
        };
        small.store.put_areas(SHARD, &[row]).await.unwrap();
        let Caller { user, login, name, grants, .. } = other_officer();
        small
            .store
            .put_users(&[UserRow { id: user, login, name, password: "!".to_owned(), disabled: false, grants }])
            .await
            .unwrap();
        small.app.reload_territory().await.unwrap();
        let couple = household(40, 0, vec![man(person(40, 0), "1"), woman(she(), "2")]);
        let host = household(HOST, PLACE, vec![member(person(HOST, 0), Sex::Female, "1950-02-11", "1")]);
        let stranger = EventBody::MoveIn {
            household: house(HOST),
            hamlet: hamlet(PLACE),
            members: vec![member(person(HOST, 20), Sex::Male, "1974-10-30", "9")],
            from: Origin::Province(code("79")),
            reason: None,
        };
        let gone = EventBody::MoveOut {
            household: house(0),
            persons: vec![person(0, 0)],
            to: Origin::Abroad,
            reason: None,
            whole: false,
        };
        let mut events = vec![
            told(1, "2026-01-01", couple, &[(person(40, 0), HIM, Some("092089001234")), (she(), HER, Some(NUMBER))]),
            told(2, "2026-01-01", host, &[(person(HOST, 0), "Lý Thị Sáu", None)]),
            told(8, "2026-04-02", stranger, &[(person(HOST, 20), "Đỗ Văn Phát", None)]),
            told(9, "2026-03-05", gone, &[]),
        ];
        events.extend(more);
        small.app.load_events(events, BulkKind::Later).await.unwrap();
        small
    }

    async fn movers(&self, caller: &Caller, unit: &str) -> MoversPage {
        let ask = MoversAsk { unit: Some(unit.to_owned()), limit: 50, ..MoversAsk::default() };
        self.app.movers(caller, &ask).await.unwrap()
    }

    async fn line(&self, caller: &Caller, unit: &str, who: PersonId) -> Option<MoverLine> {
        self.movers(caller, unit).await.items.into_iter().find(|line| line.person.id == who.0)
    }
}

/// Figures of both communes, the province and the nation, as they stand now.
#[derive(Debug, PartialEq)]
struct Figures {
    flows: Vec<FlowReply>,
    counts: Vec<CountReply>,
}

async fn figures(small: &Small) -> Figures {
    let (mut flows, mut counts) = (Vec::new(), Vec::new());
    for unit in [COMMUNE, OTHER, "92", "VN"] {
        let ask =
            FlowAsk { unit: unit.to_owned(), from: date(2026, 1, 1), to: date(2026, 7, 15), by_month: true, known_at: None };
        flows.push(FlowReply { known_at: 0, ..small.app.flows(&nation(), &ask).await.unwrap() });
    }
    for day in [date(2026, 1, 1), date(2026, 5, 19), date(2026, 5, 24), date(2026, 6, 5), date(2026, 7, 15)] {
        let reply = counted(&small.app, day, None, vec![CountBy::Sex, CountBy::Age, CountBy::Unit]).await;
        counts.push(CountReply { known_at: 0, waiting: 0, ..reply });
    }
    Figures { flows, counts }
}

async fn documents(small: &Small) -> Vec<HouseholdDocument> {
    let documents = small.app.page_of_households(None, 1_000).await.unwrap();
    documents.into_iter().map(|document| HouseholdDocument { position: 0, ..document }).collect()
}

/// Moved in and out in June or so, of a unit, and that every row closes.
fn moved(figures: &Figures, unit: &str) -> (u64, u64) {
    let reply = figures.flows.iter().find(|reply| reply.unit == unit).unwrap();
    for row in &reply.rows {
        let net = row.births as i64 - row.deaths as i64 + row.moved_in as i64 - row.moved_out as i64 + row.corrections;
        assert_eq!(row.end as i64, row.start as i64 + net, "{unit} {row:?}");
    }
    reply.rows.iter().fold((0, 0), |(came, left), row| (came + row.moved_in, left + row.moved_out))
}

async fn one_again(small: Small) -> Small {
    let before = (figures(&small).await, documents(&small).await);
    let page = small.movers(&other_officer(), OTHER).await;
    assert!(page.persons);
    assert_eq!((page.total, page.counts.arrivals.total, page.counts.arrivals.likely, page.counts.arrivals.open), (3, 3, 2, 1));
    let line = page.items.iter().find(|line| line.person.id == again().0).unwrap();
    let [candidate] = &line.candidates[..] else { panic!("{line:?}") };
    assert_eq!((candidate.id, candidate.name.as_str(), candidate.day.as_str()), (she().0, HER, "2026-05-20"));
    assert!(candidate.probability > 0.95 && candidate.may_pair, "{candidate:?}");
    assert_eq!(candidate.number_agrees, Some(true));
    assert_eq!(candidate.commune_name.as_deref(), Some("Phường Cái Khế"));
    let level = |field: &str| candidate.lines.iter().find(|line| line.field == field).map(|line| line.level.as_str());
    assert_eq!([level("days"), level("destination"), level("origin")], [Some("soon"), Some("commune"), Some("commune")]);
    assert_eq!(level("household"), Some("together"), "he left and came with her");
    let sum = candidate.before + candidate.lines.iter().map(|line| line.weight).sum::<f64>();
    assert!((sum - candidate.weight).abs() < 1e-9);
    let stranger = page.items.iter().find(|line| line.person.id == person(HOST, 20).0).unwrap();
    assert_eq!((stranger.candidates.len(), stranger.person.place.kind.as_str()), (0, "province"));
    let him = page.items.iter().find(|line| line.person.id == person(HOST, 9).0).unwrap();
    assert_eq!((him.candidates[0].id, him.candidates[0].number_agrees), (person(40, 0).0, None));

    // The officer of where she left sees that she came somewhere, and decides nothing.
    let line = small.line(&officer(), COMMUNE, she()).await.unwrap();
    assert_eq!((line.side, line.candidates[0].id, line.candidates[0].may_pair), (MoverSide::Departure, again().0, false));
    for (caller, one, other) in
        [(officer(), again(), she()), (other_officer(), she(), again()), (other_officer(), again(), person(0, 0))]
    {
        let refused = small.app.pair_movers(&caller, one, other, None).await;
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    }
    assert!(matches!(
        small.app.movers(&officer(), &MoversAsk { unit: Some(OTHER.to_owned()), limit: 9, ..MoversAsk::default() }).await,
        Err(AppError::Forbidden { code: "out_of_scope" })
    ));
    let far = small.movers(&nation(), "92").await;
    assert!(!far.persons && far.items.is_empty());
    assert_eq!((far.counts.departures.total, far.counts.departures.likely, far.counts.departures.open), (3, 2, 1));

    let paired = small.app.pair_movers(&other_officer(), again(), she(), Some("Chị ấy nói đã ở Cái Khế")).await.unwrap();
    small.clean().await;
    // She left, was nowhere for eight days, and came: nothing of what was counted of it changes.
    assert_eq!(figures(&small).await, before.0);
    assert_eq!(small.store.persons_by_id(SHARD, &[she()]).await.unwrap(), vec![]);
    let row = small.store.persons_by_id(SHARD, &[again()]).await.unwrap().pop().unwrap();
    assert_eq!((row.household, row.resident, row.name.as_str()), (Some(house(HOST)), true, HER));
    let left = small.document(40).await;
    let mut past: Vec<_> = left.past.iter().map(|past| (past.id, past.left.as_str(), past.reason.as_str())).collect();
    past.sort_unstable();
    let mut wanted = [(person(40, 0).0, "2026-05-20", "move_out"), (again().0, "2026-05-20", "move_out")];
    wanted.sort_unstable();
    assert_eq!(past, wanted, "the household that she left knows her by the sheet that is kept");
    let page = small.movers(&other_officer(), OTHER).await;
    assert_eq!((page.counts.arrivals.paired, page.counts.arrivals.likely, page.counts.arrivals.open), (1, 1, 1));
    assert!(page.items.iter().all(|line| line.person.id != again().0));
    let far = small.movers(&nation(), "92").await.counts;
    assert_eq!((far.departures.paired, far.departures.likely, far.departures.open), (1, 1, 1));

    let small = small.killed().await;
    assert_eq!(figures(&small).await, before.0);
    let undone = small.app.unmerge(&officer(), EventId(paired.event)).await;
    assert!(matches!(undone, Err(AppError::NotFound)), "it is the other commune's");
    small.app.unmerge(&other_officer(), EventId(paired.event)).await.unwrap();
    small.clean().await;
    assert_eq!((figures(&small).await, documents(&small).await), before);
    assert!(!small.line(&other_officer(), OTHER, again()).await.unwrap().candidates.is_empty());

    small.app.keep_movers_apart(&other_officer(), again(), she(), true).await.unwrap();
    assert_eq!(small.line(&other_officer(), OTHER, again()).await.unwrap().candidates, vec![]);
    assert!(matches!(small.app.pair_movers(&other_officer(), again(), she(), None).await, Err(AppError::NotFound)));
    small.app.keep_movers_apart(&other_officer(), again(), she(), false).await.unwrap();
    assert!(!small.line(&other_officer(), OTHER, again()).await.unwrap().candidates.is_empty());
    small
}

fn plain() -> Vec<Event> {
    vec![leaves("2026-05-20"), comes("2026-05-28")]
}

#[tokio::test]
async fn movers_are_one_again_and_two_again_on_sqlite() {
    one_again(Small::with_movers(Database::sqlite(), plain()).await).await;
}

#[tokio::test]
async fn movers_are_one_again_and_two_again_on_postgresql() {
    let Small { database, store, app } = one_again(Small::with_movers(Database::postgres().await, plain()).await).await;
    drop(app);
    store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn those_who_moved_together_speak_for_each_other() {
    // He comes with her, or alone; then nobody speaks for him, and no stranger of the household that he comes to does.
    let him = person(HOST, 9);
    let members = vec![man(him, "9"), member(person(HOST, 10), Sex::Male, "1974-10-30", "9")];
    let body = EventBody::MoveIn { household: house(HOST), hamlet: hamlet(PLACE), members, from: from_here(), reason: None };
    let alone = told(4, "2026-05-28", body, &[(him, "Tran Quoc Bao", None), (person(HOST, 10), "Đỗ Văn Phát", None)]);
    let mut weights = Vec::new();
    for (comes, together) in [(comes("2026-05-28"), true), (alone, false)] {
        let small = Small::with_movers(Database::sqlite(), vec![leaves("2026-05-20"), comes]).await;
        let line = small.line(&other_officer(), OTHER, him).await.unwrap();
        let candidate = &line.candidates[0];
        let household = candidate.lines.iter().find(|line| line.field == "household").map(|line| line.weight);
        assert_eq!((candidate.id, household.is_some()), (person(40, 0).0, together), "{candidate:?}");
        assert!(household.is_none_or(|bits| bits > 5.0 && bits <= 6.0), "she is nearly sure");
        let sum = candidate.before + candidate.lines.iter().map(|line| line.weight).sum::<f64>();
        assert!((sum - candidate.weight).abs() < 1e-9);
        weights.push(candidate.weight);
    }
    assert!(weights[0] > weights[1] + 1.0, "{weights:?}");
}

#[tokio::test]
async fn who_was_counted_in_both_is_counted_once() {
    // The leaving is told with a day after the coming.
    let small = Small::with_movers(Database::sqlite(), vec![leaves("2026-06-10"), comes("2026-06-01")]).await;
    let before = figures(&small).await;
    let on = |figures: &Figures, at: usize| figures.counts[at].total;
    assert_eq!((moved(&before, COMMUNE), moved(&before, OTHER), moved(&before, "92")), ((0, 3), (3, 0), (3, 3)));
    small.app.pair_movers(&other_officer(), again(), she(), None).await.unwrap();
    small.clean().await;
    let after = figures(&small).await;
    for at in [0, 1, 2, 4] {
        assert_eq!(on(&after, at), on(&before, at));
    }
    assert_eq!(on(&after, 3), on(&before, 3) - 1, "on 5 June she was in both");
    // Of each commune she still left and came once; of the province it was a move inside.
    assert_eq!((moved(&after, COMMUNE), moved(&after, OTHER), moved(&after, "92")), ((0, 3), (3, 0), (2, 2)));
    let left = small.document(40).await;
    let past = left.past.iter().find(|past| past.id == again().0).unwrap();
    assert_eq!((past.left.as_str(), past.reason.as_str()), ("2026-06-01", "transfer"));
    let page = small.movers(&other_officer(), OTHER).await;
    assert!(page.items.iter().all(|line| line.person.id != again().0), "a move inside has both ends");
}

#[tokio::test]
async fn leaving_and_coming_on_one_day_is_one_move() {
    let small = Small::with_movers(Database::sqlite(), vec![leaves("2026-06-01"), comes("2026-06-01")]).await;
    let before = figures(&small).await;
    small.app.pair_movers(&other_officer(), again(), she(), None).await.unwrap();
    small.clean().await;
    let after = figures(&small).await;
    assert_eq!(after.counts, before.counts);
    assert_eq!((moved(&after, COMMUNE), moved(&after, OTHER)), (moved(&before, COMMUNE), moved(&before, OTHER)));
    moved(&after, "92");
}

#[tokio::test]
async fn who_is_found_by_a_sheet_after_leaving_is_told_and_others_are_not() {
    let members = vec![woman(person(60, 0), "1"), member(person(60, 1), Sex::Male, "2012-08-21", "3")];
    let found = told(
        5,
        "2026-06-02",
        household(60, PLACE, members),
        &[(person(60, 0), HER, None), (person(60, 1), "Lê Minh Khôi", None)],
    );
    let small = Small::with_movers(Database::sqlite(), vec![leaves("2026-05-20"), found]).await;
    let before = figures(&small).await;
    let page = small.movers(&other_officer(), OTHER).await;
    let line = page.items.iter().find(|line| line.person.id == person(60, 0).0).unwrap();
    assert!(line.person.found && line.candidates[0].id == she().0, "{line:?}");
    assert!(page.items.iter().all(|line| line.person.id != person(60, 1).0), "a child found by the sheet is nobody who left");
    assert_eq!((page.counts.found.likely, page.counts.found.total), (1, 1));
    // A child is born to her before that is known: it stays hers.
    let child = told(6, "2026-06-20", birth_of(60, PLACE, 4, "2026-06-20", NO_FACTS), &[(person(60, 4), "Lê Minh An", None)]);
    small.app.load_events(vec![child], BulkKind::Later).await.unwrap();
    let born = figures(&small).await;
    small.app.pair_movers(&other_officer(), person(60, 0), she(), None).await.unwrap();
    small.clean().await;
    assert_eq!(figures(&small).await, born, "found after she left: nothing that is counted changes");
    assert_ne!(born, before);
}
