//! Terminating statements: whether a function body can reach its end.
//!
//! The rule is the language's, on the tree alone: no conditions are evaluated. A call of the predeclared `panic` is terminating;
//! that is read off what checking recorded for the call.
//!
//! SOURCE: the Go specification, "Terminating statements".

use escargo_grammar::ast::{BranchKind, ClauseId, Stmt, StmtId};
use escargo_grammar::{Ast, Symbol};

use super::checker::Checker;

impl Checker<'_> {
    /// Whether no statement after this one is ever reached through its end.
    pub(super) fn is_terminating(&self, s: StmtId) -> bool {
        let ast = self.ast();
        self.terminates(&ast, s, None)
    }

    fn terminates(&self, ast: &Ast, s: StmtId, label: Option<Symbol>) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match ast.stmt(s) {
            Stmt::Return(_) => true,
            Stmt::Branch(kind, _) => matches!(kind, BranchKind::Goto | BranchKind::Fallthrough),
            Stmt::Expr(e) => self.is_panic_call(e),
            Stmt::Block { stmts, .. } => self.list_terminates(ast, ast.stmt_list(stmts)),
            Stmt::If { then, els, .. } => els.expand().is_some_and(|els| {
                self.terminates(ast, then, None) && self.terminates(ast, els, None)
            }),
            Stmt::Switch { clauses, .. } | Stmt::TypeSwitch { clauses, .. } => {
                let clauses = ast.clause_list(clauses);
                clauses.iter().any(|&clause| ast.clauses[clause].is_default)
                    && self.clauses_terminate(ast, clauses, label)
            }
            Stmt::Select { clauses, .. } => {
                self.clauses_terminate(ast, ast.clause_list(clauses), label)
            }
            Stmt::For { cond, body, .. } => cond.is_none() && !has_break(ast, body, label, true),
            Stmt::Labeled(label, inner) => self.terminates(ast, inner, Some(label.name)),
            Stmt::Bad
            | Stmt::Empty
            | Stmt::Decl(_)
            | Stmt::Send(..)
            | Stmt::Assign { .. }
            | Stmt::OpAssign(..)
            | Stmt::IncDec(..)
            | Stmt::Go(_)
            | Stmt::Defer(_)
            | Stmt::Range { .. } => false,
        })
    }

    /// Whether the last statement, but for empty ones, is terminating.
    fn list_terminates(&self, ast: &Ast, stmts: &[StmtId]) -> bool {
        let last = stmts
            .iter()
            .rfind(|&&s| !matches!(ast.stmt(s), Stmt::Empty));
        last.is_some_and(|&s| self.terminates(ast, s, None))
    }

    fn clauses_terminate(&self, ast: &Ast, clauses: &[ClauseId], label: Option<Symbol>) -> bool {
        clauses.iter().all(|&clause| {
            let stmts = ast.stmt_list(ast.clauses[clause].body);
            self.list_terminates(ast, stmts)
                && !stmts.iter().any(|&s| has_break(ast, s, label, true))
        })
    }
}

/// Whether the statement contains a `break` out of the statement of that label; `implicit`: or one without a label that
/// belongs to it.
fn has_break(ast: &Ast, s: StmtId, label: Option<Symbol>, implicit: bool) -> bool {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || match ast.stmt(s) {
        Stmt::Branch(BranchKind::Break, None) => implicit,
        Stmt::Branch(BranchKind::Break, Some(target)) => Some(target.name) == label,
        Stmt::Block { stmts, .. } => ast
            .stmt_list(stmts)
            .iter()
            .any(|&s| has_break(ast, s, label, implicit)),
        Stmt::If { then, els, .. } => {
            has_break(ast, then, label, implicit)
                || els
                    .expand()
                    .is_some_and(|els| has_break(ast, els, label, implicit))
        }
        Stmt::Labeled(_, inner) => has_break(ast, inner, label, implicit),
        // What breaks out of an inner statement without a label stays in it.
        Stmt::Switch { clauses, .. }
        | Stmt::TypeSwitch { clauses, .. }
        | Stmt::Select { clauses, .. } => {
            let mut clauses = ast.clause_list(clauses).iter();
            label.is_some()
                && clauses.any(|&clause| {
                    let mut stmts = ast.stmt_list(ast.clauses[clause].body).iter();
                    stmts.any(|&s| has_break(ast, s, label, false))
                })
        }
        Stmt::For { body, .. } | Stmt::Range { body, .. } => {
            label.is_some() && has_break(ast, body, label, false)
        }
        Stmt::Bad
        | Stmt::Empty
        | Stmt::Decl(_)
        | Stmt::Expr(_)
        | Stmt::Send(..)
        | Stmt::Assign { .. }
        | Stmt::OpAssign(..)
        | Stmt::IncDec(..)
        | Stmt::Go(_)
        | Stmt::Defer(_)
        | Stmt::Return(_)
        | Stmt::Branch(BranchKind::Continue | BranchKind::Goto | BranchKind::Fallthrough, _) => {
            false
        }
    })
}
