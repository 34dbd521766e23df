//! Conversions, written and implied.
//!
//! gc inserts a conversion wherever a value is assigned to something of another type: assignment, argument, return, send,
//! element of a literal, map key, operand of a mixed comparison. Such a node is invisible in text (`implicit`) and stands
//! at its operand's place, as written conversions do. Where the types are identical there is no node at all; a written
//! conversion always is one.
//!
//! ```text
//! var a any = n        Convert(ToInterface, n) implicit, with a site
//! var e error = p      no site: a pointer is stored in the interface word itself
//! []rune("ab")         a slice literal of constants, as gc makes it
//! ```
//!
//! Source: the Go specification, "Conversions"; section 2.4 of the model of gc's analysis.

use escargo_grammar::ast::ExprId;

use super::context::Lowerer;
use crate::check::info::Mode;
use crate::ir::{ConvertOp, Inst, SiteKind, Value};
use crate::source::Pos;
use crate::types::{Basic, Const, TypeId, TypeKind, World};

impl Lowerer<'_> {
    /// The value of an expression where one of type `ty` is wanted.
    pub fn expr_to(&mut self, e: ExprId, ty: TypeId) -> Value {
        let pos = self.expr_pos(e);
        if self.is_nil(e) {
            return self.b().emit(Inst::Nil, ty, pos);
        }
        let own = self.type_of(e);
        if let Some(value) = self.const_of(e)
            && self.world.is_untyped(own)
            && !self.world.is_interface(ty)
        {
            let value = value.clone();
            return self.b().emit(Inst::Const(value), ty, pos);
        }
        if !self.same_type(own, ty) {
            self.note_type(ty);
        }
        let value = self.expr(e);
        let pos = self.written_pos(e);
        self.convert(value, ty, pos)
    }

    /// Whether an expression is `nil`.
    pub fn is_nil(&self, e: ExprId) -> bool {
        self.mode(self.ast().unparen(e)) == Mode::Nil
    }

    /// Converts as an assignment does; the value itself if it has the type already.
    pub fn convert(&mut self, value: Value, ty: TypeId, pos: Pos) -> Value {
        match self.b().ty(value) {
            Some(own) if !self.same_type(own, ty) || self.becomes_interface(own, ty) => {
                let converted = self.convert_explicitly(value, ty, pos);
                self.b().set_implicit(converted);
                converted
            }
            Some(_) | None => value,
        }
    }

    /// Whether a type parameter's shape goes to an interface type: other types whatever they are made of.
    fn becomes_interface(&self, from: TypeId, to: TypeId) -> bool {
        self.world.is_shape(from) && !self.world.is_shape(to) && self.world.is_interface(to)
    }

    /// Converts as `T(x)` does: there is always a node.
    pub fn convert_explicitly(&mut self, value: Value, ty: TypeId, pos: Pos) -> Value {
        let own = self.b().ty(value).unwrap_or(ty);
        let op = conversion(self.world, own, ty);
        if op == ConvertOp::StringToRunes
            && let Inst::Const(Const::Str(text)) = self.b().inst(value)
        {
            let text = text.clone();
            return self.rune_literal(value, &text, ty, pos);
        }
        match self.conversion_site(op, own) {
            Some(site) => {
                let make = |site| Inst::Convert(op, value, Some(site));
                self.b().emit_site(site, make, ty, pos)
            }
            None => self.b().emit(Inst::Convert(op, value, None), ty, pos),
        }
    }

    fn conversion_site(&self, op: ConvertOp, from: TypeId) -> Option<(SiteKind, TypeId)> {
        match op {
            ConvertOp::ToInterface => {
                let boxed = !self.world.is_direct_iface(from);
                boxed.then_some((SiteKind::InterfaceBox, from))
            }
            ConvertOp::BytesToString
            | ConvertOp::RunesToString
            | ConvertOp::RuneToString
            | ConvertOp::StringToBytes => {
                Some((SiteKind::StringConversion, self.basic(Basic::Uint8)))
            }
            ConvertOp::StringToRunes => {
                Some((SiteKind::StringConversion, self.basic(Basic::Int32)))
            }
            ConvertOp::Nop
            | ConvertOp::Numeric
            | ConvertOp::InterfaceToInterface
            | ConvertOp::SliceToArray
            | ConvertOp::SliceToArrayPointer
            | ConvertOp::UintptrToPointer
            | ConvertOp::PointerToUintptr => None,
        }
    }

    /// `[]rune("ab")`: gc spells the slice out. The string's value stays behind, unused.
    fn rune_literal(&mut self, _string: Value, text: &[u8], ty: TypeId, pos: Pos) -> Value {
        let elem = match self.world.underlying_kind(ty) {
            TypeKind::Slice(elem) => *elem,
            _no_slice => self.basic(Basic::Int32),
        };
        let runes: Vec<char> = String::from_utf8_lossy(text).chars().collect();
        let mut elems = Vec::with_capacity(runes.len());
        for (n, &rune) in runes.iter().enumerate() {
            let value = self.b().int(i64::from(u32::from(rune)), elem, pos);
            elems.push((n as u64, value));
        }
        self.slice_literal(
            (SiteKind::SliceLit, elem),
            elems.len() as u64,
            elems,
            ty,
            pos,
        )
    }

    /// The written conversion `T(x)`.
    pub fn conversion_call(&mut self, call: ExprId, arg: ExprId) -> Value {
        let ty = self.type_of(call);
        self.note_type(ty);
        let pos = self.written_pos(arg);
        if self.is_nil(arg) {
            let nil = self.b().emit(Inst::Nil, ty, pos);
            return self
                .b()
                .emit(Inst::Convert(ConvertOp::Nop, nil, None), ty, pos);
        }
        if let Some(value) = self.type_param_constant(call, arg, ty, pos) {
            return value;
        }
        let value = self.expr(arg);
        self.convert_explicitly(value, ty, pos)
    }

    /// A constant converted to a type parameter is a constant of its shape, but no constant of the language: gc wraps it.
    fn type_param_constant(
        &mut self,
        call: ExprId,
        arg: ExprId,
        ty: TypeId,
        pos: Pos,
    ) -> Option<Value> {
        let declared = self.info().types[call].ty.expand()?;
        let constant = self.const_of(arg)?;
        if !self.world.is_type_param(declared) {
            return None;
        }
        let basic = self.world.as_basic(self.world.underlying(ty))?;
        let constant = constant.representable(basic, self.world.machine()).ok()?;
        let value = self.b().emit(Inst::Const(constant), ty, pos);
        let nop = Inst::Convert(ConvertOp::Nop, value, None);
        Some(self.b().emit_implicit(nop, ty, pos))
    }
}

