//! Our enums as they stand in the tables.

use danso_model::{EventKind, EventStatus};
use danso_store::Severity;

macro_rules! texts {
    ($to:ident, $from:ident, $type:ident, $($variant:ident = $text:literal),+ $(,)?) => {
        pub(crate) const fn $to(value: $type) -> &'static str {
            match value {
                $($type::$variant => $text,)+
            }
        }
        pub(crate) fn $from(text: &str) -> Option<$type> {
            match text {
                $($text => Some($type::$variant),)+
                _ => None,
            }
        }
    };
}

texts!(
    status,
    parse_status,
    EventStatus,
    Submitted = "submitted",
    Accepted = "accepted",
    Returned = "returned",
    Withdrawn = "withdrawn"
);

texts!(severity, parse_severity, Severity, Clean = "clean", Warn = "warn", Confirm = "confirm", Error = "error");

texts!(
    kind,
    parse_kind,
    EventKind,
    Household = "household",
    HouseholdChange = "household_change",
    Birth = "birth",
    Adoption = "adoption",
    Death = "death",
    MoveIn = "move_in",
    MoveOut = "move_out",
    Transfer = "transfer",
    TransferReceipt = "transfer_receipt",
    Split = "split",
    Merge = "merge",
    HeadChange = "head_change",
    Marriage = "marriage",
    Divorce = "divorce",
    Separation = "separation",
    Widowed = "widowed",
    ContraceptionStart = "contraception_start",
    ContraceptionStop = "contraception_stop",
    Pregnancy = "pregnancy",
    PrenatalScreen = "prenatal_screen",
    NewbornScreen = "newborn_screen",
    ElderlyCheckup = "elderly_checkup",
    Disability = "disability",
    Change = "change",
    Reviewed = "reviewed",
    Withdrawal = "withdrawal",
    SamePerson = "same_person"
);
