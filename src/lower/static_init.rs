//! What is laid out in static data instead of being computed when the program starts.
//!
//! QUESTION. Which initialisers of package-level variables does gc not execute? It takes an initialiser apart: constants,
//! addresses of variables, functions, literals of them, values boxed into interfaces go to static data; the dynamic parts
//! that remain are assigned to hidden variables. Nothing is said about what is static, and the analysis does not see it.
//!
//! ```text
//! var a = &T{p: new(int)}     static: &T{}; init: (*int)(p..stmp_0@0) = new(int)
//! var b = any(a)              static: a copy of what a was set to
//! var c = map[string]int{}    init: c = map[string]int{}
//! ```
//!
//! INVARIANTS. A site marked [`is_static`](crate::ir::Site::is_static) belongs to an instruction that hangs below no
//! statement of the outline. Blocks are as if nothing were static.
//! IGNORED. What the linker may set from outside (`-X`): copies of strings are dynamic, as in gc.
//! SOURCE: section 6.5 of the model of gc's analysis; cmd/compile/internal/staticinit.

use escargo_grammar::Symbol;
use escargo_grammar::ast::BinaryOp;
use rustc_hash::FxHashMap;

use super::builder::FuncBuilder;
use super::context::Lowerer;
use crate::ir::{BuiltinOp, ConvertOp, Global, Inst, OutlineKind, Value};
use crate::source::Pos;
use crate::types::{Const, ObjectId, TypeId, TypeKind};

/// What is known while the initialisers are taken apart.
pub(super) struct Schedule {
    /// The values of variables with one initialiser each, for copies.
    values: FxHashMap<ObjectId, Value>,
    /// Whether an initialiser so far may have changed variables of the package.
    mutated: bool,
    /// Names of hidden variables.
    hidden: u32,
    /// Where gc's front end is: the place of what is split off.
    pos: Pos,
}

impl Default for Schedule {
    fn default() -> Schedule {
        Schedule {
            values: FxHashMap::default(),
            mutated: false,
            hidden: 0,
            pos: Pos::NONE,
        }
    }
}

impl Schedule {
    /// An initialiser that may change variables makes later copies dynamic.
    pub fn note_mutation(&mut self, mutates: bool) {
        self.mutated |= mutates;
    }
}

/// What is being initialised: part of a variable.
#[derive(Clone)]
struct Dest {
    /// The variable's name as messages show it; none for `_`.
    name: Option<String>,
    /// The place, as long as it is the whole variable.
    place: Option<Value>,
    offset: u64,
}

