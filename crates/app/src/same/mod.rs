//! One person on two sheets: who may be, and what an officer says of it.

mod act;
mod find;
mod likeness;
mod list;
mod pair;
mod queue;
mod shapes;

pub(crate) use find::Likes;
pub use list::DuplicatesAsk;
pub use shapes::{
    ApartMark, DuplicatePage, DuplicatePair, LikeReason, LikeSheet, MergePreview, Merged, NewcomerLikes, PairLine, PairSide,
    PreviewHousehold, QueueLikes,
};
