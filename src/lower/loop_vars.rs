//! Per-iteration variables of loops (Go 1.22): which loops need them, and the rewritten loops.
//!
//! THE QUESTION. Whose variables may outlive a round? gc decides it by syntax, once a function is complete: the variable is captured by a
//! literal inside the loop or its address is taken there, explicitly or not, and not just under a `return` (which
//! leaves the loop). All other loops keep one variable, for nothing can tell the difference.
//!
//! A loop that needs them becomes
//!
//! ```text
//! for z := a; cond; post { body }         for k, v := range x { body }
//!
//! for z' := a, first := true; ; {         for k', v' := range x {
//!     z := z'                                 v := v'
//!     if first { first = false } else { post }   k := k'
//!     if !cond { break }                      body
//!     body
//!   next:
//!     z' = z
//! }
//! ```
//!
//! `z'`, `k'`, `v'` and `first` are temporaries; they are made when everything else has been declared, so they have the highest
//! numbers. A `continue` of the loop becomes a jump to `next`.
//!
//! INVARIANTS. Blocks and outline are rewritten together; the new values stand in the blocks that execute them. Loops are
//! rewritten innermost first, in the order in which they end.
//!
//! Source: the model, 6.4 (what gc's loopvar pass does).

use cranelift_entity::EntitySet;
use escargo_grammar::Symbol;
use escargo_grammar::ast::UnaryOp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::builder::{FuncBuilder, empty_function};
use crate::ir::outline_walk::{Node, parts};
use crate::ir::{
    Block, ForBlocks, FuncId, Function, Inst, LocalId, LoopKind, OutlineKind, Package, StmtId,
    Value,
};
use crate::source::Pos;
use crate::types::{Basic, Const, TypeId, World};

/// Rewrites the loops of all functions of a package.
pub(super) fn finish_loops(world: &World, package: &mut Package) {
    let bool_type = world.basic(Basic::Bool);
    let ids: Vec<FuncId> = package.funcs.keys().collect();
    for id in ids {
        let function = &package.funcs[id];
        if !function.has_body || function.source.loops.is_empty() {
            continue;
        }
        let leaked = leaked_vars(package, id);
        if !leaked.is_empty() {
            rewrite_loops(package, id, leaked, bool_type);
        }
    }
}

/// The loop variables of a function that may outlive their round.
fn leaked_vars(package: &Package, id: FuncId) -> FxHashSet<LocalId> {
    let function = &package.funcs[id];
    let mut distinct = EntitySet::new();
    for one in function.source.loops.iter().filter(|one| one.distinct) {
        distinct.insert(one.stmt);
    }
    if distinct.is_empty() {
        return FxHashSet::default();
    }
    let mut scan = Scan {
        package,
        function,
        distinct: &distinct,
        candidates: FxHashSet::default(),
        leaked: FxHashSet::default(),
        depth: 0,
        return_depth: 0,
    };
    scan.stmts(&function.source.body);
    scan.leaked
}

fn rewrite_loops(package: &mut Package, id: FuncId, leaked: FxHashSet<LocalId>, bool_type: TypeId) {
    let shell = &package.funcs[id];
    let placeholder = empty_function(shell.name, shell.kind, shell.pos, shell.ty);
    let function = std::mem::replace(&mut package.funcs[id], placeholder);
    let mut builder = FuncBuilder::resume(id, function);
    let loops = builder.function.source.loops.clone();
    let leaked = Leaked {
        declared: declaring_blocks(&builder.function, &leaked),
        locals: leaked,
    };
    for one in loops.iter().filter(|one| one.distinct) {
        match one.kind {
            LoopKind::For(blocks) => builder.rewrite_for(one.stmt, blocks, &leaked, bool_type),
            LoopKind::Range(bind) => builder.rewrite_range(one.stmt, bind, &leaked),
        }
    }
    package.funcs[id] = builder.finish();
}

