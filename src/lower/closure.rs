//! Function literals, and methods taken as values.
//!
//! A literal is a function of its own, built while the function around it waits; what it captures is found out as its body
//! mentions variables ([`Lowerer::local_of`]). A method value binds its receiver; gc makes a wrapper `T.M-fm` for it
//! once for each method. A method expression is a function that takes the receiver first.

use escargo_grammar::ast::{Expr, ExprId, FuncSig, StmtId};

use super::context::{LiteralKind, Lowerer};
use crate::check::info::{Selection, SelectionKind};
use crate::ir::{Callee, FuncId, FuncKind, FuncRef, Inst, LocalId, SiteKind, Value};
use crate::source::Pos;
use crate::types::{ObjectId, TypeId};

impl Lowerer<'_> {
    /// `func(…) … { … }`
    pub(super) fn func_lit(&mut self, e: ExprId, ty: ExprId, body: StmtId) -> Value {
        let sig = match self.ast().expr(ty) {
            Expr::FuncType(sig) => sig,
            _malformed => FuncSig::default(),
        };
        let (ty, pos) = (self.type_of(e), self.expr_pos(e));
        // gc reads the signature before the body, whose instances come later in its list.
        self.note_type(ty);
        let id = self.begin_literal(LiteralKind::Literal, pos, ty);
        self.declare_params(ty, sig, body);
        self.literal_body(body);
        self.end_function();
        self.closure_value(id, ty, pos)
    }

    /// The closure of a finished literal of the innermost function.
    pub fn closure_value(&mut self, func: FuncId, ty: TypeId, pos: Pos) -> Value {
        let make = |site| Inst::Closure { site, func };
        self.b().emit_site((SiteKind::Closure, ty), make, ty, pos)
    }

    /// `x.M` or `T.M` where it is not called.
    pub(super) fn method_selector(&mut self, e: ExprId, x: ExprId, selection: &Selection) -> Value {
        match selection.kind {
            SelectionKind::MethodExpr => self.method_expr(e, selection),
            SelectionKind::Method | SelectionKind::Field => self.method_value(e, x, selection),
        }
    }

    fn method_expr(&mut self, e: ExprId, selection: &Selection) -> Value {
        let (ty, pos) = (self.type_of(e), self.expr_pos(e));
        let recv = self.ty(selection.recv);
        if self.world.is_type_param(selection.recv) {
            return self.dict_method(recv, selection.object, pos);
        }
        if self.world.is_interface(recv) {
            let inst = Inst::InterfaceMethodExpr(selection.object);
            return self.b().emit(inst, ty, pos);
        }
        let func = self.method_expr_ref(recv, selection);
        self.b().emit(Inst::MethodExpr(func), ty, pos)
    }

    fn method_value(&mut self, e: ExprId, x: ExprId, selection: &Selection) -> Value {
        let (ty, pos) = (self.type_of(e), self.expr_pos(e));
        let recv = self.receiver(e, x, selection);
        let recv_ty = self.b().ty(recv).unwrap_or(self.world.invalid());
        let method = selection.object;
        if self.world.is_type_param(selection.recv) {
            let callee = self.dict_method(recv_ty, method, pos);
            return self.curried_method(None, &[callee, recv], None, (ty, pos));
        }
        if self.world.is_interface(recv_ty) {
            return self.interface_method_value(recv, selection, ty, pos);
        }
        if self.world.has_shape(recv_ty)
            && let (func, Some(dictionary)) = self.method_callee(recv_ty, method, pos)
        {
            let owner = Some((method, recv_ty));
            return self.curried_method(Some(func), &[recv, dictionary], owner, (ty, pos));
        }
        let func = self.method_ref(recv_ty, method);
        self.need_method_value_wrapper(recv_ty, func);
        let make = |site| Inst::MethodValue {
            site,
            recv,
            method: func,
        };
        self.b()
            .emit_site((SiteKind::MethodValue, recv_ty), make, ty, pos)
    }

    /// A method value whose method is found through a dictionary: a literal that gc makes, of which nothing is reported.
    /// Captured are the receiver and the dictionary (the last operand then, of the method and receiver type given), or the
    /// function taken from the dictionary and the receiver.
    fn curried_method(
        &mut self,
        func: Option<FuncRef>,
        operands: &[Value],
        dictionary: Option<(ObjectId, TypeId)>,
        (ty, pos): (TypeId, Pos),
    ) -> Value {
        self.with_value_init(|l| {
            let temps: Vec<LocalId> = operands
                .iter()
                .map(|&operand| l.curried_operand(operand, pos))
                .collect();
            l.note_method_dictionary(temps.last(), dictionary);
            let id = l.begin_literal(LiteralKind::Literal, pos, ty);
            let signature = l.world.as_signature(ty).cloned();
            l.declare_unnamed(signature.as_ref(), Pos::NONE);
            let inner: Vec<LocalId> = temps.iter().map(|&temp| l.captured(1, temp, pos)).collect();
            l.note_method_dictionary(inner.last(), dictionary);
            let params = l.b().function.params.clone();
            let locals = inner.into_iter().chain(params);
            let mut values: Vec<Value> = locals.map(|local| l.b().load_local(local, pos)).collect();
            let callee = match func {
                Some(func) => Callee::Static(func),
                None => Callee::Value(values.remove(0)),
            };
            l.forwarding_call(callee, &values, pos);
            l.end_function();
            l.package.funcs[id].kind = FuncKind::CallWrapper;
            l.closure_value(id, ty, pos)
        })
    }

    fn note_method_dictionary(
        &mut self,
        local: Option<&LocalId>,
        dictionary: Option<(ObjectId, TypeId)>,
    ) {
        let (Some(&local), Some((method, recv))) = (local, dictionary) else {
            return;
        };
        let named = self.world.as_named(self.world.deref(recv).0);
        let targs = named.map(|named| self.world.named(named).targs.clone());
        self.note_dictionary_local(local, method, &targs.unwrap_or_default());
    }

    fn interface_method_value(
        &mut self,
        recv: Value,
        selection: &Selection,
        ty: TypeId,
        pos: Pos,
    ) -> Value {
        let recv_ty = self.b().ty(recv).unwrap_or(self.world.invalid());
        if self.world.is_interface(recv_ty) {
            self.need_interface_value_wrapper(recv_ty, selection.object);
        }
        let make = |site| Inst::InterfaceMethodValue {
            site,
            recv,
            method: selection.object,
        };
        self.b()
            .emit_site((SiteKind::MethodValue, recv_ty), make, ty, pos)
    }
}
