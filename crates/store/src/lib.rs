//! The ports of the stores, and the story every store must pass.
