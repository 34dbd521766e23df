//! Assignments that store nothing new: `b.buf = b.buf[n:]`, `s.x = s.y`, `a[i] = a[j]`.
//!
//! They keep pointers where they were, so they are no flow; without this rule `b` would leak, since what is stored through a
//! pointer goes to the heap. Section 2.5 of the model lists the forms.

use crate::ir::{BuiltinOp, ConvertOp, Function, GlobalId, Inst, LocalId, Value};
use crate::types::World;
use escargo_grammar::ast::{BinaryOp, UnaryOp};

/// Whether the assignment stores nothing that is not already there.
pub(super) fn is_self_assignment(world: &World, func: &Function, dst: Value, src: Value) -> bool {
    let check = Check { world, func };
    check.slices_itself(dst, src) || check.moves_within(dst, src)
}

/// A variable, of a function or of the package.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variable {
    Local(LocalId),
    Global(GlobalId),
}

struct Check<'a> {
    world: &'a World,
    func: &'a Function,
}

impl Check<'_> {
    fn inst(&self, value: Value) -> &Inst {
        &self.func.insts[value]
    }

    /// `*p = (*p)[i:]`, `p.f = p.g[i:]` with a variable `p`.
    fn slices_itself(&self, dst: Value, src: Value) -> bool {
        let Some(pointer) = self.behind_variable(dst) else {
            return false;
        };
        let Inst::Slice { x, .. } = self.inst(src) else {
            return false;
        };
        // A sliced array is its own address: that is a new pointer.
        let Inst::Load(place) = self.inst(*x) else {
            return false;
        };
        self.behind_variable(*place) == Some(pointer)
    }

    /// The variable, if the place is `*p` or `p.f` with a pointer variable `p`.
    fn behind_variable(&self, place: Value) -> Option<Variable> {
        let pointer = match self.inst(place) {
            Inst::Deref(pointer) => *pointer,
            Inst::FieldAddr(base, _) => match self.inst(*base) {
                Inst::Deref(pointer) if self.func.source.values[*base].implicit => *pointer,
                _value => return None,
            },
            _other => return None,
        };
        match self.inst(pointer) {
            Inst::Load(place) => match self.inst(*place) {
                Inst::LocalAddr(local) => Some(Variable::Local(*local)),
                Inst::GlobalAddr(global) => Some(Variable::Global(*global)),
                _other => None,
            },
            _other => None,
        }
    }

    /// Two fields of the same operand, or two elements.
    fn moves_within(&self, dst: Value, src: Value) -> bool {
        let Inst::Load(src) = self.inst(src) else {
            return false;
        };
        match (self.inst(dst), self.inst(*src)) {
            (Inst::FieldAddr(a, _), Inst::FieldAddr(b, _)) => {
                match (self.implicit_pointer(*a), self.implicit_pointer(*b)) {
                    (Some(a), Some(b)) => self.same(a, b),
                    (None, None) => self.same(*a, *b),
                    _different => false,
                }
            }
            (Inst::IndexAddr(a, i), Inst::IndexAddr(b, j))
            | (Inst::ElemAddr(a, i), Inst::ElemAddr(b, j)) => {
                self.is_harmless(*i) && self.is_harmless(*j) && self.same(*a, *b)
            }
            _other => false,
        }
    }

    fn implicit_pointer(&self, base: Value) -> Option<Value> {
        match self.inst(base) {
            Inst::Deref(pointer) if self.func.source.values[base].implicit => Some(*pointer),
            _other => None,
        }
    }

    /// Without loads, and conversions that change nothing.
    fn bare(&self, value: Value) -> Value {
        let mut value = value;
        loop {
            value = match self.inst(value) {
                Inst::Load(place) => *place,
                Inst::Convert(
                    ConvertOp::Nop | ConvertOp::UintptrToPointer | ConvertOp::PointerToUintptr,
                    x,
                    _,
                ) => *x,
                _other => return value,
            };
        }
    }

    /// The same expression, without effects.
    fn same(&self, a: Value, b: Value) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let (a, b) = (self.bare(a), self.bare(b));
            self.same_type(a, b) && self.same_form(a, b)
        })
    }

    fn same_type(&self, a: Value, b: Value) -> bool {
        let types = (self.func.types[a].expand(), self.func.types[b].expand());
        match types {
            (Some(a), Some(b)) => self.world.identical(a, b),
            (None, None) => true,
            _different => false,
        }
    }

    fn same_form(&self, a: Value, b: Value) -> bool {
        match (self.inst(a), self.inst(b)) {
            (Inst::LocalAddr(a), Inst::LocalAddr(b)) => a == b,
            (Inst::GlobalAddr(a), Inst::GlobalAddr(b)) => a == b,
            (Inst::FuncAddr(a), Inst::FuncAddr(b)) => a == b,
            (Inst::FieldAddr(a, f), Inst::FieldAddr(b, g))
            | (Inst::Field(a, f), Inst::Field(b, g)) => f == g && self.same(*a, *b),
            (Inst::Deref(a), Inst::Deref(b)) => self.same(*a, *b),
            (Inst::Unary(op, a), Inst::Unary(other, b)) => {
                let safe = matches!(
                    op,
                    UnaryOp::Not | UnaryOp::BitNot | UnaryOp::Plus | UnaryOp::Neg
                );
                safe && op == other && self.same(*a, *b)
            }
            (Inst::Convert(ConvertOp::Numeric, a, _), Inst::Convert(ConvertOp::Numeric, b, _)) => {
                self.same(*a, *b)
            }
            (Inst::IndexAddr(a, i), Inst::IndexAddr(b, j))
            | (Inst::ElemAddr(a, i), Inst::ElemAddr(b, j))
            | (Inst::MapElem(a, i), Inst::MapElem(b, j))
            | (Inst::StringIndex(a, i), Inst::StringIndex(b, j))
            | (Inst::Index(a, i), Inst::Index(b, j)) => self.same(*a, *b) && self.same(*i, *j),
            (Inst::Binary(op, a, c), Inst::Binary(other, b, d)) => {
                is_arithmetic(*op) && op == other && self.same(*a, *b) && self.same(*c, *d)
            }
            (Inst::Const(a), Inst::Const(b)) => a == b,
            (Inst::Nil, Inst::Nil) => true,
            _different => false,
        }
    }

    /// An index that neither calls nor receives nor allocates.
    fn is_harmless(&self, value: Value) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match self.inst(value) {
            Inst::LocalAddr(_)
            | Inst::GlobalAddr(_)
            | Inst::FuncAddr(_)
            | Inst::Const(_)
            | Inst::Nil => true,
            Inst::Load(x)
            | Inst::Deref(x)
            | Inst::FieldAddr(x, _)
            | Inst::Field(x, _)
            | Inst::Unary(_, x) => self.is_harmless(*x),
            Inst::Convert(
                ConvertOp::Nop
                | ConvertOp::Numeric
                | ConvertOp::PointerToUintptr
                | ConvertOp::UintptrToPointer,
                x,
                _,
            ) => self.is_harmless(*x),
            Inst::Binary(op, x, y) => {
                is_arithmetic(*op) && self.is_harmless(*x) && self.is_harmless(*y)
            }
            Inst::IndexAddr(x, y)
            | Inst::ElemAddr(x, y)
            | Inst::Index(x, y)
            | Inst::StringIndex(x, y) => self.is_harmless(*x) && self.is_harmless(*y),
            Inst::Builtin(BuiltinOp::Len | BuiltinOp::Cap, args) => {
                let args = args.as_slice(&self.func.value_lists);
                args.iter().all(|&arg| self.is_harmless(arg))
            }
            _may_do_something => false,
        })
    }
}

fn is_arithmetic(op: BinaryOp) -> bool {
    match op {
        BinaryOp::Add
        | BinaryOp::Sub
        | BinaryOp::Or
        | BinaryOp::Xor
        | BinaryOp::Mul
        | BinaryOp::Div
        | BinaryOp::Rem
        | BinaryOp::And
        | BinaryOp::AndNot
        | BinaryOp::Shl
        | BinaryOp::Shr => true,
        BinaryOp::LogOr
        | BinaryOp::LogAnd
        | BinaryOp::Eq
        | BinaryOp::Ne
        | BinaryOp::Lt
        | BinaryOp::Le
        | BinaryOp::Gt
        | BinaryOp::Ge => false,
    }
}
