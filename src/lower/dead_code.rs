//! What gc's front end drops: branches of conditions that are decided when compiling, statements behind terminating ones.
//!
//! THE QUESTION. Which statements does gc never build nodes for? Nothing in them is reported, called or captured.
//!
//! A condition of an `if` or `for` is decided if it is constant, or if a constant part decides an `&&` or `||`. gc also
//! *simplifies* what it looks at: in `debug && f()` with a constant `debug` the condition becomes `f()`. As the tree is not
//! ours to change, such replacements are kept in [`Lowerer::simplified`], which the lowering of `&&`, `||` and `!` asks.
//!
//! IGNORED ON PURPOSE, as gc does: code behind infinite loops and calls that never return, parentheses around partly
//! constant operands (`(debug && x) || y`), unreachable clauses of type switches and selects.
//!
//! Source: the model, 6.1.

use escargo_grammar::ast::{BinaryOp, BranchKind, Expr, ExprId, Stmt, StmtId, UnaryOp};

use super::context::Lowerer;
use crate::check::info::Mode;
use crate::types::Const;
use crate::types::object::Builtin;

impl Lowerer<'_> {
    /// Whether a condition is decided, and the expression that is left of it.
    pub(super) fn static_cond(&mut self, e: ExprId) -> (Option<bool>, ExprId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.static_cond_kind(e))
    }

    fn static_cond_kind(&mut self, e: ExprId) -> (Option<bool>, ExprId) {
        if let Some(value) = self.const_bool(e) {
            return (Some(value), e);
        }
        match self.ast().expr(e) {
            Expr::Unary(UnaryOp::Not, x) => {
                // What is below was not constant, so its being decided is of no use.
                let (_, left) = self.static_cond(x);
                self.simplify(x, left);
                (None, e)
            }
            Expr::Binary(BinaryOp::LogAnd, x, y) => self.static_pair(e, (x, y), false),
            Expr::Binary(BinaryOp::LogOr, x, y) => self.static_pair(e, (x, y), true),
            _other => (None, e),
        }
    }

    /// `x && y` (decided by false) or `x || y` (decided by true).
    fn static_pair(
        &mut self,
        e: ExprId,
        (x, y): (ExprId, ExprId),
        decisive: bool,
    ) -> (Option<bool>, ExprId) {
        let (x_value, x_left) = self.static_cond(x);
        self.simplify(x, x_left);
        if x_value == Some(decisive) {
            return (x_value, x_left);
        }
        let (y_value, y_left) = self.static_cond(y);
        self.simplify(y, y_left);
        if x_value == Some(!decisive) || y_value == Some(decisive) {
            let left = if self.const_bool(x_left).is_some() {
                y_left
            } else {
                e
            };
            return (y_value, left);
        }
        (None, e)
    }

    fn const_bool(&self, e: ExprId) -> Option<bool> {
        match self.const_of(e) {
            Some(Const::Bool(value)) => Some(*value),
            _other => None,
        }
    }

    fn simplify(&mut self, e: ExprId, left: ExprId) {
        if e != left {
            self.simplified.insert((self.unit.file, e), left);
        }
    }

    /// What is left of an operand of a condition.
    pub(super) fn simplified(&self, e: ExprId) -> ExprId {
        if self.simplified.is_empty() {
            return e;
        }
        let left = self.simplified.get(&(self.unit.file, e));
        left.copied().unwrap_or(e)
    }

    /// Whether control does not pass on to the next statement, as far as gc's front end looks.
    pub(super) fn terminates(&mut self, s: StmtId) -> bool {
        let is_nest = matches!(self.ast().stmt(s), Stmt::If { .. } | Stmt::Block { .. });
        if !is_nest {
            return self.terminates_kind(s);
        }
        if let Some(&known) = self.b().terminating.get(&s) {
            return known;
        }
        let result = stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.terminates_kind(s));
        self.b().terminating.insert(s, result);
        result
    }

    fn terminates_kind(&mut self, s: StmtId) -> bool {
        match self.ast().stmt(s) {
            Stmt::Branch(BranchKind::Goto, _) | Stmt::Return(_) => true,
            // In the body of a range-over-func loop they have become returns.
            Stmt::Branch(kind, label) => self.leaves_range_body(kind, label.map(|l| l.name)),
            Stmt::Expr(e) => self.is_panic(e),
            Stmt::If {
                cond, then, els, ..
            } => {
                let (cond, _) = self.static_cond(cond);
                let els = els.expand();
                (cond == Some(false) || self.terminates(then))
                    && (cond == Some(true) || els.is_some_and(|els| self.terminates(els)))
            }
            Stmt::Block { stmts, .. } => {
                let list = self.ast().stmt_list(stmts);
                let full = |s: &&StmtId| !matches!(self.ast().stmt(**s), Stmt::Empty);
                let last = list.iter().rev().find(full).copied();
                last.is_some_and(|last| self.terminates(last))
            }
            Stmt::Bad
            | Stmt::Empty
            | Stmt::Decl(_)
            | Stmt::Send(..)
            | Stmt::Assign { .. }
            | Stmt::OpAssign(..)
            | Stmt::IncDec(..)
            | Stmt::Go(_)
            | Stmt::Defer(_)
            | Stmt::Switch { .. }
            | Stmt::TypeSwitch { .. }
            | Stmt::Select { .. }
            | Stmt::For { .. }
            | Stmt::Range { .. }
            | Stmt::Labeled(..) => false,
        }
    }

    /// `panic(…)`
    fn is_panic(&self, e: ExprId) -> bool {
        match self.syntax(e).1 {
            Expr::Call { fun, .. } => {
                let fun = self.ast().unparen(fun);
                self.mode(fun) == Mode::Builtin(Builtin::Panic)
            }
            _other => false,
        }
    }
}
