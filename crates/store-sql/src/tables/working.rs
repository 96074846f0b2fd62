//! What the system knows of its own working.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::Value;
use danso_model::{EventId, HamletId, PersonId, Position, ResidenceStatus, Shard, SubjectId, UserId};
use danso_store::{Arrival, Batch, PersonRow, PersonTally, Severity, StoreError, ToldNumber, UseKind};
use jiff::Timestamp;
use jiff::tz::Offset;
use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, AnyPool, Executor};
use std::collections::{BTreeMap, HashSet};

pub(crate) static ARRIVAL: Target = Target { table: "arrival", columns: &["shard", "month", "hamlet"], conflict: Conflict::Keep };

pub(crate) static FAULT: Target =
    Target { table: "event_fault", columns: &["shard", "event", "subject"], conflict: Conflict::Keep };

pub(crate) static TARGET: Target =
    Target { table: "event_target", columns: &["shard", "event", "target"], conflict: Conflict::Keep };

pub(crate) static TALLY: Target = Target {
    table: "person_tally",
    columns: &["shard", "hamlet", "month", "persons", "identified", "dated", "new_year"],
    conflict: Conflict::Clause(
        "on conflict (shard, hamlet, month) do update set persons = person_tally.persons + excluded.persons, \
         identified = person_tally.identified + excluded.identified, dated = person_tally.dated + excluded.dated, \
         new_year = person_tally.new_year + excluded.new_year",
    ),
};

pub(crate) static TOLD: Target = Target {
    table: "told_number",
    columns: &["shard", "unit", "name", "day", "value", "source", "account", "at_ms"],
    conflict: Conflict::Replace(4),
};

/// What is counted of persons by the columns of `person`, in the order of a [`Change`].
const COUNTED: &str = "count(*), count(pin_mac), count(case when length(birth) = 10 then 1 end), \
                       count(case when length(birth) = 10 and substr(birth, 6) = '01-01' then 1 end)";

/// Persons, identified, dated and born on a 1 January: more or fewer of them.
pub(crate) type Change = [i64; 4];

pub(crate) fn bind_arrival(args: &mut AnyArguments, shard: Shard, row: &Arrival) {
    shard.add_to(args);
    row.month.add_to(args);
    row.hamlet.add_to(args);
}

/// An event and a subject, or an event and its target.
pub(crate) fn bind_pair(args: &mut AnyArguments, shard: Shard, event: EventId, other: impl Value) {
    shard.add_to(args);
    event.add_to(args);
    other.add_to(args);
}

pub(crate) fn bind_tally(args: &mut AnyArguments, shard: Shard, month: i32, (hamlet, change): &(HamletId, Change)) {
    shard.add_to(args);
    hamlet.add_to(args);
    month.add_to(args);
    change.iter().for_each(|number| number.add_to(args));
}

pub(crate) fn bind_told(args: &mut AnyArguments, shard: Shard, row: &ToldNumber) {
    shard.add_to(args);
    row.unit.as_str().add_to(args);
    row.name.as_str().add_to(args);
    row.day.add_to(args);
    row.value.add_to(args);
    row.source.as_str().add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
}

/// The codes of usual residence.
fn usual() -> Vec<u8> {
    let usual = |code: &u8| ResidenceStatus::new(*code).is_ok_and(ResidenceStatus::is_usual);
    (0..=u8::MAX).filter(usual).collect()
}

/// What of a person is counted.
struct Told<'a> {
    hamlet: Option<HamletId>,
    resident: bool,
    residence: u8,
    identified: bool,
    birth: &'a str,
}

impl Told<'_> {
    /// What it adds to its hamlet; the same as [`COUNTED`] says.
    fn adds(&self) -> Option<(HamletId, Change)> {
        let usual = self.resident && ResidenceStatus::new(self.residence).is_ok_and(ResidenceStatus::is_usual);
        let dated = self.birth.len() == 10;
        let change = [1, self.identified.into(), dated.into(), (dated && self.birth.ends_with("-01-01")).into()];
        self.hamlet.filter(|_| usual).map(|hamlet| (hamlet, change))
    }

    fn of(row: &PersonRow) -> Told<'_> {
        let PersonRow { hamlet, resident, residence, .. } = *row;
        Told { hamlet, resident, residence, identified: row.pin_mac.is_some(), birth: &row.birth }
    }
}

