//! Schedules: births by the age of the mother as a curve of a few numbers.
