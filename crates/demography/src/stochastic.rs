//! Stochastic projection: many possible futures and their bands.
