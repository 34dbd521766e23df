//! `for init; cond; post { … }`.
//!
//! The blocks of a loop:
//!
//! ```text
//! before:  init; jump entry
//! entry:   jump head                  (kept apart for per-iteration variables)
//! head:    branch cond, body, exit
//! body:    …; jump next
//! next:    jump post                  (kept apart, the same; `continue` leads here)
//! post:    …; jump head
//! exit:
//! ```
//!
//! Since Go 1.22 each round has variables of its own. gc rewrites a loop so only if one of them is captured or its address is
//! taken, and only after whole functions are built; [`super::loop_vars`] does the same with what is noted here.
//!
//! Source: the Go specification, "For statements with for clause"; the model, 6.1 and 6.4.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{ExprId, StmtId};

use super::builder::Target;
use super::context::Lowerer;
use super::range_dead::Near;
use crate::ir::{self, Block, ForBlocks, Loop, LoopKind, OutlineKind, Value};
use crate::source::Pos;

/// Init statement, condition, post statement, body.
pub(super) type ForParts = (Option<StmtId>, Option<ExprId>, Option<StmtId>, StmtId);

/// The first Go version in which each round of a loop has its own variables.
pub(super) const DISTINCT_VARS: u32 = 22;

impl Lowerer<'_> {
    /// Runs `body` as the inside of a statement that `break` and `continue` can name.
    pub(super) fn inside(
        &mut self,
        target: Target,
        body: impl FnOnce(&mut Self),
    ) -> Vec<ir::StmtId> {
        self.b().targets.push(target);
        let stmts = self.with_stmts(body);
        self.b().targets.pop();
        stmts
    }

    /// `for init; cond; post { … }`
    pub(super) fn for_stmt(
        &mut self,
        (init, cond, post, body): ForParts,
        label: Option<Symbol>,
        pos: Pos,
    ) {
        let (never, cond) = match cond {
            Some(cond) => {
                let (decided, cond) = self.static_cond(cond);
                (decided == Some(false), Some(cond))
            }
            None => (false, None),
        };
        let init = self.with_stmts(|l| {
            if let Some(init) = init {
                l.stmt(init);
            }
        });
        if never && cond.is_some_and(|cond| self.const_of(cond).is_some()) {
            self.note_dead(&[body], &Near::in_loop(label));
            return self.add_as_one(init, pos);
        }
        let (post, body) = if never {
            self.note_dead(&[body], &Near::in_loop(label));
            (None, None)
        } else {
            (post, Some(body))
        };
        self.loop_stmt(init, cond, (post, body), label, pos);
    }

    fn loop_stmt(
        &mut self,
        init: Vec<ir::StmtId>,
        cond: Option<ExprId>,
        (post, body): (Option<StmtId>, Option<StmtId>),
        label: Option<Symbol>,
        pos: Pos,
    ) {
        let blocks = self.for_blocks();
        let exit = self.b().new_block();
        self.b().jump(blocks.entry, pos);
        self.b().switch_to(blocks.entry);
        self.b().jump(blocks.head, pos);
        let cond = self.loop_head(cond, (blocks.head, blocks.body, exit), pos);
        let post = self.loop_post(post, &blocks, pos);
        self.b().switch_to(blocks.body);
        let target = Target {
            label,
            break_to: exit,
            continue_to: Some(blocks.next),
        };
        let body = self.inside(target, |l| {
            if let Some(body) = body {
                l.block(body);
            }
        });
        self.b().jump(blocks.next, pos);
        self.b().switch_to(blocks.next);
        self.b().jump(blocks.post, pos);
        self.b().switch_to(exit);
        let kind = OutlineKind::For {
            cond,
            post,
            body,
            label,
        };
        let stmt = self.b().push_stmt(pos, kind);
        self.b().set_init(stmt, init);
        let distinct = self.unit.go_minor >= DISTINCT_VARS;
        let kind = LoopKind::For(blocks);
        self.b().function.source.loops.push(Loop {
            stmt,
            kind,
            distinct,
        });
    }

    fn for_blocks(&mut self) -> ForBlocks {
        let b = self.b();
        ForBlocks {
            entry: b.new_block(),
            head: b.new_block(),
            body: b.new_block(),
            next: b.new_block(),
            post: b.new_block(),
        }
    }

    fn loop_head(
        &mut self,
        cond: Option<ExprId>,
        (head, body, exit): (Block, Block, Block),
        pos: Pos,
    ) -> Option<Value> {
        self.b().switch_to(head);
        match cond {
            Some(cond) => Some(self.cond(cond, body, exit)),
            None => {
                self.b().jump(body, pos);
                None
            }
        }
    }

    fn loop_post(
        &mut self,
        post: Option<StmtId>,
        blocks: &ForBlocks,
        pos: Pos,
    ) -> Option<ir::StmtId> {
        self.b().switch_to(blocks.post);
        let list = self.with_stmts(|l| {
            l.b().begin_stmts();
            if let Some(post) = post {
                l.stmt(post);
            }
            let list = l.b().end_stmts();
            l.add_as_one(list, pos);
        });
        self.b().jump(blocks.head, pos);
        list.first().copied()
    }
}