/// Which operation converts between two types that differ (or not: a written conversion).
pub(super) fn conversion(world: &World, from: TypeId, to: TypeId) -> ConvertOp {
    let (source, target) = (world.underlying_kind(from), world.underlying_kind(to));
    match (source, target) {
        (TypeKind::Interface(_), TypeKind::Interface(_)) => {
            // Of defined types with methods gc makes a conversion even if they have the same methods.
            let same = world.identical(world.underlying(from), world.underlying(to));
            let plain = world.identical(from, to) || world.type_set(from).methods.is_empty();
            if same && plain {
                ConvertOp::Nop
            } else {
                ConvertOp::InterfaceToInterface
            }
        }
        (_, TypeKind::Interface(_)) => ConvertOp::ToInterface,
        (TypeKind::Basic(a), TypeKind::Basic(b)) => basic_conversion(a.canonical(), b.canonical()),
        (TypeKind::Slice(elem), TypeKind::Basic(b)) if b.is_string() => {
            match world
                .as_basic(world.underlying(*elem))
                .map(Basic::canonical)
            {
                Some(Basic::Int32) => ConvertOp::RunesToString,
                _bytes => ConvertOp::BytesToString,
            }
        }
        (TypeKind::Basic(a), TypeKind::Slice(elem)) if a.is_string() => {
            match world
                .as_basic(world.underlying(*elem))
                .map(Basic::canonical)
            {
                Some(Basic::Int32) => ConvertOp::StringToRunes,
                _bytes => ConvertOp::StringToBytes,
            }
        }
        (TypeKind::Slice(_), TypeKind::Array(..)) => ConvertOp::SliceToArray,
        (TypeKind::Slice(_), TypeKind::Pointer(_)) => ConvertOp::SliceToArrayPointer,
        _same_representation => ConvertOp::Nop,
    }
}

fn basic_conversion(from: Basic, to: Basic) -> ConvertOp {
    let numeric = |basic: Basic| basic.is_numeric() && basic != Basic::UnsafePointer;
    match (from, to) {
        (Basic::UnsafePointer, Basic::UnsafePointer) => ConvertOp::Nop,
        (Basic::UnsafePointer, to) if to.is_integer() => ConvertOp::PointerToUintptr,
        (from, Basic::UnsafePointer) if from.is_integer() => ConvertOp::UintptrToPointer,
        (from, to) if from.is_integer() && to.is_string() => ConvertOp::RuneToString,
        // Conversions of floats round, even to the same type.
        (from, to) if numeric(from) && numeric(to) && (from != to || !from.is_integer()) => {
            ConvertOp::Numeric
        }
        _same => ConvertOp::Nop,
    }
}
