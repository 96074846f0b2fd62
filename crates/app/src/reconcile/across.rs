//! A list of a whole province: compared with everyone at once, and handed to each commune as a reconciliation of its own.
//!
//! Whoever is listed in one commune and lives in another is found where they live, and is missing nowhere. What a commune gets is what it may see: its own
//! residents, and the rows that are one of them, may be one, or name the commune.

use super::frozen::{Frozen, House, Kept, Ours, Theirs, thresholds};
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
fn empty(model: &str) -> Frozen {
    Frozen { houses: Vec::new(), ours: Vec::new(), theirs: Vec::new(), bad: Vec::new(), model: model.to_owned() }
}

/// What was compared by commune, and the lines of rows that belong to none. A row is where whom it likeliest is lives, else where it says (`of_row`).
fn parts(
    frozen: Frozen,
    of_house: impl Fn(&House) -> Option<UnitCode>,
    of_row: &[Option<UnitCode>],
) -> (BTreeMap<UnitCode, Frozen>, Vec<u32>) {
    let Frozen { houses, ours, theirs, model, .. } = frozen;
    let mut parts: BTreeMap<UnitCode, Frozen> = BTreeMap::new();
    let mut homes: Vec<Option<(UnitCode, u32)>> = Vec::with_capacity(houses.len());
    for house in houses {
        homes.push(of_house(&house).map(|commune| {
            let part = parts.entry(commune).or_insert_with(|| empty(&model));
            part.houses.push(house);
            (commune, count(part.houses.len()) - 1)
        }));
    }
    let mut people: Vec<Option<(UnitCode, u32)>> = Vec::with_capacity(ours.len());
    for ours in ours {
        let home = homes.get(ours.house as usize).copied().flatten();
        people.push(home.and_then(|(commune, house)| {
            let part = parts.get_mut(&commune)?;
            part.ours.push(Ours { house, ..ours });
            Some((commune, count(part.ours.len()) - 1))
        }));
    }
    let lives = |kept: &Kept| people.get(kept.ours as usize).copied().flatten();
    let mut unplaced = Vec::new();
    for (mut row, named) in theirs.into_iter().zip(of_row) {
        let likeliest = row.kept.first().filter(|best| best.probability >= thresholds().review);
        let commune = likeliest.and_then(lives).map(|(commune, _)| commune).or(*named);
        let Some((commune, part)) = commune.and_then(|commune| Some((commune, parts.get_mut(&commune)?))) else {
            unplaced.push(row.record.line);
            continue;
        };
        let here = |kept: &Kept| {
            let (lives, ours) = lives(kept)?;
            (lives == commune).then_some(Kept { ours, ..*kept })
        };
        row.kept = row.kept.iter().filter_map(here).collect();
        part.theirs.push(row);
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
        let Compared { brief, frozen, standard, mut places, listed, .. } = self.compared(unit, file.0, file.1, ask).await?;
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
        let named = |(row, theirs): (u32, &Theirs)| commune_of(&standard, &places, &became, row, &theirs.record.commune);
        let of_row: Vec<Option<UnitCode>> = in_place(|| (0_u32..).zip(&frozen.theirs).map(named).collect());
        drop(standard);
        let bad: Vec<LeftOut> =
            frozen.bad.iter().map(|bad| LeftOut { line: bad.line, reason: bad.reason.code().to_owned() }).collect();
        let (parts, unplaced) = in_place(|| parts(frozen, of_house, &of_row));
        let unplaced = unplaced.into_iter().map(|line| LeftOut { line, reason: "unplaced".to_owned() });
        let left_out = bad.into_iter().chain(unplaced).collect();
        let (batch, many) = (self.env.new_id(), parts.len());
        let mut items = Vec::new();
        for (commune, part) in parts {
            // What is known of places is the same; rows that name no commune are of this one.
            places.of_all = Some(commune.to_string());
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
    use crate::reconcile::frozen::Said;
    use danso_lists::Record;
    use uuid::Uuid;

    fn code(text: &str) -> UnitCode {
        text.parse().unwrap()
    }

    fn theirs(line: u32, name: &str, commune: &str, kept: &[(u32, f64)]) -> Theirs {
        let record = Record { line, name: name.to_owned(), commune: commune.to_owned(), ..Record::default() };
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
                theirs(1, "elsewhere listed", "31120", &[(0, 0.9), (1, 0.3)]),
                theirs(2, "nobody", "31120", &[(0, 0.01)]),
                theirs(3, "nowhere", "", &[]),
                theirs(4, "a third commune", "31150", &[]),
            ],
            bad: Vec::new(),
            model: "model".to_owned(),
        };
        let of_house = |house: &House| Some(if house.hamlet == one { code("31120") } else { code("31117") });
        let of_row: Vec<Option<UnitCode>> = frozen.theirs.iter().map(|theirs| theirs.record.commune.parse().ok()).collect();
        let (parts, unplaced) = parts(frozen, of_house, &of_row);
        assert_eq!(unplaced, [3, 4], "in the second nobody lives");
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
