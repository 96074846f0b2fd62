//! Lessons of the practice area: who has completed what.

use super::roster::areas_of_user;
use super::{CompletedLesson, LessonLine, TraineeLine, TrainingAsk, TrainingReply};
use crate::messages::text;
use crate::territory::day_of;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, UserId};
use danso_reports::{Align, Cell, Column, Document, Format, Head, HeadCell, Page, Part, Row, Standing, Table, render};
use danso_store::TrainingRow;
use danso_tally::day_number;
use jiff::civil::Date;

/// The lessons of the phone, in their order. Their names are in the message file.
const LESSONS: [&str; 8] = ["birth", "death", "arrival", "departure", "pregnancy", "unchanged", "sending", "correction"];
/// Completions in one request.
const MOST: usize = 100;

fn lesson_name(lesson: &str) -> String {
    text(&format!("lesson_{lesson}"))
}

/// The best of a lesson: the highest score, of equals the earliest.
fn best<'row>(rows: impl Iterator<Item = &'row TrainingRow>) -> Option<&'row TrainingRow> {
    rows.min_by_key(|row| (std::cmp::Reverse(row.score), row.day))
}

impl App {
    /// Keeps lessons that the caller has completed, any number of times.
    ///
    /// # Errors
    /// `out_of_scope` for whoever has neither area nor device; `training_malformed` for an unknown lesson, a day to come, a score above
    /// 100 or more than 100 lines.
    pub async fn complete_training(&self, caller: &Caller, asks: &[TrainingAsk]) -> Result<(), AppError> {
        if self.scope(caller).areas().is_empty() && caller.device.is_none() {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let malformed = |why: &str| AppError::bad("training_malformed", why);
        if asks.len() > MOST {
            return Err(malformed("too many"));
        }
        // The clock of a phone may be a day ahead.
        let last = self.env.today().tomorrow().unwrap_or(Date::MAX);
        let mut rows = Vec::with_capacity(asks.len());
        for ask in asks {
            let day = ask.day.parse::<Date>().ok().filter(|day| *day <= last).ok_or_else(|| malformed("day"))?;
            let known = LESSONS.contains(&ask.lesson.as_str()) && ask.score <= 100;
            if !known {
                return Err(malformed("lesson or score"));
            }
            rows.push(TrainingRow { user: caller.user, lesson: ask.lesson.clone(), day: day_number(day), score: ask.score });
        }
        Ok(self.store.put_training(self.shard, &rows).await?)
    }

    /// Who in the network of a commune has completed what.
    ///
    /// # Errors
    /// `not_a_commune`, `out_of_scope`.
    pub async fn training(&self, caller: &Caller, unit: &str) -> Result<TrainingReply, AppError> {
        let commune = self.network_of(caller, unit)?;
        let areas = self.areas_of(commune);
        let area_ids: Vec<AreaId> = areas.iter().map(|area| area.id).collect();
        let users = self.store.users_of_areas(&area_ids).await?;
        let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let rows = self.store.training(self.shard, &ids).await?;
        let of = |user: UserId, lesson: &str| {
            let row = best(rows.iter().filter(|row| row.user == user && row.lesson == lesson))?;
            Some(CompletedLesson { lesson: lesson.to_owned(), day: day_of(row.day)?.to_string(), score: row.score })
        };
        let collaborators = users.iter().filter(|user| !user.disabled).map(|user| {
            let own = areas_of_user(user, &areas);
            TraineeLine {
                id: user.id.0,
                login: user.login.clone(),
                name: user.name.clone(),
                areas: areas.iter().filter(|area| own.contains(&area.id)).map(|area| area.number.clone()).collect(),
                completed: LESSONS.iter().filter_map(|lesson| of(user.id, lesson)).collect(),
            }
        });
        Ok(TrainingReply {
            unit: commune.to_string(),
            unit_name: self.line(commune, self.env.today()).map(|line| line.full_name).unwrap_or_default(),
            lessons: LESSONS.iter().map(|id| LessonLine { id: (*id).to_owned(), name: lesson_name(id) }).collect(),
            collaborators: collaborators.collect(),
        })
    }

    /// The same as a file.
    ///
    /// # Errors
    /// As [`App::training`].
    pub async fn training_file(&self, caller: &Caller, unit: &str, format: Format) -> Result<Vec<u8>, AppError> {
        let reply = self.training(caller, unit).await?;
        let position = self.store.head(self.shard).await?.position.0;
        render(&document(&reply, position.into()), format)
            .map_err(|error| AppError::damaged(format!("the board of training: {error}")))
    }
}

fn document(reply: &TrainingReply, position: u64) -> Document {
    let column = |code: &str, width_mm: f32| Column { code: Some(code.to_owned()), width_mm, align: Align::Left, mark: None };
    let mut columns = vec![column("name", 45.0), column("areas", 22.0)];
    columns.extend(reply.lessons.iter().map(|lesson| column(&lesson.id, 24.0)));
    let mut head = vec![HeadCell::new(text("statement_name")), HeadCell::new(text("training_areas"))];
    head.extend(reply.lessons.iter().map(|lesson| HeadCell::new(lesson.name.clone())));
    let row = |(at, line): (usize, &TraineeLine)| {
        let mut cells = vec![Cell::Text(line.name.clone()), Cell::Text(line.areas.join(", "))];
        cells.extend(reply.lessons.iter().map(|lesson| {
            let done = line.completed.iter().find(|done| done.lesson == lesson.id);
            let day = done.and_then(|done| done.day.parse::<Date>().ok());
            day.zip(done)
                .map_or(Cell::Empty, |(day, done)| Cell::Text(format!("{} ({} %)", day.strftime("%d/%m/%Y"), done.score)))
        }));
        Row { code: Some(line.login.clone()), number: Some((at + 1).to_string()), cells, ..Row::default() }
    };
    let table = Table {
        title: None,
        columns,
        header: vec![head],
        label: 0,
        frozen: 1,
        rows: reply.collaborators.iter().enumerate().map(row).collect(),
    };
    Document {
        page: Page::A4_LANDSCAPE,
        head: Head { organisation: Some(reply.unit_name.clone()), ..Head::default() },
        title: vec![text("training_title")],
        parts: vec![Part::Table(table)],
        notes: vec![text("training_note")],
        signatures: Vec::new(),
        standing: Standing::Record { position },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_has_a_name() {
        for lesson in LESSONS {
            assert!(!lesson_name(lesson).starts_with("lesson_"), "{lesson}");
        }
    }

    #[test]
    fn the_best_of_a_lesson_counts_with_its_first_day() {
        let row = |day, score| TrainingRow { user: UserId::from_bytes([1; 16]), lesson: "birth".to_owned(), day, score };
        let rows = [row(20_261_101, 67), row(20_261_103, 100), row(20_261_102, 100)];
        assert_eq!(best(rows.iter()), Some(&rows[2]));
        assert_eq!(best([].iter()), None);
    }
}
