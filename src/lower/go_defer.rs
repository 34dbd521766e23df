//! `go` and `defer`.
//!
//! Both take a func value without parameters and results. A call `f()` of such a value is taken as it is; for every other call
//! gc evaluates the operands into temporaries and wraps the rest in a literal that captures them:
//!
//! ```text
//! go fmt.Println(n, 1)     .autotmp_2 = any(n)                              (assign-pair, one pair too)
//!                          go func() { fmt.Println(.autotmp_2, any(1)…) }()
//! ```
//!
//! What stays in the wrapper: constants, nil, functions, method expressions, `new(T)`, and struct, array and slice literals, of
//! which only the elements are copied; `uintptr(p)` copies the `unsafe.Pointer`. So the slice of a variadic call is made inside, the
//! conversions of its elements happen outside.
//!
//! INVARIANTS. Operands are lowered in the function at hand like those of any call; what stays inside is then built again
//! in the wrapper and taken out here ([`FuncBuilder::discard`](super::builder::FuncBuilder::discard)). The receiver of an interface
//! method comes first and must not be nil where the statement stands.
//!
//! Source: the Go specification, "Go statements" and "Defer statements"; the model, 6.2.

use escargo_grammar::ast::{BinaryOp, ExprId};
use rustc_hash::FxHashMap;

use super::call::CallParts;
use super::context::{LiteralKind, Lowerer};
use crate::ir::{
    BuiltinOp, Callee, ConvertOp, FuncId, Inst, LocalId, OutlineKind, SiteKind, StmtId, Value,
};
use crate::source::Pos;
use crate::types::TypeId;

/// What a wrapper calls.
enum Wrapped {
    Call(CallParts),
    Builtin(ExprId, BuiltinOp, Vec<Value>, Pos),
}

/// Where the operands are: those that have been copied, by their values.
type Copies = FxHashMap<Value, LocalId>;

