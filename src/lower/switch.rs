//! Expression switches.
//!
//! The tag is computed once; the cases are compared with it one after the other, each list in a block of its own, and
//! lead to the bodies:
//!
//! ```text
//! switch t { case a, b: X; default: Y }
//!
//! t; a; branch t == a, X, next      next: b; branch t == b, X, last      last: jump Y
//! ```
//!
//! Comparisons are in the blocks only: in the outline a clause has its values, converted to the type in which they are
//! compared. That is the tag's type, or `interface {}` if some value cannot be converted to it (then the tag is converted too);
//! channels are left alone.
//!
//! A switch whose tag and cases are constant is reduced to the clause that is taken, unless that one falls through.
//!
//! Source: the Go specification, "Expression switches"; the model, 2.9 and 6.1.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, BranchKind, ClauseId, ExprId, Stmt, StmtId};

use super::builder::Target;
use super::context::Lowerer;
use super::range_dead::Near;
use crate::ir::{self, Block, Inst, OutlineCase, OutlineKind, Value};
use crate::source::Pos;
use crate::types::{Const, TypeId, TypeKind};

/// Init statement, tag, clauses.
pub(super) type SwitchParts<'s> = (Option<StmtId>, Option<ExprId>, &'s [ClauseId]);

/// A clause that is left after decided ones are gone.
#[derive(Clone)]
struct Case {
    clause: ClauseId,
    exprs: Vec<ExprId>,
    is_default: bool,
}

/// Where the parts of a switch are.
pub(super) struct SwitchBlocks {
    /// The body of each clause.
    pub bodies: Vec<Block>,
    /// Behind the switch.
    pub exit: Block,
    /// What `break` needs.
    pub target: Target,
}

