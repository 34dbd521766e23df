//! `select`.
//!
//! All channels and all values to be sent are computed first, in source order; one instruction chooses; what was
//! received goes through hidden slots to the clause chosen.
//!
//! ```text
//! select { case c <- v: X; case r, ok := <-d: Y; default: Z }
//!
//! c; v; d; (n, ok, r) = select [c <- v, d] default
//! branch n == 0, X, …      store slots; Y: declare r, ok; …      Z
//! ```
//!
//! gc sees each communication as a statement of its own: a send, or `r, ok = <-d` with both sides (`_` where there is
//! none). Those instructions are never executed, they stand in a block that nothing leads to. `r, ok = <-d` goes
//! through two temporaries, like every form with two values, and a receive into a variable of an interface type through
//! one; the assignment to the left sides is then the first statement of the body.
//!
//! Source: the Go specification, "Select statements"; the model, 2.9 and 6.3; gc's typecheck of selects.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, ClauseId, Expr, ExprId, Stmt, StmtId, UnaryOp};

use super::assign::Dst;
use super::context::Lowerer;
use super::switch::SwitchBlocks;
use crate::ir::{
    self, Block, ConvertOp, Inst, LocalId, MultiKind, OutlineCase, OutlineKind, SelectCase, Value,
};
use crate::source::Pos;
use crate::types::{TypeId, TypeKind};

/// The slots through which a received value gets to its clause.
#[derive(Clone, Copy)]
struct Slots {
    value: LocalId,
    ok: LocalId,
}

/// A clause as far as the choice is concerned.
struct Choice {
    /// Its number.
    number: usize,
    /// What it does.
    case: SelectCase,
    /// The element type and slots of a receive.
    received: Option<(TypeId, Slots)>,
}

/// A clause in the outline.
struct Communication {
    comm: ir::StmtId,
    /// Statements in front of the body.
    before: Vec<ir::StmtId>,
}

