//! MEM2REG: variables whose address nobody has become values, with phis where control meets.
//!
//! QUESTION. Which value does a `load` of such a variable read? The last `store` on the way; where ways with different last
//! stores meet, a phi. Phis are placed on iterated dominance frontiers (Cytron et al. 1991) of the blocks that write, only for
//! variables that live across blocks (Briggs' semi-pruned form), and those that nothing but phis uses are taken out again.
//!
//! ```text
//! declare x0                       v0 = zero : int
//! block1:                          block1:
//!   v2 = local x0                    v9 = phi block0: v0, block2: v6
//!   v3 = load v2                     v6 = binary v9 + v5
//!   …; store v7, v6                  …
//! ```
//!
//! INVARIANTS. The result is the same IR and passes the verifier; it executes to the same effect. Blocks keep their numbers;
//! those that are never reached are emptied. A load disappears in favour of the value it reads.
//! NOT PROMOTED. What is captured, has its address taken, or is used in parts (`x.f = 1`); results (a deferred call may
//! change them, and `return` reads the slots); package-level variables.
//! IGNORED. The outline: it speaks of loads and stores that are gone, so the copy has none.

use cranelift_entity::{EntitySet, SecondaryMap};
use smallvec::SmallVec;

use super::dominators::Dominators;
use super::*;

/// A copy of a function of the package with its promotable variables as values; `None` if there is no such function.
pub fn promote(package: &Package, id: FuncId) -> Option<Function> {
    let mut function = package.funcs.get(id)?.clone();
    let mut captured = EntitySet::new();
    for inner in package
        .funcs
        .values()
        .filter(|inner| inner.outer == Some(id))
    {
        for capture in &inner.captures {
            captured.insert(capture.outer);
        }
    }
    promote_function(&mut function, &captured);
    Some(function)
}

/// Promotes in place. `captured`: locals that literals inside the function capture.
pub fn promote_function(function: &mut Function, captured: &EntitySet<LocalId>) {
    function.source.body.clear();
    function.source.stmts.clear();
    function.source.value_init.clear();
    if function.blocks.is_empty() {
        return;
    }
    let dominators = Dominators::compute(function);
    empty_unreachable(function, &dominators);
    let candidates = candidates(function, captured);
    let mut promoter = Promoter {
        candidates,
        current: SecondaryMap::new(),
        replaced: SecondaryMap::new(),
        phis: SecondaryMap::new(),
        undo: Vec::new(),
        function,
        dominators: &dominators,
    };
    promoter.place_phis();
    promoter.entry_values();
    promoter.rename();
    promoter.replace_operands();
    drop_dead_phis(function);
}

fn empty_unreachable(function: &mut Function, dominators: &Dominators) {
    let dead: Vec<Block> = function
        .blocks
        .keys()
        .filter(|&block| !dominators.reachable(block))
        .collect();
    for block in dead {
        let end = function.insts.push(Inst::Unreachable);
        function.blocks[block] = vec![end];
    }
}

/// Locals that are only loaded and stored whole.
fn candidates(function: &Function, captured: &EntitySet<LocalId>) -> EntitySet<LocalId> {
    let mut whole = EntitySet::new();
    for (id, local) in &function.locals {
        let kind = match local.kind {
            LocalKind::Receiver | LocalKind::Param => true,
            LocalKind::Var | LocalKind::Temp | LocalKind::Hidden => true,
            LocalKind::Result(_) | LocalKind::Captured(_) => false,
        };
        if kind && !local.addr_taken && !captured.contains(id) {
            whole.insert(id);
        }
    }
    for &value in function.blocks.values().flatten() {
        let inst = &function.insts[value];
        let place = match inst {
            Inst::Load(place) | Inst::Store(place, _) => Some(*place),
            _ => None,
        };
        inst.each_operand(&function.value_lists, |operand| {
            let stored = matches!(inst, Inst::Store(_, stored) if *stored == operand);
            if let Some(Inst::LocalAddr(local)) = function.insts.get(operand)
                && (Some(operand) != place || stored)
            {
                whole.remove(*local);
            }
        });
    }
    whole
}

