//! Every count of `docs/measures.md` equals a plain recount of the accepted events: whatever they are, however they came, at any day, as
//! known at any position, split and narrowed by anything.

mod plain;
mod stream;

use danso_model::{Event, Origin, Position, SubjectId};
use danso_registry::ResidentClaim;
use danso_tally::{Behind, Cells, Count, Dim, Image, Map, MeasureError, MeasureQuery, Place, When};
use jiff::civil::{Date, date};
use plain::Plain;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use stream::{Seed, events_of, hamlet, subjects};

const MODERN: [u16; 2] = [1, 2];

/// An image that learns each event when it comes, of each subject as the app does.
fn learn(events: &[Event]) -> Image {
    let mut image = Image::new();
    for at in 0..events.len() {
        for subject in subjects() {
            image.learn(Position(at as u32 + 1), subject, &claims(&events[..=at], subject));
        }
    }
    image
}

fn claims(events: &[Event], subject: SubjectId) -> Vec<ResidentClaim> {
    events.iter().map(|event| ResidentClaim::of(event, subject)).filter(ResidentClaim::matters).collect()
}

/// Hamlets 0 and 1 are in one commune, 2 in another of the same province, 3 in another province; the groups are as coarse as asked.
pub fn place(number: u8, coarse: u8) -> Place {
    let commune = ["a", "a", "b", "c"][usize::from(number)];
    let province = ["92", "92", "92", "79"][usize::from(number)];
    let group = match coarse {
        0 => Some(number.to_string()),
        1 => Some(commune.to_owned()),
        2 => Some("VN".to_owned()),
        _ => (commune == "a").then(|| commune.to_owned()),
    };
    Place { group, commune: Some(commune.to_owned()), province: Some(province.to_owned()), urban: number.is_multiple_of(2) }
}

/// The province of a place outside, when it can be told.
pub fn province(origin: &Origin) -> Option<String> {
    match origin {
        Origin::Commune(code) => Some(if code.as_str().starts_with('3') { "92" } else { "79" }.to_owned()),
        Origin::Province(code) => Some(code.as_str().to_owned()).filter(|code| code != "00"),
        Origin::Abroad | Origin::Unknown => None,
    }
}

fn map(image: &Image, coarse: u8) -> Map {
    let number = |id| (0..stream::HAMLETS).find(|number| hamlet(*number) == id).unwrap();
    Map::new(image, |id| place(number(id), coarse), province)
}

fn as_counted(map: &Map, cells: &Cells) -> BTreeMap<(String, usize, Vec<u16>), i64> {
    cells.iter().map(|(group, period, of, count)| ((map.groups.labels[group].clone(), period, of), count)).collect()
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    prop::collection::vec(any::<Seed>(), 1..45)
}

#[derive(Debug, Clone)]
struct Ask {
    coarse: u8,
    days: Vec<Date>,
    periods: Vec<(Date, Date)>,
    by: [u8; 2],
    only: Option<Narrowed>,
}

/// Which dimension, from which value to which.
type Narrowed = (u8, u16, u16);

/// As a question has it.
type Only = Vec<(Dim, Vec<(u16, u16)>)>;

fn ask() -> impl Strategy<Value = Ask> {
    let day = (0u8..36, 1i8..=28).prop_map(|(month, day)| date(2025 + i16::from(month / 12), 1 + (month % 12) as i8, day));
    let two = (day.clone(), day.clone()).prop_map(|(a, b)| (a.min(b), a.max(b)));
    (0u8..4, prop::collection::vec(day, 1..4), prop::collection::vec(two, 1..3), any::<[u8; 2]>(), any::<Option<(u8, u8, u8)>>())
        .prop_map(|(coarse, days, periods, by, only)| {
            let only = only.map(|(dim, low, more)| (dim, u16::from(low % 4), u16::from(low % 4) + u16::from(more % 60)));
            Ask { coarse, days, periods, by, only }
        })
}

