//! The register compared with a list of another office: who is who, what differs, what became of it, and what both miss.
//!
//! A reconciliation is frozen when it is made ([`frozen`]): both lists, model, candidates, sealed under a key of its own. Everything later is a [`steps`]' step.
//! Where it stands is the fold of the two ([`state`]); nothing here changes the register but events that an outcome makes ([`saying`]), which go the
//! normal way.

mod across;
mod board;
mod carry;
mod coverage;
mod difference;
mod figures;
mod file;
mod frozen;
mod handed;
mod handed_shapes;
mod keep;
mod list;
mod look;
mod make;
mod progress;
mod residents;
mod saying;
mod settle;
mod shapes;
mod sheets;
mod since;
mod standard;
mod state;
mod steps;
mod worklist;

pub use board::{AtThreshold, Board, CalibrationBar, FieldFilled, LevelWeight, SecondReadings, Unlinkable, WeightBar};
pub use coverage::{Coverage, CoverageCell, CoverageGroup, DefinitionCount};
pub use difference::DifferenceKind;
pub use file::ReconciliationPart;
pub use handed_shapes::{
    HandAsk, HandedAnswer, HandedAnswers, HandedDifference, HandedDifferences, HandedOwners, HandedReplies, HandedReply,
    HandedResult,
};
pub(crate) use keep::Reconciled;
pub use shapes::{
    BadLine, Batch, CarriedOver, DestroyAsk, EventSince, EventsSince, HistoryLine, HistoryPage, LeftOut, LinkThresholds,
    ListFile, ListPreview, OpenSettled, PreviewAsk, PreviewColumn, Reconciliation, ReconciliationAsk, ReconciliationList,
    SameFile,
};
pub use sheets::{
    AnswerAsk, DifferenceLine, DifferenceOutcome, DifferencePage, DifferencesAsk, Doubt, DoubtPage, EnterAsk, Facing,
    HamletCount, KindCount, LinkCandidate, ListSheet, OutcomeAsk, OwnerCount, RowAnswer, WeightLine,
};
pub use steps::{MovedTo, OutcomeCode, Verdict};
