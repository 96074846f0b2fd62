//! What happened to a person or household and is counted, out of what accepted events say.

use crate::Stays;
use crate::resident::{ResidentClaim, Says};
use danso_model::{EntryReason, EventId, ExitReason, HamletId, PartialDate, Precision, Sex};
use jiff::civil::Date;

/// Days after which a pregnancy that was reported has ended, known or not: 42 weeks.
const LONGEST_PREGNANCY: i32 = 294;
/// Days of life in which a death is neonatal (World Health Organization: the first 28 completed days).
const NEONATAL: i32 = 28;

/// Something that happened and is counted, where the person lived as a usual resident on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// What.
    pub kind: FactKind,
    /// The event that says so; the same for both partners of a marriage.
    pub act: EventId,
    /// When.
    pub day: Date,
    /// Where.
    pub hamlet: HamletId,
}

/// What happened. Numbers are those of `docs/measures.md`; 0 is "not told" unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/measures.md says what each number holds")]
pub enum FactKind {
    /// Born alive.
    Birth { order: u8, mother_age: u8, place: u8, multiple: bool },
    /// Died.
    Death { neonatal: bool, place: u8 },
    /// Married.
    Marriage { registered: bool, kin: bool, counselled: u8, first: bool, underage: bool },
    /// Divorced.
    Divorce,
    /// Separated.
    Separation,
    /// Lost the partner.
    Widowed,
    /// Began a method of contraception.
    MethodStart { method: u8, new: bool },
    /// Stopped it.
    MethodStop { method: u8 },
    /// A pregnancy was reported.
    Pregnancy { outcome: u8 },
    /// Screened before birth; `panels` counts the conditions tested in this pregnancy up to now.
    Prenatal { band: u8, panels: u8, results: [u8; 4] },
    /// Screened as a newborn; `panels` counts the conditions tested up to now.
    Newborn { panels: u8, results: [u8; 5] },
    /// Examined.
    Checkup,
}

/// Where someone lives as a usual resident at the end of a day; of whom leaves or dies on that day, where until then.
fn home(stays: &Stays, day: Date) -> Option<HamletId> {
    let usual = || stays.residences.iter().filter(|episode| episode.what.status.is_usual());
    let here = usual().find(|episode| episode.spell.covers(day));
    here.or_else(|| usual().rfind(|episode| episode.spell.to == Some(day))).map(|episode| episode.what.hamlet)
}

/// The day one year before, as the number yyyymmdd.
fn year_before(day: Date) -> i32 {
    PartialDate::day(day).number() - 10_000
}

struct Folding<'a> {
    stays: &'a Stays,
    sex: Sex,
    birth: PartialDate,
    facts: Vec<Fact>,
    marital: Option<u8>,
    method: Option<u8>,
    /// The day from which no method was in use any more.
    unused_from: Option<Date>,
    pregnant: Option<Date>,
    prenatal: [bool; 4],
    newborn: [bool; 5],
}