impl Ask {
    /// Up to two dimensions to split by, and perhaps one to narrow by.
    fn dims(&self, count: Count) -> (Vec<Dim>, Only) {
        let dims = count.dims();
        let mut by: Vec<Dim> =
            self.by.iter().filter_map(|pick| dims.get(usize::from(*pick) % (dims.len() + 1)).copied()).collect();
        by.dedup();
        let only = self.only.map(|(dim, low, high)| (dims[usize::from(dim) % dims.len()], vec![(low, high), (250, 255)]));
        (by, only.into_iter().collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_count_equals_a_plain_recount(seeds in seeds(), known in 0usize..45, ask in ask()) {
        let events = events_of(&seeds);
        let image = learn(&events);
        let map = map(&image, ask.coarse);
        for known in [known.min(events.len()), events.len()] {
            let plain = Plain::of(&events[..known]);
            for count in Count::ALL {
                let (by, only) = ask.dims(count);
                let when = if count.is_stock() { When::Days(&ask.days) } else { When::Periods(&ask.periods) };
                let known_at = Some(Position(known as u32));
                let query = MeasureQuery { count, when, known_at, map: &map, only: &only, by: &by, modern: &MODERN, threads: 2 };
                let cells = image.measure(&query).unwrap();
                let expected = plain.count(&query, ask.coarse);
                prop_assert_eq!(as_counted(&map, &cells), expected, "{:?} by {:?} only {:?}", count, by, only);
                for (group, period, of, sum) in cells.iter() {
                    prop_assert_eq!(cells.get(group, period, &of), sum);
                }
                let whole = image.measure(&MeasureQuery { by: &[], ..query.clone() }).unwrap();
                let behind = image.behind(&MeasureQuery { by: &[], ..query.clone() }, usize::MAX).unwrap();
                behind_it(count, &map, &whole, &behind)?;
            }
        }
    }

    #[test]
    fn what_was_not_known_earlier_lies_in_what_is_believed_since(seeds in seeds(), due in 0usize..45, ask in ask()) {
        let events = events_of(&seeds);
        let (image, due) = (learn(&events), Position(due.min(events.len()) as u32));
        let map = map(&image, ask.coarse);
        // Of a couple one partner's happening stands for both, and the other's may be the newer one.
        for count in Count::ALL.into_iter().filter(|count| !count.is_stock() && *count != Count::Couples) {
            let query = |known_at| MeasureQuery {
                count, when: When::Periods(&ask.periods), known_at, map: &map, only: &[], by: &[], modern: &MODERN, threads: 1,
            };
            let all = image.behind(&query(None), usize::MAX).unwrap();
            let since = image.behind_since(&query(None), due).unwrap();
            let before = image.behind(&query(Some(due)), usize::MAX).unwrap();
            // What counts once a period is its first happening, which a later one may take the place of.
            let key = |behind: &Behind| {
                let once = matches!(count, Count::PrenatalScreens | Count::NewbornScreens | Count::Checkups | Count::Reviews);
                (behind.group, behind.period, behind.who, if once { 0 } else { behind.day })
            };
            let known: std::collections::BTreeSet<_> = before.iter().map(key).collect();
            let new = |list: &[Behind]| list.iter().map(key).filter(|key| !known.contains(key)).collect::<std::collections::BTreeSet<_>>();
            prop_assert_eq!(new(&since), new(&all), "{:?}", count);
        }
    }

    #[test]
    fn the_order_of_events_changes_no_present(seeds in seeds(), turn in any::<prop::sample::Index>(), ask in ask()) {
        let events = events_of(&seeds);
        let mut turned = events.clone();
        turned.rotate_left(turn.index(events.len()));
        let (one, other) = (learn(&events), learn(&turned));
        for count in Count::ALL {
            let when = if count.is_stock() { When::Days(&ask.days) } else { When::Periods(&ask.periods) };
            let count_in = |image: &Image| {
                let map = map(image, ask.coarse);
                let (by, only) = ask.dims(count);
                let query = MeasureQuery { count, when, known_at: None, map: &map, only: &only, by: &by, modern: &MODERN, threads: 1 };
                as_counted(&map, &image.measure(&query).unwrap())
            };
            prop_assert_eq!(count_in(&one), count_in(&other));
        }
    }

    /// Learnt subject by subject after all is known, as at a start, or event by event: the same versions.
    #[test]
    fn an_image_built_at_once_is_the_one_that_learnt(seeds in seeds()) {
        let events = events_of(&seeds);
        let mut built = Image::new();
        for subject in subjects().into_iter().rev() {
            for at in 0..events.len() {
                built.learn(Position(at as u32 + 1), subject, &claims(&events[..=at], subject));
            }
        }
        built.settle();
        let mut learnt = learn(&events);
        prop_assert_eq!(built.fingerprint(), learnt.fingerprint());
        // And it goes on learning after it was settled.
        learnt.settle();
        let half = events.len() / 2;
        let mut resumed = learn(&events[..half]);
        resumed.settle();
        for at in half..events.len() {
            for subject in subjects() {
                resumed.learn(Position(at as u32 + 1), subject, &claims(&events[..=at], subject));
            }
        }
        prop_assert_eq!(resumed.fingerprint(), learnt.fingerprint());
    }

    /// What moves, births, deaths and corrections say is what the stocks say.
    #[test]
    fn the_balance_closes(seeds in seeds(), coarse in 0u8..4) {
        let events = events_of(&seeds);
        let image = learn(&events);
        let map = map(&image, coarse);
        let year = [(date(2026, 1, 1), date(2026, 12, 31))];
        let count = |count, when| {
            let query = MeasureQuery { count, when, known_at: None, map: &map, only: &[], by: &[], modern: &[], threads: 1 };
            image.measure(&query).unwrap()
        };
        let ends = [date(2025, 12, 31), date(2026, 12, 31)];
        let stock = count(Count::Residents, When::Days(&ends));
        let flow = |what, group| count(what, When::Periods(&year)).sum(group, 0);
        for group in 0..map.groups.labels.len() {
            let net = flow(Count::Births, group) - flow(Count::Deaths, group) + flow(Count::MovesIn, group)
                - flow(Count::MovesOut, group) + flow(Count::Corrections, group);
            prop_assert_eq!(stock.sum(group, 0) + net, stock.sum(group, 1));
        }
    }
}

/// The list behind a number is as long as the number says.
fn behind_it(count: Count, map: &Map, whole: &Cells, behind: &[Behind]) -> Result<(), TestCaseError> {
    let many = |group: usize, period: usize| {
        behind.iter().filter(|each| (each.group as usize, each.period as usize) == (group, period)).count() as i64
    };
    for group in 0..map.groups.labels.len() {
        for period in 0..3 {
            match count {
                // Both signs are listed, a day at once for both ends.
                Count::Corrections => {}
                Count::Residents
                | Count::Households
                | Count::Births
                | Count::Deaths
                | Count::PrenatalScreens
                | Count::NewbornScreens
                | Count::Checkups
                | Count::Reviews => prop_assert_eq!(many(group, period), whole.sum(group, period), "{:?}", count),
                // Twice on one day is listed once.
                Count::MovesIn
                | Count::MovesOut
                | Count::Marriages
                | Count::Couples
                | Count::Divorces
                | Count::Separations
                | Count::Widowed
                | Count::MethodStarts
                | Count::MethodStops
                | Count::Pregnancies => {
                    prop_assert!(many(group, period) <= whole.sum(group, period), "{:?}", count);
                    prop_assert_eq!(many(group, period) > 0, whole.sum(group, period) > 0);
                }
            }
        }
    }
    Ok(())
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let image = Image::new();
    let map = map(&image, 0);
    let day = [date(2026, 1, 1)];
    let ask = |count, when, by: &[Dim]| {
        image
            .measure(&MeasureQuery { count, when, known_at: None, map: &map, only: &[], by, modern: &[], threads: 1 })
            .map(|_| ())
    };
    let period = [(day[0], day[0])];
    assert_eq!(
        ask(Count::Residents, When::Days(&day), &[Dim::Order]),
        Err(MeasureError::NoDimension(Count::Residents, Dim::Order))
    );
    assert_eq!(ask(Count::Residents, When::Periods(&period), &[]), Err(MeasureError::When(Count::Residents)));
    assert_eq!(ask(Count::Births, When::Days(&day), &[]), Err(MeasureError::When(Count::Births)));
    assert_eq!(ask(Count::Births, When::Periods(&period), &[Dim::Order]), Ok(()));
}

/// The streams above reach every count, and of every dimension more than one value.
#[test]
fn the_streams_reach_everything() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<(Count, Dim), BTreeSet<u16>> = BTreeMap::new();
    let days: Vec<Date> = (1..=12).map(|month| date(2026, month, 28)).collect();
    let periods = [(date(2025, 1, 1), date(2027, 12, 31))];
    for _ in 0..400 {
        let image = learn(&events_of(&seeds().new_tree(&mut runner).unwrap().current()));
        let map = map(&image, 1);
        for count in Count::ALL {
            let when = if count.is_stock() { When::Days(&days) } else { When::Periods(&periods) };
            for dim in count.dims() {
                let by = [*dim];
                let query =
                    MeasureQuery { count, when, known_at: None, map: &map, only: &[], by: &by, modern: &MODERN, threads: 1 };
                seen.entry((count, *dim)).or_default().extend(image.measure(&query).unwrap().iter().map(|(_, _, of, _)| of[0]));
            }
        }
    }
    for ((count, dim), values) in &seen {
        let alone = (*count, *dim) == (Count::MethodStops, Dim::New);
        assert!(values.len() > 1 || alone, "{count:?} {dim:?}: {values:?}");
    }
}
