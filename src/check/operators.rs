//! Unary and binary operators, comparisons, shifts, channel receives.
//!
//! QUESTION. Are the operands of an operator of types that it is defined on, and what is its result?
//!
//! Operands of binary operators are first brought to one type where one of them is untyped; shifts are the exception, as
//! their operands have nothing to do with each other. Comparisons give an untyped boolean, and fix the types of their operands.
//!
//! ```text
//! x + 1.5         // x int: 1.5 (untyped float constant) truncated to int
//! s == nil        // s []int: fine; s == t: slice can only be compared to nil
//! 1 << n          // n not constant: the type of 1 is that of the context
//! ```
//!
//! INVARIANTS. If an operand is invalid so is the result, without another message.
//! SOURCE: the Go specification, "Operators"; wording and positions of types2.

use escargo_grammar::ast::{BinaryOp, ChanDir, ExprId, UnaryOp};

use super::checker::{Checker, Operand};
use super::info::Mode;
use crate::types::{Basic, Comparability, Const, Incomparable, TypeId, TypeKind};

/// The greatest count of a constant shift: enough for the smallest float.
const MAX_SHIFT: i64 = 1023 - 1 + 52;

/// Unary operators.
impl Checker<'_> {
    /// `op x`; the operator is that of the expression `e`.
    pub(super) fn unary(&mut self, x: &mut Operand, e: ExprId, op: UnaryOp, inner: ExprId) {
        self.expr(None, x, inner);
        if !x.is_valid() {
            return;
        }
        match op {
            UnaryOp::Addr => self.address(x, inner),
            UnaryOp::Recv => self.receive(x),
            UnaryOp::Tilde => {
                let hint = match self.world.all_integer(x.ty) {
                    true => " (use ^ for bitwise complement)",
                    false => "",
                };
                self.error(
                    self.start(e),
                    format!("cannot use ~ outside of interface or type constraint{hint}"),
                );
                x.invalidate();
            }
            UnaryOp::Plus | UnaryOp::Neg | UnaryOp::Not | UnaryOp::BitNot => {
                self.unary_arithmetic(x, e, op);
            }
        }
    }

    fn address(&mut self, x: &mut Operand, inner: ExprId) {
        let is_literal = matches!(
            self.node(self.unparen(inner)),
            escargo_grammar::ast::Expr::CompositeLit { .. }
        );
        if !is_literal && x.mode != Mode::Variable {
            let text = self.operand_text(x);
            self.error_at(
                x,
                format!("invalid operation: cannot take address of {text}"),
            );
            x.invalidate();
            return;
        }
        x.set_value(self.world.pointer(x.ty));
    }

    fn receive(&mut self, x: &mut Operand) {
        match self.chan_elem(self.start_of(x), x, true) {
            Some(elem) if self.is_complete(elem) => {
                x.mode = Mode::CommaOk;
                x.ty = elem;
                x.value = None;
                self.context.has_call_or_recv = true;
            }
            _wrong => x.invalidate(),
        }
    }

    fn start_of(&self, x: &Operand) -> u32 {
        x.expr.map_or(0, |e| self.start(e))
    }

    fn unary_arithmetic(&mut self, x: &mut Operand, e: ExprId, op: UnaryOp) {
        let world = self.world;
        let defined = match op {
            UnaryOp::BitNot => world.all_integer(x.ty),
            UnaryOp::Not => world.all_boolean(x.ty),
            _sign => world.all_numeric(x.ty),
        };
        if !defined {
            self.undefined_operator(x, op.as_str());
            return;
        }
        if x.mode != Mode::Constant {
            x.set_value(x.ty);
            return;
        }
        let Some(value) = x.value.take() else { return };
        if value == Const::Unknown {
            x.value = Some(value);
            return;
        }
        let bits = match world.as_basic(x.ty) {
            Some(basic) if basic.is_unsigned() => world.machine().bits(basic),
            _signed => None,
        };
        x.value = Some(Const::unary(op, &value, bits));
        x.expr = Some(e);
        self.overflow(x, self.operator_pos(e));
    }

    fn undefined_operator(&mut self, x: &mut Operand, op: &str) {
        let text = self.operand_text(x);
        self.error_at(
            x,
            format!("invalid operation: operator {op} not defined on {text}"),
        );
        x.invalidate();
    }

    /// The element type of the channel `x` that is received from or sent to; reports an error at `offset` if that is not possible.
    pub(super) fn chan_elem(&mut self, offset: u32, x: &Operand, receive: bool) -> Option<TypeId> {
        let cause = match self.channel_problem(x.ty, receive) {
            Ok(elem) => return Some(elem),
            Err(cause) => cause,
        };
        let text = self.operand_text(x);
        let verb = if receive { "receive from" } else { "send to" };
        let message = match self.world.is_type_param(x.ty) {
            true => format!("invalid operation: cannot {verb} {text}: {cause}"),
            false => format!("invalid operation: cannot {verb} {cause} {text}"),
        };
        self.error(offset, message);
        None
    }

    fn channel_problem(&self, ty: TypeId, receive: bool) -> Result<TypeId, String> {
        let world = self.world;
        let types = world
            .underlying_types(ty)
            .ok_or_else(|| "no specific channel type".to_owned())?;
        for &(ty, under) in &types {
            let problem = match world.kind(under) {
                TypeKind::Chan(ChanDir::Send, _) if receive => "send-only channel",
                TypeKind::Chan(ChanDir::Recv, _) if !receive => "receive-only channel",
                TypeKind::Chan(..) => continue,
                _other => "non-channel",
            };
            return Err(format!("{problem} {}", self.ty_text(ty)));
        }
        let common = world.common_underlying(ty);
        match common.map(|under| world.kind(under)) {
            Ok(TypeKind::Chan(_, elem)) => Ok(*elem),
            Ok(_) => Err("no specific channel type".to_owned()),
            Err(reason) => Err(self.no_common_type_text(reason)),
        }
    }
}

