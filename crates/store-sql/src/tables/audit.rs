//! Who looked at what.

use crate::query::Query;
use danso_store::{AuditRow, StoreError};
use sqlx::{Any, AnyPool, Executor};

pub(crate) async fn add(on: impl Executor<'_, Database = Any>, row: &AuditRow) -> Result<(), StoreError> {
    Query::new("insert into audit (at_ms, account, action, object, detail) values ($1, $2, $3, $4, $5)")
        .also(row.at_ms)
        .also(row.user)
        .also(row.action.as_str())
        .also(row.object.as_str())
        .also(row.detail.as_str())
        .run("writing the audit", on)
        .await?;
    Ok(())
}

pub(crate) async fn page(on: &AnyPool, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
    Query::new("select at_ms, account, action, object, detail from audit order by id desc limit $1")
        .also(limit)
        .read("audit", on, |columns| {
            Ok(AuditRow {
                at_ms: columns.number()?,
                user: columns.maybe_id()?,
                action: columns.text()?,
                object: columns.text()?,
                detail: columns.text()?,
            })
        })
        .await
}
