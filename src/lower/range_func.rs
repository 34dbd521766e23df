//! `for x := range f`, f a function: the body becomes a literal that f calls for each element.
//!
//! THE QUESTION. What becomes of `break`, `continue`, `goto`, `return` and `defer` in such a body, and which variables does gc
//! make for that? They appear in its messages.
//!
//! ```text
//! for x := range f { …; return v }
//!
//! var #next int                                how the body was left; only if something needs it
//! #state1 := ready                             whether the body may be called
//! #yield1 := func(x T) (#r bool) {
//!     #tmpState := #state1
//!     #state1 = panicked
//!     if #tmpState != ready { panic }
//!     …
//!     #rv1 = v; #next = -1; #state1 = done; return false          (return v)
//!     #state1 = ready; return true                                (the end, and continue)
//! }
//! f(#yield1)
//! if #state1 == panicked { panic }
//! #state1 = exhausted
//! if #next == -1 { return }
//! ```
//!
//! Loops nest, and a body can leave several at once. `#next` says what is to happen then: −1 is `return`; `2·n` breaks out
//! of the loop at depth n, `2·n − 1` continues it; other negative numbers stand for one labeled jump each, to be done where
//! its label is directly in reach. Each loop on the way checks `#next` behind its call and passes on what is not for it.
//!
//! INVARIANTS. `#next` and `#defers` belong to the outermost loop; whether they are needed is found by a look at the syntax
//! before. Loops are numbered in the function around them all, dead ones too: `#stateN` as they begin, `#yieldN` as they end.
//! A function literal in a body starts anew.
//!
//! IGNORED ON PURPOSE. The calls of the runtime (`panicrangestate`, `deferrangefunc`) are no calls here: they have no bearing on the
//! analysis. The panics are executed with a text of ours.
//!
//! Source: the Go specification, "For statements with range clause"; the model, 6.4, and what gc's rangefunc rewrite prints.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, BranchKind, Expr, ExprId, Stmt, StmtId};
use rustc_hash::FxHashMap;

use super::assign::Dst;
use super::context::{LiteralKind, Lowerer};
use super::range::RangeParts;
use super::range_needs::{Needs, RangeNumbers};
use crate::ir::{self, BuiltinOp, FuncId, FuncKind, Inst, LocalKind, OutlineKind, Value};
use crate::source::Pos;
use crate::types::{Const, ObjectId, TypeId, TypeKind};

/// States of a loop's body, by gc's numbers.
mod state {
    pub const DONE: i64 = 0;
    pub const READY: i64 = 1;
    pub const PANIC: i64 = 2;
    pub const EXHAUSTED: i64 = 3;
}

/// What leaves several loops.
type Jump = (BranchKind, Symbol);

/// A loop whose body is being lowered.
#[derive(Debug)]
pub(super) struct FuncLoop {
    stmt: StmtId,
    label: Option<Symbol>,
    /// None in dead code.
    state: Option<ObjectId>,
    /// A return passes here, or something else that only breaks out.
    check_return: bool,
    /// A labeled break passes here.
    check_break: bool,
    /// The loop around is continued from here.
    check_continue: bool,
    /// Jumps that are done behind this loop.
    check_jumps: Vec<Jump>,
}

impl FuncLoop {
    /// A loop that gc drops with the code around it.
    pub(super) fn dead(stmt: StmtId, label: Option<Symbol>) -> FuncLoop {
        FuncLoop {
            stmt,
            label,
            state: None,
            check_return: false,
            check_break: false,
            check_continue: false,
            check_jumps: Vec::new(),
        }
    }

    pub(super) fn label(&self) -> Option<Symbol> {
        self.label
    }
}

/// What an outermost loop and those in it share.
#[derive(Default, Debug)]
pub(super) struct Nest {
    next: Option<ObjectId>,
    defers: Option<ObjectId>,
    /// The innermost loop that a label stands in, of those in the nest.
    labels: FxHashMap<Symbol, StmtId>,
    /// Jumps by number.
    jumps: Vec<Jump>,
}

/// The loops around the place at hand, literals' and functions' around it included.
#[derive(Default, Debug)]
pub(super) struct FuncLoops {
    pub(super) loops: Vec<FuncLoop>,
    nests: Vec<Nest>,
}

