//! The migrations, embedded. A file is never edited once it has landed; a change is a new file at the end of the list.

use crate::Engine;
use sqlx::AssertSqlSafe;
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

const FILES: [(i64, &str, &str); 15] = [
    (20_261_121_000_100, "create log", include_str!("../migrations/20261121000100_create_log.sql")),
    (20_261_121_000_200, "create projections", include_str!("../migrations/20261121000200_create_projections.sql")),
    (20_261_121_000_300, "create deployment", include_str!("../migrations/20261121000300_create_deployment.sql")),
    (20_261_122_000_100, "create closing", include_str!("../migrations/20261122000100_create_closing.sql")),
    (20_261_122_000_200, "create reorganisation", include_str!("../migrations/20261122000200_create_reorganisation.sql")),
    (20_261_122_000_300, "create working", include_str!("../migrations/20261122000300_create_working.sql")),
    (20_261_122_000_400, "create network", include_str!("../migrations/20261122000400_create_network.sql")),
    (20_261_122_000_500, "add behalf", include_str!("../migrations/20261122000500_add_behalf.sql")),
    (20_261_122_000_600, "create apart", include_str!("../migrations/20261122000600_create_apart.sql")),
    (20_261_122_000_700, "create training", include_str!("../migrations/20261122000700_create_training.sql")),
    (20_261_122_000_800, "create samples", include_str!("../migrations/20261122000800_create_samples.sql")),
    (20_261_122_000_900, "index changed persons", include_str!("../migrations/20261122000900_index_changed_persons.sql")),
    (20_261_122_001_000, "create forecasts", include_str!("../migrations/20261122001000_create_forecasts.sql")),
    (20_261_122_001_100, "create reconciliations", include_str!("../migrations/20261122001100_create_reconciliations.sql")),
    (20_261_122_001_200, "create night", include_str!("../migrations/20261122001200_create_night.sql")),
];

/// All migrations in the words of an engine.
pub(crate) fn migrator(engine: Engine) -> Migrator {
    let migrations = FILES.iter().map(|(version, description, sql)| {
        let sql = AssertSqlSafe(engine.fill_in(sql)).into_sql_str();
        Migration::new(*version, (*description).into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}
