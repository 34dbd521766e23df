//! TREE → TYPED TREE.

#[expect(dead_code, reason = "the parts that use it are landing")]
mod checker;
pub mod info;

pub use checker::Importer;
pub use info::{CheckedFile, CheckedPackage, FileInfo, Mode, TypeAndMode};