/// Binary operators.
impl Checker<'_> {
    /// `lhs op rhs`; `e` is missing for an assignment operation `lhs op= rhs`.
    pub(super) fn binary(
        &mut self,
        x: &mut Operand,
        e: Option<ExprId>,
        op: BinaryOp,
        lhs: ExprId,
        rhs: ExprId,
        op_offset: u32,
    ) {
        let mut y = Operand::invalid(self.world);
        self.expr(None, x, lhs);
        self.expr(None, &mut y, rhs);
        if !x.is_valid() {
            return;
        }
        if !y.is_valid() {
            x.invalidate();
            x.expr = y.expr;
            return;
        }
        if matches!(op, BinaryOp::Shl | BinaryOp::Shr) {
            self.shift(x, &mut y, e, op, op_offset);
            return;
        }
        self.match_types(x, &mut y);
        if !x.is_valid() {
            return;
        }
        if op.precedence() == BinaryOp::Eq.precedence() {
            self.comparison(x, &mut y, op, false);
            return;
        }
        if !self.world.identical(x.ty, y.ty) {
            self.mismatch(x, &y, e, op, (lhs, rhs));
            return;
        }
        if !self.operator_defined(x.ty, op) {
            self.undefined_operator(x, op.as_str());
            return;
        }
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && self.zero_divisor(x, &y) {
            self.error_at(&y, "invalid operation: division by zero");
            x.invalidate();
            return;
        }
        self.binary_result(x, &y, e, op, op_offset);
    }

    fn mismatch(
        &mut self,
        x: &mut Operand,
        y: &Operand,
        e: Option<ExprId>,
        op: BinaryOp,
        sides: (ExprId, ExprId),
    ) {
        let world = self.world;
        if world.is_valid(x.ty) && world.is_valid(y.ty) {
            let (x_type, y_type) = (self.ty_text(x.ty), self.ty_text(y.ty));
            let what = match e {
                Some(e) => self.expr_text(e),
                None => format!(
                    "{} {}= {}",
                    self.expr_text(sides.0),
                    op.as_str(),
                    self.expr_text(sides.1)
                ),
            };
            self.error_at(
                x,
                format!("invalid operation: {what} (mismatched types {x_type} and {y_type})"),
            );
        }
        x.invalidate();
    }

    fn operator_defined(&self, ty: TypeId, op: BinaryOp) -> bool {
        let world = self.world;
        match op {
            BinaryOp::Add => world.all_numeric_or_string(ty),
            BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => world.all_numeric(ty),
            BinaryOp::Rem | BinaryOp::And | BinaryOp::Or | BinaryOp::Xor | BinaryOp::AndNot => {
                world.all_integer(ty)
            }
            BinaryOp::LogAnd | BinaryOp::LogOr => world.all_boolean(ty),
            BinaryOp::Eq
            | BinaryOp::Ne
            | BinaryOp::Lt
            | BinaryOp::Le
            | BinaryOp::Gt
            | BinaryOp::Ge
            | BinaryOp::Shl
            | BinaryOp::Shr => true,
        }
    }

    fn zero_divisor(&self, x: &Operand, y: &Operand) -> bool {
        (x.mode == Mode::Constant || self.world.all_integer(x.ty))
            && y.mode == Mode::Constant
            && y.value.as_ref().is_some_and(|value| match value {
                Const::Complex(_) => false,
                value => value.is_zero_number(),
            })
    }

    fn binary_result(
        &mut self,
        x: &mut Operand,
        y: &Operand,
        e: Option<ExprId>,
        op: BinaryOp,
        op_offset: u32,
    ) {
        if x.mode != Mode::Constant || y.mode != Mode::Constant {
            x.set_value(x.ty);
            return;
        }
        let (Some(a), Some(b)) = (x.value.take(), &y.value) else {
            return;
        };
        let unknown = a == Const::Unknown || *b == Const::Unknown;
        if unknown || self.too_long_together(&a, b, op_offset) {
            x.value = Some(Const::Unknown);
            return;
        }
        let value = Const::binary(op, &a, b, self.world.is_integer(x.ty));
        x.value = Some(value);
        x.expr = e.or(x.expr);
        self.overflow(x, op_offset);
    }
}