impl Lowerer<'_> {
    /// How many range-over-func loops are around the place at hand, in its source function.
    pub(super) fn func_loops(&self) -> usize {
        let bodies = self.builders.iter().rev();
        bodies
            .take_while(|b| b.function.kind == FuncKind::RangeBody)
            .count()
    }

    /// The index of the loop at this depth, from 0.
    pub(super) fn loop_at(&self, depth: usize) -> usize {
        self.range_loops.loops.len() - self.func_loops() + depth
    }

    /// Whether it is a range-over-func loop.
    pub(super) fn is_func_loop(&self, s: StmtId) -> bool {
        match self.ast().stmt(s) {
            Stmt::Range { x, .. } => {
                let ty = self.type_of(x);
                matches!(self.world.underlying_kind(ty), TypeKind::Func(_))
            }
            _other => false,
        }
    }

    // The loop.

    /// `for x := range f { … }`
    pub(super) fn range_func_stmt(&mut self, s: StmtId, parts: RangeParts, label: Option<Symbol>) {
        let pos = parts.for_pos;
        let depth = self.func_loops();
        if depth == 0 {
            let needs = self.range_needs(s, label);
            self.declare_shared(needs, pos);
        }
        let numbers = self.numbers_of(s);
        let state = self.declare_state(numbers.state, pos);
        self.range_loops.loops.push(FuncLoop {
            state: Some(state),
            ..FuncLoop::dead(s, label)
        });
        let literal = self.range_body_literal(&parts);
        let Some(this) = self.range_loops.loops.pop() else {
            return;
        };
        if let Some((literal, ty)) = literal {
            self.call_iterator((literal, ty), parts.x, numbers.body, pos);
            self.check_after(&this, depth, self.end_pos(parts.body));
        }
        if depth == 0 {
            self.range_loops.nests.pop();
        }
    }

    /// The numbers of a loop in the source function at hand.
    fn numbers_of(&self, s: StmtId) -> RangeNumbers {
        let owner = self.builders.len() - 1 - self.func_loops();
        let known = self.builders[owner].range_numbers.get(&s);
        known.copied().unwrap_or_default()
    }

    fn end_pos(&self, body: StmtId) -> Pos {
        match self.ast().stmt(body) {
            Stmt::Block { rbrace, .. } => self.pos(rbrace),
            _other => self.stmt_pos(body),
        }
    }

    /// A synthetic variable of the function at hand.
    fn declare_synthetic(&mut self, name: &str, ty: TypeId, at: Pos) -> (ObjectId, ir::LocalId) {
        let object = self.synthetic_var(name, ty, at);
        let name = self.local_name(Symbol::intern(name));
        let local = self
            .b()
            .new_local(name, ty, at, LocalKind::Var, Some(object));
        (object, local)
    }

    /// `#next` and `#defers`, which have no position.
    fn declare_shared(&mut self, needs: Needs, pos: Pos) {
        let mut nest = Nest {
            labels: needs.labels,
            ..Nest::default()
        };
        if needs.next {
            let (object, local) = self.declare_synthetic("#next", self.int_type(), Pos::NONE);
            self.zero_var(local, pos);
            nest.next = Some(object);
        }
        if needs.defers {
            let ty = self.world.any_type();
            let (object, local) = self.declare_synthetic("#defers", ty, Pos::NONE);
            self.zero_var(local, pos);
            nest.defers = Some(object);
        }
        self.range_loops.nests.push(nest);
    }

    fn declare_state(&mut self, number: u32, pos: Pos) -> ObjectId {
        let int = self.int_type();
        let name = format!("#state{number}");
        let (object, local) = self.declare_synthetic(&name, int, pos);
        let ready = self.b().int(state::READY, int, pos);
        self.define_synthetic(local, ready, pos);
        object
    }

    /// The literal made of the body, and its type.
    fn range_body_literal(&mut self, parts: &RangeParts) -> Option<(FuncId, TypeId)> {
        let pos = parts.for_pos;
        let iterator = self.type_of(parts.x);
        let iterator = self.world.as_signature(self.world.underlying(iterator))?;
        let yielded = self.world.underlying(*iterator.params.first()?);
        let params = self.world.as_signature(yielded)?.params.clone();
        let ty = self.world.func(&params, &[self.bool_type()], false);
        let id = self.begin_literal(LiteralKind::RangeBody, pos, ty);
        let assigned = self.declare_range_params(parts, &params);
        let bool_type = self.bool_type();
        let name = self.local_name(Symbol::intern("#r"));
        self.b()
            .new_local(name, bool_type, pos, LocalKind::Result(0), None);
        for (lhs, param) in assigned {
            self.assign_param(lhs, param);
        }
        self.enter_body(pos);
        self.block(parts.body);
        let end = self.end_pos(parts.body);
        self.set_own_state(state::READY, end);
        self.return_bool(true, end);
        self.b().function.source.end = Some(end);
        self.capture_dictionary();
        self.end_function();
        Some((id, ty))
    }

    /// Parameters: the loop's variables, or `#pN`. Gives the assignments that a clause without `:=` makes.
    fn declare_range_params(
        &mut self,
        parts: &RangeParts,
        params: &[TypeId],
    ) -> Vec<(ExprId, ir::LocalId)> {
        let sides = [parts.key, parts.value];
        let mut assigned = Vec::new();
        for (n, &ty) in params.iter().enumerate() {
            let side = sides.get(n).copied().flatten();
            match side {
                Some(side) if parts.define => self.declare_loop_param(side, ty),
                side => {
                    let name = self.local_name(Symbol::intern(&format!("#p{}", n + 1)));
                    let param = self
                        .b()
                        .new_local(name, ty, parts.for_pos, LocalKind::Param, None);
                    assigned.extend(side.map(|side| (side, param)));
                }
            }
        }
        assigned
    }

    fn declare_loop_param(&mut self, side: ExprId, ty: TypeId) {
        let (e, syntax) = self.syntax(side);
        let pos = self.expr_pos(e);
        let given = match syntax {
            Expr::Ident(name) if name.as_str() != "_" => Some(name),
            _blank => None,
        };
        let object = self.defined_object(e);
        let name = match given {
            Some(name) => self.local_name(name),
            None => {
                let number = self.b().function.params.len();
                Symbol::intern(&format!("~p{number}"))
            }
        };
        let local = self.b().new_local(name, ty, pos, LocalKind::Param, object);
        self.b().function.locals[local].unnamed = given.is_none();
    }

    /// `lhs = #pN`
    fn assign_param(&mut self, lhs: ExprId, param: ir::LocalId) {
        let pos = self.expr_pos(lhs);
        let dst = self.dst(lhs);
        let value = self.b().load_local(param, pos);
        let value = match self.dst_type(&dst) {
            Some(ty) => self.convert(value, ty, pos),
            None => value,
        };
        self.finish_assign(vec![dst], vec![value], pos);
    }

    /// The check at the start of each round.
    fn enter_body(&mut self, pos: Pos) {
        let Some(own) = self.range_loops.loops.last().and_then(|l| l.state) else {
            return;
        };
        let int = self.int_type();
        let (_, tmp) = self.declare_synthetic("#tmpState", int, Pos::NONE);
        // The first mention of the state, which makes the body capture it, has no position in gc.
        let value = self.read(own, Pos::NONE);
        self.define_synthetic(tmp, value, pos);
        self.set_own_state(state::PANIC, pos);
        let now = self.b().load_local(tmp, pos);
        let cond = self.compared(BinaryOp::Ne, now, state::READY, pos);
        self.check(cond, pos);
    }

    /// `#yieldN := literal; f(#yieldN)`
    fn call_iterator(&mut self, (literal, ty): (FuncId, TypeId), x: ExprId, number: u32, pos: Pos) {
        let closure = self.closure_value(literal, ty, pos);
        let (_, local) = self.declare_synthetic(&format!("#yield{number}"), ty, Pos::NONE);
        self.define_synthetic(local, closure, pos);
        let parts = self.call_parts_of(x, |l| vec![l.b().load_local(local, pos)], pos);
        let call = self.emit_call(parts);
        self.b().push_stmt(pos, OutlineKind::Expr(call));
    }

    // Checks behind the call.

    fn check_after(&mut self, this: &FuncLoop, depth: usize, pos: Pos) {
        let Some(state) = this.state else { return };
        let now = self.read(state, pos);
        let cond = self.compared(BinaryOp::Eq, now, state::PANIC, pos);
        self.check(cond, pos);
        self.set(state, state::EXHAUSTED, pos);
        let mut done: Vec<Jump> = Vec::new();
        for &jump in &this.check_jumps {
            if done.contains(&jump) {
                continue;
            }
            done.push(jump);
            let code = self.jump_code(jump);
            self.if_next(BinaryOp::Eq, code, true, pos, |l| l.jump_on(jump, pos));
        }
        if depth > 0 {
            self.check_in_loop(this, depth, pos);
        } else if this.check_return {
            self.if_next(BinaryOp::Eq, -1, false, pos, |l| {
                l.b().push_stmt(pos, OutlineKind::Return(Vec::new()));
                l.b().emit_void(Inst::Return, pos);
            });
        }
    }

    /// Behind a loop in a loop: `depth` is that of the loop around.
    fn check_in_loop(&mut self, this: &FuncLoop, depth: usize, pos: Pos) {
        let leave = |l: &mut Self| {
            l.set_own_state(state::DONE, pos);
            l.return_bool(false, pos);
        };
        if this.check_return {
            self.if_next(BinaryOp::Lt, 0, false, pos, leave);
        }
        let step = 2 * depth as i64;
        if let Some(next) = self.next_var() {
            let now = self.read(next, pos);
            let cond = self.compared(BinaryOp::Gt, now, step, pos);
            self.check(cond, pos);
        }
        if this.check_continue {
            self.if_next(BinaryOp::Eq, step - 1, true, pos, |l| {
                l.set_own_state(state::READY, pos);
                l.return_bool(true, pos);
            });
        }
        if this.check_break {
            self.if_next(BinaryOp::Eq, step, true, pos, leave);
        }
        if this.check_continue || this.check_break {
            self.if_next(BinaryOp::Gt, 0, false, pos, leave);
        }
    }

    fn jump_on(&mut self, (kind, label): Jump, pos: Pos) {
        match kind {
            BranchKind::Break => self.break_stmt(Some(label), pos),
            BranchKind::Continue => self.continue_stmt(Some(label), pos),
            BranchKind::Goto | BranchKind::Fallthrough => self.goto_stmt(Some(label), pos),
        }
    }

    /// `if #next op code { [#next = 0]; … }`
    fn if_next(
        &mut self,
        op: BinaryOp,
        code: i64,
        clear: bool,
        pos: Pos,
        then: impl FnOnce(&mut Self),
    ) {
        let Some(next) = self.next_var() else { return };
        let now = self.read(next, pos);
        let cond = self.compared(op, now, code, pos);
        self.synthetic_if(cond, pos, |l| {
            if clear {
                l.set(next, 0, pos);
            }
            then(l);
        });
    }

    /// `if cond { runtime.panicrangestate(…) }`
    fn check(&mut self, cond: Value, pos: Pos) {
        let stmt = self.synthetic_if(cond, pos, |l| l.misuse(pos));
        self.b().function.source.range_checks.insert(stmt);
    }

    fn synthetic_if(&mut self, cond: Value, pos: Pos, then: impl FnOnce(&mut Self)) -> ir::StmtId {
        let (yes, on) = (self.b().new_block(), self.b().new_block());
        self.b().branch(cond, yes, on, pos);
        self.b().switch_to(yes);
        let then = self.with_stmts(then);
        self.b().jump(on, pos);
        self.b().switch_to(on);
        let els = Vec::new();
        self.b().push_stmt(pos, OutlineKind::If { cond, then, els })
    }

    /// The iterator has called the body when it must not: a panic, in the blocks only.
    fn misuse(&mut self, pos: Pos) {
        let text = "range function continued iteration after function for loop body returned false";
        let string = self.basic(crate::types::Basic::String);
        let text = Inst::Const(Const::string(text.as_bytes()));
        let text = self.b().emit(text, string, pos);
        let empty = self.world.universe().empty_interface;
        let text = self.convert(text, empty, pos);
        let list = self.b().list(&[text]);
        let none = self.world.tuple(&[]);
        let inst = Inst::Builtin(BuiltinOp::Panic, list);
        self.b().emit(inst, none, pos);
        self.b().emit_void(Inst::Unreachable, pos);
    }

    // Synthetic variables.

    fn next_var(&self) -> Option<ObjectId> {
        self.range_loops.nests.last()?.next
    }

    fn read(&mut self, object: ObjectId, pos: Pos) -> Value {
        let place = self.local_var_place(object, pos);
        self.b().load(place, pos)
    }

    /// `variable = number`
    fn set(&mut self, object: ObjectId, number: i64, pos: Pos) {
        let place = self.local_var_place(object, pos);
        let int = self.int_type();
        let value = self.b().int(number, int, pos);
        self.finish_assign(vec![Dst::Place(place, Vec::new())], vec![value], pos);
    }

    /// Sets the state of the innermost loop whose body we are in.
    fn set_own_state(&mut self, to: i64, pos: Pos) {
        if let Some(own) = self.range_loops.loops.last().and_then(|l| l.state) {
            self.set(own, to, pos);
        }
    }

    fn compared(&mut self, op: BinaryOp, value: Value, with: i64, pos: Pos) -> Value {
        let (int, bool_type) = (self.int_type(), self.bool_type());
        let with = self.b().int(with, int, pos);
        self.b().emit(Inst::Binary(op, value, with), bool_type, pos)
    }

    /// `return true`, `return false` of a body.
    fn return_bool(&mut self, value: bool, pos: Pos) {
        let bool_type = self.bool_type();
        let value = self
            .b()
            .emit(Inst::Const(Const::Bool(value)), bool_type, pos);
        if let Some(&result) = self.b().function.results.first() {
            self.b().store_local(result, value, pos);
        }
        self.b().push_stmt(pos, OutlineKind::Return(vec![value]));
        self.b().emit_void(Inst::Return, pos);
    }

    // Leaving a body.

    /// `defer` in a body belongs to the function around the loops: the body mentions its token.
    pub(super) fn note_range_defer(&mut self, pos: Pos) {
        if self.func_loops() > 0
            && let Some(defers) = self.range_loops.nests.last().and_then(|nest| nest.defers)
        {
            self.local_of(defers, pos);
        }
    }

    /// `return a, b` in a body: sets the results of the function around the loops, and leaves them all.
    pub(super) fn return_from_range_body(&mut self, values: &[ExprId], pos: Pos) {
        let depth = self.func_loops();
        if !values.is_empty() {
            self.set_outer_results(depth, values, pos);
        }
        self.flag_return(self.loop_at(0));
        self.leave(-1, pos);
    }

    /// All loops from `base` on are left.
    pub(super) fn flag_return(&mut self, base: usize) {
        for one in &mut self.range_loops.loops[base..] {
            one.check_return = true;
        }
    }

    fn set_outer_results(&mut self, depth: usize, values: &[ExprId], pos: Pos) {
        let owner = self.builders.len() - 1 - depth;
        let results = self.builders[owner].function.results.clone();
        let mut dsts = Vec::with_capacity(results.len());
        let mut types = Vec::with_capacity(results.len());
        for result in results {
            let local = self.captured(depth, result, pos);
            types.push(self.b().function.locals[local].ty);
            let place = self.b().local_place(local, pos);
            dsts.push(Dst::Place(place, Vec::new()));
        }
        let values = self.multi_expr(values, &types, pos);
        self.finish_assign(dsts, values, pos);
    }

    /// `#next = code; #stateN = done; return false`
    fn leave(&mut self, code: i64, pos: Pos) {
        if let Some(next) = self.next_var() {
            self.set(next, code, pos);
        }
        self.set_own_state(state::DONE, pos);
        self.return_bool(false, pos);
    }

    /// Whether a jump leaves the body of a range-over-func loop, so that it becomes a return.
    pub(super) fn leaves_range_body(&self, kind: BranchKind, label: Option<Symbol>) -> bool {
        if self.func_loops() == 0 {
            return false;
        }
        match kind {
            BranchKind::Fallthrough => false,
            BranchKind::Goto => label.is_some_and(|label| !self.label_is_near(label)),
            BranchKind::Break => self.jump_target(label, false).is_none(),
            BranchKind::Continue => self.jump_target(label, true).is_none(),
        }
    }

    /// Whether a label stands in the innermost body.
    pub(super) fn label_is_near(&self, label: Symbol) -> bool {
        let innermost = self.range_loops.loops.last().map(|one| one.stmt);
        let nest = self.range_loops.nests.last();
        nest.and_then(|nest| nest.labels.get(&label)).copied() == innermost
    }

    /// `break`, `continue` or `goto` out of the body at hand.
    pub(super) fn branch_from_range_body(
        &mut self,
        kind: BranchKind,
        label: Option<Symbol>,
        pos: Pos,
    ) {
        let depth = self.func_loops();
        if depth == 0 {
            // Only in programs that do not check.
            self.b().emit_void(Inst::Unreachable, pos);
            return;
        }
        let loops = &self.range_loops.loops[self.loop_at(0)..];
        let target = match (kind, label) {
            (BranchKind::Goto | BranchKind::Fallthrough, _) => None,
            (_, None) => Some(depth - 1),
            (_, Some(_)) => loops.iter().position(|one| one.label == label),
        };
        match (target, label) {
            (Some(target), _) if target + 1 == depth => {
                let continues = kind == BranchKind::Continue;
                let state = if continues { state::READY } else { state::DONE };
                self.set_own_state(state, pos);
                self.return_bool(continues, pos);
            }
            (Some(target), _) => self.leave_to_loop(kind, target, pos),
            (None, Some(label)) => self.leave_to_label((kind, label), pos),
            (None, None) => {
                self.b().emit_void(Inst::Unreachable, pos);
            }
        }
    }

    /// Breaks or continues an outer loop, by its depth from 0.
    fn leave_to_loop(&mut self, kind: BranchKind, target: usize, pos: Pos) {
        let continues = kind == BranchKind::Continue;
        self.flag_loop(continues, target, self.loop_at(0));
        let code = 2 * (target as i64 + 1) - i64::from(continues);
        self.leave(code, pos);
    }

    /// The loop at the depth `target` from `base` on is continued or left.
    pub(super) fn flag_loop(&mut self, continues: bool, target: usize, base: usize) {
        let loops = &mut self.range_loops.loops[base..];
        let from = if continues {
            loops[target + 1].check_continue = true;
            target + 1
        } else {
            loops[target].check_break = true;
            target
        };
        for one in &mut loops[from + 1..] {
            one.check_break = true;
        }
    }

    /// Leaves loops up to the one in whose body the label stands; the jump is done behind the last one left.
    fn leave_to_label(&mut self, jump: Jump, pos: Pos) {
        self.flag_label(jump, self.loop_at(0));
        let code = self.jump_code(jump);
        self.leave(code, pos);
    }

    /// The loops from `base` on are left, up to the one in whose body the label stands.
    pub(super) fn flag_label(&mut self, jump: Jump, base: usize) {
        let home = self
            .range_loops
            .nests
            .last()
            .and_then(|nest| nest.labels.get(&jump.1))
            .copied();
        let loops = &mut self.range_loops.loops[base..];
        let found = loops.iter().rposition(|one| Some(one.stmt) == home);
        let from = found.map_or(0, |n| n + 1);
        if let Some(first) = loops.get_mut(from) {
            first.check_jumps.push(jump);
        }
        for one in loops.iter_mut().skip(from + 1) {
            one.check_return = true;
        }
    }

    /// The number of a labeled jump: −2, −3, … in the order in which they are met.
    fn jump_code(&mut self, jump: Jump) -> i64 {
        let Some(nest) = self.range_loops.nests.last_mut() else {
            return -2;
        };
        let known = nest.jumps.iter().position(|&other| other == jump);
        let number = known.unwrap_or_else(|| {
            nest.jumps.push(jump);
            nest.jumps.len() - 1
        });
        -2 - number as i64
    }
}
