//! Where a hamlet's rows put it on every date, also on dates that no row covers.

use jiff::civil::Date;

use crate::code::{Level, UnitCode};
use crate::gazetteer::Gazetteer;
use crate::tree::{Hamlet, TreeError};

/// A period in which a hamlet's candidate communes stay the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The row it comes from.
    pub(crate) row: usize,
    /// One commune, or several where the row was carried through a reorganisation.
    pub(crate) communes: Vec<UnitCode>,
    from: Option<Date>,
    to: Option<Date>,
}

impl Span {
    pub(crate) fn covers(&self, at: Date) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at <= to)
    }
}

type Period = (Option<Date>, Option<Date>);

/// Whether two periods have a day in common.
pub(crate) fn overlap(one: Period, other: Period) -> bool {
    let reaches = |from: Option<Date>, to: Option<Date>| from.zip(to).is_none_or(|(from, to)| from <= to);
    reaches(one.0, other.1) && reaches(other.0, one.1)
}

/// The spans of one hamlet, whose rows come oldest first and do not overlap.
pub(crate) fn place(gazetteer: &Gazetteer, rows: &[Hamlet]) -> Result<Vec<Span>, TreeError> {
    let mut spans = Vec::new();
    for (row, hamlet) in rows.iter().enumerate() {
        let read_on =
            reading_day(gazetteer, hamlet).ok_or(TreeError::NoCommune { hamlet: hamlet.code, commune: hamlet.commune })?;
        let begun = gazetteer.predecessors(hamlet.commune, read_on).first().map(|s| s.on);
        let ended = gazetteer.successors(hamlet.commune, read_on).first().map(|s| s.on);
        let from = match hamlet.valid_from {
            Some(from) if row == 0 && Some(from) == begun => None,
            other => other,
        };
        let own = Span {
            row,
            communes: vec![hamlet.commune],
            from: later(from, begun),
            to: earlier(hamlet.valid_to, ended.and_then(|day| day.yesterday().ok())),
        };
        let mut older = carried_back(gazetteer, &own, from);
        older.reverse();
        let newer = carried_forward(gazetteer, &own, hamlet.valid_to);
        spans.extend(older);
        spans.push(own);
        spans.extend(newer);
    }
    Ok(spans)
}

/// The communes that the commune of a row, read on a day of it, was or became by another day.
pub(crate) fn carry(gazetteer: &Gazetteer, row: &Hamlet, read_on: Date, at: Date) -> Vec<UnitCode> {
    let begun = gazetteer.predecessors(row.commune, read_on).first().map(|s| s.on);
    let ended = gazetteer.successors(row.commune, read_on).first().map(|s| s.on);
    let own = Span { row: 0, communes: vec![row.commune], from: begun, to: ended.and_then(|day| day.yesterday().ok()) };
    let back = carried_back(gazetteer, &own, None);
    let forth = carried_forward(gazetteer, &own, None);
    let all = [own].into_iter().chain(back).chain(forth);
    all.into_iter().find(|span| span.covers(at)).map_or_else(Vec::new, |span| span.communes)
}

/// A day of the row in the newest version of its commune's code that the row meets.
fn reading_day(gazetteer: &Gazetteer, hamlet: &Hamlet) -> Option<Date> {
    if hamlet.commune.level() != Level::Commune {
        return None;
    }
    let period = (hamlet.valid_from, hamlet.valid_to);
    let version =
        gazetteer.versions(hamlet.commune).iter().rfind(|version| overlap((version.valid_from, version.valid_to), period))?;
    let last = earlier(hamlet.valid_to, version.valid_to);
    // Where neither the row nor the version has an end, every day is as good.
    last.or(later(hamlet.valid_from, version.valid_from)).or(Some(Date::ZERO))
}

fn carried_back(gazetteer: &Gazetteer, own: &Span, until: Option<Date>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut now = own.clone();
    while let Some(begun) = now.from.filter(|begun| until.is_none_or(|until| until < *begun)) {
        let Ok(eve) = begun.yesterday() else { break };
        let communes = mapped(&now.communes, |code| {
            let made = gazetteer.predecessors(code, begun);
            made.iter().filter(|s| s.on == begun).map(|s| s.old).collect()
        });
        let earliest = communes.iter().filter_map(|code| gazetteer.predecessors(*code, eve).first().map(|s| s.on)).max();
        now = Span { row: own.row, communes, from: later(until, earliest), to: Some(eve) };
        spans.push(now.clone());
    }
    spans
}

