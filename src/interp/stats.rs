//! What an execution allocated, by site.

use std::collections::BTreeMap;

use crate::ir::{FuncId, SiteId};
use crate::placement::Tier;
use crate::types::PackageId;

/// A site of the program.
pub type SiteKey = (PackageId, FuncId, SiteId);

/// What one site allocated.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SiteStats {
    /// Objects in frames.
    pub stack_objects: u64,
    /// Bytes of these.
    pub stack_bytes: u64,
    /// Objects on the heap.
    pub heap_objects: u64,
    /// Bytes asked for.
    pub heap_bytes: u64,
    /// The allocator's tier of the last heap object.
    pub tier: Option<Tier>,
}

/// What an execution allocated.
#[derive(Clone, Debug, Default)]
pub struct MemStats {
    /// By site.
    pub sites: BTreeMap<SiteKey, SiteStats>,
}

impl MemStats {
    /// All sites together.
    pub fn total(&self) -> SiteStats {
        let mut total = SiteStats::default();
        for site in self.sites.values() {
            total.stack_objects += site.stack_objects;
            total.stack_bytes += site.stack_bytes;
            total.heap_objects += site.heap_objects;
            total.heap_bytes += site.heap_bytes;
        }
        total
    }
}