/// What rows about to be written, and rows about to go, change in each hamlet. Call before they are.
pub(crate) async fn change(
    on: &mut AnyConnection,
    shard: Shard,
    written: &[&PersonRow],
    gone: &[PersonId],
) -> Result<Vec<(HamletId, Change)>, StoreError> {
    let mut changes: BTreeMap<HamletId, Change> = BTreeMap::new();
    let mut add = |hamlet, numbers: Change, sign: i64| {
        let change = changes.entry(hamlet).or_default();
        change.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += sign * number);
    };
    let left: HashSet<PersonId> = gone.iter().copied().collect();
    let staying = written.iter().filter(|row| !left.contains(&row.id));
    staying.filter_map(|row| Told::of(row).adds()).for_each(|(at, numbers)| add(at, numbers, 1));
    let mut ids: Vec<PersonId> = written.iter().map(|row| row.id).chain(gone.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    for ids in ids.chunks(LIST) {
        // Counted here and not by the database, which would look for `group by hamlet` through all persons of the shard.
        let rows = Query::new(
            "select hamlet, resident, residence, cast(case when pin_mac is null then 0 else 1 end as bigint), birth \
                               from person where shard = ",
        )
        .bind(shard)
        .text(" and id ")
        .within(ids)
        .read("person", &mut *on, |columns| {
            let (hamlet, resident, residence) = (columns.maybe_id()?, columns.flag()?, columns.number()?);
            let (identified, birth) = (columns.number::<i64>()? == 1, columns.text()?);
            Ok(Told { hamlet, resident, residence, identified, birth: &birth }.adds())
        })
        .await?;
        rows.into_iter().flatten().for_each(|(hamlet, numbers)| add(hamlet, numbers, -1));
    }
    Ok(changes.into_iter().filter(|(_, change)| *change != Change::default()).collect())
}

/// The month in which a batch is written, by its last entry; 0 for one without entries.
pub(crate) fn month_of(batch: &Batch) -> i32 {
    batch.entries.last().map_or(0, |entry| month_in_viet_nam(entry.at_ms))
}

/// The month of an instant in Viet Nam (UTC+7), yyyymm; 0 outside the calendar.
fn month_in_viet_nam(at_ms: i64) -> i32 {
    Timestamp::from_millisecond(at_ms).map_or(0, |at| {
        let day = Offset::constant(7).to_datetime(at).date();
        i32::from(day.year()) * 100 + i32::from(day.month())
    })
}

/// New events with an issue of severity error, each with those it concerns.
pub(crate) fn faults(batch: &Batch) -> Vec<(EventId, SubjectId)> {
    let faulty: HashSet<EventId> = batch.events.iter().filter(|row| row.severity == Severity::Error).map(|row| row.id).collect();
    let entries = batch.entries.iter().filter(|entry| entry.kind.carries_event());
    let of = entries.filter_map(|entry| entry.event.filter(|event| faulty.contains(event)).map(|event| (event, &entry.subjects)));
    let mut pairs: Vec<_> = of.flat_map(|(event, subjects)| subjects.iter().map(move |subject| (event, *subject))).collect();
    pairs.sort_unstable();
    pairs
}

/// Whether the shard began to count with this.
pub(crate) async fn begin(on: &mut AnyConnection, shard: Shard, day: i32) -> Result<bool, StoreError> {
    let doing = "beginning to count";
    // Commits of the shard wait meanwhile.
    Query::new("update log_head set position = position where shard = $1").also(shard).run(doing, &mut *on).await?;
    let begun = Query::new("insert into counting_since (shard, day) values ($1, $2) on conflict do nothing")
        .also(shard)
        .also(day)
        .run(doing, &mut *on)
        .await?;
    Ok(begun > 0)
}

/// Counts all rows of a shard anew.
pub(crate) async fn recount(on: &mut AnyConnection, shard: Shard) -> Result<(), StoreError> {
    let doing = "counting persons";
    Query::new("delete from person_tally where shard = $1").also(shard).run(doing, &mut *on).await?;
    Query::new(&format!(
        "insert into person_tally (shard, hamlet, month, persons, identified, dated, new_year) \
         select shard, hamlet, 0, {COUNTED} from person where shard = "
    ))
    .bind(shard)
    .text(" and resident = 1 and hamlet is not null and residence ")
    .within(&usual())
    .text(" group by shard, hamlet")
    .run(doing, &mut *on)
    .await?;
    Ok(())
}

pub(crate) async fn since(on: &AnyPool, shard: Shard) -> Result<Option<i32>, StoreError> {
    let query = Query::new("select day from counting_since where shard = $1").also(shard);
    query.read_one("counting_since", on, |columns| columns.number()).await
}

pub(crate) async fn online(on: &AnyPool, shard: Shard, (first, last): (i32, i32)) -> Result<Vec<HamletId>, StoreError> {
    Query::new("select distinct hamlet from arrival where shard = $1 and month between $2 and $3 order by hamlet")
        .also(shard)
        .also(first)
        .also(last)
        .read("arrival", on, |columns| columns.id())
        .await
}

