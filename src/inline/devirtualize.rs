//! Interface calls whose receiver can only be of one type become direct calls.
//!
//! The receiver's type is known if the interface value is a conversion of a concrete value, or a local variable whose
//! assignments, wherever they stand, all give it values of the same concrete type (`nil` aside). (Up to Go 1.25: whose only
//! assignment is such a conversion.)
//!
//! ```text
//! var i I = &A{}; i.M(p)        (*A).M(i.(*A), p)        message: devirtualizing i.M to *A
//! ```
//!
//! The rewriting is done in the IR itself: the analysis, and all that prints expressions, must see the direct call. If the
//! concrete type has the method from an embedded interface, the call stays one through that interface (*partially*
//! devirtualized).
//!
//! IGNORED. Parameters, package-level variables, results of calls: they may hold anything. Methods of instances of generic types that neither
//! the package nor that of the generic type has a function for.
//!
//! SOURCE: section 6.8 of the model; `cmd/compile/internal/devirtualize`.

use crate::callgraph::static_value::{
    Assigned, Variables, changes_nothing, read_local, static_value,
};
use crate::ir::{Callee, ConvertOp, Extern, FuncId, FuncRef, Function, Inst, Package, Value};
use crate::rules::{ReleaseRule, Rules};
use crate::types::{ObjectId, TypeId, TypeKind, World};

/// An interface call that was made direct.
pub(super) struct Direct {
    /// The interface value that was called.
    pub receiver: Value,
    /// The method, as the interface names it.
    pub method: ObjectId,
    /// The concrete type.
    pub ty: TypeId,
    /// Whether it still is a call through an interface, one that is embedded.
    pub partially: bool,
    /// Instructions to stand in front of the call.
    pub before: Vec<Value>,
}

/// Finds an instance that the package has no function for, by the generic method and the type arguments.
pub(super) type FindInstance<'a> =
    dyn FnMut(&mut Package, ObjectId, Box<[TypeId]>) -> Option<FuncId> + 'a;

/// What is known.
pub(super) struct Context<'a> {
    pub world: &'a World,
    pub vars: &'a Variables,
    pub rules: Rules,
    pub instance: &'a mut FindInstance<'a>,
}

/// Makes an interface call direct if its receiver can only be of one type.
pub(super) fn devirtualize(
    context: Context<'_>,
    package: &mut Package,
    (func, call): (FuncId, Value),
) -> Option<Direct> {
    let Context {
        world,
        vars,
        rules,
        instance,
    } = context;
    let target = target(world, package, vars, rules, func, call)?;
    let (before, partially) = rewrite(world, package, instance, (func, call), &target)?;
    Some(Direct {
        receiver: target.receiver,
        method: target.method,
        ty: target.ty,
        partially,
        before,
    })
}

/// The interface call to be made direct.
struct Target {
    receiver: Value,
    method: ObjectId,
    /// The concrete type.
    ty: TypeId,
}

fn target(
    world: &World,
    package: &Package,
    vars: &Variables,
    rules: Rules,
    func: FuncId,
    call: Value,
) -> Option<Target> {
    let function = &package.funcs[func];
    let Inst::Call {
        callee: Callee::Interface(receiver, method),
        ..
    } = function.insts[call]
    else {
        return None;
    };
    let finder = Finder {
        world,
        package,
        vars,
    };
    let ty = match rules.has(ReleaseRule::AllAssignments) {
        true => finder.concrete_type(func, receiver)?,
        false => finder.static_type(func, receiver)?,
    };
    let interface = function.types[receiver].expand()?;
    let known = world.missing_method(ty, interface, true).is_none()
        && !has_shape(world, ty)
        && !has_shape(world, interface);
    known.then_some(Target {
        receiver,
        method,
        ty,
    })
}

/// What is known of the concrete type of an interface value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Concrete {
    /// Only `nil`, or nothing that is not looked at already.
    Nothing,
    Is(TypeId),
    Unknown,
}

struct Finder<'a> {
    world: &'a World,
    package: &'a Package,
    vars: &'a Variables,
}

