//! The tables of types, objects and packages that a session shares.

use std::collections::hash_map::Entry;
use std::sync::{Arc, OnceLock, RwLock};

use cranelift_entity::EntityRef;
use escargo_grammar::Symbol;
use rustc_hash::FxHashMap;

use super::object::{Object, ObjectId, ObjectKind, PackageId, PackageInfo};
use super::shape::ShapeHash;
use super::sizes::Machine;
use super::store::{
    Alias, AliasId, Named, NamedId, TypeId, TypeKind, TypeParam, TypeParamId, TypeRecord,
};
use super::universe::{self, Universe};
use crate::source::Pos;

/// Instances by generic type and type arguments as written.
type Instances<Id> = RwLock<FxHashMap<(Id, Box<[TypeId]>), TypeId>>;

/// A name as declared, if there is one, and its place.
pub type DeclaredName = (Option<Symbol>, Pos);

/// How a method's declaration names receiver, parameters and results: wrappers of the method use these names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FrameNames {
    /// The receiver; none for methods of interfaces.
    pub recv: Option<DeclaredName>,
    /// The parameters.
    pub params: Box<[DeclaredName]>,
    /// The results.
    pub results: Box<[DeclaredName]>,
}

/// What a Go release decides about types: how they are represented, and what they are called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Conventions {
    /// How long names of shapes are shortened; none: they are not.
    pub shape_hash: Option<ShapeHash>,
    /// Whether an interface holds a pointer as such only if it stands alone in its struct or array; else parts without
    /// size may stand beside it.
    pub only_lone_pointers: bool,
}

impl Default for Conventions {
    /// Those of the newest release.
    fn default() -> Conventions {
        Conventions {
            shape_hash: Some(ShapeHash::FirstByte(0xff)),
            only_lone_pointers: false,
        }
    }
}

/// All types, objects and packages of a session. Shared by threads; only grows.
pub struct World {
    types: boxcar::Vec<TypeRecord>,
    interned: RwLock<FxHashMap<TypeKind, TypeId>>,
    named: boxcar::Vec<Named>,
    instances: Instances<NamedId>,
    aliases: boxcar::Vec<Alias>,
    alias_instances: Instances<AliasId>,
    tparams: boxcar::Vec<TypeParam>,
    objects: boxcar::Vec<Object>,
    packages: boxcar::Vec<PackageInfo>,
    package_ids: RwLock<FxHashMap<Symbol, PackageId>>,
    universe: OnceLock<Universe>,
    shapes: RwLock<FxHashMap<TypeId, TypeId>>,
    pub(super) conventions: OnceLock<Conventions>,
    local_types: RwLock<FxHashMap<ObjectId, u32>>,
    frames: RwLock<FxHashMap<ObjectId, Arc<FrameNames>>>,
    machine: Machine,
}

impl Default for World {
    fn default() -> World {
        World::new()
    }
}

impl World {
    /// A world with the universe and package `unsafe` in it, for a 64-bit machine.
    pub fn new() -> World {
        World::for_machine(Machine::BITS_64)
    }

    /// A world for any machine.
    pub fn for_machine(machine: Machine) -> World {
        let world = World {
            types: boxcar::Vec::new(),
            interned: RwLock::default(),
            named: boxcar::Vec::new(),
            instances: RwLock::default(),
            aliases: boxcar::Vec::new(),
            alias_instances: RwLock::default(),
            tparams: boxcar::Vec::new(),
            objects: boxcar::Vec::new(),
            packages: boxcar::Vec::new(),
            package_ids: RwLock::default(),
            universe: OnceLock::new(),
            shapes: RwLock::default(),
            conventions: OnceLock::new(),
            local_types: RwLock::default(),
            frames: RwLock::default(),
            machine,
        };
        world.universe.get_or_init(|| universe::declare(&world));
        world
    }

    /// The sizes of the machine that is compiled for.
    pub fn machine(&self) -> Machine {
        self.machine
    }

    /// Settles what the release decides, once for a session and before anything depends on it.
    pub fn follow(&self, conventions: Conventions) {
        self.conventions.get_or_init(|| conventions);
    }

    pub(super) fn conventions(&self) -> Conventions {
        *self.conventions.get_or_init(Conventions::default)
    }

    /// What is predeclared.
    pub fn universe(&self) -> &Universe {
        self.universe.get_or_init(|| universe::declare(self))
    }

