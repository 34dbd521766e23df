//! Arithmetic on scalars, wrapped as the type says.

use escargo_grammar::ast::{BinaryOp, UnaryOp};

use super::machine::{Machine, Step};
use super::panics::RuntimeError;
use super::value::{Cell, Str, Val};
use crate::types::{Basic, TypeId, TypeKind, World};

/// The basic type under a type; `Invalid` for all others.
pub(super) fn basic_of(world: &World, ty: TypeId) -> Basic {
    match world.underlying_kind(ty) {
        TypeKind::Basic(basic) => basic.canonical(),
        _other => Basic::Invalid,
    }
}

/// The integer cut to the width of its type.
pub(super) fn wrap(basic: Basic, value: i64) -> i64 {
    match basic {
        Basic::Int8 => i64::from(value as i8),
        Basic::Int16 => i64::from(value as i16),
        Basic::Int32 | Basic::Rune | Basic::UntypedRune => i64::from(value as i32),
        Basic::Uint8 | Basic::Byte => i64::from(value as u8),
        Basic::Uint16 => i64::from(value as u16),
        Basic::Uint32 => i64::from(value as u32),
        _word => value,
    }
}

/// The float rounded as its type says.
pub(super) fn round(basic: Basic, value: f64) -> f64 {
    match basic {
        Basic::Float32 | Basic::Complex64 => f64::from(value as f32),
        _double => value,
    }
}

fn is_unsigned_word(basic: Basic) -> bool {
    matches!(basic, Basic::Uint | Basic::Uint64 | Basic::Uintptr)
}

fn bits(basic: Basic) -> u32 {
    match basic {
        Basic::Int8 | Basic::Uint8 | Basic::Byte => 8,
        Basic::Int16 | Basic::Uint16 => 16,
        Basic::Int32 | Basic::Uint32 | Basic::Rune => 32,
        _word => 64,
    }
}

impl Machine<'_, '_> {
    /// `-x`, `!x`, `^x`, `+x`
    pub fn unary(&self, op: UnaryOp, val: &Val, ty: TypeId) -> Val {
        let basic = basic_of(self.program.world, ty);
        let [cell] = val.cells() else {
            return Val::Unit;
        };
        let cell = match (op, cell) {
            (UnaryOp::Neg, Cell::Int(x)) => Cell::Int(wrap(basic, x.wrapping_neg())),
            (UnaryOp::Neg, Cell::Float(x)) => Cell::Float(-x),
            (UnaryOp::Neg, Cell::Complex(re, im)) => Cell::Complex(-re, -im),
            (UnaryOp::Not, Cell::Bool(x)) => Cell::Bool(!x),
            (UnaryOp::BitNot, Cell::Int(x)) => Cell::Int(wrap(basic, !x)),
            (_, other) => other.clone(),
        };
        Val::One(cell)
    }

    /// Arithmetic, shifts and comparisons. `ty` is the left operand's type, `shift` the right one's.
    pub fn binary(
        &mut self,
        op: BinaryOp,
        left: &Val,
        right: &Val,
        ty: TypeId,
        right_ty: TypeId,
    ) -> Step<Val> {
        use BinaryOp::*;
        match op {
            Eq => Ok(Val::bool(self.equal(left.cells(), right.cells(), ty)?)),
            Ne => Ok(Val::bool(!self.equal(left.cells(), right.cells(), ty)?)),
            Lt | Le | Gt | Ge => Ok(Val::bool(self.ordered(op, left, right, ty))),
            Shl | Shr => self.shift(op, left, right, ty, right_ty),
            LogOr | LogAnd => Ok(Val::Unit),
            Add | Sub | Or | Xor | Mul | Div | Rem | And | AndNot => {
                self.arithmetic(op, left, right, ty)
            }
        }
    }

    fn arithmetic(&mut self, op: BinaryOp, left: &Val, right: &Val, ty: TypeId) -> Step<Val> {
        let basic = basic_of(self.program.world, ty);
        let cell = match (left.cells(), right.cells()) {
            ([Cell::Int(a)], [Cell::Int(b)]) => Cell::Int(self.integers(op, *a, *b, basic)?),
            ([Cell::Float(a)], [Cell::Float(b)]) => Cell::Float(round(basic, floats(op, *a, *b))),
            ([Cell::Complex(a, b)], [Cell::Complex(c, d)]) => {
                let (re, im) = complexes(op, (*a, *b), (*c, *d));
                Cell::Complex(round(basic, re), round(basic, im))
            }
            ([Cell::Str(a)], [Cell::Str(b)]) => {
                let mut bytes = a.bytes().to_vec();
                bytes.extend_from_slice(b.bytes());
                Cell::Str(Str::new(bytes, None))
            }
            _other => return Ok(Val::Unit),
        };
        Ok(Val::One(cell))
    }

