//! FACTS → DECISIONS: the backend. Where every variable and every allocation of a function lives.
//!
//! The analysis says which sites must be on the heap. What remains is decided here, by rules of gc's code generator and of
//! Go's runtime: how many bytes a site needs, where in the frame they lie, which tier of the allocator serves them, and which
//! sites need no memory of their own at all.
//!
//! ```text
//! x := 1; return &x          x           heap: returned pointer, tiny (8 bytes)
//! s := make([]int, 3)        make        stack: frame offset 0, 24 bytes
//! s := make([]int, n)        make        at run time: a 32-byte buffer in the frame, or the heap (from Go 1.25)
//! t := s + s                 s + s       at run time: a 32-byte buffer in the frame, or the heap
//! f := func() {}             func        static: captures nothing
//! ```
//!
//! Ignored on purpose: registers. gc keeps most variables whose address is not taken out of memory; here each has a slot. Whether calls are
//! expanded is settled before: what was expanded is decided as part of its caller.
//!
//! Source: `cmd/compile/internal/walk`, `ssagen/ssa.go`, `runtime/malloc.go`.

pub mod cause;
mod decide;
mod frame;
pub mod object;
pub mod size_class;
pub mod stay;

use cranelift_entity::{PrimaryMap, SecondaryMap};

pub use cause::{Cause, Rule};
pub use object::Object;
pub use size_class::Tier;

use crate::escape::facts::PackageFacts;
use crate::ir::{FuncId, Package, SiteId};
use crate::release::Release;
use crate::types::World;

/// Where a site's memory comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Decision {
    /// In the function's frame.
    Stack {
        /// Bytes from the frame's lowest address.
        offset: u64,
    },
    /// A buffer in the frame if the result fits it, which only the run can say; else the heap.
    StackBuffer {
        /// Bytes from the frame's lowest address to the buffer.
        offset: u64,
        /// Bytes of the buffer.
        size: u64,
        /// What the buffer is for.
        kind: BufferKind,
    },
    /// On the heap.
    Heap {
        /// Why.
        cause: Cause,
        /// How the allocator serves it; none if the size is known at run time only.
        tier: Option<Tier>,
    },
    /// Laid out in static data before the program starts.
    Static,
    /// No memory of its own: dead code, no bytes, or another object's memory.
    #[default]
    Absent,
}

/// What a buffer in the frame is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BufferKind {
    /// A string or byte slice that the runtime builds: 32 bytes (32 runes for `[]rune`).
    String,
    /// The elements of a `make` whose size is not a constant, from Go 1.25.
    Make,
    /// The elements of the first growth of an `append`, from Go 1.25.
    Append,
}

impl Decision {
    /// Whether the site's memory is on the heap in every run that reaches it.
    pub fn is_heap(self) -> bool {
        matches!(self, Decision::Heap { .. })
    }
}

/// The decision on one site and what it is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Placement {
    /// Where.
    pub decision: Decision,
    /// The object, if its size is known when compiling.
    pub object: Option<Object>,
}

/// The decisions on a function.
#[derive(Clone, Debug, Default)]
pub struct FuncPlacements {
    /// By site.
    pub sites: SecondaryMap<SiteId, Placement>,
    /// The bytes of the frame that sites use.
    pub frame_size: u64,
}

/// The decisions on a package.
#[derive(Clone, Debug, Default)]
pub struct PackagePlacements {
    /// By function.
    pub funcs: PrimaryMap<FuncId, FuncPlacements>,
}

impl PackagePlacements {
    /// The decision on a site.
    pub fn site(&self, func: FuncId, site: SiteId) -> Placement {
        self.funcs
            .get(func)
            .map_or_else(Placement::default, |func| func.sites[site])
    }
}

/// Decides every site of a package. Total: a site without facts is absent.
pub fn place_package(
    world: &World,
    package: &Package,
    facts: &PackageFacts,
    release: Release,
) -> PackagePlacements {
    let context = decide::Context {
        world,
        package,
        facts,
        release,
        causes: cause::Causes::new(package, facts),
    };
    PackagePlacements {
        funcs: package
            .funcs
            .keys()
            .map(|func| place_function(&context, func))
            .collect(),
    }
}

fn place_function(context: &decide::Context<'_>, func: FuncId) -> FuncPlacements {
    let mut placements = FuncPlacements::default();
    let mut frame = frame::Frame::default();
    for site in context.package.funcs[func].sites.keys() {
        let (placement, slot) = context.decide(func, site);
        placements.sites[site] = placement;
        if let Some(object) = slot {
            frame.add(site, object);
        }
    }
    for (site, at) in frame.lay_out() {
        match &mut placements.sites[site].decision {
            Decision::Stack { offset } | Decision::StackBuffer { offset, .. } => *offset = at,
            Decision::Heap { .. } | Decision::Static | Decision::Absent => {}
        }
    }
    placements.frame_size = frame.size();
    placements
}
