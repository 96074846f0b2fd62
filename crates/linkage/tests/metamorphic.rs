//! What must not change when lists are changed in ways that mean nothing.

mod made;

use danso_linkage::engine::run::Linked;
use danso_linkage::person::frequencies::Frequencies;
use danso_linkage::person::link::Lists;
use danso_linkage::person::record::{Row, Standardiser};
use danso_linkage::person::saved::Saved;
use danso_linkage::units::Units;
use made::{Made, damaged, population};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn lists(a: &[Made], b: &[Made]) -> Lists {
    let mut standardiser = Standardiser::new(Units::default());
    let people =
        |standardiser: &mut Standardiser, list: &[Made]| list.iter().map(|made| standardiser.person(&made.row())).collect();
    let a = people(&mut standardiser, a);
    let b = people(&mut standardiser, b);
    Lists { standardiser, a, b: Some(b) }
}

fn linked(lists: &Lists) -> Linked {
    lists.link(&Frequencies::new(&lists.counts()), None, 7)
}

/// Sure links as pairs of keys.
fn sure(a: &[Made], b: &[Made], linked: &Linked) -> BTreeMap<String, String> {
    let best = linked.best.iter().flatten().filter(|best| best.probability > 0.9);
    best.map(|best| linked.edges[best.edge])
        .map(|edge| (a[edge.a as usize].key.clone(), b[edge.b as usize].key.clone()))
        .collect()
}

#[test]
fn most_persons_are_found_and_few_wrongly() {
    let a = population(3000, 1);
    let b = damaged(&a, 2);
    let links = sure(&a, &b, &linked(&lists(&a, &b)));
    let right = links.iter().filter(|(one, other)| one == other).count();
    assert!(right * 1000 >= links.len() * 995, "{right} of {} links are right", links.len());
    let common = b.iter().filter(|made| a.iter().any(|other| other.key == made.key)).count();
    assert!(right * 100 >= common * 95, "{right} of {common} are found");
}

#[test]
fn exchanging_the_lists_leaves_the_links() {
    let a = population(2000, 3);
    let b = damaged(&a, 4);
    let there = sure(&a, &b, &linked(&lists(&a, &b)));
    let back = sure(&b, &a, &linked(&lists(&b, &a)));
    let turned: BTreeMap<String, String> = back.into_iter().map(|(one, other)| (other, one)).collect();
    assert!(there.len() > 500);
    assert_eq!(there, turned);
}

#[test]
fn strangers_change_nothing_while_the_model_is_held() {
    let a = population(2000, 5);
    let b = damaged(&a, 6);
    let before = lists(&a, &b);
    let learned = linked(&before);
    let saved = Saved::of_persons(learned.trained.clone(), &before.counts(), &before.standardiser);
    let saved = Saved::read(&saved.write().unwrap(), "person").unwrap();
    // People of another province and century, so that nobody of them comes near.
    let strangers: Vec<Made> = population(500, 99).into_iter().map(Made::stranger).collect();
    let more: Vec<Made> = a.iter().cloned().chain(strangers).collect();
    let mut after = lists(&more, &b);
    let frequencies = Frequencies::new(&saved.frequencies.counts(&mut after.standardiser));
    let again = after.link(&frequencies, Some(saved.trained), 7);
    let told = |linked: &Linked| -> Vec<Option<(u32, u64)>> {
        let best = linked.best.iter().map(|best| best.filter(|best| best.probability > 0.01));
        best.map(|best| best.map(|best| (linked.edges[best.edge].a, best.probability.to_bits()))).collect()
    };
    assert_eq!(told(&learned), told(&again));
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let a = population(2500, 8);
    let b = damaged(&a, 9);
    let lists = lists(&a, &b);
    let in_threads = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let linked = pool.install(|| linked(&lists));
        let bits: Vec<u64> = linked.probabilities.iter().map(|p| p.to_bits()).collect();
        (bits, serde_json::to_string(&linked.trained).unwrap())
    };
    assert_eq!(in_threads(1), in_threads(3));
}

/// Ways of writing a name that are no other name.
fn variants(name: &str) -> Vec<String> {
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(name).collect();
    let mut list = vec![name.to_uppercase(), name.to_lowercase(), decomposed, name.replace(' ', "   "), format!(" {name}.")];
    let swaps = [
        ("òa", "oà"),
        ("óa", "oá"),
        ("úy", "uý"),
        ("ủy", "uỷ"),
        ("Đ", "Ð"),
        ("Lý", "Lí"),
        ("Vy", "Vi"),
        ("Nguyễn", "Nguyeenx"),
        ("Trần", "Tra6n2"),
    ];
    list.extend(swaps.iter().filter(|(from, _)| name.contains(from)).map(|(from, to)| name.replace(from, to)));
    list
}

#[test]
fn ways_of_writing_leave_the_weight() {
    let a = population(800, 11);
    let b = damaged(&a, 12);
    let base = lists(&a, &b);
    let learned = linked(&base);
    let frequencies = Frequencies::new(&base.counts());
    let mut standardiser = base.standardiser.clone();
    let mut tried = 0;
    for made in a.iter().take(300) {
        let plain = standardiser.person(&made.row());
        for variant in variants(&made.name) {
            let written = standardiser.person(&Row { name: &variant, ..made.row() });
            let comparer = danso_linkage::person::compare::Comparer::new(&standardiser.lexicon, &frequencies);
            let weigher = danso_linkage::model::Weigher::new(&learned.trained.model);
            let weight = |one, other| {
                let compared = comparer.compare(one, other);
                weigher.weigh(compared.pattern, compared.rarity).total
            };
            assert_eq!(weight(&plain, &plain).to_bits(), weight(&plain, &written).to_bits(), "{} as {variant}", made.name);
            tried += 1;
        }
    }
    assert!(tried > 1500);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn comparing_is_symmetric(name in "[A-Za-zĐđăâêôơưáàảãạế ]{0,24}", other in "[A-Za-zĐđăâêôơưáàảãạế ]{0,24}", birth in "[0-9/-]{0,10}", number in "[0-9]{0,13}") {
        let mut standardiser = Standardiser::default();
        let one = standardiser.person(&Row { name: &name, birth: &birth, number: &number, ..Row::default() });
        let two = standardiser.person(&Row { name: &other, birth: "1987-05-20", number: "092087000001", ..Row::default() });
        let frequencies = Frequencies::default();
        let comparer = danso_linkage::person::compare::Comparer::new(&standardiser.lexicon, &frequencies);
        let (there, back) = (comparer.compare(&one, &two), comparer.compare(&two, &one));
        prop_assert_eq!(there.pattern, back.pattern, "{} | {}", name, other);
    }

    #[test]
    fn whatever_is_written_is_read(name in "\\PC{0,60}", birth in "\\PC{0,20}", number in "\\PC{0,20}", address in "\\PC{0,40}") {
        let mut standardiser = Standardiser::default();
        let row = Row { name: &name, birth: &birth, number: &number, address: &address, phone: &number, commune: &birth, house: &address, ..Row::default() };
        let person = standardiser.person(&row);
        prop_assert_eq!(person, standardiser.person(&row));
    }
}
