//! THE BLOCKS OF EXPANDED CALLS: a call's block ends where the call stood, with a jump to the callee's entry; what followed goes on in
//! a block of its own, to which the callee's returns lead.
//!
//! Done once for each function when all its calls are expanded, so that the work is linear in its size however many there are.

use rustc_hash::FxHashMap;

use crate::ir::{Block, Function, Inst, Value};

/// Where a body goes.
#[derive(Clone, Debug)]
pub(super) struct Splice {
    /// Instructions in front of the call: parameters get their arguments.
    pub before: Vec<Value>,
    /// Where the body begins.
    pub entry: Block,
    /// Where it leads, still empty.
    pub cont: Block,
    /// Instructions there: the results.
    pub after: Vec<Value>,
}

/// What remains to be done in the blocks of a function.
#[derive(Clone, Default)]
pub(super) struct Splices {
    /// Instructions in front of calls that stay calls.
    pub before: FxHashMap<Value, Vec<Value>>,
    /// Expanded calls.
    pub calls: FxHashMap<Value, Splice>,
}

impl Splices {
    /// Does it.
    pub fn apply(mut self, function: &mut Function) {
        if self.before.is_empty() && self.calls.is_empty() {
            return;
        }
        let mut moved = FxHashMap::default();
        let blocks: Vec<Block> = function.blocks.keys().collect();
        for block in blocks {
            let concerned =
                |value: &Value| self.before.contains_key(value) || self.calls.contains_key(value);
            if function.blocks[block].iter().any(concerned) {
                self.split(function, block, &mut moved);
            }
        }
        if !moved.is_empty() {
            rename_predecessors(function, &moved);
        }
    }

    fn split(
        &mut self,
        function: &mut Function,
        block: Block,
        moved: &mut FxHashMap<Block, Block>,
    ) {
        let old = std::mem::take(&mut function.blocks[block]);
        let mut current = block;
        let mut list = Vec::with_capacity(old.len());
        for value in old {
            list.extend(self.before.remove(&value).into_iter().flatten());
            if let Some(splice) = self.calls.remove(&value) {
                list.extend(splice.before);
                list.push(function.insts.push(Inst::Jump(splice.entry)));
                function.blocks[current] = std::mem::replace(&mut list, splice.after);
                current = splice.cont;
            }
            list.push(value);
        }
        function.blocks[current] = list;
        if current != block {
            moved.insert(block, current);
        }
    }
}

/// Joins name the blocks from which control comes: those in which the parts now end.
fn rename_predecessors(function: &mut Function, moved: &FxHashMap<Block, Block>) {
    let rename = |block: &mut Block| {
        if let Some(&end) = moved.get(block) {
            *block = end;
        }
    };
    for inst in function.insts.values_mut() {
        match inst {
            Inst::ShortCircuit { right_block, .. } => rename(right_block),
            Inst::Phi(ways) => ways.iter_mut().for_each(|(block, _)| rename(block)),
            _no_join => {}
        }
    }
}
