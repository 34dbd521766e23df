//! Statements: which form goes where, and the forms that need no file of their own.
//!
//! THE QUESTION. A statement becomes two things: instructions in blocks, which say how it runs, and a statement of the outline,
//! which says what gc's analysis sees. Both hang on the same values.
//!
//! INVARIANTS
//!
//! * Operands are lowered in the order in which gc's front end builds their nodes (left sides, then right sides; the post
//!   statement of a loop before its body), for that order numbers temporaries, literals and captures.
//! * Nested blocks are no statements of the outline: gc splices their statements into the list around them.
//! * What gc's front end drops as dead ([`super::dead_code`]) is dropped from blocks too.
//! * Statements behind a terminator that gc keeps are lowered into blocks that nothing leads to.
//!
//! ```text
//! {                       block0:                                outline:
//!     x := 1                declare x2; store x2, 1                decl-ed assign x2 := 1
//!     { g(x) }              v5 = load x2; v6 = call g(v5)          expr v6
//! }
//! ```
//!
//! Source: the Go specification, "Statements"; for the order and the shape of the outline, gc's unified IR (the model, section 6).

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BranchKind, Decl, DeclId, ExprId, Stmt, StmtId};

use super::context::Lowerer;
use super::range_dead::Near;
use crate::ir::{FuncKind, Inst, OutlineKind};
use crate::source::Pos;
use crate::types::TypeKind;

