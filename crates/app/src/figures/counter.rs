//! Answers to the questions of indicators and reports, for any units of a layer at once.

use super::cubes::{Cube, CubeKey, Moment};
use super::ground::{Ground, Mapped};
use super::words;
use crate::{App, AppError};
use danso_indicators::{Ask, By, Measure, Span, When as Taken};
use danso_model::Position;
use danso_tally::{Behind, Count, Dim, Grouping, Image, MeasureQuery, When};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Counts for the units of a ground, as known at one position.
pub(crate) struct Counter<'a> {
    app: &'a App,
    image: &'a Image,
    ground: Arc<Ground>,
    known_at: Position,
    /// Whether the position was asked for: then what is counted holds for ever.
    fixed: bool,
    modern: Vec<u16>,
    ready: HashMap<(What, Moment), Arc<Cube>>,
    late: HashMap<(Count, Moment, Position), Arc<Cube>>,
}

/// What a cube counts at each of its moments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct What {
    pub(crate) count: Count,
    /// Narrowed while counting: of what counts once a period, cells cannot be added up afterwards.
    pub(crate) only: Vec<(Dim, Vec<(u16, u16)>)>,
    /// Split by these.
    pub(crate) dims: Vec<Dim>,
}

/// A question taken apart.
struct Question {
    what: What,
    /// Which moments, and how often each is taken.
    moments: Vec<(Moment, f64)>,
    /// By what the sum of the moments is divided.
    divided: f64,
}

/// Whether someone counts once however often it happened in the period.
const fn once_a_period(count: Count) -> bool {
    matches!(count, Count::Couples | Count::PrenatalScreens | Count::NewbornScreens | Count::Checkups | Count::Reviews)
}

/// Whether what counts once a period is someone, and not an act of two.
const fn each_subject_once(count: Count) -> bool {
    once_a_period(count) && !matches!(count, Count::Couples)
}

pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl What {
    fn of(count: Count, measure: &Measure, by: Option<By>) -> Self {
        let narrowed = measure.only.iter().map(|(dimension, ranges)| (words::dimension(*dimension), ranges.clone()));
        let only = if once_a_period(count) { narrowed.collect() } else { Vec::new() };
        let after = measure.only.keys().copied().filter(|_| only.is_empty());
        let mut dims: Vec<Dim> = after.chain(by.map(|by| by.dimension)).map(words::dimension).collect();
        dims.sort_unstable();
        dims.dedup();
        Self { count, only, dims }
    }
}

impl<'a> Counter<'a> {
    pub(crate) fn new(app: &'a App, image: &'a Image, ground: Arc<Ground>, known_at: Option<Position>, modern: Vec<u16>) -> Self {
        let head = image.head();
        let position = match known_at {
            Some(asked) => asked.min(head),
            None => app.cubes.current(head, image.len().0, app.env.now_ms()),
        };
        let fixed = known_at.is_some() && position < head;
        Self { app, image, ground, known_at: position, fixed, modern, ready: HashMap::new(), late: HashMap::new() }
    }

    /// The position whose knowledge is counted.
    pub(crate) const fn known_at(&self) -> Position {
        self.known_at
    }

    fn question(&self, measure: &Measure, by: Option<By>, span: Span) -> Question {
        let count = words::count(measure.count);
        let what = What::of(count, measure, by);
        let day = |day: Date| (Moment::Day(day), 1.0);
        if !count.is_stock() {
            let spans =
                if once_a_period(count) { vec![(span.from(), span.to())] } else { self.ground.cut(span.from(), span.to()) };
            let moments = spans.into_iter().map(|(from, to)| (Moment::Span(from, to), 1.0)).collect();
            return Question { what, moments, divided: 1.0 };
        }
        let (moments, divided) = match measure.when {
            Taken::End => (vec![day(span.to())], 1.0),
            Taken::Start => (vec![day(span.day_before())], 1.0),
            Taken::Average => {
                let days = span.stock_days();
                let last = days.len() - 1;
                let weigh = |(at, day): (usize, Date)| (Moment::Day(day), if at == 0 || at == last { 1.0 } else { 2.0 });
                (days.into_iter().enumerate().map(weigh).collect(), 2.0 * last as f64)
            }
        };
        Question { what, moments, divided }
    }

