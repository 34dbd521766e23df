//! TREE → TYPED TREE.

pub mod info;

pub use info::{CheckedFile, CheckedPackage, FileInfo, Mode, TypeAndMode};