impl Lowerer<'_> {
    /// Adds the outline of `place = value` as far as it is dynamic.
    pub(super) fn schedule(
        &mut self,
        schedule: &mut Schedule,
        (place, object): (Option<Value>, ObjectId),
        value: Value,
        pos: Pos,
    ) {
        schedule.note_mutation(self.b().may_modify_globals(value));
        if place.is_some() {
            schedule.values.insert(object, value);
        }
        if place.is_none() && !self.b().has_side_effects(value) {
            return;
        }
        schedule.pos = pos;
        let name = self.world.object(object).name;
        let dest = Dest {
            name: place.map(|_| name.as_str().to_owned()),
            place,
            offset: 0,
        };
        if !self.lay_out(schedule, &dest, value) {
            self.dynamic(&dest, value, pos);
        }
    }

    /// What remains to be executed.
    fn dynamic(&mut self, dest: &Dest, value: Value, pos: Pos) {
        let dst = dest.place.or_else(|| {
            let name = dest.name.as_ref()?;
            let ty = self.b().ty(value)?;
            let package = self.checked.package;
            let type_text = self.world.type_text(ty, package);
            let prefix = self.world.link_prefix(package);
            let text = format!("({type_text})({prefix}.{name}@{})", dest.offset);
            let global = self.package.globals.push(Global {
                object: None,
                name: Symbol::intern(&text),
                package,
                ty,
            });
            Some(self.b().emit(Inst::GlobalAddr(global), ty, pos))
        });
        let kind = OutlineKind::Assign {
            dst,
            src: Some(value),
            define: false,
        };
        self.b().push_stmt(pos, kind);
    }

    fn part(&mut self, schedule: &mut Schedule, dest: &Dest, value: Value) {
        if !self.lay_out(schedule, dest, value) {
            self.dynamic(dest, value, schedule.pos);
        }
    }

    /// gc's front end moves on to a value, unless it is a name, which has no place of its own.
    fn move_to(&mut self, schedule: &mut Schedule, value: Value) {
        let builder = self.b();
        let name = match builder.inst(value) {
            Inst::Load(place) => matches!(
                builder.inst(*place),
                Inst::GlobalAddr(_) | Inst::LocalAddr(_)
            ),
            Inst::FuncAddr(_) => true,
            _other => false,
        };
        let pos = builder.pos(value);
        if !name && pos.is_known() {
            schedule.pos = pos;
        }
    }

    fn hidden(&mut self, schedule: &mut Schedule) -> Dest {
        let name = format!(".stmp_{}", schedule.hidden);
        schedule.hidden += 1;
        Dest {
            name: Some(name),
            place: None,
            offset: 0,
        }
    }

    fn mark_static(&mut self, value: Value) {
        let builder = self.b();
        if let Some(site) = builder.inst(value).site() {
            builder.function.sites[site].is_static = true;
        }
    }

    /// Lays a value out statically, its dynamic parts aside. False if it is dynamic as a whole.
    fn lay_out(&mut self, schedule: &mut Schedule, dest: &Dest, value: Value) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.lay_out_unguarded(schedule, dest, value)
        })
    }

    fn lay_out_unguarded(&mut self, schedule: &mut Schedule, dest: &Dest, value: Value) -> bool {
        let addresses = !self.is_fips();
        let value = self.b().without_nops(value);
        match self.b().inst(value).clone() {
            Inst::Const(constant) => {
                addresses || !matches!(constant, Const::Str(_)) || self.b().is_zero(value)
            }
            Inst::Nil | Inst::Zero => true,
            Inst::FuncAddr(_) | Inst::MethodExpr(_) => addresses,
            Inst::Load(place) => addresses && self.copy(schedule, place),
            Inst::AddrOf(place) => addresses && self.b().is_static_place(place),
            Inst::PtrLit(_, literal) if addresses && self.b().is_literal(literal) => {
                self.mark_static(value);
                let dest = self.hidden(schedule);
                self.part(schedule, &dest, literal);
                true
            }
            Inst::Convert(ConvertOp::StringToBytes, x, _)
                if addresses && matches!(self.b().inst(x), Inst::Const(_)) =>
            {
                self.mark_static(value);
                true
            }
            Inst::SliceLit { elems, .. } if addresses => {
                self.mark_static(value);
                let dest = self.hidden(schedule);
                let elem = self.element_type(value);
                self.elements(schedule, &dest, elem, &elems);
                true
            }
            Inst::ArrayLit(elems) => {
                let elem = self.element_type(value);
                self.elements(schedule, dest, elem, &elems);
                true
            }
            Inst::StructLit(fields) => {
                self.fields(schedule, dest, value, &fields);
                true
            }
            Inst::Closure { func, .. } if addresses => {
                let captures = &self.package.funcs[func].captures;
                let free = captures.is_empty();
                if free {
                    self.mark_static(value);
                }
                free
            }
            Inst::Convert(ConvertOp::ToInterface | ConvertOp::InterfaceToInterface, ..)
                if addresses =>
            {
                self.boxed(schedule, dest, value)
            }
            _dynamic => false,
        }
    }

    /// The cryptographic module must not contain addresses in static data.
    fn is_fips(&self) -> bool {
        let path = self.world.package_path(self.checked.package);
        path == "crypto/internal/fips140"
            || path.starts_with("crypto/internal/fips140/") && !path.ends_with("/check")
    }

    fn element_type(&mut self, value: Value) -> Option<TypeId> {
        let ty = self.b().ty(value)?;
        match self.world.underlying_kind(ty) {
            TypeKind::Array(_, elem) | TypeKind::Slice(elem) => Some(*elem),
            _malformed => None,
        }
    }

    fn elements(
        &mut self,
        schedule: &mut Schedule,
        dest: &Dest,
        elem: Option<TypeId>,
        elems: &[(u64, Value)],
    ) {
        let size = elem.and_then(|elem| self.world.size_of(elem)).unwrap_or(0);
        for &(index, value) in elems {
            let part = Dest {
                place: None,
                offset: dest.offset.saturating_add(index.saturating_mul(size)),
                ..dest.clone()
            };
            self.static_element(schedule, &part, value);
        }
    }

    fn fields(
        &mut self,
        schedule: &mut Schedule,
        dest: &Dest,
        literal: Value,
        values: &[(u32, Value)],
    ) {
        let world = self.world;
        let ty = self.b().ty(literal).map(|ty| world.underlying_kind(ty));
        let Some(TypeKind::Struct(fields)) = ty else {
            return;
        };
        let offsets = world.field_offsets(fields).unwrap_or_default();
        for &(number, value) in values {
            let field = fields.get(number as usize);
            if field.is_some_and(|field| field.name.is_blank()) {
                continue;
            }
            let offset = offsets.get(number as usize).copied().unwrap_or(0);
            let part = Dest {
                place: None,
                offset: dest.offset.saturating_add(offset),
                ..dest.clone()
            };
            self.static_element(schedule, &part, value);
        }
    }

    fn static_element(&mut self, schedule: &mut Schedule, dest: &Dest, value: Value) {
        let constant = matches!(self.b().inst(value), Inst::Const(_));
        let plain = constant && !self.is_fips();
        if !plain && !self.b().is_zero(value) {
            // Structs and arrays inside are one plan with what they are in.
            if !matches!(self.b().inst(value), Inst::StructLit(_) | Inst::ArrayLit(_)) {
                self.move_to(schedule, value);
            }
            self.part(schedule, dest, value);
        }
    }

    /// A value converted to an interface.
    fn boxed(&mut self, schedule: &mut Schedule, dest: &Dest, value: Value) -> bool {
        let world = self.world;
        let mut inner = value;
        while let Inst::Convert(ConvertOp::ToInterface | ConvertOp::InterfaceToInterface, x, _) =
            *self.b().inst(inner)
        {
            inner = x;
        }
        let Some(ty) = self.b().ty(inner) else {
            return false;
        };
        let is_nil = matches!(self.b().inst(inner), Inst::Nil);
        if world.is_interface(ty) {
            return is_nil;
        }
        if world.has_shape(ty) {
            return false;
        }
        let mut current = value;
        while current != inner {
            self.mark_static(current);
            let Inst::Convert(_, x, _) = *self.b().inst(current) else {
                break;
            };
            current = x;
        }
        if world.is_direct_iface(ty) {
            if !is_nil {
                let dest = Dest {
                    place: None,
                    offset: dest.offset + 8,
                    ..dest.clone()
                };
                self.move_to(schedule, inner);
                self.part(schedule, &dest, inner);
            }
        } else {
            let dest = self.hidden(schedule);
            self.part(schedule, &dest, inner);
        }
        true
    }

    /// A copy of another variable of the package: static as long as nothing may have changed that.
    fn copy(&mut self, schedule: &mut Schedule, place: Value) -> bool {
        let Inst::GlobalAddr(global) = *self.b().inst(place) else {
            return false;
        };
        let global = self.package.globals[global];
        let Some(object) = global.object else {
            return false;
        };
        let string = matches!(
            self.world.as_basic(self.world.underlying(global.ty)),
            Some(crate::types::Basic::String)
        );
        if global.package != self.checked.package || string || schedule.mutated {
            return false;
        }
        let Some(&source) = schedule.values.get(&object) else {
            return false;
        };
        let source = self.b().without_nops(source);
        match self.b().inst(source).clone() {
            Inst::FuncAddr(_) | Inst::MethodExpr(_) => true,
            // What cannot be copied further back is assigned when the program starts: two variables, no allocation.
            Inst::Load(inner) => matches!(self.b().inst(inner), Inst::GlobalAddr(_)),
            Inst::Nil | Inst::Const(_) | Inst::Zero => true,
            Inst::AddrOf(place) => matches!(self.b().inst(place), Inst::GlobalAddr(_)),
            Inst::PtrLit(_, literal) => self.b().is_literal(literal),
            Inst::SliceLit { .. } | Inst::ArrayLit(_) | Inst::StructLit(_) => true,
            _dynamic => false,
        }
    }
}