impl Folding<'_> {
    fn tell(&mut self, kind: FactKind, claim: &ResidentClaim) {
        let day = claim.day();
        if let Some(hamlet) = home(self.stays, day) {
            self.facts.push(Fact { kind, act: claim.event, day, hamlet });
        }
    }

    fn marry(&mut self, claim: &ResidentClaim, registered: bool, kin: bool, counselled: u8) {
        let age = self.birth.age_at(claim.day());
        let underage = match self.sex {
            Sex::Male => age < 20,
            Sex::Female => age < 18,
            Sex::Unknown => false,
        };
        let first = self.marital.is_none_or(|code| code == 1);
        self.tell(FactKind::Marriage { registered, kin, counselled, first, underage }, claim);
        self.marital = Some(2);
    }

    fn begin_method(&mut self, claim: &ResidentClaim, method: u8) {
        let day = claim.day();
        let ended_long_ago = self.unused_from.is_none_or(|end| PartialDate::day(end).number() <= year_before(day));
        self.tell(FactKind::MethodStart { method, new: self.method.is_none() && ended_long_ago }, claim);
        self.method = Some(method);
    }

    fn end_method(&mut self, claim: &ResidentClaim, told: Option<u8>) {
        let method = told.or(self.method).unwrap_or(0);
        self.tell(FactKind::MethodStop { method }, claim);
        if self.method.take().is_some() {
            self.unused_from = Some(claim.day());
        }
    }

    fn report_pregnancy(&mut self, claim: &ResidentClaim, outcome: u8) {
        let day = claim.day();
        let told = self.pregnant.is_some_and(|since| (day - since).get_days() <= LONGEST_PREGNANCY);
        if outcome != 1 {
            self.tell(FactKind::Pregnancy { outcome }, claim);
        } else if !told {
            self.tell(FactKind::Pregnancy { outcome }, claim);
            self.pregnant = Some(day);
        }
        if outcome == 2 || outcome == 3 {
            self.end_pregnancy();
        }
    }

    fn end_pregnancy(&mut self) {
        self.pregnant = None;
        self.prenatal = [false; 4];
    }

    fn take(&mut self, claim: &ResidentClaim) {
        if let Some(line) = claim.line {
            self.marital = claim.tells(line.marital, self.marital);
        }
        match claim.says {
            Says::Marital(code) => self.marital = Some(code),
            Says::Married { registered, kin, counselled } => self.marry(claim, registered, kin, counselled),
            Says::Divorced => {
                self.marital = Some(4);
                self.tell(FactKind::Divorce, claim);
            }
            Says::Separated => {
                self.marital = Some(5);
                self.tell(FactKind::Separation, claim);
            }
            Says::Widowed => {
                self.marital = Some(3);
                self.tell(FactKind::Widowed, claim);
            }
            Says::MethodBegun(method) => self.begin_method(claim, method),
            Says::MethodEnded(told) => self.end_method(claim, told),
            Says::Pregnancy(outcome) => self.report_pregnancy(claim, outcome),
            Says::Bore => self.end_pregnancy(),
            Says::Prenatal(band, results) => {
                for (tested, result) in self.prenatal.iter_mut().zip(results) {
                    *tested |= result > 0;
                }
                let panels = self.prenatal.iter().filter(|tested| **tested).count() as u8;
                self.tell(FactKind::Prenatal { band, panels, results }, claim);
            }
            Says::Newborn(results) => {
                for (tested, result) in self.newborn.iter_mut().zip(results) {
                    *tested |= result > 1;
                }
                let panels = self.newborn.iter().filter(|tested| **tested).count() as u8;
                self.tell(FactKind::Newborn { panels, results }, claim);
            }
            Says::Checkup => self.tell(FactKind::Checkup, claim),
            Says::Nothing
            | Says::Sex(_)
            | Says::Birth(_)
            | Says::Ethnic(_)
            | Says::Education(_)
            | Says::Born { .. }
            | Says::Died { .. }
            | Says::Disabled
            | Says::Opened { .. }
            | Says::Kind(_)
            | Says::Moved(_)
            | Says::Reviewed => {}
        }
    }
}

/// Births and deaths stand on the episodes that they begin and end, so that flows and facts agree.
fn ends_of_life(in_force: &[&ResidentClaim], stays: &Stays, birth: PartialDate) -> Vec<Fact> {
    let says = |event: EventId| in_force.iter().find(|claim| claim.event == event).map(|claim| claim.says);
    let mut facts = Vec::new();
    for episode in stays.residences.iter().filter(|episode| episode.what.status.is_usual()) {
        let hamlet = episode.what.hamlet;
        if let EntryReason::Birth { order, mother_age } = episode.what.entry {
            let told = says(episode.opened_by);
            let (place, multiple) = if let Some(Says::Born { place, multiple }) = told { (place, multiple) } else { (0, false) };
            let (order, mother_age) = (order.unwrap_or(0), mother_age.unwrap_or(0));
            let kind = FactKind::Birth { order, mother_age, place, multiple };
            facts.push(Fact { kind, act: episode.opened_by, day: episode.spell.from, hamlet });
        }
        if let (Some(ExitReason::Death), Some(day), Some(act)) = (episode.what.exit, episode.spell.to, episode.closed_by) {
            let place = if let Some(Says::Died { place }) = says(act) { place } else { 0 };
            let lived = (day - birth.imputed()).get_days();
            let neonatal = birth.precision() == Precision::Day && lived < NEONATAL;
            facts.push(Fact { kind: FactKind::Death { neonatal, place }, act, day, hamlet });
        }
    }
    facts
}

/// The facts of a person, out of claims in force in order.
pub(crate) fn fold(in_force: &[&ResidentClaim], stays: &Stays, sex: Sex, birth: PartialDate) -> Vec<Fact> {
    let mut folding = Folding {
        stays,
        sex,
        birth,
        facts: ends_of_life(in_force, stays, birth),
        marital: None,
        method: None,
        unused_from: None,
        pregnant: None,
        prenatal: [false; 4],
        newborn: [false; 5],
    };
    for claim in in_force {
        folding.take(claim);
    }
    folding.facts
}