impl Lowerer<'_> {
    /// `switch init; tag { … }`
    pub(super) fn switch_stmt(
        &mut self,
        (init, tag, clauses): SwitchParts<'_>,
        label: Option<Symbol>,
        pos: Pos,
    ) {
        let init = self.with_stmts(|l| {
            if let Some(init) = init {
                l.stmt(init);
            }
        });
        let cases: Vec<Case> = clauses.iter().map(|&clause| self.case(clause)).collect();
        let (tag, cases) = match self.decided_switch(tag, &cases) {
            Some(left) => {
                self.note_dropped(&cases, &left, label);
                (None, left)
            }
            None => (tag, cases),
        };
        let ty = self.compared_type(tag, &cases);
        let tag = tag.map(|tag| match ty {
            Some(ty) => self.expr_to(tag, ty),
            None => self.expr(tag),
        });
        let blocks = self.switch_blocks(cases.len(), label);
        let mut test = self.b().current_block();
        let mut outline = Vec::with_capacity(cases.len());
        for (n, case) in cases.iter().enumerate() {
            self.b().switch_to(test);
            let exprs = self.case_tests(case, (tag, ty), blocks.bodies[n]);
            test = self.b().current_block();
            let body = self.clause_body(case.clause, n, &blocks);
            outline.push(OutlineCase {
                pos: self.clause_pos(case.clause),
                exprs,
                types: Vec::new(),
                local: None,
                comm: None,
                body,
            });
        }
        let default = cases.iter().position(|case| case.is_default);
        self.end_switch(test, default, &blocks, pos);
        let kind = OutlineKind::Switch {
            tag,
            cases: outline,
            label,
        };
        let stmt = self.b().push_stmt(pos, kind);
        self.b().set_init(stmt, init);
    }

    fn case(&self, clause: ClauseId) -> Case {
        let info = self.ast().clauses[clause];
        let exprs = match info.exprs {
            Some(list) => self.ast().expr_list(list).to_vec(),
            None => Vec::new(),
        };
        Case {
            clause,
            exprs,
            is_default: info.is_default,
        }
    }

    /// Where gc reports a clause.
    pub(super) fn clause_pos(&self, clause: ClauseId) -> Pos {
        self.pos(self.ast().clauses[clause].pos)
    }

    /// Notes the clauses that a decided switch does not have any more.
    fn note_dropped(&mut self, cases: &[Case], left: &[Case], label: Option<Symbol>) {
        for case in cases {
            if left.iter().all(|kept| kept.clause != case.clause) {
                let list = self.ast().stmt_list(self.ast().clauses[case.clause].body);
                self.note_dead(list, &Near::in_switch(label));
            }
        }
    }

    /// What is left of a switch that is decided when compiling: the clause taken, without its cases, or nothing.
    fn decided_switch(&self, tag: Option<ExprId>, cases: &[Case]) -> Option<Vec<Case>> {
        let truth = Const::Bool(true);
        let value = match tag {
            Some(tag) => self.const_of(tag)?,
            None => &truth,
        };
        let mut taken = None;
        'cases: for case in cases {
            if case.is_default {
                taken = Some(case);
            }
            for &e in &case.exprs {
                if self.const_of(e)? == value {
                    taken = Some(case);
                    break 'cases;
                }
            }
        }
        let Some(taken) = taken else {
            return Some(Vec::new());
        };
        if self.falls_through(taken.clause) {
            return None;
        }
        Some(vec![Case {
            exprs: Vec::new(),
            is_default: true,
            ..taken.clone()
        }])
    }

    /// Whether a clause ends in `fallthrough`.
    fn falls_through(&self, clause: ClauseId) -> bool {
        let list = self.ast().stmt_list(self.ast().clauses[clause].body);
        let full = |s: &&StmtId| !matches!(self.ast().stmt(**s), Stmt::Empty);
        let mut last = list.iter().rev().find(full).copied();
        while let Some(s) = last {
            match self.ast().stmt(s) {
                Stmt::Labeled(_, inner) => last = Some(inner),
                Stmt::Branch(kind, _) => return kind == BranchKind::Fallthrough,
                _other => return false,
            }
        }
        false
    }

    /// The type in which tag and cases are compared; none if they are left as they are.
    fn compared_type(&self, tag: Option<ExprId>, cases: &[Case]) -> Option<TypeId> {
        let ty = tag.map_or(self.bool_type(), |tag| {
            self.world.default_type(self.type_of(tag))
        });
        if matches!(self.world.underlying_kind(ty), TypeKind::Chan(..)) {
            return None;
        }
        let is_odd = |&e: &ExprId| {
            let own = self.type_of(e);
            let mixed = self.world.is_interface(own) || self.world.is_interface(ty);
            mixed && self.world.assignable(own, ty).is_err()
        };
        let odd = cases.iter().flat_map(|case| &case.exprs).any(is_odd);
        Some(if odd {
            self.world.universe().empty_interface
        } else {
            ty
        })
    }

    pub(super) fn switch_blocks(&mut self, clauses: usize, label: Option<Symbol>) -> SwitchBlocks {
        if !self.b().is_open() {
            let block = self.b().new_block();
            self.b().switch_to(block);
        }
        let bodies = (0..clauses).map(|_| self.b().new_block()).collect();
        let exit = self.b().new_block();
        SwitchBlocks {
            bodies,
            exit,
            target: Target {
                label,
                break_to: exit,
                continue_to: None,
            },
        }
    }

    /// Compares the values of a clause one by one; ends in the block in which none was equal.
    fn case_tests(
        &mut self,
        case: &Case,
        (tag, ty): (Option<Value>, Option<TypeId>),
        body: Block,
    ) -> Vec<Value> {
        let mut values = Vec::with_capacity(case.exprs.len());
        for &e in &case.exprs {
            let pos = self.expr_pos(e);
            let value = match ty {
                Some(ty) => self.expr_to(e, ty),
                None => self.expr(e),
            };
            values.push(value);
            let equal = self.equals_tag(tag, value, pos);
            let next = self.b().new_block();
            self.b().branch(equal, body, next, pos);
            self.b().switch_to(next);
        }
        values
    }

    fn equals_tag(&mut self, tag: Option<Value>, value: Value, pos: Pos) -> Value {
        let bool_type = self.bool_type();
        if let Some(tag) = tag {
            let inst = Inst::Binary(BinaryOp::Eq, tag, value);
            return self.b().emit(inst, bool_type, pos);
        }
        let ty = self.b().ty(value);
        if !ty.is_some_and(|ty| self.world.is_interface(ty)) {
            return value;
        }
        // An interface equals `true` if it holds a bool, and that is true; the zero value of another type is false.
        let tuple = self.world.tuple(&[bool_type, bool_type]);
        let inst = Inst::TypeAssert {
            x: value,
            comma_ok: true,
        };
        let held = self.b().emit(inst, tuple, pos);
        self.b().extract(held, 0, bool_type, pos)
    }

    /// The statements of a clause, from its block on, up to the jump behind the switch or into the next clause.
    pub(super) fn clause_body(
        &mut self,
        clause: ClauseId,
        number: usize,
        blocks: &SwitchBlocks,
    ) -> Vec<ir::StmtId> {
        self.b().switch_to(blocks.bodies[number]);
        self.clause_rest(clause, number, blocks)
    }

    /// The same from the current block on.
    pub(super) fn clause_rest(
        &mut self,
        clause: ClauseId,
        number: usize,
        blocks: &SwitchBlocks,
    ) -> Vec<ir::StmtId> {
        let pos = self.clause_pos(clause);
        let list = self.ast().clauses[clause].body;
        let list = self.ast().stmt_list(list);
        let stmts = self.inside(blocks.target, |l| l.stmts(list));
        let last = stmts
            .last()
            .map(|&s| &self.b().function.source.stmts[s].kind);
        let falls = matches!(last, Some(OutlineKind::Fallthrough));
        let next = blocks.bodies.get(number + 1).copied();
        let to = next.filter(|_| falls).unwrap_or(blocks.exit);
        self.b().jump(to, pos);
        stmts
    }

    /// Leads from the last test to the default clause or behind the switch, and goes on there.
    pub(super) fn end_switch(
        &mut self,
        test: Block,
        default: Option<usize>,
        blocks: &SwitchBlocks,
        pos: Pos,
    ) {
        self.b().switch_to(test);
        let default = default.and_then(|n| blocks.bodies.get(n)).copied();
        self.b().jump(default.unwrap_or(blocks.exit), pos);
        self.b().switch_to(blocks.exit);
    }
}