impl FuncBuilder {
    /// The value below conversions that change nothing.
    fn without_nops(&self, mut value: Value) -> Value {
        while let Inst::Convert(ConvertOp::Nop, x, _) = *self.inst(value) {
            value = x;
        }
        value
    }

    fn is_literal(&self, value: Value) -> bool {
        matches!(
            self.inst(value),
            Inst::StructLit(_) | Inst::ArrayLit(_) | Inst::SliceLit { .. } | Inst::MapLit { .. }
        )
    }

    /// A variable of a package, a field or a constant element of one.
    fn is_static_place(&self, place: Value) -> bool {
        match self.inst(place) {
            Inst::GlobalAddr(_) => true,
            Inst::FieldAddr(x, _) => self.is_static_place(*x),
            Inst::IndexAddr(x, index) => {
                matches!(self.inst(*index), Inst::Const(_)) && self.is_static_place(*x)
            }
            _dynamic => false,
        }
    }

    fn is_zero(&self, value: Value) -> bool {
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
    pub(super) fn may_modify_globals(&self, value: Value) -> bool {
        self.any_node(value, &mut |builder, value| {
            matches!(
                builder.inst(value),
                Inst::Call { .. }
                    | Inst::Append { .. }
                    | Inst::AppendSlice { .. }
                    | Inst::Builtin(BuiltinOp::Clear | BuiltinOp::Copy, _)
            )
        })
    }
}
