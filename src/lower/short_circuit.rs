//! `&&` and `||`: branches whose join is a value.
//!
//! ```text
//! a && b     left = a; branch left, right, join
//!            right: r = b; jump join
//!            join:  ShortCircuit(&&, left, r, from the block in which r was computed)
//! ```

use escargo_grammar::ast::{BinaryOp, ExprId};

use super::context::Lowerer;
use crate::ir::{Block, Inst, Value};

impl Lowerer<'_> {
    pub(super) fn short_circuit(&mut self, e: ExprId, op: BinaryOp, x: ExprId, y: ExprId) -> Value {
        let pos = self.expr_pos(e);
        let ty = self.world.default_type(self.type_of(e));
        let (x, y) = (self.simplified(x), self.simplified(y));
        let left = self.expr_to(x, ty);
        let (rest, join) = (self.b().new_block(), self.b().new_block());
        match op {
            BinaryOp::LogAnd => self.b().branch(left, rest, join, pos),
            _or => self.b().branch(left, join, rest, pos),
        }
        self.b().switch_to(rest);
        let right = self.expr_to(y, ty);
        let right_block = self.b().current_block();
        self.b().jump(join, pos);
        self.b().switch_to(join);
        let inst = Inst::ShortCircuit {
            op,
            left,
            right,
            right_block,
        };
        self.b().emit(inst, ty, pos)
    }

    /// Evaluates a condition and branches on it; gives its value for the outline.
    pub fn cond(&mut self, e: ExprId, then: Block, els: Block) -> Value {
        let value = self.expr(e);
        let pos = self.expr_pos(e);
        self.b().branch(value, then, els, pos);
        value
    }
}
