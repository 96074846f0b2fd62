//! The columnar image of residence episodes, and counts over it.
