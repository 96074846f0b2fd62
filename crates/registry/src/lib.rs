//! What is true: decide on commands, fold accepted events into persons and households.
