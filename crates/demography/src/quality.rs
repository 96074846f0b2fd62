//! Quality of ages and sexes: how far a count can be believed.
