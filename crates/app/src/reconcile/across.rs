//! A list of a whole province: compared with everyone at once, and handed to each commune as a reconciliation of its own.
//!
//! Whoever is listed in one commune and lives in another is found where they live, and is missing nowhere. What a commune gets is what it may see: its own
//! residents, and the rows that are one of them, may be one, or name the commune.

use super::frozen::{Frozen, House, Kept, Theirs, thresholds};
use super::make::Compared;
use super::progress::{Brief, count};
use super::shapes::{Batch, LeftOut, ReconciliationAsk};
use super::standard::{Places, Standard};
use crate::in_place::in_place;
use crate::{App, AppError};
use danso_model::{ReconciliationId, UserId};
use danso_places::{Level, UnitCode};
use std::collections::{BTreeMap, HashMap};

/// A part of what was compared: of one commune.
fn empty(frozen: &Frozen) -> Frozen {
    Frozen { houses: Vec::new(), ours: Vec::new(), theirs: Vec::new(), bad: Vec::new(), model: frozen.model.clone() }
}

/// What was compared by commune, and the rows that belong to none. A row is where whom it likeliest is lives, else where it says.
fn parts(
    frozen: &Frozen,
    of_house: impl Fn(&House) -> Option<UnitCode>,
    of_row: impl Fn(u32) -> Option<UnitCode>,
) -> (BTreeMap<UnitCode, Frozen>, Vec<u32>) {
    let mut parts: BTreeMap<UnitCode, Frozen> = BTreeMap::new();
    let homes: Vec<Option<(UnitCode, u32)>> = frozen
        .houses
        .iter()
        .map(|house| {
            let commune = of_house(house)?;
            let part = parts.entry(commune).or_insert_with(|| empty(frozen));
            part.houses.push(house.clone());
            Some((commune, count(part.houses.len()) - 1))
        })
        .collect();
    let people: Vec<Option<(UnitCode, u32)>> = frozen
        .ours
        .iter()
        .map(|ours| {
            let (commune, house) = homes.get(ours.house as usize).copied().flatten()?;
            let part = parts.get_mut(&commune)?;
            part.ours.push(super::frozen::Ours { house, ..ours.clone() });
            Some((commune, count(part.ours.len()) - 1))
        })
        .collect();
    let mut unplaced = Vec::new();
    for (row, theirs) in (0_u32..).zip(&frozen.theirs) {
        let likeliest = theirs.kept.first().filter(|best| best.probability >= thresholds().review);
        let lives = likeliest.and_then(|best| people.get(best.ours as usize).copied().flatten()).map(|(commune, _)| commune);
        let Some((commune, part)) = lives.or_else(|| of_row(row)).and_then(|commune| Some((commune, parts.get_mut(&commune)?)))
        else {
            unplaced.push(row);
            continue;
        };
        let here = |kept: &Kept| {
            let (lives, ours) = people.get(kept.ours as usize).copied().flatten()?;
            (lives == commune).then_some(Kept { ours, ..*kept })
        };
        let kept = theirs.kept.iter().filter_map(here).collect();
        part.theirs.push(Theirs { record: theirs.record.clone(), said: theirs.said, kept });
    }
    (parts, unplaced)
}

/// The commune of today that a row names: by the hamlet of its address, by name, or by a code that is or became one.
fn commune_of(
    standard: &Standard,
    places: &Places,
    became: &HashMap<&str, Option<&str>>,
    row: u32,
    written: &str,
) -> Option<UnitCode> {
    if let Some((_, commune)) = standard.hamlet(row).and_then(|hamlet| places.hamlets.get(&hamlet)) {
        return commune.parse().ok();
    }
    let mut code = places.commune(written);
    // No chain of successions is longer.
    for _ in 0..8 {
        match became.get(code.as_str()) {
            Some(Some(next)) if *next != code => code = (*next).to_owned(),
            Some(Some(_)) | None => return code.parse().ok(),
            Some(None) => return None,
        }
    }
    None
}

