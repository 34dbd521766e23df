//! FILES: the file set, byte positions, package loading.

pub mod edit;
pub mod file_set;
pub mod load;
pub mod pos;

pub use edit::Edit;
pub use file_set::{FileSet, Position, SourceFile};
pub use pos::{FileId, Pos};
