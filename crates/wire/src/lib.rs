//! The versioned JSON shapes of events, sync messages and API bodies.
