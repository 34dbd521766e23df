//! Calls of predeclared functions on numbers: `complex`, `real`, `imag`, `min`, `max`. See [`builtins`](super::builtins).
//!
//! SOURCE: the Go specification, "Built-in functions"; wording and positions of types2.

use escargo_grammar::ast::BinaryOp;

use super::call::CallSite;
use super::checker::{Checker, Operand};
use super::info::Mode;
use crate::types::object::Builtin;
use crate::types::{Basic, Const, TypeId};

impl Checker<'_> {
    pub(super) fn builtin_complex(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        args: &mut [Operand],
    ) -> bool {
        let world = self.world;
        let [_, y] = args else { return false };
        let constant = x.mode == Mode::Constant && y.mode == Mode::Constant;
        match (world.is_untyped(x.ty), world.is_untyped(y.ty)) {
            (false, false) => {}
            (true, false) => self.convert_untyped(x, y.ty),
            (false, true) => self.convert_untyped(y, x.ty),
            (true, true) if constant => {
                for part in [&mut *x, &mut *y] {
                    let is_real = part
                        .value
                        .as_ref()
                        .is_some_and(|value| value.sign().is_some());
                    if world.is_numeric(part.ty) && is_real {
                        part.ty = world.basic(Basic::UntypedFloat);
                    }
                }
            }
            (true, true) => {
                // One holds a shift without a type: no shift of floats is valid, so this reports an error.
                self.convert_untyped(x, world.basic(Basic::Float64));
                self.convert_untyped(y, world.basic(Basic::Float64));
            }
        }
        if !x.is_valid() || !y.is_valid() {
            return false;
        }
        if !world.identical(x.ty, y.ty) {
            let message = format!(
                "invalid operation: {} (mismatched types {} and {})",
                self.expr_text(site.call),
                self.ty_text(x.ty),
                self.ty_text(y.ty)
            );
            self.error_at(x, message);
            return false;
        }
        let Some(result) = self.map_basic(x, Builtin::Complex, complex_of) else {
            let ty = self.ty_text(x.ty);
            self.error_at(
                x,
                format!("invalid argument: arguments have type {ty}, expected floating-point"),
            );
            return false;
        };
        if constant {
            x.value = match (&x.value, &y.value) {
                (Some(re), Some(im)) if re.sign().is_some() && im.sign().is_some() => {
                    Some(Const::complex(re.clone(), im.clone()))
                }
                _unknown => Some(Const::Unknown),
            };
        } else {
            x.mode = Mode::Value;
            x.value = None;
            self.record_builtin(site, Builtin::Complex, &[x.ty, x.ty], Some(result), false);
        }
        x.ty = result;
        true
    }

    pub(super) fn builtin_part(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        id: Builtin,
    ) -> bool {
        let world = self.world;
        if world.is_untyped(x.ty) {
            if x.mode != Mode::Constant {
                self.convert_untyped(x, world.basic(Basic::Complex128));
                if !x.is_valid() {
                    return false;
                }
            } else if world.is_numeric(x.ty) {
                x.ty = world.basic(Basic::UntypedComplex);
            }
        }
        let Some(result) = self.map_basic(x, id, part_of) else {
            let ty = self.ty_text(x.ty);
            self.error_at(
                x,
                format!("invalid argument: argument has type {ty}, expected complex type"),
            );
            return false;
        };
        if x.mode == Mode::Constant {
            let parts = x.value.as_ref().and_then(Const::parts);
            x.value = Some(match (parts, id) {
                (Some((re, _)), Builtin::Real) => re,
                (Some((_, im)), _) => im,
                (None, _) => Const::Unknown,
            });
        } else {
            x.mode = Mode::Value;
            x.value = None;
            self.record_builtin(site, id, &[x.ty], Some(result), false);
        }
        x.ty = result;
        true
    }

    /// The result type of a function on basic types; none if some type of the operand's type set does not fit. Type
    /// parameters are not supported by gc (issue 50937): that is reported, and the result stays unknown.
    fn map_basic(
        &mut self,
        x: &Operand,
        id: Builtin,
        map: fn(Basic) -> Option<Basic>,
    ) -> Option<TypeId> {
        let world = self.world;
        let result = |ty| {
            world
                .as_basic(ty)
                .and_then(map)
                .map(|basic| world.basic(basic))
        };
        if !world.is_type_param(x.ty) {
            return result(x.ty);
        }
        if !world.all_terms(x.ty, |term| result(term.ty).is_some()) {
            return None;
        }
        let message = format!(
            "{} not supported as argument to built-in {} for go1.18 (see go.dev/issue/50937)",
            self.operand_text(x),
            id.name()
        );
        self.error_at(x, message);
        Some(world.invalid())
    }

    pub(super) fn builtin_extreme(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        id: Builtin,
        mut args: Vec<Operand>,
    ) -> bool {
        let world = self.world;
        self.require_version(self.start(site.fun), 21, &format!("built-in {}", id.name()));
        let wins = match id {
            Builtin::Max => BinaryOp::Gt,
            _min => BinaryOp::Lt,
        };
        for (index, arg) in args.iter_mut().enumerate() {
            if !world.all_ordered(arg.ty) {
                let text = self.operand_text(arg);
                self.error_at(arg, format!("invalid argument: {text} cannot be ordered"));
                return false;
            }
            if index > 0 && !self.join_extreme(x, arg, wins) {
                return false;
            }
        }
        if x.mode != Mode::Constant {
            x.mode = Mode::Value;
            x.value = None;
            let context = format!("argument to built-in {}", id.name());
            let empty = world.universe().empty_interface;
            self.assignment(x, Some(empty), &context);
            if !x.is_valid() {
                return false;
            }
        }
        for arg in &args {
            if let Some(e) = arg.expr {
                self.update_expr_type(e, x.ty, true);
            }
        }
        if x.mode != Mode::Constant {
            let params = vec![x.ty; args.len()];
            self.record_builtin(site, id, &params, Some(x.ty), false);
        }
        true
    }

    /// Compares the extreme so far with the next argument.
    fn join_extreme(&mut self, x: &mut Operand, arg: &mut Operand, wins: BinaryOp) -> bool {
        let world = self.world;
        self.match_types(x, arg);
        if !x.is_valid() {
            return false;
        }
        if !world.identical(x.ty, arg.ty) {
            let message = format!(
                "invalid argument: mismatched types {} (previous argument) and {} (type of {})",
                self.ty_text(x.ty),
                self.ty_text(arg.ty),
                arg.expr.map_or_else(String::new, |e| self.expr_text(e))
            );
            self.error_at(arg, message);
            return false;
        }
        if x.mode != Mode::Constant || arg.mode != Mode::Constant {
            x.mode = Mode::Value;
            x.value = None;
        } else if let (Some(a), Some(b)) = (&arg.value, &x.value)
            && Const::compare(wins, a, b) == Some(true)
        {
            *x = arg.clone();
        }
        true
    }
}

/// The complex type whose parts have the type.
fn complex_of(basic: Basic) -> Option<Basic> {
    match basic {
        Basic::Float32 => Some(Basic::Complex64),
        Basic::Float64 => Some(Basic::Complex128),
        Basic::UntypedFloat => Some(Basic::UntypedComplex),
        _other => None,
    }
}

/// The type of a complex type's parts.
fn part_of(basic: Basic) -> Option<Basic> {
    match basic {
        Basic::Complex64 => Some(Basic::Float32),
        Basic::Complex128 => Some(Basic::Float64),
        Basic::UntypedComplex => Some(Basic::UntypedFloat),
        _other => None,
    }
}
