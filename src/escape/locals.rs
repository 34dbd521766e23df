//! The locations of the variables of the current batch.

use super::graph::Loc;
use crate::callgraph::nesting::canonical;
use crate::ir::{FuncId, LocalId, LocalKind, Package};

/// By function and local, with captured ones standing for the variables that they are. One vector for the whole package, so
/// that a batch costs no more than its own variables.
#[derive(Debug)]
pub(super) struct Locals {
    bases: Vec<usize>,
    locs: Vec<Option<Loc>>,
}

impl Locals {
    pub fn new(package: &Package) -> Locals {
        let mut count = 0;
        let mut bases = Vec::with_capacity(package.funcs.len());
        for function in package.funcs.values() {
            bases.push(count);
            count += function.locals.len();
        }
        Locals {
            bases,
            locs: vec![None; count],
        }
    }

    fn slot(&self, func: FuncId, local: LocalId) -> usize {
        self.bases[func.as_u32() as usize] + local.as_u32() as usize
    }

    pub fn set(&mut self, func: FuncId, local: LocalId, loc: Loc) {
        let slot = self.slot(func, local);
        self.locs[slot] = Some(loc);
    }

    /// None for what gc has no variable for.
    pub fn get(&self, func: FuncId, local: LocalId) -> Option<Loc> {
        self.locs[self.slot(func, local)]
    }

    /// Gives the captured locals of a literal the locations of the variables that they stand for. Those of the functions
    /// around it must be set.
    pub fn set_captured(&mut self, package: &Package, func: FuncId) {
        for (local, declared) in package.funcs[func].locals.iter() {
            if let LocalKind::Captured(_) = declared.kind {
                let (home, variable) = canonical(package, func, local);
                if home != func
                    && let Some(loc) = self.get(home, variable)
                {
                    self.set(func, local, loc);
                }
            }
        }
    }
}
