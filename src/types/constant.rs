//! Constant values of arbitrary precision.

use std::sync::Arc;

use num_bigint::BigInt;
use num_rational::BigRational;

/// The exact value of a constant. The kind is that of the representation: an untyped float constant `2.0` may be held as
/// an [`Const::Int`]; the type says what it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Const {
    /// A truth value.
    Bool(bool),
    /// The bytes of a string; Go strings need not be UTF-8.
    Str(Arc<[u8]>),
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
