//! Chance: random numbers from a seed, the same on every machine.
