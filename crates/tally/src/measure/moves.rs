//! Moves over the boundary of a group, and corrections: what begins and ends residence besides birth and death.

use super::{Asked, Count, Dim};
use crate::count::MAX_AGE;
use crate::image::Image;
use crate::rows::{OPEN, Rows, StatusFilter, entry_of, exit_of, how, sex_code};

/// What an end of a row is for a group: a move, a correction, or neither.
fn counts(count: Count, reason: u16, crosses: bool, arrives: bool) -> Option<i32> {
    let moves = reason == how::MOVED || reason == how::TRANSFERRED && crosses;
    match reason {
        how::NONE | how::BIRTH | how::DEATH | how::TRAIT => None,
        _ if moves => (count == if arrives { Count::MovesIn } else { Count::MovesOut }).then_some(1),
        _ => (count == Count::Corrections).then_some(if arrives { 1 } else { -1 }),
    }
}

/// Calls `sink` with the person, the cell, the day and the sign of everything that counts.
pub(crate) fn visit(image: &Image, asked: &Asked<'_>, mut sink: impl FnMut(&[u8; 16], u64, i32, i32)) {
    let statuses = StatusFilter::usual();
    let first = asked.periods.iter().map(|(first, _)| *first).min().unwrap_or(OPEN);
    let last = asked.periods.iter().map(|(_, last)| *last).max().unwrap_or(i32::MIN);
    let within = |day: i32| first <= day && day <= last;
    image.believed(asked.known_at, |rows: &Rows, at| {
        if !asked.is_new(rows.known_from[at]) || !within(rows.from[at]) && !within(rows.to[at]) {
            return;
        }
        for (day, arrives) in [(rows.from[at], true), (rows.to[at], false)] {
            if !within(day) {
                continue;
            }
            let (tags, hamlet) = (rows.tags[at], rows.hamlet[at]);
            let group = asked.map.group(hamlet);
            if group == u32::MAX || !statuses.has(tags) {
                continue;
            }
            let (reason, other) = if arrives { (entry_of(tags), rows.origin[at]) } else { (exit_of(tags), rows.destination[at]) };
            let Some(sign) = counts(asked.count, reason, asked.map.group(other) != group, arrives) else { continue };
            for period in asked.periods_of(day) {
                let value = |dim: Dim| {
                    if dim == Dim::Sex {
                        sex_code(tags)
                    } else if dim == Dim::Age {
                        ((day - rows.birth[at]) / 10_000).clamp(0, MAX_AGE as i32) as u16
                    } else if dim == Dim::Level {
                        asked.map.level(hamlet, other)
                    } else {
                        asked.map.urban(hamlet)
                    }
                };
                if let Some(cell) = asked.cell(group, period, value) {
                    sink(&rows.person[at], cell, day, sign);
                }
            }
        }
    });
}
