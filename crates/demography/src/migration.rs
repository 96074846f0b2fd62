//! Migration: how many come and go, and at which ages.
