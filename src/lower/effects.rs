//! What evaluating an expression may do, as far as gc asks: whether it can be dropped, moved or repeated.
//!
//! SOURCE: section 6.5 of the model of gc's analysis; cmd/compile/internal/staticinit.

use escargo_grammar::ast::BinaryOp;

use super::builder::FuncBuilder;
use crate::ir::outline_walk::{Node, OutlineWalk};
use crate::ir::{BuiltinOp, ConvertOp, GlobalId, Inst, OutlineKind, Package, Value};
use crate::types::Const;

impl FuncBuilder {
    /// The value below conversions that change nothing.
    pub(super) fn without_nops(&self, mut value: Value) -> Value {
        while let Inst::Convert(ConvertOp::Nop, x, _) = *self.inst(value) {
            value = x;
        }
        value
    }

    pub(super) fn is_literal(&self, value: Value) -> bool {
        matches!(
            self.inst(value),
            Inst::StructLit(_) | Inst::ArrayLit(_) | Inst::SliceLit { .. } | Inst::MapLit { .. }
        )
    }

    /// A variable of a package, a field or a constant element of one.
    pub(super) fn is_static_place(&self, place: Value) -> bool {
        match self.inst(place) {
            Inst::GlobalAddr(_) => true,
            Inst::FieldAddr(x, _) => self.is_static_place(*x),
            Inst::IndexAddr(x, index) => {
                matches!(self.inst(*index), Inst::Const(_)) && self.is_static_place(*x)
            }
            _dynamic => false,
        }
    }

    pub(super) fn is_zero(&self, value: Value) -> bool {
        match self.inst(value) {
            Inst::Nil | Inst::Zero => true,
            Inst::Const(Const::Bool(value)) => !value,
            Inst::Const(Const::Str(bytes)) => bytes.is_empty(),
            Inst::Const(constant) => constant.is_zero_number(),
            Inst::ArrayLit(elems) => elems.iter().all(|&(_, elem)| self.is_zero(elem)),
            Inst::StructLit(fields) => fields.iter().all(|&(_, field)| self.is_zero(field)),
            _other => false,
        }
    }

    /// Whether something holds for a node below the value, the statements attached to it included.
    fn any_node(&self, value: Value, holds: &mut impl FnMut(&FuncBuilder, Value) -> bool) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            // Statements attached to a value are assignments of calls and the like.
            if holds(self, value) || self.function.source.value_init.contains_key(&value) {
                return true;
            }
            let mut operands = Vec::new();
            self.inst(value)
                .each_operand(&self.function.value_lists, |operand| operands.push(operand));
            operands
                .into_iter()
                .any(|operand| self.any_node(operand, holds))
        })
    }

    /// The number of nodes that gc has for the value.
    pub(super) fn node_count(&self, value: Value) -> usize {
        let mut count = 0;
        self.any_node(value, &mut |builder, value| {
            count += match builder.inst(value) {
                // A key node stands before each pair and each field.
                Inst::MapLit { pairs, .. } => 1 + pairs.len(),
                Inst::StructLit(fields) => 1 + fields.len(),
                // A load has no node besides that of its place.
                Inst::Load(_) => 0,
                _other => 1,
            };
            false
        });
        count
    }

    /// Whether evaluating the value may be noticed.
    pub(super) fn has_side_effects(&self, value: Value) -> bool {
        self.any_node(value, &mut |builder, value| builder.is_side_effect(value))
    }

    fn is_side_effect(&self, value: Value) -> bool {
        match self.inst(value) {
            Inst::Const(_)
            | Inst::Nil
            | Inst::Zero
            | Inst::FuncAddr(_)
            | Inst::LocalAddr(_)
            | Inst::GlobalAddr(_)
            | Inst::FieldAddr(..)
            | Inst::Load(_)
            | Inst::AddrOf(_)
            | Inst::Field(..)
            | Inst::Unary(..)
            | Inst::ShortCircuit { .. }
            | Inst::Concat(..)
            | Inst::StructLit(_)
            | Inst::ArrayLit(_)
            | Inst::SliceLit { .. }
            | Inst::MapLit { .. }
            | Inst::PtrLit(..)
            | Inst::New(_) => false,
            Inst::Binary(BinaryOp::Div | BinaryOp::Rem, _, y) => {
                !matches!(self.inst(*y), Inst::Const(c) if !c.is_zero_number())
            }
            Inst::Binary(..) => false,
            Inst::Convert(op, ..) => {
                matches!(op, ConvertOp::SliceToArray | ConvertOp::SliceToArrayPointer)
            }
            Inst::MakeMap { size, .. } | Inst::MakeChan { size, .. } => {
                size.is_some_and(|size| !self.is_zero(size))
            }
            Inst::Builtin(op, _) => !matches!(
                op,
                BuiltinOp::Len
                    | BuiltinOp::Cap
                    | BuiltinOp::Real
                    | BuiltinOp::Imag
                    | BuiltinOp::Complex
            ),
            _other => true,
        }
    }

    /// Whether evaluating the value may change variables of the package.
    pub(super) fn may_modify_globals(&self, value: Value, globals: &Globals<'_>) -> bool {
        let mut nodes = OutlineWalk::of_value(&self.function, value).nodes();
        nodes.any(|node| match node {
            Node::Value(value) => matches!(
                self.inst(value),
                Inst::Call { .. }
                    | Inst::Append { .. }
                    | Inst::AppendSlice { .. }
                    | Inst::Builtin(BuiltinOp::Clear | BuiltinOp::Copy, _)
            ),
            Node::Stmt(stmt) => {
                let (one, several): (&[Option<Value>], &[Option<Value>]) =
                    match &self.function.source.stmts[stmt].kind {
                        OutlineKind::Assign { dst, .. } => (std::slice::from_ref(dst), &[]),
                        OutlineKind::OpAssign { dst, .. } => {
                            return !self.is_elsewhere(*dst, globals);
                        }
                        OutlineKind::AssignPairs { dsts, .. }
                        | OutlineKind::AssignMulti { dsts, .. } => (&[], dsts),
                        _no_assignment => (&[], &[]),
                    };
                let mut places = one.iter().chain(several).flatten();
                places.any(|&place| !self.is_elsewhere(place, globals))
            }
        })
    }

    /// Whether what is assigned to is a local variable or one of another package, or behind such a pointer.
    fn is_elsewhere(&self, mut place: Value, globals: &Globals<'_>) -> bool {
        loop {
            match self.inst(place) {
                Inst::FieldAddr(base, _) | Inst::IndexAddr(base, _) => place = *base,
                Inst::Load(inner) => place = *inner,
                Inst::Deref(pointer) if !self.function.source.values[place].implicit => {
                    place = *pointer;
                }
                Inst::LocalAddr(_) => return true,
                Inst::GlobalAddr(global) => return globals.is_foreign(*global),
                _unknown => return false,
            }
        }
    }
}

/// Which package variables belong to.
pub(super) struct Globals<'p> {
    /// The variables of the package being looked at.
    pub package: &'p Package,
}

impl Globals<'_> {
    fn is_foreign(&self, global: GlobalId) -> bool {
        self.package.globals[global].package != self.package.package
    }
}