/// Looks for loop variables that leak from their loops, by syntax.
struct Scan<'a> {
    package: &'a Package,
    function: &'a Function,
    distinct: &'a EntitySet<StmtId>,
    candidates: FxHashSet<LocalId>,
    leaked: FxHashSet<LocalId>,
    /// Loops with their own variables around here.
    depth: u32,
    /// How many of them a `return` around here leaves.
    return_depth: u32,
}

impl Scan<'_> {
    fn stmts(&mut self, list: &[StmtId]) {
        for &stmt in list {
            stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.stmt(stmt));
        }
    }

    fn stmt(&mut self, id: StmtId) {
        let function = self.function;
        let stmt = &function.source.stmts[id];
        let in_distinct_loop = self.enter_loop(id);
        self.depth += u32::from(in_distinct_loop);
        let outer_return = self.return_depth;
        if matches!(stmt.kind, OutlineKind::Return(_)) {
            self.return_depth = self.depth;
        }
        self.stmts(&stmt.init);
        self.parts(&stmt.kind);
        self.return_depth = outer_return;
        self.depth -= u32::from(in_distinct_loop);
    }

    /// Whether it is a loop with its own variables; these become candidates.
    fn enter_loop(&mut self, id: StmtId) -> bool {
        if !self.distinct.contains(id) {
            return false;
        }
        let vars = loop_vars(self.function, id);
        self.candidates.extend(vars.iter().map(|var| var.local));
        match &self.function.source.stmts[id].kind {
            OutlineKind::Range { define, .. } => *define,
            _for_loop => true,
        }
    }

    fn parts(&mut self, kind: &OutlineKind) {
        let mut below = Vec::new();
        parts(kind, &mut below);
        for node in below {
            match node {
                Node::Stmt(stmt) => self.stmts(&[stmt]),
                Node::Value(value) => self.value(value),
            }
        }
    }

    fn value(&mut self, value: Value) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.value_kind(value));
    }

    fn value_kind(&mut self, value: Value) {
        let function = self.function;
        if let Some(init) = function.source.value_init.get(&value) {
            self.stmts(init);
        }
        let inst = &function.insts[value];
        if self.return_depth < self.depth {
            match inst {
                Inst::Closure { func, .. } => self.literal(*func),
                Inst::AddrOf(place) => self.address(*place),
                _other => {}
            }
        }
        if let Some(body) = function.source.inlined.get(&value) {
            self.stmts(body);
        }
        inst.each_operand(&function.value_lists, |operand| self.value(operand));
    }

    fn literal(&mut self, func: FuncId) {
        for capture in &self.package.funcs[func].captures {
            self.leak(capture.outer);
        }
    }

    fn address(&mut self, mut place: Value) {
        loop {
            match &self.function.insts[place] {
                Inst::FieldAddr(base, _) | Inst::IndexAddr(base, _) => place = *base,
                Inst::LocalAddr(local) => return self.leak(*local),
                _elsewhere => return,
            }
        }
    }

    fn leak(&mut self, local: LocalId) {
        if self.candidates.contains(&local) {
            self.leaked.insert(local);
        }
    }
}

/// A variable that a loop declares: where its declaration names it, and the local.
struct LoopVar {
    /// The place in the outline.
    dst: Value,
    local: LocalId,
}

/// The variables that a loop declares.
fn loop_vars(function: &Function, id: StmtId) -> Vec<LoopVar> {
    let stmt = &function.source.stmts[id];
    let var = |dst: &Value| match &function.insts[*dst] {
        Inst::LocalAddr(local) => Some(LoopVar {
            dst: *dst,
            local: *local,
        }),
        _other => None,
    };
    match &stmt.kind {
        OutlineKind::Range {
            key,
            value,
            define: true,
            ..
        } => key.iter().chain(value).filter_map(var).collect(),
        OutlineKind::For { .. } => {
            let mut vars = Vec::new();
            for &init in &stmt.init {
                match &function.source.stmts[init].kind {
                    OutlineKind::Assign {
                        dst, define: true, ..
                    } => vars.extend(dst.iter().filter_map(var)),
                    OutlineKind::AssignPairs {
                        dsts, define: true, ..
                    } => vars.extend(dsts.iter().flatten().filter_map(var)),
                    _other => {}
                }
            }
            vars
        }
        _no_loop => Vec::new(),
    }
}

