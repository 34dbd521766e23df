//! Operations on constant values. An operation on operands that it does not fit gives [`Const::Unknown`].

use std::cmp::Ordering;

use escargo_grammar::ast::{BinaryOp, UnaryOp};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::Const;

impl Const {
    /// `op x`. For `^` on an unsigned type of `bits` bits the result is cut to them.
    pub fn unary(op: UnaryOp, x: &Const, unsigned_bits: Option<u32>) -> Const {
        match (op, x) {
            (UnaryOp::Plus, _) => x.clone(),
            (UnaryOp::Not, Const::Bool(value)) => Const::Bool(!value),
            (UnaryOp::Neg, Const::Complex(parts)) => {
                Const::complex(negate(&parts.0), negate(&parts.1))
            }
            (UnaryOp::Neg, _) => negate(x),
            (UnaryOp::BitNot, _) => match x.as_integer() {
                Some(value) => {
                    let flipped: BigInt = !value;
                    Const::integer(match unsigned_bits {
                        Some(bits) => flipped & ((BigInt::from(1) << bits) - 1),
                        None => flipped,
                    })
                }
                None => Const::Unknown,
            },
            _ => Const::Unknown,
        }
    }

    /// `x op y` for operators that are no comparison and no shift. `integer_division`: both operands have an integer type.
    /// Division by zero gives [`Const::Unknown`].
    pub fn binary(op: BinaryOp, x: &Const, y: &Const, integer_division: bool) -> Const {
        match (x, y) {
            (Const::Bool(x), Const::Bool(y)) => match op {
                BinaryOp::LogAnd => Const::Bool(*x && *y),
                BinaryOp::LogOr => Const::Bool(*x || *y),
                _ => Const::Unknown,
            },
            (Const::Str(x), Const::Str(y)) if op == BinaryOp::Add => Const::Str(x.followed_by(y)),
            (Const::Int(x), Const::Int(y)) => small(op, *x, *y)
                .unwrap_or_else(|| number(op, &Const::Int(*x), &Const::Int(*y), integer_division)),
            _ => number(op, x, y, integer_division),
        }
    }

    /// `x << count`, `x >> count`
    pub fn shift(op: BinaryOp, x: &Const, count: u32) -> Const {
        match (op, x.as_integer()) {
            (BinaryOp::Shl, Some(value)) => Const::integer(value << count),
            (BinaryOp::Shr, Some(value)) => Const::integer(value >> count),
            _ => Const::Unknown,
        }
    }

    /// `x op y` for a comparison; `None` if the operands cannot be compared so.
    pub fn compare(op: BinaryOp, x: &Const, y: &Const) -> Option<bool> {
        let ordering = match (x, y) {
            (Const::Bool(x), Const::Bool(y)) => x.cmp(y),
            (Const::Str(x), Const::Str(y)) => x.as_ref().cmp(y.as_ref()),
            (Const::Int(x), Const::Int(y)) => x.cmp(y),
            (Const::Complex(_), _) | (_, Const::Complex(_)) => {
                if x == y {
                    Ordering::Equal
                } else {
                    Ordering::Less
                }
            }
            _ => x.as_rational()?.cmp(&y.as_rational()?),
        };
        Some(match op {
            BinaryOp::Eq => ordering.is_eq(),
            BinaryOp::Ne => ordering.is_ne(),
            BinaryOp::Lt => ordering.is_lt(),
            BinaryOp::Le => ordering.is_le(),
            BinaryOp::Gt => ordering.is_gt(),
            BinaryOp::Ge => ordering.is_ge(),
            _ => return None,
        })
    }

    /// How many bits the value needs, if it is an integer.
    pub fn bit_length(&self) -> Option<u64> {
        match self {
            Const::Int(value) => Some(u64::from(64 - value.unsigned_abs().leading_zeros())),
            Const::Big(value) => Some(value.bits()),
            _ => None,
        }
    }
}

fn negate(x: &Const) -> Const {
    match x.as_rational() {
        Some(value) => Const::rational(-value),
        None => Const::Unknown,
    }
}

/// The common case; `None` if the result does not fit, or it is not that simple.
fn small(op: BinaryOp, x: i64, y: i64) -> Option<Const> {
    let value = match op {
        BinaryOp::Add => x.checked_add(y)?,
        BinaryOp::Sub => x.checked_sub(y)?,
        BinaryOp::Mul => x.checked_mul(y)?,
        BinaryOp::And => x & y,
        BinaryOp::Or => x | y,
        BinaryOp::Xor => x ^ y,
        BinaryOp::AndNot => x & !y,
        _ => return None,
    };
    Some(Const::Int(value))
}

fn number(op: BinaryOp, x: &Const, y: &Const, integer_division: bool) -> Const {
    if matches!(x, Const::Complex(_)) || matches!(y, Const::Complex(_)) {
        return complex(op, x, y);
    }
    match op {
        BinaryOp::Rem | BinaryOp::And | BinaryOp::Or | BinaryOp::Xor | BinaryOp::AndNot => {
            match (x.as_integer(), y.as_integer()) {
                (Some(x), Some(y)) => integer(op, x, y),
                _ => Const::Unknown,
            }
        }
        BinaryOp::Div if integer_division => match (x.as_integer(), y.as_integer()) {
            (Some(x), Some(y)) if !y.is_zero() => Const::integer(truncated(&x, &y)),
            _ => Const::Unknown,
        },
        _ => match (x.as_rational(), y.as_rational()) {
            (Some(x), Some(y)) => rational(op, x, y),
            _ => Const::Unknown,
        },
    }
}

/// Division that rounds towards zero.
fn truncated(x: &BigInt, y: &BigInt) -> BigInt {
    let quotient = x.abs().div_floor(&y.abs());
    if x.is_negative() == y.is_negative() {
        quotient
    } else {
        -quotient
    }
}

fn integer(op: BinaryOp, x: BigInt, y: BigInt) -> Const {
    Const::integer(match op {
        BinaryOp::And => x & y,
        BinaryOp::Or => x | y,
        BinaryOp::Xor => x ^ y,
        BinaryOp::AndNot => x & !y,
        BinaryOp::Rem if !y.is_zero() => {
            let quotient = truncated(&x, &y);
            x - quotient * y
        }
        _ => return Const::Unknown,
    })
}

fn rational(op: BinaryOp, x: BigRational, y: BigRational) -> Const {
    Const::rational(match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        BinaryOp::Div if !y.is_zero() => x / y,
        _ => return Const::Unknown,
    })
}

fn complex(op: BinaryOp, x: &Const, y: &Const) -> Const {
    let (Some((a, b)), Some((c, d))) = (x.parts(), y.parts()) else {
        return Const::Unknown;
    };
    let (Some(a), Some(b), Some(c), Some(d)) = (
        a.as_rational(),
        b.as_rational(),
        c.as_rational(),
        d.as_rational(),
    ) else {
        return Const::Unknown;
    };
    let (re, im) = match op {
        BinaryOp::Add => (a + c, b + d),
        BinaryOp::Sub => (a - c, b - d),
        BinaryOp::Mul => (&a * &c - &b * &d, &b * &c + &a * &d),
        BinaryOp::Div => {
            let norm = &c * &c + &d * &d;
            if norm.is_zero() {
                return Const::Unknown;
            }
            ((&a * &c + &b * &d) / &norm, (&b * &c - &a * &d) / &norm)
        }
        _ => return Const::Unknown,
    };
    Const::complex(Const::rational(re), Const::rational(im))
}
