//! The dated tree of administrative units, and how it succeeds itself.
