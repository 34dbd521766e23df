//! Expressions: one instruction for each typed node, in the order of evaluation.
//!
//! QUESTION. Which nodes does gc see for an expression, of which types and at which places? An expression that checking found
//! constant is one constant, whatever it is made of; parentheses are nothing; implicit conversions to the common type of
//! the operands of `==`, `+` and the like are nodes; a chain of string additions is one node with all operands.
//!
//! ```text
//! x + 1      Binary(Add, Load(x), Const(1))          the constant has x's type
//! a + b + c  Concat([a, b, c])                       at the last +
//! x && y     a branch; ShortCircuit joins it
//! ```
//!
//! INVARIANTS. The value of [`Lowerer::expr`] is never a tuple of several; tuples are made by [`Lowerer::tuple_expr`] for
//! [`Lowerer::multi_expr`] alone, which takes them apart through temporaries as gc does.
//! SOURCE: sections 2, 6.3 and 7 of the model of gc's analysis; `cmd/compile/internal/noder`.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, Expr, ExprId, UnaryOp};

use super::context::Lowerer;
use crate::check::info::Mode;
use crate::check::source_text;
use crate::ir::{
    ConvertOp, FuncRef, Inst, LocalId, MultiKind, OutlineKind, SiteKind, Value, WrittenConstant,
    WrittenForm,
};
use crate::rules::ReleaseRule;
use crate::source::Pos;
use crate::types::{Basic, Const, ObjectId, ObjectKind, TypeId, TypeKind};

