//! The collaborators' sheets, A0/CTV of a household and P0/CTV of a month: plain structs that someone fills, made into documents here.
//!
//! Columns and titles are data (`messages/sheets.vi.json`), so that a new circular changes a file. Texts such as `Nam` or `Vợ` come filled in from
//! the code lists of whoever has the records. There is no column for the sex of a child before birth, and none may be added.

mod household;
mod layout;
mod monthly;

pub use household::{HouseholdSheet, MethodYear, SheetBirth, SheetChange, SheetDeparture, SheetMember, SheetWife};
pub use monthly::{
    ArrivalLine, BirthLine, ChangeLine, CheckupLine, DeathLine, DepartureLine, MethodLine, MonthlySheet, NewbornLine,
    PregnancyLine, PrenatalBand, PrenatalLine, SheetPerson,
};

/// Whose sheet it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetPlace {
    /// The province.
    pub province: String,
    /// The commune with its kind, as in `xã Mỹ Tú`.
    pub commune: String,
    /// The hamlet.
    pub hamlet: String,
    /// The number of the collaborator's area (địa bàn số).
    pub area: String,
    /// The collaborator's name.
    pub collaborator: String,
}
