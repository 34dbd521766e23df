//! Expressions: dispatch, and the rules that all of them share.
//!
//! QUESTION. What is this expression (constant, variable, value, type, …), of which type, with which constant value?
//!
//! Checking goes top down. Each method fills an [`Operand`] in place; [`Mode::Invalid`] says that an error was reported, so that
//! no one reports a second one. Results of untyped type are remembered, not recorded: what is above in the tree decides
//! their type (see [`untyped`](super::untyped)).
//!
//! ```text
//! var f float32 = 1 << 3      // 1, 3 and 1 << 3 are untyped int here; the assignment makes the shift a float32 constant 8
//! ```
//!
//! Three entries differ in what they accept: [`Checker::expr`] wants one value, [`Checker::expr_or_type`] also takes types and
//! [`Checker::multi_expr`] also calls with several results.
//!
//! INVARIANTS. After [`Checker::raw_expr`] `x.expr` is the expression. Errors about an operand are reported at its start.
//! SOURCE: the Go specification, "Expressions"; wording and positions of types2.

use cranelift_entity::EntityRef;
use escargo_grammar::ast::{Expr, ExprId, ExprPos, UnaryOp};

use super::call::CallKind;
use super::checker::{Checker, Dummy, Operand};
use super::info::Mode;
use crate::types::{Basic, TypeId, TypeKind};

/// The tree of the current file.
impl Checker<'_> {
    /// The node of an expression of the current file.
    pub(super) fn node(&self, e: ExprId) -> Expr {
        self.files[self.current.index()].ast.expr(e)
    }

    /// Where an expression of the current file stands.
    fn span(&self, e: ExprId) -> ExprPos {
        self.files[self.current.index()].ast.expr_pos[e]
    }

    /// The offset of an expression's first byte.
    pub(super) fn start(&self, e: ExprId) -> u32 {
        self.span(e).start
    }

    /// One past an expression's last byte.
    pub(super) fn end(&self, e: ExprId) -> u32 {
        self.span(e).end
    }

    /// The offset at which gc reports the node itself: its operator, parenthesis, dot, …
    pub(super) fn pos_of(&self, e: ExprId) -> u32 {
        self.span(e).pos
    }

    /// The expression without parentheses around it.
    pub(super) fn unparen(&self, e: ExprId) -> ExprId {
        self.files[self.current.index()].ast.unparen(e)
    }
}

/// Errors and versions.
impl Checker<'_> {
    /// Reports an error about an operand.
    pub(super) fn error_at(&mut self, x: &Operand, message: impl Into<String>) {
        let offset = x.expr.map_or(0, |e| self.start(e));
        self.error(offset, message);
    }

    /// Whether the file's language version is at least `go1.minor`.
    pub(super) fn version_ok(&self, minor: u32) -> bool {
        self.files[self.current.index()].go_minor >= minor
    }

    /// Reports that `what` requires a later language version, if it does.
    pub(super) fn require_version(&mut self, offset: u32, minor: u32, what: &str) -> bool {
        let ok = self.version_ok(minor);
        if !ok {
            self.error(offset, format!("{what} requires go1.{minor} or later"));
        }
        ok
    }
}