fn carried_forward(gazetteer: &Gazetteer, own: &Span, until: Option<Date>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut now = own.clone();
    while let Some(last) = now.to.filter(|last| until.is_none_or(|until| *last < until)) {
        let Ok(morrow) = last.tomorrow() else { break };
        let communes = mapped(&now.communes, |code| {
            let became = gazetteer.successors(code, last);
            became.iter().filter(|s| s.on == morrow).map(|s| s.new).collect()
        });
        let next = communes.iter().filter_map(|code| gazetteer.successors(*code, morrow).first().map(|s| s.on)).min();
        let end = next.and_then(|day| day.yesterday().ok());
        now = Span { row: own.row, communes, from: Some(morrow), to: earlier(until, end) };
        spans.push(now.clone());
    }
    spans
}

/// Each code replaced by what it was or became, or kept where nothing happened to it.
fn mapped(codes: &[UnitCode], step: impl Fn(UnitCode) -> Vec<UnitCode>) -> Vec<UnitCode> {
    let mut all: Vec<UnitCode> = codes
        .iter()
        .flat_map(|code| {
            let other = step(*code);
            if other.is_empty() { vec![*code] } else { other }
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

fn later(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    one.max(other)
}

fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use pretty_assertions::assert_eq;

    use super::*;

    /// Một and Hai became Một in 2020; Một became Ba in 2030.
    fn three_trees() -> Gazetteer {
        let units = "@\tVN\t-\t-\t-\n01\tTỉnh A\n\
            @\t01\t-\t2019-12-31\t-\n00001\tXã Một\n00002\tXã Hai\n\
            @\t01\t2020-01-01\t2029-12-31\td1\n00001\tXã Một\n\
            @\t01\t2030-01-01\t-\td2\n00003\tPhường Ba\n";
        let successions = "@\t2020-01-01\td1\n00001\t00001 00002\n@\t2030-01-01\td2\n00003\t00001\n";
        Gazetteer::read(&[units], successions).expect("good tables")
    }

    fn told(commune: &str, valid_from: Option<Date>, valid_to: Option<Date>) -> Vec<String> {
        let code = |text: &str| text.parse().expect("a unit code");
        let row = Hamlet {
            id: [0; 16],
            code: code("00001.01"),
            name: String::new(),
            kind: String::new(),
            commune: code(commune),
            valid_from,
            valid_to,
        };
        let spans = place(&three_trees(), &[row]).expect("placed");
        let days = [date(2019, 12, 31), date(2020, 1, 1), date(2029, 12, 31), date(2030, 1, 1)];
        days.iter()
            .map(|day| {
                let mut covering = spans.iter().filter(|span| span.covers(*day));
                let span = covering.next();
                assert_eq!(covering.next(), None, "spans never overlap");
                span.map_or_else(String::new, |span| span.communes.iter().map(UnitCode::as_str).collect::<Vec<_>>().join(" "))
            })
            .collect()
    }

    #[test]
    fn carried_through_two_reorganisations() {
        assert_eq!(told("00003", None, None), ["00001 00002", "00001", "00001", "00003"]);
        assert_eq!(told("00002", None, None), ["00002", "00001", "00001", "00003"]);
    }

    #[test]
    fn a_row_is_read_in_the_newest_tree_it_meets() {
        assert_eq!(told("00001", None, None), ["00001 00002", "00001", "00001", "00003"]);
        assert_eq!(told("00001", None, Some(date(2019, 12, 31))), ["00001", "", "", ""]);
        assert_eq!(told("00001", Some(date(2010, 1, 1)), Some(date(2025, 1, 1))), ["00001 00002", "00001", "", ""]);
        assert_eq!(told("00001", Some(date(2020, 1, 1)), None), ["00001 00002", "00001", "00001", "00003"]);
        assert_eq!(told("00001", Some(date(2020, 1, 2)), None), ["", "", "00001", "00003"]);
    }
}
