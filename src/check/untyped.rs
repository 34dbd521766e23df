//! Untyped expressions, and how they get their types.
//!
//! QUESTION. Which type does an untyped expression have at run time? Its context says: the other operand, the variable it
//! is assigned to, or, without any context, its default type.
//!
//! Until that is known the expression waits in `Checker::untyped`. When an operand is converted, the new type goes down
//! the tree as far as it matters ([`Checker::update_expr_type`]): to both sides of an arithmetic operation, to the left side
//! of a shift, not to the operands of comparisons (which have had their final types) and not below constants (whose
//! operands never exist at run time).
//!
//! ```text
//! var u uint8 = 1 << n     // n not constant: 1 becomes uint8, and is then checked to be an integer that fits
//! var b bool = 1.5 > x     // the comparison becomes bool; 1.5 got the type of x before
//! ```
//!
//! INVARIANTS. A constant is representable in the final type that is recorded for it. What is left at the end keeps its
//! untyped type.
//! SOURCE: the Go specification, "Constants" and "Operators"; types2's rules for delayed shifts.

use escargo_grammar::ast::{Expr, ExprId};

use super::checker::{Checker, Operand, Untyped};
use super::info::Mode;
use crate::types::{Basic, Const, TypeId, TypeKind};

/// Why an untyped operand does not get a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unfit {
    /// The kinds do not go together.
    Kind,
    /// A number that is no integer, for an integer type.
    Truncated,
    /// A number out of range.
    Overflows,
}

/// Final types.
impl Checker<'_> {
    /// Gives an untyped expression, and the operands that depend on it, the type `ty`: the last one if it is typed or `is_final`.
    pub(super) fn update_expr_type(&mut self, e: ExprId, ty: TypeId, is_final: bool) {
        let key = (self.current, e);
        let Some(old) = self.untyped.get(&key) else {
            return;
        };
        // The operands of constants are not materialised.
        let is_constant = old.value.is_some();
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.update_operands(e, is_constant, ty, is_final);
        });
        if !is_final && self.world.is_untyped(ty) {
            if let Some(entry) = self.untyped.get_mut(&key) {
                entry.ty = ty;
            }
            return;
        }
        if let Some(old) = self.untyped.remove(&key) {
            self.finish_expr(e, old, ty);
        }
    }

    fn update_operands(&mut self, e: ExprId, is_constant: bool, ty: TypeId, is_final: bool) {
        use escargo_grammar::ast::BinaryOp::*;
        match self.node(e) {
            Expr::Paren(inner) => self.update_expr_type(inner, ty, is_final),
            Expr::Unary(_, inner) if !is_constant => self.update_expr_type(inner, ty, is_final),
            Expr::Binary(op, lhs, rhs) if !is_constant => match op {
                Eq | Ne | Lt | Le | Gt | Ge => {}
                Shl | Shr => self.update_expr_type(lhs, ty, is_final),
                LogOr | LogAnd | Add | Sub | Or | Xor | Mul | Div | Rem | And | AndNot => {
                    self.update_expr_type(lhs, ty, is_final);
                    self.update_expr_type(rhs, ty, is_final);
                }
            },
            // Names, literals and calls of predeclared functions have no operands that wait; all other expressions are typed.
            Expr::Bad
            | Expr::Ident(_)
            | Expr::BasicLit(..)
            | Expr::CompositeLit { .. }
            | Expr::KeyValue(..)
            | Expr::FuncLit(..)
            | Expr::Selector(..)
            | Expr::Index(..)
            | Expr::Slice { .. }
            | Expr::TypeAssert(..)
            | Expr::Call { .. }
            | Expr::Star(_)
            | Expr::Unary(..)
            | Expr::Binary(..)
            | Expr::ArrayType(..)
            | Expr::SliceType(_)
            | Expr::Variadic(_)
            | Expr::StructType(_)
            | Expr::FuncType(_)
            | Expr::InterfaceType(_)
            | Expr::MapType(..)
            | Expr::ChanType(..) => {}
        }
    }

    /// Checks that an expression fits its final type, and records it.
    fn finish_expr(&mut self, e: ExprId, old: Untyped, ty: TypeId) {
        if old.is_lhs && !self.world.all_integer(ty) {
            let (text, ty) = (self.expr_text(e), self.ty_text(ty));
            self.error(
                self.start(e),
                format!("invalid operation: shifted operand {text} (type {ty}) must be integer"),
            );
            return;
        }
        let mut value = old.value;
        if value.is_some() {
            let mut constant = Operand {
                mode: old.mode,
                ty: old.ty,
                value,
                expr: Some(e),
                dummy: None,
            };
            self.convert_untyped(&mut constant, ty);
            if !constant.is_valid() {
                return;
            }
            value = constant.value;
        }
        self.record_type(e, old.mode, ty, value);
    }

    /// Replaces the value of an expression that waits for its type.
    fn update_expr_value(&mut self, e: Option<ExprId>, value: &Const) {
        if let Some(e) = e
            && let Some(entry) = self.untyped.get_mut(&(self.current, e))
        {
            entry.value = Some(value.clone());
        }
    }

    /// Records the expressions that never got a type.
    pub(super) fn finish_untyped(&mut self) {
        let current = self.current;
        for ((file, e), entry) in std::mem::take(&mut self.untyped) {
            self.current = file;
            self.record_type(e, entry.mode, entry.ty, entry.value);
        }
        self.current = current;
    }
}

