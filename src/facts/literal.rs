//! Exact values as Go literals.

use std::fmt::Write as _;

use num_rational::BigRational;

use crate::types::{Basic, Const};

/// An expression for a constant of a basic type, the kind of untyped ones kept. None for what is wrong.
pub fn constant(value: &Const, basic: Basic) -> Option<String> {
    Some(match value {
        Const::Bool(value) => value.to_string(),
        Const::Str(bytes) => string(bytes),
        Const::Int(value) if basic == Basic::UntypedRune => format!("'\\x00' + {value}"),
        Const::Int(_) | Const::Big(_) if basic.is_float() || basic == Basic::UntypedFloat => {
            format!("{}.0", value.as_integer()?)
        }
        Const::Int(value) => value.to_string(),
        Const::Big(value) => value.to_string(),
        Const::Float(value) => ratio(value),
        Const::Complex(parts) => {
            let (re, im) = (&parts.0, &parts.1);
            let re = constant(re, Basic::UntypedFloat)?;
            let im = constant(im, Basic::UntypedFloat)?;
            format!("({re}) + ({im}) * 1i")
        }
        Const::Unknown => return None,
    })
}

/// A fraction of float literals is exact.
fn ratio(value: &BigRational) -> String {
    format!("{}.0 / {}.0", value.numer(), value.denom())
}

/// A string literal of these bytes.
pub fn string(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for &byte in bytes {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            0x20..=0x7e => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "\\x{other:02x}");
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_exact() {
        let text = |value, basic| constant(&value, basic).unwrap_or_default();
        assert_eq!(text(Const::Int(2), Basic::UntypedInt), "2");
        assert_eq!(text(Const::Int(2), Basic::UntypedFloat), "2.0");
        assert_eq!(text(Const::Int(97), Basic::UntypedRune), "'\\x00' + 97");
        let third = Const::rational(BigRational::new(1.into(), 3.into()));
        assert_eq!(text(third, Basic::UntypedFloat), "1.0 / 3.0");
        assert_eq!(
            text(Const::string(*b"a\"\xff"), Basic::String),
            "\"a\\\"\\xff\""
        );
    }
}