    fn integers(&mut self, op: BinaryOp, a: i64, b: i64, basic: Basic) -> Step<i64> {
        let unsigned = is_unsigned_word(basic);
        let value = match op {
            BinaryOp::Add => a.wrapping_add(b),
            BinaryOp::Sub => a.wrapping_sub(b),
            BinaryOp::Mul => a.wrapping_mul(b),
            BinaryOp::Div | BinaryOp::Rem if b == 0 => {
                return Err(self.throw(RuntimeError::Division));
            }
            BinaryOp::Div if unsigned => (a as u64 / b as u64) as i64,
            BinaryOp::Rem if unsigned => (a as u64 % b as u64) as i64,
            BinaryOp::Div => a.wrapping_div(b),
            BinaryOp::Rem => a.wrapping_rem(b),
            BinaryOp::And => a & b,
            BinaryOp::Or => a | b,
            BinaryOp::Xor => a ^ b,
            BinaryOp::AndNot => a & !b,
            _other => a,
        };
        Ok(wrap(basic, value))
    }

    fn shift(
        &mut self,
        op: BinaryOp,
        left: &Val,
        right: &Val,
        ty: TypeId,
        right_ty: TypeId,
    ) -> Step<Val> {
        let world = self.program.world;
        let (basic, count_type) = (basic_of(world, ty), basic_of(world, right_ty));
        let (x, count) = (self.int_of(left), self.int_of(right));
        if count < 0 && !is_unsigned_word(count_type) {
            return Err(self.throw(RuntimeError::NegativeShift));
        }
        let width = bits(basic);
        let many = count < 0 || count >= i64::from(width);
        let value = match (op, many) {
            (BinaryOp::Shl, true) => 0,
            (BinaryOp::Shl, false) => x << count,
            (_, true) if is_unsigned_word(basic) || x >= 0 => 0,
            (_, true) => -1,
            (_, false) if is_unsigned_word(basic) => (x as u64 >> count) as i64,
            (_, false) => x >> count,
        };
        Ok(Val::int(wrap(basic, value)))
    }

    fn ordered(&self, op: BinaryOp, left: &Val, right: &Val, ty: TypeId) -> bool {
        use std::cmp::Ordering;
        let ordering = match (left.cells(), right.cells()) {
            ([Cell::Int(a)], [Cell::Int(b)]) => {
                match is_unsigned_word(basic_of(self.program.world, ty)) {
                    true => Some((*a as u64).cmp(&(*b as u64))),
                    false => Some(a.cmp(b)),
                }
            }
            ([Cell::Float(a)], [Cell::Float(b)]) => a.partial_cmp(b),
            ([Cell::Str(a)], [Cell::Str(b)]) => Some(a.bytes().cmp(b.bytes())),
            _other => None,
        };
        match (op, ordering) {
            (BinaryOp::Lt, Some(Ordering::Less)) | (BinaryOp::Gt, Some(Ordering::Greater)) => true,
            (BinaryOp::Le, Some(ordering)) => ordering != Ordering::Greater,
            (BinaryOp::Ge, Some(ordering)) => ordering != Ordering::Less,
            _unordered => false,
        }
    }

    /// The integer that a value is.
    pub fn int_of(&self, val: &Val) -> i64 {
        match val.cells() {
            [Cell::Int(value)] => *value,
            _other => 0,
        }
    }
}

fn floats(op: BinaryOp, a: f64, b: f64) -> f64 {
    match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div => a / b,
        _other => f64::NAN,
    }
}

fn complexes(op: BinaryOp, (a, b): (f64, f64), (c, d): (f64, f64)) -> (f64, f64) {
    match op {
        BinaryOp::Add => (a + c, b + d),
        BinaryOp::Sub => (a - c, b - d),
        BinaryOp::Mul => (a * c - b * d, a * d + b * c),
        BinaryOp::Div => divide((a, b), (c, d)),
        _other => (f64::NAN, f64::NAN),
    }
}

/// Division scaled by the larger part of the divisor, as Go's runtime does it.
fn divide((a, b): (f64, f64), (c, d): (f64, f64)) -> (f64, f64) {
    if c.abs() >= d.abs() {
        let ratio = d / c;
        let denominator = c + ratio * d;
        ((a + b * ratio) / denominator, (b - a * ratio) / denominator)
    } else {
        let ratio = c / d;
        let denominator = d + ratio * c;
        ((a * ratio + b) / denominator, (b * ratio - a) / denominator)
    }
}