impl App {
    /// Compares a list with everyone of a unit above communes, and keeps a reconciliation for each commune in which somebody lives; for whoever holds the
    /// database. `told` hears how many communes are done, and of how many.
    ///
    /// # Errors
    /// As [`App::reconcile`]; `unknown_unit` for a commune, which needs no parts.
    pub async fn reconcile_by_commune(
        &self,
        by: UserId,
        unit: UnitCode,
        file: (&[u8], &str),
        ask: &ReconciliationAsk,
        mut told: impl FnMut(usize, usize),
    ) -> Result<Batch, AppError> {
        if unit.level() == Level::Commune {
            return Err(AppError::bad("unknown_unit", unit.to_string()));
        }
        let Compared { brief, frozen, standard, places, listed, .. } = self.compared(unit, file.0, file.1, ask).await?;
        let (territory, today) = (self.territory(), self.env.today());
        let gazetteer = territory.tree.gazetteer();
        let mut became: HashMap<&str, Option<&str>> = HashMap::new();
        for step in &places.successions {
            let now = |code: &str| code.parse().is_ok_and(|code| gazetteer.unit(code, today).is_some());
            // A code that is in force is what it says; one that went to several communes tells none of them.
            if !now(&step.old) {
                let only = |known: &mut Option<&str>| *known = known.filter(|known| *known == step.new);
                became.entry(&step.old).and_modify(only).or_insert(Some(&step.new));
            }
        }
        let of_house = |house: &House| places.hamlets.get(&house.hamlet).and_then(|(_, commune)| commune.parse().ok());
        let of_row = |row: u32| {
            let written = frozen.theirs.get(row as usize).map(|theirs| theirs.record.commune.as_str()).unwrap_or_default();
            commune_of(&standard, &places, &became, row, written)
        };
        let (parts, unplaced) = in_place(|| parts(&frozen, of_house, of_row));
        drop(standard);
        let lines = |row: &u32| frozen.theirs.get(*row as usize).map(|theirs| theirs.record.line);
        let unplaced = unplaced.iter().filter_map(lines).map(|line| LeftOut { line, reason: "unplaced".to_owned() });
        let bad = frozen.bad.iter().map(|bad| LeftOut { line: bad.line, reason: bad.reason.code().to_owned() });
        let left_out = bad.chain(unplaced).collect();
        let (batch, many) = (self.env.new_id(), parts.len());
        let mut items = Vec::new();
        for (commune, part) in parts {
            let places = self.reading_places(commune);
            let standard = in_place(|| Standard::of(&part, &places, listed));
            let living = part.ours.iter().filter(|ours| ours.left.is_none()).count();
            let brief =
                Brief { rows: count(part.theirs.len()), bad: 0, residents: count(living), batch: Some(batch), ..brief.clone() };
            let last = self.earlier(commune, Some(&ask.source)).await?.into_iter().next();
            let last = last.filter(|_| !ask.afresh).map(|(same, _)| ReconciliationId(same.id));
            let id = self.keep_compared(by, commune, brief, &part, &standard, last).await?;
            items.push(self.reconciliation_unchecked(id).await?);
            told(items.len(), many);
        }
        Ok(Batch { id: batch, items, left_out })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::frozen::{Ours, Said};
    use danso_lists::Record;
    use uuid::Uuid;

    fn code(text: &str) -> UnitCode {
        text.parse().unwrap()
    }

    fn theirs(name: &str, commune: &str, kept: &[(u32, f64)]) -> Theirs {
        let record = Record { name: name.to_owned(), commune: commune.to_owned(), ..Record::default() };
        let kept = kept.iter().map(|(ours, probability)| Kept { ours: *ours, probability: *probability, weight: 0.0 }).collect();
        Theirs { record, said: Said::Review, kept }
    }

    #[test]
    fn rows_go_where_the_likeliest_lives_else_where_they_say() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let house = |id: u128, hamlet| House {
            id: Uuid::from_u128(id),
            hamlet,
            area: Uuid::nil(),
            number: id.to_string(),
            address: None,
        };
        let person = |id: u128, house| Ours {
            person: Uuid::from_u128(id),
            house,
            name: String::new(),
            sex: "f".to_owned(),
            birth: "1990".to_owned(),
            pin: String::new(),
            phone: String::new(),
            relationship: String::new(),
            residence: String::new(),
            since: String::new(),
            left: None,
        };
        let frozen = Frozen {
            houses: vec![house(10, one), house(11, other), house(12, one)],
            ours: vec![person(20, 1), person(21, 2), person(22, 0)],
            theirs: vec![
                theirs("elsewhere listed", "31120", &[(0, 0.9), (1, 0.3)]),
                theirs("nobody", "31120", &[(0, 0.01)]),
                theirs("nowhere", "", &[]),
                theirs("a third commune", "31150", &[]),
            ],
            bad: Vec::new(),
            model: "model".to_owned(),
        };
        let of_house = |house: &House| Some(if house.hamlet == one { code("31120") } else { code("31117") });
        let of_row = |row: u32| frozen.theirs[row as usize].record.commune.parse().ok();
        let (parts, unplaced) = parts(&frozen, of_house, of_row);
        assert_eq!(unplaced, [2, 3], "in the second nobody lives");
        let [first, second] = [&parts[&code("31117")], &parts[&code("31120")]];
        assert_eq!((first.houses.len(), first.ours[0].person, first.ours[0].house), (1, Uuid::from_u128(20), 0));
        assert_eq!(
            first.theirs[0].kept,
            [Kept { ours: 0, probability: 0.9, weight: 0.0 }],
            "whoever lives elsewhere is not shown"
        );
        assert_eq!(
            second.ours.iter().map(|ours| (ours.person, ours.house)).collect::<Vec<_>>(),
            [(Uuid::from_u128(21), 1), (Uuid::from_u128(22), 0)]
        );
        assert_eq!((second.theirs.len(), second.theirs[0].kept.len()), (1, 0));
        assert_eq!((first.model.as_str(), second.model.as_str()), ("model", "model"));
    }
}
