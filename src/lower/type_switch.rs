//! Type switches.
//!
//! The operand is computed once; each type of each clause is a comma-ok assertion in the blocks (`nil` is a comparison). gc
//! sees the operand, the types, and the variable that each clause declares; assertions are in the blocks only.
//!
//! ```text
//! switch y := x.(type) { case T: X; case A, B: Y }
//!
//! x; (y1, ok) = x.(T); branch ok, X, next      X: declare y; store y, y1 …
//! next: … branch ok, Y, …                      Y: declare y; store y, x …
//! ```
//!
//! The variable of a clause is declared behind the clause's types, at the end of the last of them: gc reports it where the
//! type expression says its last name.
//!
//! Source: the Go specification, "Type switches"; the model, 2.9 and 7.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, ClauseId, Expr, ExprId, FieldList, StmtId, UnaryOp};

use super::context::Lowerer;
use super::switch::SwitchBlocks;
use crate::ir::{Inst, LocalId, LocalKind, OutlineCase, OutlineKind, Value};
use crate::source::Pos;
use crate::types::TypeId;

/// Init statement, the variable's name, operand, clauses.
pub(super) type TypeSwitchParts<'s> = (Option<StmtId>, Option<Symbol>, ExprId, &'s [ClauseId]);

impl Lowerer<'_> {
    /// `switch init; y := x.(type) { … }`
    pub(super) fn type_switch_stmt(
        &mut self,
        (init, bind, x, clauses): TypeSwitchParts<'_>,
        label: Option<Symbol>,
        pos: Pos,
    ) {
        let init = self.with_stmts(|l| {
            if let Some(init) = init {
                l.stmt(init);
            }
        });
        let x = self.expr(x);
        let blocks = self.switch_blocks(clauses.len(), label);
        let mut test = self.b().current_block();
        let mut cases = Vec::with_capacity(clauses.len());
        for (n, &clause) in clauses.iter().enumerate() {
            self.b().switch_to(test);
            let (types, single) = self.type_tests(clause, x, blocks.bodies[n]);
            test = self.b().current_block();
            let local = self.clause_var(clause, bind);
            cases.push(self.type_case((clause, n), (types, local), single.unwrap_or(x), &blocks));
        }
        let is_default = |&clause: &ClauseId| self.ast().clauses[clause].is_default;
        let default = clauses.iter().position(is_default);
        self.end_switch(test, default, &blocks, pos);
        let kind = OutlineKind::TypeSwitch {
            x,
            bind,
            cases,
            label,
        };
        let stmt = self.b().push_stmt(pos, kind);
        self.b().set_init(stmt, init);
    }

    /// The tests of a clause. Gives its types, and what the operand holds if there is just one.
    fn type_tests(
        &mut self,
        clause: ClauseId,
        x: Value,
        body: crate::ir::Block,
    ) -> (Vec<Option<TypeId>>, Option<Value>) {
        let list = self.ast().clauses[clause].exprs;
        let list = list.map_or(&[][..], |list| self.ast().expr_list(list));
        let mut types = Vec::with_capacity(list.len());
        let mut held = None;
        for &e in list {
            let pos = self.expr_pos(e);
            let (ty, test, value) = self.type_test(e, x, pos);
            types.push(ty);
            held = value;
            let next = self.b().new_block();
            self.b().branch(test, body, next, pos);
            self.b().switch_to(next);
        }
        (types, held.filter(|_| list.len() == 1))
    }

    fn type_test(
        &mut self,
        e: ExprId,
        x: Value,
        pos: Pos,
    ) -> (Option<TypeId>, Value, Option<Value>) {
        let bool_type = self.bool_type();
        if self.is_nil(e) {
            let ty = self.b().ty(x).unwrap_or(self.world.invalid());
            let nil = self.b().emit(Inst::Nil, ty, pos);
            let inst = Inst::Binary(BinaryOp::Eq, x, nil);
            return (None, self.b().emit(inst, bool_type, pos), None);
        }
        let ty = self.type_of(e);
        let tuple = self.world.tuple(&[ty, bool_type]);
        let inst = Inst::TypeAssert { x, comma_ok: true };
        let held = self.b().emit(inst, tuple, pos);
        let value = self.b().extract(held, 0, ty, pos);
        let test = self.b().extract(held, 1, bool_type, pos);
        (Some(ty), test, Some(value))
    }

    fn type_case(
        &mut self,
        (clause, number): (ClauseId, usize),
        (types, local): (Vec<Option<TypeId>>, Option<LocalId>),
        value: Value,
        blocks: &SwitchBlocks,
    ) -> OutlineCase {
        let pos = self.clause_pos(clause);
        self.b().switch_to(blocks.bodies[number]);
        if let Some(local) = local {
            self.begin_var(local);
            self.b().store_local(local, value, pos);
        }
        let body = self.clause_rest(clause, number, blocks);
        OutlineCase {
            pos,
            exprs: Vec::new(),
            types,
            local,
            comm: None,
            body,
        }
    }

    /// The variable that a clause declares.
    fn clause_var(&mut self, clause: ClauseId, bind: Option<Symbol>) -> Option<LocalId> {
        let object = *self.info().clause_vars.get(&clause)?;
        let name = self.local_name(bind?);
        let pos = self.pos(self.clause_var_offset(clause));
        let ty = self.object_type(object);
        let b = self.b();
        Some(b.new_local(name, ty, pos, LocalKind::Var, Some(object)))
    }

    fn clause_var_offset(&self, clause: ClauseId) -> u32 {
        let info = self.ast().clauses[clause];
        let list = info.exprs.map(|list| self.ast().expr_list(list));
        match list.and_then(|list| list.last()) {
            Some(&last) => self.type_end(last),
            None => info.pos,
        }
    }

    /// Where the last part of a type expression stands, in gc's reckoning.
    fn type_end(&self, mut e: ExprId) -> u32 {
        let ast = self.ast();
        loop {
            let start = ast.expr_pos[e].start;
            e = match ast.expr(e) {
                Expr::Selector(x, _) => return ast.expr_pos[ast.unparen(x)].pos,
                Expr::Paren(x)
                | Expr::Star(x)
                | Expr::Unary(UnaryOp::Tilde, x)
                | Expr::ArrayType(_, x)
                | Expr::ChanType(_, x)
                | Expr::Variadic(x)
                | Expr::MapType(_, x)
                | Expr::SliceType(x) => x,
                Expr::InterfaceType(elems) => match self.last_field_type(elems) {
                    Some(ty) => ty,
                    None => return start,
                },
                Expr::FuncType(sig) => {
                    let results = self.last_field_type(sig.results);
                    match results.or_else(|| self.last_field_type(sig.params)) {
                        Some(ty) => ty,
                        // gc places a function type at its parenthesis; formatted code has it right behind the keyword.
                        None => return start + "func".len() as u32,
                    }
                }
                Expr::Index(x, list) => ast.expr_list(list).last().copied().unwrap_or(x),
                _name_or_struct => return ast.expr_pos[e].pos,
            };
        }
    }

    fn last_field_type(&self, fields: FieldList) -> Option<ExprId> {
        let last = self.ast().field_list(fields).last();
        last.map(|&field| self.ast().fields[field].ty)
    }
}
