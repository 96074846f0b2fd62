//! Persons, households, events, episodes, partial dates, ids, identity number.
