//! The search of the whole register at night: what it finds across communes, what officers see of it, and what a new night leaves of it.

use crate::acts::{household, member, move_out, person};
use crate::database::Database;
use crate::movers::{HER, HIM, OTHER, PLACE, again, other_officer, she, told, woman};
use crate::small::{COMMUNE, Small, nation, officer};
use danso_app::{AppError, BulkKind, NightAsk, NightPage};
use danso_auth::Caller;
use danso_model::{PersonId, Sex};
use danso_store::SameStore;

/// Who has his number in the other commune, and is someone else.
fn numbered() -> PersonId {
    person(51, 0)
}

impl Small {
    async fn night(&self, caller: &Caller, unit: Option<&str>) -> NightPage {
        let ask = NightAsk { unit: unit.map(str::to_owned), limit: 50, ..NightAsk::default() };
        self.app.night_duplicates(caller, &ask).await.unwrap()
    }
}

/// She stands on a sheet of each commune; his number stands on a sheet of someone else.
async fn made(database: Database) -> Small {
    let written_twice = household(52, PLACE, vec![woman(again(), "1")]);
    let other = household(51, PLACE, vec![member(numbered(), Sex::Female, "1962-01-30", "1")]);
    let more = vec![
        told(20, "2026-01-02", written_twice, &[(again(), "Nguyễn Thi Ánh Tuyết", None)]),
        told(21, "2026-01-02", other, &[(numbered(), "Phan Lệ Xuân", Some("092089001234"))]),
    ];
    Small::with_movers(database, more).await
}

async fn searched(small: Small) -> Small {
    let empty = small.night(&officer(), None).await;
    assert_eq!((empty.searched, empty.total, empty.units.len()), (None, 0, 0));
    let report = small.app.search_night().await.unwrap();
    assert!(!report.unchanged && !report.learned, "{report:?}");
    assert_eq!((report.across, report.same_number_only), (2, 1), "{report:?}");
    let kept = small.store.night_pairs(crate::small::SHARD, None).await.unwrap();
    assert_eq!(report.pairs, kept.len() as u64);
    assert!(kept.iter().all(|pair| pair.one < pair.other && (pair.weight >= 0 || pair.same_number)));

    // Her officer sees who she may be; of whom his number is, the commune alone.
    let page = small.night(&officer(), None).await;
    assert_eq!(page.searched.as_ref().map(|night| night.residents), Some(report.residents));
    assert_eq!((page.persons, page.total, page.items.len()), (true, 2, 2));
    let [likely, hidden] = &page.items[..] else { panic!("{:?}", page.items) };
    assert_eq!((likely.own.id, likely.other.id), (she().0, Some(again().0)));
    assert_eq!((likely.own.name.as_deref(), likely.other.name.as_deref()), (Some(HER), Some("Nguyễn Thi Ánh Tuyết")));
    assert!(likely.likeness.probability > 0.5 && !likely.may_settle && !likely.same_number);
    assert!(likely.likeness.lines.iter().any(|line| (line.field.as_str(), line.level.as_str()) == ("birth", "same")));
    assert_eq!(hidden.own.name.as_deref(), Some(HIM));
    assert!(hidden.same_number && hidden.likeness.probability < 0.5);
    let other = &hidden.other;
    assert_eq!((other.id, &other.name, &other.sex, &other.birth, &other.hamlet_name), (None, &None, &None, &None, &None));
    assert!(other.commune_name.is_some() && hidden.likeness.lines.iter().all(|line| line.field == "number"));
    // The other officer sees the same from the other side.
    let there = small.night(&other_officer(), Some(OTHER)).await;
    assert_eq!(there.items[0].own.id, again().0);
    assert_eq!(there.items[0].other.id, Some(she().0));
    // Whoever has the counts alone sees no persons.
    let counted = small.night(&nation(), Some("92")).await;
    assert!(!counted.persons && counted.items.is_empty());
    let of = |code: &str| counted.units.iter().find(|unit| unit.code == code).map(|unit| (unit.inside, unit.across));
    assert_eq!((of(COMMUNE), of(OTHER)), (Some((report.pairs - 2, 2)), Some((0, 2))));
    // Neither may decide alone.
    for caller in [officer(), other_officer()] {
        let merged = small.app.merge_persons(&caller, she(), again(), "x").await;
        assert!(matches!(merged, Err(AppError::NotFound)));
        assert!(matches!(small.app.keep_apart(&caller, she(), again(), true).await, Err(AppError::NotFound)));
    }
    let one = small.app.night_duplicates(&officer(), &NightAsk { limit: 1, ..NightAsk::default() }).await.unwrap();
    let rest = NightAsk { after: one.next.clone(), limit: 1, ..NightAsk::default() };
    let rest = small.app.night_duplicates(&officer(), &rest).await.unwrap();
    assert_eq!(([&one.items[..], &rest.items[..]].concat(), rest.next), (page.items.clone(), None));

    // Two who were said to be two are not asked about again, though nothing else changed.
    let pair = kept.iter().find(|pair| pair.weight >= 0 && pair.one != she() && pair.other != she()).unwrap();
    small.app.keep_apart(&officer(), pair.one, pair.other, true).await.unwrap();
    let again_searched = small.app.search_night().await.unwrap();
    assert!(again_searched.unchanged);
    assert_eq!((again_searched.pairs, again_searched.position), (report.pairs - 1, report.position));
    // The day after she is gone: from the page at once, from what is kept with the next night.
    small.app.load_events(vec![told(30, "2026-07-01", move_out(40, vec![she()]), &[])], BulkKind::Later).await.unwrap();
    assert_eq!(small.night(&officer(), None).await.total, 1);
    let next = small.app.search_night().await.unwrap();
    assert!(!next.unchanged && next.position > report.position);
    assert_eq!((next.across, next.residents), (1, report.residents - 1));
    assert!(
        small
            .store
            .night_pairs(crate::small::SHARD, None)
            .await
            .unwrap()
            .iter()
            .all(|row| row.one != she() && row.other != she())
    );
    small
}

#[tokio::test]
async fn nights_are_searched_on_sqlite() {
    searched(made(Database::sqlite()).await).await;
}

#[tokio::test]
async fn nights_are_searched_on_postgres() {
    let Small { database, store, app } = searched(made(Database::postgres().await).await).await;
    drop(app);
    store.close().await;
    database.drop().await;
}
