//! Fertility: rates of birth and what follows from them.