    /// Counts what some questions need, in as few passes as can be.
    ///
    /// # Errors
    /// When a count has not the dimensions asked for; the catalogue was checked against that.
    pub(crate) fn prepare<'q>(&mut self, asks: impl IntoIterator<Item = &'q Ask>) -> Result<(), AppError> {
        let mut wanted: HashMap<What, Vec<Moment>> = HashMap::new();
        for ask in asks {
            let Ask::Counted { measure, by, span } = ask else { continue };
            let question = self.question(measure, *by, *span);
            let moments = wanted.entry(question.what).or_default();
            moments.extend(question.moments.into_iter().map(|(moment, _)| moment));
        }
        for (what, mut moments) in wanted {
            moments.sort_unstable();
            moments.dedup();
            moments.retain(|moment| !self.ready.contains_key(&(what.clone(), *moment)));
            let mut missing = Vec::new();
            for moment in moments {
                match self.app.cubes.get(&self.key(&what, moment, None)) {
                    Some(cube) if cube.known_at == self.known_at => {
                        self.ready.insert((what.clone(), moment), cube);
                    }
                    Some(_) | None => missing.push(moment),
                }
            }
            self.count(&what, &missing)?;
        }
        Ok(())
    }

    fn key(&self, what: &What, moment: Moment, due: Option<Position>) -> CubeKey {
        let modern = what.dims.contains(&Dim::Modern) || what.only.iter().any(|(dim, _)| *dim == Dim::Modern);
        CubeKey {
            ground: Arc::as_ptr(&self.ground) as usize,
            what: what.clone(),
            moment,
            fixed: self.fixed.then_some(self.known_at),
            modern: if modern { self.modern.clone() } else { Vec::new() },
            due,
        }
    }

    fn count(&mut self, what: &What, moments: &[Moment]) -> Result<(), AppError> {
        let mut by_stretch: HashMap<usize, Vec<Moment>> = HashMap::new();
        for moment in moments {
            by_stretch.entry(self.ground.stretch(moment.last())).or_default().push(*moment);
        }
        for (stretch, moments) in by_stretch {
            let mapped = self.ground.mapped(self.image, stretch);
            let days: Vec<Date> = moments.iter().map(|moment| moment.last()).collect();
            let spans: Vec<(Date, Date)> = moments
                .iter()
                .map(|moment| match moment {
                    Moment::Day(day) => (*day, *day),
                    Moment::Span(from, to) => (*from, *to),
                })
                .collect();
            let query = MeasureQuery {
                count: what.count,
                when: if what.count.is_stock() { When::Days(&days) } else { When::Periods(&spans) },
                known_at: Some(self.known_at),
                map: &mapped.map,
                only: &what.only,
                by: &what.dims,
                modern: &self.modern,
                threads: threads(),
            };
            let cells = self.image.measure(&query).map_err(|error| AppError::damaged(format!("the indicators: {error}")))?;
            let groups = mapped.map.groups.labels.len();
            let cubes = Cube::of(&cells, moments.len(), groups, what.dims.len(), self.known_at);
            for (moment, cube) in moments.into_iter().zip(cubes) {
                let cube = Arc::new(cube);
                self.app.cubes.put(&self.ground, self.key(what, moment, None), &cube);
                self.ready.insert((what.clone(), moment), cube);
            }
        }
        Ok(())
    }

    /// What a prepared question comes to for a unit: one number, or one for each group of its split.
    ///
    /// # Errors
    /// As [`Counter::prepare`], for a question that was not prepared.
    pub(crate) fn answer(&mut self, unit: &str, ask: &Ask) -> Result<Vec<f64>, AppError> {
        let Ask::Counted { measure, by, span } = ask else { return Ok(vec![f64::NAN]) };
        let question = self.question(measure, *by, *span);
        if question.moments.iter().any(|(moment, _)| !self.ready.contains_key(&(question.what.clone(), *moment))) {
            self.prepare([ask])?;
        }
        let mut sums = vec![0.0; ask.answer_len()];
        for (moment, times) in &question.moments {
            let mapped = self.ground.mapped(self.image, self.ground.stretch(moment.last()));
            let Some(cube) = self.ready.get(&(question.what.clone(), *moment)) else { continue };
            let numbers = numbers(cube, &mapped, unit, measure, *by, &question.what);
            sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += times * number);
        }
        Ok(sums.into_iter().map(|sum| sum / question.divided).collect())
    }

    /// The persons or households that a question counts in a unit, those of hamlets that are counted in shares included; of an average,
    /// those at its last day.
    ///
    /// # Errors
    /// As [`Counter::prepare`].
    pub(crate) fn behind(&self, unit: &str, ask: &Ask, limit: usize) -> Result<Vec<Behind>, AppError> {
        let Ask::Counted { measure, by, span } = ask else { return Ok(Vec::new()) };
        let count = words::count(measure.count);
        let question = self.question(measure, *by, *span);
        let moments = if count.is_stock() { &question.moments[question.moments.len() - 1..] } else { &question.moments[..] };
        let mut only: Vec<(Dim, Vec<(u16, u16)>)> =
            measure.only.iter().map(|(dimension, ranges)| (words::dimension(*dimension), ranges.clone())).collect();
        only.sort_unstable();
        let mut found = Vec::new();
        for (moment, _) in moments {
            let mapped = self.ground.mapped(self.image, self.ground.stretch(moment.last()));
            let Some(parts) = mapped.unit(unit) else { continue };
            let groups = parts.groups.iter().map(|(group, _)| *group as u32).collect::<HashSet<u32>>();
            // Only this unit's hamlets, still each in its group: a move inside the unit is none.
            let of_hamlet =
                mapped.map.groups.of_hamlet.iter().map(|group| if groups.contains(group) { *group } else { u32::MAX });
            let map =
                mapped.map.with_groups(Grouping { labels: mapped.map.groups.labels.clone(), of_hamlet: of_hamlet.collect() });
            let (days, spans) = match moment {
                Moment::Day(day) => ([*day], [(*day, *day)]),
                Moment::Span(from, to) => ([*to], [(*from, *to)]),
            };
            let query = MeasureQuery {
                count,
                when: if count.is_stock() { When::Days(&days) } else { When::Periods(&spans) },
                known_at: Some(self.known_at),
                map: &map,
                only: &only,
                by: &[],
                modern: &self.modern,
                threads: threads(),
            };
            let more = self.image.behind(&query, limit).map_err(|error| AppError::damaged(format!("the indicators: {error}")))?;
            found.extend(more);
        }
        found.sort_unstable_by_key(|behind| (behind.day, behind.who));
        found.truncate(limit);
        Ok(found)
    }

    /// How many happenings of a month count in a unit and were not known at the position at which the month was due: told apart by who and
    /// day, of what counts once a period by who.
    ///
    /// # Errors
    /// As [`Counter::prepare`].
    pub(crate) fn late(
        &mut self,
        unit: &str,
        count: danso_indicators::Count,
        month: Span,
        due: Position,
    ) -> Result<f64, AppError> {
        let count = words::count(count);
        let spans =
            if once_a_period(count) { vec![(month.from(), month.to())] } else { self.ground.cut(month.from(), month.to()) };
        let mut sum = 0.0;
        for (from, to) in spans {
            let mapped = self.ground.mapped(self.image, self.ground.stretch(to));
            let cube = self.late_cube(count, Moment::Span(from, to), due, &mapped)?;
            for (group, share) in mapped.unit(unit).iter().flat_map(|parts| &parts.groups) {
                sum += share * cube.cells(*group).map(|(_, count)| count).sum::<i64>() as f64;
            }
        }
        Ok(sum)
    }

    fn late_cube(&mut self, count: Count, moment: Moment, due: Position, mapped: &Mapped) -> Result<Arc<Cube>, AppError> {
        if let Some(cube) = self.late.get(&(count, moment, due)) {
            return Ok(Arc::clone(cube));
        }
        let key = self.key(&What { count, only: Vec::new(), dims: Vec::new() }, moment, Some(due));
        let cube = match self.app.cubes.get(&key).filter(|cube| cube.known_at == self.known_at) {
            Some(cube) => cube,
            None => {
                let cube = Arc::new(Cube::plain(self.not_known_at(count, moment, due, mapped)?, self.known_at));
                self.app.cubes.put(&self.ground, key, &cube);
                cube
            }
        };
        self.late.insert((count, moment, due), Arc::clone(&cube));
        Ok(cube)
    }

    /// By group: what counts in a span, less all of it that was known at an earlier position.
    fn not_known_at(&self, count: Count, moment: Moment, due: Position, mapped: &Mapped) -> Result<Vec<i64>, AppError> {
        let spans = match moment {
            Moment::Day(day) => [(day, day)],
            Moment::Span(from, to) => [(from, to)],
        };
        let query = |position: Position| MeasureQuery {
            count,
            when: When::Periods(&spans),
            known_at: Some(position),
            map: &mapped.map,
            only: &[],
            by: &[],
            modern: &self.modern,
            threads: threads(),
        };
        let failed = |error| AppError::damaged(format!("the indicators: {error}"));
        // Of a couple whichever partner comes first stands for both, so all of them have to be looked at.
        let now = query(self.known_at);
        let now = if count == Count::Couples { self.image.behind(&now, usize::MAX) } else { self.image.behind_since(&now, due) };
        let now = now.map_err(failed)?;
        let mut late = vec![0; mapped.map.groups.labels.len()];
        if now.is_empty() {
            return Ok(late);
        }
        let same = |behind: &Behind| (behind.group, behind.who, if each_subject_once(count) { 0 } else { behind.day });
        // Before the first entry nothing was known.
        let before =
            if due == Position::default() { Vec::new() } else { self.image.behind(&query(due), usize::MAX).map_err(failed)? };
        let before: HashSet<_> = before.iter().map(same).collect();
        for behind in now.iter().filter(|behind| !before.contains(&same(behind))) {
            late[behind.group as usize] += 1;
        }
        Ok(late)
    }

    /// Whether something of a unit is estimated on these days.
    pub(crate) fn is_estimated(&self, unit: &str, span: Span) -> bool {
        let (first, last) = (self.ground.stretch(span.day_before()), self.ground.stretch(span.to()));
        let estimated = |stretch| self.ground.mapped(self.image, stretch).unit(unit).is_some_and(|parts| parts.estimated);
        (first..=last).any(estimated)
    }
}

