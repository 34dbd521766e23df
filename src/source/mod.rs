//! FILES: the file set, byte positions, package loading.

pub mod pos;

pub use pos::{FileId, Pos};