impl Finder<'_> {
    /// The type of the only value that the interface value can come from.
    fn static_type(&self, func: FuncId, value: Value) -> Option<TypeId> {
        let (func, value) = static_value(self.world, self.package, self.vars, func, value);
        let function = &self.package.funcs[func];
        match &function.insts[value] {
            Inst::Convert(ConvertOp::ToInterface, x, _) => function.types[*x].expand(),
            _other => None,
        }
    }

    /// The type that all values have which the interface value can come from.
    fn concrete_type(&self, func: FuncId, value: Value) -> Option<TypeId> {
        let mut seen = Vec::new();
        match self.concrete(func, value, &mut seen) {
            Concrete::Is(ty) => Some(ty),
            Concrete::Nothing | Concrete::Unknown => None,
        }
    }

    fn concrete(
        &self,
        func: FuncId,
        value: Value,
        seen: &mut Vec<(FuncId, crate::ir::LocalId)>,
    ) -> Concrete {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let function = &self.package.funcs[func];
            let value = match self.bare(function, value) {
                Ok(ty) => return Concrete::Is(ty),
                Err(value) => value,
            };
            let Some(local) = read_local(function, value) else {
                return Concrete::Unknown;
            };
            let variable = crate::callgraph::nesting::canonical(self.package, func, local);
            let Some(assigned) = self
                .vars
                .interface_values(self.package, variable.0, variable.1)
            else {
                return Concrete::Unknown;
            };
            if seen.contains(&variable) {
                return Concrete::Nothing;
            }
            seen.push(variable);
            self.common(assigned, seen)
        })
    }

    /// The type that all that is assigned has.
    fn common(
        &self,
        assigned: &[Assigned],
        seen: &mut Vec<(FuncId, crate::ir::LocalId)>,
    ) -> Concrete {
        let mut common = None;
        for &assigned in assigned {
            let found = match assigned {
                Assigned::Type(ty) if self.world.is_interface(ty) => Concrete::Unknown,
                Assigned::Type(ty) => Concrete::Is(ty),
                Assigned::Value(func, value) => self.concrete(func, value, seen),
                Assigned::Result(func, value, part, ty) => {
                    self.result(func, value, (part, ty), seen)
                }
            };
            match found {
                Concrete::Nothing => {}
                Concrete::Unknown => return Concrete::Unknown,
                Concrete::Is(ty) => match common {
                    Some(other) if !self.world.identical(ty, other) => return Concrete::Unknown,
                    _same => common = Some(ty),
                },
            }
        }
        common.map_or(Concrete::Nothing, Concrete::Is)
    }

    /// One of the results of a call: of an expanded one, what its variable is assigned.
    fn result(
        &self,
        func: FuncId,
        call: Value,
        (part, ty): (u32, TypeId),
        seen: &mut Vec<(FuncId, crate::ir::LocalId)>,
    ) -> Concrete {
        let function = &self.package.funcs[func];
        if let Inst::Inlined { results, .. } = &function.insts[call]
            && let Some(&result) = results.as_slice(&function.value_lists).get(part as usize)
        {
            return self.concrete(func, result, seen);
        }
        match self.world.is_interface(ty) {
            true => Concrete::Unknown,
            false => Concrete::Is(ty),
        }
    }

    /// Looks through conversions and assertions: a concrete type, or the interface value behind them.
    fn bare(&self, func: &Function, value: Value) -> Result<TypeId, Value> {
        let mut value = value;
        loop {
            let ty = func.types[value].expand().map(|ty| self.first(ty));
            if let Some(ty) = ty
                && !self.world.is_interface(ty)
            {
                return Ok(ty);
            }
            match &func.insts[value] {
                Inst::Convert(ConvertOp::ToInterface | ConvertOp::InterfaceToInterface, x, _)
                | Inst::TypeAssert { x, .. } => value = *x,
                Inst::Convert(op, x, _) if changes_nothing(self.world, func, *op, *x, value) => {
                    value = *x;
                }
                Inst::Inlined { results, .. } => match results.as_slice(&func.value_lists) {
                    &[result] => value = result,
                    _several => return Err(value),
                },
                _other => return Err(value),
            }
        }
    }

    /// The value's type of a comma-ok form.
    fn first(&self, ty: TypeId) -> TypeId {
        match self.world.kind(ty) {
            TypeKind::Tuple(parts) => parts.first().copied().unwrap_or(ty),
            _single => ty,
        }
    }
}

/// Whether the type is, or is made of, the shape of a type argument.
fn has_shape(world: &World, ty: TypeId) -> bool {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || match world.unaliased_kind(ty) {
        TypeKind::Named(id) => {
            let named = world.named(*id);
            let package = world.object(named.object).pkg;
            world.package(package).path.as_str() == "go.shape"
                || named.targs.iter().any(|&ty| has_shape(world, ty))
        }
        TypeKind::Pointer(elem) | TypeKind::Slice(elem) | TypeKind::Array(_, elem) => {
            has_shape(world, *elem)
        }
        TypeKind::Chan(_, elem) => has_shape(world, *elem),
        TypeKind::Map(key, elem) => has_shape(world, *key) || has_shape(world, *elem),
        TypeKind::Struct(fields) => fields.iter().any(|field| has_shape(world, field.ty)),
        _other => false,
    })
}

/// A value or place on the way to the method's receiver.
#[derive(Clone, Copy)]
enum Operand {
    Value(Value),
    Place(Value),
}

