//! The variables that a place sees.

use crate::types::Ty;

#[derive(Clone)]
pub(crate) struct Var {
    pub name: String,
    pub ty: Ty,
    /// Parameters and the like need no use.
    pub used: bool,
}

/// Open blocks, outermost first.
#[derive(Default)]
pub(crate) struct Scope {
    blocks: Vec<Vec<Var>>,
}

impl Scope {
    pub fn open(&mut self) {
        self.blocks.push(Vec::new());
    }

    /// Ends the innermost block; gives the variables that nothing used.
    pub fn close(&mut self) -> Vec<Var> {
        let block = self.blocks.pop().unwrap_or_default();
        block.into_iter().filter(|var| !var.used).collect()
    }

    /// The variables of the innermost block that nothing used so far, which count as used from now on.
    pub fn take_unused(&mut self) -> Vec<String> {
        let Some(block) = self.blocks.last_mut() else {
            return Vec::new();
        };
        let unused = block.iter_mut().filter(|var| !var.used);
        unused
            .map(|var| {
                var.used = true;
                var.name.clone()
            })
            .collect()
    }

    pub fn add(&mut self, name: String, ty: Ty, used: bool) {
        if let Some(block) = self.blocks.last_mut() {
            block.push(Var { name, ty, used });
        }
    }

    /// All variables, innermost last.
    pub fn vars(&self) -> impl Iterator<Item = &Var> {
        self.blocks.iter().flatten()
    }

    pub fn mark(&mut self, name: &str) {
        let vars = self.blocks.iter_mut().flatten().rev();
        for var in vars {
            if var.name == name {
                var.used = true;
                return;
            }
        }
    }
}
