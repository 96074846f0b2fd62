//! The network of collaborators: who has which area and device, hand-over with history, what was done in a month, what looks wrong,
//! and campaigns of review. Names of accounts are told, never anyone of the register.

mod accounts;
mod allowance;
mod areas;
mod campaigns;
mod hand_over;
mod outbox;
mod paper;
mod roster;
mod shapes;
mod statement;
mod training;
mod watch;

pub use shapes::{
    AreaAsk, CampaignAreaLine, CampaignAsk, CampaignLine, CampaignReply, CampaignsReply, CollaboratorLine, CompletedLesson,
    DeviceLine, Finding, HandOverAsk, HandOverReply, HandedArea, LessonLine, NetworkArea, NetworkReply, SpanLine, StatementLine,
    StatementReply, TraineeLine, TrainingAsk, TrainingReply, WatchReply,
};

use crate::{App, AppError};
use danso_auth::Caller;
use danso_places::{Level, UnitCode};
use danso_store::AreaRow;

impl App {
    /// A commune whose network the caller may see.
    pub(crate) fn network_of(&self, caller: &Caller, unit: &str) -> Result<UnitCode, AppError> {
        let code: UnitCode = unit.parse().map_err(|_| AppError::bad("unknown_unit", unit))?;
        if code.level() != Level::Commune || self.line(code, self.env.today()).is_none() {
            return Err(AppError::bad("not_a_commune", unit));
        }
        if self.scope(caller).sees_network(code) { Ok(code) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
    }

    /// A commune that the caller runs.
    fn run_commune(&self, caller: &Caller, unit: &str) -> Result<UnitCode, AppError> {
        let code = self.network_of(caller, unit)?;
        if self.scope(caller).runs(code) { Ok(code) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
    }

    /// The areas that a commune runs, in order of number.
    pub(crate) fn areas_of(&self, commune: UnitCode) -> Vec<AreaRow> {
        self.territory().areas.iter().filter(|area| area.commune == commune.as_str()).cloned().collect()
    }
}
