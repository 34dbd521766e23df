//! Constants: literals, representability, overflow.
//!
//! QUESTION. Which value does a constant expression have, and does it fit its type?
//!
//! Values are exact ([`Const`]); they are rounded only when they become constants of a floating-point type. Typed constants
//! must be representable after each operation, untyped integers must not need more than 512 bits.
//!
//! ```text
//! const big = 1 << 600        // constant shift overflow
//! var x int8 = 200            // cannot use 200 (untyped int constant) as int8 value in … (overflows)
//! const c = uint8(255) + 1    // uint8(255) + 1 (constant 256 of type uint8) overflows uint8
//! ```
//!
//! SOURCE: the Go specification, "Constant expressions"; the limits are those of gc.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, Expr, ExprId, LitKind, UnaryOp};
use escargo_grammar::literal::scan_number;

use super::checker::{Checker, Operand};
use super::info::Mode;
use super::untyped::Unfit;
use crate::types::{Basic, Const};

/// How many bits an untyped integer may have.
const MAX_BITS: u64 = 512;
/// How many bytes a constant string may have.
const MAX_STRING: usize = 2_000_000_000;
/// How many characters a numeric literal may have.
const MAX_LITERAL: usize = 10_000;

impl Checker<'_> {
    /// A literal.
    pub(super) fn basic_lit(&mut self, x: &mut Operand, e: ExprId, kind: LitKind, text: Symbol) {
        let text = text.as_str();
        x.expr = Some(e);
        if matches!(kind, LitKind::Int | LitKind::Float | LitKind::Imaginary) {
            self.literal_version(e, kind, text);
            if text.len() > MAX_LITERAL {
                let (head, length) = (text.get(..10).unwrap_or(text), text.len());
                self.error(
                    self.start(e),
                    format!("excessively long constant: {head}... ({length} chars)"),
                );
                return;
            }
        }
        let value = Const::of_literal(kind, text);
        if value == Const::Unknown || text.contains('_') {
            // What the parser has reported is no constant.
            let is_broken = match kind {
                LitKind::Int | LitKind::Float | LitKind::Imaginary => {
                    scan_number(text).error.is_some()
                }
                LitKind::Rune | LitKind::String => value == Const::Unknown,
            };
            if is_broken {
                return;
            }
        }
        if value == Const::Unknown {
            self.error(self.start(e), format!("malformed constant: {text}"));
            return;
        }
        x.mode = Mode::Constant;
        x.ty = self.world.basic(match kind {
            LitKind::Int => Basic::UntypedInt,
            LitKind::Float => Basic::UntypedFloat,
            LitKind::Imaginary => Basic::UntypedComplex,
            LitKind::Rune => Basic::UntypedRune,
            LitKind::String => Basic::UntypedString,
        });
        let is_big = matches!(value, Const::Big(_));
        x.value = Some(value);
        if is_big {
            self.overflow(x, self.start(e));
        }
    }

    /// Number literals that came with Go 1.13.
    fn literal_version(&mut self, e: ExprId, kind: LitKind, text: &str) {
        if text.len() <= 2 || self.version_ok(13) {
            return;
        }
        let what = match (text.as_bytes(), kind) {
            _ if text.contains('_') => "underscore in numeric literal",
            ([b'0', b'b' | b'B', ..], _) => "binary literal",
            ([b'0', b'o' | b'O', ..], _) => "0o/0O-style octal literal",
            ([b'0', b'x' | b'X', ..], LitKind::Float | LitKind::Imaginary) => {
                "hexadecimal floating-point literal"
            }
            _always_there => return,
        };
        self.require_version(self.start(e), 13, what);
    }

    /// Checks the result of a constant operation; `offset` is the operator's place.
    pub(super) fn overflow(&mut self, x: &mut Operand, offset: u32) {
        let Some(value) = &x.value else { return };
        if *value == Const::Unknown {
            self.error(offset, "constant result is not representable");
            return;
        }
        if self.world.is_typed(x.ty) {
            if let Some(basic) = self.world.as_basic(x.ty) {
                self.representable_as(x, basic);
            }
            return;
        }
        let problem = match value {
            // Only integers: a float such as 1e300 is held as one, but has an exponent.
            Const::Big(_)
                if self.world.is_integer(x.ty)
                    && value.bit_length().is_some_and(|bits| bits > MAX_BITS) =>
            {
                let name = x.expr.map_or("", |e| self.operation_name(e));
                format!("constant {name}overflow")
            }
            _fine => return,
        };
        self.error(offset, problem);
        x.value = Some(Const::Unknown);
    }

    /// Whether two constant strings together are too long, which is reported; then they are not joined.
    pub(super) fn too_long_together(&mut self, a: &Const, b: &Const, offset: u32) -> bool {
        let (Const::Str(a), Const::Str(b)) = (a, b) else {
            return false;
        };
        let length = a.len() + b.len();
        if length > MAX_STRING {
            self.error(
                offset,
                format!("constant string too long ({length} bytes > {MAX_STRING} bytes)"),
            );
        }
        length > MAX_STRING
    }

    /// The name of an operation that may overflow, with a blank after it; else nothing.
    fn operation_name(&self, e: ExprId) -> &'static str {
        match self.node(e) {
            Expr::Unary(UnaryOp::BitNot, _) => "bitwise complement ",
            Expr::Binary(op, ..) => match op {
                BinaryOp::Add => "addition ",
                BinaryOp::Sub => "subtraction ",
                BinaryOp::Xor => "bitwise XOR ",
                BinaryOp::Mul => "multiplication ",
                BinaryOp::Shl => "shift ",
                _cannot_overflow => "",
            },
            _no_operation => "",
        }
    }

    /// The place of the operator if the expression is an operation, else its start.
    pub(super) fn operator_pos(&self, e: ExprId) -> u32 {
        match self.node(e) {
            Expr::Unary(..) | Expr::Binary(..) | Expr::Star(_) => self.pos_of(e),
            _no_operation => self.start(e),
        }
    }

    /// Checks that a constant is representable as a value of a type whose underlying type is basic.
    pub(super) fn representable(&mut self, x: &mut Operand, ty: crate::types::TypeId) {
        if let Some(basic) = self.world.as_basic(ty) {
            self.representable_as(x, basic);
        }
    }

    /// Checks that a constant is representable as a value of the basic type, which messages name.
    fn representable_as(&mut self, x: &mut Operand, basic: Basic) {
        match self.representation(x, basic) {
            Ok(value) => x.value = Some(value),
            Err(unfit) => {
                self.unfit_error(x, self.world.basic(basic), unfit);
                x.invalidate();
            }
        }
    }

    /// The value of a constant operand as one of the basic type.
    pub(super) fn representation(&self, x: &Operand, basic: Basic) -> Result<Const, Unfit> {
        let Some(value) = &x.value else {
            return Err(Unfit::Kind);
        };
        value
            .representable(basic, self.world.machine())
            .map_err(|_| {
                let world = self.world;
                if !world.is_numeric(x.ty) || !basic.is_numeric() {
                    Unfit::Kind
                } else if !world.is_integer(x.ty) && basic.is_integer() {
                    Unfit::Truncated
                } else {
                    Unfit::Overflows
                }
            })
    }
}
