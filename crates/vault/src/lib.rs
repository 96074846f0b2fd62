//! Keys per person, sealing of personal content, the hash chain of the log.