/// What a unit has in a cube, by the groups of the split. Whole hamlets are summed first, then shares in the order of hamlets' codes.
fn numbers(cube: &Cube, mapped: &Mapped, unit: &str, measure: &Measure, by: Option<By>, what: &What) -> Vec<f64> {
    let at = |dimension| what.dims.iter().position(|dim| *dim == words::dimension(dimension)).unwrap_or_default();
    let narrowed = measure.only.iter().filter(|_| what.only.is_empty());
    let only: Vec<(usize, &[(u16, u16)])> = narrowed.map(|(dimension, ranges)| (at(*dimension), &ranges[..])).collect();
    let split = by.map(|by| (at(by.dimension), by));
    let mut sums = vec![0.0; by.map_or(1, By::len)];
    let Some(parts) = mapped.unit(unit) else { return sums };
    for (group, share) in &parts.groups {
        let mut found = vec![0_i64; sums.len()];
        for (values, count) in cube.cells(*group) {
            let passes =
                |(at, ranges): &(usize, &[(u16, u16)])| ranges.iter().any(|(low, high)| (*low..=*high).contains(&values[*at]));
            if !only.iter().all(passes) {
                continue;
            }
            match split {
                None => found[0] += count,
                Some((at, by)) => {
                    if let Some(group) = by.group_of(values[at]) {
                        found[group] += count;
                    }
                }
            }
        }
        sums.iter_mut().zip(found).for_each(|(sum, found)| *sum += share * found as f64);
    }
    sums
}
