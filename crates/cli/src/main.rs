//! The program danso.
fn main() {}
