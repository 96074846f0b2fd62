//! Movers: who left one commune and came into another as someone new. See `docs/movers.md`.

mod act;
mod counts;
mod evidence;
mod find;
mod list;
mod places;
mod shapes;

pub(crate) use find::Movers;
pub use list::MoversAsk;
pub use shapes::{
    MoverCandidate, MoverCounts, MoverLine, MoverPlace, MoverSheet, MoverSide, MoverTally, MoverWeight, MoversPage, StatedPlace,
};
