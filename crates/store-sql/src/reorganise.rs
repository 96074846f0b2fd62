//! One reorganisation, one transaction: what is there is compared with what the change says, then all of it is written.

use crate::SqlStore;
use crate::commit::write;
use crate::fault::engine_fault;
use crate::query::{LIST, Query};
use crate::tables::{account, area, audit, device, hamlet, reorganisation};
use async_trait::async_trait;
use danso_model::{HamletId, Shard, UserId};
use danso_store::{
    AreaRow, AuditRow, Batch, CommuneSetting, DeviceBehind, Grant, GrantsRow, HamletRow, MapRows, ReorganisationMark,
    ReorganisationRow, ReorganisationStore, Reorganised, RowSwap, StoreError, TerritoryChange,
};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

#[async_trait]
impl ReorganisationStore for SqlStore {
    async fn map_rows(&self, shard: Shard) -> Result<MapRows, StoreError> {
        let doing = "reading the map";
        let mut tx = self.readers().begin().await.map_err(engine_fault(doing))?;
        let rows = reorganisation::map(&mut tx, shard).await?;
        tx.commit().await.map_err(engine_fault(doing))?;
        Ok(rows)
    }

    async fn put_map_through(&self, shard: Shard, through: Option<i32>) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        reorganisation::put_through(&mut tx, shard, through).await?;
        tx.commit().await.map_err(engine_fault("setting the day of the map"))
    }

    async fn reorganisations(&self, shard: Shard) -> Result<Vec<ReorganisationRow>, StoreError> {
        reorganisation::list(self.readers(), shard).await
    }

    async fn reorganisation(&self, shard: Shard, id: &[u8; 16]) -> Result<Option<ReorganisationRow>, StoreError> {
        reorganisation::one(self.readers(), shard, id).await
    }

    async fn devices_behind(&self, shard: Shard) -> Result<Vec<DeviceBehind>, StoreError> {
        device::behind(self.readers(), shard).await
    }

    async fn reorganise(
        &self,
        shard: Shard,
        change: &TerritoryChange,
        mark: &ReorganisationMark,
        batch: Option<Batch>,
        audit: &AuditRow,
    ) -> Result<Reorganised, StoreError> {
        let mut tx = self.begin().await?;
        // Those who append to this log, and other reorganisations, wait until this one is done.
        Query::new("update log_head set position = position where shard = $1").also(shard).run("waiting", &mut *tx).await?;
        let written = self.write_change(&mut tx, shard, change, mark).await?;
        if written != Reorganised::Done {
            tx.rollback().await.map_err(engine_fault("giving up a reorganisation"))?;
            return Ok(written);
        }
        if let Some(batch) = &batch {
            write(self, &mut tx, batch).await?;
        }
        audit::add(&mut *tx, audit).await?;
        tx.commit().await.map_err(engine_fault("reorganising"))?;
        Ok(Reorganised::Done)
    }
}

/// The rows as they will be, or the key of the first that is not as the change says.
fn swapped<K: Ord + Clone + std::fmt::Debug, T: Clone + PartialEq>(
    rows: Vec<T>,
    swaps: &[RowSwap<T>],
    key: impl Fn(&T) -> K,
) -> Result<BTreeMap<K, T>, String> {
    let mut all: BTreeMap<K, T> = rows.into_iter().map(|row| (key(&row), row)).collect();
    for before in swaps.iter().filter_map(|swap| swap.before.as_ref()) {
        if all.remove(&key(before)).as_ref() != Some(before) {
            return Err(format!("{:?}", key(before)));
        }
    }
    for after in swaps.iter().filter_map(|swap| swap.after.as_ref()) {
        if all.insert(key(after), after.clone()).is_some() {
            return Err(format!("{:?}", key(after)));
        }
    }
    Ok(all)
}

