//! Closing of reports: steps, versions that can be made again for ever, revisions, declarations, the board.
//!
//! A version is made once, at `prepared`, from the knowledge at one position, with definitions that are kept beside it (`kept`). It is never
//! changed. What arrives later makes a numbered revision beside it (`revise`), and the next report of the form says how much came late.

pub(crate) mod ask;
mod board;
mod check;
mod declare;
mod evaluate;
mod file;
mod forms;
mod happened;
mod kept;
mod read;
mod revise;
mod shapes;
mod steps;

pub use ask::{ReportAsk, StepAsk};
pub use danso_indicators::closing::State as ReportState;
pub use file::{ClosedFile, ClosedPart};
pub use forms::{DueRule, FormLine, FormReceiver};
pub use shapes::{
    AreaLine, BoardReply, BoardRow, BoardSummary, CheckLine, CheckReply, DeclarationReply, DifferenceLine, ReportPart,
    ReportReply, ReportSummary, RevisionReply, StepLine,
};

pub(crate) use kept::KeptTerritories;

use crate::{App, AppError};
use danso_auth::{Caller, Duties};
use danso_indicators::Templates;

/// The forms that come with the program.
pub(crate) fn forms() -> Result<Templates, AppError> {
    Templates::embedded().map_err(|error| AppError::damaged(format!("the forms of reports: {error}")))
}

impl App {
    /// The forms in use.
    pub(crate) const fn templates(&self) -> &Templates {
        &self.templates
    }

    /// The same with other forms, as after an upgrade.
    #[must_use]
    pub fn with_templates(self, templates: Templates) -> Self {
        Self { templates, ..self }
    }

    /// What the caller may do with reports now.
    pub(crate) fn duties(&self, caller: &Caller) -> Duties {
        let territory = self.territory();
        Duties::of(caller, &territory.tree, &territory.areas, self.env.today())
    }

    /// The account with a login as a caller, for the command line, which holds the database itself.
    ///
    /// # Errors
    /// `NotFound` when there is none, or it is disabled.
    pub async fn caller_named(&self, login: &str) -> Result<Caller, AppError> {
        let user = self.store.user_by_login(login).await?.filter(|user| !user.disabled).ok_or(AppError::NotFound)?;
        Ok(Caller { user: user.id, login: user.login, name: user.name, grants: user.grants, device: None })
    }
}
