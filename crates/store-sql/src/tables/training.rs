//! Completed lessons.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{Shard, UserId};
use danso_store::{StoreError, TrainingRow};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static COMPLETION: Target = Target {
    table: "training_completion",
    columns: &["shard", "account", "lesson", "day", "score"],
    conflict: Conflict::Replace(4),
};

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &TrainingRow) {
    shard.add_to(args);
    row.user.add_to(args);
    row.lesson.as_str().add_to(args);
    row.day.add_to(args);
    i32::from(row.score).add_to(args);
}

pub(crate) async fn completions(on: &AnyPool, shard: Shard, users: &[UserId]) -> Result<Vec<TrainingRow>, StoreError> {
    let mut found = Vec::new();
    for users in users.chunks(LIST) {
        let query = Query::new("select account, lesson, day, score from training_completion where shard = ");
        let read = |columns: &mut Columns<'_>| {
            Ok(TrainingRow { user: columns.id()?, lesson: columns.text()?, day: columns.number()?, score: columns.number()? })
        };
        found.extend(query.bind(shard).text(" and account ").within(users).read("training_completion", on, read).await?);
    }
    found.sort_by(|one: &TrainingRow, other| (one.user, &one.lesson, one.day).cmp(&(other.user, &other.lesson, other.day)));
    Ok(found)
}
