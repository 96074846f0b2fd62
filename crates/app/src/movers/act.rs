//! What the officer of the commune of arrival says of two ends: one person, or two.

use super::find::TOLD;
use super::list::may_pair;
use crate::same::Merged;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::PersonId;
use danso_store::ApartRow;
use serde_json::json;

/// The longest reason, in characters.
const LONGEST: usize = 500;

/// What is known of two ends that a caller asks about.
struct Both {
    /// That they are one.
    probability: f64,
    /// Whether someone said that they are two.
    apart: bool,
}

impl App {
    /// Two ends that were told to the officer of where the person came to.
    async fn both_ends(&self, caller: &Caller, arrival: PersonId, departure: PersonId) -> Result<Both, AppError> {
        let scope = self.scope(caller);
        let found = self.movers_found().await?;
        let apart = self.movers_apart(&found).await?;
        let probabilities = found.probabilities(&apart);
        let is_asked = |pair: &super::find::Pair| {
            let (left, came) = (&found.left[pair.left], &found.came[pair.came]);
            left.row.id == departure && came.row.id == arrival && may_pair(&scope, came)
        };
        let pairs = found.pairs.iter().zip(&probabilities).filter(|(pair, _)| is_asked(pair));
        let probability = pairs.map(|(_, probability)| *probability).reduce(f64::max).ok_or(AppError::NotFound)?;
        let apart = apart.contains(&(arrival.min(departure), arrival.max(departure)));
        if probability >= TOLD || apart { Ok(Both { probability, apart }) } else { Err(AppError::NotFound) }
    }

    /// Says that who came is who left: the sheet of the arrival is kept, and what was told under the other is its past. Counts at once; undone with
    /// [`App::unmerge`].
    ///
    /// # Errors
    /// `NotFound` where the caller does not review where the person came to, or the two were not told to be likely one; `BadRequest` with
    /// `merge_reason` for a reason that is too long; `Conflict` with `not_accepted` where something forbids it, which then waits in the queue.
    pub async fn pair_movers(
        &self,
        caller: &Caller,
        arrival: PersonId,
        departure: PersonId,
        reason: Option<&str>,
    ) -> Result<Merged, AppError> {
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        if reason.is_some_and(|reason| reason.chars().count() > LONGEST) {
            return Err(AppError::bad("merge_reason", "a reason has at most 500 characters"));
        }
        let both = self.both_ends(caller, arrival, departure).await?;
        if both.apart {
            return Err(AppError::NotFound);
        }
        let merged = self.enter(caller, &self.same_person(caller.user, arrival, departure, reason.map(str::to_owned))).await?;
        self.forget_like(departure).await;
        let detail = json!({ "departure": departure.to_string(), "probability": both.probability }).to_string();
        self.audit(caller, "movers_paired", &arrival.to_string(), &detail).await?;
        Ok(merged)
    }

    /// Keeps, or forgets, that who came is not who left.
    ///
    /// # Errors
    /// `NotFound` as [`App::pair_movers`].
    pub async fn keep_movers_apart(
        &self,
        caller: &Caller,
        arrival: PersonId,
        departure: PersonId,
        apart: bool,
    ) -> Result<(), AppError> {
        let _both = self.both_ends(caller, arrival, departure).await?;
        let (one, other) = (arrival.min(departure), arrival.max(departure));
        if apart {
            let row = ApartRow { one, other, by: caller.user, at_ms: self.env.now_ms() };
            self.store.put_apart(self.shard, &row).await?;
        } else {
            self.store.remove_apart(self.shard, one, other).await?;
        }
        let action = if apart { "movers_kept_apart" } else { "movers_apart_forgotten" };
        self.audit(caller, action, &arrival.to_string(), &json!({ "departure": departure.to_string() }).to_string()).await
    }
}