/// Rewrites the call. The answer is the instructions to stand before it, and whether it still is an interface call.
fn rewrite(
    world: &World,
    package: &mut Package,
    instance: &mut FindInstance<'_>,
    (func, call): (FuncId, Value),
    target: &Target,
) -> Option<(Vec<Value>, bool)> {
    let method = world.object(target.method);
    let found = world
        .lookup_field_or_method(target.ty, true, method.pkg, method.name)
        .found()?;
    let known = match world.is_interface(found.owner) {
        true => None,
        false => Some(method_ref(
            world,
            package,
            instance,
            (found.object, found.owner),
        )?),
    };
    let mut emitter = Emitter {
        world,
        function: &mut package.funcs[func],
        call,
        made: Vec::new(),
    };
    let assert = Inst::TypeAssert {
        x: target.receiver,
        comma_ok: false,
    };
    let mut operand = Operand::Value(emitter.emit(assert, target.ty, false));
    let (_, path) = found.path.split_last()?;
    for &field in path {
        operand = emitter.field(operand, field)?;
    }
    let Some(known) = known else {
        let receiver = emitter.load(operand);
        let made = emitter.made;
        if let Inst::Call { callee, .. } = &mut package.funcs[func].insts[call] {
            *callee = Callee::Interface(receiver, found.object);
        }
        return Some((made, true));
    };
    let receiver = match world.has_pointer_receiver(found.object) {
        true => emitter.pointer(operand)?,
        false => emitter.value(operand)?,
    };
    let made = emitter.made;
    let function = &mut package.funcs[func];
    if let Inst::Call { callee, args, .. } = &mut function.insts[call] {
        *callee = Callee::Static(known);
        args.insert(0, receiver, &mut function.value_lists);
    }
    Some((made, false))
}

fn is_instance(world: &World, owner: TypeId) -> bool {
    let (owner, _) = world.deref(owner);
    world
        .as_named(owner)
        .is_some_and(|named| !world.named(named).targs.is_empty())
}

/// The method as a function of this package or of another one.
fn method_ref(
    world: &World,
    package: &mut Package,
    instance: &mut FindInstance<'_>,
    (object, owner): (ObjectId, TypeId),
) -> Option<FuncRef> {
    if is_instance(world, owner) {
        return instance_method(world, package, instance, (object, owner)).map(FuncRef::Local);
    }
    if let Some(&func) = package.by_object.get(&object) {
        return Some(FuncRef::Local(func));
    }
    let mut known = package.externs.iter();
    if let Some((id, _)) = known.find(|(_, external)| external.object == object) {
        return Some(FuncRef::Extern(id));
    }
    let ty = world.method_type(owner, object)?;
    Some(FuncRef::Extern(package.externs.push(Extern { object, ty })))
}

/// The method of an instance of a generic type.
fn instance_method(
    world: &World,
    package: &mut Package,
    instance: &mut FindInstance<'_>,
    (object, owner): (ObjectId, TypeId),
) -> Option<FuncId> {
    let (owner, _) = world.deref(owner);
    let targs = &world.named(world.as_named(owner)?).targs;
    let canonical: Box<[TypeId]> = targs.iter().map(|&targ| world.canonical(targ)).collect();
    let known = package.instances.get(&(object, canonical.clone())).copied();
    known.or_else(|| instance(package, object, canonical))
}

struct Emitter<'a> {
    world: &'a World,
    function: &'a mut Function,
    call: Value,
    made: Vec<Value>,
}

impl Emitter<'_> {
    fn emit(&mut self, inst: Inst, ty: TypeId, implicit: bool) -> Value {
        let value = self.function.insts.push(inst);
        self.function.types[value] = ty.into();
        let pos = self.function.source.values[self.call].pos;
        let source = &mut self.function.source.values[value];
        source.pos = pos;
        source.implicit = implicit;
        self.made.push(value);
        value
    }

    fn ty(&self, operand: Operand) -> Option<TypeId> {
        let (Operand::Value(value) | Operand::Place(value)) = operand;
        self.function.types[value].expand()
    }

    fn load(&mut self, operand: Operand) -> Value {
        match operand {
            Operand::Value(value) => value,
            Operand::Place(place) => match self.function.types[place].expand() {
                Some(ty) => self.emit(Inst::Load(place), ty, false),
                None => place,
            },
        }
    }

    /// What the pointer points to; the operand itself if it is none.
    fn behind(&mut self, operand: Operand) -> Option<Operand> {
        let ty = self.ty(operand)?;
        match self.world.pointee(ty) {
            Some(elem) => {
                let pointer = self.load(operand);
                Some(Operand::Place(self.emit(Inst::Deref(pointer), elem, true)))
            }
            None => Some(operand),
        }
    }

    fn field(&mut self, operand: Operand, field: u32) -> Option<Operand> {
        let operand = self.behind(operand)?;
        let TypeKind::Struct(fields) = self.world.underlying_kind(self.ty(operand)?) else {
            return None;
        };
        let ty = fields.get(field as usize)?.ty;
        Some(match operand {
            Operand::Value(value) => {
                Operand::Value(self.emit(Inst::Field(value, field), ty, false))
            }
            Operand::Place(place) => {
                Operand::Place(self.emit(Inst::FieldAddr(place, field), ty, false))
            }
        })
    }

    /// A receiver of pointer type.
    fn pointer(&mut self, operand: Operand) -> Option<Value> {
        let ty = self.ty(operand)?;
        if self.world.pointee(ty).is_some() {
            return Some(self.load(operand));
        }
        match operand {
            Operand::Place(place) => {
                let pointer = self.world.pointer(ty);
                Some(self.emit(Inst::AddrOf(place), pointer, true))
            }
            Operand::Value(_) => None,
        }
    }

    /// A receiver of value type.
    fn value(&mut self, operand: Operand) -> Option<Value> {
        let operand = self.behind(operand)?;
        Some(self.load(operand))
    }
}
