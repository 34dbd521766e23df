//! Constant values of arbitrary precision.
//!
//! Values are exact: integers, rational numbers, pairs of them. Representations are normal: an integer that fits is an
//! [`Const::Int`], a rational number that is an integer is held as one, a complex number without imaginary part is real; so
//! equal numbers are equal `Const`s. What would grow without limit (huge exponents and shift counts) is refused by the
//! operations; the checker words the error.
//!
//! Source: the Go specification, "Constants"; the limits are those of gc.

mod arith;
mod convert;
mod parse;
mod text;

use std::sync::Arc;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

pub use convert::NotRepresentable;
pub use text::Text;

/// The exact value of a constant. The kind is that of the representation: an untyped float constant `2.0` is held as
/// an [`Const::Int`]; the type says what it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Const {
    /// A truth value.
    Bool(bool),
    /// The bytes of a string; Go strings need not be UTF-8.
    Str(Text),
    /// An integer that fits.
    Int(i64),
    /// An integer that does not fit an `i64`.
    Big(Arc<BigInt>),
    /// A rational number that is not an integer.
    Float(Arc<BigRational>),
    /// Real and imaginary part (each `Int`, `Big` or `Float`), the latter not zero.
    Complex(Arc<(Const, Const)>),
    /// The value of what is wrong.
    Unknown,
}

impl Const {
    /// An integer.
    pub fn integer(value: BigInt) -> Const {
        match value.to_i64() {
            Some(small) => Const::Int(small),
            None => Const::Big(Arc::new(value)),
        }
    }

    /// A number.
    pub fn rational(value: BigRational) -> Const {
        if value.is_integer() {
            Const::integer(value.to_integer())
        } else {
            Const::Float(Arc::new(value))
        }
    }

    /// A complex number of two real ones.
    pub fn complex(re: Const, im: Const) -> Const {
        if im == Const::Int(0) {
            re
        } else {
            Const::Complex(Arc::new((re, im)))
        }
    }

    /// A string.
    pub fn string(bytes: impl Into<Text>) -> Const {
        Const::Str(bytes.into())
    }

    /// The value as an integer, if it is one.
    pub fn as_integer(&self) -> Option<BigInt> {
        match self {
            Const::Int(value) => Some(BigInt::from(*value)),
            Const::Big(value) => Some((**value).clone()),
            _ => None,
        }
    }

    /// The value as a real number, if it is one.
    pub fn as_rational(&self) -> Option<BigRational> {
        match self {
            Const::Int(value) => Some(BigRational::from_integer(BigInt::from(*value))),
            Const::Big(value) => Some(BigRational::from_integer((**value).clone())),
            Const::Float(value) => Some((**value).clone()),
            _ => None,
        }
    }

    /// Real and imaginary part of a number.
    pub fn parts(&self) -> Option<(Const, Const)> {
        match self {
            Const::Complex(parts) => Some((parts.0.clone(), parts.1.clone())),
            Const::Int(_) | Const::Big(_) | Const::Float(_) => Some((self.clone(), Const::Int(0))),
            _ => None,
        }
    }

    /// The value as a small integer.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Const::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// The value as a truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Const::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether it is a number equal to zero.
    pub fn is_zero_number(&self) -> bool {
        *self == Const::Int(0)
    }

    /// −1, 0 or 1 for a real number.
    pub fn sign(&self) -> Option<i32> {
        let value = self.as_rational()?;
        Some(if value.is_zero() {
            0
        } else if value > BigRational::zero() {
            1
        } else {
            -1
        })
    }

    /// The nearest 64-bit float.
    pub fn to_f64(&self) -> Option<f64> {
        self.as_rational()
            .map(|value| convert::round_to_f64(&value))
    }
}
