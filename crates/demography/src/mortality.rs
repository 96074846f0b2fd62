//! Mortality models: a few numbers that stand for a whole schedule of death rates.
