//! Conversions `T(x)`.
//!
//! QUESTION. May `x` be converted to `T`, and is the result a constant?
//!
//! Constants converted to types that constants can have stay constants, if the value fits; an integer becomes the string of
//! that code point. Everything else is a matter of types ([`World::convertible`](crate::types::World::convertible)).
//! A conversion fixes the type of an untyped operand.
//!
//! ```text
//! float32(0.1)     // constant, rounded             string('x')   // "x"
//! int8(200)        // cannot convert … : constant 200 overflows int8
//! ```
//!
//! SOURCE: the Go specification, "Conversions"; wording of types2.

use super::checker::{Checker, Operand};
use super::info::Mode;
use crate::types::{Basic, Const, NotAssignable, NotConvertible, TypeId, TypeKind};

impl Checker<'_> {
    /// Converts `x` to the type `ty`.
    pub(super) fn conversion(&mut self, x: &mut Operand, ty: TypeId) {
        let world = self.world;
        let constant = x.mode == Mode::Constant;
        let outcome = if constant && world.is_const_type(ty) {
            match self.constant_as(x, ty) {
                Some(value) => {
                    x.value = Some(value);
                    Ok(())
                }
                None if world.is_integer(x.ty) && world.is_integer(ty) => {
                    let value = x.value.as_ref().map_or_else(String::new, Const::text);
                    let target = self.ty_text(ty);
                    self.error_at(x, format!("constant {value} overflows {target}"));
                    x.invalidate();
                    return;
                }
                None => Err(String::new()),
            }
        } else if constant && world.is_type_param(ty) {
            let outcome = self.constant_to_type_param(x, ty);
            x.mode = Mode::Value;
            outcome
        } else {
            let outcome = self.value_to(x, ty);
            if outcome.is_ok() {
                x.mode = Mode::Value;
            }
            outcome
        };
        if let Err(cause) = outcome {
            let (text, target) = (self.operand_text(x), self.ty_text(ty));
            let colon = if cause.is_empty() { "" } else { ": " };
            self.error_at(
                x,
                format!("cannot convert {text} to type {target}{colon}{cause}"),
            );
            x.invalidate();
            return;
        }
        if world.is_untyped(x.ty) {
            self.finish_operand(x, ty, constant);
        }
        if x.mode != Mode::Constant {
            x.value = None;
        }
        x.ty = ty;
    }

    /// The value of a constant after conversion to a type whose underlying type is basic.
    fn constant_as(&self, x: &Operand, ty: TypeId) -> Option<Const> {
        let world = self.world;
        let basic = world.as_basic(ty)?;
        let value = x.value.as_ref()?;
        if let Ok(value) = value.representable(basic, world.machine()) {
            return Some(value);
        }
        if !world.is_integer(x.ty) || !basic.is_string() {
            return None;
        }
        let code = value.as_i64().and_then(|code| u32::try_from(code).ok());
        let letter = code
            .and_then(char::from_u32)
            .unwrap_or(char::REPLACEMENT_CHARACTER);
        Some(Const::string(letter.to_string().into_bytes()))
    }

    /// Whether a constant converts to each specific type of a type parameter.
    fn constant_to_type_param(&mut self, x: &Operand, ty: TypeId) -> Result<(), String> {
        let world = self.world;
        let param = self.ty_text(ty);
        let types = world
            .underlying_types(ty)
            .ok_or_else(|| format!("{param} does not contain specific types"))?;
        for (_, under) in types {
            if world.is_string(x.ty) && world.is_bytes_or_runes(under)
                || self.constant_as(x, under).is_some()
            {
                continue;
            }
            let target = self.ty_text(under);
            return Err(match world.is_integer(x.ty) && world.is_integer(under) {
                true => {
                    let value = x.value.as_ref().map_or_else(String::new, Const::text);
                    format!("constant {value} overflows {target} (in {param})")
                }
                false => {
                    let text = self.operand_text(x);
                    format!("cannot convert {text} to type {target} (in {param})")
                }
            });
        }
        Ok(())
    }

    /// Whether a value converts to the type; if not, why.
    fn value_to(&mut self, x: &Operand, ty: TypeId) -> Result<(), String> {
        let world = self.world;
        let not_assignable = match self.assignable(x, ty) {
            Ok(()) => return Ok(()),
            Err(reason) => reason,
        };
        if world.is_untyped(x.ty) {
            return self.untyped_to(x, ty, &not_assignable);
        }
        match world.convertible(x.ty, ty) {
            Ok(()) => self.slice_conversion_version(x.ty, ty),
            Err(reason) => Err(self.not_convertible_text(x.ty, ty, &reason)),
        }
    }

    /// Conversion of an untyped operand that cannot be assigned: the kinds must agree.
    fn untyped_to(
        &mut self,
        x: &Operand,
        ty: TypeId,
        reason: &NotAssignable,
    ) -> Result<(), String> {
        let world = self.world;
        let from = x.ty;
        if world.is_type_param(ty) {
            let types = world.underlying_types(ty).ok_or_else(String::new)?;
            for (term, _) in types {
                self.value_to(x, term).map_err(|inner| {
                    let (a, b) = (self.ty_text(from), self.ty_text(term));
                    let text = format!("cannot convert {a} to type {b} (in {})", self.ty_text(ty));
                    match inner.as_str() {
                        "" => text,
                        inner => format!("{text}\n\t{inner}"),
                    }
                })?;
            }
            return Ok(());
        }
        let real = |ty| world.is_integer(ty) || world.is_float(ty);
        let allowed = match world.kind(from) {
            TypeKind::Basic(Basic::UntypedNil) => false,
            _untyped => {
                real(from) && real(ty)
                    || world.is_complex(from) && world.is_complex(ty)
                    || world.is_integer(from) && world.is_string(ty)
                    || world.is_string(from) && world.is_bytes_or_runes(ty)
            }
        };
        match allowed {
            true => Ok(()),
            false => {
                Err(self.not_convertible_text(from, ty, &NotConvertible::Different(reason.clone())))
            }
        }
    }

    /// Conversions of slices to arrays and array pointers came late.
    fn slice_conversion_version(&self, from: TypeId, to: TypeId) -> Result<(), String> {
        if self.version_ok(20) {
            return Ok(());
        }
        let world = self.world;
        let (minor, what) = match (world.underlying_kind(from), world.underlying_kind(to)) {
            (TypeKind::Slice(_), TypeKind::Array(..)) => (20, "array"),
            (TypeKind::Slice(_), TypeKind::Pointer(_)) => (17, "array pointer"),
            _other => return Ok(()),
        };
        match self.version_ok(minor) {
            true => Ok(()),
            false => Err(format!(
                "conversion of slice to {what} requires go1.{minor} or later"
            )),
        }
    }

    /// Gives the untyped operand of a conversion to `ty` its final type.
    fn finish_operand(&mut self, x: &Operand, ty: TypeId, constant: bool) {
        let world = self.world;
        let is_type = if x.is_nil() || world.is_untyped_nil(x.ty) {
            ty
        } else if world.is_ordinary_interface(ty) || constant && !world.is_const_type(ty) {
            world.default_type(x.ty)
        } else if x.mode == Mode::Constant && world.is_integer(x.ty) && world.all_string(ty) {
            x.ty
        } else {
            ty
        };
        if let Some(e) = x.expr {
            self.update_expr_type(e, is_type, true);
        }
    }
}
