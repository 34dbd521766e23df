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
use rustc_hash::FxHashMap;

use super::builder::{FuncBuilder, empty_function};
use super::effects::Globals;
use crate::ir::{ConvertOp, Global, Inst, OutlineKind, Package, StmtId, Value};
use crate::source::Pos;
use crate::types::{Const, ObjectId, TypeId, TypeKind, World};

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

/// What is being initialised: part of a variable.
#[derive(Clone)]
pub(super) struct Dest {
    /// The variable's name as messages show it; none for `_`.
    name: Option<String>,
    /// The place, as long as it is the whole variable.
    place: Option<Value>,
    offset: u64,
}

/// Takes the static part out of the outline of the package's initialiser, whose calls are expanded.
pub(super) fn lay_out_variables(world: &World, package: &mut Package) {
    let Some(id) = package.init else { return };
    let shell = &package.funcs[id];
    let placeholder = empty_function(shell.name, shell.kind, shell.pos, shell.ty);
    let function = std::mem::replace(&mut package.funcs[id], placeholder);
    let body = function.source.body.clone();
    let mut init = StaticInit {
        world,
        package,
        builder: FuncBuilder::resume(id, function),
        out: Vec::new(),
    };
    let mut schedule = Schedule::default();
    for stmt in body {
        init.statement(&mut schedule, stmt);
    }
    let StaticInit { builder, out, .. } = init;
    let mut function = builder.finish();
    function.source.body = out;
    package.funcs[id] = function;
}

/// The initialiser while it is taken apart.
pub(super) struct StaticInit<'a> {
    pub(super) world: &'a World,
    package: &'a mut Package,
    pub(super) builder: FuncBuilder,
    /// What remains of the body.
    out: Vec<StmtId>,
}

impl StaticInit<'_> {
    pub(super) fn b(&mut self) -> &mut FuncBuilder {
        &mut self.builder
    }

    fn statement(&mut self, schedule: &mut Schedule, stmt: StmtId) {
        let source = &self.builder.function.source.stmts[stmt];
        let pos = source.pos;
        match source.kind.clone() {
            OutlineKind::Assign {
                dst,
                src: Some(value),
                ..
            } if source.init.is_empty() => {
                if !self.assign(schedule, dst, value, pos) {
                    self.out.push(stmt);
                }
            }
            OutlineKind::AssignMulti { dsts, src, .. } => {
                self.note_mutation(schedule, src);
                let blank = dsts.iter().all(Option::is_none);
                if !blank || self.builder.has_side_effects(src) {
                    self.out.push(stmt);
                }
            }
            _dynamic => self.out.push(stmt),
        }
    }

    fn note_mutation(&self, schedule: &mut Schedule, value: Value) {
        if !schedule.mutated {
            let globals = Globals {
                package: self.package,
            };
            schedule.mutated = self.builder.may_modify_globals(value, &globals);
        }
    }

    /// Lays `place = value` out as far as it is static. False if it is dynamic as a whole.
    fn assign(
        &mut self,
        schedule: &mut Schedule,
        place: Option<Value>,
        value: Value,
        pos: Pos,
    ) -> bool {
        self.note_mutation(schedule, value);
        let global = place.and_then(|place| match self.builder.inst(place) {
            Inst::GlobalAddr(global) => Some(self.package.globals[*global]),
            _no_variable => None,
        });
        if let Some(object) = global.and_then(|global| global.object) {
            schedule.values.insert(object, value);
        }
        if place.is_none() && !self.builder.has_side_effects(value) {
            return true;
        }
        schedule.pos = pos;
        let dest = Dest {
            name: global.map(|global| global.name.as_str().to_owned()),
            place,
            offset: 0,
        };
        self.lay_out(schedule, &dest, value)
    }

    /// What remains to be executed.
    fn dynamic(&mut self, dest: &Dest, value: Value, pos: Pos) {
        let dst = dest.place.or_else(|| {
            let name = dest.name.as_ref()?;
            let ty = self.b().ty(value)?;
            let package = self.package.package;
            // gc writes func types without the names of parameters.
            let type_text = self.world.type_text(self.world.canonical(ty), package);
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
        let stmt = self.builder.make_stmt(pos, kind);
        self.out.push(stmt);
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

    pub(super) fn mark_static(&mut self, value: Value) {
        let builder = self.b();
        if let Some(site) = builder.inst(value).site() {
            builder.function.sites[site].is_static = true;
        }
    }

    /// Lays a value out statically, its dynamic parts aside. False if it is dynamic as a whole.
    pub(super) fn lay_out(&mut self, schedule: &mut Schedule, dest: &Dest, value: Value) -> bool {
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
            Inst::Inlined { .. } => self.static_call(schedule, dest, value),
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
        let path = self.world.package_path(self.package.package);
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
        if global.package != self.package.package || string || schedule.mutated {
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