/// The given rows of a table of the map.
macro_rules! rewritten {
    ($self:ident, $conn:ident, $shard:ident, $moved:ident, $table:literal, $rows:expr, $swaps:expr, $key:expr, $target:expr, $bind:expr) => {
        if !$swaps.is_empty() {
            match swapped($rows, $swaps, $key) {
                Err(what) => return Ok($moved(concat!($table, " "), what)),
                Ok(rows) => {
                    let rows: Vec<_> = rows.into_values().collect();
                    let delete = Query::new(concat!("delete from ", $table, " where shard = $1")).also($shard);
                    delete.run("rewriting the map", &mut *$conn).await?;
                    $self.insert(&mut *$conn, $target, &rows, |args, row| $bind(args, $shard, row)).await?;
                }
            }
        }
    };
}

fn moved(table: &str, what: String) -> Reorganised {
    Reorganised::Moved { what: format!("{table}{what}") }
}

impl SqlStore {
    async fn write_change(
        &self,
        conn: &mut AnyConnection,
        shard: Shard,
        change: &TerritoryChange,
        mark: &ReorganisationMark,
    ) -> Result<Reorganised, StoreError> {
        match mark {
            ReorganisationMark::Made(row) => reorganisation::add(&mut *conn, shard, row).await?,
            ReorganisationMark::Undone { id, at_ms, by } => {
                if !reorganisation::undo(&mut *conn, shard, id, *at_ms, *by).await? {
                    return Ok(moved("reorganisation", String::new()));
                }
            }
        }
        let map = reorganisation::map(&mut *conn, shard).await?;
        if let Some((before, after)) = change.through {
            if map.through != before {
                return Ok(moved("map_through", String::new()));
            }
            reorganisation::put_through(&mut *conn, shard, after).await?;
        }
        let by_unit = |row: &danso_store::UnitRow| (row.code.clone(), row.valid_from);
        rewritten!(
            self,
            conn,
            shard,
            moved,
            "unit",
            map.units,
            &change.units,
            by_unit,
            &reorganisation::UNIT,
            reorganisation::bind_unit
        );
        let by_succession = |row: &danso_store::SuccessionRow| (row.on, row.old.clone(), row.new.clone());
        rewritten!(
            self,
            conn,
            shard,
            moved,
            "unit_succession",
            map.successions,
            &change.successions,
            by_succession,
            &reorganisation::SUCCESSION,
            reorganisation::bind_succession
        );
        let by_step = |row: &danso_store::HamletStepRow| (row.on, row.old, row.new);
        rewritten!(
            self,
            conn,
            shard,
            moved,
            "hamlet_step",
            map.steps,
            &change.steps,
            by_step,
            &reorganisation::STEP,
            reorganisation::bind_step
        );
        let by_guess = |row: &danso_store::GuessRow| (row.on, row.hamlet);
        rewritten!(
            self,
            conn,
            shard,
            moved,
            "hamlet_guess",
            map.guesses,
            &change.guesses,
            by_guess,
            &reorganisation::GUESS,
            reorganisation::bind_guess
        );
        for written in [
            self.write_hamlets(&mut *conn, shard, &change.hamlets).await?,
            self.write_areas(&mut *conn, shard, &change.areas).await?,
            self.write_settings(&mut *conn, shard, &change.settings).await?,
            self.write_grants(&mut *conn, &change.grants).await?,
        ] {
            if let Err(what) = written {
                return Ok(moved("", what));
            }
        }
        Ok(Reorganised::Done)
    }

    async fn write_hamlets(
        &self,
        conn: &mut AnyConnection,
        shard: Shard,
        swaps: &[RowSwap<HamletRow>],
    ) -> Result<Result<(), String>, StoreError> {
        if swaps.is_empty() {
            return Ok(Ok(()));
        }
        let concerned: BTreeSet<HamletId> =
            swaps.iter().flat_map(|swap| swap.before.iter().chain(&swap.after)).map(|row| row.id).collect();
        let mut rows = hamlet::all(&mut *conn, shard).await?;
        rows.retain(|row| concerned.contains(&row.id));
        let rows = match swapped(rows, swaps, hamlet::key) {
            Ok(rows) => rows,
            Err(what) => return Ok(Err(format!("hamlet {what}"))),
        };
        let ids: Vec<HamletId> = concerned.into_iter().collect();
        for ids in ids.chunks(LIST) {
            let delete = Query::new("delete from hamlet where shard = ").bind(shard).text(" and id ").within(ids);
            delete.run("rewriting hamlets", &mut *conn).await?;
        }
        let rows: Vec<HamletRow> = rows.into_values().collect();
        self.insert(conn, &hamlet::TARGET, &rows, |args, row| hamlet::bind(args, shard, row)).await?;
        Ok(Ok(()))
    }

