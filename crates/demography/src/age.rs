//! Age groups: where they start, which is open, and how they are regrouped.
