//! DOMINATORS: through which blocks must control have come?
//!
//! Block `a` dominates `b` when every way from the entry to `b` passes `a`. The tree of immediate dominators is found by the
//! iterative algorithm of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001): blocks in reverse
//! postorder, each block's dominator the meeting point of its predecessors', until nothing changes.
//!
//! ```text
//! block0 → block1, block2 → block3        idom(1) = idom(2) = idom(3) = block0, frontier(1) = frontier(2) = {block3}
//! ```
//!
//! INVARIANTS. Everything is iterative; a query is O(1) by the tree's entry and exit numbers.
//! IGNORED. Blocks that control never reaches have no dominator and dominate nothing but themselves.

use cranelift_entity::SecondaryMap;
use cranelift_entity::packed_option::PackedOption;

use super::{Block, Function};

/// Predecessors, order and dominators of a function's blocks.
#[derive(Clone, Debug, Default)]
pub struct Dominators {
    /// Reachable blocks in reverse postorder; the entry first.
    pub order: Vec<Block>,
    /// Reachable predecessors, in the order of the reverse postorder; twice where both ways of a branch lead here.
    pub preds: SecondaryMap<Block, Vec<Block>>,
    /// What each block immediately dominates, in reverse postorder.
    pub children: SecondaryMap<Block, Vec<Block>>,
    number: SecondaryMap<Block, Option<u32>>,
    idom: SecondaryMap<Block, PackedOption<Block>>,
    span: SecondaryMap<Block, (u32, u32)>,
}

impl Dominators {
    /// The dominators of a function; nothing is reachable if it has no blocks.
    pub fn compute(function: &Function) -> Dominators {
        let mut result = Dominators::default();
        result.find_order(function);
        result.find_idoms();
        result.number_tree();
        result
    }

    /// Whether control can reach the block.
    pub fn reachable(&self, block: Block) -> bool {
        self.number[block].is_some()
    }

    /// The immediate dominator; none for the entry and for unreachable blocks.
    pub fn idom(&self, block: Block) -> Option<Block> {
        self.idom[block].expand()
    }

    /// Whether `a` dominates `b`; every block dominates itself.
    pub fn dominates(&self, a: Block, b: Block) -> bool {
        if a == b {
            return true;
        }
        if !self.reachable(a) || !self.reachable(b) {
            return false;
        }
        let ((a_in, a_out), (b_in, b_out)) = (self.span[a], self.span[b]);
        a_in <= b_in && b_out <= a_out
    }

    /// For each block those where its dominance ends: successors of what it dominates that it does not strictly dominate.
    pub fn frontiers(&self) -> SecondaryMap<Block, Vec<Block>> {
        let mut frontiers: SecondaryMap<Block, Vec<Block>> = SecondaryMap::new();
        for &block in &self.order {
            let preds = &self.preds[block];
            if preds.len() < 2 {
                continue;
            }
            let stop = self.idom(block);
            for &pred in preds {
                let mut runner = Some(pred);
                while let Some(at) = runner.filter(|&at| Some(at) != stop) {
                    if frontiers[at].last() == Some(&block) {
                        break; // the rest of this way was walked for another predecessor
                    }
                    frontiers[at].push(block);
                    runner = self.idom(at);
                }
            }
        }
        frontiers
    }

    fn find_order(&mut self, function: &Function) {
        let Some(entry) = function.blocks.keys().next() else {
            return;
        };
        let successors = |block: Block| {
            let last = function.blocks.get(block).and_then(|list| list.last());
            let inst = last.and_then(|&value| function.insts.get(value));
            let mut list = inst.map(|inst| inst.successors()).unwrap_or_default();
            list.retain(|block| function.blocks.is_valid(*block));
            list
        };
        let mut seen: SecondaryMap<Block, bool> = SecondaryMap::new();
        let mut stack = vec![(entry, successors(entry), 0)];
        seen[entry] = true;
        let mut postorder = Vec::new();
        while let Some((block, ways, next)) = stack.last_mut() {
            match ways.get(*next).copied() {
                Some(way) => {
                    *next += 1;
                    if !seen[way] {
                        seen[way] = true;
                        stack.push((way, successors(way), 0));
                    }
                }
                None => {
                    postorder.push(*block);
                    stack.pop();
                }
            }
        }
        postorder.reverse();
        self.order = postorder;
        for (n, &block) in self.order.iter().enumerate() {
            self.number[block] = Some(n as u32);
            for way in successors(block) {
                self.preds[way].push(block);
            }
        }
    }

