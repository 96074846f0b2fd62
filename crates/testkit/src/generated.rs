//! The generated register: who works where, the sheets of the first day, and the events after it.

use crate::build;
use crate::deployment::Deployment;
use crate::months::Months;
use crate::plan::{Plan, PlanError};
use crate::state::State;
use danso_model::Event;

/// A province on the first day, from which its sheets and the events of its months are drawn.
///
/// It holds about 80 bytes a person; events are made as they are asked for.
#[derive(Debug, Clone)]
pub struct Generated {
    state: State,
}

/// Builds the population of a plan.
///
/// # Errors
/// When the plan cannot be carried out.
///
/// ```
/// use danso_testkit::{Plan, generate};
///
/// let generated = generate(&Plan { months: 1, ..Plan::new(92, 2000) })?;
/// let sheets = generated.baseline().count();
/// assert!((500..650).contains(&sheets));
/// let mut months = generated.into_months();
/// assert!(months.by_ref().count() > 5);
/// assert_eq!(months.truth().months.len(), 1);
/// # Ok::<(), danso_testkit::PlanError>(())
/// ```
pub fn generate(plan: &Plan) -> Result<Generated, PlanError> {
    build::build(plan).map(|state| Generated { state })
}

impl Generated {
    /// Hamlets, areas and accounts.
    #[must_use]
    pub fn deployment(&self) -> &Deployment {
        &self.state.deployment
    }

    /// One `household` event for each household, all of the first day, area by area.
    pub fn baseline(&self) -> impl Iterator<Item = Event> + '_ {
        (0..self.state.first_homes).map(|home| self.state.sheet(home))
    }

    /// Households on the first day.
    #[must_use]
    pub fn households(&self) -> u32 {
        self.state.first_homes
    }

    /// Usual residents of each hamlet on the first day, in the order of the deployment.
    #[must_use]
    pub fn population(&self) -> Vec<u32> {
        self.state.hamlets.iter().map(|hamlet| hamlet.population).collect()
    }

    /// The events of the months after the first day, in the order of recording. The population is copied, so that this can be asked for
    /// again; [`Generated::into_months`] does without.
    #[must_use]
    pub fn months(&self) -> Months {
        self.clone().into_months()
    }

    /// The events of the months after the first day, in the order of recording.
    #[must_use]
    pub fn into_months(self) -> Months {
        Months::new(self.state)
    }
}
