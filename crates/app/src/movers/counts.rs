//! How many moved in a period, and of how many the other end is known.

use super::find::Found;
use super::places::stated;
use super::shapes::{MoverCounts, MoverPlace, MoverTally, StatedPlace};
use crate::Territory;
use crate::territory::day_of;
use danso_model::{HamletId, PersonId};
use danso_tally::{Moved, Way, day_number};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// Places that are told.
const PLACES: usize = 50;

impl MoverTally {
    fn add(&mut self, paired: bool, likely: bool) {
        self.total += 1;
        let one = if paired {
            &mut self.paired
        } else if likely {
            &mut self.likely
        } else {
            &mut self.open
        };
        *one += 1;
    }
}

/// The ends of moves that have someone likely at the other end: who, which end, and the day.
pub(super) type Likely = HashSet<(PersonId, Way, i32)>;

pub(super) fn counts(
    found: &Found,
    territory: &Territory,
    hamlets: &HashSet<HamletId>,
    likely: &Likely,
    (from, to): (Date, Date),
) -> MoverCounts {
    let (mut departures, mut arrivals, mut sheets) = <(MoverTally, MoverTally, MoverTally)>::default();
    let mut places: HashMap<StatedPlace, (MoverTally, MoverTally)> = HashMap::new();
    let within = day_number(from)..=day_number(to);
    let here = |moved: &&Moved| within.contains(&moved.day) && hamlets.contains(&moved.hamlet);
    for moved in found.moves.iter().filter(here) {
        let is_likely = likely.contains(&(moved.person, moved.way, moved.day));
        let place = |places: &mut HashMap<StatedPlace, (MoverTally, MoverTally)>| {
            let place = stated(territory, moved.place, day_of(moved.day).unwrap_or(to));
            let tallies = places.entry(place).or_default();
            (if moved.way == Way::Left { &mut tallies.0 } else { &mut tallies.1 }).add(moved.known, is_likely);
        };
        match moved.way {
            Way::Left => departures.add(moved.known, is_likely),
            Way::CameIn => arrivals.add(moved.known, is_likely),
            // Of the others that sheets found nobody says that they moved.
            Way::Found if is_likely => sheets.add(false, true),
            Way::Found => {}
        }
        if moved.way != Way::Found {
            place(&mut places);
        }
    }
    let line = |(place, (departures, arrivals))| MoverPlace { place, departures, arrivals };
    let mut places: Vec<MoverPlace> = places.into_iter().map(line).collect();
    places.sort_by_key(|line| (std::cmp::Reverse(line.departures.total + line.arrivals.total), line.place.clone()));
    places.truncate(PLACES);
    MoverCounts { from: from.to_string(), to: to.to_string(), departures, arrivals, found: sheets, places }
}