pub(crate) async fn note_use(
    on: impl Executor<'_, Database = Any>,
    user: UserId,
    day: i32,
    kind: UseKind,
) -> Result<(), StoreError> {
    Query::new("insert into account_use (day, account, kind) values ($1, $2, $3) on conflict do nothing")
        .also(day)
        .also(user)
        .also(kind.as_str())
        .run("noting who asks", on)
        .await?;
    Ok(())
}

pub(crate) async fn asking(on: &AnyPool, (first, last): (i32, i32)) -> Result<Vec<UserId>, StoreError> {
    Query::new("select distinct account from account_use where day between $1 and $2 order by account")
        .also(first)
        .also(last)
        .read("account_use", on, |columns| columns.id())
        .await
}

/// One look into the index of events by author for each collaborator, which ends at the first event that fits.
pub(crate) async fn mobile(on: &AnyPool, shard: Shard, after: Position, upto: Position) -> Result<Vec<UserId>, StoreError> {
    Query::new(
        "select a.id from account a where a.disabled = 0 \
         and exists (select 1 from account_grant g where g.account = a.id and g.role = 'collaborator') \
         and exists (select 1 from event e join device d on d.id = e.device and d.account = e.by_user \
         where e.shard = $1 and e.by_user = a.id and e.position > $2 and e.position <= $3 and e.status = 'accepted') \
         order by a.id",
    )
    .also(shard)
    .also(after)
    .also(upto)
    .read("account", on, |columns| columns.id())
    .await
}

pub(crate) async fn tallies(on: &AnyPool, shard: Shard, month: i32) -> Result<Vec<PersonTally>, StoreError> {
    Query::new(
        "select hamlet, cast(sum(persons) as bigint), cast(sum(identified) as bigint), cast(sum(dated) as bigint), \
         cast(sum(new_year) as bigint) from person_tally where shard = $1 and month <= $2 group by hamlet order by hamlet",
    )
    .also(shard)
    .also(month)
    .read("person_tally", on, |columns| {
        Ok(PersonTally {
            hamlet: columns.id()?,
            persons: columns.number()?,
            identified: columns.number()?,
            dated: columns.number()?,
            new_year: columns.number()?,
        })
    })
    .await
}

/// Begins with the events that have errors, which are few. Of corrections it looks two steps far: one that is itself undone undoes nothing.
pub(crate) async fn faulty(on: &AnyPool, shard: Shard) -> Result<Vec<(HamletId, u64)>, StoreError> {
    Query::new(
        "select p.hamlet, count(distinct p.id) from event_fault f join event e on e.shard = f.shard and e.id = f.event \
         join person p on p.shard = f.shard and p.id = f.subject where e.status in ('submitted', 'accepted') \
         and not exists (select 1 from event_target t join event b on b.shard = t.shard and b.id = t.event \
         where t.shard = f.shard and t.target = f.event and b.status = 'accepted' \
         and not exists (select 1 from event_target u join event c on c.shard = u.shard and c.id = u.event \
         where u.shard = b.shard and u.target = b.id and c.status = 'accepted')) \
         and p.resident = 1 and p.hamlet is not null and f.shard = ",
    )
    .bind(shard)
    .text(" and p.residence ")
    .within(&usual())
    .text(" group by p.hamlet order by p.hamlet")
    .read("event_fault", on, |columns| Ok((columns.id()?, columns.number()?)))
    .await
}

pub(crate) async fn told(on: &AnyPool, shard: Shard) -> Result<Vec<ToldNumber>, StoreError> {
    Query::new("select unit, name, day, value, source, account, at_ms from told_number where shard = $1 order by name, unit, day")
        .also(shard)
        .read("told_number", on, |columns| {
            Ok(ToldNumber {
                unit: columns.text()?,
                name: columns.text()?,
                day: columns.number()?,
                value: columns.number()?,
                source: columns.text()?,
                by: columns.maybe_id()?,
                at_ms: columns.number()?,
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::month_in_viet_nam;

    #[test]
    fn a_month_begins_at_midnight_in_viet_nam() {
        // 2026-06-30T17:00:00Z is 2026-07-01T00:00+07:00; 2024-02-29T12:00:00Z; 1970-01-01T00:00:00Z; 1969-12-31T16:59:59.999Z.
        let instants = [1_782_838_799_999, 1_782_838_800_000, 1_709_208_000_000, 0, -25_200_001];
        assert_eq!(instants.map(month_in_viet_nam), [202_606, 202_607, 202_402, 197_001, 196_912]);
    }
}
