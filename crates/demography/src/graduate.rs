//! Graduation: counts of five-year groups divided into single ages.