struct Promoter<'a> {
    function: &'a mut Function,
    dominators: &'a Dominators,
    candidates: EntitySet<LocalId>,
    /// The value that a variable holds at this point of the walk.
    current: SecondaryMap<LocalId, Option<Value>>,
    /// For a load that is gone the value it reads.
    replaced: SecondaryMap<Value, Option<Value>>,
    /// The phis at the head of each block, with their variables.
    phis: SecondaryMap<Block, Vec<(LocalId, Value)>>,
    /// What [`Promoter::current`] held before.
    undo: Vec<(LocalId, Option<Value>)>,
}

impl Promoter<'_> {
    /// The candidate that a place is.
    fn candidate(&self, place: Value) -> Option<LocalId> {
        match self.function.insts.get(place) {
            Some(Inst::LocalAddr(local)) if self.candidates.contains(*local) => Some(*local),
            _ => None,
        }
    }

    /// What an instruction does to a candidate: `(variable, whether it is written)`.
    fn access(&self, value: Value) -> Option<(LocalId, bool)> {
        match self.function.insts.get(value)? {
            Inst::Load(place) => self.candidate(*place).map(|local| (local, false)),
            Inst::Store(place, _) => self.candidate(*place).map(|local| (local, true)),
            Inst::Declare(local) if self.candidates.contains(*local) => Some((*local, true)),
            _ => None,
        }
    }

    fn place_phis(&mut self) {
        let mut writes: SecondaryMap<LocalId, Vec<Block>> = SecondaryMap::new();
        let mut crossing: EntitySet<LocalId> = EntitySet::new();
        for &block in &self.dominators.order {
            let mut written: EntitySet<LocalId> = EntitySet::new();
            for &value in &self.function.blocks[block] {
                match self.access(value) {
                    Some((local, true)) if !written.contains(local) => {
                        written.insert(local);
                        writes[local].push(block);
                    }
                    Some((local, false)) if !written.contains(local) => {
                        crossing.insert(local);
                    }
                    _other => {}
                }
            }
        }
        let frontiers = self.dominators.frontiers();
        let locals: Vec<LocalId> = self.function.locals.keys().collect();
        let mut marked: SecondaryMap<Block, Option<LocalId>> = SecondaryMap::new();
        for local in locals.into_iter().filter(|&local| crossing.contains(local)) {
            let ty = self.function.locals[local].ty;
            let mut work = std::mem::take(&mut writes[local]);
            while let Some(block) = work.pop() {
                for &at in &frontiers[block] {
                    if marked[at] != Some(local) {
                        marked[at] = Some(local);
                        let phi = self.function.insts.push(Inst::Phi(SmallVec::new()));
                        self.function.types[phi] = ty.into();
                        self.phis[at].push((local, phi));
                        work.push(at);
                    }
                }
            }
        }
    }

    /// The values that variables hold when the function begins: parameters are read from their slots, others are zero.
    fn entry_values(&mut self) {
        let mut used: EntitySet<LocalId> = EntitySet::new();
        for &value in self.function.blocks.values().flatten() {
            if let Some((local, _)) = self.access(value) {
                used.insert(local);
            }
        }
        let mut head = Vec::new();
        let locals: Vec<LocalId> = self.function.locals.keys().collect();
        for local in locals.into_iter().filter(|&local| used.contains(local)) {
            let Local { ty, kind, .. } = self.function.locals[local];
            let mut add = |function: &mut Function, inst| {
                let value = function.insts.push(inst);
                function.types[value] = ty.into();
                head.push(value);
                value
            };
            let first = match kind {
                LocalKind::Receiver | LocalKind::Param => {
                    let place = add(self.function, Inst::LocalAddr(local));
                    add(self.function, Inst::Load(place))
                }
                LocalKind::Var
                | LocalKind::Temp
                | LocalKind::Hidden
                | LocalKind::Result(_)
                | LocalKind::Captured(_) => add(self.function, Inst::Zero),
            };
            self.current[local] = Some(first);
        }
        if let Some(&entry) = self.dominators.order.first() {
            // Before the walk, which must not take these loads for loads of the variable.
            let body = std::mem::take(&mut self.function.blocks[entry]);
            let body = self.rename_list(entry, body);
            head.extend(body);
            self.function.blocks[entry] = head;
            self.fill_successors(entry);
        }
    }

    /// Walks the dominator tree below the entry, which is done.
    fn rename(&mut self) {
        let Some(&entry) = self.dominators.order.first() else {
            return;
        };
        self.undo.clear();
        let mut stack = vec![(entry, 0, 0)];
        while let Some((block, next, mark)) = stack.last_mut() {
            match self.dominators.children[*block].get(*next).copied() {
                Some(child) => {
                    *next += 1;
                    let mark = self.undo.len();
                    let body = std::mem::take(&mut self.function.blocks[child]);
                    self.function.blocks[child] = self.rename_list(child, body);
                    self.fill_successors(child);
                    stack.push((child, 0, mark));
                }
                None => {
                    let mark = *mark;
                    for (local, before) in self.undo.drain(mark..).rev() {
                        self.current[local] = before;
                    }
                    stack.pop();
                }
            }
        }
    }

    fn set(&mut self, local: LocalId, value: Value) {
        let before = self.current[local].replace(value);
        self.undo.push((local, before));
    }

    fn resolve(&self, value: Value) -> Value {
        self.replaced[value].unwrap_or(value)
    }

    fn rename_list(&mut self, block: Block, body: Vec<Value>) -> Vec<Value> {
        let phis = self.phis[block].clone();
        let mut result = Vec::with_capacity(phis.len() + body.len());
        for (local, phi) in phis {
            self.set(local, phi);
            result.push(phi);
        }
        for value in body {
            match self.function.insts[value].clone() {
                Inst::LocalAddr(local) if self.candidates.contains(local) => {}
                Inst::Load(place) if self.candidate(place).is_some() => {
                    let local = self.candidate(place);
                    self.replaced[value] = local.and_then(|local| self.current[local]);
                }
                Inst::Store(place, stored) if self.candidate(place).is_some() => {
                    if let Some(local) = self.candidate(place) {
                        self.set(local, self.resolve(stored));
                    }
                }
                Inst::Declare(local) if self.candidates.contains(local) => {
                    let ty = self.function.locals[local].ty;
                    let zero = self.function.insts.push(Inst::Zero);
                    self.function.types[zero] = ty.into();
                    self.set(local, zero);
                    result.push(zero);
                }
                _kept => result.push(value),
            }
        }
        result
    }

    /// Tells the phis of the successors what the variables hold at the end of this block.
    fn fill_successors(&mut self, block: Block) {
        let Some(&last) = self.function.blocks[block].last() else {
            return;
        };
        let mut ways = self.function.insts[last].successors();
        ways.dedup();
        for way in ways {
            for (local, phi) in self.phis[way].clone() {
                let value = self.current[local];
                if let (Some(value), Some(Inst::Phi(list))) =
                    (value, self.function.insts.get_mut(phi))
                {
                    list.push((block, value));
                }
            }
        }
    }

    fn replace_operands(&mut self) {
        let replaced = &self.replaced;
        let function = &mut *self.function;
        let lists = &mut function.value_lists;
        // Pooled lists belong to one instruction each, so none is mapped twice; mapping twice would do no harm either.
        for list in function.blocks.values() {
            for &value in list {
                function.insts[value].map_operands(lists, |v| replaced[v].unwrap_or(v));
            }
        }
    }
}

