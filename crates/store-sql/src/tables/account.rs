//! Accounts and what they may do.

use crate::fault::engine_fault;
use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use crate::{Engine, insert::Inserts};
use danso_model::UserId;
use danso_store::{Grant, Role, StoreError, UserRow};
use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, AnyPool};
use std::collections::HashMap;

static ACCOUNT: Target =
    Target { table: "account", columns: &["id", "login", "name", "password", "disabled"], conflict: Conflict::Replace(1) };

pub(crate) static GRANT: Target =
    Target { table: "account_grant", columns: &["account", "place", "role", "unit", "area"], conflict: Conflict::Refuse };

fn bind(args: &mut AnyArguments, row: &UserRow) {
    row.id.add_to(args);
    row.login.as_str().add_to(args);
    row.name.as_str().add_to(args);
    row.password.as_str().add_to(args);
    row.disabled.add_to(args);
}

pub(crate) fn bind_grant(args: &mut AnyArguments, (user, place, grant): &(UserId, u32, &Grant)) {
    user.add_to(args);
    place.add_to(args);
    grant.role.as_str().add_to(args);
    grant.unit.as_deref().add_to(args);
    grant.area.add_to(args);
}

/// Adds or replaces accounts and their grants, inside the caller's transaction.
pub(crate) async fn put(engine: Engine, inserts: &Inserts, on: &mut AnyConnection, rows: &[UserRow]) -> Result<(), StoreError> {
    let rows = super::last_of_each(rows, |row| row.id);
    inserts.run(engine, on, &ACCOUNT, &rows, |args, row| bind(args, row)).await?;
    let ids: Vec<UserId> = rows.iter().map(|row| row.id).collect();
    for ids in ids.chunks(LIST) {
        Query::new("delete from account_grant where account ").within(ids).run("replacing grants", &mut *on).await?;
    }
    let grants: Vec<(UserId, u32, &Grant)> =
        rows.iter().flat_map(|row| (0..).zip(&row.grants).map(|(place, grant)| (row.id, place, grant))).collect();
    inserts.run(engine, on, &GRANT, &grants, bind_grant).await
}

/// The grants of all accounts that have any, in their order.
pub(crate) async fn grants(on: &mut AnyConnection) -> Result<HashMap<UserId, Vec<Grant>>, StoreError> {
    let rows = Query::new("select account, role, unit, area from account_grant order by account, place")
        .read("account_grant", on, |columns| Ok((columns.id::<UserId>()?, read_grant(columns)?)))
        .await?;
    let mut grants: HashMap<UserId, Vec<Grant>> = HashMap::new();
    for (user, grant) in rows {
        grants.entry(user).or_default().push(grant);
    }
    Ok(grants)
}

/// Which accounts.
pub(crate) enum Which<'a> {
    All,
    Login(&'a str),
    Ids(&'a [UserId]),
}

/// Accounts in order of login.
pub(crate) async fn read(on: &AnyPool, which: Which<'_>) -> Result<Vec<UserRow>, StoreError> {
    let mut tx = on.begin().await.map_err(engine_fault("reading accounts"))?;
    let wanted = |text: &str| match &which {
        Which::All => Query::new(text),
        Which::Login(login) => Query::new(text).text(" where login = ").bind(*login),
        Which::Ids(ids) => Query::new(text).text(" where id ").within(ids),
    };
    let mut accounts = wanted("select id, login, name, password, disabled from account")
        .text(" order by login")
        .read("account", &mut *tx, read_account)
        .await?;
    let grants = wanted("select account, role, unit, area from account_grant join account on account.id = account_grant.account")
        .text(" order by account, place")
        .read("account_grant", &mut *tx, |columns| Ok((columns.id::<UserId>()?, read_grant(columns)?)))
        .await?;
    tx.commit().await.map_err(engine_fault("reading accounts"))?;
    let places: HashMap<UserId, usize> = accounts.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    for (user, grant) in grants {
        if let Some(at) = places.get(&user) {
            accounts[*at].grants.push(grant);
        }
    }
    Ok(accounts)
}

fn read_account(columns: &mut Columns<'_>) -> Result<UserRow, StoreError> {
    Ok(UserRow {
        id: columns.id()?,
        login: columns.text()?,
        name: columns.text()?,
        password: columns.text()?,
        disabled: columns.flag()?,
        grants: Vec::new(),
    })
}

fn read_grant(columns: &mut Columns<'_>) -> Result<Grant, StoreError> {
    Ok(Grant { role: columns.word(Role::parse)?, unit: columns.maybe_text()?, area: columns.maybe_id()? })
}
