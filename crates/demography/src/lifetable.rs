//! Life tables: how long people live, given the rates at which they die.