/// Comparisons.
impl Checker<'_> {
    /// `x op y`; for `switch_case` that of a case `x` with the tag `y`, where `op` does not matter.
    pub(super) fn comparison(
        &mut self,
        x: &mut Operand,
        y: &mut Operand,
        op: BinaryOp,
        switch_case: bool,
    ) {
        let world = self.world;
        if !world.is_valid(x.ty) || !world.is_valid(y.ty) {
            x.invalidate();
            return;
        }
        let op = if switch_case { BinaryOp::Eq } else { op };
        if let Err((at_y, cause)) = self.comparison_problem(x, y, op) {
            self.comparison_error(x, y, op, switch_case, at_y, cause);
            x.invalidate();
            return;
        }
        let constant = match (&x.value, &y.value) {
            (Some(a), Some(b)) if x.mode == Mode::Constant && y.mode == Mode::Constant => {
                Some(match Const::compare(op, a, b) {
                    Some(result) => Const::Bool(result),
                    None => Const::Unknown,
                })
            }
            _not_constant => None,
        };
        match constant {
            Some(value) => x.value = Some(value),
            None => {
                x.mode = Mode::Value;
                x.value = None;
                for operand in [&*x, &*y] {
                    if let (Some(e), None) = (operand.expr, operand.dummy) {
                        self.update_expr_type(e, world.default_type(operand.ty), true);
                    }
                }
            }
        }
        x.ty = world.basic(Basic::UntypedBool);
    }

    /// Whether the error is about `y` rather than `x`, and what it is if there is something special to say.
    fn comparison_problem(
        &mut self,
        x: &Operand,
        y: &Operand,
        op: BinaryOp,
    ) -> Result<(), (bool, Option<String>)> {
        let world = self.world;
        if !self.is_assignable(x, y.ty) && !self.is_assignable(y, x.ty) {
            let (a, b) = (self.ty_text(x.ty), self.ty_text(y.ty));
            return Err((true, Some(format!("mismatched types {a} and {b}"))));
        }
        if !matches!(op, BinaryOp::Eq | BinaryOp::Ne) {
            for (operand, at_y) in [(x, false), (y, true)] {
                if !world.all_ordered(operand.ty) {
                    return Err((at_y, None));
                }
            }
            return Ok(());
        }
        if x.is_nil() || y.is_nil() {
            let other = if x.is_nil() { y } else { x };
            return match world.has_nil(other.ty) {
                true => Ok(()),
                false => Err((true, None)),
            };
        }
        for (operand, at_y) in [(x, false), (y, true)] {
            if let Err(reason) = world.comparable(operand.ty, Comparability::Dynamic) {
                return Err((at_y, self.incomparable_cause(operand.ty, reason)));
            }
        }
        Ok(())
    }

    fn comparison_error(
        &mut self,
        x: &Operand,
        y: &Operand,
        op: BinaryOp,
        switch_case: bool,
        at_y: bool,
        cause: Option<String>,
    ) {
        let world = self.world;
        let mut culprit = if at_y { y } else { x };
        let op = op.as_str();
        let cause = cause.unwrap_or_else(|| {
            if world.is_type_param(x.ty) || world.is_type_param(y.ty) {
                if !world.is_type_param(x.ty) {
                    culprit = y;
                }
                let ty = self.ty_text(culprit.ty);
                return format!("type parameter {ty} cannot use operator {op}");
            }
            let what = match self.composite_kind(culprit.ty) {
                "" => self.ty_text(culprit.ty),
                kind => kind.to_owned(),
            };
            format!("operator {op} not defined on {what}")
        });
        let (a, b) = (self.operand_name(x), self.operand_name(y));
        match switch_case {
            true => self.error_at(x, format!("invalid case {a} in switch on {b} ({cause})")),
            false => {
                self.error_at(
                    culprit,
                    format!("invalid operation: {a} {op} {b} ({cause})"),
                );
            }
        }
    }

    /// Why values of the type cannot be compared, if there is more to say than its kind.
    pub(super) fn incomparable_cause(&self, ty: TypeId, reason: Incomparable) -> Option<String> {
        if let TypeKind::Slice(_) | TypeKind::Func(_) | TypeKind::Map(..) =
            self.world.underlying_kind(ty)
        {
            return Some(format!(
                "{} can only be compared to nil",
                self.composite_kind(ty)
            ));
        }
        match reason {
            Incomparable::Kind => None,
            Incomparable::StructWith(field) => Some(format!(
                "struct containing {} cannot be compared",
                self.ty_text(field)
            )),
            Incomparable::Array(array) => {
                Some(format!("{} cannot be compared", self.ty_text(array)))
            }
            Incomparable::EmptyTypeSet => Some("empty type set".to_owned()),
            Incomparable::IncomparableTypes => Some("incomparable types in type set".to_owned()),
        }
    }
}

