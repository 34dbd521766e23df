//! The `escargo` command.
fn main() {}
