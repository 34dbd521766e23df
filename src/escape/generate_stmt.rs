//! Statements (sections 2.5 and 2.9 of the model).

use super::facts::{Message, NoteAt, Reason};
use super::generate::{Holes, Reader, at_stmt, blank, heap};
use super::graph::{Hole, pseudo};
use super::self_assign::is_self_assignment;
use crate::ir::{Inst, LocalId, MultiKind, OutlineCase, OutlineKind, OutlineStmt, StmtId, Value};
use crate::rules::EdgeRule;
use crate::types::TypeKind;
use escargo_grammar::Symbol;

impl Reader<'_, '_> {
    pub fn stmts(&mut self, list: &[StmtId]) {
        for &stmt in list {
            self.stmt(stmt);
        }
    }

    /// A statement list that ends the loops which labels in it begin.
    fn block(&mut self, list: &[StmtId]) {
        let depth = self.depth;
        self.stmts(list);
        self.depth = depth;
    }

    fn stmt(&mut self, stmt: StmtId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let function = self.function;
            let outline = &function.source.stmts[stmt];
            self.stmts(&outline.init);
            self.stmt_without_init(stmt, outline);
        });
    }

    fn stmt_without_init(&mut self, id: StmtId, stmt: &OutlineStmt) {
        match &stmt.kind {
            OutlineKind::Block(list) => self.stmts(list),
            OutlineKind::Decl(local) => self.declare(*local),
            OutlineKind::Assign { dst, src, .. } => {
                self.assign(id, &[*dst], src.as_slice(), Reason::Assign);
            }
            OutlineKind::OpAssign { dst, src, .. } => {
                self.assign(id, &[Some(*dst)], &[*src], Reason::Assign);
            }
            OutlineKind::AssignPairs { dsts, srcs, .. } => {
                self.assign(id, dsts, srcs, Reason::AssignPair);
            }
            OutlineKind::AssignMulti {
                dsts, src, kind, ..
            } => self.assign_multi(id, dsts, *src, *kind),
            OutlineKind::Expr(value) => self.expr_stmt(*value),
            OutlineKind::Return(values) => self.return_values(id, values),
            OutlineKind::If { cond, then, els } => {
                self.discard(*cond);
                self.block(then);
                self.block(els);
            }
            OutlineKind::For {
                cond, post, body, ..
            } => {
                self.depth += 1;
                self.discard_all(*cond);
                self.stmts(post.as_slice());
                self.block(body);
                self.depth -= 1;
            }
            OutlineKind::Range {
                x,
                key,
                value,
                body,
                ..
            } => self.range(id, *x, [*key, *value], body),
            OutlineKind::Switch { tag, cases, .. } => {
                self.discard_all(*tag);
                self.clauses(cases);
            }
            OutlineKind::TypeSwitch { x, bind, cases, .. } => {
                self.type_switch(id, *x, *bind, cases);
                self.clauses(cases);
            }
            OutlineKind::Select { cases, .. } => {
                for case in cases {
                    self.stmts(case.comm.as_slice());
                    self.received(case.comm);
                    self.block(&case.body);
                }
            }
            OutlineKind::Go(value) | OutlineKind::Defer(value) => self.expr(blank(), *value),
            OutlineKind::Label(label) => self.label(*label),
            OutlineKind::Goto(_)
            | OutlineKind::Break(_)
            | OutlineKind::Continue(_)
            | OutlineKind::Fallthrough => {}
        }
    }

    /// gc rewrites the statement that declares what a clause receives, and then takes the new one for another assignment.
    fn received(&mut self, comm: Option<StmtId>) {
        let Some(comm) = comm else { return };
        if let OutlineKind::AssignMulti { dsts, .. } = &self.function.source.stmts[comm].kind {
            for dst in dsts.iter().flatten() {
                if let Inst::LocalAddr(local) = self.function.insts[*dst] {
                    let loc = self.local(local);
                    self.analysis.graph.at_mut(loc).reassigned = true;
                }
            }
        }
    }

    fn clauses(&mut self, cases: &[OutlineCase]) {
        for case in cases {
            self.discard_all(case.exprs.iter().copied());
            self.block(&case.body);
        }
    }

    fn declare(&mut self, local: LocalId) {
        let loc = self.local(local);
        if loc != pseudo::blank() {
            self.analysis.graph.at_mut(loc).loop_depth = self.depth;
        }
    }

    /// A `goto` behind it makes what follows a loop, up to the end of the block.
    fn label(&mut self, label: Symbol) {
        if self.labels.remove(&label) == Some(true) {
            self.depth += 1;
        }
    }

    /// A call or another expression for its effect: nobody takes the results, not even to throw them away.
    fn expr_stmt(&mut self, value: Value) {
        let function = self.function;
        match &function.insts[value] {
            Inst::Call { .. } | Inst::Inlined { .. } => {
                self.value_init(value);
                self.call(None, value);
            }
            Inst::Builtin(op, args) => {
                self.value_init(value);
                self.builtin(None, value, *op, args.as_slice(&function.value_lists));
            }
            _other => self.discard(value),
        }
    }

    // Assignments.

    /// The hole of what is assigned to a place.
    fn store(&mut self, place: Option<Value>) -> Hole {
        match place {
            Some(place) => stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.store_to(place)),
            None => blank(),
        }
    }

    fn store_to(&mut self, place: Value) -> Hole {
        let function = self.function;
        match &function.insts[place] {
            Inst::LocalAddr(local) => Hole::of(self.local(*local)),
            Inst::FieldAddr(base, _) => match self.followed_pointer(*base) {
                Some(pointer) => self.mutate(pointer),
                None => self.store_to(*base),
            },
            Inst::IndexAddr(base, index) => {
                self.discard(*index);
                self.store_to(*base)
            }
            Inst::ElemAddr(slice, index) => {
                self.discard(*index);
                self.mutate(*slice)
            }
            Inst::Deref(pointer) => self.mutate(*pointer),
            Inst::MapElem(map, key) => {
                self.discard(*map);
                let hole = self.by(EdgeRule::MapKey, heap());
                let hole = self.noted(hole, place, Reason::KeyOfMapPut);
                self.expr(hole, *key);
                heap()
            }
            _package_variable => heap(),
        }
    }

    /// What is stored behind a pointer goes to the heap, and the pointer's target is written.
    fn mutate(&mut self, pointer: Value) -> Hole {
        let hole = self.mutator();
        self.expr(hole, pointer);
        heap()
    }

    fn stores(&mut self, dsts: &[Option<Value>]) -> Holes {
        dsts.iter().map(|&dst| self.store(dst)).collect()
    }

    fn assign(&mut self, id: StmtId, dsts: &[Option<Value>], srcs: &[Value], reason: Reason) {
        let rule = match reason {
            Reason::Assign => EdgeRule::Assign,
            _pairs => EdgeRule::AssignPairs,
        };
        let holes = self.stores(dsts);
        for (n, (&hole, &dst)) in holes.iter().zip(dsts).enumerate() {
            let Some(&src) = srcs.get(n) else { continue };
            self.assign_one(id, hole, dst, src, (rule, reason));
        }
        self.reassigned(id, &holes, false);
    }

    fn assign_one(
        &mut self,
        id: StmtId,
        hole: Hole,
        dst: Option<Value>,
        src: Value,
        (rule, reason): (EdgeRule, Reason),
    ) {
        let at = at_stmt(self.func, id);
        if let Some(dst) = dst {
            if self.is_pointed_header_data(dst) {
                let hole = self.note(heap(), at, reason);
                return self.unsafe_value(hole, src);
            }
            if is_self_assignment(self.analysis.world, self.function, dst, src) {
                let func = self.func;
                let message = Message::SelfAssignment { func, stmt: id };
                self.analysis.facts.messages.push(message);
                let hole = self.note(blank(), at, reason);
                return self.expr(hole, src);
            }
        }
        let hole = self.by(rule, hole);
        let hole = self.note(hole, at, reason);
        self.expr(hole, src);
    }

    fn is_pointed_header_data(&self, dst: Value) -> bool {
        match &self.function.insts[dst] {
            Inst::FieldAddr(base, _) => {
                self.followed_pointer(*base).is_some() && self.is_reflect_header_data(dst)
            }
            _other => false,
        }
    }

    fn assign_multi(&mut self, id: StmtId, dsts: &[Option<Value>], src: Value, kind: MultiKind) {
        let reason = match kind {
            MultiKind::Call => {
                self.value_init(src);
                let holes = self.stores(dsts);
                self.call(Some(&holes), src);
                return self.reassigned(id, &holes, false);
            }
            MultiKind::TypeAssert => Reason::AssignPairDotType,
            MultiKind::MapIndex => Reason::AssignPairMapr,
            MultiKind::Recv => Reason::AssignPairReceive,
        };
        self.assign(id, dsts, &[src], reason);
    }

    fn return_values(&mut self, id: StmtId, values: &[Value]) {
        let function = self.function;
        let holes: Holes = function
            .results
            .iter()
            .map(|&result| Hole::of(self.local(result)))
            .collect();
        let at = at_stmt(self.func, id);
        for (&hole, &value) in holes.iter().zip(values) {
            let hole = self.by(EdgeRule::Return, hole);
            let hole = self.note(hole, at, Reason::Return);
            self.expr(hole, value);
        }
        self.reassigned(id, &holes, false);
    }

    /// Marks what is assigned to, unless the statement declares it. What a range clause declares is assigned in every round.
    fn reassigned(&mut self, id: StmtId, holes: &[Hole], range: bool) {
        for hole in holes {
            let declares = !range && self.analysis.is_definition(hole.dst, self.func, id);
            if !declares {
                self.analysis.graph.at_mut(hole.dst).reassigned = true;
            }
        }
    }

    fn range(&mut self, id: StmtId, x: Value, dsts: [Option<Value>; 2], body: &[StmtId]) {
        // The operand lives until the loop ends.
        let operand = self.later();
        self.expr(operand, x);
        self.depth += 1;
        let holes = self.stores(&dsts);
        let is_array = self.ty(x).is_some_and(|ty| {
            matches!(self.analysis.world.underlying_kind(ty), TypeKind::Array(..))
        });
        let hole = self.by(EdgeRule::Range, holes[1]);
        let (hole, reason) = match is_array {
            true => (hole, Reason::Range),
            false => (hole.shift(1), Reason::RangeDeref),
        };
        let hole = self.note(hole, at_stmt(self.func, id), reason);
        self.flow(hole, operand.dst);
        self.reassigned(id, &holes, true);
        self.block(body);
        self.depth -= 1;
    }

    fn type_switch(&mut self, id: StmtId, x: Value, bind: Option<Symbol>, cases: &[OutlineCase]) {
        let mut holes = Holes::new();
        for (n, case) in cases.iter().enumerate() {
            let Some(local) = case.local.filter(|_| bind.is_some()) else {
                continue;
            };
            self.declare(local);
            let ty = self.function.locals[local].ty;
            if self.has_pointers(ty) {
                let hole = Hole::of(self.local(local));
                let hole = self.by(EdgeRule::TypeSwitch, hole);
                let clause = u32::try_from(n).unwrap_or(u32::MAX);
                let at = NoteAt::Clause(self.func, id, clause);
                holes.push(self.assert(hole, ty, at, Reason::SwitchCase));
            }
        }
        let hole = self.tee(&holes);
        self.expr(hole, x);
    }
}
