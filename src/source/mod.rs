//! FILES: the file set, byte positions, package loading.

pub mod file_set;
pub mod load;
pub mod pos;

pub use file_set::{FileSet, Position, SourceFile};
pub use pos::{FileId, Pos};