impl Lowerer<'_> {
    /// The value of an expression.
    pub fn expr(&mut self, e: ExprId) -> Value {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let (e, syntax) = self.syntax(e);
            if let Some(value) = self.const_of(e) {
                return self.constant(e, value);
            }
            if self.mode(e) == Mode::Nil {
                let (ty, pos) = (self.type_of(e), self.expr_pos(e));
                return self.b().emit(Inst::Nil, ty, pos);
            }
            match syntax {
                Expr::Ident(_) | Expr::Selector(..) | Expr::Index(..) | Expr::Star(_) => {
                    let operand = self.operand(e);
                    self.load_operand(operand)
                }
                _value => self.other_expr(e, syntax),
            }
        })
    }

    /// A constant expression: a literal, whatever it was written as.
    fn constant(&mut self, e: ExprId, value: &Const) -> Value {
        let (ty, pos) = (self.constant_type(e), self.expr_pos(e));
        let constant = self.b().emit(Inst::Const(value.clone()), ty, pos);
        if self.has_rule(ReleaseRule::ConstantsAsWritten) {
            let written = self.written_constant(e);
            self.b().function.source.written.insert(constant, written);
        }
        constant
    }

    fn written_constant(&mut self, e: ExprId) -> WrittenConstant {
        let form = match self.ast().expr(e) {
            Expr::Unary(..) => WrittenForm::Unary,
            Expr::Binary(op, ..) => WrittenForm::Binary(op),
            _primary => WrittenForm::Primary,
        };
        let text = Symbol::intern(&source_text(self.ast(), e));
        WrittenConstant { text, form }
    }

    /// The type of a constant; what checking left untyped gets the type that gc gives it.
    fn constant_type(&self, e: ExprId) -> TypeId {
        let ty = self.type_of(e);
        match self.world.as_basic(ty) {
            // Only shift counts stay untyped numbers.
            Some(Basic::UntypedInt | Basic::UntypedFloat | Basic::UntypedComplex) => {
                self.basic(Basic::Uint)
            }
            Some(_) | None => self.world.default_type(ty),
        }
    }

    /// Expressions that are neither constants nor names nor places.
    pub(super) fn other_expr(&mut self, e: ExprId, syntax: Expr) -> Value {
        match syntax {
            Expr::CompositeLit { elems, .. } => self.composite_lit(e, elems),
            Expr::FuncLit(ty, body) => self.func_lit(e, ty, body),
            Expr::Slice { x, lo, hi, max } => {
                let bounds = [lo, hi, max].map(|bound| bound.expand());
                self.slice_expr(e, x, bounds)
            }
            Expr::TypeAssert(x, _) => self.type_assert(e, x, false),
            Expr::Call { .. } => self.call_expr(e),
            Expr::Unary(op, x) => self.unary(e, op, x),
            Expr::Binary(op, x, y) => self.binary(e, op, x, y),
            Expr::Index(..) => self.generic_value(e),
            Expr::Paren(x) => self.expr(x),
            Expr::Ident(_) | Expr::Selector(..) => {
                let (object, pos) = (self.object_of(e), self.expr_pos(e));
                self.named_value(e, object, pos)
            }
            Expr::BasicLit(..)
            | Expr::KeyValue(..)
            | Expr::Star(_)
            | Expr::ArrayType(..)
            | Expr::SliceType(_)
            | Expr::Variadic(_)
            | Expr::StructType(_)
            | Expr::FuncType(_)
            | Expr::InterfaceType(_)
            | Expr::MapType(..)
            | Expr::ChanType(..)
            | Expr::Bad => self.no_value(e),
        }
    }

    /// What has no value here: only trees with errors lead to it.
    fn no_value(&mut self, e: ExprId) -> Value {
        let (ty, pos) = (self.type_of(e), self.expr_pos(e));
        self.unsupported(pos, "an expression without a value");
        self.b().emit(Inst::Zero, ty, pos)
    }

    /// A name that is no variable: a function.
    pub(super) fn named_value(&mut self, e: ExprId, object: Option<ObjectId>, pos: Pos) -> Value {
        if self.info().instances.contains_key(&e) {
            return self.generic_value(e);
        }
        match object.map(|object| (object, self.world.object(object).kind)) {
            Some((object, ObjectKind::Func(_))) => {
                let ty = self.type_of(e);
                let func = self.func_ref(object);
                self.b().emit(Inst::FuncAddr(func), ty, pos)
            }
            _no_function => self.no_value(e),
        }
    }

    /// The instance of a generic function or method as a value: `F[int]`, `F` with inferred arguments.
    fn generic_value(&mut self, e: ExprId) -> Value {
        let pos = self.expr_pos(e);
        let name = self.instance_name(e);
        let instance = name.and_then(|name| self.info().instances.get(&name));
        match (instance, name.and_then(|name| self.object_of(name))) {
            (Some(instance), Some(object)) => {
                if let Some(name) = name
                    && let (name, Expr::Selector(x, _)) = self.syntax(name)
                    && let Some(selection) = self.selection(name)
                {
                    return self.method_selector(name, x, selection);
                }
                let targs: Vec<TypeId> = instance.targs.iter().map(|&t| self.ty(t)).collect();
                self.instance_value(object, &targs, pos)
            }
            _unknown => self.no_value(e),
        }
    }

    /// The name in `F`, `p.F`, `F[T]`, `p.F[T]` that carries the instantiation.
    pub(super) fn instance_name(&self, e: ExprId) -> Option<ExprId> {
        let (e, syntax) = self.syntax(e);
        let instances = &self.info().instances;
        if let Expr::Index(x, _) = syntax {
            let (x, _) = self.syntax(x);
            if instances.contains_key(&x) {
                return Some(x);
            }
        }
        instances.contains_key(&e).then_some(e)
    }

    /// `x.(T)`
    pub(super) fn type_assert(&mut self, e: ExprId, x: ExprId, comma_ok: bool) -> Value {
        let x = self.expr(x);
        let (ty, pos) = (self.type_of(e), self.expr_pos(e));
        self.b().emit(Inst::TypeAssert { x, comma_ok }, ty, pos)
    }

    fn unary(&mut self, e: ExprId, op: UnaryOp, x: ExprId) -> Value {
        let (ty, pos) = (self.type_of(e), self.expr_pos(e));
        match op {
            UnaryOp::Addr => self.address(e, x),
            UnaryOp::Recv => self.receive(e, x, false),
            UnaryOp::Plus | UnaryOp::Neg | UnaryOp::Not | UnaryOp::BitNot => {
                let x = self.simplified(x);
                let x = self.expr(x);
                let ty = self.world.default_type(ty);
                self.b().emit(Inst::Unary(op, x), ty, pos)
            }
            UnaryOp::Tilde => self.no_value(e),
        }
    }

    /// `<-c`
    pub(super) fn receive(&mut self, e: ExprId, x: ExprId, comma_ok: bool) -> Value {
        let channel = self.expr(x);
        let (ty, pos) = (self.type_of(e), self.expr_pos(e));
        self.b().emit(Inst::Recv { channel, comma_ok }, ty, pos)
    }

    fn binary(&mut self, e: ExprId, op: BinaryOp, x: ExprId, y: ExprId) -> Value {
        let pos = self.expr_pos(e);
        let ty = self.world.default_type(self.type_of(e));
        match op {
            BinaryOp::LogAnd | BinaryOp::LogOr => self.short_circuit(e, op, x, y),
            BinaryOp::Shl | BinaryOp::Shr => {
                let x = self.expr(x);
                let y = self.expr(y);
                self.b().emit(Inst::Binary(op, x, y), ty, pos)
            }
            BinaryOp::Add if self.world.is_string(ty) => self.concat(e, ty, pos),
            _arithmetic_or_comparison => {
                let (x, y) = self.common_operands(x, y);
                self.b().emit(Inst::Binary(op, x, y), ty, pos)
            }
        }
    }

    /// The operands of a comparison or arithmetic operator, converted to the type of the one that the other is assignable to.
    pub(super) fn common_operands(&mut self, x: ExprId, y: ExprId) -> (Value, Value) {
        let common = self.common_type(x, y);
        let x = self.expr_to(x, common);
        let y = self.expr_to(y, common);
        (x, y)
    }

    fn common_type(&self, x: ExprId, y: ExprId) -> TypeId {
        let (left, right) = (self.type_of(x), self.type_of(y));
        if self.is_nil(x) {
            return right;
        }
        if self.is_nil(y) || self.world.is_untyped(right) {
            return self.world.default_type(left);
        }
        if self.same_type(left, right) {
            return left;
        }
        match self.world.assignable(left, right) {
            Ok(()) => right,
            Err(_) => left,
        }
    }

    /// `a + b + c` of strings: one node.
    fn concat(&mut self, e: ExprId, ty: TypeId, pos: Pos) -> Value {
        let mut parts = Vec::new();
        self.concat_parts(e, ty, &mut parts);
        let list = self.b().list(&parts);
        let byte = self.basic(Basic::Uint8);
        let make = |site| Inst::Concat(site, list);
        self.b().emit_site((SiteKind::Concat, byte), make, ty, pos)
    }

    fn concat_parts(&mut self, e: ExprId, ty: TypeId, parts: &mut Vec<Value>) {
        // Chains lean left: their length must not become depth.
        let mut rights = Vec::new();
        let mut current = e;
        loop {
            let (inner, syntax) = self.syntax(current);
            match syntax {
                Expr::Binary(BinaryOp::Add, x, y)
                    if self.const_of(inner).is_none()
                        && (inner == e || self.same_type(self.type_of(inner), ty)) =>
                {
                    rights.push(y);
                    current = x;
                }
                _operand => break,
            }
        }
        parts.push(self.expr_to(current, ty));
        while let Some(right) = rights.pop() {
            let (inner, syntax) = self.syntax(right);
            let nested = matches!(syntax, Expr::Binary(BinaryOp::Add, ..))
                && self.const_of(inner).is_none()
                && self.same_type(self.type_of(inner), ty);
            if nested {
                stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                    self.concat_parts(inner, ty, parts);
                });
            } else {
                parts.push(self.expr_to(right, ty));
            }
        }
    }

    /// An operation on values at hand, for `x op= y`. The concatenation of strings allocates, but is no node of gc's: it
    /// stands in blocks only.
    pub fn binary_values(
        &mut self,
        op: BinaryOp,
        x: Value,
        y: Value,
        ty: TypeId,
        pos: Pos,
    ) -> Value {
        if op == BinaryOp::Add && self.world.is_string(ty) {
            let list = self.b().list(&[x, y]);
            let byte = self.basic(Basic::Uint8);
            let make = |site| Inst::Concat(site, list);
            return self.b().emit_site((SiteKind::Concat, byte), make, ty, pos);
        }
        self.b().emit(Inst::Binary(op, x, y), ty, pos)
    }

    // Several values.

    /// The values of the right sides of an assignment, return or call, converted to `types`. One call or comma-ok form that
    /// gives several values goes through temporaries; the statement that sets them is attached to the first value.
    pub fn multi_expr(&mut self, exprs: &[ExprId], types: &[TypeId], pos: Pos) -> Vec<Value> {
        match exprs {
            &[e] if self.is_multi(e) => self.unpacked(e, types, pos),
            _one_each => {
                let pairs = exprs.iter().zip(types);
                pairs.map(|(&e, &ty)| self.expr_to(e, ty)).collect()
            }
        }
    }

    /// The types of the right sides of an assignment with `want` left sides.
    pub fn multi_types(&self, exprs: &[ExprId], want: usize) -> Vec<TypeId> {
        let own = |ty| self.world.default_type(ty);
        match exprs {
            &[e] if want > 1 => {
                let types = self.tuple_types(self.type_of(e));
                types.into_iter().map(own).collect()
            }
            _one_each => exprs.iter().map(|&e| own(self.type_of(e))).collect(),
        }
    }

    /// Whether an expression gives several values.
    pub(super) fn is_multi(&self, e: ExprId) -> bool {
        let ty = self.type_of(self.ast().unparen(e));
        matches!(self.world.kind(ty), TypeKind::Tuple(types) if types.len() > 1)
    }

    fn unpacked(&mut self, e: ExprId, types: &[TypeId], pos: Pos) -> Vec<Value> {
        let (source, kind) = self.tuple_expr(e);
        let parts = self.b().ty(source).map(|ty| self.tuple_types(ty));
        let parts = parts.unwrap_or_default();
        let temps: Vec<LocalId> = parts
            .iter()
            .map(|&ty| {
                let ty = self.world.default_type(ty);
                self.b().new_temp(ty, pos)
            })
            .collect();
        let mut dsts = Vec::with_capacity(temps.len());
        let mut decls = Vec::with_capacity(temps.len());
        for (n, (&temp, &ty)) in temps.iter().zip(&parts).enumerate() {
            let b = self.b();
            let part = b.extract(source, n as u32, ty, pos);
            let place = b.local_place(temp, pos);
            b.emit_void(Inst::Store(place, part), pos);
            dsts.push(Some(place));
            decls.push(b.make_stmt(pos, OutlineKind::Decl(temp)));
        }
        let assign = OutlineKind::AssignMulti {
            dsts,
            src: source,
            kind,
            define: true,
        };
        let stmt = self.b().make_stmt(pos, assign);
        self.b().set_init(stmt, decls);
        let mut values = Vec::with_capacity(temps.len());
        for (n, &temp) in temps.iter().enumerate() {
            let loaded = self.b().load_local(temp, pos);
            let mut value = match types.get(n) {
                Some(&ty) => self.convert(loaded, ty, pos),
                None => loaded,
            };
            if n == 0 && value == loaded {
                // The statement hangs on the first value; gc makes a node of its own for it, which is seen.
                let ty = self.b().function.locals[temp].ty;
                let inst = Inst::Convert(ConvertOp::Nop, loaded, None);
                value = self.b().emit(inst, ty, pos);
            }
            values.push(value);
        }
        if let Some(&first) = values.first() {
            self.b().add_value_init(first, vec![stmt]);
        }
        values
    }

    /// An expression that gives several values, as a tuple.
    pub(super) fn tuple_expr(&mut self, e: ExprId) -> (Value, MultiKind) {
        let (e, syntax) = self.syntax(e);
        match syntax {
            Expr::TypeAssert(x, _) => (self.type_assert(e, x, true), MultiKind::TypeAssert),
            Expr::Unary(UnaryOp::Recv, x) => (self.receive(e, x, true), MultiKind::Recv),
            Expr::Index(..) => {
                let place = self.place(e);
                let (ty, pos) = (self.type_of(e), self.expr_pos(e));
                let value = self.b().emit(Inst::LoadOk(place), ty, pos);
                (value, MultiKind::MapIndex)
            }
            _call => (self.call_expr(e), MultiKind::Call),
        }
    }

    /// What an expression statement does; none if nothing is left of it.
    pub fn effect(&mut self, e: ExprId) -> Option<Value> {
        if self.const_of(self.ast().unparen(e)).is_some() {
            return None;
        }
        let (e, syntax) = self.syntax(e);
        match syntax {
            Expr::Call { .. } => Some(self.call_expr(e)),
            _receive => Some(self.expr(e)),
        }
    }

    /// A function as a value.
    pub(super) fn func_value(&mut self, func: FuncRef, ty: TypeId, pos: Pos) -> Value {
        self.b().emit(Inst::FuncAddr(func), ty, pos)
    }
}
