//! Rows to be looked at, and a row beside those whom it may be.

use super::frozen::{Frozen, Kept};
use super::keep::Opened;
use super::progress::count;
use super::sheets::{AnswerAsk, Doubt, DoubtPage, Facing, LinkCandidate, ListSheet, RowAnswer, WeightLine};
use super::state::is_sampled;
use super::steps::{Step, Verdict};
use crate::viet_nam::instant;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{HamletId, ReconciliationId, UserId};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of a page.
const PAGE: u32 = 200;
/// Other rows of a household that are shown.
const HOUSEHOLD: usize = 20;

pub(super) fn tail(number: &str) -> Option<String> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 4).then(|| digits[digits.len() - 4..].iter().collect())
}

/// Two numbers as far as someone must see them to tell which is right: the last four digits, and digits that differ.
pub(super) fn masked(theirs: &str, ours: &str) -> (String, String) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<Vec<char>>();
    let (theirs, ours) = (digits(theirs), digits(ours));
    let shown = |one: &[char], other: &[char]| {
        let told = |(at, digit): (usize, &char)| {
            let last = at + 4 >= one.len();
            let differs = one.len() == other.len() && other.get(at) != Some(digit);
            if last || differs { *digit } else { '•' }
        };
        one.iter().enumerate().map(told).collect::<String>()
    };
    (shown(&theirs, &ours), shown(&ours, &theirs))
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a row tells.
pub(super) fn their_sheet(opened: &Opened, row: u32) -> ListSheet {
    let Some(theirs) = opened.frozen.theirs.get(row as usize) else { return ListSheet::default() };
    let record = &theirs.record;
    ListSheet {
        row: Some(row),
        line: Some(record.line),
        name: filled(&record.full_name()),
        sex: filled(&record.sex),
        birth: filled(&record.birth),
        number_tail: tail(&record.number),
        old_number_tail: tail(&record.old_number),
        phone: filled(&record.phone),
        commune: filled(&record.commune),
        address: filled(&record.address),
        house: filled(&record.house),
        household: filled(&record.household),
        ..ListSheet::default()
    }
}

/// What the register tells.
pub(super) fn our_sheet(frozen: &Frozen, at: u32, hamlets: &HashMap<Uuid, String>) -> ListSheet {
    let Some(ours) = frozen.ours.get(at as usize) else { return ListSheet::default() };
    let house = frozen.house(ours);
    ListSheet {
        person: Some(ours.person),
        name: filled(&ours.name),
        sex: filled(&ours.sex),
        birth: filled(&ours.birth),
        number_tail: tail(&ours.pin),
        phone: filled(&ours.phone),
        hamlet_name: house.and_then(|house| hamlets.get(&house.hamlet).cloned()),
        address: house.and_then(|house| house.address.clone()),
        household: house.map(|house| house.id.to_string()),
        household_number: house.map(|house| house.number.clone()),
        relationship: filled(&ours.relationship),
        left: ours.left.as_ref().map(|left| left.date.clone()),
        left_reason: ours.left.as_ref().map(|left| left.reason.clone()),
        ..ListSheet::default()
    }
}

impl App {
    /// Names of the hamlets of a reconciliation, as they are today.
    pub(super) fn hamlet_names(&self, opened: &Opened) -> HashMap<Uuid, String> {
        let (territory, today) = (self.territory(), self.env.today());
        let name = |id: Uuid| territory.hamlet(HamletId(id), today).map(|row| format!("{} {}", row.kind, row.name));
        opened.frozen.houses.iter().filter_map(|house| Some((house.hamlet, name(house.hamlet)?))).collect()
    }