/// Shifts.
impl Checker<'_> {
    /// `x op y`; `e` is missing for an assignment operation.
    pub(super) fn shift(
        &mut self,
        x: &mut Operand,
        y: &mut Operand,
        e: Option<ExprId>,
        op: BinaryOp,
        op_offset: u32,
    ) {
        let world = self.world;
        // An untyped constant need only be representable as an integer.
        let integer_value = match &x.value {
            Some(value) if x.mode == Mode::Constant => {
                matches!(value, Const::Int(_) | Const::Big(_))
            }
            _not_constant => false,
        };
        let shiftable = world.all_integer(x.ty) || world.is_untyped(x.ty) && integer_value;
        if !shiftable {
            self.not_shiftable(x);
            return;
        }
        if !self.shift_count(y) {
            x.invalidate();
            return;
        }
        if x.mode == Mode::Constant {
            if y.mode == Mode::Constant {
                self.constant_shift(x, y, e, op, op_offset);
                return;
            }
            if world.is_untyped(x.ty) {
                // The constant gets the type that it would have without the shift: it waits for that.
                if let Some(lhs) = x.expr
                    && let Some(entry) = self.untyped.get_mut(&(self.current, lhs))
                {
                    entry.is_lhs = true;
                }
                x.set_value(x.ty);
                return;
            }
        }
        if !world.all_integer(x.ty) {
            self.not_shiftable(x);
            return;
        }
        x.set_value(x.ty);
    }

    fn not_shiftable(&mut self, x: &mut Operand) {
        let text = self.operand_text(x);
        self.error_at(
            x,
            format!("invalid operation: shifted operand {text} must be integer"),
        );
        x.invalidate();
    }

    /// Whether the operand can be a shift count; reports an error if not.
    fn shift_count(&mut self, y: &mut Operand) -> bool {
        let world = self.world;
        let problem = if y.mode == Mode::Constant {
            let negative = match &y.value {
                Some(value @ (Const::Int(_) | Const::Big(_))) => value.sign() == Some(-1),
                _no_integer => false,
            };
            if !negative {
                // The value must fit, but is not converted.
                if world.is_untyped(y.ty) {
                    self.representable(y, world.basic(Basic::Uint));
                }
                return y.is_valid();
            }
            "negative shift count"
        } else if world.all_integer(y.ty) {
            if world.all_unsigned(y.ty) || self.version_ok(13) {
                return true;
            }
            let text = self.operand_text(y);
            let what = format!("invalid operation: signed shift count {text}");
            return self.require_version(self.start_of(y), 13, &what);
        } else if world.is_untyped(y.ty) {
            self.convert_untyped(y, world.basic(Basic::Uint));
            return y.is_valid();
        } else {
            let text = self.operand_text(y);
            self.error_at(
                y,
                format!("invalid operation: shift count {text} must be integer"),
            );
            return false;
        };
        let text = self.operand_text(y);
        self.error_at(y, format!("invalid operation: {problem} {text}"));
        false
    }

    fn constant_shift(
        &mut self,
        x: &mut Operand,
        y: &Operand,
        e: Option<ExprId>,
        op: BinaryOp,
        op_offset: u32,
    ) {
        let world = self.world;
        let (Some(value), Some(count)) = (&x.value, &y.value) else {
            return;
        };
        let unknown = *value == Const::Unknown || *count == Const::Unknown;
        if !unknown && !matches!(count, Const::Int(0..=MAX_SHIFT)) {
            let text = self.operand_text(y);
            self.error_at(y, format!("invalid operation: invalid shift count {text}"));
            x.invalidate();
            return;
        }
        let result = match count {
            Const::Int(count) if !unknown => Const::shift(op, value, *count as u32),
            _unknown => Const::Unknown,
        };
        // `2.0 << 1` is an integer.
        if !world.is_integer(x.ty) {
            x.ty = world.basic(Basic::UntypedInt);
        }
        x.value = Some(result);
        if !unknown {
            x.expr = e.or(x.expr);
            self.overflow(x, op_offset);
        }
    }
}
