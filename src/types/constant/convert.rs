//! Whether a value fits a type, and what it becomes there.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::Const;
use crate::types::sizes::Machine;
use crate::types::store::Basic;

/// Why a value does not fit a basic type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotRepresentable {
    /// It is of another kind: a string for a number, …
    Kind,
    /// It has a fractional or imaginary part.
    Truncated,
    /// It is too large.
    Overflows,
}

impl Const {
    /// The value as a constant of a basic type: rounded for floats, unchanged otherwise. The machine gives the
    /// width of `int`.
    pub fn representable(&self, basic: Basic, machine: Machine) -> Result<Const, NotRepresentable> {
        if *self == Const::Unknown {
            return Ok(Const::Unknown);
        }
        let basic = basic.canonical();
        if basic.is_boolean() {
            return match self {
                Const::Bool(_) => Ok(self.clone()),
                _ => Err(NotRepresentable::Kind),
            };
        }
        if basic.is_string() {
            return match self {
                Const::Str(_) => Ok(self.clone()),
                _ => Err(NotRepresentable::Kind),
            };
        }
        if matches!(self, Const::Bool(_) | Const::Str(_)) {
            return Err(NotRepresentable::Kind);
        }
        if basic.is_integer() {
            self.as_integer_of(basic, machine)
        } else if basic.is_float() {
            self.as_float_of(basic)
        } else if basic.is_complex() {
            let (re, im) = self.parts().ok_or(NotRepresentable::Kind)?;
            let part = match basic {
                Basic::Complex64 => Basic::Float32,
                Basic::Complex128 => Basic::Float64,
                _ => return Ok(self.clone()),
            };
            Ok(Const::complex(re.as_float_of(part)?, im.as_float_of(part)?))
        } else {
            Err(NotRepresentable::Kind)
        }
    }

    fn as_integer_of(&self, basic: Basic, machine: Machine) -> Result<Const, NotRepresentable> {
        if let Const::Int(value) = *self {
            return match small_integer_fits(value, basic, machine) {
                true => Ok(Const::Int(value)),
                false => Err(NotRepresentable::Overflows),
            };
        }
        let value = self.as_integer().ok_or(NotRepresentable::Truncated)?;
        match integer_range(basic, machine) {
            Some((low, high)) if value < low || value > high => Err(NotRepresentable::Overflows),
            _ => Ok(self.clone()),
        }
    }

    fn as_float_of(&self, basic: Basic) -> Result<Const, NotRepresentable> {
        // Such integers are exact in all float types.
        if let Const::Int(value) = *self
            && value.unsigned_abs() <= 1 << 24
        {
            return Ok(Const::Int(value));
        }
        let value = self.as_rational().ok_or(NotRepresentable::Truncated)?;
        let rounded = match basic {
            Basic::Float32 => f64::from(round_to_f32(&value)),
            Basic::Float64 => round_to_f64(&value),
            _ => return Ok(self.clone()),
        };
        if !rounded.is_finite() {
            return Err(NotRepresentable::Overflows);
        }
        match BigRational::from_float(rounded) {
            Some(value) => Ok(Const::rational(value)),
            None => Err(NotRepresentable::Overflows),
        }
    }
}

/// Whether an integer that fits 64 bits is a value of the integer type.
fn small_integer_fits(value: i64, basic: Basic, machine: Machine) -> bool {
    let Some(bits) = machine.bits(basic) else {
        return true;
    };
    match (basic.is_unsigned(), bits) {
        (true, 64) => value >= 0,
        (true, _) => value >= 0 && value >> bits == 0,
        (false, 64) => true,
        (false, _) => value >> (bits - 1) == 0 || value >> (bits - 1) == -1,
    }
}

/// Least and greatest value of an integer type; `None` for untyped integers.
fn integer_range(basic: Basic, machine: Machine) -> Option<(BigInt, BigInt)> {
    let bits = machine.bits(basic)?;
    let one = BigInt::from(1);
    Some(if basic.is_unsigned() {
        (BigInt::zero(), (one << bits) - 1)
    } else {
        (-(BigInt::from(1) << (bits - 1)), (one << (bits - 1)) - 1)
    })
}

/// The nearest float, ties to even; infinite beyond the range.
pub(super) fn round_to_f64(value: &BigRational) -> f64 {
    round(value, 53, -1074, 1023)
}

fn round_to_f32(value: &BigRational) -> f32 {
    round(value, 24, -149, 127) as f32
}

/// Rounds to `precision` bits; `least` is the exponent of the smallest positive number, `greatest` that of the largest power
/// of two.
fn round(value: &BigRational, precision: i64, least: i64, greatest: i64) -> f64 {
    if value.is_zero() {
        return 0.0;
    }
    let negative = value.is_negative();
    let numer = value.numer().abs();
    let denom = value.denom().clone();
    // The quotient has `precision` or `precision` + 1 bits when the numerator is shifted like this.
    let size = numer.bits() as i64 - denom.bits() as i64;
    let mut exponent = (size - precision).max(least);
    loop {
        let (scaled, divisor) = if exponent >= 0 {
            (numer.clone(), &denom << exponent)
        } else {
            (&numer << (-exponent), denom.clone())
        };
        let (quotient, rest) = scaled.div_rem(&divisor);
        if quotient.bits() as i64 > precision {
            exponent += 1;
            continue;
        }
        let twice = rest << 1;
        let up = twice > divisor || (twice == divisor && quotient.is_odd());
        let quotient = if up { quotient + 1 } else { quotient };
        if quotient.bits() as i64 + exponent - 1 > greatest {
            return if negative {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            };
        }
        debug_assert_ne!(quotient.sign(), Sign::Minus);
        let mantissa = quotient.to_u64().unwrap_or(u64::MAX) as f64;
        let result = scale(mantissa, exponent);
        return if negative { -result } else { result };
    }
}

/// `mantissa * 2^exponent`, exact where the result is a float.
fn scale(mut mantissa: f64, mut exponent: i64) -> f64 {
    while exponent > 1000 {
        mantissa *= 2f64.powi(1000);
        exponent -= 1000;
    }
    while exponent < -1000 {
        mantissa *= 2f64.powi(-1000);
        exponent += 1000;
    }
    mantissa * 2f64.powi(exponent as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use escargo_grammar::ast::LitKind;

    fn float(text: &str) -> f64 {
        Const::of_literal(LitKind::Float, text)
            .to_f64()
            .unwrap_or(f64::NAN)
    }

    #[test]
    fn floats_round_like_rust_reads_them() {
        for text in [
            "0.1",
            "1e308",
            "4.9e-324",
            "2.2250738585072011e-308",
            "3.5e-310",
            "123456789.987654321",
        ] {
            assert_eq!(float(text), text.parse::<f64>().unwrap_or(0.0), "{text}");
        }
        assert_eq!(float("1e309"), f64::INFINITY);
        assert_eq!(float("0x1p-2"), 0.25);
    }

    #[test]
    fn integers_fit_their_types() {
        let value = Const::Int(300);
        assert_eq!(
            value.representable(Basic::Uint8, Machine::BITS_64),
            Err(NotRepresentable::Overflows)
        );
        assert_eq!(
            value.representable(Basic::Int16, Machine::BITS_64),
            Ok(Const::Int(300))
        );
        let half = Const::of_literal(LitKind::Float, "0.5");
        assert_eq!(
            half.representable(Basic::Int, Machine::BITS_64),
            Err(NotRepresentable::Truncated)
        );
    }
}
