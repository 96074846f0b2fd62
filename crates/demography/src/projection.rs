//! Projection: the population of later years from births, deaths and moves.