/// Loop variables that leak from their loops.
struct Leaked {
    locals: FxHashSet<LocalId>,
    /// The blocks where they begin to live. No rewriting moves the declaration of another loop's variables.
    declared: FxHashMap<LocalId, Block>,
}

/// Where the lives of these locals begin.
fn declaring_blocks(function: &Function, locals: &FxHashSet<LocalId>) -> FxHashMap<LocalId, Block> {
    let mut declared = FxHashMap::default();
    for (block, list) in function.blocks.iter() {
        for &value in list {
            if let Inst::Declare(local) = function.insts[value]
                && locals.contains(&local)
            {
                declared.entry(local).or_insert(block);
            }
        }
    }
    declared
}

/// What a rewritten loop adds to its body.
#[derive(Default)]
struct Added {
    before: Vec<StmtId>,
    after: Vec<StmtId>,
}

impl FuncBuilder {
    fn rewrite_for(&mut self, id: StmtId, blocks: ForBlocks, leaked: &Leaked, bool_type: TypeId) {
        let mut vars = loop_vars(&self.function, id);
        vars.retain(|var| leaked.locals.contains(&var.local));
        if vars.is_empty() {
            return;
        }
        let pos = self.function.source.stmts[id].pos;
        let top = self.new_block();
        self.reopen(blocks.next);
        self.reopen(blocks.entry);
        let mut added = Added::default();
        for var in &vars {
            let from = leaked.declared.get(&var.local).copied();
            self.move_declare(var.local, from, top);
            self.copy_var(id, var, (top, blocks.next), &mut added, pos);
        }
        self.switch_to(blocks.next);
        self.jump(top, pos);
        let (cond, post, body) = self.take_for(id);
        let start = match post {
            Some(post) => self.first_flag(id, post, (top, blocks), bool_type, &mut added),
            None => blocks.head,
        };
        self.switch_to(blocks.entry);
        self.jump(top, pos);
        self.switch_to(top);
        self.jump(start, pos);
        if let Some(cond) = cond {
            self.break_unless(cond, blocks.body, pos, &mut added);
        }
        let mut list = added.before;
        list.extend(body);
        let name = self.next_label();
        list.push(self.make_stmt(pos, OutlineKind::Label(name)));
        list.extend(added.after);
        self.continue_to(&list, name, id);
        if let OutlineKind::For { body, .. } = &mut self.function.source.stmts[id].kind {
            *body = list;
        }
    }

    /// Takes the jump off a block that has nothing else.
    fn reopen(&mut self, block: Block) {
        self.function.blocks[block].pop();
    }

    /// `z := z'` at the top of a round, `z' = z` at its end, `z'` for `z` in the init statement.
    fn copy_var(
        &mut self,
        id: StmtId,
        var: &LoopVar,
        (top, next): (Block, Block),
        added: &mut Added,
        pos: Pos,
    ) {
        let ty = self.function.locals[var.local].ty;
        let at = self.function.pos;
        let outer = self.new_temp(ty, at);
        self.function.insts[var.dst] = Inst::LocalAddr(outer);
        self.switch_to(top);
        let define = self.copy_stmt((var.local, outer), true, pos);
        let decl = self.take_decl(id, var.local);
        self.function.source.stmts[define].init.extend(decl);
        added.before.push(define);
        self.switch_to(next);
        let back = self.copy_stmt((outer, var.local), false, pos);
        added.after.push(back);
    }

