//! The order in which gc makes function bodies.
//!
//! QUESTION. Which function's literals and instances come first in the package's function list? gc's front end reads a package
//! lazily: an object is read when something first mentions it, and its body is put on a stack; a type is read with all
//! that it is made of, and the bodies of its methods go on the stack, too. Once all declarations are read, bodies are taken
//! from the *end* of the stack; making one may read more and push more. Instances get their shared version just before
//! bodies go on. So the last declared function's body is made first, unless a type or initializer mentioned it earlier.
//!
//! ```text
//! func f(t T) {}        read: f → T → (T).m  pushed, then f pushed
//! func g() { F[int]() } made: g first; it pushes F[int] and F[go.shape.int], which are made next
//! ```
//!
//! INVARIANTS. Each body is on the stack once. A type that only an imported package mentions is read as well: its generic
//! instances are compiled here.
//! Inside a body a type is read where gc's export data has it: that of a literal, a conversion or a new variable before
//! what it is made from.
//!
//! IGNORED. The exact place of other types inside a body: they are noted when a function is mentioned or the body ends.
//! SOURCE: cmd/compile/internal/noder (reader, `readBodies`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::{Lowerer, Subst};
use crate::ir::{FuncId, FuncRef, OutlineKind, StmtId, Value};
use crate::types::{ObjectId, PackageId, Signature, TypeId, TypeKind};

/// A body to be made.
#[derive(Clone, Debug)]
enum Body {
    Declared(ObjectId, FuncId),
    Instance(ObjectId, Box<[TypeId]>, FuncId),
}

/// An instance whose shared version is to be made.
#[derive(Clone, Debug)]
enum Shared {
    Type(TypeId),
    Function(ObjectId, Box<[TypeId]>),
}

/// What is read, and what is to be made.
#[derive(Default)]
pub(super) struct Order {
    types: FxHashSet<TypeId>,
    objects: FxHashSet<ObjectId>,
    /// Methods of the package whose bodies are or were on the stack.
    pushed: FxHashSet<ObjectId>,
    /// The same for instances.
    pushed_instances: FxHashSet<FuncId>,
    shared: Vec<Shared>,
    bodies: Vec<Body>,
    /// Types that get method wrappers, in order.
    pub wrapper_types: Vec<TypeId>,
    /// How many values and statements of the functions under construction were looked at.
    looked: FxHashMap<FuncId, (u32, u32)>,
}

