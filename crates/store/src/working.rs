//! What the system knows of its own working: where events came in, who asked for figures, how good the rows of persons are, which events
//! have errors, and what officers told of things that no database can know.

use crate::StoreError;
use async_trait::async_trait;
use danso_model::{EventId, HamletId, Position, Shard, SubjectId, UserId};

/// In a month, an event of a hamlet came in over the network: pushed by a device, or entered at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arrival {
    /// Of which hamlet.
    pub hamlet: HamletId,
    /// When, yyyymm.
    pub month: i32,
}

/// What an account asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UseKind {
    /// Counts, flows and indicators.
    Figures,
    /// Reports of forms.
    Reports,
}

impl UseKind {
    /// The stored text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Reports => "reports",
        }
    }
}

/// Where the tables of this port begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beginning {
    /// From which day on they tell everything, yyyymmdd; 0 for a log that is empty.
    pub day: i32,
    /// Events of before with an issue of severity error, each with the subjects it concerns.
    pub faults: Vec<(EventId, SubjectId)>,
    /// Events of before that correct or withdraw one of those: the event, and the one that it names.
    pub targets: Vec<(EventId, EventId)>,
}

/// Usual residents of a hamlet, by their rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonTally {
    /// Which hamlet.
    pub hamlet: HamletId,
    /// All of them.
    pub persons: u64,
    /// Those with an identity number; only valid ones come in.
    pub identified: u64,
    /// Those whose birth is told to the day, and not estimated.
    pub dated: u64,
    /// Those of them born on a 1 January.
    pub new_year: u64,
}

/// A number that an officer told, since no database can know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldNumber {
    /// Of which unit, by its code.
    pub unit: String,
    /// A name of `docs/indicators.md`, such as `warehouses`.
    pub name: String,
    /// From this day until a later one is told, yyyymmdd.
    pub day: i32,
    /// The number.
    pub value: u64,
    /// Where it was found: a decision, a report, a plan.
    pub source: String,
    /// Who told it; None from the command line.
    pub by: Option<UserId>,
    /// When it was told.
    pub at_ms: i64,
}

/// What the system knows of its own working.
#[async_trait]
pub trait WorkingStore: Send + Sync {
    /// Begins to count; a shard that has begun already stays as it is. Usual residents are counted from all rows once, then by what each
    /// commit changes. Says whether it began now.
    async fn begin_counting(&self, shard: Shard, beginning: &Beginning) -> Result<bool, StoreError>;
    /// From which day on everything is told, yyyymmdd; None before [`WorkingStore::begin_counting`].
    async fn counting_since(&self, shard: Shard) -> Result<Option<i32>, StoreError>;
    /// Hamlets of which events came in over the network in months from one to another, yyyymm, both included; each once, in order.
    async fn hamlets_online(&self, shard: Shard, months: (i32, i32)) -> Result<Vec<HamletId>, StoreError>;
    /// Remembers that an account asked for something on a day, yyyymmdd. Once a day and kind; more changes nothing.
    async fn note_use(&self, user: UserId, day: i32, kind: UseKind) -> Result<(), StoreError>;
    /// Accounts that asked for anything on days from one to another, yyyymmdd, both included; each once, in order.
    async fn users_asking(&self, days: (i32, i32)) -> Result<Vec<UserId>, StoreError>;
    /// Accounts that are open, are a collaborator somewhere, and made an event on a device enrolled for them that came in after a position
    /// and not after another, and is accepted now; in order.
    async fn mobile_collaborators(&self, shard: Shard, after: Position, upto: Position) -> Result<Vec<UserId>, StoreError>;
    /// Usual residents by hamlet at the end of a month, yyyymm, by the server's clock at Viet Nam's time; in order of hamlets. Those
    /// without anyone may be left out.
    async fn person_tallies(&self, shard: Shard, month: i32) -> Result<Vec<PersonTally>, StoreError>;
    /// How many usual residents of each hamlet some event concerns that has an issue of severity error, waits or is accepted, and is not
    /// named by an accepted correction or withdrawal that stands itself; in order of hamlets.
    async fn faulty_persons(&self, shard: Shard) -> Result<Vec<(HamletId, u64)>, StoreError>;
    /// Tells a number; one of the same unit, name and day is replaced.
    async fn tell(&self, shard: Shard, row: &ToldNumber) -> Result<(), StoreError>;
    /// All numbers told, in order of name, unit and day.
    async fn told(&self, shard: Shard) -> Result<Vec<ToldNumber>, StoreError>;
}