    fn find_idoms(&mut self) {
        let Some((&entry, rest)) = self.order.split_first() else {
            return;
        };
        // While it runs the entry is its own dominator, so that the walks below end there.
        self.idom[entry] = entry.into();
        let rest = rest.to_vec();
        let mut changed = true;
        while changed {
            changed = false;
            for &block in &rest {
                let mut known = self.preds[block]
                    .iter()
                    .copied()
                    .filter(|&pred| self.idom[pred].is_some());
                let Some(first) = known.next() else { continue };
                let new = known.fold(first, |a, b| self.meet(a, b));
                if self.idom[block].expand() != Some(new) {
                    self.idom[block] = new.into();
                    changed = true;
                }
            }
        }
        self.idom[entry] = None.into();
    }

    fn meet(&self, mut a: Block, mut b: Block) -> Block {
        while a != b {
            let (x, y) = (self.number[a], self.number[b]);
            let up = if x > y { &mut a } else { &mut b };
            match self.idom[*up].expand() {
                Some(parent) if parent != *up => *up = parent,
                _entry => return *up,
            }
        }
        a
    }

    fn number_tree(&mut self) {
        for &block in &self.order {
            if let Some(parent) = self.idom[block].expand() {
                self.children[parent].push(block);
            }
        }
        let Some(&entry) = self.order.first() else {
            return;
        };
        let mut clock = 0;
        let mut stack = vec![(entry, 0)];
        while let Some((block, next)) = stack.last_mut() {
            if *next == 0 {
                self.span[*block].0 = clock;
                clock += 1;
            }
            match self.children[*block].get(*next).copied() {
                Some(child) => {
                    *next += 1;
                    stack.push((child, 0));
                }
                None => {
                    self.span[*block].1 = clock;
                    clock += 1;
                    stack.pop();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Maker;
    use super::*;

    fn block(n: u32) -> Block {
        Block::from_u32(n)
    }

    #[test]
    fn diamond() {
        let mut maker = Maker::new();
        maker.branches(&[&[1, 2], &[3], &[3], &[]]);
        let dominators = Dominators::compute(&maker.function);
        for n in 1..4 {
            assert_eq!(dominators.idom(block(n)), Some(block(0)));
        }
        let frontiers = dominators.frontiers();
        assert_eq!(frontiers[block(1)], [block(3)]);
        assert_eq!(frontiers[block(2)], [block(3)]);
        assert!(frontiers[block(0)].is_empty());
        assert!(dominators.dominates(block(0), block(3)));
        assert!(!dominators.dominates(block(1), block(3)));
    }

    #[test]
    fn loop_and_unreachable() {
        let mut maker = Maker::new();
        // 0 → 1 (head) → 2 (body) → 1, 1 → 3; 4 is unreachable and leads to 3.
        maker.branches(&[&[1], &[2, 3], &[1], &[], &[3]]);
        let dominators = Dominators::compute(&maker.function);
        assert_eq!(dominators.idom(block(2)), Some(block(1)));
        assert_eq!(dominators.idom(block(3)), Some(block(1)));
        assert!(!dominators.reachable(block(4)));
        assert_eq!(dominators.frontiers()[block(2)], [block(1)]);
        assert_eq!(dominators.frontiers()[block(1)], [block(1)]);
    }

    /// Dominance by its definition: `a` dominates `b` if `b` cannot be reached without `a`.
    fn dominates_slowly(function: &Function, a: Block, b: Block) -> bool {
        let mut seen: SecondaryMap<Block, bool> = SecondaryMap::new();
        let mut work = vec![block(0)];
        while let Some(at) = work.pop() {
            if at == a || std::mem::replace(&mut seen[at], true) {
                continue;
            }
            let last = function.blocks[at].last().copied();
            work.extend(
                last.into_iter()
                    .flat_map(|v| function.insts[v].successors()),
            );
        }
        !seen[b]
    }

    proptest::proptest! {
        #[test]
        fn agrees_with_the_definition(graph in proptest::collection::vec(proptest::collection::vec(0usize..12, 0..3), 12)) {
            let mut maker = Maker::new();
            let ways: Vec<&[usize]> = graph.iter().map(Vec::as_slice).collect();
            maker.branches(&ways);
            let dominators = Dominators::compute(&maker.function);
            for a in 0..12 {
                for b in 0..12 {
                    let (a, b) = (block(a), block(b));
                    if dominators.reachable(a) && dominators.reachable(b) {
                        let slow = dominates_slowly(&maker.function, a, b);
                        proptest::prop_assert_eq!(dominators.dominates(a, b), slow);
                    }
                }
            }
        }
    }

    #[test]
    fn long_chains_do_not_overflow() {
        let ways: Vec<Vec<usize>> = (0..100_000usize).map(|n| vec![n + 1]).collect();
        let mut ways: Vec<&[usize]> = ways.iter().map(Vec::as_slice).collect();
        ways.push(&[]);
        let mut maker = Maker::new();
        maker.branches(&ways);
        let dominators = Dominators::compute(&maker.function);
        assert!(dominators.dominates(block(0), block(100_000)));
    }
}