impl Lowerer<'_> {
    /// A function is mentioned: not a generic one.
    pub fn note_function(&mut self, object: ObjectId) {
        if self.demand.order.objects.contains(&object) {
            return;
        }
        self.look_at_types();
        self.read_function(object);
    }

    /// A type is mentioned.
    pub fn note_type(&mut self, ty: TypeId) {
        self.look_at_types();
        self.read_type(ty);
    }

    /// Reads a function, method or variable object.
    pub fn read_function(&mut self, object: ObjectId) {
        if !self.demand.order.objects.insert(object) {
            return;
        }
        if let Some(&receiver) = self.world.object(object).receiver.get() {
            self.read_type(receiver);
            return self.read_method_alone(object);
        }
        if let Some(&ty) = self.world.object(object).ty.get() {
            self.read_parts(ty);
        }
        self.push_declared(object);
    }

    /// A method that reading its type did not push.
    fn read_method_alone(&mut self, object: ObjectId) {
        if self.demand.order.pushed.insert(object) {
            self.push_declared(object);
        }
    }

    fn push_declared(&mut self, object: ObjectId) {
        if let Some(&id) = self.package.by_object.get(&object) {
            let body = Body::Declared(object, id);
            self.demand.order.bodies.push(body);
        }
    }

    /// Reads what a new instance needs and pushes its body.
    pub fn read_instance(
        &mut self,
        object: ObjectId,
        targs: Box<[TypeId]>,
        id: FuncId,
        ty: TypeId,
    ) {
        self.look_at_types();
        if let Some(owner) = self.owner_of(object, &targs) {
            // Reading the type pushes the bodies of all its methods.
            if self
                .demand
                .order
                .types
                .contains(&self.world.canonical(owner))
            {
                return self.push_instance(object, targs, id);
            }
            return self.read_type(owner);
        }
        self.read_parts(ty);
        if !targs.iter().any(|&targ| self.world.has_shape(targ)) {
            let shared = Shared::Function(object, targs.clone());
            self.demand.order.shared.push(shared);
        }
        self.push_instance(object, targs, id);
    }

    fn push_instance(&mut self, object: ObjectId, targs: Box<[TypeId]>, id: FuncId) {
        if !self.demand.order.pushed_instances.insert(id) {
            return;
        }
        let body = Body::Instance(object, targs, id);
        self.demand.order.bodies.push(body);
    }

    /// The instance of a generic type whose method this is; none for functions and generic methods.
    fn owner_of(&self, object: ObjectId, targs: &[TypeId]) -> Option<TypeId> {
        let receiver = *self.world.object(object).receiver.get()?;
        let named = self.world.as_named(self.world.deref(receiver).0)?;
        let count = self.world.named(named).targs.len();
        let origin = self.world.origin(named);
        (count == targs.len()).then(|| self.world.instantiate_named(origin, targs))
    }

    /// Reads a type and all that it is made of.
    pub fn read_type(&mut self, ty: TypeId) {
        let canonical = self.world.canonical(ty);
        if self.demand.order.types.insert(canonical) {
            // As written: canonical types do not know the objects of methods.
            let ty = self.world.unalias(ty);
            stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.read_new_type(ty));
        }
    }

    fn read_new_type(&mut self, ty: TypeId) {
        let world = self.world;
        if let TypeKind::Named(_) = world.kind(ty) {
            return self.read_named(ty);
        }
        self.read_parts(ty);
        if let TypeKind::Struct(_) | TypeKind::Interface(_) = world.kind(ty) {
            self.demand.order.wrapper_types.push(ty);
        }
    }

    /// Reads the types that a type literal is made of.
    fn read_parts(&mut self, ty: TypeId) {
        let world = self.world;
        match world.kind(ty) {
            TypeKind::Array(_, elem)
            | TypeKind::Slice(elem)
            | TypeKind::Pointer(elem)
            | TypeKind::Chan(_, elem) => self.read_type(*elem),
            TypeKind::Struct(fields) => {
                for field in fields {
                    self.read_type(field.ty);
                }
            }
            TypeKind::Func(signature) => self.read_signature(signature),
            TypeKind::Interface(interface) => {
                for method in &interface.methods {
                    self.read_parts(method.ty);
                }
                for &embedded in &interface.embeds {
                    self.read_type(embedded);
                }
            }
            TypeKind::Map(key, elem) => {
                self.read_type(*key);
                self.read_type(*elem);
            }
            TypeKind::Tuple(types) => {
                for &part in types {
                    self.read_type(part);
                }
            }
            TypeKind::Named(_) | TypeKind::Alias(_) => self.read_type(ty),
            TypeKind::Basic(_) | TypeKind::TypeParam(_) | TypeKind::Union(_) => {}
        }
    }

    fn read_signature(&mut self, signature: &Signature) {
        for &part in signature.params.iter().chain(&signature.results) {
            self.read_type(part);
        }
    }

    fn read_named(&mut self, ty: TypeId) {
        let world = self.world;
        let Some(id) = world.as_named(ty) else {
            return;
        };
        let named = world.named(id);
        let object = world.object(named.object);
        let generic = named.tparams.get().is_some_and(|list| !list.is_empty());
        if world.is_shape(ty) {
            // What a shape is made of has been read.
            return self.demand.order.wrapper_types.push(ty);
        }
        if generic || object.pkg == PackageId::UNIVERSE {
            return;
        }
        self.read_parts(world.underlying(ty));
        let targs = named.targs.clone();
        let shared = targs.iter().any(|&targ| world.has_shape(targ));
        if !targs.is_empty() && !shared {
            self.demand.order.shared.push(Shared::Type(ty));
        }
        for &method in world.methods(id) {
            self.read_method(ty, method, &targs);
        }
        if !targs.is_empty() || object.pkg == self.checked.package {
            self.demand.order.wrapper_types.push(ty);
        }
    }

    fn read_method(&mut self, owner: TypeId, method: ObjectId, targs: &[TypeId]) {
        let ty = self.world.method_type(owner, method);
        let signature = ty.and_then(|ty| self.world.as_signature(ty));
        let Some(signature) = signature.filter(|signature| signature.tparams.is_empty()) else {
            return;
        };
        self.read_signature(signature);
        if targs.is_empty() {
            self.demand.order.objects.insert(method);
            return self.read_method_alone(method);
        }
        let key = (method, targs.into());
        let known = self.package.instances.get(&key).copied();
        match known {
            Some(id) => self.push_instance(method, key.1, id),
            // Makes the instance; its type is read already, so the body is pushed.
            None => {
                self.func_instance(method, targs);
            }
        }
    }

    // Types in bodies.

    /// Reads the types of what was added to the functions under construction since the last call.
    pub fn look_at_types(&mut self) {
        let mut found = Vec::new();
        for depth in 0..self.builders.len() {
            self.new_types(depth, &mut found);
        }
        for ty in found {
            self.read_type(ty);
        }
    }

    fn new_types(&mut self, depth: usize, found: &mut Vec<TypeId>) {
        let builder = &self.builders[depth];
        let function = &builder.function;
        let looked = self.demand.order.looked.entry(builder.id).or_default();
        let values = looked.0..function.insts.len() as u32;
        found.extend(
            values
                .map(Value::from_u32)
                .filter_map(|value| function.types[value].expand()),
        );
        let stmts = looked.1..function.source.stmts.len() as u32;
        for stmt in stmts.map(StmtId::from_u32) {
            if let OutlineKind::TypeSwitch { cases, .. } = &function.source.stmts[stmt].kind {
                found.extend(cases.iter().flat_map(|case| case.types.iter().flatten()));
            }
        }
        *looked = (
            function.insts.len() as u32,
            function.source.stmts.len() as u32,
        );
    }

    /// A function under construction that is given up.
    pub fn forget_looked(&mut self, id: FuncId) {
        self.demand.order.looked.remove(&id);
    }

    /// Makes all bodies. Instances enter the list of made functions behind their literals.
    pub fn make_bodies(&mut self) {
        loop {
            if let Some(shared) = self.demand.order.shared.pop() {
                self.read_shared(shared);
            } else if let Some(body) = self.demand.order.bodies.pop() {
                self.make_body(body);
            } else if !self.read_dictionaries() {
                return;
            }
        }
    }

    fn read_shared(&mut self, shared: Shared) {
        match shared {
            Shared::Type(ty) => {
                let Some(id) = self.world.as_named(ty) else {
                    return;
                };
                let named = self.world.named(id);
                let origin = self.world.origin(id);
                let tparams = self.world.named(origin).tparams.get();
                let tparams = tparams.map_or(&[][..], |list| list);
                let pairs = named.targs.iter().zip(tparams);
                let shapes: Vec<TypeId> = pairs
                    .map(|(&targ, &tparam)| {
                        let basic = self.world.is_basic_constraint(tparam);
                        self.world.shape_of(targ, basic)
                    })
                    .collect();
                let shared = self.world.instantiate_named(origin, &shapes);
                self.read_type(shared);
            }
            Shared::Function(object, targs) => {
                let shapes = self.shapes(object, &targs);
                let _: FuncRef = self.func_instance(object, &shapes);
            }
        }
    }

    fn make_body(&mut self, body: Body) {
        match body {
            Body::Declared(object, id) => {
                if let Some(function) = self.declaration(object) {
                    self.declared_function(id, function, Subst::default(), None);
                }
            }
            Body::Instance(object, targs, id) => {
                self.instance_body(object, &targs, id);
                self.made.push(id);
            }
        }
    }
}
