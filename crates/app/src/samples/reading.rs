//! Writing a second reading down, and comparing it.

use super::compare::{ReadingRow, compare};
use super::{ReadingAsk, ReadingReply};
use crate::territory::day_of;
use crate::{App, AppError, load};
use danso_auth::Caller;
use danso_model::{EventId, HouseholdId, PartialDate, PersonId, SampleId, SubjectId, UserId};
use danso_store::{DifferenceRow, EventFilter, PointRow, SampledRow, SecondReading};
use danso_vault::{NONCE_LEN, SubjectKey, seal};
use serde_json::json;
use std::collections::HashMap;

/// Persons of one reading.
const MOST: usize = 60;
/// An answer is no longer.
const LONGEST: usize = 200;

/// What is said of persons, sealed under their keys, and what is said of others.
type Told = (Vec<(SubjectId, SubjectKey, Vec<u8>)>, Vec<(usize, ReadingRow)>);

fn check(rows: &[ReadingRow]) -> Result<(), AppError> {
    let malformed = |detail: &str| AppError::bad("reading_malformed", detail);
    if rows.len() > MOST {
        return Err(malformed("60 persons at most"));
    }
    for row in rows {
        let all = [&row.name, &row.sex, &row.birth, &row.relationship, &row.residence, &row.marital, &row.education, &row.ethnic];
        if all.iter().copied().flatten().any(|text| text.chars().count() > LONGEST || text.chars().any(char::is_control)) {
            return Err(malformed("answers of 200 characters at most"));
        }
        if row.sex.as_deref().is_some_and(|sex| !matches!(sex, "m" | "f" | "u")) {
            return Err(malformed("sex is m, f or u"));
        }
        if row.birth.as_deref().is_some_and(|birth| birth.parse::<PartialDate>().is_err()) {
            return Err(malformed("a birth is a partial date"));
        }
    }
    Ok(())
}

impl App {
    /// Writes down what was said a second time, compares it with the register as it was known at the draw, and answers how much differs.
    /// A further reading of the household takes the place of the one before, with its differences and verdicts.
    ///
    /// # Errors
    /// `NotFound` for a household that was not drawn; `out_of_scope`; `reading_malformed`; `reader_recorded_it` where whoever asked
    /// again recorded the household, or has it in an area of theirs.
    pub async fn put_reading(
        &self,
        caller: &Caller,
        id: SampleId,
        household: HouseholdId,
        ask: &ReadingAsk,
    ) -> Result<ReadingReply, AppError> {
        let (sample, _) = self.sample_to_read(caller, id).await?;
        let rows = self.store.sampled(self.shard, id).await?;
        let row = rows.into_iter().find(|row| row.household == household).ok_or(AppError::NotFound)?;
        check(&ask.persons)?;
        let reader = ask.reader.map_or(caller.user, UserId);
        self.check_reader(reader, &row).await?;
        let day = day_of(sample.day).ok_or_else(|| AppError::damaged("the day of a sample"))?;
        let then = self.then_and_now(household, sample.position, day).await?.then;
        let members = then.map(|document| document.members).unwrap_or_default();
        let persons: &[ReadingRow] = if ask.met { &ask.persons } else { &[] };
        // Where nobody was met nothing was compared.
        let comparison = if ask.met { compare(&members, persons) } else { super::compare::Comparison::default() };

        let bound = EventId(self.env.new_id());
        let (parts, others) = self.parts(persons, &comparison.pairs).await?;
        let others = if others.is_empty() {
            Vec::new()
        } else {
            let plain = serde_json::to_vec(&others).map_err(|error| AppError::damaged(error.to_string()))?;
            let mut nonce = [0; NONCE_LEN];
            self.env.chance.fill(&mut nonce);
            self.master.seal_raw(&plain, nonce)
        };
        let reading = SecondReading {
            reader,
            at_ms: self.env.now_ms(),
            met: ask.met,
            id: *bound.as_bytes(),
            sealed: seal(&parts, bound, &mut |bytes| self.env.chance.fill(bytes)),
            others,
        };
        let points: Vec<PointRow> = comparison
            .points
            .iter()
            .map(|(field, points)| PointRow { household, field: (*field).to_owned(), points: *points })
            .collect();
        let differences: Vec<DifferenceRow> = comparison
            .differences
            .iter()
            .zip(1..)
            .map(|(found, number)| DifferenceRow {
                household,
                number,
                kind: found.kind.to_owned(),
                field: found.field.to_owned(),
                person: found.person.map(PersonId),
                row: found.row.map(|row| row as u32),
                was: found.was.clone(),
                said: found.said.clone(),
                verdict: None,
                by: None,
                at_ms: None,
            })
            .collect();
        let read = SampledRow { reading: Some(reading), ..row };
        self.store.put_reading(self.shard, id, &read, &points, &differences).await?;
        let detail = json!({ "household": household.0, "differences": differences.len() });
        self.note(Some(caller.user), "sample_read", id.to_string(), detail).await?;
        Ok(ReadingReply { points: points.iter().map(|row| row.points).sum(), differences: differences.len() as u32 })
    }

    /// Whoever recorded a household does not ask again, nor does whoever has its area.
    async fn check_reader(&self, reader: UserId, row: &SampledRow) -> Result<(), AppError> {
        let filter = EventFilter { household: Some(row.household), limit: 10_000, ..EventFilter::default() };
        let events = self.store.events(self.shard, &filter).await?;
        let recorded = events.iter().any(|event| event.by == reader || event.behalf == Some(reader));
        if self.store.users_by_id(&[reader]).await?.is_empty() {
            return Err(AppError::bad("reading_malformed", "no such account"));
        }
        if recorded || row.collaborator == Some(reader) {
            return Err(AppError::Conflict { code: "reader_recorded_it" });
        }
        Ok(())
    }

    /// What was said, apart by whose keys it goes under. Of someone erased nothing is kept.
    async fn parts(&self, rows: &[ReadingRow], pairs: &[(uuid::Uuid, usize)]) -> Result<Told, AppError> {
        let of: HashMap<usize, SubjectId> = pairs.iter().map(|(person, row)| (*row, SubjectId(*person))).collect();
        let subjects: Vec<SubjectId> = of.values().copied().collect();
        let keys = load::keys(self.store.as_ref(), self.shard, &self.master, &subjects).await?;
        let (mut parts, mut others) = (Vec::new(), Vec::new());
        for (number, row) in rows.iter().enumerate() {
            match of.get(&number).map(|subject| (*subject, keys.get(subject))) {
                Some((subject, Some(Some(key)))) => {
                    let plain = serde_json::to_vec(&(number, row)).map_err(|error| AppError::damaged(error.to_string()))?;
                    parts.push((subject, key.clone(), plain));
                }
                Some((_, Some(None))) => {}
                Some((_, None)) | None => others.push((number, row.clone())),
            }
        }
        Ok((parts, others))
    }
}