    /// `to = from`, in the current block and as a statement.
    fn copy_stmt(&mut self, (to, from): (LocalId, LocalId), define: bool, pos: Pos) -> StmtId {
        let dst = self.local_place(to, pos);
        let src = self.load_local(from, pos);
        self.emit_void(Inst::Store(dst, src), pos);
        let kind = OutlineKind::Assign {
            dst: Some(dst),
            src: Some(src),
            define,
        };
        let stmt = self.make_stmt(pos, kind);
        if define {
            self.function.source.round_copies.insert(stmt);
        }
        stmt
    }

    /// Moves the point where a variable begins to live to the end of a block.
    fn move_declare(&mut self, local: LocalId, from: Option<Block>, to: Block) {
        let Some(from) = from else { return };
        let insts = &self.function.insts;
        let declares = |value: &Value| insts[*value] == Inst::Declare(local);
        let list = &mut self.function.blocks[from];
        if let Some(n) = list.iter().position(declares) {
            let found = list.remove(n);
            self.function.blocks[to].push(found);
        }
    }

    /// The declaration of a loop's variable, taken from the loop's init list.
    fn take_decl(&mut self, id: StmtId, local: LocalId) -> Option<StmtId> {
        let stmts = &mut self.function.source.stmts;
        let is_decl =
            |stmt: &crate::ir::OutlineStmt| matches!(stmt.kind, OutlineKind::Decl(l) if l == local);
        let mut holders = vec![id];
        holders.extend(stmts[id].init.iter().copied());
        for holder in holders {
            let list = stmts[holder].init.clone();
            if let Some(n) = list.iter().position(|&s| is_decl(&stmts[s])) {
                return Some(stmts[holder].init.remove(n));
            }
        }
        None
    }

    /// Condition, post statement and body of a loop, which loses them.
    fn take_for(&mut self, id: StmtId) -> (Option<Value>, Option<StmtId>, Vec<StmtId>) {
        match &mut self.function.source.stmts[id].kind {
            OutlineKind::For {
                cond, post, body, ..
            } => (cond.take(), post.take(), std::mem::take(body)),
            _no_loop => (None, None, Vec::new()),
        }
    }

    /// `first := true` before the loop; `if first { first = false } else { post }` in it. Gives the block where that begins.
    fn first_flag(
        &mut self,
        id: StmtId,
        post: StmtId,
        (top, blocks): (Block, ForBlocks),
        bool_type: TypeId,
        added: &mut Added,
    ) -> Block {
        let pos = self.function.source.stmts[id].pos;
        let first = self.new_temp(bool_type, self.function.pos);
        self.switch_to(blocks.entry);
        let set = self.set_flag(first, true, bool_type, pos);
        self.function.source.stmts[id].init.push(set);
        let (test, clear) = (self.new_block(), self.new_block());
        self.switch_to(clear);
        let cleared = self.set_flag(first, false, bool_type, pos);
        self.jump(blocks.head, pos);
        self.switch_to(test);
        let cond = self.load_local(first, pos);
        self.branch(cond, clear, blocks.post, pos);
        self.switch_to(top);
        let kind = OutlineKind::If {
            cond,
            then: vec![cleared],
            els: vec![post],
        };
        let stmt = self.make_stmt(pos, kind);
        let decl = self.make_stmt(self.function.pos, OutlineKind::Decl(first));
        self.set_init(stmt, vec![decl]);
        added.before.push(stmt);
        test
    }

    fn set_flag(&mut self, flag: LocalId, to: bool, bool_type: TypeId, pos: Pos) -> StmtId {
        let dst = self.local_place(flag, pos);
        let src = self.emit(Inst::Const(Const::Bool(to)), bool_type, pos);
        self.emit_void(Inst::Store(dst, src), pos);
        let kind = OutlineKind::Assign {
            dst: Some(dst),
            src: Some(src),
            define: false,
        };
        self.make_stmt(pos, kind)
    }

