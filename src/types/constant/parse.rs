//! Literals to values.

use escargo_grammar::ast::LitKind;
use escargo_grammar::literal::{self, NumberParts};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Zero};

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
            LitKind::Int => small_integer(text).unwrap_or_else(|| number(text)),
            LitKind::Float | LitKind::Imaginary => number(text),
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

/// The usual case: a decimal or hexadecimal integer that fits, without separators.
fn small_integer(text: &str) -> Option<Const> {
    let value = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => i64::from_str_radix(&text[2..], 16),
        [b'0', _, ..] => return None,
        _decimal => text.parse(),
    };
    value.ok().map(Const::Int)
}

fn magnitude(parts: &NumberParts) -> Option<BigRational> {
    let digits = format!("{}{}", parts.integer, parts.fraction);
    let mantissa = if digits.is_empty() {
        BigInt::zero()
    } else {
        BigInt::parse_bytes(digits.as_bytes(), parts.base)?
    };
    if mantissa.is_zero() || parts.exponent < -MAX_EXPONENT {
        return Some(BigRational::zero());
    }
    if parts.exponent > MAX_EXPONENT {
        return None;
    }
    let places = i64::try_from(parts.fraction.len()).ok()?;
    // The digits behind the point only lower the exponent, if both have the same base.
    let (base, exponent, places) = match parts.base {
        16 => (2, parts.exponent - 4 * places, 0),
        10 => (10, parts.exponent - places, 0),
        _integers => (10, parts.exponent, places),
    };
    let power: BigInt = Pow::pow(BigInt::from(base), exponent.unsigned_abs());
    let fraction: BigInt = Pow::pow(BigInt::from(parts.base), places.unsigned_abs());
    Some(match exponent < 0 {
        true => BigRational::new(mantissa, power * fraction),
        false => BigRational::new(mantissa * power, fraction),
    })
}
