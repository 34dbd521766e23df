//! WHAT A PROGRAM MEANS: from the typed tree to the IR. The only place that sees both.
//!
//! QUESTION. What does gc's escape analysis get to see of a package, and how does the package run? Lowering does what gc's front end
//! does before the analysis: it makes conversions, dereferences and addresses explicit, turns method calls into calls,
//! packs variadic arguments, takes multi-value expressions apart through temporaries, wraps the calls of `go` and `defer`,
//! drops dead code, instantiates generic functions by shape, and lays constant data out statically. Each function gets blocks, which
//! say how it runs, and an outline, which is the statement tree as gc sees it, over the same values.
//!
//! ```text
//! package.rs    list of functions and their order      function.rs   frames          instance.rs  generics
//! expr.rs …     expressions, places, calls, literals    stmt.rs …     statements      init.rs …    package variables
//! ```
//!
//! INVARIANTS. Names, numbers of temporaries, positions and order are gc's for the release asked for. Whatever cannot be lowered is a
//! diagnostic `not supported yet: …` with its place. The verifier accepts what lowering makes.
//! SOURCE: sections 2 and 6 to 9 of the model of gc's analysis.

mod anonymous_cycle;
mod assign;
mod branch;
mod builder;
mod builtin;
mod call;
mod closure;
mod context;
mod convert;
mod dead_code;
mod dead_locals;
mod dictionary;
mod effects;
mod expr;
mod function;
mod go_defer;
mod init;
mod instance;
mod literal;
mod loop_vars;
mod loops;
mod names;
mod numbered;
mod order;
mod oversized;
mod package;
mod place;
mod range;
mod range_dead;
mod range_func;
mod range_needs;
mod select;
mod short_circuit;
mod static_call;
mod static_init;
mod stmt;
mod switch;
mod type_switch;
mod wrappers;

use std::sync::Arc;

use crate::check::{CheckedPackage, NoImports};
use crate::diagnostic::Diagnostics;
use crate::ir;
use crate::release::Release;
use crate::rules::{ReleaseRule, Rules};
use crate::source::FileSet;
use crate::types::{PackageId, World};

/// Gives the checked trees of imported packages (for instances of their generic functions).
pub trait Sources: Sync {
    /// The checked tree of a package; none if only its declarations are known.
    fn checked(&self, package: PackageId) -> Option<Arc<CheckedPackage>>;
}

impl Sources for NoImports {
    fn checked(&self, _package: PackageId) -> Option<Arc<CheckedPackage>> {
        None
    }
}

/// What lowering a package needs.
#[derive(Clone, Copy)]
pub struct LowerInput<'a> {
    /// All types and objects.
    pub world: &'a World,
    /// Source texts.
    pub files: &'a FileSet,
    /// The package, without errors.
    pub checked: &'a CheckedPackage,
    /// Trees of imported packages.
    pub sources: &'a dyn Sources,
    /// The release that is simulated.
    pub release: Release,
}

/// What gc does once calls are expanded, before its analysis: loops whose rounds have variables of their own are rewritten, package-level
/// variables are laid out in static data, then assignments to variables that nothing reads go.
pub fn finish_package(world: &World, package: &mut ir::Package, release: Release) {
    loop_vars::finish_loops(world, package);
    static_init::lay_out_variables(world, package);
    if Rules::of(release).has(ReleaseRule::DeadLocals) {
        dead_locals::remove_dead_locals(world, package);
    }
}

/// Lowers a package that was checked without errors. The diagnostics say what is not supported.
pub fn lower_package(input: &LowerInput<'_>) -> (ir::Package, Diagnostics) {
    let foreign = boxcar::Vec::new();
    match context::Lowerer::new(input, &foreign) {
        Some(mut lowerer) => {
            lowerer.refuse_anonymous_cycles();
            lowerer.refuse_oversized_arrays();
            if !lowerer.diagnostics.has_errors() {
                lowerer.lower();
                lowerer.refuse_oversized_sites();
            }
            (lowerer.package, lowerer.diagnostics)
        }
        None => (
            context::empty_package(input.checked.package),
            Diagnostics::default(),
        ),
    }
}
