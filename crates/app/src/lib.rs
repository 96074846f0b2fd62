//! Use cases: one function per action; transactions begin and end here.
