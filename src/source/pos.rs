//! Files and places in them.

use cranelift_entity::entity_impl;

/// A source file of the session. Numbers follow the order in which files were added.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);
entity_impl!(FileId, "file");

/// A place in a source file, or none (`Pos::NONE`, for what no source text stands for).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Pos {
    /// The file.
    pub file: FileId,
    /// Byte offset.
    pub offset: u32,
}

impl Pos {
    /// The place of what has none: universe objects, synthesized nodes.
    pub const NONE: Pos = Pos {
        file: FileId(u32::MAX - 1),
        offset: 0,
    };

    /// A place in a file.
    pub fn new(file: FileId, offset: u32) -> Pos {
        Pos { file, offset }
    }

    /// Whether there is a place.
    pub fn is_known(self) -> bool {
        self != Pos::NONE
    }
}
