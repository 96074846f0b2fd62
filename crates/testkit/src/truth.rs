//! What truly happened, counted while it happens and not from the events.

/// Counts of the months that have been simulated so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Truth {
    /// One entry a month, in order.
    pub months: Vec<MonthTruth>,
}

/// What truly happened in a month, by the day of the event, late ones included. Only usual residents are counted; whoever is absent for
/// six months or more, or a visitor, neither dies nor moves in the simulation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthTruth {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
    /// Usual residents at the end of its last day, by hamlet in the order of the deployment.
    pub population: Vec<u32>,
    /// Households with members at the end of its last day, by hamlet.
    pub households: Vec<u32>,
    /// Live births.
    pub births: u32,
    /// Boys among them.
    pub boys: u32,
    /// Deaths.
    pub deaths: u32,
    /// Persons who came from outside the register.
    pub moved_in: u32,
    /// Persons who left it.
    pub moved_out: u32,
    /// Persons who moved between two hamlets of it.
    pub transferred: u32,
    /// Children adopted from outside.
    pub adopted: u32,
    /// Persons who became absent for six months or more, or visitors.
    pub became_absent: u32,
    /// Persons who were counted again.
    pub came_back: u32,
    /// Marriages.
    pub marriages: u32,
    /// Divorces.
    pub divorces: u32,
}