impl Lowerer<'_> {
    /// `select { … }`
    pub(super) fn select_stmt(&mut self, clauses: &[ClauseId], label: Option<Symbol>, pos: Pos) {
        let blocks = self.switch_blocks(clauses.len(), label);
        let mut operands = self.b().current_block();
        let mut choices = Vec::with_capacity(clauses.len());
        let mut cases = Vec::with_capacity(clauses.len());
        let mut default = None;
        for (n, &clause) in clauses.iter().enumerate() {
            self.b().switch_to(operands);
            let comm = self.ast().clauses[clause].comm.expand();
            let case = match comm {
                Some(comm) => {
                    let (case, choice) =
                        self.comm_clause((clause, n), comm, &blocks, &mut operands);
                    choices.extend(choice);
                    case
                }
                None => {
                    default = Some(n);
                    self.default_clause(clause, n, &blocks)
                }
            };
            cases.push(case);
        }
        self.b().switch_to(operands);
        self.choose(&choices, default, &blocks, pos);
        self.b().switch_to(blocks.exit);
        self.b()
            .push_stmt(pos, OutlineKind::Select { cases, label });
    }

    fn default_clause(&mut self, clause: ClauseId, n: usize, blocks: &SwitchBlocks) -> OutlineCase {
        let body = self.clause_body(clause, n, blocks);
        self.select_case(clause, None, body)
    }

    fn select_case(
        &self,
        clause: ClauseId,
        comm: Option<ir::StmtId>,
        body: Vec<ir::StmtId>,
    ) -> OutlineCase {
        OutlineCase {
            pos: self.clause_pos(clause),
            exprs: Vec::new(),
            types: Vec::new(),
            local: None,
            comm,
            body,
        }
    }

    /// A clause with a communication; `operands` is where the next clause's operands are computed.
    fn comm_clause(
        &mut self,
        (clause, n): (ClauseId, usize),
        comm: StmtId,
        blocks: &SwitchBlocks,
        operands: &mut Block,
    ) -> (OutlineCase, Option<Choice>) {
        let pos = self.stmt_pos(comm);
        match self.ast().stmt(comm) {
            Stmt::Send(channel, value) => {
                self.send_clause((clause, n), (channel, value), blocks, operands, pos)
            }
            Stmt::Expr(e) => self.recv_clause((clause, n), (&[], e), blocks, operands, pos),
            Stmt::Assign { lhs, rhs, .. } => {
                let lhs = self.ast().expr_list(lhs);
                match self.ast().expr_list(rhs) {
                    &[e] => self.recv_clause((clause, n), (lhs, e), blocks, operands, pos),
                    _wrong => (self.default_clause(clause, n, blocks), None),
                }
            }
            _wrong => (self.default_clause(clause, n, blocks), None),
        }
    }

    fn send_clause(
        &mut self,
        (clause, n): (ClauseId, usize),
        (channel, value): (ExprId, ExprId),
        blocks: &SwitchBlocks,
        operands: &mut Block,
        pos: Pos,
    ) -> (OutlineCase, Option<Choice>) {
        let elem = self.chan_elem(channel);
        let channel = self.expr(channel);
        let value = self.expr_to(value, elem);
        *operands = self.b().current_block();
        let send = self.unexecuted(|l| l.b().emit_void(Inst::Send(channel, value), pos));
        let comm = self.b().make_stmt(pos, OutlineKind::Expr(send));
        let body = self.clause_body(clause, n, blocks);
        let choice = Choice {
            number: n,
            case: SelectCase {
                channel,
                send: Some(value),
            },
            received: None,
        };
        (self.select_case(clause, Some(comm), body), Some(choice))
    }

    fn chan_elem(&self, channel: ExprId) -> TypeId {
        match self.world.underlying_kind(self.type_of(channel)) {
            &TypeKind::Chan(_, elem) => elem,
            _wrong => self.world.invalid(),
        }
    }

    fn recv_clause(
        &mut self,
        (clause, n): (ClauseId, usize),
        (lhs, recv): (&[ExprId], ExprId),
        blocks: &SwitchBlocks,
        operands: &mut Block,
        pos: Pos,
    ) -> (OutlineCase, Option<Choice>) {
        let (recv, syntax) = self.syntax(recv);
        let Expr::Unary(UnaryOp::Recv, channel) = syntax else {
            return (self.default_clause(clause, n, blocks), None);
        };
        let elem = self.chan_elem(channel);
        // The left sides are evaluated when the clause has been chosen.
        self.b().switch_to(blocks.bodies[n]);
        let dsts: Vec<Dst> = lhs.iter().map(|&e| self.dst(e)).collect();
        let bind = self.b().current_block();
        self.b().switch_to(*operands);
        let channel = self.expr(channel);
        *operands = self.b().current_block();
        let at = self.expr_pos(recv);
        let source = self.unexecuted(|l| l.comma_ok_recv(channel, elem, at));
        let slots = Slots {
            value: self.b().new_hidden("received", elem, at),
            ok: {
                let bool_type = self.bool_type();
                self.b().new_hidden("ok", bool_type, at)
            },
        };
        let (comm, body) = self.recv_body((clause, n), (dsts, source, slots), (bind, blocks), pos);
        let choice = Choice {
            number: n,
            case: SelectCase {
                channel,
                send: None,
            },
            received: Some((elem, slots)),
        };
        (self.select_case(clause, Some(comm), body), Some(choice))
    }

    fn comma_ok_recv(&mut self, channel: Value, elem: TypeId, pos: Pos) -> Value {
        let tuple = self.world.tuple(&[elem, self.bool_type()]);
        let inst = Inst::Recv {
            channel,
            comma_ok: true,
        };
        self.b().emit(inst, tuple, pos)
    }

    /// The communication's statement and the body of the clause.
    fn recv_body(
        &mut self,
        (clause, n): (ClauseId, usize),
        (mut dsts, source, slots): (Vec<Dst>, Value, Slots),
        (bind, blocks): (Block, &SwitchBlocks),
        pos: Pos,
    ) -> (ir::StmtId, Vec<ir::StmtId>) {
        let second = if dsts.len() > 1 { dsts.pop() } else { None };
        let first = dsts.pop().unwrap_or(Dst::Blank);
        if let Some(second) = second {
            self.b().switch_to(bind);
            let communication = self.recv_pair((first, second), source, slots, pos);
            let body = self.clause_rest(clause, n, blocks);
            return finished(communication, body);
        }
        if !self.converts_to_interface(&first, slots) {
            self.b().switch_to(bind);
            let comm = self.recv_one(first, source, slots, pos);
            return (comm, self.clause_rest(clause, n, blocks));
        }
        // gc makes the temporary when the body has been built.
        let start = self.b().new_block();
        self.b().switch_to(start);
        let body = self.clause_rest(clause, n, blocks);
        self.b().switch_to(bind);
        let at = self.clause_pos(clause);
        let communication = self.recv_converted(first, source, slots, (at, pos));
        self.b().jump(start, pos);
        finished(communication, body)
    }

    /// Whether the value received must become an interface to fit.
    fn converts_to_interface(&mut self, dst: &Dst, slots: Slots) -> bool {
        let elem = self.b().function.locals[slots.value].ty;
        self.dst_type(dst)
            .is_some_and(|ty| self.world.is_interface(ty) && !self.world.identical(ty, elem))
    }

    /// `case <-c`, `case x = <-c`, `case x := <-c`
    fn recv_one(&mut self, dst: Dst, source: Value, slots: Slots, pos: Pos) -> ir::StmtId {
        let decl = match dst {
            Dst::New(local) => Some(self.decl_stmt(local)),
            Dst::Blank | Dst::Place(..) => None,
        };
        let place = match self.dst_type(&dst) {
            Some(ty) => {
                let value = self.b().load_local(slots.value, pos);
                let value = self.convert(value, ty, pos);
                self.write_dst(dst, value, pos)
            }
            None => None,
        };
        let decls: Vec<_> = decl.into_iter().collect();
        self.recv_stmt([place, None], source, decls, pos)
    }

    fn recv_stmt(
        &mut self,
        dsts: [Option<Value>; 2],
        source: Value,
        decls: Vec<ir::StmtId>,
        pos: Pos,
    ) -> ir::StmtId {
        let kind = OutlineKind::AssignMulti {
            dsts: dsts.to_vec(),
            src: source,
            kind: MultiKind::Recv,
            define: !decls.is_empty(),
        };
        let stmt = self.b().make_stmt(pos, kind);
        self.b().set_init(stmt, decls);
        stmt
    }

    /// `case x, ok = <-c`: through two temporaries.
    fn recv_pair(
        &mut self,
        (first, second): (Dst, Dst),
        source: Value,
        slots: Slots,
        pos: Pos,
    ) -> Communication {
        let (value_temp, value_place) = self.slot_to_temp(slots.value, pos);
        let (ok_temp, ok_place) = self.slot_to_temp(slots.ok, pos);
        let decls = vec![self.decl_stmt(value_temp), self.decl_stmt(ok_temp)];
        let comm = self.recv_stmt([Some(value_place), Some(ok_place)], source, decls, pos);
        let mut values = Vec::with_capacity(2);
        for (dst, temp) in [(&first, value_temp), (&second, ok_temp)] {
            let ty = self.dst_type(dst);
            let loaded = self.b().load_local(temp, pos);
            let mut value = ty.map_or(loaded, |ty| self.convert(loaded, ty, pos));
            if value == loaded && values.is_empty() {
                // The communication hung on the first value, which therefore became a node of its own.
                let ty = self.b().function.locals[temp].ty;
                let inst = Inst::Convert(ConvertOp::Nop, loaded, None);
                value = self.b().emit(inst, ty, pos);
            }
            values.push(value);
        }
        let before = self.with_stmts(|l| l.finish_assign(vec![first, second], values, pos));
        Communication { comm, before }
    }

    fn slot_to_temp(&mut self, slot: LocalId, pos: Pos) -> (LocalId, Value) {
        let ty = self.b().function.locals[slot].ty;
        let temp = self.b().new_temp(ty, pos);
        let value = self.b().load_local(slot, pos);
        let place = self.b().local_place(temp, pos);
        self.b().emit_void(Inst::Store(place, value), pos);
        (temp, place)
    }

    /// `case i = <-c` with an interface variable: `case tmp := <-c: i = tmp`.
    fn recv_converted(
        &mut self,
        dst: Dst,
        source: Value,
        slots: Slots,
        (at, pos): (Pos, Pos),
    ) -> Communication {
        let (temp, place) = self.slot_to_temp(slots.value, at);
        let decls = vec![self.decl_stmt(temp)];
        let comm = self.recv_stmt([Some(place), None], source, decls, at);
        let ty = self.dst_type(&dst);
        let loaded = self.b().load_local(temp, pos);
        // The conversion was one of the receive, and stays where that was.
        let received = self.b().pos(source);
        let value = ty.map_or(loaded, |ty| self.convert(loaded, ty, received));
        let before = self.with_stmts(|l| l.finish_assign(vec![dst], vec![value], pos));
        Communication { comm, before }
    }

    /// The choice, and the ways from it to the clauses.
    fn choose(
        &mut self,
        choices: &[Choice],
        default: Option<usize>,
        blocks: &SwitchBlocks,
        pos: Pos,
    ) {
        let (int, bool_type) = (self.int_type(), self.bool_type());
        let received = choices.iter().filter_map(|c| c.received.map(|(ty, _)| ty));
        let parts: Vec<TypeId> = [int, bool_type].into_iter().chain(received).collect();
        let tuple = self.world.tuple(&parts);
        let inst = Inst::Select {
            cases: choices.iter().map(|choice| choice.case).collect(),
            has_default: default.is_some(),
        };
        let chosen = self.b().emit(inst, tuple, pos);
        let number = self.b().extract(chosen, 0, int, pos);
        let mut part = 2;
        for (n, choice) in choices.iter().enumerate() {
            let (here, next) = (self.b().new_block(), self.b().new_block());
            let own = self.b().int(n as i64, int, pos);
            let inst = Inst::Binary(BinaryOp::Eq, number, own);
            let equal = self.b().emit(inst, bool_type, pos);
            self.b().branch(equal, here, next, pos);
            self.b().switch_to(here);
            if let Some((elem, slots)) = choice.received {
                let value = self.b().extract(chosen, part, elem, pos);
                self.b().store_local(slots.value, value, pos);
                let ok = self.b().extract(chosen, 1, bool_type, pos);
                self.b().store_local(slots.ok, ok, pos);
                part += 1;
            }
            self.b().jump(blocks.bodies[choice.number], pos);
            self.b().switch_to(next);
        }
        match default {
            Some(default) => self.b().jump(blocks.bodies[default], pos),
            None => {
                self.b().emit_void(Inst::Unreachable, pos);
            }
        }
    }
}

/// A communication and the body with what goes in front of it.
fn finished(communication: Communication, body: Vec<ir::StmtId>) -> (ir::StmtId, Vec<ir::StmtId>) {
    let mut list = communication.before;
    list.extend(body);
    (communication.comm, list)
}