    async fn write_areas(
        &self,
        conn: &mut AnyConnection,
        shard: Shard,
        swaps: &[RowSwap<AreaRow>],
    ) -> Result<Result<(), String>, StoreError> {
        if swaps.is_empty() {
            return Ok(Ok(()));
        }
        let concerned: BTreeSet<_> =
            swaps.iter().flat_map(|swap| swap.before.iter().chain(&swap.after)).map(|row| row.id).collect();
        let mut rows = area::all_on(&mut *conn, shard).await?;
        rows.retain(|row| concerned.contains(&row.id));
        let rows = match swapped(rows, swaps, |row| row.id) {
            Ok(rows) => rows,
            Err(what) => return Ok(Err(format!("area {what}"))),
        };
        // Numbers are unique in a commune, and areas change places with each other: so all are taken out before any is put in.
        let ids: Vec<_> = concerned.into_iter().collect();
        for ids in ids.chunks(LIST) {
            let delete = Query::new("delete from area where shard = ").bind(shard).text(" and id ").within(ids);
            delete.run("rewriting areas", &mut *conn).await?;
        }
        let rows: Vec<AreaRow> = rows.into_values().collect();
        area::put(self.kind(), self.inserts(), conn, shard, &rows).await?;
        Ok(Ok(()))
    }

    async fn write_settings(
        &self,
        conn: &mut AnyConnection,
        shard: Shard,
        swaps: &[RowSwap<CommuneSetting>],
    ) -> Result<Result<(), String>, StoreError> {
        if swaps.is_empty() {
            return Ok(Ok(()));
        }
        let rows = area::settings(&mut *conn, shard).await?;
        let rows = match swapped(rows, swaps, |row| row.commune.clone()) {
            Ok(rows) => rows,
            Err(what) => return Ok(Err(format!("commune_setting {what}"))),
        };
        Query::new("delete from commune_setting where shard = $1").also(shard).run("rewriting settings", &mut *conn).await?;
        for row in rows.values() {
            area::put_setting(&mut *conn, shard, row).await?;
        }
        Ok(Ok(()))
    }

    async fn write_grants(
        &self,
        conn: &mut AnyConnection,
        swaps: &[RowSwap<GrantsRow>],
    ) -> Result<Result<(), String>, StoreError> {
        if swaps.is_empty() {
            return Ok(Ok(()));
        }
        let now = account::grants(&mut *conn).await?;
        let none = Vec::new();
        for before in swaps.iter().filter_map(|swap| swap.before.as_ref()) {
            if now.get(&before.user).unwrap_or(&none) != &before.grants {
                return Ok(Err(format!("account_grant {}", before.user)));
            }
        }
        let after: Vec<&GrantsRow> = swaps.iter().filter_map(|swap| swap.after.as_ref()).collect();
        let users: Vec<UserId> = after.iter().map(|row| row.user).collect();
        for users in users.chunks(LIST) {
            Query::new("delete from account_grant where account ").within(users).run("rewriting grants", &mut *conn).await?;
        }
        let grants: Vec<(UserId, u32, &Grant)> =
            after.iter().flat_map(|row| (0..).zip(&row.grants).map(|(place, grant)| (row.user, place, grant))).collect();
        self.insert(conn, &account::GRANT, &grants, account::bind_grant).await?;
        Ok(Ok(()))
    }
}