    /// `if !cond { break }`. The blocks go on to branch on the condition itself.
    fn break_unless(&mut self, cond: Value, body: Block, pos: Pos, added: &mut Added) {
        let at = self.pos(cond);
        let Some(ty) = self.ty(cond) else { return };
        let not = self.function.insts.push(Inst::Unary(UnaryOp::Not, cond));
        self.function.types[not] = ty.into();
        self.function.source.values[not].pos = at;
        self.function.blocks[body].insert(0, not);
        let leave = self.make_stmt(pos, OutlineKind::Break(None));
        let kind = OutlineKind::If {
            cond: not,
            then: vec![leave],
            els: Vec::new(),
        };
        added.before.push(self.make_stmt(pos, kind));
    }

    /// A label that no source can name.
    fn next_label(&mut self) -> Symbol {
        self.next_labels += 1;
        Symbol::intern(&format!(".3clNext_{}", self.next_labels))
    }

    /// Makes jumps to the label of what continues the loop.
    fn continue_to(&mut self, list: &[StmtId], name: Symbol, id: StmtId) {
        let label = match &self.function.source.stmts[id].kind {
            OutlineKind::For { label, .. } => *label,
            _no_loop => None,
        };
        let mut work: Vec<(StmtId, bool)> = list.iter().map(|&stmt| (stmt, false)).collect();
        while let Some((stmt, nested)) = work.pop() {
            let kind = &mut self.function.source.stmts[stmt].kind;
            match kind {
                OutlineKind::Continue(to) => {
                    if (to.is_none() && !nested) || (to.is_some() && *to == label) {
                        *kind = OutlineKind::Goto(name);
                    }
                }
                OutlineKind::For { body, .. } | OutlineKind::Range { body, .. } => {
                    // Only a label continues a loop from another one inside of it.
                    if label.is_some() {
                        work.extend(body.iter().map(|&stmt| (stmt, true)));
                    }
                }
                OutlineKind::Block(body) => work.extend(body.iter().map(|&s| (s, nested))),
                OutlineKind::If { then, els, .. } => {
                    work.extend(then.iter().chain(els.iter()).map(|&s| (s, nested)));
                }
                OutlineKind::Switch { cases, .. }
                | OutlineKind::TypeSwitch { cases, .. }
                | OutlineKind::Select { cases, .. } => {
                    let bodies = cases.iter().flat_map(|case| &case.body);
                    work.extend(bodies.map(|&s| (s, nested)));
                }
                OutlineKind::Decl(_)
                | OutlineKind::Assign { .. }
                | OutlineKind::OpAssign { .. }
                | OutlineKind::AssignPairs { .. }
                | OutlineKind::AssignMulti { .. }
                | OutlineKind::Expr(_)
                | OutlineKind::Return(_)
                | OutlineKind::Go(_)
                | OutlineKind::Defer(_)
                | OutlineKind::Label(_)
                | OutlineKind::Goto(_)
                | OutlineKind::Break(_)
                | OutlineKind::Fallthrough => {}
            }
        }
    }

    /// `k := k'` at the top of the body, `k'` for `k` in the range clause.
    fn rewrite_range(&mut self, id: StmtId, bind: Block, leaked: &Leaked) {
        let mut vars = loop_vars(&self.function, id);
        vars.retain(|var| leaked.locals.contains(&var.local));
        if vars.is_empty() {
            return;
        }
        let pos = self.function.source.stmts[id].pos;
        let Some(jump) = self.function.blocks[bind].pop() else {
            return;
        };
        for var in vars {
            let ty = self.function.locals[var.local].ty;
            let outer = self.new_temp(ty, self.function.pos);
            self.function.insts[var.dst] = Inst::LocalAddr(outer);
            self.switch_to(bind);
            let define = self.copy_stmt((var.local, outer), true, pos);
            let decl = self.take_decl(id, var.local);
            self.function.source.stmts[define].init.extend(decl);
            if let OutlineKind::Range { body, .. } = &mut self.function.source.stmts[id].kind {
                body.insert(0, define);
            }
        }
        self.function.blocks[bind].push(jump);
    }
}
