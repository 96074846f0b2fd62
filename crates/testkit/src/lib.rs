//! Synthetic population, fixed clock, temporary databases.
