//! One person on two sheets: who may be, and what an officer says of it.

mod act;
mod find;
mod list;
mod night;
mod night_list;
mod pair;
mod people;
#[cfg(test)]
mod quality;
mod queue;
mod shapes;

pub(crate) use find::Likes;
pub use list::DuplicatesAsk;
pub use night::{NightFile, NightReport, night_due};
pub use night_list::NightAsk;
pub use shapes::{
    ApartMark, DuplicatePage, DuplicatePair, LikeSheet, LikeWeight, Likeness, MergePreview, Merged, NewcomerLikes, NightLine,
    NightOther, NightPage, NightSummary, NightUnit, PairLine, PairSide, PreviewHousehold, QueueLikes,
};
