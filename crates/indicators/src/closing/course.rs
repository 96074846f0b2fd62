//! The course of a report: a list of steps, and the state that follows from it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Where the report of a unit for a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing was made yet. A period is open without anyone doing anything.
    Open,
    /// The numbers stand, as known at a position.
    Prepared,
    /// Someone of the unit has looked at them.
    Verified,
    /// Someone of the unit answers for them.
    Signed,
    /// On its way to the receiver.
    Sent,
    /// The receiver has it.
    Received,
    /// The receiver takes it as it is.
    Accepted,
    /// The receiver gives it back, with a reason.
    Returned,
    /// Nobody changes it any more.
    Locked,
}

impl State {
    /// All states, in the order in which a report goes through them.
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::Prepared,
        Self::Verified,
        Self::Signed,
        Self::Sent,
        Self::Received,
        Self::Accepted,
        Self::Returned,
        Self::Locked,
    ];

    /// The word that is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Prepared => "prepared",
            Self::Verified => "verified",
            Self::Signed => "signed",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Locked => "locked",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether the unit has done its part: the report has left it and is not given back.
    #[must_use]
    pub const fn is_reported(self) -> bool {
        match self {
            Self::Sent | Self::Received | Self::Accepted | Self::Locked => true,
            Self::Open | Self::Prepared | Self::Verified | Self::Signed | Self::Returned => false,
        }
    }

    /// Whose step leads from here to another state; None where no step does.
    #[must_use]
    pub fn step_to(self, to: Self) -> Option<Side> {
        let (ways, side): (&[Self], Side) = match self {
            Self::Open | Self::Returned => (&[Self::Prepared], Side::Reporter),
            Self::Prepared => (&[Self::Prepared, Self::Verified], Side::Reporter),
            Self::Verified => (&[Self::Prepared, Self::Signed], Side::Reporter),
            Self::Signed => (&[Self::Sent], Side::Reporter),
            Self::Sent => (&[Self::Received], Side::Receiver),
            Self::Received => (&[Self::Accepted, Self::Returned], Side::Receiver),
            Self::Accepted => (&[Self::Locked], Side::Receiver),
            Self::Locked => (&[], Side::Receiver),
        };
        ways.contains(&to).then_some(side)
    }

    /// The next state on the straight way to being locked.
    const fn ahead(self) -> Option<Self> {
        match self {
            Self::Open | Self::Returned => Some(Self::Prepared),
            Self::Prepared => Some(Self::Verified),
            Self::Verified => Some(Self::Signed),
            Self::Signed => Some(Self::Sent),
            Self::Sent => Some(Self::Received),
            Self::Received => Some(Self::Accepted),
            Self::Accepted => Some(Self::Locked),
            Self::Locked => None,
        }
    }
}

/// Which of the two parties takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The unit whose report it is.
    Reporter,
    /// The unit above, to which it goes.
    Receiver,
}

/// What someone may do for one unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Duty {
    /// Report for it.
    pub reports: bool,
    /// Receive what it reports.
    pub receives: bool,
}

/// A step that was taken. `A` tells who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step<A> {
    /// The state it led to.
    pub to: State,
    /// Who took it.
    pub by: A,
    /// When, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// In their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Why a step may not be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It does not lead on from the state the report is in.
    #[error("no step leads from {} to {}", .from.as_str(), .to.as_str())]
    NotNext {
        /// Where the report is.
        from: State,
        /// Where it was to go.
        to: State,
    },
    /// It is for the other party to take.
    #[error("that step is for the {0:?} to take")]
    NotTheirs(Side),
    /// Whoever had a hand in a report on the side of its unit does not receive, accept, return or lock it.
    #[error("nobody decides on a report that they made")]
    OwnReport,
    /// A report is given back with a reason.
    #[error("a report is returned with a reason")]
    NoteMissing,
}

/// Stored steps that do not follow from each other: something else wrote them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("step {number} from {} to {} is none", .from.as_str(), .to.as_str())]
pub struct Broken {
    /// Counted from one.
    pub number: usize,
    /// Where the report was.
    pub from: State,
    /// Where the step says it went.
    pub to: State,
}

/// The steps of a report so far. It only grows, and only by steps that lead on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course<A> {
    steps: Vec<Step<A>>,
}

impl<A> Default for Course<A> {
    fn default() -> Self {
        Self { steps: Vec::new() }
    }
}

impl<A: PartialEq> Course<A> {
    /// Steps as they were stored, oldest first.
    ///
    /// # Errors
    /// When one does not lead on from the one before.
    pub fn of(steps: Vec<Step<A>>) -> Result<Self, Broken> {
        let mut from = State::Open;
        for (number, step) in (1..).zip(&steps) {
            if from.step_to(step.to).is_none() {
                return Err(Broken { number, from, to: step.to });
            }
            from = step.to;
        }
        Ok(Self { steps })
    }

    /// The steps, oldest first.
    #[must_use]
    pub fn steps(&self) -> &[Step<A>] {
        &self.steps
    }

    /// Where the report stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.steps.last().map_or(State::Open, |step| step.to)
    }

    /// How many times it was prepared: the number of its latest version, 0 for none.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.steps.iter().map(|step| u32::from(step.to == State::Prepared)).sum()
    }

    /// The last step that led to a state.
    #[must_use]
    pub fn last(&self, to: State) -> Option<&Step<A>> {
        self.steps.iter().rev().find(|step| step.to == to)
    }

    /// Whether someone may take a step.
    ///
    /// # Errors
    /// Says why not.
    pub fn may(&self, to: State, by: &A, duty: Duty, note: Option<&str>) -> Result<(), Refusal> {
        let from = self.state();
        let side = from.step_to(to).ok_or(Refusal::NotNext { from, to })?;
        let theirs = match side {
            Side::Reporter => duty.reports,
            Side::Receiver => duty.receives,
        };
        if !theirs {
            return Err(Refusal::NotTheirs(side));
        }
        if side == Side::Receiver && self.had_a_hand(by) {
            return Err(Refusal::OwnReport);
        }
        if to == State::Returned && note.is_none_or(|note| note.trim().is_empty()) {
            return Err(Refusal::NoteMissing);
        }
        Ok(())
    }

    /// Takes a step.
    ///
    /// # Errors
    /// As [`Course::may`]; the course is as it was then.
    pub fn take(&mut self, step: Step<A>, duty: Duty) -> Result<(), Refusal> {
        self.may(step.to, &step.by, duty, step.note.as_deref())?;
        self.steps.push(step);
        Ok(())
    }

    /// The states still to go through up to one, that included, on the straight way; preparing anew where it can be and is asked for.
    /// Empty when no way leads there.
    #[must_use]
    pub fn way_to(&self, to: State) -> Vec<State> {
        let from = self.state();
        if from.step_to(to).is_some() {
            return vec![to];
        }
        let ahead: Vec<State> = std::iter::successors(from.ahead(), |state| state.ahead()).collect();
        match ahead.iter().position(|state| *state == to) {
            Some(at) => ahead[..=at].to_vec(),
            None => Vec::new(),
        }
    }

    fn had_a_hand(&self, by: &A) -> bool {
        let mut from = State::Open;
        self.steps.iter().any(|step| {
            let side = from.step_to(step.to);
            from = step.to;
            side == Some(Side::Reporter) && step.by == *by
        })
    }
}

#[cfg(test)]
mod tests;
