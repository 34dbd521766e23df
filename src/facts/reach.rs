//! What a facts file must hold: all that importers can name, and what that mentions.
//!
//! Methods without an upper-case letter are needed only where an interface asks for them.

use cranelift_entity::EntityRef;
use escargo_grammar::Symbol;
use rustc_hash::FxHashSet;

use crate::types::{NamedId, ObjectId, ObjectKind, PackageId, TypeId, TypeKind, World};

/// The objects that have been reached.
pub struct Reach<'w> {
    world: &'w World,
    /// Package-level objects.
    pub objects: FxHashSet<ObjectId>,
    /// Methods of defined types.
    pub methods: FxHashSet<ObjectId>,
    types: FxHashSet<TypeId>,
    /// Defined types, for their methods.
    named: Vec<NamedId>,
    /// Unexported methods that interfaces have.
    asked_for: FxHashSet<(PackageId, Symbol)>,
    queue: Vec<Item>,
}

enum Item {
    Object(ObjectId),
    Type(TypeId),
}

impl<'w> Reach<'w> {
    /// All that is reached from the exported objects of packages.
    pub fn from_packages(
        world: &'w World,
        packages: impl IntoIterator<Item = PackageId>,
    ) -> Reach<'w> {
        let mut reach = Reach {
            world,
            objects: FxHashSet::default(),
            methods: FxHashSet::default(),
            types: FxHashSet::default(),
            named: Vec::new(),
            asked_for: FxHashSet::default(),
            queue: Vec::new(),
        };
        for package in packages {
            if let Some(scope) = world.package(package).scope.get() {
                let exported = scope.iter().filter(|(name, _)| name.is_exported());
                reach
                    .queue
                    .extend(exported.map(|(_, &object)| Item::Object(object)));
            }
        }
        reach.run();
        reach
    }

    /// Follows what has been mentioned.
    pub fn run(&mut self) {
        loop {
            while let Some(item) = self.queue.pop() {
                match item {
                    Item::Object(object) => self.object(object),
                    Item::Type(ty) => self.ty(ty),
                }
            }
            self.unexported_methods();
            if self.queue.is_empty() {
                return;
            }
        }
    }

    /// Whether a function or method has been reached.
    pub fn has(&self, function: ObjectId) -> bool {
        self.objects.contains(&function) || self.methods.contains(&function)
    }

    /// Adds what a body names.
    pub fn mention(&mut self, object: ObjectId) {
        let data = self.world.object(object);
        match data.receiver.get() {
            Some(_) => self.method(object),
            None => self.queue.push(Item::Object(object)),
        }
    }

    /// Adds the type of an expression in a body.
    pub fn mention_type(&mut self, ty: TypeId) {
        self.push(ty);
    }

    /// Methods that interfaces ask for, of the types reached so far.
    fn unexported_methods(&mut self) {
        for index in 0..self.named.len() {
            for method in methods(self.world, self.named[index]) {
                let data = self.world.object(method);
                if self.asked_for.contains(&(data.pkg, data.name)) {
                    self.method(method);
                }
            }
        }
    }

    fn method(&mut self, method: ObjectId) {
        if self.methods.insert(method) {
            let data = self.world.object(method);
            let types = [data.ty.get(), data.receiver.get()];
            self.queue
                .extend(types.into_iter().flatten().map(|&ty| Item::Type(ty)));
        }
    }

    fn object(&mut self, object: ObjectId) {
        let data = self.world.object(object);
        if !data.package_level || data.pkg == PackageId::UNIVERSE || !self.objects.insert(object) {
            return;
        }
        match data.kind {
            ObjectKind::Const | ObjectKind::TypeName | ObjectKind::Var(_) | ObjectKind::Func(_) => {
                self.queue.extend(data.ty.get().map(|&ty| Item::Type(ty)))
            }
            ObjectKind::PkgName(_)
            | ObjectKind::Label
            | ObjectKind::Builtin(_)
            | ObjectKind::Nil => {}
        }
    }

    fn ty(&mut self, ty: TypeId) {
        if !self.types.insert(ty) {
            return;
        }
        let world = self.world;
        match world.kind(ty) {
            TypeKind::Basic(_) => {}
            TypeKind::Array(_, elem)
            | TypeKind::Slice(elem)
            | TypeKind::Pointer(elem)
            | TypeKind::Chan(_, elem) => self.push(*elem),
            TypeKind::Map(key, elem) => {
                self.push(*key);
                self.push(*elem);
            }
            TypeKind::Struct(fields) => fields.iter().for_each(|field| self.push(field.ty)),
            TypeKind::Func(signature) => {
                let types = signature.params.iter().chain(&signature.results);
                types.for_each(|&ty| self.push(ty));
                self.constraints(&signature.tparams);
            }
            TypeKind::Interface(interface) => {
                for method in &interface.methods {
                    if !method.name.is_exported() {
                        self.asked_for.insert((method.pkg, method.name));
                    }
                    self.push(method.ty);
                }
                interface.embeds.iter().for_each(|&ty| self.push(ty));
            }
            TypeKind::Tuple(types) => types.iter().for_each(|&ty| self.push(ty)),
            TypeKind::Union(terms) => terms.iter().for_each(|term| self.push(term.ty)),
            TypeKind::Named(id) => self.named_type(*id),
            TypeKind::Alias(id) => {
                let alias = world.alias(*id);
                self.queue.push(Item::Object(alias.object));
                alias.targs.iter().for_each(|&ty| self.push(ty));
                if let Some(&target) = alias.target.get() {
                    self.push(target);
                }
                self.constraints(alias.tparams.get().map_or(&[], |list| list));
            }
            TypeKind::TypeParam(id) => {
                if let Some(&constraint) = world.type_param(*id).constraint.get() {
                    self.push(constraint);
                }
            }
        }
    }

    fn named_type(&mut self, id: NamedId) {
        let named = self.world.named(id);
        self.queue.push(Item::Object(named.object));
        named.targs.iter().for_each(|&ty| self.push(ty));
        if let Some(origin) = named.origin {
            // An instance: what is declared is the generic type.
            if let Some(&ty) = self.world.object(self.world.named(origin).object).ty.get() {
                self.push(ty);
            }
            return;
        }
        if let Some(&underlying) = named.underlying.get() {
            self.push(underlying);
        }
        self.constraints(named.tparams.get().map_or(&[], |list| list));
        self.named.push(id);
        for method in methods(self.world, id) {
            if self.world.object(method).name.is_exported() {
                self.method(method);
            }
        }
    }

    fn constraints(&mut self, tparams: &[crate::types::TypeParamId]) {
        for &tparam in tparams {
            if let Some(&constraint) = self.world.type_param(tparam).constraint.get() {
                self.push(constraint);
            }
        }
    }

    fn push(&mut self, ty: TypeId) {
        if !self.types.contains(&ty) {
            self.queue.push(Item::Type(ty));
        }
    }

    /// The objects of a package, in order of name, each kind together: constants, types, variables, functions.
    pub fn of_package(&self, package: PackageId) -> Vec<ObjectId> {
        let mut objects: Vec<ObjectId> = self
            .objects
            .iter()
            .copied()
            .filter(|&object| self.world.object(object).pkg == package)
            .collect();
        objects.sort_by_key(|&object| {
            let data = self.world.object(object);
            (kind_rank(data.kind), data.name.as_str(), object.index())
        });
        objects
    }

    /// The packages of all objects.
    pub fn packages(&self) -> FxHashSet<PackageId> {
        let packages = self
            .objects
            .iter()
            .map(|&object| self.world.object(object).pkg);
        packages.collect()
    }
}

fn kind_rank(kind: ObjectKind) -> u32 {
    match kind {
        ObjectKind::Const => 0,
        ObjectKind::TypeName => 1,
        ObjectKind::Var(_) => 2,
        ObjectKind::Func(_) => 3,
        ObjectKind::PkgName(_) | ObjectKind::Label | ObjectKind::Builtin(_) | ObjectKind::Nil => 4,
    }
}

/// The methods declared on a type.
pub fn methods(world: &World, named: NamedId) -> Vec<ObjectId> {
    let methods = world.named(named).methods.get();
    methods.map_or_else(Vec::new, |methods| methods.to_vec())
}
