//! WHICH BODIES OF OTHER PACKAGES A PACKAGE HANDS ON.
//!
//! QUESTION. A package that does not import another one directly can expand its functions only if a package between them has their
//! bodies in its export data. gc puts a body there if the function is reachable from what the package exports, and was declared
//! or expanded in the package.
//!
//! ```text
//! package sync: func (m *Mutex) Lock() { m.mu.Lock() }      hands on internal/sync.(*Mutex).Lock: expanded, and sync.Mutex leads there
//! package errors: uses reflectlite.TypeOf in joinError only  hands on no body of internal/abi
//! ```
//!
//! Reachable are: types in signatures and of variables, the parts and methods of types, what exported bodies mention.
//!
//! IGNORED. What bodies of generic functions mention of which neither package has an instance: they count as mentioning all that
//! their package declares.
//!
//! SOURCE: section 2.7 of the model of gc's inliner; cmd/compile/internal/noder (linker).

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bodies::{Bodies, ForeignBodies, Origin};
use crate::ir::{FuncRef, Function, Inst};
use crate::types::{ObjectId, PackageId, TypeId, TypeKind, World};

/// The functions of other packages whose bodies a package hands on; `expanded` are those that it has expanded.
pub fn handed_on(
    world: &World,
    package: PackageId,
    own: Option<&Arc<Bodies>>,
    foreign: &dyn ForeignBodies,
    expanded: &FxHashSet<ObjectId>,
) -> FxHashSet<ObjectId> {
    let mut walk = Walk {
        world,
        package,
        foreign,
        expanded,
        homes: FxHashMap::default(),
        found: FxHashSet::default(),
        objects: FxHashSet::default(),
        types: FxHashSet::default(),
        whole: FxHashSet::default(),
        pending: Vec::new(),
    };
    if expanded.is_empty() {
        return walk.found;
    }
    walk.homes.insert(package, own.cloned());
    let scope = world.package(package).scope.get();
    for (&name, &object) in scope.into_iter().flatten() {
        if name.as_str().starts_with(char::is_uppercase) {
            walk.object(object);
        }
    }
    while let Some(ty) = walk.pending.pop() {
        walk.parts(ty);
    }
    walk.found
}

struct Walk<'a> {
    world: &'a World,
    package: PackageId,
    foreign: &'a dyn ForeignBodies,
    expanded: &'a FxHashSet<ObjectId>,
    homes: FxHashMap<PackageId, Option<Arc<Bodies>>>,
    found: FxHashSet<ObjectId>,
    objects: FxHashSet<ObjectId>,
    types: FxHashSet<TypeId>,
    /// Packages all of whose objects count as reached.
    whole: FxHashSet<PackageId>,
    /// Types whose parts were not looked at.
    pending: Vec<TypeId>,
}