    /// Rows to be looked at: those whose answer tells most first, and before them those that the caller is to read a second time.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`, `reconciliation_destroyed`.
    pub async fn doubtful_rows(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        after: u32,
        limit: u32,
    ) -> Result<DoubtPage, AppError> {
        let opened = self.reconciliation_read(caller, id).await?;
        let hamlets = self.hamlet_names(&opened);
        let second = opened.state.second(id.0, caller.user).into_iter().map(|row| (row, "second"));
        let doubtful = opened.state.doubtful(&opened.frozen).into_iter().map(|(row, band)| (row, band.code()));
        let all: Vec<(u32, &'static str)> = doubtful.chain(second).collect();
        let limit = limit.clamp(1, PAGE);
        let doubt = |(row, band): &(u32, &'static str)| {
            let best = opened.frozen.theirs.get(*row as usize).and_then(|theirs| theirs.kept.first());
            Doubt {
                row: *row,
                band: (*band).to_owned(),
                theirs: their_sheet(&opened, *row),
                ours: best.map(|kept| our_sheet(&opened.frozen, kept.ours, &hamlets)),
                probability: best.map(|kept| kept.probability),
                weight: best.map(|kept| kept.weight),
            }
        };
        let items: Vec<Doubt> = all.iter().skip(after as usize).take(limit as usize).map(doubt).collect();
        let upto = after + count(items.len());
        Ok(DoubtPage { items, next: (upto < count(all.len())).then_some(upto), total: count(all.len()) })
    }

    /// A row beside those whom it may be, with both households. Audited.
    ///
    /// # Errors
    /// As [`App::doubtful_rows`].
    pub async fn facing(&self, caller: &Caller, id: ReconciliationId, row: u32) -> Result<Facing, AppError> {
        let opened = self.reconciliation_read(caller, id).await?;
        if row as usize >= opened.frozen.theirs.len() {
            return Err(AppError::NotFound);
        }
        self.audit(caller, "reconciled_row_seen", &id.to_string(), &format!("{{\"row\":{row}}}")).await?;
        self.facing_of(caller.user, &opened, row).await
    }

    async fn facing_of(&self, reader: UserId, opened: &Opened, row: u32) -> Result<Facing, AppError> {
        let (frozen, state) = (&opened.frozen, &opened.state);
        let hamlets = self.hamlet_names(opened);
        let theirs = frozen.theirs.get(row as usize).ok_or(AppError::NotFound)?;
        let standing = state.standing[row as usize];
        let given = state.answers.get(&row).map(Vec::as_slice).unwrap_or_default();
        // A second reading is blind until it is given.
        let blind = is_sampled(opened.row.id.0, row)
            && given.iter().any(|answer| !answer.undone && !answer.carried)
            && given.iter().all(|answer| answer.by != reader || answer.undone);
        let names = self.names_of(&given.iter().map(|answer| answer.by).collect::<Vec<_>>()).await?;
        let answers = given
            .iter()
            .filter(|answer| !blind || answer.by == reader)
            .map(|answer| RowAnswer {
                verdict: answer.verdict,
                person: answer.ours.and_then(|at| frozen.ours.get(at as usize)).map(|ours| ours.person),
                by_name: names.get(&answer.by).cloned().unwrap_or_default(),
                at: instant(answer.at_ms),
                own: answer.by == reader,
                undone: answer.undone,
                carried: answer.carried,
            })
            .collect();
        let household = &theirs.record.household;
        let beside = (0_u32..)
            .zip(&frozen.theirs)
            .filter(|(other, each)| *other != row && !household.is_empty() && each.record.household == *household);
        let partner = standing.partner().filter(|_| !blind).and_then(|at| frozen.ours.get(at as usize));
        Ok(Facing {
            row,
            status: if blind { "doubtful" } else { standing.code() }.to_owned(),
            theirs: their_sheet(opened, row),
            theirs_household: beside.take(HOUSEHOLD).map(|(other, _)| their_sheet(opened, other)).collect(),
            candidates: theirs.kept.iter().filter_map(|kept| candidate(opened, row, kept, &hamlets)).collect(),
            answers,
            person: partner.map(|ours| ours.person),
        })
    }

    /// Says who a row is.
    ///
    /// # Errors
    /// As [`App::doubtful_rows`]; `reconciliation_malformed` for `same` without a person of the register; `reconciliation_person_taken` where another row was said to be
    /// that person.
    pub async fn answer_row(&self, caller: &Caller, id: ReconciliationId, row: u32, ask: &AnswerAsk) -> Result<Facing, AppError> {
        self.may_read(caller, id).await?;
        let step = |opened: &Opened| {
            if row as usize >= opened.frozen.theirs.len() {
                return Err(AppError::NotFound);
            }
            let person = match ask.verdict {
                Verdict::Same => {
                    let at = opened.frozen.ours.iter().position(|ours| Some(ours.person) == ask.person);
                    let at = at.and_then(|at| u32::try_from(at).ok());
                    let at =
                        at.ok_or_else(|| AppError::bad("reconciliation_malformed", "whose person it is, of those compared"))?;
                    let by_hand =
                        opened.state.row_of.get(&at).filter(|other| **other != row && opened.state.answers.contains_key(*other));
                    if by_hand.is_some() {
                        return Err(AppError::Conflict { code: "reconciliation_person_taken" });
                    }
                    ask.person
                }
                Verdict::None | Verdict::Unsure => None,
            };
            Ok(Step::Answered { row, verdict: ask.verdict, person })
        };
        let opened = self.add_step(caller, id, step).await?;
        self.facing_of(caller.user, &opened, row).await
    }

    /// Takes the caller's last answer to a row back.
    ///
    /// # Errors
    /// As [`App::doubtful_rows`]; `NotFound` where the caller has given none.
    pub async fn take_answer_back(&self, caller: &Caller, id: ReconciliationId, row: u32) -> Result<Facing, AppError> {
        self.may_read(caller, id).await?;
        let own = |opened: &Opened| {
            opened
                .state
                .answers
                .get(&row)
                .is_some_and(|given| given.iter().any(|answer| answer.by == caller.user && !answer.undone))
        };
        let step = |opened: &Opened| if own(opened) { Ok(Step::AnswerUndone { row }) } else { Err(AppError::NotFound) };
        let opened = self.add_step(caller, id, step).await?;
        self.facing_of(caller.user, &opened, row).await
    }
}

fn candidate(opened: &Opened, row: u32, kept: &Kept, hamlets: &HashMap<Uuid, String>) -> Option<LinkCandidate> {
    let frozen = &opened.frozen;
    let ours = frozen.ours.get(kept.ours as usize)?;
    let explanation = opened.standard.explain(row, kept.ours);
    let beside = (0_u32..).zip(&frozen.ours).filter(|(at, other)| *at != kept.ours && other.house == ours.house);
    let lines = explanation.iter().flat_map(|explanation| &explanation.lines);
    Some(LinkCandidate {
        person: ours.person,
        sheet: our_sheet(frozen, kept.ours, hamlets),
        household_members: beside.take(HOUSEHOLD).map(|(at, _)| our_sheet(frozen, at, hamlets)).collect(),
        probability: kept.probability,
        weight: kept.weight,
        before: explanation.as_ref().map_or(0.0, |explanation| explanation.before),
        against_kin: explanation.as_ref().is_some_and(|explanation| explanation.against_kin),
        other_explanation: explanation.as_ref().map_or(0.0, |explanation| explanation.other_explanation),
        lines: lines
            .map(|line| WeightLine {
                field: line.field.clone(),
                level: line.level.clone(),
                weight: line.weight,
                rarity: line.rarity,
            })
            .collect(),
        taken_by: opened.state.row_of.get(&kept.ours).copied().filter(|other| *other != row),
    })
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn of_numbers_the_end_and_what_differs_is_shown() {
        assert_eq!(masked("092187000001", "092186000001"), ("•••••7••0001".to_owned(), "•••••6••0001".to_owned()));
        assert_eq!(masked("092 187 000 001", ""), ("••••••••0001".to_owned(), String::new()));
        assert_eq!(masked("361234567", "092187000001").0, "•••••4567", "another kind of number");
    }
}
