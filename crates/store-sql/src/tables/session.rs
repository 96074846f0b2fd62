//! Sessions and one-time enrolment codes.

use crate::query::Query;
use crate::values::Columns;
use danso_model::UserId;
use danso_store::{DeviceCode, SessionRow, StoreError};
use sqlx::AnyPool;

pub(crate) async fn put(on: &AnyPool, row: &SessionRow) -> Result<(), StoreError> {
    Query::new("insert into session (token_hash, account, device, created_ms, expires_ms) values ($1, $2, $3, $4, $5)")
        .also(&row.token_hash)
        .also(row.user)
        .also(row.device)
        .also(row.created_ms)
        .also(row.expires_ms)
        .run("adding a session", on)
        .await?;
    Ok(())
}

fn read(columns: &mut Columns<'_>) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        token_hash: columns.array()?,
        user: columns.id()?,
        device: columns.maybe_id()?,
        created_ms: columns.number()?,
        expires_ms: columns.number()?,
    })
}

pub(crate) async fn by_token(on: &AnyPool, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
    Query::new("select token_hash, account, device, created_ms, expires_ms from session where token_hash = $1")
        .also(token_hash)
        .read_one("session", on, read)
        .await
}

pub(crate) async fn delete(on: &AnyPool, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    Query::new("delete from session where token_hash = $1").also(token_hash).run("ending a session", on).await?;
    Ok(())
}

pub(crate) async fn delete_of(on: &AnyPool, user: UserId, now_ms: i64) -> Result<(), StoreError> {
    Query::new("delete from session where account = $1 or expires_ms < $2")
        .also(user)
        .also(now_ms)
        .run("ending the sessions of an account", on)
        .await?;
    Ok(())
}

pub(crate) async fn put_code(on: &AnyPool, row: &DeviceCode) -> Result<(), StoreError> {
    Query::new("insert into device_code (code_hash, account, made_by, expires_ms) values ($1, $2, $3, $4)")
        .also(&row.code_hash)
        .also(row.user)
        .also(row.made_by)
        .also(row.expires_ms)
        .run("adding an enrolment code", on)
        .await?;
    Ok(())
}

pub(crate) async fn take_code(on: &AnyPool, code_hash: &[u8; 32]) -> Result<Option<DeviceCode>, StoreError> {
    let taken = Query::new("delete from device_code where code_hash = $1 returning code_hash, account, made_by, expires_ms")
        .also(code_hash)
        .read("device_code", on, |columns| {
            Ok(DeviceCode {
                code_hash: columns.array()?,
                user: columns.id()?,
                made_by: columns.id()?,
                expires_ms: columns.number()?,
            })
        })
        .await?;
    Ok(taken.into_iter().next())
}