/// Entries.
impl Checker<'_> {
    /// Checks an expression or type. A generic function gets its type arguments from the function type `target`; `hint` is the
    /// type of a composite literal without one of its own. Unless `allow_generic`, what is left generic is an error.
    pub(super) fn raw_expr(
        &mut self,
        target: Option<TypeId>,
        x: &mut Operand,
        e: ExprId,
        hint: Option<TypeId>,
        allow_generic: bool,
    ) -> CallKind {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            x.mode = Mode::Invalid;
            x.ty = self.world.invalid();
            x.value = None;
            x.dummy = None;
            let kind = self.dispatch(target, x, e, hint);
            x.expr = Some(e);
            if !allow_generic {
                self.non_generic(target, x);
            }
            self.record(x, e);
            kind
        })
    }

    /// Checks an expression that must be one value.
    pub(super) fn expr(&mut self, target: Option<TypeId>, x: &mut Operand, e: ExprId) {
        self.raw_expr(target, x, e, None, false);
        self.exclude_non_values(x);
        self.single_value(x);
    }

    /// Checks an expression that must be one value or a generic function.
    pub(super) fn generic_expr(&mut self, x: &mut Operand, e: ExprId) {
        self.raw_expr(None, x, e, None, true);
        self.exclude_non_values(x);
        self.single_value(x);
    }

    /// Checks an element of a composite literal whose elements have type `hint`.
    pub(super) fn expr_with_hint(&mut self, x: &mut Operand, e: ExprId, hint: TypeId) {
        self.raw_expr(None, x, e, Some(hint), true);
        self.exclude_non_values(x);
        self.single_value(x);
    }

    /// Checks an expression that must be one value, a type or a predeclared function.
    pub(super) fn expr_or_type(&mut self, x: &mut Operand, e: ExprId, allow_generic: bool) {
        self.raw_expr(None, x, e, None, allow_generic);
        if x.mode == Mode::NoValue {
            let text = self.operand_text(x);
            self.error_at(x, format!("{text} used as value or type"));
            x.invalidate();
        }
        self.single_value(x);
    }

    /// Checks an expression that may be a call with several results, or, where that is allowed, a comma-ok expression.
    /// The flag says that it is the latter. If the expression is wrong there is one operand, which is invalid.
    pub(super) fn multi_expr(&mut self, e: ExprId, allow_comma_ok: bool) -> (Vec<Operand>, bool) {
        let world = self.world;
        let mut x = Operand::invalid(world);
        self.raw_expr(None, &mut x, e, None, false);
        self.exclude_non_values(&mut x);
        if x.is_valid()
            && let TypeKind::Tuple(parts) = world.kind(x.ty)
        {
            let results = parts.iter().enumerate().map(|(index, &ty)| Operand {
                mode: Mode::Value,
                ty,
                value: None,
                expr: Some(e),
                dummy: Some(Dummy::Result(index + 1)),
            });
            return (results.collect(), false);
        }
        if !allow_comma_ok || !matches!(x.mode, Mode::MapIndex | Mode::CommaOk) {
            return (vec![x], false);
        }
        let ok = Operand {
            mode: Mode::Value,
            ty: world.basic(Basic::UntypedBool),
            value: None,
            expr: Some(e),
            dummy: Some(Dummy::CommaOk),
        };
        (vec![x, ok], true)
    }
}

/// What is not one value.
impl Checker<'_> {
    /// Refuses calls without results, predeclared functions and types.
    pub(super) fn exclude_non_values(&mut self, x: &mut Operand) {
        let problem = match x.mode {
            Mode::NoValue => "used as value",
            Mode::Builtin(_) => "must be called",
            Mode::Type => "is not an expression",
            Mode::Invalid
            | Mode::Constant
            | Mode::Variable
            | Mode::MapIndex
            | Mode::Value
            | Mode::Nil
            | Mode::CommaOk => return,
        };
        let text = self.operand_text(x);
        self.error_at(x, format!("{text} {problem}"));
        x.invalidate();
    }

    /// Refuses calls with several results.
    pub(super) fn single_value(&mut self, x: &mut Operand) {
        if x.mode == Mode::Value && matches!(self.world.kind(x.ty), TypeKind::Tuple(_)) {
            let text = self.operand_text(x);
            self.error_at(x, format!("multiple-value {text} in single-value context"));
            x.invalidate();
        }
    }

    /// Refuses a generic type, and a generic function unless `target` gives its type arguments.
    pub(super) fn non_generic(&mut self, target: Option<TypeId>, x: &mut Operand) {
        if matches!(x.mode, Mode::Invalid | Mode::NoValue) {
            return;
        }
        let world = self.world;
        let what = match world.kind(x.ty) {
            TypeKind::Alias(_) | TypeKind::Named(_) if world.is_generic(x.ty) => "type",
            TypeKind::Func(signature) if !signature.tparams.is_empty() => "function",
            _plain => return,
        };
        let Some(e) = x.expr else { return };
        if what == "function" && target.is_some() {
            self.func_inst(target, x, e);
            return;
        }
        let text = self.expr_text(e);
        self.error(
            self.start(e),
            format!("cannot use generic {what} {text} without instantiation"),
        );
        x.invalidate();
        x.ty = world.invalid();
    }
}

