//! `if`, labels and jumps.
//!
//! A label has one block, made when it is first mentioned. `break` and `continue` look for their statement in
//! [`FuncBuilder::targets`](super::builder::FuncBuilder::targets); what is not found there lies outside of the body of a
//! range-over-func loop, and [`super::range_func`] takes over. gc sees jumps only to find labels that something later jumps back to.
//!
//! An `if` whose condition is decided when compiling ([`super::dead_code`]) leaves its parts behind: the init
//! statement, the condition if it is no constant (`_ = cond`), the branch that is taken.
//!
//! Source: the Go specification, "If statements", "Labeled statements" and the jumps; the model, 6.1.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BranchKind, ExprId, StmtId};

use super::builder::Target;
use super::context::Lowerer;
use super::range_dead::Near;
use crate::ir::{self, OutlineKind};
use crate::source::Pos;

/// Init statement, condition, then, else.
pub(super) type IfParts = (Option<StmtId>, ExprId, StmtId, Option<StmtId>);

impl Lowerer<'_> {
    /// `if init; cond { … } else { … }`
    pub(super) fn if_stmt(&mut self, (init, cond, then, els): IfParts, pos: Pos) {
        let (decided, cond) = self.static_cond(cond);
        let init = self.with_stmts(|l| {
            if let Some(init) = init {
                l.stmt(init);
            }
        });
        match decided {
            Some(decided) => self.decided_if(init, (decided, cond), (then, els), pos),
            None => self.open_if(init, cond, (then, els), pos),
        }
    }

    fn open_if(
        &mut self,
        init: Vec<ir::StmtId>,
        cond: ExprId,
        (then, els): (StmtId, Option<StmtId>),
        pos: Pos,
    ) {
        let b = self.b();
        let (then_block, join) = (b.new_block(), b.new_block());
        let els_block = if els.is_some() { b.new_block() } else { join };
        let cond = self.cond(cond, then_block, els_block);
        self.b().switch_to(then_block);
        let then = self.with_stmts(|l| l.block(then));
        self.b().jump(join, pos);
        let els = match els {
            Some(els) => {
                self.b().switch_to(els_block);
                let list = self.with_stmts(|l| l.stmt(els));
                self.b().jump(join, pos);
                list
            }
            None => Vec::new(),
        };
        self.b().switch_to(join);
        let stmt = self.b().push_stmt(pos, OutlineKind::If { cond, then, els });
        self.b().set_init(stmt, init);
    }

    /// What is left of a decided `if`: a list, which gc makes a block of if it has several statements.
    fn decided_if(
        &mut self,
        init: Vec<ir::StmtId>,
        (decided, cond): (bool, ExprId),
        (then, els): (StmtId, Option<StmtId>),
        pos: Pos,
    ) {
        let list = self.with_stmts(|l| {
            for stmt in init {
                l.b().add_stmt(stmt);
            }
            if l.const_of(cond).is_none() {
                l.discard_expr(cond, pos);
            }
            let near = Near::default();
            match (decided, els) {
                (true, els) => {
                    l.block(then);
                    l.note_dead(els.as_slice(), &near);
                }
                (false, els) => {
                    l.note_dead(&[then], &near);
                    if let Some(els) = els {
                        l.stmt(els);
                    }
                }
            }
        });
        self.add_as_one(list, pos);
    }

    /// `_ = e`
    fn discard_expr(&mut self, e: ExprId, pos: Pos) {
        let src = Some(self.expr(e));
        let kind = OutlineKind::Assign {
            dst: None,
            src,
            define: false,
        };
        self.b().push_stmt(pos, kind);
    }

    /// Adds a list as one statement: nothing, the only one, or a block.
    pub(super) fn add_as_one(&mut self, list: Vec<ir::StmtId>, pos: Pos) {
        match list[..] {
            [] => {}
            [only] => self.b().add_stmt(only),
            [first, ..] => {
                let pos = self
                    .b()
                    .function
                    .source
                    .stmts
                    .get(first)
                    .map_or(pos, |s| s.pos);
                self.b().push_stmt(pos, OutlineKind::Block(list));
            }
        }
    }

    /// `L:`
    pub(super) fn place_label(&mut self, label: Symbol, pos: Pos) {
        let block = self.b().label_block(label);
        self.b().jump(block, pos);
        self.b().switch_to(block);
        // gc reports a labeled statement at the colon.
        let colon = Pos::new(pos.file, pos.offset + label.as_str().len() as u32);
        self.b().push_stmt(colon, OutlineKind::Label(label));
    }

    /// `goto L`
    pub(super) fn goto_stmt(&mut self, label: Option<Symbol>, pos: Pos) {
        let Some(label) = label else { return };
        if self.leaves_range_body(BranchKind::Goto, Some(label)) {
            return self.branch_from_range_body(BranchKind::Goto, Some(label), pos);
        }
        let block = self.b().label_block(label);
        self.b().push_stmt(pos, OutlineKind::Goto(label));
        self.b().jump(block, pos);
    }

    /// `break`, `break L`
    pub(super) fn break_stmt(&mut self, label: Option<Symbol>, pos: Pos) {
        match self.jump_target(label, false) {
            Some(target) => {
                self.b().push_stmt(pos, OutlineKind::Break(label));
                self.b().jump(target.break_to, pos);
            }
            None => self.branch_from_range_body(BranchKind::Break, label, pos),
        }
    }

    /// `continue`, `continue L`
    pub(super) fn continue_stmt(&mut self, label: Option<Symbol>, pos: Pos) {
        match self.jump_target(label, true).and_then(|t| t.continue_to) {
            Some(block) => {
                self.b().push_stmt(pos, OutlineKind::Continue(label));
                self.b().jump(block, pos);
            }
            None => self.branch_from_range_body(BranchKind::Continue, label, pos),
        }
    }

    /// The statement of the function at hand that a `break` or `continue` leaves.
    pub(super) fn jump_target(&self, label: Option<Symbol>, to_continue: bool) -> Option<Target> {
        let targets = self.builders.last()?.targets.iter().rev();
        let fits = |target: &&Target| match label {
            Some(_) => target.label == label,
            None => !to_continue || target.continue_to.is_some(),
        };
        targets.copied().find(|target| fits(&target))
    }
}