/// Takes out phis that only phis use.
fn drop_dead_phis(function: &mut Function) {
    let mut live: EntitySet<Value> = EntitySet::new();
    let mut work = Vec::new();
    for &value in function.blocks.values().flatten() {
        let inst = &function.insts[value];
        if !matches!(inst, Inst::Phi(_)) {
            inst.each_operand(&function.value_lists, |operand| work.push(operand));
        }
    }
    while let Some(value) = work.pop() {
        if !live.contains(value) {
            live.insert(value);
            if let Some(Inst::Phi(ways)) = function.insts.get(value) {
                work.extend(ways.iter().map(|&(_, value)| value));
            }
        }
    }
    let insts = &function.insts;
    for list in function.blocks.values_mut() {
        list.retain(|&value| !matches!(insts[value], Inst::Phi(_)) || live.contains(value));
    }
}

#[cfg(test)]
mod tests {
    use escargo_grammar::ast::BinaryOp;

    use super::super::testing::Maker;
    use super::super::verify::verify_function;
    use super::*;
    use crate::types::{Basic, Const};

    /// `for i := 0; i < n; i++ { s += i }; return s`
    fn sum() -> Maker {
        let mut m = Maker::new();
        let int = m.world.basic(Basic::Int);
        let truth = m.world.basic(Basic::Bool);
        m.function.ty = m.world.func(&[int], &[int], false);
        let n = m.local("n", int, LocalKind::Param);
        let r = m.local("~r0", int, LocalKind::Result(0));
        let i = m.local("i", int, LocalKind::Var);
        let s = m.local("s", int, LocalKind::Var);
        let (entry, head, body, end) = (m.block(), m.block(), m.block(), m.block());
        m.at = entry;
        m.end(Inst::Declare(s));
        m.end(Inst::Declare(i));
        let zero = m.push(Inst::Const(Const::Int(0)), int);
        m.store(i, zero);
        m.end(Inst::Jump(head));
        m.at = head;
        let (a, b) = (m.load(i), m.load(n));
        let cond = m.push(Inst::Binary(BinaryOp::Lt, a, b), truth);
        m.end(Inst::Branch {
            cond,
            then: body,
            els: end,
        });
        m.at = body;
        let (a, b) = (m.load(s), m.load(i));
        let sum = m.push(Inst::Binary(BinaryOp::Add, a, b), int);
        m.store(s, sum);
        let (a, one) = (m.load(i), m.push(Inst::Const(Const::Int(1)), int));
        let next = m.push(Inst::Binary(BinaryOp::Add, a, one), int);
        m.store(i, next);
        m.end(Inst::Jump(head));
        m.at = end;
        let result = m.load(s);
        m.store(r, result);
        m.end(Inst::Return);
        m
    }

