//! People, roles at places, sessions, devices, and the one scope function.