impl Lowerer<'_> {
    /// Where gc reports a statement.
    pub(super) fn stmt_pos(&self, s: StmtId) -> Pos {
        self.pos(self.ast().stmt_pos[s])
    }

    /// The statements of a block, added to the open list.
    pub(super) fn block(&mut self, block: StmtId) {
        match self.ast().stmt(block) {
            Stmt::Block { stmts, .. } => {
                let list = self.ast().stmt_list(stmts);
                self.stmts(list);
            }
            _single => self.stmt(block),
        }
    }

    /// A statement list without what gc drops as dead: everything behind a terminating statement, but for labels and
    /// what stands before the last of them.
    pub(super) fn stmts(&mut self, list: &[StmtId]) {
        let labeled = |s: &StmtId| matches!(self.ast().stmt(*s), Stmt::Labeled(..));
        let last_label = list.iter().rposition(labeled);
        let mut dead = false;
        for (n, &s) in list.iter().enumerate() {
            let behind_labels = last_label.is_none_or(|last| n > last);
            if dead && behind_labels {
                self.note_dead(&[s], &Near::default());
                continue;
            }
            self.stmt(s);
            dead = self.terminates(s);
        }
    }

    /// One statement.
    pub(super) fn stmt(&mut self, s: StmtId) {
        self.stmt_with_label(s, None);
    }

    fn stmt_with_label(&mut self, s: StmtId, label: Option<Symbol>) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.stmt_kind(s, label));
    }

    fn stmt_kind(&mut self, s: StmtId, label: Option<Symbol>) {
        let pos = self.stmt_pos(s);
        let ast = self.ast();
        match ast.stmt(s) {
            Stmt::Bad | Stmt::Empty => {}
            Stmt::Decl(decls) => {
                for &decl in ast.decl_list(decls) {
                    self.local_decl(decl);
                }
            }
            Stmt::Expr(e) => self.expr_stmt(e, pos),
            Stmt::Send(channel, value) => self.send_stmt(channel, value, pos),
            Stmt::Assign { lhs, rhs, .. } => {
                self.assign_stmt(ast.expr_list(lhs), ast.expr_list(rhs), pos);
            }
            Stmt::OpAssign(op, lhs, rhs) => self.op_assign_stmt(op, lhs, rhs, pos),
            Stmt::IncDec(op, x) => self.inc_dec_stmt(op, x, pos),
            Stmt::Go(call) => self.go_stmt(call, pos),
            Stmt::Defer(call) => self.defer_stmt(call, pos),
            Stmt::Return(results) => self.return_stmt(ast.expr_list(results), pos),
            Stmt::Branch(kind, target) => self.branch_stmt(kind, target.map(|t| t.name), pos),
            Stmt::Block { .. } => self.block(s),
            Stmt::If {
                init,
                cond,
                then,
                els,
            } => self.if_stmt((init.expand(), cond, then, els.expand()), pos),
            Stmt::Switch {
                init, tag, clauses, ..
            } => {
                let clauses = ast.clause_list(clauses);
                self.switch_stmt((init.expand(), tag.expand(), clauses), label, pos);
            }
            Stmt::TypeSwitch {
                init,
                bind,
                x,
                clauses,
                ..
            } => {
                let clauses = ast.clause_list(clauses);
                let bind = bind.map(|bind| bind.name);
                self.type_switch_stmt((init.expand(), bind, x, clauses), label, pos);
            }
            Stmt::Select { clauses, .. } => {
                self.select_stmt(ast.clause_list(clauses), label, pos);
            }
            Stmt::For {
                init,
                cond,
                post,
                body,
            } => {
                let parts = (init.expand(), cond.expand(), post.expand(), body);
                self.for_stmt(parts, label, pos);
            }
            Stmt::Range { .. } => self.range_stmt(s, label),
            Stmt::Labeled(name, inner) => self.labeled_stmt(name.name, inner, pos),
        }
    }

    /// A declaration inside a function: only variables do anything.
    fn local_decl(&mut self, decl: DeclId) {
        let ast = self.ast();
        let pos = self.pos(ast.decl_pos[decl]);
        match ast.decl(decl) {
            Decl::Var { names, values, .. } => {
                self.assign_stmt(ast.expr_list(names), ast.expr_list(values), pos);
            }
            Decl::Import { .. } | Decl::Const { .. } | Decl::Type { .. } | Decl::Func { .. } => {}
        }
    }

    fn expr_stmt(&mut self, e: ExprId, pos: Pos) {
        if let Some(value) = self.effect(e) {
            self.b().push_stmt(pos, OutlineKind::Expr(value));
        }
    }

    fn send_stmt(&mut self, channel: ExprId, value: ExprId, pos: Pos) {
        let ty = self.type_of(channel);
        let channel = self.expr(channel);
        let value = match self.world.underlying_kind(ty) {
            &TypeKind::Chan(_, elem) => self.expr_to(value, elem),
            _wrong => self.expr(value),
        };
        let send = self.b().emit_void(Inst::Send(channel, value), pos);
        self.b().push_stmt(pos, OutlineKind::Expr(send));
    }

    /// `return a, b`: all values are computed before any result is set.
    fn return_stmt(&mut self, values: &[ExprId], pos: Pos) {
        if self.b().function.kind == FuncKind::RangeBody {
            return self.return_from_range_body(values, pos);
        }
        let results = self.b().function.results.clone();
        let types: Vec<_> = {
            let locals = &self.b().function.locals;
            results.iter().map(|&result| locals[result].ty).collect()
        };
        let values = match values {
            [] => Vec::new(),
            values => self.multi_expr(values, &types, pos),
        };
        for (&result, &value) in results.iter().zip(&values) {
            self.b().store_local(result, value, pos);
        }
        self.b().push_stmt(pos, OutlineKind::Return(values));
        self.b().emit_void(Inst::Return, pos);
    }

    fn labeled_stmt(&mut self, label: Symbol, inner: StmtId, pos: Pos) {
        self.place_label(label, pos);
        self.stmt_with_label(inner, Some(label));
    }

    fn branch_stmt(&mut self, kind: BranchKind, label: Option<Symbol>, pos: Pos) {
        match kind {
            BranchKind::Break => self.break_stmt(label, pos),
            BranchKind::Continue => self.continue_stmt(label, pos),
            BranchKind::Goto => self.goto_stmt(label, pos),
            // The switch sees it at the end of the clause and leads on to the next one.
            BranchKind::Fallthrough => {
                self.b().push_stmt(pos, OutlineKind::Fallthrough);
            }
        }
    }
}
