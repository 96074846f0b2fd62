//! Demography: the methods a population office works with, each with its formula, its source and its bounds. No IO and no clock; chance is passed in.
