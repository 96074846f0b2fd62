//! Smoothing: counts of five-year groups freed from misreported ages.