/// Implicit conversion.
impl Checker<'_> {
    /// The type that an operand has where `target` is wanted, and its value there if it is a constant. Typed operands keep theirs.
    pub(super) fn implicit_type(
        &mut self,
        x: &Operand,
        target: TypeId,
    ) -> Result<(TypeId, Option<Const>), Unfit> {
        let world = self.world;
        if !x.is_valid() || world.is_typed(x.ty) || !world.is_valid(target) {
            return Ok((x.ty, None));
        }
        if world.is_untyped(target) {
            let larger = world.larger_untyped(x.ty, target);
            return larger.map(|ty| (ty, None)).ok_or(Unfit::Kind);
        }
        if x.is_nil() {
            return match world.has_nil(target) {
                true => Ok((target, None)),
                false => Err(Unfit::Kind),
            };
        }
        match world.underlying_kind(target) {
            TypeKind::Basic(basic) => match &x.value {
                Some(_) if x.mode == Mode::Constant => {
                    let value = self.representation(x, *basic)?;
                    Ok((target, Some(value)))
                }
                _not_constant => match self.kinds_agree(x.ty, *basic) {
                    true => Ok((target, None)),
                    false => Err(Unfit::Kind),
                },
            },
            TypeKind::Interface(_) if world.is_type_param(target) => {
                let types = world.underlying_types(target).ok_or(Unfit::Kind)?;
                for (_, under) in types {
                    self.implicit_type(x, under).map_err(|_| Unfit::Kind)?;
                }
                Ok((target, None))
            }
            // A value in an interface has a concrete type: its default type.
            TypeKind::Interface(_) if world.type_set(target).is_all() => {
                Ok((world.default_type(x.ty), None))
            }
            _other => Err(Unfit::Kind),
        }
    }

    /// Whether a value of untyped type may become one of the basic type.
    fn kinds_agree(&self, untyped: TypeId, basic: Basic) -> bool {
        let world = self.world;
        if world.is_boolean(untyped) {
            basic.is_boolean()
        } else if world.is_string(untyped) {
            basic.is_string()
        } else {
            world.is_numeric(untyped) && basic.is_numeric()
        }
    }

    /// Converts an untyped operand to the type `target`; typed ones stay.
    pub(super) fn convert_untyped(&mut self, x: &mut Operand, target: TypeId) {
        match self.implicit_type(x, target) {
            Ok((ty, value)) => self.adopt(x, ty, value),
            Err(unfit) => {
                let world = self.world;
                let shown = match world.is_type_param(target) {
                    true => target,
                    false => world.underlying(target),
                };
                self.unfit_error(x, shown, unfit);
                x.invalidate();
            }
        }
    }

    /// Gives the operand what [`Checker::implicit_type`] found.
    pub(super) fn adopt(&mut self, x: &mut Operand, ty: TypeId, value: Option<Const>) {
        if let Some(value) = value {
            self.update_expr_value(x.expr, &value);
            x.value = Some(value);
        }
        if ty != x.ty {
            x.ty = ty;
            if let (Some(e), None) = (x.expr, x.dummy) {
                self.update_expr_type(e, ty, false);
            }
        }
    }

    /// Reports that an operand does not become a value of that type.
    pub(super) fn unfit_error(&mut self, x: &Operand, target: TypeId, unfit: Unfit) {
        let (text, ty) = (self.operand_text(x), self.ty_text(target));
        let message = match unfit {
            Unfit::Kind => format!("cannot convert {text} to type {ty}"),
            Unfit::Truncated => format!("{text} truncated to {ty}"),
            Unfit::Overflows => format!("{text} overflows {ty}"),
        };
        self.error_at(x, message);
    }

    /// Converts untyped operands of a binary operation so that their types match, if there is any hope. `x` is invalid after an error.
    pub(super) fn match_types(&mut self, x: &mut Operand, y: &mut Operand) {
        if !self.may_match(x, y) {
            return;
        }
        self.convert_untyped(x, y.ty);
        if !x.is_valid() {
            return;
        }
        self.convert_untyped(y, x.ty);
        if !y.is_valid() {
            x.invalidate();
        }
    }

    /// Whether it is worth converting one operand to the type of the other; if not, the types just do not match.
    fn may_match(&self, x: &Operand, y: &Operand) -> bool {
        let world = self.world;
        if world.is_typed(x.ty) && world.is_typed(y.ty)
            || world.all_numeric(x.ty) != world.all_numeric(y.ty)
        {
            return false;
        }
        if world.is_ordinary_interface(x.ty) || world.is_ordinary_interface(y.ty) {
            return true;
        }
        if world.all_boolean(x.ty) != world.all_boolean(y.ty)
            || world.all_string(x.ty) != world.all_string(y.ty)
        {
            return false;
        }
        if x.is_nil() || y.is_nil() {
            let other = if x.is_nil() { y } else { x };
            return world.has_nil(other.ty);
        }
        world.pointee(x.ty).is_none() && world.pointee(y.ty).is_none()
    }
}