impl Walk<'_> {
    fn ty(&mut self, ty: TypeId) {
        if self.types.insert(ty) {
            self.pending.push(ty);
        }
    }

    fn tys(&mut self, types: impl IntoIterator<Item = TypeId>) {
        for ty in types {
            self.ty(ty);
        }
    }

    /// A function, variable, constant or type.
    fn object(&mut self, object: ObjectId) {
        if !self.objects.insert(object) {
            return;
        }
        let data = self.world.object(object);
        let ty = data.ty.get().copied();
        self.tys(ty.into_iter().chain(data.receiver.get().copied()));
        let own = data.pkg == self.package;
        if !own && self.expanded.contains(&object) {
            self.found.insert(object);
        }
        self.generic(data.pkg, object);
        if own || self.expanded.contains(&object) {
            stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.body(data.pkg, object));
        }
    }

    /// What a generic function or method mentions: its body is always handed on.
    fn generic(&mut self, package: PackageId, object: ObjectId) {
        for package in [self.package, package] {
            let Some(home) = self.home(package) else {
                continue;
            };
            if let Some(mentions) = home.generic(object) {
                self.tys(mentions.types.iter().copied());
                for &object in &mentions.objects {
                    stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.object(object));
                }
                return;
            }
        }
        if self.is_generic(object) && self.whole.insert(package) {
            let scope = self.world.package(package).scope.get();
            for &object in scope.into_iter().flat_map(|scope| scope.values()) {
                stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.object(object));
            }
        }
    }

    fn is_generic(&self, object: ObjectId) -> bool {
        let data = self.world.object(object);
        let signature = data.ty.get().and_then(|&ty| self.world.as_signature(ty));
        let receiver = data.receiver.get().and_then(|&ty| {
            let (base, _) = self.world.deref(ty);
            self.world.as_named(base)
        });
        signature.is_some_and(|signature| !signature.tparams.is_empty())
            || receiver.is_some_and(|named| !self.world.named(named).targs.is_empty())
    }

    fn home(&mut self, package: PackageId) -> Option<Arc<Bodies>> {
        let foreign = self.foreign;
        let home = self.homes.entry(package);
        home.or_insert_with(|| foreign.bodies(package)).clone()
    }

    fn body(&mut self, package: PackageId, object: ObjectId) {
        let Some(home) = self.home(package) else {
            return;
        };
        let Some(func) = home.declared(object) else {
            return;
        };
        let mut pending = vec![func];
        while let Some(func) = pending.pop() {
            if let Some(body) = home.body(func) {
                self.mentions(&home, &body, &mut pending);
            }
        }
    }

    fn mentions(&mut self, home: &Bodies, body: &Function, literals: &mut Vec<crate::ir::FuncId>) {
        for (value, inst) in &body.insts {
            self.tys(body.types[value].expand());
            match inst {
                Inst::Closure { func, .. } => literals.push(*func),
                Inst::GlobalAddr(global) => {
                    if let Some(object) = home.globals[*global].object {
                        self.object(object);
                    }
                }
                inst => {
                    if let Some(func) = inst.named_func() {
                        self.func(home, func);
                    }
                }
            }
        }
    }

    fn func(&mut self, home: &Bodies, func: FuncRef) {
        match func {
            FuncRef::Extern(id) => self.object(home.externs[id].object),
            FuncRef::Local(func) => match home.origin(func) {
                Origin::Declared(object) => self.object(*object),
                Origin::Instance(object, targs) => {
                    self.object(*object);
                    self.tys(targs.iter().copied());
                }
                Origin::Inner => {}
            },
        }
    }

    fn parts(&mut self, ty: TypeId) {
        match self.world.kind(ty) {
            TypeKind::Named(id) => {
                let named = self.world.named(*id);
                self.tys(named.targs.iter().copied());
                self.tys(named.underlying.get().copied());
                let origin = named.origin.map(|origin| self.world.named(origin));
                let methods = origin.unwrap_or(named).methods.get();
                for &method in methods.into_iter().flat_map(|list| list.iter()) {
                    self.object(method);
                }
            }
            TypeKind::Pointer(elem) | TypeKind::Slice(elem) | TypeKind::Array(_, elem) => {
                self.ty(*elem);
            }
            TypeKind::Chan(_, elem) => self.ty(*elem),
            TypeKind::Map(key, elem) => self.tys([*key, *elem]),
            TypeKind::Struct(fields) => self.tys(fields.iter().map(|field| field.ty)),
            TypeKind::Tuple(types) => self.tys(types.iter().copied()),
            TypeKind::Func(signature) => {
                let types = signature.params.iter().chain(&signature.results);
                self.tys(types.copied());
            }
            TypeKind::Interface(interface) => {
                self.tys(interface.methods.iter().map(|method| method.ty));
                self.tys(interface.embeds.iter().copied());
            }
            TypeKind::Alias(_) => self.ty(self.world.unalias(ty)),
            _no_parts => {}
        }
    }
}
