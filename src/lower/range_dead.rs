//! Dead code in the bodies of range-over-func loops.
//!
//! QUESTION. Which checks stand behind the calls of loops? gc rewrites the loops before it drops dead code: a jump that is never
//! reached still makes the loops that it would leave look at `#next`, which then is shared with their bodies.
//!
//! ```text
//! L: for { for range f { if false { continue L } } }        if #next == -2 { #next = 0; continue L }
//! ```
//!
//! INVARIANTS. Nothing is lowered here; only the flags of the loops around change. Function literals start anew, so that what
//! they hold leaves nothing.
//!
//! SOURCE: cmd/compile/internal/rangefunc.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BranchKind, Stmt, StmtId};

use super::context::Lowerer;
use super::range_func::FuncLoop;

/// What jumps without leaving the dead code's innermost body find around them.
#[derive(Clone, Default)]
pub(super) struct Near {
    /// A statement that `break` ends.
    pub breaks: bool,
    /// A loop that `continue` continues.
    pub continues: bool,
    /// Labels of such statements.
    pub labels: Vec<Symbol>,
    /// Whether a dead range-over-func loop is around: then what is lowered already is out of reach.
    in_dead_loop: bool,
}

impl Near {
    /// Inside a statement that `break` ends, perhaps with a label.
    pub fn in_switch(label: Option<Symbol>) -> Near {
        Near::default().switch(label)
    }

    /// Inside a loop, perhaps with a label.
    pub fn in_loop(label: Option<Symbol>) -> Near {
        Near {
            continues: true,
            ..Near::in_switch(label)
        }
    }

    fn switch(&self, label: Option<Symbol>) -> Near {
        let mut inner = self.clone();
        inner.breaks = true;
        inner.labels.extend(label);
        inner
    }

    fn loops(&self, label: Option<Symbol>) -> Near {
        Near {
            continues: true,
            ..self.switch(label)
        }
    }
}

impl Lowerer<'_> {
    /// Notes what statements that gc drops would leave.
    pub(super) fn note_dead(&mut self, list: &[StmtId], near: &Near) {
        if self.func_loops() == 0 {
            return;
        }
        let base = self.loop_at(0);
        let count = self.range_loops.loops.len();
        for &s in list {
            self.dead_stmt(s, None, base, near);
        }
        self.range_loops.loops.truncate(count);
    }

    fn dead_stmt(&mut self, s: StmtId, label: Option<Symbol>, base: usize, near: &Near) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.dead_stmt_kind(s, label, base, near);
        });
    }

    fn dead_stmt_kind(&mut self, s: StmtId, label: Option<Symbol>, base: usize, near: &Near) {
        let near = match self.ast().stmt(s) {
            Stmt::Return(_) => return self.flag_return(base),
            Stmt::Branch(kind, target) => {
                return self.dead_branch(kind, target.map(|l| l.name), base, near);
            }
            Stmt::Labeled(name, inner) => {
                return self.dead_stmt(inner, Some(name.name), base, near);
            }
            Stmt::Range { .. } if self.is_func_loop(s) => {
                self.range_loops.loops.push(FuncLoop::dead(s, label));
                let near = Near {
                    in_dead_loop: true,
                    ..Near::default()
                };
                self.dead_children(s, base, &near);
                self.range_loops.loops.pop();
                return;
            }
            Stmt::For { .. } | Stmt::Range { .. } => near.loops(label),
            Stmt::Switch { .. } | Stmt::TypeSwitch { .. } | Stmt::Select { .. } => {
                near.switch(label)
            }
            Stmt::Block { .. }
            | Stmt::If { .. }
            | Stmt::Bad
            | Stmt::Empty
            | Stmt::Decl(_)
            | Stmt::Expr(_)
            | Stmt::Send(..)
            | Stmt::Assign { .. }
            | Stmt::OpAssign(..)
            | Stmt::IncDec(..)
            | Stmt::Go(_)
            | Stmt::Defer(_) => near.clone(),
        };
        self.dead_children(s, base, &near);
    }

    fn dead_children(&mut self, s: StmtId, base: usize, near: &Near) {
        for child in self.child_stmts(s) {
            self.dead_stmt(child, None, base, near);
        }
    }

    fn dead_branch(&mut self, kind: BranchKind, label: Option<Symbol>, base: usize, near: &Near) {
        let continues = kind == BranchKind::Continue;
        let stays = match (kind, label) {
            (BranchKind::Fallthrough, _) => true,
            (BranchKind::Goto, label) => label.is_none_or(|label| self.label_is_near(label)),
            (_, None) if continues => near.continues,
            (_, None) => near.breaks,
            (_, Some(label)) => near.labels.contains(&label),
        };
        let reaches_lowered = kind != BranchKind::Goto
            && !near.in_dead_loop
            && self.jump_target(label, continues).is_some();
        if stays || reaches_lowered {
            return;
        }
        let loops = &self.range_loops.loops[base..];
        let depth = loops.len();
        let target = match (kind, label) {
            (BranchKind::Goto | BranchKind::Fallthrough, _) => None,
            (_, None) => depth.checked_sub(1),
            (_, Some(_)) => loops.iter().position(|one| one.label() == label),
        };
        match (target, label) {
            (Some(target), _) if target + 1 == depth => {}
            (Some(target), _) => self.flag_loop(continues, target, base),
            (None, Some(label)) => self.flag_label((kind, label), base),
            (None, None) => {}
        }
    }
}
