//! WHAT A PROGRAM MEANS: from the typed tree to the IR.
mod builder;
mod context;
mod instance;

use std::sync::Arc;

use crate::check::CheckedPackage;
use crate::release::Release;
use crate::source::FileSet;
use crate::types::{PackageId, World};

/// Gives the checked trees of imported packages (for instances of their generic functions).
pub trait Sources: Sync {
    /// The checked tree of a package; none if only its declarations are known.
    fn checked(&self, package: PackageId) -> Option<Arc<CheckedPackage>>;
}

/// What lowering a package needs.
#[derive(Clone, Copy)]
pub struct LowerInput<'a> {
    /// All types and objects.
    pub world: &'a World,
    /// Source texts.
    pub files: &'a FileSet,
    /// The package.
    pub checked: &'a CheckedPackage,
    /// Trees of imported packages.
    pub sources: &'a dyn Sources,
    /// The release that is simulated.
    pub release: Release,
}