/// Dispatch.
impl Checker<'_> {
    fn dispatch(
        &mut self,
        target: Option<TypeId>,
        x: &mut Operand,
        e: ExprId,
        hint: Option<TypeId>,
    ) -> CallKind {
        match self.node(e) {
            Expr::Bad => {}
            Expr::Ident(_) => self.ident(x, e, false),
            Expr::BasicLit(kind, text) => self.basic_lit(x, e, kind, text),
            Expr::CompositeLit { .. } => self.composite_lit(x, e, hint),
            Expr::KeyValue(..) => {
                self.error(self.start(e), "invalid syntax tree: no key:value expected")
            }
            Expr::FuncLit(..) => self.func_lit(x, e),
            // Inference does not go past parentheses: no target inside.
            Expr::Paren(inner) => return self.raw_expr(None, x, inner, None, false),
            Expr::Selector(..) => self.selector(x, e, false),
            Expr::Index(..) => {
                if self.index_expr(x, e) {
                    self.func_inst(target, x, e);
                }
            }
            Expr::Slice { .. } => self.slice_expr(x, e),
            Expr::TypeAssert(inner, ty) => self.assertion(x, e, inner, ty.expand()),
            Expr::Call { .. } => return self.call_expr(x, e),
            Expr::Star(inner) => self.star(x, inner),
            Expr::Unary(op, inner) => {
                self.unary(x, e, op, inner);
                if op == UnaryOp::Recv && x.is_valid() {
                    return CallKind::Statement;
                }
            }
            Expr::Binary(op, lhs, rhs) => {
                self.binary(x, Some(e), op, lhs, rhs, self.pos_of(e));
            }
            Expr::Variadic(_) => {
                self.error(self.start(e), "invalid syntax tree: invalid use of ...")
            }
            Expr::ArrayType(..)
            | Expr::SliceType(_)
            | Expr::StructType(_)
            | Expr::FuncType(_)
            | Expr::InterfaceType(_)
            | Expr::MapType(..)
            | Expr::ChanType(..) => {
                x.mode = Mode::Type;
                x.ty = self.type_expr(e);
            }
        }
        match x.mode {
            // Saying that it is a statement keeps callers from reporting that it is not used.
            Mode::Invalid => CallKind::Statement,
            _valid => CallKind::Expression,
        }
    }

    /// `*x`: a dereference or a pointer type.
    fn star(&mut self, x: &mut Operand, inner: ExprId) {
        self.expr_or_type(x, inner, false);
        let world = self.world;
        match x.mode {
            Mode::Invalid => {}
            Mode::Type => {
                self.valid_var_type(inner, x.ty);
                x.ty = world.pointer(x.ty);
            }
            _value => match self.pointer_base(x) {
                Some(base) if self.is_complete(base) => {
                    x.mode = Mode::Variable;
                    x.ty = base;
                    x.value = None;
                }
                _wrong => x.invalidate(),
            },
        }
    }

    /// The type that all pointers of the operand's type set point to; reports an error if there is none.
    fn pointer_base(&mut self, x: &Operand) -> Option<TypeId> {
        let world = self.world;
        let mut base = None;
        let types = world.underlying_types(x.ty).unwrap_or_default();
        for &(_, under) in &types {
            let TypeKind::Pointer(elem) = world.kind(under) else {
                base = None;
                break;
            };
            if base.is_some_and(|base| !world.identical(base, *elem)) {
                let text = self.operand_text(x);
                self.error_at(
                    x,
                    format!("invalid operation: pointers of {text} must have identical base types"),
                );
                return None;
            }
            base = Some(*elem);
        }
        if base.is_none() {
            let text = self.operand_text(x);
            self.error_at(x, format!("invalid operation: cannot indirect {text}"));
        }
        base
    }

    /// `x.(T)`
    fn assertion(&mut self, x: &mut Operand, e: ExprId, inner: ExprId, ty: Option<ExprId>) {
        let Some(ty) = ty else {
            self.error(
                self.start(e),
                "invalid syntax tree: use of .(type) outside type switch",
            );
            self.use_exprs(&[inner]);
            x.invalidate();
            return;
        };
        self.expr(None, x, inner);
        if !x.is_valid() {
            return;
        }
        let world = self.world;
        if world.is_type_param(x.ty) || !world.is_interface(x.ty) {
            let text = self.operand_text(x);
            let message = match world.is_type_param(x.ty) {
                true => format!(
                    "invalid operation: cannot use type assertion on type parameter value {text}"
                ),
                false => format!("invalid operation: {text} is not an interface"),
            };
            self.error_at(x, message);
            x.invalidate();
            return;
        }
        let target = self.var_type(ty);
        if !world.is_valid(target) || !self.is_complete(target) {
            x.invalidate();
            return;
        }
        self.type_assertion(e, x, target, false);
        x.mode = Mode::CommaOk;
        x.ty = target;
        x.value = None;
    }
}