impl Lowerer<'_> {
    /// `go f(x)`
    pub(super) fn go_stmt(&mut self, call: ExprId, pos: Pos) {
        self.go_defer(LiteralKind::Go, call, pos);
    }

    /// `defer f(x)`
    pub(super) fn defer_stmt(&mut self, call: ExprId, pos: Pos) {
        self.go_defer(LiteralKind::Defer, call, pos);
    }

    fn go_defer(&mut self, kind: LiteralKind, call: ExprId, pos: Pos) {
        let mut init = Vec::new();
        let at = self.expr_pos(call);
        let wrapped = match self.builtin_call(call) {
            Some((op, operands)) => Wrapped::Builtin(call, op, operands, at),
            None => {
                let mut parts = self.call_operands(call);
                init = std::mem::take(&mut parts.init);
                if let Some(value) = self.plain_callee(&parts) {
                    return self.finish_go_defer(kind, value, init, pos);
                }
                Wrapped::Call(parts)
            }
        };
        let mut copied = Vec::new();
        match &wrapped {
            Wrapped::Call(parts) => {
                match parts.callee {
                    Callee::Static(_) => {}
                    Callee::Value(value) => self.copied_operands(value, &mut copied),
                    Callee::Interface(value, _) => copied.push(value),
                }
                for &arg in &parts.args {
                    self.copied_operands(arg, &mut copied);
                }
            }
            Wrapped::Builtin(_, _, operands, _) => {
                for &operand in operands {
                    self.copied_operands(operand, &mut copied);
                }
            }
        }
        let copies = self.copy_operands(&copied, &mut init, pos);
        if let Wrapped::Call(parts) = &wrapped
            && let Callee::Interface(value, _) = parts.callee
            && let Some(&temp) = copies.get(&value)
        {
            self.check_not_nil(temp, pos);
        }
        let ty = self.world.func(&[], &[], false);
        let wrapper = self.call_wrapper((kind, ty), wrapped, (&copied, &copies), pos);
        let value = self.closure_value(wrapper, ty, pos);
        self.finish_go_defer(kind, value, init, pos);
    }

    /// The func value of a call that needs no wrapper.
    fn plain_callee(&mut self, parts: &CallParts) -> Option<Value> {
        let no_result = self.tuple_types(parts.result).is_empty();
        if !parts.args.is_empty() || !no_result {
            return None;
        }
        match parts.callee {
            Callee::Static(func) => {
                let ty = self.world.func(&[], &[], false);
                Some(self.func_value(func, ty, parts.pos))
            }
            Callee::Value(value) => Some(value),
            Callee::Interface(..) => None,
        }
    }

    fn finish_go_defer(&mut self, kind: LiteralKind, value: Value, init: Vec<StmtId>, pos: Pos) {
        let ty = self.b().ty(value).unwrap_or(self.world.invalid());
        let site = (SiteKind::CallRecord, ty);
        let stmt = if kind == LiteralKind::Defer {
            self.note_range_defer(pos);
            let inst = self
                .b()
                .emit_site_void(site, |site| Inst::Defer(site, value), pos);
            self.b().push_stmt(pos, OutlineKind::Defer(inst))
        } else {
            let inst = self
                .b()
                .emit_site_void(site, |site| Inst::Go(site, value), pos);
            self.b().push_stmt(pos, OutlineKind::Go(inst))
        };
        self.b().set_init(stmt, init);
    }

    /// Adds to `copied` what of an operand must be evaluated where the statement stands.
    fn copied_operands(&mut self, value: Value, copied: &mut Vec<Value>) {
        match self.b().inst(value).clone() {
            Inst::Const(_)
            | Inst::Nil
            | Inst::FuncAddr(_)
            | Inst::MethodExpr(_)
            | Inst::InterfaceMethodExpr(_)
            | Inst::New(_) => {}
            Inst::Convert(ConvertOp::PointerToUintptr, pointer, _) => {
                self.copied_operands(pointer, copied);
            }
            Inst::StructLit(fields) => {
                for &(_, field) in &fields {
                    self.copied_operands(field, copied);
                }
            }
            Inst::ArrayLit(elems) | Inst::SliceLit { elems, .. } => {
                for &(_, elem) in &elems {
                    self.copied_operands(elem, copied);
                }
            }
            _computed => copied.push(value),
        }
    }

    /// The temporaries and the assignment that sets them.
    fn copy_operands(&mut self, copied: &[Value], init: &mut Vec<StmtId>, pos: Pos) -> Copies {
        let mut copies = Copies::default();
        let mut dsts = Vec::with_capacity(copied.len());
        for &value in copied {
            let at = self.unique_pos(value).unwrap_or(pos);
            let ty = self.b().ty(value).unwrap_or(self.world.invalid());
            let temp = self.b().new_temp(ty, at);
            let func = self.b().id;
            self.note_dictionary_copy((func, temp), (func, value));
            init.push(self.b().make_stmt(at, OutlineKind::Decl(temp)));
            let place = self.b().local_place(temp, at);
            self.b().emit_void(Inst::Store(place, value), pos);
            dsts.push(Some(place));
            copies.insert(value, temp);
        }
        if !dsts.is_empty() {
            let kind = OutlineKind::AssignPairs {
                dsts,
                srcs: copied.to_vec(),
                define: false,
            };
            init.push(self.b().make_stmt(pos, kind));
        }
        copies
    }

    /// The position of a node that has one of its own: names and constants have that of what they name.
    fn unique_pos(&mut self, value: Value) -> Option<Pos> {
        match self.b().inst(value) {
            Inst::Const(_) | Inst::Nil => None,
            &Inst::Load(place) => match self.b().inst(place) {
                Inst::LocalAddr(_) | Inst::GlobalAddr(_) => None,
                _computed => Some(self.b().pos(value)),
            },
            _node => Some(self.b().pos(value)),
        }
    }

    /// Panics where the statement stands if the interface is nil.
    fn check_not_nil(&mut self, temp: LocalId, pos: Pos) {
        let bool_type = self.bool_type();
        let value = self.b().load_local(temp, pos);
        let ty = self.b().function.locals[temp].ty;
        let nil = self.b().emit(Inst::Nil, ty, pos);
        let inst = Inst::Binary(BinaryOp::Eq, value, nil);
        let is_nil = self.b().emit(inst, bool_type, pos);
        let (fail, go_on) = (self.b().new_block(), self.b().new_block());
        self.b().branch(is_nil, fail, go_on, pos);
        self.b().switch_to(fail);
        let int = self.int_type();
        let pointer = self.world.pointer(int);
        let nil = self.b().emit(Inst::Nil, pointer, pos);
        let place = self.b().emit(Inst::Deref(nil), int, pos);
        self.b().load(place, pos);
        self.b().emit_void(Inst::Unreachable, pos);
        self.b().switch_to(go_on);
    }

    /// The literal that makes the call.
    fn call_wrapper(
        &mut self,
        (kind, ty): (LiteralKind, TypeId),
        wrapped: Wrapped,
        (copied, copies): (&[Value], &Copies),
        pos: Pos,
    ) -> FuncId {
        let outer = self.b().id;
        let id = self.begin_literal(kind, pos, ty);
        for value in copied {
            if let Some(&temp) = copies.get(value) {
                let at = self.outer_local_pos(temp).unwrap_or(pos);
                let inner = self.captured(1, temp, at);
                self.note_dictionary_copy((id, inner), (outer, *value));
            }
        }
        let call = match wrapped {
            Wrapped::Call(mut parts) => {
                parts.callee = match parts.callee {
                    Callee::Static(func) => Callee::Static(func),
                    Callee::Value(value) => Callee::Value(self.rebuilt(value, copies)),
                    Callee::Interface(value, method) => {
                        Callee::Interface(self.rebuilt(value, copies), method)
                    }
                };
                let args = parts.args.iter().map(|&arg| self.rebuilt(arg, copies));
                parts.args = args.collect();
                self.emit_call(parts)
            }
            Wrapped::Builtin(e, op, operands, at) => {
                let operands: Vec<Value> = operands
                    .iter()
                    .map(|&operand| self.rebuilt(operand, copies))
                    .collect();
                self.emit_builtin(e, op, &operands, at)
            }
        };
        let at = self.b().pos(call);
        self.b().push_stmt(at, OutlineKind::Expr(call));
        self.b().function.source.end = Some(pos);
        if self.b().is_open() {
            self.b().emit_void(Inst::Return, pos);
        }
        self.end_function();
        id
    }

    fn outer_local_pos(&self, local: LocalId) -> Option<Pos> {
        let outer = self.builders.len().checked_sub(2)?;
        Some(self.builders[outer].function.locals[local].pos)
    }

    /// An operand of the outer function inside the wrapper: read from its copy, or built again.
    fn rebuilt(&mut self, value: Value, copies: &Copies) -> Value {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.rebuilt_kind(value, copies))
    }

    fn rebuilt_kind(&mut self, value: Value, copies: &Copies) -> Value {
        let Some(outer) = self.builders.len().checked_sub(2) else {
            return value;
        };
        let outside = &self.builders[outer].function;
        let pos = outside.source.values[value].pos;
        if let Some(&temp) = copies.get(&value) {
            let at = outside.locals[temp].pos;
            let inner = self.captured(1, temp, at);
            return self.b().load_local(inner, at);
        }
        let Some(ty) = outside.types[value].expand() else {
            return value;
        };
        let implicit = outside.source.values[value].implicit;
        let site = outside.insts[value].site().map(|site| outside.sites[site]);
        let mut inst = outside.insts[value].clone();
        self.builders[outer].discard(value);
        self.rebuild_operands(&mut inst, copies);
        let new = match site {
            Some(site) => {
                let what = (site.kind, site.ty);
                let make = |id| {
                    inst.set_site(id);
                    inst
                };
                let new = self.b().emit_site(what, make, ty, pos);
                if let Some(id) = self.b().inst(new).site() {
                    self.b().function.sites[id].count = site.count;
                }
                new
            }
            None => self.b().emit(inst, ty, pos),
        };
        if implicit {
            self.b().set_implicit(new);
        }
        new
    }

    /// The operands of what is built again: elements of literals, the pointer of `uintptr(p)`.
    fn rebuild_operands(&mut self, inst: &mut Inst, copies: &Copies) {
        match inst {
            Inst::StructLit(fields) => {
                for (_, field) in fields.iter_mut() {
                    *field = self.rebuilt(*field, copies);
                }
            }
            Inst::ArrayLit(elems) | Inst::SliceLit { elems, .. } => {
                for (_, elem) in elems.iter_mut() {
                    *elem = self.rebuilt(*elem, copies);
                }
            }
            Inst::Convert(_, x, _) => *x = self.rebuilt(*x, copies),
            _leaf => {}
        }
    }
}
