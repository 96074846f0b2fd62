//! Backtests: how wrong past forecasts were, by size and horizon.
