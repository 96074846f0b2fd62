//! What search and lists know of persons.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{HamletId, HouseholdId, PersonId, Position, Shard};
use danso_store::{LikeRow, PersonFilter, PersonRow, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static TARGET: Target = Target {
    table: "person",
    columns: &[
        "shard",
        "id",
        "household",
        "hamlet",
        "resident",
        "name",
        "fold",
        "sex",
        "birth",
        "birth_number",
        "relationship",
        "residence",
        "pin_mac",
        "died",
        "changed",
    ],
    conflict: Conflict::Replace(2),
};

const SELECT: &str = "select id, household, hamlet, resident, name, fold, sex, birth, birth_number, relationship, residence, pin_mac, \
                      died, changed from person where shard = ";
/// Persons asked for by id in one list of a filter.
const MANY: usize = 8_192;

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &PersonRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.household.add_to(args);
    row.hamlet.add_to(args);
    row.resident.add_to(args);
    row.name.as_str().add_to(args);
    row.fold.as_str().add_to(args);
    let mut letter = [0; 4];
    (&*row.sex.encode_utf8(&mut letter)).add_to(args);
    row.birth.as_str().add_to(args);
    row.birth_number.add_to(args);
    row.relationship.as_str().add_to(args);
    row.residence.add_to(args);
    row.pin_mac.as_ref().add_to(args);
    row.died.add_to(args);
    row.changed.add_to(args);
}

fn read(columns: &mut Columns<'_>) -> Result<PersonRow, StoreError> {
    Ok(PersonRow {
        id: columns.id()?,
        household: columns.maybe_id()?,
        hamlet: columns.maybe_id()?,
        resident: columns.flag()?,
        name: columns.text()?,
        fold: columns.text()?,
        sex: columns.word(|text| text.chars().next())?,
        birth: columns.text()?,
        birth_number: columns.number()?,
        relationship: columns.text()?,
        residence: columns.number()?,
        pin_mac: columns.maybe_array()?,
        died: columns.maybe_number()?,
        changed: columns.position()?,
    })
}

pub(crate) async fn by_id(on: &AnyPool, shard: Shard, ids: &[PersonId]) -> Result<Vec<PersonRow>, StoreError> {
    let mut rows = Vec::with_capacity(ids.len());
    for ids in ids.chunks(LIST) {
        rows.extend(Query::new(SELECT).bind(shard).text(" and id ").within(ids).read("person", on, read).await?);
    }
    Ok(rows)
}

pub(crate) async fn list(on: &AnyPool, shard: Shard, filter: &PersonFilter) -> Result<Vec<PersonRow>, StoreError> {
    let Some(persons) = filter.persons.as_deref() else {
        return part(on, shard, filter, None).await;
    };
    let mut rows = Vec::new();
    for persons in persons.chunks(MANY) {
        rows.extend(part(on, shard, filter, Some(persons)).await?);
    }
    rows.sort_by(|one, other| (&one.fold, one.id).cmp(&(&other.fold, other.id)));
    rows.dedup_by_key(|row| row.id);
    rows.truncate(usize::try_from(filter.limit).unwrap_or(usize::MAX));
    Ok(rows)
}

async fn part(
    on: &AnyPool,
    shard: Shard,
    filter: &PersonFilter,
    persons: Option<&[PersonId]>,
) -> Result<Vec<PersonRow>, StoreError> {
    // By name alone the index has all that is asked, and SQLite, which would fetch every row of the hamlets to look at the next one,
    // fetches only those of the page.
    let by_name = persons.is_none() && filter.resident.is_none() && !filter.words.is_empty();
    let begin = if by_name {
        Query::new(SELECT).bind(shard).text(" and id in (select id from person where shard = ")
    } else {
        Query::new(SELECT)
    };
    let mut query = begin
        .bind(shard)
        .when_within(" and hamlet ", filter.hamlets.as_deref())
        .when_within(" and id ", persons)
        .when(" and resident = ", filter.resident);
    for word in &filter.words {
        query = query.text(" and fold like ").bind(pattern(word).as_str()).text(" escape '!'");
    }
    if let Some((fold, id)) = &filter.after {
        query = query.text(" and (fold, id) > (").bind(fold.as_str()).text(", ").bind(*id).text(")");
    }
    query = query.text(" order by fold, id limit ").bind(filter.limit);
    if by_name {
        query = query.text(") order by fold, id");
    }
    query.read("person", on, read).await
}

fn pattern(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

pub(crate) async fn by_pin(on: &AnyPool, shard: Shard, pin_mac: &[u8; 32]) -> Result<Vec<PersonRow>, StoreError> {
    Query::new(SELECT).bind(shard).text(" and pin_mac is not null and pin_mac = ").bind(pin_mac).read("person", on, read).await
}

pub(crate) async fn members_of(on: &AnyPool, shard: Shard, households: &[HouseholdId]) -> Result<Vec<PersonId>, StoreError> {
    let mut members = Vec::new();
    for households in households.chunks(LIST) {
        let query = Query::new("select id from person where shard = ").bind(shard).text(" and household ").within(households);
        members.extend(query.read("person", on, |columns| columns.id::<PersonId>()).await?);
    }
    Ok(members)
}

pub(crate) async fn homes_of(
    on: &AnyPool,
    shard: Shard,
    persons: &[PersonId],
) -> Result<Vec<(PersonId, HouseholdId)>, StoreError> {
    let mut homes = Vec::new();
    for persons in persons.chunks(LIST) {
        let query = Query::new("select id, household from person where household is not null and shard = ")
            .bind(shard)
            .text(" and id ")
            .within(persons);
        homes.extend(query.read("person", on, |columns| Ok((columns.id()?, columns.id()?))).await?);
    }
    Ok(homes)
}

pub(crate) async fn since(on: &AnyPool, shard: Shard, hamlets: &[HamletId], after: Position) -> Result<Vec<LikeRow>, StoreError> {
    let read = |columns: &mut Columns<'_>| {
        Ok(LikeRow {
            id: columns.id()?,
            household: columns.maybe_id()?,
            hamlet: columns.maybe_id()?,
            resident: columns.flag()?,
            name: columns.text()?,
            sex: columns.word(|text| text.chars().next())?,
            birth: columns.text()?,
            pin_mac: columns.maybe_array()?,
            changed: columns.position()?,
        })
    };
    let select =
        || Query::new("select id, household, hamlet, resident, name, sex, birth, pin_mac, changed from person where shard = ");
    if after > Position::default() {
        // What changed since is little, wherever it was.
        let query = select().bind(shard).text(" and changed > ").bind(after);
        let mut rows: Vec<LikeRow> = query.read("person", on, read).await?;
        rows.retain(|row| row.hamlet.is_some_and(|hamlet| hamlets.contains(&hamlet)));
        return Ok(rows);
    }
    let mut rows = Vec::new();
    for hamlets in hamlets.chunks(LIST) {
        rows.extend(select().bind(shard).text(" and hamlet ").within(hamlets).read("person", on, read).await?);
    }
    Ok(rows)
}

pub(crate) async fn page(on: &AnyPool, shard: Shard, after: Option<PersonId>, limit: u32) -> Result<Vec<PersonRow>, StoreError> {
    let query = Query::new(SELECT).bind(shard).when(" and id > ", after).text(" order by id limit ").bind(limit);
    query.read("person", on, read).await
}
