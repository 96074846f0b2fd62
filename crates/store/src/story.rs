//! The story that every store must pass.
