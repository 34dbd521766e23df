//! Literals to values.

use escargo_grammar::ast::LitKind;
use escargo_grammar::literal::{self, NumberParts};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Zero};

use super::Const;

/// Exponents beyond this are refused: the numbers would not fit in memory.
const MAX_EXPONENT: i64 = 100_000;

impl Const {
    /// The value of a literal; [`Const::Unknown`] where it is broken or too large to be computed.
    pub fn of_literal(kind: LitKind, text: &str) -> Const {
        match kind {
            LitKind::String => match literal::string_value(text) {
                Some(bytes) => Const::string(bytes),
                None => Const::Unknown,
            },
            LitKind::Rune => match literal::rune_value(text) {
                Some(code) => Const::Int(i64::from(code)),
                None => Const::Unknown,
            },
            LitKind::Int | LitKind::Float | LitKind::Imaginary => number(text),
        }
    }
}

fn number(text: &str) -> Const {
    let parts = literal::number_parts(text);
    let Some(value) = magnitude(&parts) else {
        return Const::Unknown;
    };
    let real = Const::rational(value);
    if parts.imaginary {
        Const::complex(Const::Int(0), real)
    } else {
        real
    }
}

fn magnitude(parts: &NumberParts) -> Option<BigRational> {
    let digits = format!("{}{}", parts.integer, parts.fraction);
    let mantissa = if digits.is_empty() {
        BigInt::zero()
    } else {
        BigInt::parse_bytes(digits.as_bytes(), parts.base)?
    };
    if mantissa.is_zero() {
        return Some(BigRational::zero());
    }
    let mut value = BigRational::from_integer(mantissa);
    let places = i64::try_from(parts.fraction.len()).ok()?;
    let base = BigInt::from(parts.base);
    value /= BigRational::from_integer(Pow::pow(base, places as u64));
    let exponent_base = if parts.base == 16 { 2 } else { 10 };
    if parts.exponent < -MAX_EXPONENT {
        return Some(BigRational::zero());
    }
    if parts.exponent > MAX_EXPONENT {
        return None;
    }
    let power: BigInt = Pow::pow(BigInt::from(exponent_base), parts.exponent.unsigned_abs());
    let power = BigRational::from_integer(power);
    Some(if parts.exponent < 0 {
        value * (BigRational::one() / power)
    } else {
        value * power
    })
}