    #[test]
    fn loop_variables_become_phis() {
        let m = sum();
        let package = Maker::package(vec![m.function]);
        let id = FuncId::from_u32(0);
        let promoted = promote(&package, id).expect("the function is there");
        let errors = verify_function(&m.world, &package, &promoted);
        assert!(errors.is_empty(), "{errors:?}");
        let head = Block::from_u32(1);
        let phis = promoted.blocks[head]
            .iter()
            .filter(|&&v| matches!(promoted.insts[v], Inst::Phi(_)))
            .count();
        assert_eq!(phis, 2, "i and s; n is never written");
        let loads = promoted.blocks.values().flatten();
        let loads = loads.filter(|&&v| matches!(promoted.insts[v], Inst::Load(_)));
        assert_eq!(loads.count(), 1, "the parameter's");
    }

    #[test]
    fn captured_and_addressed_variables_stay() {
        let mut m = sum();
        let s = LocalId::from_u32(3);
        m.function.locals[s].addr_taken = true;
        let before = m.function.clone();
        let mut captured = EntitySet::new();
        captured.insert(LocalId::from_u32(2));
        promote_function(&mut m.function, &captured);
        let stores = |f: &Function| {
            let all = f.blocks.values().flatten();
            all.filter(|&&v| matches!(f.insts[v], Inst::Store(..)))
                .count()
        };
        assert_eq!(stores(&m.function), stores(&before));
    }

    #[test]
    fn long_functions_are_no_trouble() {
        let mut m = Maker::new();
        let int = m.world.basic(Basic::Int);
        let x = m.local("x", int, LocalKind::Var);
        let mut at = m.block();
        for _ in 0..100_000 {
            m.at = at;
            let value = m.load(x);
            m.store(x, value);
            at = m.block();
            m.end(Inst::Jump(at));
        }
        m.at = at;
        m.end(Inst::Return);
        promote_function(&mut m.function, &EntitySet::new());
        let left: usize = m.function.blocks.values().map(Vec::len).sum();
        assert_eq!(left, 100_002, "one zero, the jumps, the return");
    }
}