    /// The type made of `kind`; equal kinds give equal ids.
    pub fn intern(&self, kind: TypeKind) -> TypeId {
        let read = self
            .interned
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(&id) = read.get(&kind) {
            return id;
        }
        drop(read);
        let mut map = self
            .interned
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        match map.entry(kind) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let record = TypeRecord {
                    kind: entry.key().clone(),
                    canonical: OnceLock::new(),
                    type_set: OnceLock::new(),
                    layout: OnceLock::new(),
                };
                *entry.insert(TypeId::new(self.types.push(record)))
            }
        }
    }

    /// What the type is made of, as written.
    pub fn kind(&self, ty: TypeId) -> &TypeKind {
        &self.types[ty.index()].kind
    }

    /// The whole record of a type.
    pub fn record(&self, ty: TypeId) -> &TypeRecord {
        &self.types[ty.index()]
    }

    /// A new defined type.
    pub fn add_named(&self, named: Named) -> NamedId {
        NamedId::new(self.named.push(named))
    }

    /// The defined type.
    pub fn named(&self, id: NamedId) -> &Named {
        &self.named[id.index()]
    }

    /// The instance of a generic type for these type arguments as written, made by `make` if it is new. Its canonical type
    /// is the instance for the canonical arguments: compare types, never [`NamedId`]s.
    pub fn instance(
        &self,
        origin: NamedId,
        targs: Box<[TypeId]>,
        make: impl FnOnce() -> Named,
    ) -> TypeId {
        let mut map = self
            .instances
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        match map.entry((origin, targs)) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let id = self.add_named(make());
                *entry.insert(self.intern(TypeKind::Named(id)))
            }
        }
    }

    /// The shape type of a canonical type, made by `make` if it is new.
    pub(super) fn shape_named(&self, key: TypeId, make: impl FnOnce() -> TypeId) -> TypeId {
        let mut map = self
            .shapes
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        *map.entry(key).or_insert_with(make)
    }

    /// Numbers a type declared in a function: symbols tell such types apart by `T·1`.
    pub fn number_local_type(&self, object: ObjectId, number: u32) {
        let mut map = self
            .local_types
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        map.insert(object, number);
    }

    /// The number of a type declared in a function, once its package is lowered.
    pub fn local_type_number(&self, object: ObjectId) -> Option<u32> {
        let map = self
            .local_types
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        map.get(&object).copied()
    }

    /// Notes how a method's declaration names its parameters.
    pub fn note_frame(&self, method: ObjectId, names: FrameNames) {
        let mut map = self
            .frames
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        map.insert(method, Arc::new(names));
    }

    /// How a method's declaration names its parameters, once its package is lowered.
    pub fn frame_names(&self, method: ObjectId) -> Option<Arc<FrameNames>> {
        let map = self
            .frames
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        map.get(&method).cloned()
    }

    /// A new alias.
    pub fn add_alias(&self, alias: Alias) -> AliasId {
        AliasId::new(self.aliases.push(alias))
    }

    /// The alias.
    pub fn alias(&self, id: AliasId) -> &Alias {
        &self.aliases[id.index()]
    }

    /// The instance of a generic alias for these type arguments as written, made by `make` if it is new.
    pub fn alias_instance(
        &self,
        origin: AliasId,
        targs: Box<[TypeId]>,
        make: impl FnOnce() -> Alias,
    ) -> TypeId {
        let mut map = self
            .alias_instances
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        match map.entry((origin, targs)) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let id = self.add_alias(make());
                *entry.insert(self.intern(TypeKind::Alias(id)))
            }
        }
    }

    /// A new type parameter.
    pub fn add_type_param(&self, tparam: TypeParam) -> TypeParamId {
        TypeParamId::new(self.tparams.push(tparam))
    }

    /// The type parameter.
    pub fn type_param(&self, id: TypeParamId) -> &TypeParam {
        &self.tparams[id.index()]
    }

    /// A new object without a type.
    pub fn add_object(&self, name: Symbol, pkg: PackageId, pos: Pos, kind: ObjectKind) -> ObjectId {
        ObjectId::new(self.objects.push(Object {
            name,
            pkg,
            pos,
            kind,
            ty: OnceLock::new(),
            receiver: OnceLock::new(),
            value: OnceLock::new(),
            leaks: OnceLock::new(),
            heap: OnceLock::new(),
            inline: OnceLock::new(),
            package_level: false,
        }))
    }

    /// A new object, as given.
    pub fn push_object(&self, object: Object) -> ObjectId {
        ObjectId::new(self.objects.push(object))
    }

    /// The object.
    pub fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.index()]
    }

    /// The package of an import path, made empty if it is new.
    pub fn package_id(&self, path: Symbol) -> PackageId {
        let mut map = self
            .package_ids
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        *map.entry(path).or_insert_with(|| {
            PackageId::new(self.packages.push(PackageInfo {
                path,
                name: OnceLock::new(),
                scope: OnceLock::new(),
                imports: OnceLock::new(),
            }))
        })
    }

    /// A new package with the path of another one: for the same package after an edit. Paths go on to mean the first.
    pub fn stand_in(&self, package: PackageId) -> PackageId {
        PackageId::new(self.packages.push(PackageInfo {
            path: self.package(package).path,
            name: OnceLock::new(),
            scope: OnceLock::new(),
            imports: OnceLock::new(),
        }))
    }

    /// The package.
    pub fn package(&self, id: PackageId) -> &PackageInfo {
        &self.packages[id.index()]
    }
}
